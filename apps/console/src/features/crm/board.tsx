'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';

import type { RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import type { PipelineRow, RecordRow } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Select } from '../../ui/input.tsx';
import { Menu, MenuChoice, MenuContent, MenuTrigger } from '../../ui/menu.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { isNarrowed, placeOfRecord, type FilterName, type ShownRecords } from './record-filter.ts';
import { personOf, useMoney, useRecordTitle } from './record-words.ts';
import { NoRecords } from './records-table.tsx';

type Stage = PipelineRow['stages'][number];
/** Cards on their way: the record as it was, and the stage it goes to. */
type Moving = ReadonlyMap<string, { row: RecordRow; to: string }>;
type Props = {
  kind: RecordKind;
  pipeline: PipelineRow;
  shown: ShownRecords;
  show: (changes: Partial<Record<FilterName, string>>) => void;
  onNew: () => void;
  onClear: () => void;
};

/** How many cards a column shows at first, and with each asking for more. */
const step = 20;

/** The stages of a pipeline as columns. Cards are moved with the pointer, the arrow keys or a menu. */
export function Board({ kind, pipeline, shown, show, onNew, onClear }: Props) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const title = useRecordTitle();
  const filter = { ...shown.filter, pipelineId: pipeline.pipelineId };
  const totals = useQuery(trpc.records.totals.queryOptions(filter));
  const { mutateAsync: moveCall } = useMutation(trpc.records.move.mutationOptions());
  const [moving, setMoving] = useState<Moving>(new Map());
  const [over, setOver] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const dragged = useRef<RecordRow | null>(null);
  const board = useRef<HTMLDivElement>(null);
  const { stages } = pipeline;
  const column = stages.find(({ stageId }) => stageId === shown.column) ?? stages[0];

  const move = async (row: RecordRow, to: Stage) => {
    if (row.stageId === to.stageId || moving.has(row.recordId)) return;
    setMoving((now) => new Map(now).set(row.recordId, { row, to: to.stageId }));
    setTold(t('movedTo', { title: title(row), stage: to.name }));
    // In another column it is another card: the focus goes along.
    setTimeout(() => board.current?.querySelector<HTMLElement>(`[data-handle="${row.recordId}"]`)?.focus(), 50);
    try {
      const { recordId, stageId: fromStageId } = row;
      const answer = await moveCall({ recordId, fromStageId, stageId: to.stageId });
      if (!answer.moved) say('refused', t(`refused.${answer.because}`));
    } catch {
      say('refused', t('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
    setMoving((now) => new Map([...now].filter(([id]) => id !== row.recordId)));
  };

  if (totals.data === undefined && totals.isError)
    return <Failed onRetry={() => void totals.refetch()} className="h-full" />;
  const empty = totals.data !== undefined && totals.data.every(({ count }) => count === 0);
  if (empty && !totals.isFetching && moving.size === 0)
    return <NoRecords kind={kind} narrowed={isNarrowed(shown)} onNew={onNew} onClear={onClear} />;
  return (
    <div className="flex h-full flex-col">
      <div className="px-4 pt-3 sm:hidden">
        <Select
          aria-label={t('filter.stage')}
          value={column?.stageId ?? ''}
          onChange={(event) => show({ column: event.target.value })}
        >
          {stages.map(({ stageId, name }) => (
            <option key={stageId} value={stageId}>
              {`${name} · ${totals.data?.find((one) => one.stageId === stageId)?.count ?? 0}`}
            </option>
          ))}
        </Select>
      </div>
      <div
        ref={board}
        role="group"
        tabIndex={0}
        aria-label={pipeline.name}
        className="flex min-h-0 flex-1 gap-3 overflow-x-auto p-4 -outline-offset-2 sm:px-6"
      >
        {stages.map((stage) => (
          <Column
            key={stage.stageId}
            stage={stage}
            stages={stages}
            filter={filter}
            totals={totals.data?.find(({ stageId }) => stageId === stage.stageId)}
            moving={moving}
            over={over === stage.stageId}
            onMove={(row, to) => void move(row, to)}
            onDrag={(row) => {
              dragged.current = row;
              if (row === null) setOver(null);
            }}
            onOver={() => {
              if (dragged.current !== null) setOver(stage.stageId);
              return dragged.current !== null;
            }}
            onDrop={() => {
              const row = dragged.current;
              dragged.current = null;
              setOver(null);
              if (row !== null) void move(row, stage);
            }}
            className={cn(stage !== column && 'max-sm:hidden')}
          />
        ))}
      </div>
      <p role="status" className="sr-only">
        {told}
      </p>
    </div>
  );
}

function Column({
  stage,
  stages,
  filter,
  totals,
  moving,
  over,
  onMove,
  onDrag,
  onOver,
  onDrop,
  className,
}: {
  stage: Stage;
  stages: readonly Stage[];
  filter: ShownRecords['filter'] & { pipelineId: string };
  totals: { count: number; sums: { currency: string; sum: number }[] } | undefined;
  moving: Moving;
  over: boolean;
  onMove: (row: RecordRow, to: Stage) => void;
  onDrag: (row: RecordRow | null) => void;
  /** Something is dragged over it: does it take it? */
  onOver: () => boolean;
  onDrop: () => void;
  className?: string;
}) {
  const t = useTranslations('crm');
  const money = useMoney();
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.records.list.infiniteQueryOptions(
      { ...filter, stageId: stage.stageId, sort: 'stage', limit: step },
      { getNextPageParam: (page) => page.next ?? undefined },
    ),
  );
  const coming = [...moving.values()].filter(({ to }) => to === stage.stageId).map(({ row }) => row);
  const rows = [
    ...coming,
    ...(query.data?.pages.flatMap((page) => page.rows).filter(({ recordId }) => !moving.has(recordId)) ?? []),
  ];
  const accepts = {
    onDragOver: (event: DragEvent) => {
      if (onOver()) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      onDrop();
    },
  };
  return (
    <section
      aria-label={stage.name}
      {...accepts}
      className={cn(
        'flex min-h-0 w-full shrink-0 flex-col rounded-xl border bg-sunken sm:w-60 sm:max-w-96 sm:grow',
        over ? 'border-accent-fill' : 'border-edge',
        className,
      )}
    >
      <header className="shrink-0 px-3 pt-2.5 pb-2">
        <h2 className="flex items-center gap-2 font-medium">
          <span
            aria-hidden
            className={cn(
              'size-2 shrink-0 rounded-full',
              stage.meaning === 'won' ? 'bg-answered-mark' : stage.meaning === 'lost' ? 'bg-muted' : 'bg-accent-fill',
            )}
          />
          <span className="min-w-0 flex-1 truncate">{stage.name}</span>
          <span className="text-sm text-ink-faint tabular-nums">{totals?.count ?? 0}</span>
        </h2>
        <p className="min-h-4.5 truncate text-sm text-ink-faint tabular-nums">
          {totals?.sums.map(({ currency, sum }) => money(sum, currency)).join(' · ')}
        </p>
      </header>
      <ul className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-2 pb-2">
        {query.data === undefined ? (
          query.isError ? (
            <li>
              <Failed onRetry={() => void query.refetch()} />
            </li>
          ) : (
            <li aria-busy>
              <Skeleton className="h-24 rounded-lg" />
            </li>
          )
        ) : (
          rows.map((row) => (
            <Card
              key={row.recordId}
              row={row}
              stage={stage}
              stages={stages}
              onMove={onMove}
              onDrag={onDrag}
              busy={moving.has(row.recordId)}
            />
          ))
        )}
        {query.data !== undefined && rows.length === 0 && (
          <li className="px-2 py-6 text-center text-sm text-ink-faint">{t('emptyStage')}</li>
        )}
        {query.hasNextPage && (
          <li className="flex justify-center py-1">
            <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('showMore')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}

function Card({
  row,
  stage,
  stages,
  onMove,
  onDrag,
  busy,
}: {
  row: RecordRow;
  stage: Stage;
  stages: readonly Stage[];
  onMove: (row: RecordRow, to: Stage) => void;
  onDrag: (row: RecordRow | null) => void;
  busy: boolean;
}) {
  const t = useTranslations('crm');
  const title = useRecordTitle();
  const money = useMoney();
  const person = personOf(row);
  const here = row.crm === 'built-in';
  const byKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to = stages[stages.indexOf(stage) + by];
    if (by === 0 || to === undefined) return;
    event.preventDefault();
    onMove(row, to);
  };
  const grab = {
    draggable: here && !busy,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', title(row));
      onDrag(row);
    },
    onDragEnd: () => onDrag(null),
  };
  return (
    <li
      {...grab}
      className={cn(
        'relative shrink-0 rounded-lg border border-edge bg-panel p-3 shadow-low transition-colors hover:border-edge-strong has-[a:focus-visible]:border-focus',
        busy && 'cursor-progress',
      )}
    >
      <div className="flex items-start gap-1">
        <Link
          href={placeOfRecord(row)}
          draggable={false}
          className="line-clamp-2 min-w-0 flex-1 font-medium break-words after:absolute after:inset-0"
        >
          {title(row)}
        </Link>
        {here && (
          <Menu>
            <MenuTrigger>
              <Button
                look="quiet"
                size="icon-sm"
                data-handle={row.recordId}
                aria-label={t('moveCard', { title: title(row) })}
                title={t('moveHint')}
                onKeyDown={byKey}
                className="relative z-10 -mt-1 -mr-1.5"
              >
                <Ellipsis />
              </Button>
            </MenuTrigger>
            <MenuContent align="end">
              <MenuChoice
                legend={t('moveTo')}
                value={stage.stageId}
                onChange={(stageId) => {
                  const to = stages.find((one) => one.stageId === stageId);
                  if (to) onMove(row, to);
                }}
                choices={stages.map(({ stageId, name }) => ({ value: stageId, label: name }))}
              />
            </MenuContent>
          </Menu>
        )}
      </div>
      {person !== '' && <p className="truncate text-sm text-ink-soft">{person}</p>}
      {row.amount !== null && <p className="mt-1 font-medium tabular-nums">{money(row.amount, row.currency)}</p>}
      <div className="mt-2 flex items-center gap-2 text-sm text-ink-faint">
        {row.responsible === null ? (
          <span className="truncate">{t('nobody')}</span>
        ) : (
          <>
            <Avatar {...row.responsible} size="xs" />
            <span className="truncate">{fullName(row.responsible)}</span>
          </>
        )}
        <Ago at={row.stageAt ?? row.createdAt} className="ml-auto shrink-0 text-xs" />
      </div>
    </li>
  );
}
