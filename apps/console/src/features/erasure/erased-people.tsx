'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { UserRoundX } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';

/** Who had whom erased, the latest first; nothing for whoever may not erase. */
export function ErasedPeople() {
  return may(useMe(), 'erasure', {}) ? <List /> : null;
}

function List() {
  const t = useTranslations('clients.erasure');
  const me = useMe();
  const query = useInfiniteQuery(
    useTRPC().erasures.list.infiniteQueryOptions({ limit: 20 }, { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const ledger = may(me, 'agreements', {});
  return (
    <Card title={t('list')} description={t('listText')}>
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-16" />
        )
      ) : rows.length === 0 ? (
        <Empty icon={UserRoundX} title={t('empty')} className="py-6">
          {t('emptyText')}
        </Empty>
      ) : (
        <>
          <ul className="-mx-1 divide-y divide-edge">
            {rows.map((row) => (
              <li key={row.erasureId} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-1 py-2.5">
                <span className="min-w-0 flex-1 basis-56">
                  <span className="flex flex-wrap items-baseline gap-x-2">
                    <Link
                      href={`/clients/${row.clientId}`}
                      title={row.clientId}
                      className="rounded-sm font-medium underline-offset-2 hover:underline"
                    >
                      {t('client', { code: row.clientId.slice(-4).toUpperCase() })}
                    </Link>
                    <Badge tone={row.state === 'done' ? 'muted' : 'waiting'}>{t(row.state)}</Badge>
                    <span className="text-sm text-ink-soft">{t(`because.${row.because}`)}</span>
                  </span>
                  <span className="block text-sm text-ink-faint">
                    {t('counts', {
                      messages: row.counts.messages ?? 0,
                      records: row.counts.records ?? 0,
                      evidence: row.counts.evidence ?? 0,
                    })}
                  </span>
                </span>
                <span className="flex flex-wrap items-baseline gap-x-3 text-sm text-ink-faint">
                  {row.by !== null && <span className="break-words">{fullName(row.by)}</span>}
                  <Moment at={row.doneAt ?? row.startedAt} />
                  {row.number !== null &&
                    (ledger ? (
                      <Link
                        href={`/consents/${row.number}`}
                        className="rounded-sm text-accent underline-offset-2 hover:underline"
                      >
                        {t('row', { number: row.number })}
                      </Link>
                    ) : (
                      <span>{t('row', { number: row.number })}</span>
                    ))}
                </span>
              </li>
            ))}
          </ul>
          {query.hasNextPage && (
            <div className="flex justify-center pt-3">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('more')}
              </Button>
            </div>
          )}
        </>
      )}
    </Card>
  );
}
