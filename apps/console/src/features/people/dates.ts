const formats = new Map<string, Intl.DateTimeFormat>();
const hour = 3_600_000;

/** The date that the calendar of a place shows at a moment, as `2026-11-21`. */
export function dateAt(zone: string, at: number): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return format.format(at);
}

/** The first moment of a date in a place, whatever its clocks do that night. */
export function startOfDate(zone: string, date: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  let before = noon - 48 * hour;
  let within = noon + 24 * hour;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dateAt(zone, middle) < date) before = middle;
    else within = middle;
  }
  return within;
}

/** The date some days later, or earlier. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10);
}
