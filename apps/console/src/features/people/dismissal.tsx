'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { DismissalConsequences, Employee } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { placesOf } from './tree.ts';

/** Dismisses somebody, after saying what that does; done, it says what it did. */
export function Dismissal({ employee }: { employee: Employee }) {
  const t = useTranslations('person.dismissal');
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<DismissalConsequences | null>(null);
  const cache = useQueryClient();
  const trpc = useTRPC();
  const name = fullName(employee);
  const close = () => {
    setOpen(false);
    // The page becomes that of somebody who has left once its result was read.
    if (done !== null) void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
  };
  return (
    <Card
      title={t('title')}
      description={t('text')}
      aside={
        <Button className="text-overdue" onClick={() => setOpen(true)}>
          {t('open')}
        </Button>
      }
    >
      <Modal
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        title={done === null ? t('ask', { name }) : t('done', { name })}
        className="max-w-lg"
      >
        {done === null ? (
          <Asked employee={employee} onDone={setDone} onCancel={close} />
        ) : (
          <>
            <p className="mb-3 flex items-center gap-2 text-answered">
              <CircleCheck className="size-4 shrink-0" aria-hidden /> {t('signedOut')}
            </p>
            <Consequences of={done} past />
            <div className="mt-5 flex justify-end">
              <Button look="primary" onClick={close}>
                {t('close')}
              </Button>
            </div>
          </>
        )}
      </Modal>
    </Card>
  );
}

function Asked({
  employee,
  onDone,
  onCancel,
}: {
  employee: Employee;
  onDone: (consequences: DismissalConsequences) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('person.dismissal');
  const trpc = useTRPC();
  const { employeeId } = employee;
  const name = fullName(employee);
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const { data, isError, refetch } = useQuery(
    trpc.people.dismissal.queryOptions({ employeeId }, { staleTime: 0, gcTime: 0 }),
  );
  const dismiss = useMutation(
    trpc.people.dismiss.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.dismissed) setRefused(t(`refused.${answer.because}`));
        else if (answer.consequences === null) setRefused(t('refused.dismissed'));
        else onDone(answer.consequences);
      },
      onError: () => say('refused', t('failed')),
    }),
  );
  if (data === undefined)
    return isError ? <Failed onRetry={() => void refetch()} /> : <Skeleton className="h-40 rounded-lg" />;
  if (!data.possible) return <p className="text-ink-soft">{t(`refused.${data.because}`)}</p>;
  const matches = typed.trim().toLocaleLowerCase() === name.toLocaleLowerCase();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (matches) dismiss.mutate({ employeeId });
      }}
    >
      <Consequences of={data.consequences} past={false} />
      <p className="mt-3 text-ink-soft">{t('kept')}</p>
      <Field label={t('type', { name })} error={refused ?? undefined} className="mt-4">
        {(control) => (
          <Input {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" look="danger" disabled={!matches} busy={dismiss.isPending}>
          {t('confirm')}
        </Button>
      </div>
    </form>
  );
}

/** What a dismissal does or did, by numbers and names that lead to what they count. */
function Consequences({ of, past }: { of: DismissalConsequences; past: boolean }) {
  const t = useTranslations(past ? 'person.dismissal.was' : 'person.dismissal.will');
  const { returning, finishing, emptied, apiKeys, headless } = of;
  const link = 'text-accent hover:underline';
  const nothing = returning.length + emptied.length + headless.length + finishing + apiKeys === 0;
  return (
    <ul className="flex flex-col gap-2">
      {!past && <li>{t('signedOut')}</li>}
      {returning.map((line) => (
        <li key={line.lineId}>
          {t.rich('returning', {
            dialogs: line.dialogs,
            offers: line.offers,
            line: line.name,
            link: (text) => (
              <Link href={`/dialogs?line=${line.lineId}`} className={link}>
                {text}
              </Link>
            ),
          })}
        </li>
      ))}
      {finishing > 0 && <li>{t('finishing', { count: finishing })}</li>}
      {emptied.map((line) => (
        <li key={line.lineId} className="flex items-start gap-2 text-overdue">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span>
            {t.rich('emptied', {
              line: line.name,
              link: (text) => (
                <Link href={`/lines/${line.lineId}/queue`} className="underline">
                  {text}
                </Link>
              ),
            })}
          </span>
        </li>
      ))}
      {headless.map((department) => (
        <li key={department.departmentId}>
          {t.rich('headless', {
            department: department.name,
            link: (text) => (
              <Link href={`/people/departments?department=${department.departmentId}`} className={link}>
                {text}
              </Link>
            ),
          })}
        </li>
      ))}
      {apiKeys > 0 && <li>{t('apiKeys', { count: apiKeys })}</li>}
      {nothing && <li className="text-ink-soft">{t('nothing')}</li>}
    </ul>
  );
}

/** Takes a dismissal back. */
export function Reinstatement({ employee }: { employee: Employee }) {
  const t = useTranslations('person.reinstate');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const [chosen, setChosen] = useState<string | null>(null);
  const only = placesOf(departments, me);
  // Whoever may not leave it open begins with the one that he was in.
  const departmentId = chosen ?? (only && employee.departmentId);
  const reinstate = useMutation(
    trpc.people.reinstate.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.reinstated) say('refused', t(answer.because));
        else if (answer.lines.length === 0) say('done', t('doneNoLine'));
        else say('done', t('done', { lines: answer.lines.map(({ name }) => name).join(', ') }));
        void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
      },
      onError: () => say('refused', t('failed')),
    }),
  );
  return (
    <Card title={t('title')} description={t('text')}>
      <div className="flex flex-wrap items-end gap-3">
        {departments.length > 0 && (
          <Field label={t('department')} className="min-w-0 flex-1 basis-56">
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
        <Button
          look="primary"
          busy={reinstate.isPending}
          onClick={() => reinstate.mutate({ employeeId: employee.employeeId, departmentId })}
        >
          {t('action')}
        </Button>
      </div>
    </Card>
  );
}
