'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowDown, Hourglass, Sparkles } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';

import { crewOf } from '@switchboard/domain/people';
import { queueSettings } from '@switchboard/domain/queue';

import { useTRPC } from '../../rpc/client.tsx';
import type { Employee } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Failed } from '../../ui/failed.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useMinutesInWords } from '../../ui/time.tsx';
import { changedPaths } from './line-draft.ts';
import { foresee, type Foreseen } from './preview.ts';
import { useLine } from './use-line.tsx';

const queueCards = ['queue.members', 'queue.distribution', 'queue.load', 'queue.operatorData'] as const;

/** What the settings on the screen mean for a message that is sent now, by the rules that will decide it. */
export function QueuePreview() {
  const t = useTranslations('queue.preview');
  const trpc = useTRPC();
  const { line, draft: settings, typed } = useLine();
  const { lineId } = line;
  const draft = settings.queue;
  const changed = queueCards.some((card) => changedPaths(typed, card).length > 0);
  const { data: people } = useQuery(trpc.people.list.queryOptions({}));
  const names = useMemo(() => new Map((people ?? []).map((person) => [person.employeeId, person])), [people]);
  const {
    data: crew,
    isError,
    refetch,
  } = useQuery(
    trpc.lines.crew.queryOptions(
      { lineId },
      { placeholderData: keepPreviousData, staleTime: 5_000, refetchInterval: 30_000 },
    ),
  );
  const read = queueSettings.safeParse(draft);
  const steps = useMemo(() => {
    const valid = queueSettings.safeParse(draft);
    if (!valid.success || crew === undefined) return null;
    const there = new Set(crew.people.map((person) => person.employeeId));
    if (!crewOf(valid.data.members, crew.departments).every((id) => there.has(id))) return null;
    return foresee({ lineId, queue: valid.data, crew });
  }, [crew, draft, lineId]);
  const empty = crew !== undefined && crewOf(draft.members, crew.departments).length === 0;

  return (
    <aside
      aria-label={t('title')}
      className="min-w-0 rounded-xl border border-edge bg-panel p-4 xl:sticky xl:top-4 sm:p-5"
    >
      <h2 className="flex items-center gap-2 font-semibold">
        <Sparkles className="size-4 text-accent" aria-hidden /> {t('title')}
      </h2>
      <p className="mt-0.5 text-sm text-ink-faint">{changed ? t('draft') : t('inForce')}</p>
      <div aria-live="polite" className="mt-4">
        {draft.members.length === 0 ? (
          <p className="text-ink-soft">{t('nobody')}</p>
        ) : empty ? (
          <p className="text-ink-soft">{t('empty')}</p>
        ) : !read.success ? (
          <p className="text-ink-soft">{t('invalid')}</p>
        ) : steps === null ? (
          isError ? (
            <Failed onRetry={() => void refetch()} />
          ) : (
            <div aria-busy className="flex flex-col gap-3">
              <Skeleton className="h-4 w-4/5" />
              <Skeleton className="h-10" />
              <Skeleton className="h-4 w-3/5" />
            </div>
          )
        ) : (
          <Told steps={steps} names={names} />
        )}
      </div>
    </aside>
  );
}

function Told({ steps, names }: { steps: Foreseen[]; names: Map<string, Employee> }) {
  const t = useTranslations('queue.preview');
  const passed = useTranslations('queue.preview.passedOver');
  const minutes = useMinutesInWords();
  const format = useFormatter();
  const name = (id: string) => {
    const person = names.get(id);
    return person === undefined ? t('somebody') : fullName(person);
  };
  const [first, ...later] = steps;
  if (first === undefined) return <p className="text-ink-soft">{t('nobody')}</p>;
  const reasons = new Map<string, string[]>();
  for (const candidate of first.candidates) {
    if (candidate.passedOver === null || candidate.passedOver === 'later-in-turn') continue;
    reasons.set(candidate.passedOver, [...(reasons.get(candidate.passedOver) ?? []), name(candidate.employeeId)]);
  }
  return (
    <div className="flex flex-col gap-4">
      {first.step === 'waits' ? (
        <p className="flex items-start gap-2 rounded-lg bg-waiting-soft p-3 text-waiting">
          <Hourglass className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span>{t(`waits.${first.because}`)}</span>
        </p>
      ) : (
        <div>
          <p className="text-ink-soft">
            {first.step === 'all' ? t('offeredAll', { count: first.employeeIds.length }) : t('offeredOne')}
          </p>
          <ul className="mt-2 flex flex-col gap-1.5">
            {(first.step === 'all' ? first.employeeIds : [first.employeeId]).slice(0, 8).map((id) => (
              <li key={id} className="flex items-center gap-2 rounded-lg bg-offer-soft px-2.5 py-1.5">
                <Avatar
                  name={names.get(id)?.name ?? '?'}
                  surname={names.get(id)?.surname ?? ''}
                  photo={names.get(id)?.photo ?? null}
                  size="sm"
                />
                <span className="min-w-0 flex-1 truncate font-medium">{name(id)}</span>
              </li>
            ))}
          </ul>
          {first.step === 'all' && first.employeeIds.length > 8 && (
            <p className="mt-1 text-sm text-ink-faint">{t('moreAll', { count: first.employeeIds.length - 8 })}</p>
          )}
        </div>
      )}
      {first.step === 'one' && (
        <div>
          {later.map((step, index) => (
            <div key={index} className="flex items-start gap-2 py-1 text-ink-soft">
              <ArrowDown className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden />
              <span className="min-w-0">
                {step.step === 'one'
                  ? t('then', { time: minutes(first.minutes * (index + 1)), who: name(step.employeeId) })
                  : step.step === 'all'
                    ? ''
                    : t('thenWaits', { time: minutes(first.minutes * (index + 1)) })}
              </span>
            </div>
          ))}
          <p className="flex items-start gap-2 py-1 text-ink-faint">
            <ArrowDown className="mt-0.5 size-4 shrink-0" aria-hidden />
            {later.length === 0 ? t('againSame', { time: minutes(first.minutes) }) : t('again')}
          </p>
        </div>
      )}
      {reasons.size > 0 && (
        <div className="border-t border-edge pt-3">
          <p className="mb-1 text-sm font-medium">{t('passed')}</p>
          <ul className="text-sm text-ink-soft">
            {[...reasons].map(([reason, who]) => (
              <li key={reason}>{passed(reason as 'away', { count: who.length, who: format.list(who) })}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
