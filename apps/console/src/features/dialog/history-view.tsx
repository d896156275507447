'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { History } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { useNames } from './event-line.tsx';
import { historyItems } from './history-items.ts';
import { useTold, type Told } from './told.tsx';

/** Every step of a dialog with its reason: whom it was offered and why, who was passed over and why, which times ran. */
export function HistoryView({ dialogId }: { dialogId: number }) {
  const trpc = useTRPC();
  const t = useTranslations('history');
  const { data, isError, refetch } = useQuery(trpc.dialogs.history.queryOptions({ dialogId }));
  if (data === undefined) {
    return isError ? (
      <Failed onRetry={() => void refetch()} className="flex-1" />
    ) : (
      <div aria-busy className="flex flex-1 flex-col gap-5 overflow-hidden px-6 py-5">
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="flex gap-3">
            <Skeleton className="size-7 shrink-0 rounded-full" />
            <div className="flex flex-1 flex-col gap-2">
              <Skeleton className="h-3.5 w-2/5" />
              <Skeleton className="h-3 w-3/5" />
            </div>
          </div>
        ))}
      </div>
    );
  }
  const items = historyItems(data.steps);
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={t('title')}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-5 -outline-offset-2 sm:px-6"
    >
      <ol className="mx-auto max-w-3xl">
        {items.map((item, index) => (
          <Step
            key={item.key}
            history={data}
            fact={item.step.fact}
            times={item.times}
            last={index === items.length - 1}
          />
        ))}
      </ol>
    </div>
  );
}

const grounds: Record<Told['tone'], string> = {
  plain: 'bg-muted-soft text-ink-soft',
  offer: 'bg-offer-soft text-offer',
  waiting: 'bg-waiting-soft text-waiting',
  answered: 'bg-answered-soft text-answered',
  overdue: 'bg-overdue-soft text-overdue',
  bot: 'bg-bot-soft text-bot',
  muted: 'bg-muted-soft text-muted',
};

function Step({
  history,
  fact,
  times,
  last,
}: {
  history: History;
  fact: History['steps'][number]['fact'];
  times: number;
  last: boolean;
}) {
  const told = useTold(history)(fact, times);
  const Icon = told.icon;
  return (
    <li className="relative flex gap-3 pb-5">
      {!last && <span aria-hidden className="absolute top-8 bottom-1 left-[0.84rem] w-px bg-edge" />}
      <span
        aria-hidden
        className={cn('flex size-7 shrink-0 items-center justify-center rounded-full', grounds[told.tone])}
      >
        <Icon className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <p className="min-w-0 font-medium text-pretty">{told.title}</p>
          <span className="text-xs text-ink-faint">
            <Moment at={fact.at} />
          </span>
        </div>
        {told.detail?.map((line, index) => (
          <p key={index} className="mt-0.5 text-pretty text-ink-soft">
            {line}
          </p>
        ))}
        {told.queue !== undefined && <Candidates history={history} {...told.queue} />}
      </div>
    </li>
  );
}

function Candidates({ history, candidates, more, settings }: NonNullable<Told['queue']> & { history: History }) {
  const t = useTranslations('history');
  const { person } = useNames(history);
  const [all, setAll] = useState(false);
  const shown = all ? candidates : candidates.slice(0, 6);
  if (candidates.length === 0) return null;
  return (
    <details open={candidates.length <= 6} className="group mt-2 rounded-lg border border-edge bg-panel">
      <summary className="flex list-none items-center gap-1.5 rounded-lg px-3 py-2 text-sm text-ink-soft hover:text-ink">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden />
        {t('queueSeen', { count: candidates.length + more })}
        <span className="ml-auto text-xs text-ink-faint">{t('settings', { version: settings })}</span>
      </summary>
      <ul className="divide-y divide-edge border-t border-edge">
        {shown.map((candidate) => {
          const known = history.people[candidate.employeeId];
          return (
            <li key={candidate.employeeId} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5">
              <Avatar name={known?.name ?? '?'} surname={known?.surname ?? ''} photo={known?.photo ?? null} size="xs" />
              <span className={cn('min-w-28 flex-1 truncate', candidate.passedOver === null && 'font-medium')}>
                {person(candidate.employeeId)}
              </span>
              {candidate.slots !== undefined && (
                <span className="text-xs text-ink-faint">{t('slots', candidate.slots)}</span>
              )}
              {candidate.assignedAt !== undefined && (
                <span className="text-xs text-ink-faint">
                  {candidate.assignedAt === null
                    ? t('neverAssigned')
                    : t.rich('assignedAt', { at: () => <Moment at={candidate.assignedAt ?? 0} /> })}
                </span>
              )}
              <Badge tone={candidate.passedOver === null ? 'offer' : 'plain'}>
                {candidate.passedOver === null ? t('chosen') : t(`passedOver.${candidate.passedOver}`)}
              </Badge>
            </li>
          );
        })}
      </ul>
      {(candidates.length > shown.length || more > 0) && (
        <div className="border-t border-edge px-3 py-1.5 text-sm text-ink-faint">
          {candidates.length > shown.length ? (
            <button type="button" onClick={() => setAll(true)} className="rounded-sm text-accent hover:underline">
              {t('showAll', { count: candidates.length })}
            </button>
          ) : (
            t('more', { count: more })
          )}
        </div>
      )}
    </details>
  );
}
