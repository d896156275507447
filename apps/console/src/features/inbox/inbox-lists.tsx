'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Hourglass, Inbox as InboxIcon, MessagesSquare } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useMemo, useRef, type ReactNode } from 'react';

import { useActing } from '../../rpc/acting.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { inboxInput, inboxLists, inOrder, isOffer } from '../../rpc/dialog-cache.ts';
import { administers, useMe } from '../../rpc/me.ts';
import type { DialogRow, InboxList } from '../../rpc/shapes.ts';
import { Count } from '../../ui/badge.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { isTaken, presses, useKeys } from '../../ui/keys.ts';
import { useMounted } from '../../ui/mounted.ts';
import { openHere, useOpenDialog } from '../../ui/open-dialog.ts';
import { InboxRow, InboxRowSkeleton, rowHeight } from './inbox-row.tsx';

/** Which list the address names; mine where it names none. */
export function listIn(search: URLSearchParams): InboxList {
  const named = search.get('list');
  return inboxLists.find((list) => list === named) ?? 'mine';
}

/** The lists of the inbox: mine, waiting, all that the reader may see. */
export function InboxLists({ alerts }: { alerts: ReactNode }) {
  const t = useTranslations('inbox');
  const trpc = useTRPC();
  const me = useMe();
  const list = listIn(useSearchParams());
  const open = useOpenDialog();
  const acting = useActing();
  const mounted = useMounted();
  const { data: counts } = useQuery(trpc.inbox.counts.queryOptions({}));
  const query = useInfiniteQuery(
    trpc.inbox.list.infiniteQueryOptions(inboxInput(list), { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const rows = useMemo(() => {
    const all = new Map(query.data?.pages.flatMap((page) => page.rows).map((row) => [row.dialogId, row]));
    return inOrder(list, [...all.values()], me.employeeId);
  }, [list, me.employeeId, query.data]);

  const address = (dialogId: number | null, toList: InboxList = list) =>
    `/inbox${dialogId === null ? '' : `/${dialogId}`}${toList === 'mine' ? '' : `?list=${toList}`}`;

  useKeys((event) => {
    if (isTaken(event)) return;
    const at = rows.findIndex((row) => row.dialogId === open);
    const move =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (move !== 0 && rows.length > 0) {
      event.preventDefault();
      const to = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + move))];
      if (to !== undefined) openHere(address(to.dialogId), open === null ? 'push' : 'replace');
      return;
    }
    const chosen = inboxLists[Number(event.key) - 1];
    if (chosen !== undefined) {
      event.preventDefault();
      openHere(address(open, chosen), 'replace');
      return;
    }
    // Before anything is open Enter takes the offer on top; in a dialog its own screen decides.
    const top = rows[0];
    if (event.key === 'Enter' && open === null && !presses(event) && top !== undefined && isOffer(top, me.employeeId)) {
      event.preventDefault();
      void acting.accept(top);
      openHere(address(top.dialogId));
    }
  });

  return (
    <section aria-label={t('title')} className="flex h-full flex-col">
      <header className="flex h-13 shrink-0 items-center justify-between pr-2 pl-4">
        <h1 className="text-lg font-semibold tracking-tight">{t('title')}</h1>
        {alerts}
      </header>
      <div role="tablist" aria-label={t('lists')} className="flex shrink-0 gap-1 border-b border-edge px-2">
        {inboxLists.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`inbox-tab-${name}`}
            aria-selected={name === list}
            aria-controls="inbox-list"
            tabIndex={name === list ? 0 : -1}
            onClick={() => openHere(address(open, name), 'replace')}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
              const other = inboxLists[(inboxLists.indexOf(name) + step + inboxLists.length) % inboxLists.length];
              if (step === 0 || other === undefined) return;
              event.preventDefault();
              openHere(address(open, other), 'replace');
              document.getElementById(`inbox-tab-${other}`)?.focus();
            }}
            className={cn(
              '-mb-px flex h-9 min-w-0 items-center gap-1.5 border-b-2 px-2 font-medium transition-colors',
              name === list ? 'border-accent-fill text-ink' : 'border-transparent text-ink-soft hover:text-ink',
            )}
          >
            <span className="truncate">{t(`list.${name}`)}</span>
            <Count
              value={counts?.[name] ?? 0}
              tone={name === 'mine' && (counts?.offers ?? 0) > 0 ? 'offer' : 'plain'}
            />
          </button>
        ))}
      </div>
      <div role="tabpanel" id="inbox-list" aria-labelledby={`inbox-tab-${list}`} className="min-h-0 flex-1">
        {query.isError && query.data === undefined ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : query.data === undefined || !mounted ? (
          <div aria-busy>
            {Array.from({ length: 8 }, (_, index) => (
              <InboxRowSkeleton key={index} />
            ))}
          </div>
        ) : rows.length === 0 ? (
          <NothingHere list={list} />
        ) : (
          <Rows
            key={list}
            rows={rows}
            list={list}
            open={open}
            address={address}
            onAccept={(row) => {
              void acting.accept(row);
              openHere(address(row.dialogId));
            }}
            onDecline={(row) => void acting.decline(row)}
            more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
          />
        )}
      </div>
    </section>
  );
}

type RowsProps = {
  rows: DialogRow[];
  list: InboxList;
  open: number | null;
  address: (dialogId: number) => string;
  onAccept: (row: DialogRow) => void;
  onDecline: (row: DialogRow) => void;
  /** Reads the next page; absent where there is none. */
  more: (() => void) | undefined;
};

function Rows({ rows, list, open, address, onAccept, onDecline, more }: RowsProps) {
  const t = useTranslations('inbox');
  const me = useMe();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight(rows[index], me.employeeId),
    getItemKey: (index) => `${rows[index]?.dialogId ?? index} ${rowHeight(rows[index], me.employeeId)}`,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - 8) more?.();
  }, [lastShown, more, rows.length]);

  const show = useEffectEvent(() => {
    const at = rows.findIndex((row) => row.dialogId === open);
    if (at !== -1) virtual.scrollToIndex(at, { align: 'auto' });
  });
  useEffect(() => show(), [open]);

  return (
    <div ref={scroller} className="h-full overflow-y-auto overscroll-contain">
      <ul aria-label={t(`list.${list}`)} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={row.dialogId}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <InboxRow
                row={row}
                list={list}
                open={row.dialogId === open}
                href={address(row.dialogId)}
                onAccept={onAccept}
                onDecline={onDecline}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function NothingHere({ list }: { list: InboxList }) {
  const t = useTranslations('inbox.empty');
  const me = useMe();
  const trpc = useTRPC();
  const { data: channels } = useQuery(trpc.channels.list.queryOptions({}, { enabled: administers(me) }));
  if (channels?.length === 0) {
    return (
      <Empty
        icon={MessagesSquare}
        title={t('noChannels.title')}
        action={
          <Link href="/channels" className={buttonLook({ look: 'primary' })}>
            {t('noChannels.action')}
          </Link>
        }
      >
        {t('noChannels.text')}
      </Empty>
    );
  }
  return (
    <Empty icon={list === 'waiting' ? Hourglass : InboxIcon} title={t(`${list}.title`)}>
      {list !== 'mine'
        ? t(`${list}.text`)
        : me.workday !== null && me.workday.state !== 'started'
          ? t('day')
          : me.workday === null && me.away
            ? t('away')
            : t('mine.text')}
    </Empty>
  );
}
