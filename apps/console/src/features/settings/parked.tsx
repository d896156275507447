'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, RotateCw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { ParkedRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';

/** What the list is read by; server and browser must agree. */
export const parkedInput = { limit: 50 };

/** Decisions that failed and wait for an administrator: each can be tried again, or dropped for good. */
export function Parked() {
  const t = useTranslations('parked');
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.parked.list.infiniteQueryOptions(parkedInput, { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} />
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <ParkedSkeleton />
        )
      ) : rows.length === 0 ? (
        <div className="rounded-xl border border-edge bg-panel">
          <Empty icon={CircleCheck} title={t('empty.title')}>
            {t('empty.text')}
          </Empty>
        </div>
      ) : (
        <>
          <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
            {rows.map((row) => (
              <One key={row.parkedId} row={row} />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className="flex justify-center p-4">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('more')}
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  );
}

function One({ row }: { row: ParkedRow }) {
  const t = useTranslations('parked');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const onSettled = () => void cache.invalidateQueries({ queryKey: trpc.parked.pathKey() });
  const onError = () => say('refused', t('unanswered'));
  const retry = useMutation(
    trpc.parked.retry.mutationOptions({
      onSuccess: (answer) => say(answer.retried ? 'done' : 'refused', t(answer.retried ? 'retried' : answer.because)),
      onError,
      onSettled,
    }),
  );
  const drop = useMutation(
    trpc.parked.drop.mutationOptions({ onSuccess: () => say('done', t('dropped')), onError, onSettled }),
  );
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{t(`what.${row.event}`)}</span>
          {row.dialogId === null ? (
            <span className="text-ink-faint">{t('noDialog')}</span>
          ) : (
            <Link href={`/dialogs/${row.dialogId}`} className="rounded-sm text-accent hover:underline">
              {t('dialog', { number: row.dialogId })}
            </Link>
          )}
        </p>
        {row.text !== null && row.text !== '' && (
          <p dir="auto" className="mt-0.5 line-clamp-2 break-words text-ink-soft">
            {row.text}
          </p>
        )}
        {row.by !== null && <p className="mt-0.5 text-ink-soft">{t('by', { who: fullName(row.by) })}</p>}
        <p className="mt-1.5 text-xs text-ink-faint">
          {t('attempts', { count: row.attempts })}, {t('since')} <Moment at={row.at} />
        </p>
        <p className="mt-1.5 rounded-md bg-overdue-soft px-2.5 py-1.5 font-mono text-xs break-words text-overdue">
          <span className="sr-only">{t('error')}: </span>
          {row.error}
        </p>
      </div>
      <div className="flex shrink-0 gap-2">
        <Button busy={retry.isPending} onClick={() => retry.mutate({ parkedId: row.parkedId })}>
          <RotateCw aria-hidden /> {t('retry')}
        </Button>
        <Button look="quiet" busy={drop.isPending} onClick={() => setAsking(true)}>
          <Trash2 aria-hidden /> {t('drop')}
        </Button>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('dropAsk.title')}
        description={t('dropAsk.text')}
        action={t('dropAsk.action')}
        onConfirm={() => drop.mutate({ parkedId: row.parkedId })}
      />
    </li>
  );
}

export function ParkedSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="flex flex-col gap-2 px-4 py-4 sm:px-5">
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-7" />
        </div>
      ))}
    </div>
  );
}
