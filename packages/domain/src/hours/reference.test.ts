import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { day, hour, minute, type Instant } from '../people/index.ts';
import {
  closedSince,
  deadlineAfter,
  hoursSettings,
  isOpen,
  nextChange,
  nextOpening,
  openBetween,
  weekdays,
  workingTimeBetween,
  type Hours,
  type HoursException,
  type Interval,
} from './index.ts';

/** Moments around which clocks were changed, dates were skipped, and years and Februaries ended. */
const moments: [string, string][] = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/St_Johns', '2010-11-07T02:31Z'],
  ['America/St_Johns', '2026-11-01T04:30Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['Africa/Cairo', '2026-10-29T21:00Z'],
  ['America/Havana', '2026-11-01T05:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Pacific/Kiritimati', '2026-12-31T10:00Z'],
  ['Asia/Kathmandu', '2026-12-31T18:15Z'],
  ['Europe/Moscow', '2014-10-25T22:00Z'],
  ['UTC', '2028-02-29T00:00Z'],
];

const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A day's intervals: up to three, apart from each other, the last one possibly past midnight. */
const intervals: fc.Arbitrary<Interval[]> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 6 }), fc.boolean())
  .map(([quarters, pastMidnight]) => {
    const sorted = quarters.toSorted((a, b) => a - b);
    if (pastMidnight && sorted.length > 1) sorted.push(sorted.shift()!);
    const pairs = Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => [sorted[2 * i]!, sorted[2 * i + 1]!]);
    return pairs.map(([from, to]) => ({ from: clockTime(from! * 15), to: clockTime(to! * 15) }));
  });

type Case = { hours: Hours; around: Instant };

/** A week, exceptions near the moment, and the moment. Hours of neighbouring days may overlap; open is open. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    moment: fc.constantFrom(...moments),
    week: fc.array(intervals, { minLength: 7, maxLength: 7 }),
    exceptions: fc.uniqueArray(
      fc.record({ away: fc.integer({ min: -2, max: 2 }), repeating: fc.boolean(), intervals }),
      { maxLength: 3, selector: (each) => `${each.away} ${each.repeating}` },
    ),
  })
  .map(({ moment: [timeZone, iso], week, exceptions }) => ({
    around: Date.parse(iso),
    hours: {
      ...hoursSettings.parse({ timeZone }),
      schedule: true,
      week: Object.fromEntries(weekdays.map((weekday, i) => [weekday, week[i]])) as Hours['week'],
      exceptions: exceptions.map(({ away, repeating, intervals }): HoursException => {
        const date = new Date(Date.parse(iso) + away * day).toISOString().slice(0, 10);
        return { date: repeating ? date.slice(5) : date, intervals };
      }),
    },
  }));

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** What a person in the place reads from the clock on the wall and the calendar beside it. */
function wallClock(zone: string, t: Instant) {
  let format = wallClocks.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    wallClocks.set(zone, format);
  }
  const [date, time] = format.format(t).split(' ');
  return { date: date!, time: time! };
}

/** The product's sentence taken at its word: is the time on the wall inside an interval of this date or the last one? */
function openByTheWall(hours: Hours, t: Instant): boolean {
  const { date, time } = wallClock(hours.timeZone, t);
  const today = intervalsOn(hours, date);
  const yesterday = intervalsOn(hours, new Date(Date.parse(date) - day).toISOString().slice(0, 10));
  if (today.exception && today.intervals.length === 0) return false;
  return (
    today.intervals.some(({ from, to }) => from <= time && (time < to || to <= from)) ||
    yesterday.intervals.some(({ from, to }) => to <= from && time < to)
  );
}

function intervalsOn({ week, exceptions }: Hours, date: string) {
  const exception =
    exceptions.find((each) => each.date === date) ?? exceptions.find((each) => each.date === date.slice(5));
  const weekday = weekdays[(new Date(date).getUTCDay() + 6) % 7]!;
  return { exception: exception !== undefined, intervals: exception?.intervals ?? week[weekday] };
}

/** The same runs every time; a failure names the case it shrank to. */
const runs = (numRuns: number) => ({ numRuns, seed: 33 });

describe('over any week, zone and change of the clocks', () => {
  test('the calendar opens and closes as the clock on the wall, minute by minute', () => {
    fc.assert(
      fc.property(cases, ({ hours, around }) => {
        const start = Math.floor(around / minute) * minute - 14 * hour;
        const minutes = Array.from({ length: 28 * 60 }, (_, i) => start + i * minute);
        const open = minutes.map((t) => openByTheWall(hours, t));
        expect(minutes.map((t) => isOpen(hours, t))).toEqual(open);
        const end = start + minutes.length * minute;
        expect(workingTimeBetween(hours, start, end)).toBe(open.filter(Boolean).length * minute);
        const spans = openBetween(hours, start, end);
        expect(minutes.map((t) => spans.some(({ from, until }) => from <= t && t < until))).toEqual(open);

        for (let i = 0; i < minutes.length; i += 97) {
          const opens = open.indexOf(true, i);
          if (opens >= 0) expect(nextOpening(hours, minutes[i]!)).toBe(minutes[opens]);
          const changes = open.indexOf(!open[i], i);
          if (changes >= 0) expect(nextChange(hours, minutes[i]!)).toBe(minutes[changes]);
          const openLast = open.lastIndexOf(true, i);
          if (open[i]) expect(closedSince(hours, minutes[i]!)).toBeNull();
          else if (openLast >= 0) expect(closedSince(hours, minutes[i]!)).toBe(minutes[openLast]! + minute);
        }
      }),
      runs(120),
    );
  });

  const away = fc.integer({ min: -3 * day, max: 3 * day });

  test('working time adds up', () => {
    fc.assert(
      fc.property(cases, fc.tuple(away, away, away), ({ hours, around }, aways) => {
        const [a, b, c] = aways.toSorted((x, y) => x - y).map((ms) => around + ms) as [number, number, number];
        expect(workingTimeBetween(hours, a, b) + workingTimeBetween(hours, b, c)).toBe(workingTimeBetween(hours, a, c));
      }),
      runs(1000),
    );
  });

  test('a deadline is the first moment by which so much was worked', () => {
    fc.assert(
      fc.property(cases, away, fc.integer({ min: 1, max: 40 * hour }), ({ hours, around }, ms, asked) => {
        const deadline = deadlineAfter(hours, around + ms, asked);
        if (deadline === null) {
          expect(workingTimeBetween(hours, around + ms, around + ms + 700 * day)).toBeLessThan(asked);
        } else {
          expect(workingTimeBetween(hours, around + ms, deadline)).toBe(asked);
          expect(workingTimeBetween(hours, around + ms, deadline - 1)).toBe(asked - 1);
        }
      }),
      runs(500),
    );
  });

  test('the next opening is open, and nothing before it is', () => {
    fc.assert(
      fc.property(cases, away, ({ hours, around }, ms) => {
        const t = around + ms;
        const opening = nextOpening(hours, t);
        if (opening === null) return expect(workingTimeBetween(hours, t, t + 700 * day)).toBe(0);
        expect(isOpen(hours, opening)).toBe(true);
        expect(workingTimeBetween(hours, t, opening)).toBe(0);
        expect(opening === t || !isOpen(hours, opening - 1)).toBe(true);
      }),
      runs(500),
    );
  });
});
