import { giveBackIfLeft } from './back-to-queue.ts';
import type { Dialog } from './dialog.ts';
import { distribute, followCircle, lookAgain } from './distribute.ts';
import { nothingHappened } from './refuse.ts';
import { Steps } from './steps.ts';
import { expireOffer } from './when-time-passes.ts';
import type { Decision, World } from './world.ts';

/**
 * Somebody may have become free, or left, or the line's settings changed: a waiting dialog looks again, an offer to all
 * follows who is there, and an offer to one who left goes back. Otherwise an offer to one stays until its time, which a
 * changed setting may have moved. What was offered by the other way, to one or to all, is offered anew once the line's
 * distribution says so; what came by the CRM stays (product §3.1).
 */
export function whenTryingWaiting(dialog: Dialog | null, world: World): Decision {
  if (dialog === null || dialog.state === 'closed') return nothingHappened;
  const steps = new Steps(dialog, world);
  if (dialog.state === 'waiting') lookAgain(steps);
  if (dialog.state !== 'offered') return steps.decision;
  const toAll = steps.line.queue.distribution === 'all';
  const byCrm = dialog.to === 'one' && dialog.route === 'crm';
  if (giveBackIfLeft(steps)) return steps.decision;
  if (toAll !== (dialog.to === 'all') && !byCrm) distribute(steps, 'distribution-changed');
  else if (dialog.to === 'all') followCircle(steps);
  else expireOffer(steps);
  return steps.decision;
}
