'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowDown, Contact, SearchX } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';

import type { RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import type { Arrangement, RecordRow, RecordSort } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { HereLink } from '../../ui/here-link.tsx';
import { fullName } from '../../ui/person.ts';
import { Ago } from '../../ui/time.tsx';
import { isNarrowed, placeOfKind, placeOfRecord, tableInput, withShown, type ShownRecords } from './record-filter.ts';
import { personOf, useMoney, useRecordTitle } from './record-words.ts';
import { RecordsSkeleton } from './records-skeleton.tsx';

type Props = {
  kind: RecordKind;
  shown: ShownRecords;
  arranged: Arrangement;
  onNew: () => void;
  onClear: () => void;
};

/** Records as rows, each a link to its page. */
export function RecordsTable({ kind, shown, arranged, onNew, onClear }: Props) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.records.list.infiniteQueryOptions(tableInput(shown), { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.data === undefined)
    return query.isError ? (
      <Failed onRetry={() => void query.refetch()} className="h-full" />
    ) : (
      <RecordsSkeleton board={false} />
    );
  if (rows.length === 0) return <NoRecords kind={kind} narrowed={isNarrowed(shown)} onNew={onNew} onClear={onClear} />;
  return (
    <div className="@container h-full overflow-y-auto">
      <table className="w-full border-collapse text-left">
        <thead className="sticky top-0 z-10 bg-panel text-xs text-ink-faint shadow-[0_1px_0_var(--edge)]">
          <tr className="[&>th]:h-8 [&>th]:px-2 [&>th]:font-medium [&>th:first-child]:pl-4 sm:[&>th:first-child]:pl-6 [&>th:last-child]:pr-4 sm:[&>th:last-child]:pr-6">
            <Sorted name="name" shown={shown}>
              {t('column.name')}
            </Sorted>
            {kind !== 'contact' && <th scope="col">{t('column.stage')}</th>}
            {kind !== 'contact' && (
              <Sorted name="amount" shown={shown} className="hidden text-right @2xl:table-cell">
                {t('column.amount')}
              </Sorted>
            )}
            <th scope="col" className={cn(kind === 'contact' ? '' : 'hidden @4xl:table-cell')}>
              {t('column.reach')}
            </th>
            <th scope="col" className="hidden @3xl:table-cell">
              {t('column.responsible')}
            </th>
            <th scope="col" className="hidden @5xl:table-cell">
              {t('column.source')}
            </th>
            <Sorted name="created" shown={shown} className="hidden w-px whitespace-nowrap @6xl:table-cell">
              {t('column.created')}
            </Sorted>
            <Sorted name="changed" shown={shown} className="hidden w-px text-right whitespace-nowrap @md:table-cell">
              {t('column.changed')}
            </Sorted>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.recordId} row={row} arranged={arranged} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <div className="flex justify-center p-4">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('showMore')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A column that the list can be ordered by; the address keeps by which. */
function Sorted({
  name,
  shown,
  className,
  children,
}: {
  name: RecordSort;
  shown: ShownRecords;
  className?: string;
  children: string;
}) {
  const path = usePathname();
  const search = useSearchParams();
  const sorted = shown.sort === name;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (name === 'name' ? 'ascending' : 'descending') : undefined}
      className={className}
    >
      <HereLink
        href={withShown(path, search, { sort: name === 'changed' ? '' : name })}
        className={cn('inline-flex items-center gap-1 rounded-sm hover:text-ink', sorted && 'text-ink')}
      >
        {children}
        {sorted && <ArrowDown className="size-3" aria-hidden />}
      </HereLink>
    </th>
  );
}

const tones: Record<RecordRow['state'], Tone> = { open: 'plain', won: 'answered', lost: 'muted' };

/** The stage of a record by its name, coloured where it closes. */
export function StageBadge({ row, arranged }: { row: RecordRow; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const stage = arranged.pipelines.flatMap(({ stages }) => stages).find(({ stageId }) => stageId === row.stageId);
  return (
    <Badge tone={tones[row.state]} className="min-w-0">
      <span className="truncate">{stage?.name ?? t(`state.${row.state}`)}</span>
    </Badge>
  );
}

function Row({ row, arranged }: { row: RecordRow; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const title = useRecordTitle();
  const money = useMoney();
  const person = personOf(row);
  return (
    <tr className="relative border-b border-edge transition-colors hover:bg-hover [&>td]:h-11 [&>td]:px-2 [&>td:first-child]:pl-4 sm:[&>td:first-child]:pl-6 [&>td:last-child]:pr-4 sm:[&>td:last-child]:pr-6">
      <td className={cn('max-w-0 py-1 @2xl:w-[34%]', row.kind === 'contact' ? 'w-[45%]' : 'w-[64%]')}>
        <Link
          href={placeOfRecord(row)}
          className="block truncate font-medium -outline-offset-2 after:absolute after:inset-0"
        >
          {title(row)}
        </Link>
        {person !== '' && <span className="block truncate text-sm text-ink-faint">{person}</span>}
      </td>
      {row.kind !== 'contact' && (
        <td className="max-w-36">
          <StageBadge row={row} arranged={arranged} />
        </td>
      )}
      {row.kind !== 'contact' && (
        <td className="hidden text-right whitespace-nowrap tabular-nums @2xl:table-cell">
          {row.amount === null ? '' : money(row.amount, row.currency)}
        </td>
      )}
      <td className={cn('max-w-52 truncate', row.kind !== 'contact' && 'hidden @4xl:table-cell')}>
        {row.addresses
          .slice(0, 2)
          .map(({ value }) => value)
          .join(', ')}
      </td>
      <td className="hidden max-w-44 @3xl:table-cell">
        {row.responsible === null ? (
          <span className="text-ink-faint">{t('nobody')}</span>
        ) : (
          <span className="flex items-center gap-2">
            <Avatar {...row.responsible} size="xs" />
            <span className="truncate">{fullName(row.responsible)}</span>
          </span>
        )}
      </td>
      <td className="hidden max-w-40 truncate @5xl:table-cell">{row.source}</td>
      <td className="hidden whitespace-nowrap text-ink-soft @6xl:table-cell">
        <Ago at={row.createdAt} />
      </td>
      <td className="hidden text-right whitespace-nowrap text-ink-faint @md:table-cell">
        <Ago at={row.changedAt} />
      </td>
    </tr>
  );
}

/** A list without records: what to do about it. */
export function NoRecords({
  kind,
  narrowed,
  onNew,
  onClear,
}: {
  kind: RecordKind;
  narrowed: boolean;
  onNew: () => void;
  onClear: () => void;
}) {
  const t = useTranslations('crm');
  if (narrowed)
    return (
      <Empty icon={SearchX} title={t('empty.filtered')} action={<Button onClick={onClear}>{t('clear')}</Button>}>
        {t('empty.filteredText')}
      </Empty>
    );
  return (
    <Empty
      icon={Contact}
      title={t(`empty.${kind}`)}
      action={
        <>
          <Button look="primary" onClick={onNew}>
            {t(`new.${kind}`)}
          </Button>
          {kind === 'contact' && (
            <Button asChild>
              <Link href={`${placeOfKind[kind]}/import`}>{t('importFile')}</Link>
            </Button>
          )}
        </>
      }
    >
      {t(`empty.${kind}Text`)}
    </Empty>
  );
}
