'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { say } from '../../ui/toast.tsx';
import type { ShownRecords } from './record-filter.ts';

const columns = [
  'title',
  'name',
  'surname',
  'phones',
  'emails',
  'source',
  'amount',
  'currency',
  'stage',
  'responsible',
  'created',
] as const;
/** A file holds this many records at most: a table program opens no more with pleasure. */
const most = 50_000;

/** Writes what a list shows into a file, a thousand records at a time. */
export function useExport(): (shown: ShownRecords) => Promise<void> {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const cache = useQueryClient();
  return async ({ filter, pipelineId }) => {
    const parts: string[] = [];
    let count = 0;
    let cursor: string | undefined;
    try {
      do {
        const input = {
          ...filter,
          ...(pipelineId === null ? {} : { pipelineId }),
          header: columns.map((name) => t(`exportColumn.${name}`)),
          ...(cursor === undefined ? {} : { cursor }),
        };
        const options = trpc.recordFiles.export.queryOptions(input, { staleTime: 0, gcTime: 0 });
        const { csv, rows, next } = await cache.fetchQuery(options);
        parts.push(csv);
        count += rows;
        cursor = next ?? undefined;
        if (cursor !== undefined) say('told', t('exporting', { count }));
      } while (cursor !== undefined && count < most);
      saveFile(`${t(`kinds.${filter.kind}`)}.csv`, parts.join(''));
      if (cursor !== undefined) say('told', t('exportCut', { count: most }));
    } catch {
      say('refused', t('failed'));
    }
  };
}

/** Gives the reader a file of a table. */
export function saveFile(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
