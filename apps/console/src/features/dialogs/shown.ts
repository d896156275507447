import {
  dialogColumns,
  dialogSorts,
  usualColumns,
  type DialogColumn,
  type DialogFilter,
  type DialogSort,
} from '@switchboard/domain/statistics';

import type { DialogListView } from '../../rpc/shapes.ts';
import { filterIn, filterNames, searchOf } from '../../ui/dialogs-href.ts';

/** What the list shows, and how: as the address says it, or the view that it names. */
export type Shown = {
  /** The view it began with, which it may have left since. */
  viewId: string | null;
  filter: DialogFilter;
  columns: readonly DialogColumn[];
  sort: DialogSort;
  ascending: boolean;
};

/** All dialogs, the newest first. */
export const allDialogs: Shown = { viewId: null, filter: {}, columns: usualColumns, sort: 'number', ascending: false };

/** Stands in the address where somebody whose list begins with a view wants none. */
const noView = 'all';
const own = [...filterNames, 'sort', 'columns'];

/** What an address shows: what it says itself; else its view; with nothing said, the view that one's list begins with. */
export function shownIn(search: URLSearchParams, views: readonly DialogListView[]): Shown {
  const named = search.get('view');
  const says = own.some((name) => search.has(name));
  const view =
    named === null && !says ? views.find(({ isDefault }) => isDefault) : views.find(({ viewId }) => viewId === named);
  if (!says) return view === undefined ? allDialogs : shownBy(view);
  const asked = (search.get('columns') ?? '').split(',');
  const columns = asked.flatMap((name) => dialogColumns.find((column) => column === name) ?? []);
  const sort = search.get('sort') ?? '';
  const by = dialogSorts.find((one) => one === sort.replace(/^-/, ''));
  return {
    viewId: view?.viewId ?? null,
    filter: filterIn(search),
    columns: columns.length > 0 ? [...new Set(columns)] : (view?.columns ?? usualColumns),
    sort: by ?? view?.sort ?? 'number',
    ascending: by === undefined ? (view?.ascending ?? false) : !sort.startsWith('-'),
  };
}

/** What a view shows. */
export function shownBy({ viewId, filter, columns, sort, ascending }: DialogListView): Shown {
  return { viewId, filter, columns, sort, ascending };
}

/** The address of what is shown, as short as it can be. */
export function searchOfShown(shown: Shown, views: readonly DialogListView[]): URLSearchParams {
  const view = views.find(({ viewId }) => viewId === shown.viewId);
  const begun = view === undefined ? allDialogs : shownBy(view);
  const search = new URLSearchParams();
  if (view !== undefined) search.set('view', view.viewId);
  if (!isChanged(shown, begun)) {
    if (view === undefined && views.some(({ isDefault }) => isDefault)) search.set('view', noView);
    return search;
  }
  for (const [name, value] of searchOf(shown.filter)) search.set(name, value);
  // Of a view nothing is taken over once something differs: a filter that was taken away would come back otherwise.
  const all = view !== undefined;
  if (all || shown.sort !== begun.sort || shown.ascending !== begun.ascending)
    search.set('sort', `${shown.ascending ? '' : '-'}${shown.sort}`);
  if (all || shown.columns.join() !== begun.columns.join()) search.set('columns', shown.columns.join(','));
  return search;
}

/** Does it show something else than this, or differently? */
export function isChanged(shown: Shown, than: Shown): boolean {
  const told = ({ filter, columns, sort, ascending }: Shown) => {
    const search = searchOf(filter);
    search.sort();
    return [search.toString(), columns.join(), sort, ascending].join(' ');
  };
  return told(shown) !== told(than);
}

/** What the list is read by; server and browser must agree. */
export function listInput({ filter, sort, ascending }: Shown) {
  return { filter, sort, ascending, limit: 50 };
}

/** A column put before or behind its neighbour. */
export function moved(columns: readonly DialogColumn[], column: DialogColumn, by: -1 | 1): DialogColumn[] {
  const at = columns.indexOf(column);
  const to = at + by;
  if (at === -1 || to < 0 || to >= columns.length) return [...columns];
  const others = columns.filter((one) => one !== column);
  return [...others.slice(0, to), column, ...others.slice(to)];
}
