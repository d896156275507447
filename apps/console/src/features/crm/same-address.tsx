'use client';

import { useQuery } from '@tanstack/react-query';
import { CopyCheck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { Arrangement, RecordRow, RecordView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { MergeRecords } from './merge-records.tsx';
import { placeOfRecord } from './record-filter.ts';
import { useRecordTitle } from './record-words.ts';
import { useUnmerge } from './use-unmerge.ts';

/** Records that share an address with this one, to be made one; and what was made one with it, to be taken apart. */
export function SameAddress({ record, arranged }: { record: RecordView; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const title = useRecordTitle();
  const { recordId, kind } = record;
  const { data } = useQuery(trpc.records.duplicates.queryOptions({ kind, recordId }));
  const unmerge = useUnmerge();
  const [merging, setMerging] = useState<RecordRow | null>(null);
  const others = new Map(
    (data?.groups ?? []).flatMap(({ records }) => records.map((one) => [one.recordId, one] as const)),
  );
  others.delete(recordId);
  if (others.size === 0 && record.merges.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {[...others.values()].map((other) => (
        <div key={other.recordId} className="flex items-center gap-2 rounded-lg bg-sunken px-3 py-2">
          <CopyCheck className="size-4 shrink-0 text-ink-faint" aria-hidden />
          <span className="min-w-0 flex-1">
            <span className="block text-sm text-ink-faint">{t('duplicates.same')}</span>
            <Link
              href={placeOfRecord(other)}
              className="block truncate font-medium text-accent underline-offset-2 hover:underline"
            >
              {title(other)}
            </Link>
          </span>
          <Button size="sm" onClick={() => setMerging(other)}>
            {t('duplicates.merge')}
          </Button>
        </div>
      ))}
      {record.merges.map((merge) => (
        <div key={merge.mergeId} className="flex items-center gap-2 px-3 text-sm text-ink-soft">
          <span className="min-w-0 flex-1 truncate">
            {t('duplicates.contains', { title: merge.title || t(`unnamed.${kind}`) })}
          </span>
          <Button look="link" size="none" className="text-sm" onClick={() => void unmerge(merge.mergeId)}>
            {t('duplicates.unmerge')}
          </Button>
        </div>
      ))}
      {merging !== null && (
        <MergeRecords one={record} other={merging} arranged={arranged} onClose={() => setMerging(null)} />
      )}
    </div>
  );
}
