import { interval, weekdays, type Hours, type Interval } from '@switchboard/domain/hours';

export type Week = Hours['week'];
export type Weekday = (typeof weekdays)[number];

/** A stretch of a day in whole minutes after its midnight; past midnight it ends after 1440. */
export type Stretch = { from: number; until: number };

/** How finely hours are drawn, in minutes. */
export const step = 15;
const day = 1_440;

/** The minutes a day's interval takes; null where what is typed is no time. */
export function stretchOf(one: Interval): Stretch | null {
  if (!interval.safeParse(one).success) return null;
  const from = minutesOf(one.from);
  const to = minutesOf(one.to);
  return { from, until: to <= from ? to + day : to };
}

/** The interval of these minutes, as it is stored. */
export function intervalOf({ from, until }: Stretch): Interval {
  return { from: clock(from), to: until === day ? '24:00' : clock(until % day) };
}

/** A day with one more stretch drawn onto it: what it overlaps or touches becomes one with it. */
export function drawn(intervals: readonly Interval[], more: Stretch): Interval[] {
  const stretches = [...intervals.flatMap((one) => stretchOf(one) ?? []), more].toSorted((a, b) => a.from - b.from);
  const joined: Stretch[] = [];
  for (const one of stretches) {
    const last = joined.at(-1);
    if (last !== undefined && one.from <= last.until) last.until = Math.max(last.until, one.until);
    else joined.push({ ...one });
  }
  return joined.map(({ from, until }) => intervalOf({ from, until: Math.min(until, from + day) }));
}

/** An interval with one end moved by so many minutes; it stays at least one step long and less than a day. */
export function stretched(one: Interval, end: 'from' | 'to', by: number): Interval {
  const stretch = stretchOf(one);
  if (stretch === null) return one;
  const { from, until } = stretch;
  if (end === 'from')
    return intervalOf({ from: clamp(from + by, Math.max(0, until - day + step), Math.min(until, day) - step), until });
  return intervalOf({ from, until: clamp(until + by, from + step, from + day - step) });
}

/** An interval moved as a whole, within its day. */
export function shifted(one: Interval, by: number): Interval {
  const stretch = stretchOf(one);
  if (stretch === null) return one;
  const length = stretch.until - stretch.from;
  const from = clamp(stretch.from + by, 0, Math.max(0, day - Math.min(length, day)));
  return intervalOf({ from, until: from + length });
}

/** A place for a new interval on a day: the usual hours, else an hour after the last one; null where none is left. */
export function nextFree(intervals: readonly Interval[]): Interval | null {
  if (intervals.length === 0) return { from: '09:00', to: '18:00' };
  const last = Math.max(...intervals.map((one) => stretchOf(one)?.until ?? 0));
  const from = Math.ceil((last + step) / step) * step;
  return from + 60 > day ? null : intervalOf({ from, until: Math.min(day, from + 180) });
}

/** The same hours on these days as on one. */
export function copied(week: Week, from: Weekday, to: readonly Weekday[]): Week {
  return { ...week, ...Object.fromEntries(to.map((weekday) => [weekday, week[from].map((one) => ({ ...one }))])) };
}

/** What runs into a day from the night before, in minutes after its midnight. */
export function nightBefore(week: Week, weekday: Weekday): Stretch[] {
  const before = weekdays[(weekdays.indexOf(weekday) + 6) % 7] ?? 'sunday';
  return week[before].flatMap((one) => {
    const stretch = stretchOf(one);
    return stretch !== null && stretch.until > day ? [{ from: 0, until: stretch.until - day }] : [];
  });
}

/** What somebody typed for a time, as it is stored: `9` is 09:00, `930` is 09:30, `24` is 24:00; anything else stays. */
export function timeTyped(typed: string): string {
  const text = typed.trim().replace(/[.,\s-]/g, ':');
  const [, hours, minutes] = /^(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (hours === undefined) return typed.trim();
  return `${hours.padStart(2, '0')}:${minutes ?? '00'}`;
}

/** A time of the clock: 540 is 09:00. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
