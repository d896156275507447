import type { HoursException } from '@switchboard/domain/hours';
import { day, hour } from '@switchboard/domain/people';
import type { Language } from '@switchboard/domain/text';
import Holidays from 'date-holidays';

/** A country whose public holidays can be imported: its ISO 3166 code and its name in the language asked for. */
export type Country = { country: string; name: string };

/** Closed dates for a line's exceptions, or why there are none to offer. */
export type PublicHolidays =
  | { exceptions: HoursException[] }
  /** No such country, or nobody keeps its holidays. */
  | { refused: 'country-unknown' }
  /** Not whole years in order, or more than a line's exceptions could hold. */
  | { refused: 'years-out-of-range' };

/** The most years imported at once: some countries have more than twenty holidays a year. */
export const mostYears = 10;

/**
 * The public holidays of a country from one year to another, both included, as exceptions of a line (product §3.3):
 * closed, each with its date and its name, in order, every date once. A holiday of several days is as many dates;
 * holidays of one date share it; one that takes only a part of a day closes none. They are those of the whole country:
 * what one of its lands keeps alone, and what a government moves from year to year, is added by hand. Names are in
 * the language asked for where it has them, else in English or the country's own.
 */
export function publicHolidays(country: string, from: number, to: number, language: Language): PublicHolidays {
  const calendar = new Holidays();
  if (!Object.hasOwn(calendar.getCountries(), country)) return { refused: 'country-unknown' };
  const inOrder = Number.isInteger(from) && Number.isInteger(to) && from >= 1970 && from <= to && to <= 2100;
  if (!inOrder || to - from >= mostYears) return { refused: 'years-out-of-range' };

  calendar.init(country, { types: ['public'], languages: [language, 'en'] });
  const names = new Map<string, Set<string>>();
  // A holiday of several days may begin in the year before.
  for (let year = from - 1; year <= to; year += 1) {
    for (const holiday of calendar.getHolidays(year)) {
      for (const date of wholeDates(holiday.date, holiday.end.getTime() - holiday.start.getTime())) {
        const dated = Number(date.slice(0, 4));
        if (dated < from || dated > to) continue;
        names.set(date, (names.get(date) ?? new Set()).add(inOneLanguage(holiday.name, language)));
      }
    }
  }
  const exceptions = [...names].map(([date, named]) => ({
    date,
    name: [...named].join(', ').slice(0, 100).trim(),
    intervals: [],
  }));
  return { exceptions: exceptions.toSorted((a, b) => (a.date < b.date ? -1 : 1)) };
}

/** The countries whose public holidays are known, by their names in this language and in its order. */
export function countries(language: Language): Country[] {
  const named = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const inOrder = new Intl.Collator(language);
  return Object.entries(new Holidays().getCountries(language))
    .map(([country, name]) => ({ country, name: named.of(country) ?? name }))
    .toSorted((a, b) => inOrder.compare(a.name, b.name));
}

/**
 * The dates a holiday takes whole. `written` is the start by the clock of the country (`2026-01-01 00:00:00`); where a
 * holiday begins at the sunset before, the source writes the date it is kept on. A day on which clocks go forward is
 * an hour short and whole nevertheless.
 */
function wholeDates(written: string, length: number): string[] {
  const midnight = Date.parse(`${written.slice(0, 10)}T00:00Z`);
  const late = Date.parse(`${written.slice(0, 10)}T${written.slice(11, 19)}Z`) - midnight;
  const first = late === 0 ? midnight : midnight + day;
  const days = Math.floor((length + hour - (first - midnight - late)) / day);
  return Array.from({ length: Math.max(0, days) }, (_, i) => new Date(first + i * day).toISOString().slice(0, 10));
}

/** The source marks a day given for a holiday on a weekend, but in English where a language has no words for it. */
function inOneLanguage(name: string, language: Language): string {
  return language === 'en' ? name : name.replace(/ \(substitute day\)$/, '');
}
