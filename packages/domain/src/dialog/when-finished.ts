import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { happened, refuse } from './outcome.ts';
import type { Decision, World } from './world.ts';

/**
 * The holder is done: with nothing to send, the dialog closes at once (product §2, Closing). Nobody else finishes
 * it.
 */
export function whenFinished(dialog: Dialog | null, event: EventOf<'finish'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const holds = holder(dialog);
  if (holds !== event.by) return refuse({ refused: 'not-yours', holder: holds });
  return happened([{ fact: 'closed', at: world.now, because: 'finished', by: event.by }]);
}
