'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Palmtree, Plus, Stethoscope } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { AbsenceRow, Employee } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { useNow } from '../../ui/now.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { addDays, dateAt, startOfDate } from './dates.ts';

const kinds = ['vacation', 'sick-leave'] as const;
type Kind = (typeof kinds)[number];

/** Vacations and sick leaves, by whole days of the company's calendar. */
export function AbsencesCard({ employee, manages }: { employee: Employee; manages: boolean }) {
  const t = useTranslations('person.absences');
  const trpc = useTRPC();
  const me = useMe();
  const now = useNow(60_000);
  const [past, setPast] = useState(false);
  const [edited, setEdited] = useState<AbsenceRow | 'new' | null>(null);
  const period = usePeriod();
  const { data, isError, refetch } = useQuery(
    trpc.people.absences.queryOptions({ employeeId: employee.employeeId, past }),
  );
  const cancel = useCancel();
  const shown = data?.toSorted((one, other) => other.from - one.from) ?? [];
  return (
    <Card
      title={t('title')}
      description={manages ? t('text', { zone: me.company.timeZone }) : t('ownText')}
      aside={
        manages && (
          <Button onClick={() => setEdited('new')}>
            <Plus /> {t('add')}
          </Button>
        )
      }
    >
      {data === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-12 rounded-lg" />
        )
      ) : shown.length === 0 ? (
        <p className="text-ink-soft">{past ? t('never') : t('nothing')}</p>
      ) : (
        <ul className="divide-y divide-edge rounded-lg border border-edge">
          {shown.map((absence) => {
            const Icon = absence.kind === 'vacation' ? Palmtree : Stethoscope;
            const running = absence.from <= now && now < absence.until;
            const over = absence.until <= now;
            return (
              <li key={absence.absenceId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
                <Icon className="size-4 shrink-0 text-ink-faint" aria-hidden />
                <div className="min-w-0 flex-1 basis-48">
                  <p className="font-medium">{period(absence)}</p>
                  <p className="text-sm text-ink-faint">{t(`kind.${absence.kind}`)}</p>
                </div>
                {running && <Badge tone="waiting">{t('running')}</Badge>}
                {manages && !over && (
                  <span className="flex gap-1">
                    <Button
                      size="sm"
                      look="quiet"
                      aria-label={t('changeWhich', { period: period(absence) })}
                      onClick={() => setEdited(absence)}
                    >
                      {t('change')}
                    </Button>
                    <Button
                      size="sm"
                      look="quiet"
                      aria-label={t('cancelWhich', { period: period(absence) })}
                      onClick={() => void cancel(absence)}
                    >
                      {running ? t('end') : t('cancel')}
                    </Button>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <Button look="link" size="sm" className="mt-2 px-0" onClick={() => setPast(!past)}>
        {past ? t('hidePast') : t('showPast')}
      </Button>
      <Modal
        open={edited !== null}
        onOpenChange={(open) => !open && setEdited(null)}
        title={edited === 'new' ? t('addTitle') : t('changeTitle')}
        description={t('consequence')}
      >
        {edited !== null && (
          <AbsenceForm
            employeeId={employee.employeeId}
            absence={edited === 'new' ? null : edited}
            onDone={() => setEdited(null)}
          />
        )}
      </Modal>
    </Card>
  );
}

/** The days of an absence in words, both ends among them. */
function usePeriod(): (absence: { from: number; until: number }) => string {
  const format = useFormatter();
  const { company } = useMe();
  // Each end by itself: programs write the dash of a range with different spaces, and the first paint must be the same.
  return ({ from, until }) => {
    const [first, last] = [from, until - 1].map((at) =>
      format.dateTime(at, { day: 'numeric', month: 'short', year: 'numeric', timeZone: company.timeZone }),
    );
    return first === last ? `${first}` : `${first} – ${last}`;
  };
}

function useCancel(): (absence: AbsenceRow) => Promise<void> {
  const t = useTranslations('person.absences');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const cancel = useMutation(trpc.people.cancelAbsence.mutationOptions());
  const add = useMutation(trpc.people.addAbsence.mutationOptions());
  const reread = () => void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
  return async ({ absenceId, employeeId, kind, from, until }) => {
    try {
      await cancel.mutateAsync({ absenceId });
      reread();
      const again = async () => {
        try {
          await add.mutateAsync({ employeeId, time: { kind, from, until } });
          reread();
        } catch {
          say('refused', t('failed'));
        }
      };
      say('done', t('cancelled'), { label: common('undo'), onClick: () => void again() });
    } catch {
      say('refused', t('failed'));
    }
  };
}

function AbsenceForm({
  employeeId,
  absence,
  onDone,
}: {
  employeeId: string;
  absence: AbsenceRow | null;
  onDone: () => void;
}) {
  const t = useTranslations('person.absences');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { company } = useMe();
  const zone = company.timeZone;
  const period = usePeriod();
  const now = useNow(60_000);
  const add = useMutation(trpc.people.addAbsence.mutationOptions());
  const change = useMutation(trpc.people.changeAbsence.mutationOptions());
  const [kind, setKind] = useState<Kind>(absence?.kind ?? 'vacation');
  const [from, setFrom] = useState(absence === null ? dateAt(zone, now) : dateAt(zone, absence.from));
  const [to, setTo] = useState(absence === null ? dateAt(zone, now) : dateAt(zone, absence.until - 1));
  const [problems, setProblems] = useState<{ from?: string; to?: string }>({});

  const submit = async () => {
    const wrong = { ...(from === '' ? { from: t('noDate') } : {}), ...(to === '' ? { to: t('noDate') } : {}) };
    if (from === '' || to === '') return setProblems(wrong);
    if (to < from) return setProblems({ to: t('early') });
    setProblems({});
    // What has not moved keeps its moments: it may have been entered by hours.
    const same = absence !== null && from === dateAt(zone, absence.from);
    const sameEnd = absence !== null && to === dateAt(zone, absence.until - 1);
    const time = {
      kind,
      from: same ? absence.from : startOfDate(zone, from),
      until: sameEnd ? absence.until : startOfDate(zone, addDays(to, 1)),
    };
    try {
      const answer =
        absence === null
          ? await add.mutateAsync({ employeeId, time })
          : await change.mutateAsync({ absenceId: absence.absenceId, time });
      const done = 'added' in answer ? answer.added : answer.changed;
      if (done) {
        void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
        say('done', absence === null ? t('added') : t('changed'));
        return onDone();
      }
      if ('with' in answer)
        setProblems({ from: t('overlaps', { kind: t(`kind.${answer.with.kind}`), period: period(answer.with) }) });
      else if ('because' in answer) setProblems({ from: t(answer.because === 'dismissed' ? 'dismissed' : 'gone') });
    } catch (error) {
      const found = Object.entries(fieldsOf(error));
      if (found.length === 0) return say('refused', t('failed'));
      setProblems(
        Object.fromEntries(
          found.map(([path, key]) => [path.endsWith('from') ? 'from' : 'to', words(key) ?? t('failed')]),
        ),
      );
    }
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
      <Choices
        legend={t('kindLabel')}
        value={kind}
        onChange={setKind}
        choices={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('from')} error={problems.from}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={from}
              onChange={(event) => {
                setFrom(event.target.value);
                if (event.target.value > to) setTo(event.target.value);
              }}
            />
          )}
        </Field>
        <Field label={t('to')} error={problems.to}>
          {(control) => (
            <Input {...control} type="date" min={from} value={to} onChange={(event) => setTo(event.target.value)} />
          )}
        </Field>
      </div>
      <p className="text-sm text-ink-faint">{t('zone', { zone })}</p>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('back')}</Button>
        <Button type="submit" look="primary" busy={add.isPending || change.isPending}>
          {absence === null ? t('add') : t('save')}
        </Button>
      </div>
    </form>
  );
}
