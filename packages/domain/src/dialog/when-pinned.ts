import { giveBackIfLeft } from './back-to-queue.ts';
import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The holder pins the dialog: it stays with him while he is away, and a silent client does not close it; a week after
 * the last message it closes all the same (product §2, Deadlines; §3.1). A transfer or take-over lets the pin fall.
 */
export function whenPinned(dialog: Dialog | null, event: EventOf<'pin' | 'unpin'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const holds = holder(dialog);
  if (holds !== event.by) return refuse({ refused: 'not-yours', holder: holds });
  if (dialog.pinned === (event.event === 'pin')) return nothingHappened;
  const steps = new Steps(dialog, world);
  steps.happens({ fact: event.event === 'pin' ? 'pinned' : 'unpinned', by: event.by });
  // What only the pin held with somebody who has left goes back.
  if (event.event === 'unpin') giveBackIfLeft(steps);
  return steps.decision;
}
