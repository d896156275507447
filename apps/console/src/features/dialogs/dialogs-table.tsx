'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MessagesSquare, Search, SearchX, X } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { DialogRow } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { DialogMarks } from '../../ui/dialog-marks.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { HereLink } from '../../ui/here-link.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { isTaken, useKeys } from '../../ui/keys.ts';
import { useNow } from '../../ui/now.tsx';
import { openHere, useOpenDialog } from '../../ui/open-dialog.ts';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Ago, Moment, useShortDuration } from '../../ui/time.tsx';
import { dialogsInput, filterIn, withFilter } from './filter.ts';

/** All dialogs the reader may see, newest first; the filter lives in the address. */
export function DialogsTable() {
  const t = useTranslations('dialogs');
  const trpc = useTRPC();
  const search = useSearchParams();
  const open = useOpenDialog();
  const filter = filterIn(search);
  const filtered = Object.keys(filter).length > 0;
  const query = useInfiniteQuery(
    trpc.dialogs.list.infiniteQueryOptions(dialogsInput(filter), {
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const address = (dialogId: number) => `/dialogs/${dialogId}${search.size === 0 ? '' : `?${search}`}`;

  useKeys((event) => {
    if (isTaken(event) || rows.length === 0) return;
    const move =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (move === 0 || (open === null && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    const at = rows.findIndex((row) => row.dialogId === open);
    const to = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + move))];
    if (to !== undefined) openHere(address(to.dialogId), open === null ? 'push' : 'replace');
  });

  return (
    <section aria-label={t('title')} className="flex h-full min-w-0 flex-col bg-panel">
      <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-edge px-4 py-2.5 sm:px-6">
        <h1 className="text-lg font-semibold tracking-tight">{t('title')}</h1>
        <Filters />
      </header>
      <div className="@container min-h-0 flex-1 overflow-y-auto">
        {query.isError && query.data === undefined ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <TableSkeleton />
        ) : rows.length === 0 ? (
          filtered ? (
            <Empty
              icon={SearchX}
              title={t('empty.filtered')}
              action={<Button onClick={() => openHere('/dialogs', 'replace')}>{t('clear')}</Button>}
            >
              {t('empty.filteredText')}
            </Empty>
          ) : (
            <Empty icon={MessagesSquare} title={t('empty.title')}>
              {t('empty.text')}
            </Empty>
          )
        ) : (
          <>
            <table className="w-full border-collapse text-left">
              <thead className="sticky top-0 z-10 bg-panel text-xs text-ink-faint shadow-[0_1px_0_var(--edge)]">
                <tr className="[&>th]:h-8 [&>th]:px-2 [&>th]:font-medium [&>th:first-child]:pl-4 sm:[&>th:first-child]:pl-6 [&>th:last-child]:pr-4 sm:[&>th:last-child]:pr-6">
                  <th scope="col" className="w-px">
                    {t('column.number')}
                  </th>
                  <th scope="col">{t('column.client')}</th>
                  <th scope="col">{t('column.state')}</th>
                  <th scope="col" className="hidden @2xl:table-cell">
                    {t('column.line')}
                  </th>
                  <th scope="col" className="hidden @3xl:table-cell">
                    {t('column.operator')}
                  </th>
                  <th scope="col" className="hidden w-px text-right whitespace-nowrap @6xl:table-cell">
                    {t('column.messages')}
                  </th>
                  <th scope="col" className="hidden w-px whitespace-nowrap @5xl:table-cell">
                    {t('column.opened')}
                  </th>
                  <th scope="col" className="hidden w-px text-right whitespace-nowrap @md:table-cell">
                    {t('column.last')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.dialogId} row={row} open={row.dialogId === open} href={address(row.dialogId)} />
                ))}
              </tbody>
            </table>
            {query.hasNextPage && (
              <div className="flex justify-center p-4">
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('more')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function Filters() {
  const t = useTranslations('dialogs');
  const trpc = useTRPC();
  const path = usePathname();
  const search = useSearchParams();
  const filter = filterIn(search);
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const [text, setText] = useState(filter.search ?? '');
  const inAddress = filter.search ?? '';
  useEffect(() => setText(inAddress), [inAddress]);
  useEffect(() => {
    if (text.trim() === inAddress) return;
    const timer = setTimeout(() => openHere(withFilter(path, search, 'search', text), 'replace'), 250);
    return () => clearTimeout(timer);
  }, [inAddress, path, search, text]);
  const choose = (name: 'state' | 'line' | 'operator') => (event: { target: { value: string } }) =>
    openHere(withFilter(path, search, name, event.target.value), 'replace');

  return (
    <div
      role="search"
      className="grid w-full min-w-0 grid-cols-3 items-center gap-2 sm:flex sm:w-auto sm:flex-1 sm:flex-wrap sm:justify-end"
    >
      <div className="relative col-span-3 sm:w-56">
        <Search className="absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
        <Input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t('search')}
          placeholder={t('search')}
          className="pl-8"
        />
      </div>
      <Select aria-label={t('filter.state')} value={filter.state ?? ''} onChange={choose('state')} className="sm:w-36">
        <option value="">{t('anyState')}</option>
        <option value="with-bot">{t('state.with-bot')}</option>
        <option value="client-waits">{t('state.client-waits')}</option>
        <option value="answered">{t('state.answered')}</option>
        <option value="closed">{t('state.closed')}</option>
      </Select>
      <Select aria-label={t('filter.line')} value={filter.lineId ?? ''} onChange={choose('line')} className="sm:w-36">
        <option value="">{t('anyLine')}</option>
        {lines.map((line) => (
          <option key={line.lineId} value={line.lineId}>
            {line.name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('filter.operator')}
        value={filter.operatorId ?? ''}
        onChange={choose('operator')}
        className="sm:w-36"
      >
        <option value="">{t('anyOperator')}</option>
        {people.map((person) => (
          <option key={person.employeeId} value={person.employeeId}>
            {fullName(person)}
          </option>
        ))}
      </Select>
      {Object.keys(filter).length > 0 && (
        <Button
          look="quiet"
          size="icon"
          aria-label={t('clear')}
          title={t('clear')}
          onClick={() => openHere(path, 'replace')}
        >
          <X />
        </Button>
      )}
    </div>
  );
}

function Row({ row, open, href }: { row: DialogRow; open: boolean; href: string }) {
  const t = useTranslations('dialogs');
  const now = useNow(10_000);
  const client = useClientName()(row.client);
  const duration = useShortDuration();
  const waits = row.state !== 'closed' && row.state !== 'finishing' && row.unansweredSince !== null;
  return (
    <tr
      className={cn(
        'relative border-b border-edge transition-colors [&>td]:h-11 [&>td]:px-2 [&>td:first-child]:pl-4 sm:[&>td:first-child]:pl-6 [&>td:last-child]:pr-4 sm:[&>td:last-child]:pr-6',
        open ? 'bg-accent-soft' : 'hover:bg-hover',
        row.state === 'closed' && !open && 'text-ink-soft',
      )}
    >
      <td className="whitespace-nowrap tabular-nums">
        <HereLink
          href={href}
          aria-current={open ? 'true' : undefined}
          aria-label={t('openRow', { number: row.dialogId, client })}
          className="font-medium -outline-offset-2 after:absolute after:inset-0"
        >
          #{row.dialogId}
        </HereLink>
      </td>
      <td className="w-[32%] max-w-0 min-w-32">
        <span className="flex items-center gap-2">
          <ChannelGlyph kind={row.channel.kind} label={t(`channel.${row.channel.kind}`)} />
          <span className="truncate">{client}</span>
        </span>
      </td>
      <td className="whitespace-nowrap">
        <span className="flex items-center gap-1.5">
          <StateBadge state={row.state} />
          {waits && (
            <span className="hidden text-xs text-waiting @lg:inline">
              <span className="sr-only">{t('waits')} </span>
              {duration(Math.max(0, now - (row.unansweredSince ?? now)))}
            </span>
          )}
          <DialogMarks row={row} className="hidden @md:inline-flex" />
          {row.parked && <Badge tone="overdue">{t('parked')}</Badge>}
        </span>
      </td>
      <td className="hidden max-w-40 truncate @2xl:table-cell">{row.line.name}</td>
      <td className="hidden max-w-44 @3xl:table-cell">
        {row.operator === null ? (
          <span className="text-ink-faint">{t('nobody')}</span>
        ) : (
          <span className="flex items-center gap-2">
            <Avatar {...row.operator} size="xs" />
            <span className="truncate">{fullName(row.operator)}</span>
          </span>
        )}
      </td>
      <td className="hidden text-right tabular-nums @6xl:table-cell">{row.messages}</td>
      <td className="hidden whitespace-nowrap @5xl:table-cell">
        <Moment at={row.openedAt} />
      </td>
      <td className="hidden text-right text-ink-faint @md:table-cell">
        {row.lastMessage !== null && <Ago at={row.lastMessage.at} />}
      </td>
    </tr>
  );
}

export function TableSkeleton() {
  return (
    <div aria-busy className="pt-8">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-6 border-b border-edge px-4 sm:px-6">
          <Skeleton className="h-3.5 w-12" />
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="h-4 w-16" />
          <Skeleton className="ml-auto h-3.5 w-14" />
        </div>
      ))}
    </div>
  );
}
