import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The dialog closes at once and says nothing, wherever it stands. One that is finishing keeps the reason it was
 * finished for. Spam may block the client as well (product §2, Closing and Odd cases).
 */
export function whenClosed(dialog: Dialog | null, event: EventOf<'close'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const steps = new Steps(dialog, world);
  const because = dialog.state === 'finishing' ? dialog.because : event.because;
  const blocks = event.because === 'spam' && event.blocks === true;
  steps.happens({ fact: 'closed', because, by: event.by, ...(blocks ? { blocks: true as const } : {}) });
  if (blocks) steps.does({ effect: 'block-client' });
  return steps.decision;
}
