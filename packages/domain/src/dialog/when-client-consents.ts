import { consentAndGoOn } from './begin.ts';
import { closeWithoutConsent } from './consent.ts';
import type { ConsentTo } from './consented.ts';
import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The client presses a button under the request for consent. Accepted, a held dialog goes its way; declined, it closes
 * and what was written is erased. Where nothing was held declining is only noted. A second press of the same button, or
 * one where nothing was asked, changes nothing. What he was shown and is not what this dialog asks now is noted as it was
 * shown, and moves nothing: a new version asks again (product §3.4).
 */
export function whenClientConsents(dialog: Dialog | null, event: EventOf<'client-consents'>, world: World): Decision {
  const { accepts, how, to } = event;
  // The form stands before the first message; a button of an older version, or of a dialog that is over, may be pressed late.
  if (to !== undefined && !asks(dialog, to, world))
    return { facts: [], effects: [{ effect: 'record-consent', to, accepts, how, messageId: null }] };
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.consent === null || dialog.consent === (accepts ? 'given' : 'declined')) return nothingHappened;
  const steps = new Steps(dialog, world);
  if (accepts) {
    consentAndGoOn(steps, how, null, event.crm, to ?? dialog.consentTo);
    return steps.decision;
  }
  const declined = to ?? dialog.consentTo;
  steps.happens({ fact: 'consent-declined', how, ...declined });
  steps.does({ effect: 'record-consent', to: declined, accepts: false, how, messageId: null });
  if (dialog.state === 'held') closeWithoutConsent(steps);
  return steps.decision;
}

/**
 * Is this what the open dialog has asked? One of before this was noted asked what is asked now. What its line asks for by
 * now opens a sealed one too: a form shows nothing older.
 */
function asks(dialog: Dialog | null, to: ConsentTo, { lines, agreements }: World): boolean {
  if (dialog === null || dialog.state === 'closed' || dialog.consent === null) return false;
  const { consentTo } = dialog;
  const isAskedNow =
    lines[dialog.lineId]?.agreement.agreementId === to.agreementId && agreements[to.agreementId] === to.version;
  if (dialog.state === 'held' && isAskedNow) return true;
  return consentTo === null || (consentTo.agreementId === to.agreementId && consentTo.version === to.version);
}
