import { availability } from '../people/index.ts';
import { handsFull } from '../queue/index.ts';

import { holder, type Dialog, type OpenDialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { evolve } from './evolve.ts';
import type { Fact, FactOf } from './facts.ts';
import { happened, refuse } from './outcome.ts';
import type { Decision, World } from './world.ts';

/**
 * Somebody hands the dialog on (product §2, Moving). A person holds it at once: a dismissed one is refused, an
 * unavailable one too unless the sender insists, and nobody exceeds the cap. A line's queue takes it as
 * an automatic move by its own rules; its own line does too, but not while the dialog already stands in that queue.
 * Who may hand on what is a matter of rights, not of this rule.
 */
export function whenTransferred(dialog: Dialog | null, event: EventOf<'transfer'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  return 'employeeId' in event.to
    ? toPerson(dialog, event.by, event.to, world)
    : toLine(dialog, event.by, event.to.lineId, world);
}

function toPerson(
  dialog: OpenDialog,
  by: string,
  { employeeId, evenIfUnavailable }: { employeeId: string; evenIfUnavailable: boolean },
  world: World,
): Decision {
  const person = world.people[employeeId];
  if (person === undefined) return refuse({ refused: 'no-such-person' });
  if (holder(dialog) === employeeId) return refuse({ refused: 'same-target' });
  const here = availability(person, world.now, world.lines[dialog.lineId]!.queue.checkAvailability);
  if (!here.available) {
    if (here.because === 'dismissed') return refuse({ refused: 'dismissed', employeeId });
    if (!evenIfUnavailable) return refuse({ refused: 'unavailable', employeeId, because: here.because });
  }
  if (handsFull(world.held[employeeId] ?? [], dialog.id)) return refuse({ refused: 'too-many-open', employeeId });
  return happened([transferred(dialog, by, { kind: 'person', employeeId, evenIfUnavailable }, world)]);
}

function toLine(dialog: OpenDialog, by: string, lineId: string, world: World): Decision {
  if (world.lines[lineId] === undefined) return refuse({ refused: 'no-such-line' });
  if (dialog.lineId === lineId && holder(dialog) === null) return refuse({ refused: 'same-target' });
  const moved = transferred(dialog, by, { kind: 'line', lineId }, world);
  const after = evolve(dialog, moved) as OpenDialog;
  return happened([moved, distribute(after, world, 'transferred-to-line')]);
}

function transferred(dialog: OpenDialog, by: string, to: FactOf<'transferred'>['to'], world: World): Fact {
  return { fact: 'transferred', at: world.now, by, from: holder(dialog), to, because: 'by-hand' };
}
