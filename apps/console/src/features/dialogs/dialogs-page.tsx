'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MessagesSquare, SearchX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { isTaken, useKeys } from '../../ui/keys.ts';
import { openHere, useOpenDialog } from '../../ui/open-dialog.ts';
import { ColumnsChooser } from './columns-chooser.tsx';
import { Exports } from './exports.tsx';
import { FilterBar } from './filter-bar.tsx';
import { GroupBar } from './group-bar.tsx';
import { Rows } from './rows.tsx';
import { listInput } from './shown.ts';
import { TableSkeleton } from './table-skeleton.tsx';
import { useShown } from './use-shown.ts';
import { ViewsMenu } from './views-menu.tsx';

/** All dialogs the reader may see (product §6): what of them, which columns and in which order stands in the address. */
export function DialogsPage() {
  const t = useTranslations('dialogs');
  const trpc = useTRPC();
  const search = useSearchParams();
  const open = useOpenDialog();
  const showing = useShown();
  const { shown, show } = showing;
  const query = useInfiniteQuery(
    trpc.dialogList.page.infiniteQueryOptions(listInput(shown), {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const { data: count } = useQuery(
    trpc.dialogList.count.queryOptions(
      { filter: shown.filter },
      { staleTime: 30_000, placeholderData: keepPreviousData },
    ),
  );
  const rows = useMemo(() => {
    // A page that begins where another ended before something moved may hold a dialog once more.
    const all = (query.data?.pages ?? []).flatMap((page) => page.rows);
    return [...new Map(all.map((row) => [row.dialogId, row])).values()];
  }, [query.data]);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  // What was chosen among other dialogs is not acted on by mistake.
  const asked = JSON.stringify(shown.filter);
  const [chosenOf, setChosenOf] = useState(asked);
  if (chosenOf !== asked) {
    setChosenOf(asked);
    setChosen(new Set());
  }
  const choose = (dialogIds: readonly number[], on: boolean) =>
    setChosen((now) => {
      const next = new Set(now);
      for (const dialogId of dialogIds) {
        if (on) next.add(dialogId);
        else next.delete(dialogId);
      }
      return next;
    });
  const hrefOf = (dialogId: number) => `/dialogs/${dialogId}${search.size === 0 ? '' : `?${search}`}`;
  const told = count === undefined ? null : t(count.more ? 'countMore' : 'count', { count: count.dialogs });
  const columns = shown.columns.includes('number') ? shown.columns : (['number', ...shown.columns] as const);

  useKeys((event) => {
    if (isTaken(event) || rows.length === 0) return;
    const focused = Number(document.activeElement?.closest<HTMLElement>('[data-dialog]')?.dataset['dialog'] ?? 0);
    if (event.key === 'x' && focused > 0) {
      event.preventDefault();
      choose([focused], !chosen.has(focused));
      return;
    }
    const move =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (move === 0) return;
    // With a dialog open the arrows scroll what was said; letters go from dialog to dialog.
    if (open !== null && event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const at = rows.findIndex(({ dialogId }) => dialogId === (open ?? focused));
    const to = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + move))];
    if (to === undefined) return;
    if (open !== null) openHere(hrefOf(to.dialogId), 'replace');
    const row = document.querySelector<HTMLElement>(`[data-dialog="${to.dialogId}"]`);
    row?.querySelector<HTMLElement>('a[href^="/dialogs/"]')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });

  return (
    <section aria-label={t('title')} className="flex h-full min-w-0 flex-col bg-panel">
      <header className="flex shrink-0 flex-col gap-2 border-b border-edge px-4 py-2.5 sm:px-6">
        <div className="flex min-w-0 items-center gap-2">
          <h1 className="mr-1 text-lg font-semibold tracking-tight">{t('title')}</h1>
          <ViewsMenu showing={showing} />
          <span
            className="ml-auto hidden text-sm whitespace-nowrap text-ink-faint tabular-nums sm:inline"
            role="status"
          >
            {told}
          </span>
          <span className="ml-auto flex items-center sm:ml-0">
            <Exports shown={shown} columns={columns} count={told} />
            <ColumnsChooser columns={columns} onChange={(next) => show({ columns: next })} />
          </span>
        </div>
        <FilterBar showing={showing} />
        {count?.searchCut === true && <p className="text-sm text-ink-soft">{t('searchCut')}</p>}
        {count !== undefined && count.beyond > 0 && (
          <p role="status" className="text-sm text-ink-soft">
            {t('beyond', { count: count.beyond })}
          </p>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={query.isPlaceholderData || undefined}>
        {query.isError && query.data === undefined ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <TableSkeleton />
        ) : rows.length === 0 ? (
          Object.keys(shown.filter).length > 0 ? (
            <Empty
              icon={SearchX}
              title={t('empty.filtered')}
              action={<Button onClick={() => show({ filter: {} })}>{t('clear')}</Button>}
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
            <Rows
              rows={rows}
              columns={columns}
              showing={showing}
              open={open}
              hrefOf={hrefOf}
              chosen={chosen}
              onChoose={choose}
            />
            {query.hasNextPage && (
              <div className="sticky left-0 flex justify-center p-4">
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('more')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
      <GroupBar
        chosen={[...chosen]}
        matching={count}
        shown={shown}
        onChoose={(dialogIds) => setChosen(new Set(dialogIds))}
      />
    </section>
  );
}
