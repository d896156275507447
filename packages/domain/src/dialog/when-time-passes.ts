import type { Dialog } from './dialog.ts';
import { distribute, followCircle, lookAgain } from './distribute.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './facts.ts';
import { happened } from './outcome.ts';
import { closesAt, offerEndsAt } from './wake-at.ts';
import type { OpenDialog } from './dialog.ts';
import type { Decision, World } from './world.ts';

/**
 * A deadline may have passed. Silence that lasted too long closes the dialog; an offer that was not accepted in time
 * goes to the next person; a waiting dialog looks again, and an offer to all follows who is there. Nothing due: nothing
 * happened.
 */
export function whenTimePasses(dialog: Dialog | null, world: World): Decision {
  if (dialog === null || dialog.state === 'closed') return happened([]);
  const closing = closesAt(dialog);
  if (closing.at <= world.now) return happened([{ fact: 'closed', at: world.now, because: closing.because, by: null }]);
  if (dialog.state === 'waiting') return happened(lookAgain(dialog, world));
  if (dialog.state === 'offered' && dialog.to === 'all') return happened(followCircle(dialog, world));
  return happened(expire(dialog, world));
}

/** An offer to one whose time is over goes on to the next; every other dialog stays as it is. */
export function expire(dialog: OpenDialog, world: World): Fact[] {
  if (dialog.state !== 'offered' || dialog.to !== 'one') return [];
  const { queue } = world.lines[dialog.lineId]!;
  if (offerEndsAt(dialog, queue) > world.now) return [];
  const expired: Fact = {
    fact: 'offer-expired',
    at: world.now,
    employeeId: dialog.operatorId,
    because: 'not-accepted-in-time',
  };
  return [expired, distribute(evolve(dialog, expired) as OpenDialog, world, 'offer-expired')];
}
