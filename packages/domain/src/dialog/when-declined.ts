import { holder, offeredTo, type Dialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * An operator does not take what is offered to him, which counts as asked. An offer to one goes to the next at once;
 * an offer to all goes on for the others and, after the last of them, back to the queue.
 */
export function whenDeclined(dialog: Dialog | null, event: EventOf<'decline'>, world: World): Decision {
  const { by } = event;
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const holds = holder(dialog);
  if (holds !== null && holds !== by) return refuse({ refused: 'taken', by: holds });
  if (!offeredTo(dialog).includes(by)) return refuse({ refused: 'not-offered' });

  const steps = new Steps(dialog, world);
  steps.happens({ fact: 'declined', employeeId: by });
  if (steps.dialog.state !== 'offered') distribute(steps, 'declined');
  return steps.decision;
}
