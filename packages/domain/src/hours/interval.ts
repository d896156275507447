import { z } from 'zod';

import { day, minute } from '../people/instant.ts';

/**
 * Open from one time of the wall clock to another (product §3.3), both as `HH:MM`. The end may be `24:00`; an end that
 * is not after the start lies in the next day (`22:00`–`02:00`). The start belongs to the interval, the end does not.
 * Refuses an interval that ends where it starts: the whole day is `00:00`–`24:00`.
 */
export const interval = z
  .object({
    from: z.string('hours.interval.time').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hours.interval.time'),
    to: z.string('hours.interval.time').regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'hours.interval.time'),
  })
  .refine(({ from, to }) => from !== to, 'hours.interval.empty');
export type Interval = z.infer<typeof interval>;

/** A stretch of time in milliseconds, on whatever line the one who made it counts; `until` is the first not in it. */
export type Span = { readonly from: number; readonly until: number };

/**
 * The interval in milliseconds of the wall clock after the midnight its day begins with; past midnight it ends after
 * more than 24 hours.
 */
export function spanOf({ from, to }: Interval): Span {
  const start = timeOfDay(from);
  const end = timeOfDay(to);
  return { from: start, until: end <= start ? end + day : end };
}

/** The same stretches in order, those that overlap or touch as one. */
export function joined(spans: readonly Span[]): Span[] {
  const joint: { from: number; until: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joint.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else joint.push({ ...span });
  }
  return joint;
}

function timeOfDay(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute;
}
