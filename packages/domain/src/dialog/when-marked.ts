import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * A manager marks the dialog with 1 to 5 stars: any dialog that an operator has or had, open or closed, and he may
 * change his mind. The operator is told (product §3.6). Who may mark is a matter of rights.
 */
export function whenMarked(dialog: Dialog | null, event: EventOf<'mark'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  const operatorId = holder(dialog) ?? dialog.rating?.operatorId ?? null;
  if (operatorId === null) return refuse({ refused: 'no-operator' });
  if (dialog.stars === event.stars) return nothingHappened;
  const steps = new Steps(dialog, world);
  steps.happens({ fact: 'marked', by: event.by, stars: event.stars });
  steps.does({ effect: 'tell-mark', operatorId, stars: event.stars });
  return steps.decision;
}
