import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { isOutsider } from './outsider.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/** The holder takes a finishing dialog up again: it is answered, as before (product §2, Closing). */
export function whenResumed(dialog: Dialog | null, event: EventOf<'resume'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state !== 'finishing') return refuse({ refused: 'not-finishing' });
  const holds = holder(dialog);
  if (holds !== event.by) return refuse({ refused: 'not-yours', holder: holds });
  const steps = new Steps(dialog, world);
  steps.happens({ fact: 'resumed', by: event.by, because: 'by-hand', ...isOutsider(event.by, dialog, world) });
  return steps.decision;
}
