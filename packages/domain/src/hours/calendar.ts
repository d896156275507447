import { day, type Instant } from '../people/instant.ts';
import { joined, spanOf, type Span } from './interval.ts';
import { weekdays, type Hours } from './settings.ts';
import { wallClockOn } from './zone.ts';

// One calendar answers everywhere (product §3.3), and one sentence defines it: a line is open at a moment when the wall
// clock of its zone shows, at that moment, a date and a time inside an interval. The rest follows. Where the clocks go
// forward, the skipped times never come: an interval that starts inside the gap opens at the first moment after it, one
// that lies inside it does not open that day. Where they go back, the repeated times come twice: what is open in them
// is open twice, and both count, because real elapsed time is what is measured. A date that a place skips (Apia,
// 2011-12-30) has no hours.
//
// With the schedule off a line is always open. Settings never change once they exist: what is worked out about them is
// kept for as long as they are, so the same object is asked again for next to nothing.

/** How far an opening, a closing or a deadline is looked for, in days: two years. Beyond that the answer is that there is none. */
const horizon = 731;

/** Is the line open at this moment? An interval's start is open, its end is closed. */
export function isOpen(hours: Hours, t: Instant): boolean {
  return !hours.schedule || onDay(hours, dayOf(t)).open.some(({ from, until }) => from <= t && t < until);
}

/** The moment the line is open next: `t` itself while it is open, null where it does not open within two years. */
export function nextOpening(hours: Hours, t: Instant): Instant | null {
  if (!hours.schedule) return t;
  const today = dayOf(t);
  for (let d = today; d <= today + horizon; d += 1) {
    for (const { from, until } of onDay(hours, d).open) if (until > t) return Math.max(from, t);
  }
  return null;
}

/** The next moment after `t` at which the line opens or closes; null where it does neither within two years. */
export function nextChange(hours: Hours, t: Instant): Instant | null {
  if (!hours.schedule) return null;
  if (!isOpen(hours, t)) return nextOpening(hours, t);
  const today = dayOf(t);
  let openUntil = t;
  for (let d = today; d <= today + horizon; d += 1) {
    for (const { from, until } of onDay(hours, d).open) {
      if (from > openUntil) return openUntil;
      openUntil = Math.max(openUntil, until);
    }
    if (openUntil < (d + 1) * day) return openUntil;
  }
  return null;
}

/**
 * The moment the line closed last, as of `t`; null while it is open. Where it has not been open for two years it
 * answers 0, the beginning of time: whatever happened since then happened since the line closed.
 */
export function closedSince(hours: Hours, t: Instant): Instant | null {
  if (isOpen(hours, t)) return null;
  const today = dayOf(t);
  for (let d = today; d >= today - horizon; d -= 1) {
    const closed = onDay(hours, d).open.findLast(({ until }) => until <= t);
    if (closed) return closed.until;
  }
  return 0;
}

/** How long the line is open from `a` up to `b`, in milliseconds of real time; 0 where `b` is not after `a`. */
export function workingTimeBetween(hours: Hours, a: Instant, b: Instant): number {
  if (!hours.schedule) return Math.max(0, b - a);
  let worked = 0;
  for (let d = dayOf(a); d * day < b; d += 1) {
    const { open, total } = onDay(hours, d);
    if (a <= d * day && (d + 1) * day <= b) worked += total;
    else for (const { from, until } of open) worked += Math.max(0, Math.min(until, b) - Math.max(from, a));
  }
  return worked;
}

/** The stretches in which the line is open from `a` up to `b`, in order, apart from each other and cut at both. */
export function openBetween(hours: Hours, a: Instant, b: Instant): Span[] {
  if (a >= b) return [];
  if (!hours.schedule) return [{ from: a, until: b }];
  const spans: Span[] = [];
  for (let d = dayOf(a); d * day < b; d += 1) {
    for (const { from, until } of onDay(hours, d).open)
      if (until > a && from < b) spans.push({ from: Math.max(from, a), until: Math.min(until, b) });
  }
  return joined(spans);
}

/**
 * The first moment by which the line has been open for `ms` milliseconds since `t`: `t` itself where nothing is asked
 * for, null where the two years after `t` do not give so much. What ends exactly at closing ends there, not at the
 * next opening.
 */
