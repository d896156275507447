import { addDays, dateAt, startOfDate } from './dates.ts';

type Entry = { state: 'started' | 'paused' | 'ended'; at: number };
/** What somebody worked and rested on a date of the company's calendar, and when he began and ended there. */
export type WorkedDay = { date: string; worked: number; rested: number; from: number; until: number | null };

/**
 * A log of working days, told by date: time that runs over midnight counts for each date it falls on. The latest date
 * first, at most `days` of them, those on which nothing was logged left out. `until` is null while the day goes on.
 */
export function workedByDay(entries: readonly Entry[], zone: string, now: number, days = 60): WorkedDay[] {
  const first = addDays(dateAt(zone, now), 1 - days);
  const byDate = new Map<string, WorkedDay>();
  const ordered = entries.toSorted((one, other) => one.at - other.at);
  ordered.forEach(({ state, at }, index) => {
    if (state === 'ended') return;
    const next = ordered[index + 1];
    // The present goes in steps, and what was logged just now may be ahead of it.
    const until = next?.at ?? Math.max(at, now);
    const begun = dateAt(zone, at);
    for (let date = begun < first ? first : begun; ; date = addDays(date, 1)) {
      const [starts, ends] = [startOfDate(zone, date), startOfDate(zone, addDays(date, 1))];
      if (starts > until || (starts === until && date > begun)) break;
      const from = Math.max(at, starts);
      const to = Math.min(until, ends);
      const day = byDate.get(date) ?? { date, worked: 0, rested: 0, from, until: to };
      if (state === 'started') day.worked += to - from;
      else day.rested += to - from;
      day.until = next === undefined && to === until ? null : to;
      byDate.set(date, day);
    }
  });
  return [...byDate.values()].toSorted((one, other) => (one.date < other.date ? 1 : -1));
}
