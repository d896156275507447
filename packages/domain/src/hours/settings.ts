import { z } from 'zod';

import { day } from '../people/instant.ts';
import { interval, spanOf, type Interval } from './interval.ts';

/** The days of a week as the form lists them and the calendar counts them. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** What happens when a client writes outside hours (product §3.3). */
export const outsideThen = ['nothing', 'text'] as const;

/** The most exceptions a line has, imported holidays included. */
export const mostExceptions = 500;

const intervals = z.array(interval).max(12, 'hours.intervals.tooMany');
const dayOff = intervals.default(() => []);
const workday = intervals.default(() => [{ from: '09:00', to: '18:00' }]);

const week = z
  .object({
    monday: workday,
    tuesday: workday,
    wednesday: workday,
    thursday: workday,
    friday: workday,
    saturday: dayOff,
    sunday: dayOff,
  })
  .superRefine((week, context) => {
    const placed = weekdays.flatMap((weekday, index) => placedFrom(index * day, week[weekday], [weekday]));
    for (const { path } of overlapping(placed, 7 * day)) {
      context.addIssue({ code: 'custom', message: 'hours.week.overlap', path });
    }
  });

/**
 * A day that is not as its weekday says (product §3.3): on one date (`YYYY-MM-DD`) or every year (`MM-DD`; `02-29` in
 * leap years only), closed where it has no intervals, or with its own hours. Refuses a date no calendar has.
 */
export const hoursException = z.object({
  date: z.string('hours.exceptions.date').refine(isDate, 'hours.exceptions.date'),
  name: z.string().trim().max(100, 'hours.exceptions.nameLong').optional(),
  intervals: intervals
    .superRefine((intervals, context) => {
      for (const { path } of overlapping(placedFrom(0, intervals, []), Infinity)) {
        context.addIssue({ code: 'custom', message: 'hours.exceptions.overlap', path });
      }
    })
    .default(() => []),
});
export type HoursException = z.infer<typeof hoursException>;

/**
 * The Working hours tab of a line (product §3.3): when it is open, and what a client reads when it is not. Every field
 * has the default of a new line. What is refused, and where it is said: a zone nobody knows; intervals that overlap, at
 * the later of the two, Sunday's with Monday's too (they may touch); the same date twice, at the second; a schedule
 * that is on and has no open hour at all, at the week.
 *
 * An exception owns its date: the intervals that start on it are its own instead of the weekday's, and one with a year
 * goes before a repeating one. What began the day before and runs past midnight still runs into a date with its own
 * hours, but not into a closed one. A weekday without intervals is no exception: Friday's night ends on Saturday.
 */
export const hoursSettings = z
  .object({
    /** Off: the line is always open. What was typed is kept. */
    schedule: z.boolean().default(false),
    /** An IANA zone by its name; the wall clock of this place opens and closes the line. */
    timeZone: z.string('hours.timeZone.unknown').refine(isTimeZone, 'hours.timeZone.unknown').default('UTC'),
    week: week.prefault({}),
    exceptions: z
      .array(hoursException)
      .max(mostExceptions, 'hours.exceptions.tooMany')
      .superRefine((exceptions, context) => {
        const seen = new Set<string>();
        for (const [index, { date }] of exceptions.entries()) {
          if (seen.has(date)) {
            context.addIssue({ code: 'custom', message: 'hours.exceptions.twice', path: [index, 'date'] });
          }
          seen.add(date);
        }
      })
      .default(() => []),
    /** Outside hours: nothing, or a text. An empty one is the default text in the company's language. */
    outside: z
      .object({
        then: z.enum(outsideThen).default('text'),
        text: z.string().trim().max(2000, 'hours.outside.textLong').default(''),
      })
      .prefault({}),
  })
  .superRefine(({ schedule, week, exceptions }, context) => {
    const opens = [...weekdays.map((weekday) => week[weekday]), ...exceptions.map((exception) => exception.intervals)];
    if (schedule && opens.every((intervals) => intervals.length === 0)) {
      context.addIssue({ code: 'custom', message: 'hours.week.empty', path: ['week'] });
    }
  });
export type Hours = z.infer<typeof hoursSettings>;

type Placed = { from: number; until: number; path: (string | number)[] };

/** Only what is an interval has a place; what is none is refused by itself. */
function placedFrom(midnight: number, intervals: readonly Interval[], path: string[]): Placed[] {
  return intervals.flatMap((each, index) => {
    if (!interval.safeParse(each).success) return [];
    const { from, until } = spanOf(each);
    return [{ from: midnight + from, until: midnight + until, path: [...path, index] }];
  });
}

/** Those that begin before an earlier one has ended, on a line that begins anew after so many milliseconds. */
function overlapping(placed: readonly Placed[], round: number): Placed[] {
  const inOrder = placed.toSorted((a, b) => a.from - b.from);
  let reach = Math.max(...inOrder.map(({ until }) => until)) - round;
  return inOrder.filter(({ from, until }) => {
    const tooEarly = from < reach;
    reach = Math.max(reach, until);
    return tooEarly;
  });
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(date: string): boolean {
  const [, year, month, dayOfMonth] = /^(?:([1-9]\d{3})-)?(\d\d)-(\d\d)$/.exec(date) ?? [];
  const days = daysOfMonths[Number(month) - 1];
  if (days === undefined || Number(dayOfMonth) < 1) return false;
  const leap = year === undefined || (Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0));
  return Number(dayOfMonth) <= (month === '02' && leap ? 29 : days);
}

/** Names that were asked about and are zones; asking costs too much to do it at every reading of a line's settings. */
const knownZones = new Set<string>();

function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  // The engine also takes offsets such as +03:00, which know no summer time and are no zones.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  if (knownZones.size >= 1000) knownZones.clear();
  knownZones.add(name);
  return true;
}
