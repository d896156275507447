import { minute, type Instant } from './instant.ts';
import type { Person } from './person.ts';

/** Why somebody is not available. */
export const unavailable = ['dismissed', 'absent', 'day-ended', 'on-a-break', 'away', 'offline', 'idle'] as const;
export type Unavailable = (typeof unavailable)[number];

/** Whether somebody can be offered a dialog, or why not and since when he has not been there at all. */
export type Availability = { available: true } | { available: false; because: Unavailable; since: Instant };

/** A console that was not heard of for this long counts as closed (product §3.1, Availability). */
export const connectedWithin = 2 * minute;
/** A person who did nothing in an open console for this long counts as gone (product §3.1). */
export const usedWithin = 15 * minute;
/** Who was not online for this long has left, where no working day is tracked (product §3.1, Back to the queue). */
export const leftAfter = 15 * minute;

/**
 * Can this person be offered a dialog at `now`? Four things speak against it (product §3.1): dismissal, an absence, a
 * working day that is tracked and not begun or on a break, and, where no day is tracked, that he is away or not online.
 * With `checked` off only dismissal counts.
 */
export function availability(person: Person, now: Instant, checked: boolean): Availability {
  if (person.dismissedAt !== null && person.dismissedAt <= now) return no('dismissed', person.dismissedAt);
  if (!checked) return { available: true };
  const here = atWork(person, now);
  const absence = person.absences.find(({ from, until }) => from <= now && now < until);
  if (absence === undefined) return here;
  // Who had gone home before his vacation began has been away since then.
  return no('absent', here.available ? absence.from : Math.min(absence.from, here.since));
}

/** What his working day or, where none is tracked, his console says. */
function atWork(person: Person, now: Instant): Availability {
  if (person.workday !== null) {
    const { state, since } = person.workday;
    return state === 'started' ? { available: true } : no(state === 'paused' ? 'on-a-break' : 'day-ended', since);
  }
  const offline = offlineSince(person);
  if (person.awaySince !== null) return no('away', Math.min(person.awaySince, offline));
  if (offline > now) return { available: true };
  const connected = person.connectedAt !== null && now - person.connectedAt <= connectedWithin;
  return no(connected ? 'idle' : 'offline', offline);
}

/**
 * How far somebody has left, which decides what of his goes back to the queue (product §3.1):
 *
 * - `for-good`: dismissed; every dialog.
 * - `gone`: on vacation, his day is over, or he was not online for 15 minutes; those where the client waits.
 * - `stepped-out`: on a break or away; offers, and what he has not replied to yet.
 * - `out-of-reach`: not online for less than that; an answered one, once the client writes.
 */
export type Departure = { left: 'for-good' | 'gone' | 'stepped-out' | 'out-of-reach'; because: Unavailable };

/** How far this person has left at `now`, or null while he is there. */
export function departure(person: Person, now: Instant): Departure | null {
  const here = availability(person, now, true);
  if (here.available) return null;
  const { because } = here;
  if (because === 'dismissed') return { left: 'for-good', because };
  if (because === 'absent' || because === 'day-ended') return { left: 'gone', because };
  if (because === 'on-a-break') return { left: 'stepped-out', because };
  const offline = offlineSince(person);
  if (now >= offline + leftAfter) return { left: 'gone', because: 'offline' };
  return { left: because === 'away' ? 'stepped-out' : 'out-of-reach', because };
}

/**
 * The first moment after `now` at which time alone may change what `availability` or `departure` answer, or null where
 * only an action of somebody can: he falls idle or offline, has been so for long, an absence begins or ends.
 */
export function personWakeAt(person: Person, now: Instant): Instant | null {
  if (person.dismissedAt !== null && person.dismissedAt <= now) return null;
  const moments = person.absences.flatMap(({ from, until }) => [from, until]);
  if (person.workday === null && person.connectedAt !== null && person.usedAt !== null) {
    moments.push(
      person.connectedAt + connectedWithin + 1,
      person.usedAt + usedWithin + 1,
      offlineSince(person) + leftAfter,
    );
  }
  const coming = moments.filter((at) => at > now);
  return coming.length > 0 ? Math.min(...coming) : null;
}

/** The first moment at which he is not online any more, as far as was heard of him; the distant past for never. */
function offlineSince(person: Person): Instant {
  if (person.connectedAt === null || person.usedAt === null) return 0;
  return Math.min(person.connectedAt + connectedWithin, person.usedAt + usedWithin) + 1;
}

function no(because: Unavailable, since: Instant): Availability {
  return { available: false, because, since };
}
