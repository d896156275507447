'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { mergedParts, type MergedPart } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import type { Arrangement, RecordRow, RecordView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { useMoney, useRecordTitle } from './record-words.ts';
import { useUnmerge } from './use-unmerge.ts';

type Props = { one: { recordId: string }; other: RecordRow; arranged: Arrangement; onClose: () => void };

/** Makes one record of two: each value in which they differ is chosen. The first stays, with everything of both. */
export function MergeRecords({ one, other, arranged, onClose }: Props) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const title = useRecordTitle();
  const money = useMoney();
  const unmerge = useUnmerge();
  const kept = useQuery(trpc.records.get.queryOptions({ recordId: one.recordId }));
  const merged = useQuery(trpc.records.get.queryOptions({ recordId: other.recordId }));
  const [take, setTake] = useState<readonly string[]>([]);
  const { mutateAsync, isPending } = useMutation(trpc.records.merge.mutationOptions());

  const told = (record: RecordView, part: MergedPart): string => {
    switch (part) {
      case 'amount':
        return record.amount === null ? '' : money(record.amount, record.currency);
      case 'responsibleId':
        return record.responsible === null ? '' : fullName(record.responsible);
      case 'contactId':
        return record.contact === null ? '' : title({ kind: 'contact', ...record.contact });
      case 'stageId':
        return (
          arranged.pipelines.flatMap(({ stages }) => stages).find(({ stageId }) => stageId === record.stageId)?.name ??
          ''
        );
      default:
        return record[part];
    }
  };
  const both = kept.data !== undefined && merged.data !== undefined ? ([kept.data, merged.data] as const) : null;
  const choices =
    both === null
      ? []
      : [
          ...mergedParts.map((part) => ({
            id: part as string,
            label: t(`part.${part}`),
            values: both.map((record) => told(record, part)),
          })),
          ...arranged.fields
            .filter(({ kind }) => kind === other.kind)
            .map(({ fieldId, name }) => ({
              id: fieldId,
              label: name,
              values: both.map((record) => asText(record.fields[fieldId])),
            })),
        ].filter(({ values: [mine = '', his = ''] }) => mine !== '' && his !== '' && mine !== his);

  const merge = async () => {
    if (both === null) return;
    const [keeps, goes] = both;
    try {
      const answer = await mutateAsync({
        keptId: keeps.recordId,
        mergedId: goes.recordId,
        keptVersion: keeps.version,
        mergedVersion: goes.version,
        take: [...take],
      });
      if (answer.merged) {
        const { mergeId } = answer;
        say('done', t('duplicates.merged'), { label: common('undo'), onClick: () => void unmerge(mergeId) });
        onClose();
      } else say('refused', t(`duplicates.refused.${answer.because}`));
    } catch {
      say('refused', t('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
  };

  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('duplicates.window')}
      description={t('duplicates.text')}
      className="max-w-xl"
    >
      {both === null ? (
        kept.isError || merged.isError ? (
          <Failed
            onRetry={() => {
              void kept.refetch();
              void merged.refetch();
            }}
          />
        ) : (
          <Skeleton className="h-40 rounded-lg" />
        )
      ) : (
        <div className="flex flex-col gap-4">
          <div className="grid grid-cols-2 gap-3 text-sm">
            {both.map((record, at) => (
              <div key={record.recordId} className="min-w-0 rounded-lg bg-sunken px-3 py-2">
                <p className="text-ink-faint">{t(at === 0 ? 'duplicates.stays' : 'duplicates.goes')}</p>
                <p className="truncate text-base font-medium">{title(record)}</p>
                <p className="truncate text-ink-soft">{record.addresses.map(({ value }) => value).join(', ')}</p>
              </div>
            ))}
          </div>
          {choices.length === 0 ? (
            <p className="text-ink-soft">{t('duplicates.noChoice')}</p>
          ) : (
            choices.map(({ id, label, values }) => (
              <fieldset key={id} className="min-w-0">
                <legend className="mb-1 text-sm font-medium">{label}</legend>
                <div className="grid grid-cols-2 gap-3">
                  {values.map((value, at) => {
                    const chosen = take.includes(id) === (at === 1);
                    return (
                      <label
                        key={at}
                        className={cn(
                          'flex min-w-0 items-start gap-2 rounded-md border px-2.5 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-focus',
                          chosen ? 'border-accent-fill bg-accent-soft' : 'border-edge hover:bg-hover',
                        )}
                      >
                        <input
                          type="radio"
                          name={`merge-${id}`}
                          checked={chosen}
                          onChange={() =>
                            setTake((now) => (at === 1 ? [...now, id] : now.filter((part) => part !== id)))
                          }
                          className="mt-0.5 size-4 shrink-0 accent-accent-fill outline-none"
                        />
                        <span className="min-w-0 break-words">{value}</span>
                      </label>
                    );
                  })}
                </div>
              </fieldset>
            ))
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button look="primary" busy={isPending} onClick={() => void merge()}>
              {t('duplicates.merge')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

function asText(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : String(value);
}
