import { goOn } from './begin.ts';
import type { Steps } from './steps.ts';

/** The client consents. What was held for it goes its way. */
export function consent(steps: Steps, how: 'button' | 'form' | 'continued-writing', messageId: string | null): void {
  const wasHeld = steps.dialog.state === 'held';
  steps.happens({ fact: 'consented', how, messageId });
  steps.does({ effect: 'record-consent', accepts: true, how, messageId });
  if (wasHeld) goOn(steps, messageId, 'consented');
}
