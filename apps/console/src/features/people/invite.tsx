'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';

import { builtInRoles, type BuiltInRole } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { splitAddresses } from './addresses.ts';

const address = z.email();

/** Invites one or several people by e-mail, in one role. */
export function Invite({ onInvited }: { onInvited?: (email: string) => void }) {
  const t = useTranslations('people.invite');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const invite = useMutation(trpc.people.invite.mutationOptions());
  const [text, setText] = useState('');
  const [role, setRole] = useState<BuiltInRole>('operator');
  const [problem, setProblem] = useState<string | undefined>();
  const [sent, setSent] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    const emails = splitAddresses(text);
    const wrong = emails.filter((email) => !address.safeParse(email).success);
    setSent(null);
    if (emails.length === 0 || wrong.length > 0) {
      setProblem(emails.length === 0 ? t('empty') : t('invalid', { list: wrong.join(', '), count: wrong.length }));
      return;
    }
    setProblem(undefined);
    setBusy(true);
    const left: string[] = [];
    const problems: string[] = [];
    let done = 0;
    for (const email of emails) {
      try {
        const answer = await invite.mutateAsync({ email, roleIds: [role] });
        if (answer.invited) {
          done += 1;
          onInvited?.(email);
        } else {
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
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t('emails')} hint={t('emailsHint')} error={problem} className="min-w-0 flex-1 basis-64">
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
        <Field label={t('role')} className="w-full sm:w-44">
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={(event) => setRole(builtInRoles.find((one) => one === event.target.value) ?? 'operator')}
            >
              {builtInRoles.map((one) => (
                <option key={one} value={one}>
                  {t(`roles.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" look="primary" busy={busy} className="w-full sm:mt-[1.5rem] sm:w-auto">
          <MailPlus /> {t('submit')}
        </Button>
      </div>
      <p className="mt-2 text-sm text-ink-faint">{t(`roleHint.${role}`)}</p>
      <p role="status" className="mt-1 text-sm text-answered">
        {sent !== null && t('sent', { count: sent })}
      </p>
    </form>
  );
}
