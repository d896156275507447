'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FileDown, X } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';

import { mayAnywhere } from '@switchboard/domain/access';
import type { DialogColumn } from '@switchboard/domain/statistics';

import { useApiUrl, useTRPC, useTRPCClient } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { ExportRow } from '../../rpc/shapes.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago, Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import type { Shown } from './shown.ts';

type Props = { shown: Shown; columns: readonly DialogColumn[]; count: string | null };

/** Files of what the list shows, for whoever may read figures. */
export function Exports(props: Props) {
  const t = useTranslations('exports');
  const [open, setOpen] = useState(false);
  if (!mayAnywhere(useMe(), 'statistics')) return null;
  return (
    <>
      <Button look="quiet" aria-label={t('title')} title={t('title')} onClick={() => setOpen(true)}>
        <FileDown /> <span className="hidden lg:inline">{t('title')}</span>
      </Button>
      <Modal open={open} onOpenChange={setOpen} title={t('title')} description={t('text')} className="max-w-lg">
        {open && (
          <div className="flex flex-col gap-5">
            <Start {...props} />
            <Files />
          </div>
        )}
      </Modal>
    </>
  );
}

/** Has what is shown written into a file. */
function Start({ shown: { filter, sort, ascending }, columns, count }: Props) {
  const t = useTranslations('exports');
  const locale = useLocale();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const { mutate, isPending } = useMutation(
    trpc.exports.start.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.started) say('refused', t(`refused.${answer.because}`));
      },
      onError: () => say('refused', t('failed')),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.exports.pathKey() }),
    }),
  );
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({
          filter,
          sort,
          ascending,
          columns: [...columns],
          format,
          language: locale === 'ru' ? 'ru' : 'en',
        });
      }}
    >
      <Field
        label={t('format')}
        hint={t('what', { dialogs: count ?? '…', columns: columns.length })}
        className="min-w-40 flex-1"
      >
        {(control) => (
          <Select
            {...control}
            value={format}
            onChange={({ target }) => setFormat(target.value === 'csv' ? 'csv' : 'xlsx')}
          >
            <option value="xlsx">{t('xlsx')}</option>
            <option value="csv">{t('csv')}</option>
          </Select>
        )}
      </Field>
      <Button type="submit" look="primary" busy={isPending} className="mb-6">
        {t('start')}
      </Button>
    </form>
  );
}

/** The files there are, with how far those are that are being written. */
function Files() {
  const t = useTranslations('exports');
  const trpc = useTRPC();
  const query = useQuery(
    trpc.exports.list.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? 1_000 : false), staleTime: 0 },
    ),
  );
  if (query.isError && query.data === undefined) return <Failed onRetry={() => void query.refetch()} />;
  if (query.data === undefined)
    return (
      <div aria-busy className="flex flex-col gap-2">
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </div>
    );
  if (query.data.length === 0) return <Empty icon={FileDown} title={t('none')} className="py-4" />;
  return (
    <ul aria-label={t('files')} className="flex flex-col divide-y divide-edge border-y border-edge">
      {query.data.map((row) => (
        <File key={row.exportId} row={row} />
      ))}
    </ul>
  );
}

const tones: Record<ExportRow['state'], Tone> = {
  waiting: 'waiting',
  running: 'offer',
  done: 'answered',
  cancelled: 'muted',
  failed: 'overdue',
};

function isUnderWay({ state }: ExportRow): boolean {
  return state === 'waiting' || state === 'running';
}

function File({ row }: { row: ExportRow }) {
  const t = useTranslations('exports');
  const format = useFormatter();
  const apiUrl = useApiUrl();
  const trpc = useTRPC();
  const api = useTRPCClient();
  const cache = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.exports.cancel.mutate({ exportId: row.exportId }),
    onError: () => say('refused', t('failed')),
    onSettled: () => cache.invalidateQueries({ queryKey: trpc.exports.pathKey() }),
  });
  const size =
    row.bytes < 100_000
      ? t('kilobytes', { size: format.number(Math.ceil(row.bytes / 1_000)) })
      : t('megabytes', { size: format.number(row.bytes / 1_000_000, { maximumFractionDigits: 1 }) });
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium">{row.format.toUpperCase()}</span>
          <Badge tone={tones[row.state]}>{t(`state.${row.state}`)}</Badge>
          <span className="text-sm text-ink-faint">
            <Ago at={row.createdAt} />
            {!row.mine && row.by !== null && ` · ${fullName(row.by)}`}
          </span>
        </p>
        {row.state === 'running' && row.mine && (
          <progress
            value={row.rows}
            max={Math.max(1, row.about)}
            aria-label={t('progress')}
            className="mt-1 w-full accent-accent-fill"
          />
        )}
        <p className="text-sm text-ink-soft tabular-nums">
          {row.state === 'running' && row.mine && t('soFar', { rows: row.rows, about: row.about })}
          {row.state === 'failed' && t(`error.${row.error ?? 'gave-up'}`)}
          {row.state === 'done' && `${t('rows', { rows: row.rows })} · ${size}`}
          {row.keptUntil !== null && (
            <span className="text-ink-faint">
              {' · '}
              {t.rich('kept', { until: () => <Moment at={row.keptUntil ?? 0} /> })}
            </span>
          )}
        </p>
        {row.cut && <p className="text-sm text-ink-soft">{t('cut')}</p>}
      </div>
      {row.state === 'done' && (
        <a href={`${apiUrl}/exports/${row.exportId}`} download className={buttonLook({})}>
          <Download aria-hidden /> {t('download')}
        </a>
      )}
      {isUnderWay(row) && (
        <Button look="quiet" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          <X /> {t('cancel')}
        </Button>
      )}
    </li>
  );
}
