import { minute, type Instant } from './instant.ts';
import type { Person } from './person.ts';

/** Why somebody is not available. */
export type Unavailable = 'dismissed' | 'away' | 'offline' | 'idle';

/** Whether somebody can be offered a dialog, or why not. */
export type Availability = { available: true } | { available: false; because: Unavailable };

/** A console that was not heard of for this long counts as closed (product §3.1, Availability). */
export const connectedWithin = 2 * minute;
/** A person who did nothing in an open console for this long counts as gone (product §3.1). */
export const usedWithin = 15 * minute;

/**
 * Can this person be offered a dialog at `now`? With `checked` off only dismissal counts
 * (product §3.1: "Dismissal is checked even when the option is off").
 */
export function availability(person: Person, now: Instant, checked: boolean): Availability {
  if (person.dismissedAt !== null && person.dismissedAt <= now) return no('dismissed');
  if (!checked) return { available: true };
  if (person.away) return no('away');
  if (person.connectedAt === null || now - person.connectedAt > connectedWithin) return no('offline');
  if (person.usedAt === null || now - person.usedAt > usedWithin) return no('idle');
  return { available: true };
}

/**
 * The first moment after `now` at which time alone changes the answer of `availability`, or null
 * where only an action of the person can. Somebody available falls idle or offline by himself.
 */
export function availabilityChangesAt(person: Person, now: Instant): Instant | null {
  if (!availability(person, now, true).available) return null;
  const offline = (person.connectedAt ?? now) + connectedWithin + 1;
  const idle = (person.usedAt ?? now) + usedWithin + 1;
  return Math.min(offline, idle);
}

function no(because: Unavailable): Availability {
  return { available: false, because };
}
