'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { BookUser, Search, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { ClientRow } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { ConfidenceMark } from '../../ui/client-facts.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Input } from '../../ui/input.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago } from '../../ui/time.tsx';
import { clientFilterIn, clientsInput, withClientFilter } from './client-filter.ts';

/** Everybody who writes, whoever was there last first. */
export function ClientsPage() {
  const t = useTranslations('clients');
  const search = useSearchParams();
  const filter = clientFilterIn(search);
  const show = (changes: { search?: string; only?: string }) => openHere(withClientFilter(search, changes), 'replace');
  return (
    <main className="flex h-full min-w-0 flex-col bg-panel">
      <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-edge px-4 py-2.5 sm:px-6">
        <h1 className="text-lg font-semibold tracking-tight">{t('title')}</h1>
        <div role="search" className="flex w-full min-w-0 flex-wrap items-center gap-2 sm:w-auto sm:flex-1">
          <SearchField inAddress={filter.search ?? ''} onChange={(text) => show({ search: text })} />
          <div role="group" aria-label={t('filter.label')} className="flex gap-1.5">
            {(['open', 'blocked'] as const).map((only) => {
              const on = filter[only] === true;
              return (
                <button
                  key={only}
                  type="button"
                  aria-pressed={on}
                  onClick={() => show({ only: on ? '' : only })}
                  className={cn(
                    'min-h-8 rounded-md border px-2.5 py-1 text-sm font-medium',
                    on
                      ? 'border-accent-fill bg-accent-soft text-accent'
                      : 'border-edge-strong text-ink-soft hover:bg-hover',
                  )}
                >
                  {t(`filter.${only}`)}
                </button>
              );
            })}
          </div>
        </div>
      </header>
      <div className="min-h-0 flex-1">
        <List />
      </div>
    </main>
  );
}

function SearchField({ inAddress, onChange }: { inAddress: string; onChange: (text: string) => void }) {
  const t = useTranslations('clients');
  const [text, setText] = useState(inAddress);
  useEffect(() => setText(inAddress), [inAddress]);
  useEffect(() => {
    if (text.trim() === inAddress) return;
    const timer = setTimeout(() => onChange(text), 250);
    return () => clearTimeout(timer);
  });
  return (
    <div className="relative min-w-0 flex-1 basis-56 sm:max-w-72">
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
  );
}

const cell =
  '[&>*]:px-2 [&>*:first-child]:pl-4 sm:[&>*:first-child]:pl-6 [&>*:last-child]:pr-4 sm:[&>*:last-child]:pr-6';

function List() {
  const t = useTranslations('clients');
  const filter = clientFilterIn(useSearchParams());
  const query = useInfiniteQuery(
    useTRPC().clients.list.infiniteQueryOptions(clientsInput(filter), {
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.data === undefined)
    return query.isError ? <Failed onRetry={() => void query.refetch()} className="h-full" /> : <ClientsSkeleton />;
  if (rows.length === 0)
    return Object.keys(filter).length > 0 ? (
      <Empty
        icon={SearchX}
        title={t('empty.filtered')}
        action={<Button onClick={() => openHere('/clients', 'replace')}>{t('filter.clear')}</Button>}
      >
        {t('empty.filteredText')}
      </Empty>
    ) : (
      <Empty
        icon={BookUser}
        title={t('empty.title')}
        action={
          <Link href="/channels" className={buttonLook()}>
            {t('empty.action')}
          </Link>
        }
      >
        {t('empty.text')}
      </Empty>
    );
  return (
    <div className="@container h-full overflow-y-auto">
      <table className="w-full border-collapse text-left">
        <thead className="sticky top-0 z-10 bg-panel text-xs text-ink-faint shadow-[0_1px_0_var(--edge)]">
          <tr className={cn('[&>th]:h-8 [&>th]:font-medium', cell)}>
            <th scope="col">{t('column.name')}</th>
            <th scope="col" className="hidden @xl:table-cell">
              {t('column.reach')}
            </th>
            <th scope="col" className="hidden @3xl:table-cell">
              {t('column.channels')}
            </th>
            <th scope="col" className="hidden text-right @2xl:table-cell">
              {t('column.dialogs')}
            </th>
            <th scope="col" className="w-px text-right whitespace-nowrap">
              {t('column.last')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.clientId} row={row} />
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

function Row({ row }: { row: ClientRow }) {
  const t = useTranslations('clients');
  const card = useTranslations('dialog.card');
  const name = useClientName()(row);
  const [first] = row.addresses;
  return (
    <tr className={cn('relative border-b border-edge transition-colors hover:bg-hover [&>td]:h-13', cell)}>
      <td className="w-full max-w-0 min-w-44 py-1.5 @xl:w-[36%]">
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={name} size="sm" />
          <span className="min-w-0 flex-1">
            <span className="flex min-w-0 items-center gap-1.5">
              <Link
                href={`/clients/${row.clientId}`}
                className="min-w-0 truncate font-medium -outline-offset-2 after:absolute after:inset-0"
              >
                {name}
              </Link>
              {row.hasOpen && <Badge tone="answered">{t('open')}</Badge>}
              {row.isBlocked && <Badge tone="overdue">{t('blocked')}</Badge>}
            </span>
            <span className="block truncate text-sm text-ink-faint @xl:hidden">{first?.value}</span>
          </span>
        </span>
      </td>
      <td className="hidden max-w-64 py-1.5 @xl:table-cell">
        {row.addresses.slice(0, 2).map((address) => (
          <span key={`${address.kind} ${address.value}`} className="flex min-w-0 items-center gap-2">
            <span className="truncate tabular-nums">{address.value}</span>
            <ConfidenceMark confidence={address.confidence} />
          </span>
        ))}
      </td>
      <td className="hidden @3xl:table-cell">
        <span className="flex gap-1.5">
          {row.channels.map((kind) => (
            <ChannelGlyph key={kind} kind={kind} label={card(`kind.${kind}`)} />
          ))}
        </span>
      </td>
      <td className="hidden text-right tabular-nums @2xl:table-cell">{row.dialogs}</td>
      <td className="text-right whitespace-nowrap text-ink-faint">{row.lastAt !== null && <Ago at={row.lastAt} />}</td>
    </tr>
  );
}

/** The list while it is read. */
export function ClientsSkeleton() {
  return (
    <div aria-busy className="pt-8">
      {Array.from({ length: 10 }, (_, index) => (
        <div key={index} className="flex h-13 items-center gap-3 border-b border-edge px-4 sm:px-6">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
