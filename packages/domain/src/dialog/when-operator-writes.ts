import { giveBackIfLeft } from './back-to-queue.ts';
import { endBotsTurn } from './bots-turn.ts';
import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { isOutsider, marksOf } from './outsider.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import { whyNot } from './when-transferred.ts';
import type { Decision, World } from './world.ts';

/**
 * The holder answers, or a colleague who joined, and the message goes to the client. It stops the KPI clock and brings
 * a finishing dialog back. In an inactive line nothing is sent. What was written in the provider's own app has been sent
 * already: it counts as the answer of the channel's owner and, where nobody has the dialog, accepts it for him, unless he
 * is dismissed or at the cap of the product (product §2).
 */
export function whenOperatorWrites(dialog: Dialog | null, event: EventOf<'operator-writes'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state === 'held') return refuse({ refused: 'held' });
  const { by, messageId, echo } = event;
  const holds = holder(dialog);
  const steps = new Steps(dialog, world);
  if (echo === true) {
    const refused = holds === null ? whyNot(dialog, by, true, world) : null;
    if (refused !== null) return refuse(refused);
    endBotsTurn(steps, 'person-wrote');
    if (holds === null && steps.dialog.state !== 'finishing')
      steps.happens({ fact: 'accepted', employeeId: by, because: 'echo', ...marksOf(by, dialog, world) });
  } else {
    // Who joined writes beside a holder; while there is none it is for those who are asked.
    if (holds !== by && (holds === null || !dialog.joined.includes(by)))
      return refuse({ refused: 'not-yours', holder: holds });
    if (!steps.line.active) return refuse({ refused: 'line-inactive' });
  }
  if (dialog.state === 'finishing') {
    const outsider = holds === by ? isOutsider(by, dialog, world) : {};
    steps.happens({ fact: 'resumed', by, because: 'operator-wrote', ...outsider });
  }
  steps.happens({ fact: 'answered', employeeId: by, messageId, ...(echo === true ? { echo } : {}) });
  if (echo !== true) steps.does({ effect: 'deliver', messageId });
  // A colleague took up again what belongs to somebody who has left meanwhile.
  if (dialog.state === 'finishing' && holds !== by) giveBackIfLeft(steps);
  return steps.decision;
}
