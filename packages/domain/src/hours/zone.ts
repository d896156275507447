import { Temporal } from 'temporal-polyfill';

import { day, type Instant } from '../people/instant.ts';

/** A stretch of real time during which a place keeps one offset: its wall clock shows the instant plus `offset`. */
export type SteadyClock = { from: Instant; until: Instant; offset: number };

/**
 * What the wall clock of a place does during one day of UTC (the number of days since 1970-01-01), in order and without
 * gaps: nearly always one stretch, two where the clocks are changed. A zone changes its clocks at most once a day.
 */
export function wallClockOn(zone: string, utcDay: number): SteadyClock[] {
  const from = utcDay * day;
  const until = from + day;
  const before = offsetAtStartOf(zone, utcDay);
  const after = offsetAtStartOf(zone, utcDay + 1);
  if (before === after) return [{ from, until, offset: before }];
  let last = from;
  let changed = until;
  while (changed - last > 1) {
    const middle = Math.floor((last + changed) / 2);
    if (offsetAt(zone, middle) === before) last = middle;
    else changed = middle;
  }
  const stretches = [
    { from, until: changed, offset: before },
    { from: changed, until, offset: after },
  ];
  return stretches.filter((stretch) => stretch.from < stretch.until);
}

/**
 * Offsets at the start of days, by zone and day. Every line in a zone asks for the same days, and each answer is the
 * same forever, so it is kept for all of them; what was kept is thrown away before it can grow without end.
 */
const offsets = new Map<string, Map<number, number>>();
const mostZones = 1000;
const mostDays = 4000;

function offsetAtStartOf(zone: string, utcDay: number): number {
  let known = offsets.get(zone);
  if (!known) {
    if (offsets.size >= mostZones) offsets.clear();
    offsets.set(zone, (known = new Map()));
  }
  let offset = known.get(utcDay);
  if (offset === undefined) {
    if (known.size >= mostDays) known.clear();
    known.set(utcDay, (offset = offsetAt(zone, utcDay * day)));
  }
  return offset;
}

function offsetAt(zone: string, t: Instant): number {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}
