/** A zone's name as people read it. */
export function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** The date that a clock in this zone shows, `YYYY-MM-DD`. */
export function dateIn(zone: string, at: number): string {
  return dateFormat(zone).format(at);
}

/** The time that a clock in this zone shows, `HH:MM`. */
export function timeIn(zone: string, at: number): string {
  return timeFormat(zone).format(at);
}

/** The moments at which so many days begin in this zone, today's first; midnights fall on quarters of an hour. */
export function dayStarts(zone: string, now: number, days: number): number[] {
  const quarter = 15 * 60_000;
  const day = 96 * quarter;
  const today = dateIn(zone, now);
  const starts: number[] = [];
  let date = '';
  let at = Math.floor((now - 26 * 4 * quarter) / quarter) * quarter;
  while (starts.length < days) {
    const there = dateIn(zone, at);
    if (there >= today && there !== date) {
      // Walk back to where the date began, then go on by most of a day.
      let begins = at;
      while (dateIn(zone, begins - quarter) === there) begins -= quarter;
      starts.push(begins);
      date = there;
      at = begins + day - 8 * quarter;
    } else {
      at += quarter;
    }
  }
  return starts;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(zone: string): Intl.DateTimeFormat {
  let format = dateFormats.get(zone);
  if (format === undefined) dateFormats.set(zone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })));
  return format;
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();
function timeFormat(zone: string): Intl.DateTimeFormat {
  let format = timeFormats.get(zone);
  if (format === undefined)
    timeFormats.set(
      zone,
      (format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' })),
    );
  return format;
}
