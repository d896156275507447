import { weekdays, type Hours } from '@switchboard/domain/hours';

type Week = Hours['week'];
type Weekday = (typeof weekdays)[number];

/** Days of a week that follow each other and are open alike. */
export type Alike = { first: Weekday; last: Weekday; intervals: Week[Weekday] };

/** A week as stretches of days with the same hours, from Monday on; closed days are among them, with no intervals. */
export function alikeDays(week: Week): Alike[] {
  const stretches: Alike[] = [];
  for (const weekday of weekdays) {
    const intervals = week[weekday];
    const before = stretches.at(-1);
    if (before !== undefined && JSON.stringify(before.intervals) === JSON.stringify(intervals)) before.last = weekday;
    else stretches.push({ first: weekday, last: weekday, intervals });
  }
  return stretches;
}

/** The short names of the days of a week, Monday first, in the reader's language. */
export function weekdayNames(locale: string, width: 'short' | 'long' = 'short'): Record<Weekday, string> {
  const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
  // The fifth of January 1970 was a Monday.
  const names = weekdays.map((weekday, index) => [weekday, format.format(new Date(Date.UTC(1970, 0, 5 + index)))]);
  return Object.fromEntries(names) as Record<Weekday, string>;
}

/** A week in one line: "Mon–Fri 09:00–18:00; Sat 10:00–14:00"; days that are closed are left out, `none` where all are. */
export function weekInWords(week: Week, locale: string, none: string): string {
  const names = weekdayNames(locale);
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
  return (
    alikeDays(week)
      .filter(({ intervals }) => intervals.length > 0)
      .map(({ first, last, intervals }) => {
        const days = first === last ? names[first] : `${names[first]}–${names[last]}`;
        return `${days} ${list.format(intervals.map(({ from, to }) => `${from}–${to}`))}`;
      })
      .join('; ') || none
  );
}
