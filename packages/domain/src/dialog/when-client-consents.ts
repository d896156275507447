import { closeWithoutConsent } from './consent.ts';
import { consent } from './consented.ts';
import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The client presses a button under the request for consent. Accepted, a held dialog goes its way; declined, it closes
 * and what was written is erased. Where nothing was held declining is only noted. A second press of the same button, or
 * one where nothing was asked, changes nothing (product §3.4).
 */
export function whenClientConsents(dialog: Dialog | null, event: EventOf<'client-consents'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const { accepts, how } = event;
  if (dialog.consent === null || dialog.consent === (accepts ? 'given' : 'declined')) return nothingHappened;
  const steps = new Steps(dialog, world);
  if (accepts) {
    consent(steps, how, null);
    return steps.decision;
  }
  steps.happens({ fact: 'consent-declined', how });
  steps.does({ effect: 'record-consent', accepts: false, how, messageId: null });
  if (dialog.state === 'held') closeWithoutConsent(steps);
  return steps.decision;
}
