import { availability, type EmployeeId } from '../people/index.ts';

import type { Dialog, OpenDialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { evolve, fold } from './evolve.ts';
import type { Fact } from './facts.ts';
import { happened, refuse } from './outcome.ts';
import type { Decision, World } from './world.ts';

/**
 * A client's message joins the open dialog of its chat; without one (or after closing) it opens a dialog and
 * the queue looks for somebody. On a dialog whose holder is not there any more it goes back to the queue.
 */
export function whenClientWrites(dialog: Dialog | null, event: EventOf<'client-writes'>, world: World): Decision {
  const wrote: Fact = { fact: 'client-wrote', at: world.now, messageId: event.messageId };
  if (dialog === null || dialog.state === 'closed') {
    const { dialogId, chatId, lineId } = event.opens;
    if (world.lines[lineId] === undefined) return refuse({ refused: 'no-such-line' });
    const opened: Fact = {
      fact: 'opened',
      at: world.now,
      dialogId,
      chatId,
      lineId,
      direction: 'incoming',
      because: 'client-wrote',
    };
    const fresh = fold(null, [opened, wrote]) as OpenDialog;
    return happened([opened, wrote, distribute(fresh, world, 'opened')]);
  }
  const after = evolve(dialog, wrote) as OpenDialog;
  if (!losesHolder(dialog, world)) return happened([wrote]);
  return happened([wrote, distribute(after, world, 'operator-unavailable')]);
}

/**
 * Does the dialog leave its holder now that the client writes (product §3.1, Back to the queue)? An answered one does
 * where he is unavailable, unless he is all its line has; any does once he is dismissed.
 */
function losesHolder(dialog: OpenDialog, world: World): boolean {
  if (dialog.state === 'waiting' || dialog.state === 'offered') return false;
  const { queue } = world.lines[dialog.lineId]!;
  const person = world.people[dialog.operatorId];
  if (person === undefined) return true;
  const here = availability(person, world.now, queue.checkAvailability);
  if (here.available) return false;
  if (here.because === 'dismissed') return true;
  return dialog.state === 'answered' && !isOnlyOperator(dialog.operatorId, dialog, world);
}

function isOnlyOperator(employeeId: EmployeeId, dialog: OpenDialog, world: World): boolean {
  const employed = world.lines[dialog.lineId]!.queue.members.filter((member) => {
    const person = world.people[member.employeeId];
    return person !== undefined && availability(person, world.now, false).available;
  });
  return employed.length === 1 && employed[0]!.employeeId === employeeId;
}
