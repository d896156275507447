import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { finish } from './finish.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The holder is done: what is to be said is said, and the dialog is finishing; a second *Finish* closes it at once
 * (product §2, Closing). Nobody else finishes it, but somebody whose rights reach the dialogs of others.
 */
export function whenFinished(dialog: Dialog | null, event: EventOf<'finish'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const holds = holder(dialog);
  const mayFinish = holds === event.by || (event.anothers === true && holds !== null);
  if (!mayFinish) return refuse({ refused: 'not-yours', holder: holds });
  const steps = new Steps(dialog, world);
  if (dialog.state === 'finishing') steps.happens({ fact: 'closed', because: dialog.because, by: event.by });
  else finish(steps, 'finished', event.by);
  return steps.decision;
}
