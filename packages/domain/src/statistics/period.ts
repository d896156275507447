import { z } from 'zod';

import { day as dayLength, minute, type Instant } from '../people/index.ts';
import { wallClockOn } from '../hours/zone.ts';

/** A day of the calendar, `YYYY-MM-DD`. */
export type Day = string;

/** Periods that are counted from today, in the company's time zone; weeks begin on Monday. */
export const presets = [
  'today',
  'yesterday',
  'last-7-days',
  'last-30-days',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'this-quarter',
  'this-year',
  'last-365-days',
] as const;
export type Preset = (typeof presets)[number];

/** The longest period that is asked for, in days: ten years. */
export const longestPeriod = 3_660;

const aDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'statistics.period.day')
  .refine(isDay, 'statistics.period.day');

/** The years that periods may name: before them nobody wrote, and figures beyond them have no calendar. */
const years = { from: 1990, until: 2200 };

/**
 * A period of whole days. Refuses what is no day of the calendar, a period that ends before it begins, and one that is
 * longer than ten years.
 */
export const period = z.union([
  z.strictObject({ preset: z.enum(presets) }),
  z
    .strictObject({ from: aDay, until: aDay })
    .refine(({ from, until }) => from <= until, { path: ['until'], message: 'statistics.period.order' })
    .refine(({ from, until }) => daysBetween(from, until) < longestPeriod, {
      path: ['until'],
      message: 'statistics.period.long',
    }),
]);
export type Period = z.infer<typeof period>;

/** What a period is compared with: the one before it of the same length, the same days a year ago, or nothing. */
export const comparisons = ['before', 'year-ago', 'none'] as const;
export type Comparison = (typeof comparisons)[number];

/** Days from the first up to the last, both included. */
export type Days = { from: Day; until: Day };

/** The days of a period, as of `today`. */
export function daysOf(asked: Period, today: Day): Days {
  if ('from' in asked) return asked;
  const weekday = (numberOf(today) + 3) % 7;
  const monday = plus(today, -weekday);
  const month = `${today.slice(0, 7)}-01`;
  const lastOfMonthBefore = plus(month, -1);
  const quarter = `${today.slice(0, 4)}-${String(Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  switch (asked.preset) {
    case 'today':
      return { from: today, until: today };
    case 'yesterday':
      return { from: plus(today, -1), until: plus(today, -1) };
    case 'last-7-days':
      return { from: plus(today, -6), until: today };
    case 'last-30-days':
      return { from: plus(today, -29), until: today };
    case 'this-week':
      return { from: monday, until: today };
    case 'last-week':
      return { from: plus(monday, -7), until: plus(monday, -1) };
    case 'this-month':
      return { from: month, until: today };
    case 'last-month':
      return { from: `${lastOfMonthBefore.slice(0, 7)}-01`, until: lastOfMonthBefore };
    case 'this-quarter':
      return { from: quarter, until: today };
    case 'this-year':
      return { from: `${today.slice(0, 4)}-01-01`, until: today };
    case 'last-365-days':
      return { from: plus(today, -364), until: today };
  }
}

/** The days that these are compared with; null for nothing. */
export function comparedWith({ from, until }: Days, comparison: Comparison): Days | null {
  switch (comparison) {
    case 'none':
      return null;
    case 'before':
      return { from: plus(from, -daysBetween(from, until) - 1), until: plus(from, -1) };
    case 'year-ago':
      return { from: aYearBefore(from), until: aYearBefore(until) };
  }
}

/** How a period's course is drawn: by days up to three months, by weeks up to a year and a half, by months beyond. */
export type Grain = 'day' | 'week' | 'month';
export function grainOf({ from, until }: Days): Grain {
  const length = daysBetween(from, until) + 1;
  return length <= 92 ? 'day' : length <= 550 ? 'week' : 'month';
}

/** The first day of the stretch that a day is drawn in. */
export function stretchOf(day: Day, grain: Grain): Day {
  if (grain === 'day') return day;
  if (grain === 'month') return `${day.slice(0, 7)}-01`;
  return plus(day, -((numberOf(day) + 3) % 7));
}

/** All stretches of a period in order, those in which nothing happened too. */
export function stretchesOf({ from, until }: Days, grain: Grain): Day[] {
  const found: Day[] = [];
  for (let day = from; day <= until; day = plus(day, 1)) {
    const stretch = stretchOf(day, grain);
    if (found.at(-1) !== stretch) found.push(stretch);
  }
  return found;
}

/** The day and the quarter of an hour (0 to 95) that the wall clock of a place shows at this moment. */
export function localTime(zone: string, t: Instant): { day: Day; quarter: number } {
  const clock = wallClockOn(zone, Math.floor(t / dayLength)).find(({ from, until }) => from <= t && t < until)!;
  const local = t + clock.offset;
  const number = Math.floor(local / dayLength);
  return { day: dayOf(number), quarter: Math.floor((local - number * dayLength) / (15 * minute)) };
}

/** Which weekday it is, 0 for Monday. */
export function weekdayOf(day: Day): number {
  return (numberOf(day) + 3) % 7;
}

/** The day so many days later, or earlier. */
export function plus(day: Day, days: number): Day {
  return dayOf(numberOf(day) + days);
}

/** How many days lie between two days; 0 where they are the same. */
export function daysBetween(from: Day, until: Day): number {
  return numberOf(until) - numberOf(from);
}

function aYearBefore(day: Day): Day {
  const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return isDay(before) ? before : plus(day, -366);
}

function numberOf(day: Day): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / dayLength);
}

function dayOf(number: number): Day {
  return new Date(number * dayLength).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  if (year < years.from || year > years.until) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text;
}
