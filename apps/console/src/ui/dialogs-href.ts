import { weekdays } from '@switchboard/domain/hours';
import { dialogFilter, type DialogFilter } from '@switchboard/domain/statistics';

/** A length of seconds as the address says it: `60..300`, `60..`, `..300`. */
type Length = { atLeast?: number | undefined; atMost?: number | undefined };

const listed = {
  line: 'lines',
  channel: 'channels',
  operator: 'operators',
  offered: 'offeredTo',
  department: 'departments',
  state: 'states',
  facet: 'facets',
  reason: 'closeReasons',
} as const satisfies Record<string, keyof DialogFilter>;
const single = { search: 'search', vote: 'vote', did: 'did', client: 'clientId' } as const satisfies Record<
  string,
  keyof DialogFilter
>;
const lengths = { first: 'firstAnswer', handling: 'handling' } as const satisfies Record<string, keyof DialogFilter>;

/** The names in the address that stand for the filter of the list of dialogs. */
export const filterNames: readonly string[] = [
  ...Object.keys(single),
  ...Object.keys(listed),
  ...Object.keys(lengths),
  'period',
  'stars',
  'opened',
];

/** The filter as the address says it: what every page links with, and what the list reads. */
export function searchOf(filter: DialogFilter): URLSearchParams {
  const search = new URLSearchParams();
  const { period, stars, opened } = filter;
  if (filter.search !== undefined) search.set('search', filter.search);
  if (period !== undefined)
    search.set('period', 'preset' in period ? period.preset : `${period.from}..${period.until}`);
  for (const [name, key] of Object.entries(listed)) {
    const values = filter[key];
    if (values !== undefined && values.length > 0) search.set(name, values.join(','));
  }
  for (const [name, key] of Object.entries(single)) {
    const value = filter[key];
    if (name !== 'search' && value !== undefined) search.set(name, value);
  }
  if (stars !== undefined && stars.length > 0) search.set('stars', stars.join(','));
  for (const [name, key] of Object.entries(lengths)) {
    const length = filter[key];
    if (length !== undefined) search.set(name, `${length.atLeast ?? ''}..${length.atMost ?? ''}`);
  }
  if (opened !== undefined) search.set('opened', `${weekdays[opened.weekday] ?? ''}-${opened.hour}`);
  return search;
}

/** The filter that an address says. What is not understood is left out, each by itself. */
export function filterIn(search: URLSearchParams): DialogFilter {
  const found: Record<string, unknown> = {};
  const take = (key: keyof DialogFilter, value: unknown): boolean => {
    const read = dialogFilter.shape[key].safeParse(value);
    if (!read.success || read.data === undefined) return false;
    found[key] = read.data;
    return true;
  };
  const period = search.get('period');
  if (period !== null) {
    const [from, until] = period.split('..');
    take('period', until === undefined ? { preset: from } : { from, until });
  }
  for (const [name, key] of Object.entries(single)) {
    const value = search.get(name);
    if (value !== null) take(key, key === 'search' ? value.trim().slice(0, 200) : value);
  }
  for (const [name, key] of Object.entries(listed)) several(key, search.get(name), (value) => value);
  several('stars', search.get('stars'), Number);
  for (const [name, key] of Object.entries(lengths)) {
    const value = /^(\d{0,8})\.\.(\d{0,8})$/.exec(search.get(name) ?? '');
    if (value === null) continue;
    const length: Length = {
      ...(value[1] === '' ? {} : { atLeast: Number(value[1]) }),
      ...(value[2] === '' ? {} : { atMost: Number(value[2]) }),
    };
    if (length.atLeast !== undefined || length.atMost !== undefined) take(key, length);
  }
  const [, weekday, hour] = /^([a-z]+)-(\d{1,2})$/.exec(search.get('opened') ?? '') ?? [];
  if (weekday !== undefined)
    take('opened', { weekday: weekdays.findIndex((one) => one === weekday), hour: Number(hour) });
  return found as DialogFilter;

  function several(key: keyof DialogFilter, text: string | null, as: (value: string) => unknown): void {
    if (text === null) return;
    const understood = [...new Set(text.split(','))]
      .slice(0, 200)
      .map(as)
      .filter((one) => dialogFilter.shape[key].safeParse([one]).success);
    take(key, understood);
  }
}

/** Where the dialogs behind a figure are listed. */
export function dialogsHref(filter: DialogFilter): string {
  const search = searchOf(filter);
  return search.size === 0 ? '/dialogs' : `/dialogs?${search}`;
}
