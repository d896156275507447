'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CopyCheck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { RecordRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago } from '../../ui/time.tsx';
import { MergeRecords } from './merge-records.tsx';
import { placeOfKind, placeOfRecord } from './record-filter.ts';
import { useRecordTitle } from './record-words.ts';

/** Records with a phone number or an e-mail address in common, to be made one by hand. */
export function DuplicatesPage({ kind }: { kind: 'contact' | 'lead' }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const title = useRecordTitle();
  const arranged = useQuery(trpc.pipelines.list.queryOptions({}));
  const [merging, setMerging] = useState<[RecordRow, RecordRow] | null>(null);
  const query = useInfiniteQuery(
    trpc.records.duplicates.infiniteQueryOptions({ kind }, { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const groups = query.data?.pages.flatMap((page) => page.groups) ?? [];
  return (
    <Page>
      <PageHeader
        title={t('duplicates.title')}
        description={t(`duplicates.of.${kind}`)}
        action={
          <Button asChild>
            <Link href={placeOfKind[kind]}>{t(`back.${kind}`)}</Link>
          </Button>
        }
      />
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <DuplicatesSkeleton />
        )
      ) : groups.length === 0 ? (
        <Empty icon={CopyCheck} title={t('duplicates.none')}>
          {t('duplicates.noneText')}
        </Empty>
      ) : (
        <ul className="flex flex-col gap-4">
          {groups.map((group) => (
            <li key={`${group.kind} ${group.value}`} className="rounded-xl border border-edge bg-panel">
              <h2 className="border-b border-edge px-4 py-2.5 font-medium break-words">{group.value}</h2>
              <ul className="divide-y divide-edge">
                {group.records.map((record, at) => {
                  const [first] = group.records;
                  return (
                    <li key={record.recordId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                      <Link
                        href={placeOfRecord(record)}
                        className="min-w-0 flex-1 basis-40 font-medium break-words underline-offset-2 hover:underline"
                      >
                        {title(record)}
                      </Link>
                      <span className="truncate text-sm text-ink-faint">
                        {record.responsible === null ? t('nobody') : fullName(record.responsible)}
                      </span>
                      <Ago at={record.createdAt} className="text-sm text-ink-faint" />
                      {at > 0 && first !== undefined && (
                        <Button size="sm" onClick={() => setMerging([first, record])}>
                          {t('duplicates.intoFirst')}
                        </Button>
                      )}
                    </li>
                  );
                })}
              </ul>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('showMore')}
          </Button>
        </div>
      )}
      {merging !== null && arranged.data !== undefined && (
        <MergeRecords one={merging[0]} other={merging[1]} arranged={arranged.data} onClose={() => setMerging(null)} />
      )}
    </Page>
  );
}

/** Stands where the groups will come. */
export function DuplicatesSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <Skeleton className="h-32 rounded-xl" />
      <Skeleton className="h-32 rounded-xl" />
    </div>
  );
}