export function deadlineAfter(hours: Hours, t: Instant, ms: number): Instant | null {
  if (ms <= 0) return t;
  if (!hours.schedule) return t + ms;
  const today = dayOf(t);
  let left = ms;
  for (let d = today; d <= today + horizon; d += 1) {
    const { open, total } = onDay(hours, d);
    if (d > today && total < left) {
      left -= total;
      continue;
    }
    for (const span of open) {
      const from = Math.max(span.from, t);
      const length = Math.max(0, span.until - from);
      if (length >= left) return from + left;
      left -= length;
    }
  }
  return null;
}

/** The open stretches of one day of UTC, in order, apart from each other and cut at its midnights, and their sum. */
type Day = { readonly open: readonly Span[]; readonly total: number };

/** Settings read once: hours of dates in milliseconds after midnight, and the days worked out so far. */
type Calendar = {
  readonly week: readonly (readonly Span[])[];
  readonly dated: ReadonlyMap<number, readonly Span[]>;
  readonly repeating: ReadonlyMap<string, readonly Span[]>;
  readonly days: Map<number, Day>;
};

const calendars = new WeakMap<Hours, Calendar>();
const mostDays = 2000;
const closed: Day = { open: [], total: 0 };

function dayOf(t: Instant): number {
  return Math.floor(t / day);
}

function onDay(hours: Hours, utcDay: number): Day {
  let calendar = calendars.get(hours);
  if (!calendar) calendars.set(hours, (calendar = calendarOf(hours)));
  let known = calendar.days.get(utcDay);
  if (!known) {
    if (calendar.days.size >= mostDays) calendar.days.clear();
    calendar.days.set(utcDay, (known = workedOut(calendar, hours.timeZone, utcDay)));
  }
  return known;
}

function calendarOf({ week, exceptions }: Hours): Calendar {
  const dated = new Map<number, readonly Span[]>();
  const repeating = new Map<string, readonly Span[]>();
  for (const { date, intervals } of exceptions) {
    const spans = intervals.map(spanOf);
    if (date.length === 'MM-DD'.length) repeating.set(date, spans);
    else dated.set(Date.parse(date) / day, spans);
  }
  return { week: weekdays.map((weekday) => week[weekday].map(spanOf)), dated, repeating, days: new Map() };
}

function workedOut(calendar: Calendar, zone: string, utcDay: number): Day {
  const spans: Span[] = [];
  for (const { from, until, offset } of wallClockOn(zone, utcDay)) {
    for (let date = dayOf(from + offset); date * day < until + offset; date += 1) {
      for (const local of hoursOfDate(calendar, date)) {
        const span = { from: Math.max(from, local.from - offset), until: Math.min(until, local.until - offset) };
        if (span.from < span.until) spans.push(span);
      }
    }
  }
  if (spans.length === 0) return closed;
  const open = joined(spans);
  return { open, total: open.reduce((sum, { from, until }) => sum + until - from, 0) };
}

/** The hours of a date by the wall clock, as if it were UTC, with what runs into it from the day before. */
function hoursOfDate(calendar: Calendar, date: number): Span[] {
  const exception = exceptionOn(calendar, date);
  if (exception?.length === 0) return [];
  const own = exception ?? onWeekday(calendar, date);
  const nightBefore = (exceptionOn(calendar, date - 1) ?? onWeekday(calendar, date - 1))
    .filter(({ until }) => until > day)
    .map(({ until }) => ({ from: 0, until: until - day }));
  return [...nightBefore, ...own].map(({ from, until }) => ({
    from: date * day + from,
    until: date * day + Math.min(until, day),
  }));
}

function exceptionOn({ dated, repeating }: Calendar, date: number): readonly Span[] | undefined {
  const exception = dated.get(date);
  if (exception || repeating.size === 0) return exception;
  return repeating.get(new Date(date * day).toISOString().slice(-19, -14));
}

/** 1970-01-01 was a Thursday. */
function onWeekday({ week }: Calendar, date: number): readonly Span[] {
  return week[(((date + 3) % 7) + 7) % 7] ?? [];
}
