'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, Square, type LucideIcon } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { Employee } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { useNow } from '../../ui/now.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Clock, Moment, useMinutesInWords } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { workedByDay } from './worked.ts';

type State = NonNullable<Employee['workday']>['state'];
const fewDays = 7;

/** The working day of somebody who keeps one: how it stands, what can be done with it, and the last sixty days. */
export function WorkdayCard({ employee, self, manages }: { employee: Employee; self: boolean; manages: boolean }) {
  const t = useTranslations('person.workday');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { employeeId } = employee;
  const { data, isError, refetch } = useQuery(trpc.people.workday.queryOptions({ employeeId }));
  const { data: company } = useQuery(trpc.people.workdaysTracked.queryOptions({}));
  const reread = () => {
    void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
    void cache.invalidateQueries({ queryKey: trpc.session.me.pathKey() });
  };
  const set = useMutation(
    trpc.people.setWorkday.mutationOptions({
      onSuccess: (answer) => (answer.set ? undefined : say('refused', t(answer.because))),
      onError: () => say('refused', t('failed')),
      onSettled: reread,
    }),
  );
  const track = useMutation(
    trpc.people.trackWorkdayOf.mutationOptions({
      onSuccess: () => say('done', t('trackSaved')),
      onError: () => say('refused', t('failed')),
      onSettled: reread,
    }),
  );
  const workday = data?.workday ?? null;
  const state = workday?.state;
  const acts: { to: State; icon: LucideIcon; words: 'start' | 'resume' | 'pause' | 'end' }[] = [
    ...(state === 'started'
      ? []
      : [{ to: 'started', icon: Play, words: state === 'paused' ? 'resume' : 'start' } as const]),
    ...(state === 'started' ? [{ to: 'paused', icon: Pause, words: 'pause' } as const] : []),
    ...(state === 'ended' ? [] : [{ to: 'ended', icon: Square, words: 'end' } as const]),
  ];
  return (
    <Card title={t('title')} description={t('text')}>
      {data === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-24 rounded-lg" />
        )
      ) : (
        <div className="flex flex-col gap-4">
          {manages && (
            <Field label={t('tracked')} hint={t('trackedHint')}>
              {(control) => (
                <Select
                  {...control}
                  value={employee.workdayTracked === null ? '' : String(employee.workdayTracked)}
                  disabled={track.isPending}
                  onChange={({ target: { value } }) =>
                    track.mutate({ employeeId, tracked: value === '' ? null : value === 'true' })
                  }
                  className="sm:max-w-80"
                >
                  <option value="">{company?.tracked === true ? t('asCompanyOn') : t('asCompanyOff')}</option>
                  <option value="true">{t('yes')}</option>
                  <option value="false">{t('no')}</option>
                </Select>
              )}
            </Field>
          )}
          {workday === null ? (
            <p className="text-ink-soft">{t('untracked')}</p>
          ) : (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <p className="min-w-0 flex-1 basis-48">
                <span className="font-medium">{t(`state.${workday.state}`)}</span>{' '}
                <span className="text-ink-faint">
                  {t('since')} <Moment at={workday.since} />
                </span>
              </p>
              {(self || manages) && (
                <span className="flex flex-wrap gap-2">
                  {acts.map(({ to, icon: Icon, words }) => (
                    <Button key={to} disabled={set.isPending} onClick={() => set.mutate({ employeeId, state: to })}>
                      <Icon /> {t(words)}
                    </Button>
                  ))}
                </span>
              )}
            </div>
          )}
          {data.entries.length > 0 && <Log entries={data.entries} employeeId={employeeId} />}
        </div>
      )}
    </Card>
  );
}

function Log({ entries, employeeId }: { entries: { state: State; at: number; by: string }[]; employeeId: string }) {
  const t = useTranslations('person.workday.log');
  const format = useFormatter();
  const inWords = useMinutesInWords();
  const now = useNow(60_000);
  const { company } = useMe();
  const [all, setAll] = useState(false);
  const days = workedByDay(entries, company.timeZone, now);
  const total = days.reduce((sum, day) => sum + day.worked, 0);
  const byOthers = entries.some(({ by }) => by !== employeeId);
  const minutes = (milliseconds: number) => inWords(Math.round(milliseconds / 60_000));
  if (days.length === 0) return <p className="text-ink-soft">{t('nothing')}</p>;
  return (
    <div>
      <h3 className="text-sm font-medium">{t('title')}</h3>
      <div className="mt-1.5 overflow-x-auto rounded-lg border border-edge">
        <table className="w-full text-left">
          <thead className="text-xs text-ink-faint">
            <tr className="border-b border-edge [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col">{t('day')}</th>
              <th scope="col">{t('times')}</th>
              <th scope="col" className="text-right">
                {t('worked')}
              </th>
              <th scope="col" className="hidden text-right sm:table-cell">
                {t('rested')}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-edge tabular-nums">
            {(all ? days : days.slice(0, fewDays)).map((day) => (
              <tr key={day.date} className="[&>td]:px-3 [&>td]:py-1.5 [&>th]:px-3 [&>th]:py-1.5">
                <th scope="row" className="font-normal whitespace-nowrap">
                  {format.dateTime(Date.parse(`${day.date}T12:00:00Z`), {
                    weekday: 'short',
                    day: 'numeric',
                    month: 'short',
                    timeZone: 'UTC',
                  })}
                </th>
                <td className="whitespace-nowrap text-ink-soft">
                  <Clock at={day.from} />–{day.until === null ? t('now') : <Clock at={day.until} />}
                </td>
                <td className="text-right whitespace-nowrap">{minutes(day.worked)}</td>
                <td className="hidden text-right whitespace-nowrap text-ink-soft sm:table-cell">
                  {day.rested === 0 ? '—' : minutes(day.rested)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2 text-sm">
        <p className="text-ink-soft">
          {t('total', { days: days.length })} <span className="font-medium text-ink">{minutes(total)}</span>
          {byOthers && <span className="text-ink-faint"> · {t('byOthers')}</span>}
        </p>
        {days.length > fewDays && (
          <Button look="link" size="sm" className="px-0" onClick={() => setAll(!all)}>
            {all ? t('fewer') : t('all', { days: days.length })}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Whether the company keeps working days at all, for whoever has no rule of his own. */
export function TrackingCard() {
  const t = useTranslations('person.workday.company');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const key = trpc.people.workdaysTracked.queryKey({});
  const { data } = useQuery(trpc.people.workdaysTracked.queryOptions({}));
  const track = useMutation(trpc.people.trackWorkdays.mutationOptions());
  if (!may(me, 'people', {}) || data === undefined) return null;
  const change = async (tracked: boolean, undo = true) => {
    cache.setQueryData(key, { tracked });
    try {
      await track.mutateAsync({ tracked });
      say(
        'done',
        tracked ? t('on') : t('off'),
        undo ? { label: common('undo'), onClick: () => void change(!tracked, false) } : undefined,
      );
    } catch {
      cache.setQueryData(key, { tracked: !tracked });
      say('refused', t('failed'));
    }
    void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
  };
  return (
    <Card title={t('title')} className="mt-6">
      <Switch
        checked={data.tracked}
        onChange={(tracked) => void change(tracked)}
        label={t('label')}
        hint={data.tracked ? t('hintOn') : t('hintOff')}
      />
    </Card>
  );
}
