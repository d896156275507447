import { giveBackIfLeft } from './back-to-queue.ts';
import type { Dialog } from './dialog.ts';
import { distribute, followCircle, lookAgain } from './distribute.ts';
import type { QueueSettings } from '../queue/index.ts';
import { nothingHappened } from './refuse.ts';
import { Steps } from './steps.ts';
import { expireOffer } from './when-time-passes.ts';
import type { Decision, World } from './world.ts';

/**
 * Somebody may have become free, or left, or the line's settings changed: a waiting dialog looks again, an offer to all
 * follows who is there, and an offer to one who left goes back. Otherwise an offer to one stays until its time, which a
 * changed setting may have moved. What was handed out in another way than the line now does is offered anew; what came by the CRM stays (product §3.1).
 */
export function whenTryingWaiting(dialog: Dialog | null, world: World): Decision {
  if (dialog === null || dialog.state === 'closed') return nothingHappened;
  const steps = new Steps(dialog, world);
  if (dialog.state === 'waiting') lookAgain(steps);
  if (dialog.state !== 'offered') return steps.decision;
  if (giveBackIfLeft(steps)) return steps.decision;
  if (wasHandedOutOtherwise(dialog, steps.line.queue.distribution)) distribute(steps, 'distribution-changed');
  else if (dialog.to === 'all') followCircle(steps);
  else expireOffer(steps);
  return steps.decision;
}

/** Was it offered in another way than the line hands out its dialogs now? What came by the CRM is none of its ways. */
function wasHandedOutOtherwise(
  dialog: Extract<Dialog, { state: 'offered' }>,
  distribution: QueueSettings['distribution'],
): boolean {
  if (dialog.to === 'all') return distribution !== 'all';
  if (dialog.route === 'crm') return false;
  return distribution === 'all' || (dialog.distribution !== null && dialog.distribution !== distribution);
}
