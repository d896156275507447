import { greet } from './greet.ts';
import { giveToBot, goToPeople } from './bots-turn.ts';
import { askConsent } from './consent.ts';
import type { Steps } from './steps.ts';

/**
 * The way of a new dialog (product §2, Opening): consent, then the bot, then people: the responsible in the CRM, behind
 * older waiting dialogs, the queue. Sealed or given to a bot, it stops there for now.
 */
export function begin(steps: Steps, consented: boolean, messageId: string): void {
  if (!consented && askConsent(steps) === 'held') return;
  goOn(steps, messageId, 'opened');
}

/** The way from the consent on. */
export function goOn(steps: Steps, messageId: string | null, after: 'opened' | 'consented'): void {
  if (giveToBot(steps, messageId)) return;
  greet(steps);
  goToPeople(steps, after);
}
