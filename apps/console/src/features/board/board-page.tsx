'use client';

import { useQuery } from '@tanstack/react-query';
import { Maximize, Split } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { Board } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { PresenceDot } from '../../ui/presence.tsx';
import { Clock } from '../../ui/time.tsx';
import { BoardFigure } from './board-figure.tsx';
import { BoardSkeleton } from './board-skeleton.tsx';
import { OperatorsNow } from './operators-now.tsx';
import { ClockOf } from './running.tsx';
import { presences, together, waitingOf } from './sums.ts';

/** How things stand at this moment. Asked every few seconds and whenever something happens, while somebody looks. */
export function BoardPage() {
  const t = useTranslations('board');
  const wall = useRef<HTMLDivElement>(null);
  const query = useQuery(
    useTRPC().statistics.board.queryOptions({}, { staleTime: 0, refetchInterval: 5_000, refetchOnWindowFocus: true }),
  );
  const { data } = query;
  return (
    <Page wide="full">
      <PageHeader
        title={t('title')}
        description={t('text')}
        action={
          <Button
            className="max-sm:hidden print:hidden"
            onClick={() => void wall.current?.requestFullscreen().catch(() => {})}
          >
            <Maximize aria-hidden /> {t('wall')}
          </Button>
        }
      />
      {data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <BoardSkeleton />
        )
      ) : (
        <div
          ref={wall}
          className="flex min-w-0 flex-col gap-4 overflow-y-auto bg-ground [&:fullscreen]:p-6 [&:fullscreen_button]:hidden"
        >
          {query.isError && (
            <p role="status" className="rounded-lg bg-waiting-soft px-4 py-2 text-waiting">
              {t('stands')} <Clock at={data.at} seconds />
            </p>
          )}
          <ClockOf at={data.at} readAt={query.dataUpdatedAt}>
            <HowItStands board={data} />
          </ClockOf>
        </div>
      )}
    </Page>
  );
}

export function HowItStands({ board }: { board: Board }) {
  const t = useTranslations('board');
  const all = together(board.lines);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        <BoardFigure size="wall" figure="waiting" value={all.waiting} since={all.waitingSince} offered={all.offered} />
        <BoardFigure size="wall" figure="unanswered" value={all.unanswered} since={all.unansweredSince} />
        <BoardFigure size="wall" figure="overdue" value={all.overdue} />
        <BoardFigure size="wall" figure="held" value={all.held} />
        <BoardFigure size="wall" figure="withBot" value={all.withBot} className="col-span-2 lg:col-span-1" />
      </dl>
      <section>
        <h2 className="mt-2 mb-3 text-lg font-semibold">{t('lines.title')}</h2>
        {board.lines.length === 0 ? (
          <div className="rounded-xl border border-edge bg-panel">
            <Empty icon={Split} title={t('lines.none')}>
              {t('lines.noneText')}
            </Empty>
          </div>
        ) : (
          <ul className="grid grid-cols-1 gap-3 md:grid-cols-2 2xl:grid-cols-3">
            {board.lines.map((line) => (
              <LineNow key={line.line.id} line={line} />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2 className="mt-2 mb-3 text-lg font-semibold">{t('operators.title')}</h2>
        <OperatorsNow operators={board.operators} lines={board.lines} />
      </section>
    </>
  );
}

function LineNow({ line: now }: { line: Board['lines'][number] }) {
  const t = useTranslations('board');
  const presence = useTranslations('people.presence');
  const of = { lines: [now.line.id] };
  const people = presences.flatMap((one) => {
    const count = now.people.find((each) => each.presence === one)?.people ?? 0;
    return count === 0 ? [] : [{ presence: one, count }];
  });
  return (
    <li className="min-w-0 rounded-xl border border-edge bg-panel px-4 py-3.5 sm:px-5">
      <h3 className="flex min-w-0 items-start justify-between gap-2 text-lg font-semibold">
        <span className="min-w-0 break-words">{now.line.name}</span>
        {!now.active && <Badge tone="muted">{t('lines.inactive')}</Badge>}
      </h3>
      <dl className="mt-2 grid grid-cols-3 gap-x-4 gap-y-2 sm:grid-cols-[1.6fr_1.3fr_1fr_1fr_1fr]">
        <BoardFigure
          size="card"
          figure="waiting"
          value={waitingOf(now)}
          since={now.waitingSince}
          offered={now.offered}
          of={of}
        />
        <BoardFigure size="card" figure="unanswered" value={now.unanswered} since={now.unansweredSince} of={of} />
        <BoardFigure size="card" figure="overdue" value={now.overdue} of={of} />
        <BoardFigure size="card" figure="held" value={now.held} of={of} />
        <BoardFigure size="card" figure="withBot" value={now.withBot} of={of} />
      </dl>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 border-t border-edge pt-2 text-sm text-ink-soft">
        {people.length === 0 ? (
          <li className="text-waiting">{t('lines.nobody')}</li>
        ) : (
          people.map((each) => (
            <li key={each.presence} className="flex items-center gap-1.5 whitespace-nowrap">
              <PresenceDot presence={each.presence} className="size-2" />
              {presence(each.presence)} <span className="font-medium text-ink tabular-nums">{each.count}</span>
            </li>
          ))
        )}
      </ul>
    </li>
  );
}
