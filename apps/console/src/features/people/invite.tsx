'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';

import { builtInRoles } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { splitAddresses } from './addresses.ts';
import { DepartmentSelect } from './department-select.tsx';
import { RoleChoice } from './role-choice.tsx';
import { placesOf } from './tree.ts';

const address = z.email();

/** Invites one or several people by e-mail, with the same roles, into the same department. */
export function Invite({ onInvited }: { onInvited?: (email: string) => void }) {
  const t = useTranslations('people.invite');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const invite = useMutation(trpc.people.invite.mutationOptions());
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const [text, setText] = useState('');
  const [roleIds, setRoleIds] = useState<string[]>(['operator']);
  const [chosen, setChosen] = useState<string | null>(null);
  const only = placesOf(departments, useMe());
  // Whoever may not leave it open begins with the first of his own.
  const departmentId =
    chosen ?? (only && (departments.find((one) => only.has(one.departmentId))?.departmentId ?? null));
  const [problem, setProblem] = useState<string | undefined>();
  const [sent, setSent] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const onlyRole = roleIds.length === 1 ? builtInRoles.find((one) => one === roleIds[0]) : undefined;

  const submit = async () => {
    const emails = splitAddresses(text);
    const wrong = emails.filter((email) => !address.safeParse(email).success);
    setSent(null);
    if (emails.length === 0 || wrong.length > 0) {
      setProblem(emails.length === 0 ? t('empty') : t('invalid', { list: wrong.join(', '), count: wrong.length }));
      return;
    }
    setProblem(undefined);
    if (roleIds.length === 0) return;
    setBusy(true);
    const left: string[] = [];
    const problems: string[] = [];
    let done = 0;
    for (const email of emails) {
      try {
        const answer = await invite.mutateAsync({ email, roleIds, departmentId });
        if (answer.invited) {
          done += 1;
          onInvited?.(email);
        } else {
          left.push(email);
          problems.push(t(answer.because, { email }));
        }
      } catch (error) {
        left.push(email);
        problems.push(codeOf(error) === 'FORBIDDEN' ? t('forbidden') : t('failed', { email }));
      }
    }
    setBusy(false);
    setText(left.join(', '));
    setSent(done > 0 ? done : null);
    if (problems.length > 0) setProblem([...new Set(problems)].join(' '));
    void cache.invalidateQueries({ queryKey: trpc.people.invitations.pathKey() });
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={t('emails')} hint={t('emailsHint')} error={problem}>
        {(control) => (
          <Input
            {...control}
            value={text}
            onChange={(event) => setText(event.target.value)}
            inputMode="email"
            autoComplete="off"
            placeholder="name@example.com"
          />
        )}
      </Field>
      <div>
        <RoleChoice
          label={t('roleLabel')}
          value={roleIds}
          onChange={setRoleIds}
          error={roleIds.length === 0 ? t('noRole') : undefined}
        />
        {onlyRole !== undefined && <p className="mt-1.5 text-sm text-ink-faint">{t(`roleHint.${onlyRole}`)}</p>}
      </div>
      {departments.length > 0 && (
        <Field label={t('department')}>
          {(control) => (
            <DepartmentSelect
              {...control}
              departments={departments}
              value={departmentId}
              only={only}
              onChange={setChosen}
            />
          )}
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={busy} className="w-full sm:w-auto">
          <MailPlus /> {t('submit')}
        </Button>
        <p role="status" className="text-sm text-answered">
          {sent !== null && t('sent', { count: sent })}
        </p>
      </div>
    </form>
  );
}
