import type { Instant } from '../people/instant.ts';
import { deadlineAfter, workingTimeBetween } from './calendar.ts';
import type { Hours } from './settings.ts';

/** A time a clock stands, up to `until`; null while it still does. */
export type Pause = { from: Instant; until: Instant | null };

/**
 * The moment a clock that started at `from` and needs `ms` milliseconds runs out: of working time where hours are
 * given, of plain time where they are not. It stands during the pauses, as clocks do while a line is inactive
 * (product §3.9), and runs on after them; they come in order and do not overlap. Null where it does not run out: it
 * still stands, or the calendar does not give so much within two years of its last pause.
 */
export function runsOut(hours: Hours | null, from: Instant, ms: number, pauses: readonly Pause[]): Instant | null {
  let runsFrom = from;
  let left = ms;
  for (const pause of pauses) {
    if (pause.until !== null && pause.until <= runsFrom) continue;
    const ran = elapsed(hours, runsFrom, pause.from);
    if (ran >= left) break;
    if (pause.until === null) return null;
    left -= ran;
    runsFrom = pause.until;
  }
  return hours ? deadlineAfter(hours, runsFrom, left) : runsFrom + Math.max(0, left);
}

function elapsed(hours: Hours | null, a: Instant, b: Instant): number {
  return hours ? workingTimeBetween(hours, a, b) : Math.max(0, b - a);
}
