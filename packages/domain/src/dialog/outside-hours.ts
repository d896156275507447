import { closedSince } from '../hours/index.ts';
import { availability, type Instant } from '../people/index.ts';
import { holder, offeredTo } from './dialog.ts';
import type { Steps } from './steps.ts';

/**
 * The outside-hours text (product §3.3): when a client writes outside the schedule, or when availability is checked and
 * nobody is available, if no person has written since the line closed or emptied. It goes once in each such period of a
 * dialog and replaces the no-answer text: before the first answer of a person only one of the two goes.
 */
export function sayOutsideHours(steps: Steps): void {
  const { dialog } = steps;
  if (dialog.unansweredSince === null) return;
  const period = nobodyThereSince(steps);
  if (period === null) return;
  const { since, because } = period;
  const alreadyIn = (at: Instant | null) => at !== null && at >= since;
  if (alreadyIn(dialog.repliedAt) || alreadyIn(dialog.outsideSaidAt)) return;
  if (dialog.repliedAt === null && dialog.said.includes('no-answer')) return;
  steps.say('outside-hours', because);
}

/** Since when nobody is there for the client, and why, or null while somebody may be. A full load is no absence. */
function nobodyThereSince({
  dialog,
  line,
  world,
  now,
  duringHours,
}: Steps): { since: Instant; because: string } | null {
  if (!duringHours) return { since: closedSince(line.hours, now) ?? 0, because: 'outside-schedule' };
  if (!line.queue.checkAvailability) return null;
  let since = 0;
  // Whoever has it, or is offered it by the CRM or in his department, is there for the client too.
  for (const id of [...line.crew, ...offeredTo(dialog), holder(dialog)]) {
    const person = id === null ? undefined : world.people[id];
    if (person === undefined) continue;
    const here = availability(person, now, true);
    if (here.available) return null;
    since = Math.max(since, here.since);
  }
  return { since, because: 'nobody-available' };
}
