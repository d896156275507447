import type { Dialog } from './dialog.ts';
import { distribute, offerToResponsible } from './distribute.ts';
import type { EventOf } from './events.ts';
import { keepRecords } from './records.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The CRM has answered who is responsible for the client. It moves a dialog that nobody has accepted; one that somebody
 * has stays with him, and a sealed one or one with a bot only remembers it for later (product §2, Opening). What it found
 * is attached, and what it did not know is made, whoever has the dialog (product §3.2).
 */
export function whenRecognised(dialog: Dialog | null, event: EventOf<'client-recognised'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  const { responsible } = event;
  const steps = new Steps(dialog, world);
  if (dialog.state !== 'held') keepRecords(steps, event.crm);
  if (dialog.state === 'closed') return steps.facts.length > 0 ? steps.decision : refuse({ refused: 'closed' });
  if (dialog.responsible === responsible && !(dialog.state === 'waiting' && dialog.identifyingUntil !== null))
    return steps.facts.length > 0 ? steps.decision : nothingHappened;
  const { crm } = steps.line;
  const unaccepted = dialog.state === 'waiting' || dialog.state === 'offered';
  const moves = unaccepted && crm.check && crm.routeToResponsible && dialog.via !== 'group';
  if (responsible === null || !moves) {
    steps.happens({ fact: 'recognised', responsible, passedOver: null });
  } else {
    const known = new Steps({ ...steps.dialog, responsible }, world);
    const moved = offerToResponsible(known, 'recognised');
    for (const fact of known.facts) steps.happens(fact);
    if (moved) return steps.decision;
  }
  if (dialog.state === 'waiting' && dialog.identifyingUntil !== null) distribute(steps, 'not-recognised');
  return steps.decision;
}
