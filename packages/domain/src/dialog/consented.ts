import type { Steps } from './steps.ts';

/** What a client can be asked to accept. */
export type ConsentTo = { agreementId: string; version: number };

/** The client consents, to what the dialog asked unless it is named. */
export function consent(
  steps: Steps,
  how: 'button' | 'form' | 'continued-writing',
  messageId: string | null,
  to: ConsentTo | null = steps.dialog.consentTo,
): void {
  steps.happens({ fact: 'consented', how, messageId, ...to });
  steps.does({ effect: 'record-consent', to, accepts: true, how, messageId });
}
