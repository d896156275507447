import { greet } from './greet.ts';
import { giveToBot, goToPeople } from './bots-turn.ts';
import { askConsent, isHeldBack } from './consent.ts';
import { consent, type ConsentTo } from './consented.ts';
import type { CrmSays, Opening } from './events.ts';
import { keepRecords } from './records.ts';
import type { Steps } from './steps.ts';

/**
 * The way of a new dialog (product §2, Opening): consent, then the bot, then people: the responsible in the CRM, behind
 * older waiting dialogs, the queue. Sealed or given to a bot, it stops there for now.
 */
export function begin(steps: Steps, opening: Opening, messageId: string, crm: CrmSays | undefined): void {
  if (opening.consented !== true && askConsent(steps, messageId, opening.asked) === 'held') return;
  goOn(steps, messageId, 'opened', crm);
}

/** The client consents. What was held for it goes its way. */
export function consentAndGoOn(
  steps: Steps,
  how: 'button' | 'form' | 'continued-writing',
  messageId: string | null,
  crm: CrmSays | undefined,
  to: ConsentTo | null = steps.dialog.consentTo,
): void {
  const wasHeld = steps.dialog.state === 'held';
  consent(steps, how, messageId, to);
  if (wasHeld) goOn(steps, messageId, 'consented', crm);
}

/** A sealed dialog whose line holds nothing back any more goes its way. Answers whether it did. */
export function unsealIfFree(steps: Steps, crm: CrmSays | undefined): boolean {
  if (steps.dialog.state !== 'held' || isHeldBack(steps)) return false;
  steps.happens({ fact: 'unsealed', because: 'not-held-any-more' });
  goOn(steps, null, 'opened', crm);
  return true;
}

/** The way from the consent on. */
function goOn(steps: Steps, messageId: string | null, after: 'opened' | 'consented', crm: CrmSays | undefined): void {
  keepRecords(steps, crm);
  if (giveToBot(steps, messageId)) return;
  greet(steps);
  goToPeople(steps, after);
}
