'use client';

import { useQuery } from '@tanstack/react-query';
import {
  ArrowRightLeft,
  Check,
  ChevronRight,
  CircleDot,
  Clock3,
  Hourglass,
  MessageSquare,
  Reply,
  UserRoundCheck,
  UserRoundX,
  Users,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import type { Candidate, FactOf } from '@switchboard/domain/dialog';

import { useTRPC } from '../../rpc/client.tsx';
import type { History } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Clock, Moment, useMinutesInWords } from '../../ui/time.tsx';
import { useNames } from './event-line.tsx';
import { historyItems } from './history-items.ts';

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

type Told = {
  icon: LucideIcon;
  tone: 'plain' | 'offer' | 'waiting' | 'answered' | 'overdue' | 'muted';
  title: ReactNode;
  detail?: ReactNode[];
  more?: ReactNode;
};

const grounds: Record<Told['tone'], string> = {
  plain: 'bg-muted-soft text-ink-soft',
  offer: 'bg-offer-soft text-offer',
  waiting: 'bg-waiting-soft text-waiting',
  answered: 'bg-answered-soft text-answered',
  overdue: 'bg-overdue-soft text-overdue',
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
  const told = useTold(history, fact, times);
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
        {told.more}
      </div>
    </li>
  );
}

function useTold(history: History, fact: History['steps'][number]['fact'], times: number): Told {
  const t = useTranslations('history');
  const { person, line } = useNames(history);
  const minutes = useMinutesInWords();
  const format = useFormatter();

  const routed = (step: FactOf<'offered'> | FactOf<'waits'>): string[] =>
    step.after === 'opened' ? [] : [t(`after.${step.after}`)];

  switch (fact.fact) {
    case 'opened':
      return {
        icon: CircleDot,
        tone: 'plain',
        title: t('opened', { line: line(fact.lineId) }),
        detail: [t(`openedBecause.${fact.because}`)],
      };
    case 'client-wrote':
      return { icon: MessageSquare, tone: 'plain', title: t('clientWrote', { count: times }) };
    case 'offered': {
      const toOne = fact.to.kind === 'one';
      const detail: ReactNode[] = [...routed(fact), t(`offeredBecause.${fact.because}`)];
      if (fact.to.kind === 'one') {
        detail.push(
          t.rich('until', {
            duration: minutes(Math.max(1, Math.round((fact.to.until - fact.at) / 60_000))),
            until: () => <Clock at={fact.to.kind === 'one' ? fact.to.until : fact.at} seconds />,
          }),
        );
      }
      if (fact.newRound && fact.because !== 'new-round') detail.push(t('newRound'));
      return {
        icon: toOne ? UserRoundCheck : Users,
        tone: 'offer',
        title:
          fact.to.kind === 'one'
            ? t('offeredOne', { who: person(fact.to.employeeId) })
            : t('offeredAll', {
                count: fact.to.employeeIds.length,
                who: format.list(fact.to.employeeIds.slice(0, 5).map(person)),
                more: Math.max(0, fact.to.employeeIds.length - 5),
              }),
        detail,
        more: (
          <Candidates history={history} candidates={fact.candidates} more={fact.more ?? 0} settings={fact.settings} />
        ),
      };
    }
    case 'waits': {
      const detail: ReactNode[] = [...routed(fact), t(`waitsBecause.${fact.because}`)];
      if (fact.notBefore !== null)
        detail.push(t.rich('notBefore', { at: () => <Clock at={fact.notBefore ?? fact.at} seconds /> }));
      return {
        icon: Hourglass,
        tone: 'waiting',
        title: t('waits'),
        detail,
        more: (
          <Candidates history={history} candidates={fact.candidates} more={fact.more ?? 0} settings={fact.settings} />
        ),
      };
    }
    case 'offer-expired':
      return {
        icon: Clock3,
        tone: 'overdue',
        title: t('expired', { who: person(fact.employeeId) }),
        detail: [t('expiredText')],
      };
    case 'declined':
      return { icon: UserRoundX, tone: 'overdue', title: t('declined', { who: person(fact.employeeId) }) };
    case 'accepted':
      return {
        icon: Check,
        tone: 'answered',
        title: t('accepted', { who: person(fact.employeeId) }),
        ...(fact.because === 'taken-from-waiting' ? { detail: [t('taken')] } : {}),
      };
    case 'answered':
      return { icon: Reply, tone: 'answered', title: t('answered', { who: person(fact.employeeId), count: times }) };
    case 'transferred':
      return {
        icon: ArrowRightLeft,
        tone: 'plain',
        title:
          fact.to.kind === 'person'
            ? t('transferredToPerson', { by: person(fact.by), to: person(fact.to.employeeId) })
            : t('transferredToLine', { by: person(fact.by), to: line(fact.to.lineId) }),
        detail: [
          ...(fact.from !== null && fact.from !== fact.by ? [t('transferredFrom', { from: person(fact.from) })] : []),
          ...(fact.to.kind === 'person' && fact.to.evenIfUnavailable ? [t('evenIfUnavailable')] : []),
        ],
      };
    case 'closed':
      return {
        icon: X,
        tone: 'muted',
        title: t(`short.closed.${fact.because}`),
        ...(fact.by === null ? {} : { detail: [t('by', { who: person(fact.by) })] }),
      };
  }
}

function Candidates({
  history,
  candidates,
  more,
  settings,
}: {
  history: History;
  candidates: Candidate[];
  more: number;
  settings: number;
}) {
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
              <span className={cn('min-w-0 flex-1 truncate', candidate.passedOver === null && 'font-medium')}>
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
