import { holder, offeredTo, type Dialog, type OpenDialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './facts.ts';
import { happened, refuse } from './outcome.ts';
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

  const declined: Fact = { fact: 'declined', at: world.now, employeeId: by };
  const after = evolve(dialog, declined) as OpenDialog;
  if (after.state === 'offered') return happened([declined]);
  return happened([declined, distribute(after, world, 'declined')]);
}
