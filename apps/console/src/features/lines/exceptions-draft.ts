import { mostExceptions, type HoursException } from '@switchboard/domain/hours';

/** A day of a month as a calendar shows it; days of the months beside it fill its weeks. */
export type CalendarDay = { date: string; within: boolean };

const day = 86_400_000;

/** The weeks of a month (`YYYY-MM`), each from Monday to Sunday. */
export function weeksOf(month: string): CalendarDay[][] {
  const first = Date.parse(`${month}-01T00:00Z`);
  const weekday = (new Date(first).getUTCDay() + 6) % 7;
  const weeks: CalendarDay[][] = [];
  for (let at = first - weekday * day; ; at += 7 * day) {
    const week = Array.from({ length: 7 }, (_, index) => new Date(at + index * day).toISOString().slice(0, 10));
    if (weeks.length > 0 && !week.some((date) => date.startsWith(month))) return weeks;
    weeks.push(week.map((date) => ({ date, within: date.startsWith(month) })));
  }
}

/** The month so many after this one. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** What holds on a date: its own exception before a repeating one; nothing where the week says. */
export function exceptionOn(exceptions: readonly HoursException[], date: string): HoursException | undefined {
  return exceptions.find((one) => one.date === date) ?? exceptions.find((one) => one.date === date.slice(5));
}

/** Exceptions in the order in which a reader looks for them: repeating ones by their day, then dated ones. */
export function inOrder(exceptions: readonly HoursException[]): HoursException[] {
  return exceptions.toSorted((a, b) => a.date.length - b.date.length || (a.date < b.date ? -1 : 1));
}

/** The list with this one in it, in place of whatever stood on `formerDate`. */
export function withException(
  exceptions: readonly HoursException[],
  exception: HoursException,
  formerDate = exception.date,
): HoursException[] {
  return inOrder([...exceptions.filter((one) => one.date !== formerDate && one.date !== exception.date), exception]);
}

/** The list with imported days: what is there already stays as it is, and no more than fit are added. */
export function withImported(
  exceptions: readonly HoursException[],
  imported: readonly HoursException[],
): { exceptions: HoursException[]; added: number } {
  const there = new Set(exceptions.map(({ date }) => date));
  const added = imported.filter(({ date }) => !there.has(date)).slice(0, mostExceptions - exceptions.length);
  return { exceptions: inOrder([...exceptions, ...added]), added: added.length };
}

/** Those that are over: dated ones before today. */
export function past(exceptions: readonly HoursException[], today: string): HoursException[] {
  return exceptions.filter(({ date }) => date.length === today.length && date < today);
}
