import { endBotsTurn } from './bots-turn.ts';
import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { marksOf } from './outsider.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import { whyNot } from './when-transferred.ts';
import type { Decision, World } from './world.ts';

/**
 * Somebody takes a dialog that another has, a bot answers, or nobody took yet: he holds it at once, the pin of the one
 * before falls, and a finishing one is taken up again (product §2, Moving). Nobody exceeds the cap. Who may is a matter
 * of rights.
 */
export function whenTakenOver(dialog: Dialog | null, event: EventOf<'take-over'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state === 'held') return refuse({ refused: 'held' });
  const { by } = event;
  const from = holder(dialog);
  if (from === by && dialog.state !== 'finishing') return nothingHappened;
  const refused = whyNot(dialog, by, true, world);
  if (refused !== null) return refuse(refused);
  const steps = new Steps(dialog, world);
  endBotsTurn(steps, 'taken-over');
  steps.happens({ fact: 'taken-over', by, from, ...marksOf(by, dialog, world) });
  return steps.decision;
}
