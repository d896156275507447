import {
  availability,
  departure,
  type Departure,
  type EmployeeId,
  type Instant,
  type Person,
} from '../people/index.ts';
import { inHandsOf, type OpenDialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { ReturnReason } from './facts.ts';
import type { Steps } from './steps.ts';
import type { World } from './world.ts';

/**
 * Why the dialog leaves the one in whose hands it is, or null where it stays (product §3.1, Back to the queue):
 *
 * - dismissal and removal from the line's queue return every open dialog;
 * - the end of the day, an absence, or 15 minutes offline where no day is tracked return offers, and those where the
 *   client waits;
 * - a break or *away* returns offers, and what nobody has replied to yet. Where the client never wrote there is nothing
 *   to reply to, and it stays with its author.
 *
 * A pinned dialog stays, and the line's only operator keeps his, except at dismissal and removal. So does one that was put
 * into his hands after he had left: whoever did so chose him all the same (product §2, Moving). Where the line does not
 * check availability only dismissal and removal count. What is finishing stays where it is.
 */
export function returnsBecause(dialog: OpenDialog, world: World): ReturnReason | null {
  const employeeId = inHandsOf(dialog);
  if (employeeId === null || dialog.state === 'finishing') return null;
  const person = world.people[employeeId];
  if (person === undefined || !availability(person, world.now, false).available) return 'dismissed';
  if (wasRemoved(dialog, employeeId, world)) return 'removed-from-line';
  if (!world.lines[dialog.lineId]!.queue.checkAvailability) return null;
  const departed = departure(person, world.now);
  if (departed === null || staysWith(dialog, employeeId, world)) return null;
  if ('acceptedAt' in dialog && dialog.givenGone && leftBefore(person, dialog.acceptedAt, world.now)) return null;
  return goesWith(departed.left, dialog) ? departed.because : null;
}

/** Has this person been gone, without coming back, since before this moment? */
function leftBefore(person: Person, at: Instant, now: Instant): boolean {
  const here = availability(person, now, true);
  return !here.available && here.since <= at;
}

/** Does it leave somebody who has left so far? An offer does, and else only one in which the client waits. */
function goesWith(left: Departure['left'], dialog: OpenDialog): boolean {
  if (left === 'out-of-reach') return false;
  if (dialog.state === 'offered') return true;
  return dialog.unansweredSince !== null && (left === 'gone' || dialog.state === 'accepted');
}

/**
 * Why a dialog in which the last word was ours leaves its holder now that the client writes, or null where it stays: he
 * is unavailable, for however short a time (product §3.1).
 */
export function leavesBecause(dialog: OpenDialog, world: World): ReturnReason | null {
  const employeeId = inHandsOf(dialog);
  if (employeeId === null || !world.lines[dialog.lineId]!.queue.checkAvailability) return null;
  const person = world.people[employeeId];
  if (person === undefined) return 'dismissed';
  const here = availability(person, world.now, true);
  return here.available || staysWith(dialog, employeeId, world) ? null : here.because;
}

/** It goes from its operator back to the queue, where the next one is looked for. */
export function giveBack(steps: Steps, because: ReturnReason): void {
  const from = inHandsOf(steps.dialog);
  if (from === null) return;
  steps.happens({ fact: 'returned', from, because });
  distribute(steps, 'returned');
}

/** Gives the dialog back if the one in whose hands it is has left. Answers whether he had. */
export function giveBackIfLeft(steps: Steps): boolean {
  const because = returnsBecause(steps.open, steps.world);
  if (because === null) return false;
  giveBack(steps, because);
  return true;
}

function wasRemoved(dialog: OpenDialog, employeeId: EmployeeId, world: World): boolean {
  if (world.lines[dialog.lineId]!.crew.includes(employeeId)) return false;
  if (dialog.state !== 'offered') return dialog.ofLine;
  if (dialog.to === 'one' && dialog.route === 'crm') return false;
  return dialog.departmentId === null || world.departments[dialog.departmentId]?.includes(employeeId) !== true;
}

function staysWith(dialog: OpenDialog, employeeId: EmployeeId, world: World): boolean {
  if (dialog.pinned) return true;
  const employed = world.lines[dialog.lineId]!.crew.filter((id) => {
    const person = world.people[id];
    return person !== undefined && availability(person, world.now, false).available;
  });
  return employed.length === 1 && employed[0] === employeeId;
}
