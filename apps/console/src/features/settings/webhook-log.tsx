'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { WebhookDelivery } from '../../rpc/shapes.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Select } from '../../ui/input.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Left, Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';

const states = ['queued', 'done', 'failed'] as const;
const tones: Record<WebhookDelivery['state'], Tone> = { queued: 'plain', done: 'answered', failed: 'overdue' };
const since = { hour: 3_600_000, day: 86_400_000, all: 30 * 86_400_000 } as const;
type Since = keyof typeof since;

/** What became of telling a webhook, try by try. */
export function WebhookLog({ webhookId }: { webhookId: string }) {
  const t = useTranslations('webhooks.log');
  const all = useTranslations('webhooks');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [state, setState] = useState<WebhookDelivery['state'] | ''>('');
  const [span, setSpan] = useState<Since>('day');
  const query = useInfiniteQuery(
    trpc.webhooks.deliveries.infiniteQueryOptions(
      { webhookId, ...(state === '' ? {} : { state }), limit: 30 },
      {
        getNextPageParam: (page) => page.next ?? undefined,
        // What is on its way moves without anybody here doing anything.
        refetchInterval: ({ state: { data } }) =>
          data?.pages.some((page) => page.rows.some((row) => row.state === 'queued')) === true ? 3_000 : 15_000,
      },
    ),
  );
  const replayFailed = useMutation(
    trpc.webhooks.replayFailed.mutationOptions({
      onSuccess: ({ count }) => say('done', t('replayedFailed', { count })),
      onError: () => say('refused', all('failed')),
      onSettled: () => void cache.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Card
      title={t('title')}
      description={t('text')}
      aside={
        <label className="w-44">
          <span className="sr-only">{t('filter')}</span>
          <Select value={state} onChange={({ target }) => setState(target.value as typeof state)}>
            <option value="">{t('all')}</option>
            {states.map((one) => (
              <option key={one} value={one}>
                {t(`state.${one}`)}
              </option>
            ))}
          </Select>
        </label>
      }
      footer={
        <div className="flex flex-wrap items-center gap-2">
          <label className="flex flex-wrap items-center gap-2">
            <span className="text-ink-soft">{t('replayFailed')}</span>
            <Select value={span} onChange={({ target }) => setSpan(target.value as Since)} className="w-44">
              {(Object.keys(since) as Since[]).map((one) => (
                <option key={one} value={one}>
                  {t(`replaySince.${one}`)}
                </option>
              ))}
            </Select>
          </label>
          <Button
            busy={replayFailed.isPending}
            onClick={() => replayFailed.mutate({ webhookId, since: Date.now() - since[span] })}
          >
            {t('replayGo')}
          </Button>
        </div>
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-24" />
        )
      ) : rows.length === 0 ? (
        <p className="text-ink-soft">{t(state === '' ? 'empty' : 'emptyState')}</p>
      ) : (
        <ul className="-mx-4 divide-y divide-edge sm:-mx-5">
          {rows.map((row) => (
            <Delivery key={row.deliveryId} row={row} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="flex justify-center pt-3">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Delivery({ row }: { row: WebhookDelivery }) {
  const t = useTranslations('webhooks.log');
  const all = useTranslations('webhooks');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const replay = useMutation(
    trpc.webhooks.replay.mutationOptions({
      onSuccess: () => say('done', t('replayed')),
      onError: () => say('refused', all('failed')),
      onSettled: () => void cache.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  );
  return (
    <li className="px-4 py-2.5 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tones[row.state]}>{t(`state.${row.state}`)}</Badge>
        <span className="font-medium">{all(`event.${row.event}`)}</span>
        {row.dialogId !== null && (
          <Link href={`/dialogs/${row.dialogId}`} className="rounded-sm text-accent hover:underline">
            {t('dialog', { number: row.dialogId })}
          </Link>
        )}
        <span className="flex min-w-0 flex-1 basis-64 flex-wrap items-center gap-x-3 text-sm text-ink-faint">
          <Moment at={row.at} />
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="rounded-sm text-left underline-offset-2 hover:text-ink hover:underline"
          >
            {t('attempts', { count: row.attempts })}
            {row.attempts > 0 && `: ${row.lastStatus ?? t('noAnswer')}`}
          </button>
          {row.state === 'queued' && row.nextAt !== null && row.attempts > 0 && (
            <span>
              {t('next')} <Left until={row.nextAt} />
            </span>
          )}
        </span>
        {row.state !== 'queued' && (
          <Button
            look="quiet"
            size="sm"
            busy={replay.isPending}
            onClick={() => replay.mutate({ deliveryId: row.deliveryId })}
          >
            <RotateCw aria-hidden /> {t('replay')}
          </Button>
        )}
      </div>
      {open && <Attempts deliveryId={row.deliveryId} />}
    </li>
  );
}

function Attempts({ deliveryId }: { deliveryId: string }) {
  const t = useTranslations('webhooks.log');
  const query = useQuery(useTRPC().webhooks.attempts.queryOptions({ deliveryId }, { staleTime: 0 }));
  if (query.data === undefined)
    return query.isError ? <Failed onRetry={() => void query.refetch()} /> : <Skeleton className="mt-2 h-16" />;
  return (
    <ol className="mt-2 flex flex-col gap-2">
      {query.data.map((one) => (
        <li key={one.number} className="rounded-md border border-edge p-2.5 text-sm">
          <p className="flex flex-wrap gap-x-3 text-ink-soft tabular-nums">
            <Moment at={one.at} />
            <span className="font-medium text-ink">{one.status ?? t('noAnswer')}</span>
            <span>{t('took', { ms: one.took })}</span>
          </p>
          <pre
            tabIndex={0}
            aria-label={t('answer')}
            className="mt-1.5 max-h-40 overflow-auto font-mono text-xs break-all whitespace-pre-wrap text-ink-faint"
          >
            {one.error ?? (one.answer === '' ? t('nothing') : one.answer)}
          </pre>
        </li>
      ))}
    </ol>
  );
}
