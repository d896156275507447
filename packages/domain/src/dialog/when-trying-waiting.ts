import type { Dialog } from './dialog.ts';
import { distribute, followCircle, lookAgain } from './distribute.ts';
import { happened } from './outcome.ts';
import { expire } from './when-time-passes.ts';
import type { Decision, World } from './world.ts';

/**
 * Somebody may have become free, or left, or the line's settings changed: a waiting dialog looks again, an offer to all
 * follows who is there. An offer to one stays until its time, which a changed setting may have moved. What was offered
 * by the other way, to one or to all, is offered anew once the line's distribution says so.
 */
export function whenTryingWaiting(dialog: Dialog | null, world: World): Decision {
  if (dialog === null || dialog.state === 'closed') return happened([]);
  if (dialog.state === 'waiting') return happened(lookAgain(dialog, world));
  if (dialog.state !== 'offered') return happened([]);
  const toAll = world.lines[dialog.lineId]!.queue.distribution === 'all';
  if (toAll !== (dialog.to === 'all')) return happened([distribute(dialog, world, 'distribution-changed')]);
  return happened(dialog.to === 'all' ? followCircle(dialog, world) : expire(dialog, world));
}
