import {
  comparisons,
  daysOf,
  period as aPeriod,
  type Day,
  type Days,
  type DialogFilter,
  type FigureFilter,
  type Grain,
  plus,
} from '@switchboard/domain/statistics';

import { filterIn, searchOf } from '../../ui/dialogs-href.ts';

/** What is wrong with a period: at which of its days, and the key of the words. */
export type PeriodProblem = { at: 'from' | 'until'; message: string };

/** Lines, channels, operators and departments: what figures are narrowed to beside the period. */
export const narrowings = ['lines', 'channels', 'operators', 'departments'] as const;
export type Narrowing = (typeof narrowings)[number];
type Chosen = Partial<Record<Narrowing, string[]>>;

export type AskedFigures = {
  filter: FigureFilter;
  /** The days that the address asks for though no figures are counted of them, and why not. */
  refused: { from: string; until: string; problem: PeriodProblem } | null;
};

const usual: FigureFilter = { period: { preset: 'last-30-days' }, compare: 'before' };

/** What figures are asked for, as the address says it; what is not understood is as if it were not there. */
export function askedIn(search: URLSearchParams): AskedFigures {
  const { period = usual.period, lines, channels, operators, departments } = filterIn(search);
  const compare = comparisons.find((one) => one === search.get('compare')) ?? usual.compare;
  const chosen: Chosen = Object.fromEntries(
    Object.entries({ lines, channels, operators, departments }).filter(
      ([, ids]) => ids !== undefined && ids.length > 0,
    ),
  );
  const [from, until] = (search.get('period') ?? '').split('..');
  const problem = from === undefined || until === undefined ? null : problemOf(from, until);
  return {
    filter: { period, compare, ...chosen },
    refused: problem === null || from === undefined || until === undefined ? null : { from, until, problem },
  };
}

/** What is wrong with these days as a period; null where nothing is. */
export function problemOf(from: string, until: string): PeriodProblem | null {
  const read = aPeriod.safeParse({ from, until });
  if (read.success) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/;
  if (!day.test(from)) return { at: 'from', message: 'statistics.period.day' };
  if (!day.test(until)) return { at: 'until', message: 'statistics.period.day' };
  const issue = read.error.issues
    .flatMap((each) => (each.code === 'invalid_union' ? each.errors.flat() : [each]))
    .find(({ message }) => message.startsWith('statistics.'));
  return { at: issue?.path[0] === 'from' ? 'from' : 'until', message: issue?.message ?? 'statistics.period.day' };
}

/** What follows the `?` in the address of a page of figures; empty for what is usual. */
export function figuresSearch(filter: FigureFilter): string {
  const { period, compare, ...chosen } = filter;
  const standard = 'preset' in period && 'preset' in usual.period && period.preset === usual.period.preset;
  const search = searchOf(standard ? chosen : { ...chosen, period });
  if (compare !== usual.compare) search.set('compare', compare);
  return search.toString();
}

/** The same page with something of its filter changed. */
export function withFigures(path: string, filter: FigureFilter, changes: Partial<FigureFilter>): string {
  const changed = { ...filter, ...changes };
  for (const name of narrowings) if (changed[name]?.length === 0) delete changed[name];
  const search = figuresSearch(changed);
  return search === '' ? path : `${path}?${search}`;
}

/** Whether figures are narrowed by something beside the period. */
export function isNarrowed(filter: FigureFilter): boolean {
  return narrowings.some((name) => filter[name] !== undefined);
}

/** What a list of dialogs is narrowed by so that it is the dialogs that these figures are counted of, or some of them. */
export function dialogsOf(filter: FigureFilter, more: DialogFilter = {}): DialogFilter {
  const { compare: _, ...same } = filter;
  return { ...same, ...more };
}

/** The days of a stretch that is named by its first, as far as they lie in the period. */
export function daysIn(stretch: Day, grain: Grain, days: Days): Days {
  const next =
    grain === 'day'
      ? stretch
      : grain === 'week'
        ? plus(stretch, 6)
        : plus(daysOf({ preset: 'this-month' }, plus(stretch, 31)).from, -1);
  return { from: stretch < days.from ? days.from : stretch, until: next > days.until ? days.until : next };
}
