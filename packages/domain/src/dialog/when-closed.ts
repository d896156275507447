import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { happened, refuse } from './outcome.ts';
import type { Decision, World } from './world.ts';

/** The dialog closes at once and sends nothing, wherever it stands (product §2, Closing). */
export function whenClosed(dialog: Dialog | null, event: EventOf<'close'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  return happened([{ fact: 'closed', at: world.now, because: event.because, by: event.by }]);
}
