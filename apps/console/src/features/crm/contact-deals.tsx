'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { Arrangement, RecordView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NewRecord } from './new-record.tsx';
import { placeOfRecord } from './record-filter.ts';
import { useMoney, useRecordTitle } from './record-words.ts';
import { StageBadge } from './records-table.tsx';

/** The deals of a contact, and the way to one more. */
export function ContactDeals({ record, arranged }: { record: RecordView; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const title = useRecordTitle();
  const money = useMoney();
  const [making, setMaking] = useState(false);
  const query = useInfiniteQuery(
    trpc.records.list.infiniteQueryOptions(
      { kind: 'deal', contactId: record.recordId, limit: 20 },
      { getNextPageParam: (page) => page.next ?? undefined },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section aria-label={t('kinds.deal')}>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="font-semibold">{t('kinds.deal')}</h2>
        <Button size="sm" onClick={() => setMaking(true)}>
          <Plus /> {t('new.deal')}
        </Button>
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-10 rounded-xl" />
        )
      ) : rows.length === 0 ? (
        <p className="rounded-xl border border-edge bg-panel px-3 py-2.5 text-ink-soft">{t('noDeals')}</p>
      ) : (
        <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
          {rows.map((deal) => (
            <li key={deal.recordId} className="flex min-h-10 items-center gap-3 px-3 py-1.5">
              <Link
                href={placeOfRecord(deal)}
                className="min-w-0 flex-1 truncate font-medium underline-offset-2 hover:underline"
              >
                {title(deal)}
              </Link>
              <StageBadge row={deal} arranged={arranged} />
              <span className="shrink-0 tabular-nums">
                {deal.amount === null ? '' : money(deal.amount, deal.currency)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button size="sm" className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
      {making && (
        <NewRecord
          kind="deal"
          arranged={arranged}
          pipelineId={null}
          contact={record}
          onClose={() => setMaking(false)}
          onMade={() => {
            setMaking(false);
            void cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
          }}
        />
      )}
    </section>
  );
}
