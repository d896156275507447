import { availability, type EmployeeId } from '../people/index.ts';
import { handsFull } from '../queue/index.ts';
import { endBotsTurn } from './bots-turn.ts';
import { holder, type Dialog, type OpenDialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { marksOf } from './outsider.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, Refusal, World } from './world.ts';

/**
 * Somebody hands the dialog on (product §2, Moving). A person holds it at once: a dismissed one is refused, an
 * unavailable one too unless the sender insists, and nobody exceeds the cap. A line's queue or a department takes it as
 * an automatic move by the rules of the line, and the list of those asked starts anew; its own line does too, but not
 * while the dialog already stands in that queue. No bot, no welcome and no consent again. Who may hand on what is a
 * matter of rights, not of this rule.
 */
export function whenTransferred(dialog: Dialog | null, event: EventOf<'transfer'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state === 'held') return refuse({ refused: 'held' });
  const { by, to } = event;
  const steps = new Steps(dialog, world);
  const from = holder(dialog);
  if ('employeeId' in to) {
    const refused = whyNot(dialog, to.employeeId, to.evenIfUnavailable, world);
    if (refused !== null) return refuse(refused);
    endBotsTurn(steps, 'transferred');
    const target = { kind: 'person', ...to, ...marksOf(to.employeeId, dialog, world) } as const;
    steps.happens({ fact: 'transferred', by, from, to: target, because: 'by-hand' });
    return steps.decision;
  }
  if ('departmentId' in to) {
    if (world.departments[to.departmentId] === undefined) return refuse({ refused: 'no-such-department' });
    endBotsTurn(steps, 'transferred');
    steps.happens({ fact: 'transferred', by, from, to: { kind: 'department', ...to }, because: 'by-hand' });
    distribute(steps, 'transferred-to-department');
    return steps.decision;
  }
  const line = world.lines[to.lineId];
  if (line === undefined || line.deleted) return refuse({ refused: 'no-such-line' });
  if (dialog.lineId === to.lineId && from === null && dialog.state !== 'with-bot')
    return refuse({ refused: 'same-target' });
  endBotsTurn(steps, 'transferred');
  steps.happens({ fact: 'transferred', by, from, to: { kind: 'line', ...to }, because: 'by-hand' });
  distribute(steps, 'transferred-to-line');
  return steps.decision;
}

/** Why the dialog cannot be put into this person's hands, or null where it can. */
export function whyNot(
  dialog: OpenDialog,
  employeeId: EmployeeId,
  evenIfUnavailable: boolean,
  world: World,
): Refusal | null {
  const person = world.people[employeeId];
  if (person === undefined) return { refused: 'no-such-person' };
  if (holder(dialog) === employeeId && dialog.state !== 'finishing') return { refused: 'same-target' };
  const here = availability(person, world.now, world.lines[dialog.lineId]!.queue.checkAvailability);
  if (!here.available) {
    if (here.because === 'dismissed') return { refused: 'dismissed', employeeId };
    if (!evenIfUnavailable) return { refused: 'unavailable', employeeId, because: here.because };
  }
  return handsFull(world.held[employeeId] ?? [], dialog.id) ? { refused: 'too-many-open', employeeId } : null;
}
