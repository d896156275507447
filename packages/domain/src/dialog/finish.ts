import { graceTime } from '../auto-actions/index.ts';
import { textOf } from '../line/index.ts';
import type { EmployeeId } from '../people/index.ts';
import type { CloseReason } from './dialog.ts';
import { finishingEnds } from './deadlines.ts';
import { askToRate, mayAskToRate } from './rate.ts';
import type { Steps } from './steps.ts';

/**
 * The dialog is over for us. Its closing text and the request to rate go, each once a dialog, and it is finishing for the
 * grace time; with nothing to send it closes at once (product §2, Closing). A client who fell silent has a text of his
 * own, and only one of the two ever goes.
 */
export function finish(
  steps: Steps,
  because: Extract<CloseReason, 'finished' | 'client-silent'>,
  by: EmployeeId | null,
): void {
  const { dialog, line } = steps;
  const text = because === 'finished' ? 'closing' : 'client-silent';
  const saidBye = dialog.said.includes('closing') || dialog.said.includes('client-silent');
  const says = line.active && !saidBye && textOf(line, text, dialog.via) !== null;
  const asks = mayAskToRate(steps);
  if (!says && !asks) {
    steps.happens({ fact: 'closed', because, by });
    return;
  }
  steps.happens({ fact: 'finished', because, by, until: steps.now + graceTime(line.autoActions) });
  if (says) steps.say(text);
  if (asks) askToRate(steps);
  closeIfOver(steps);
}

/** A finishing dialog whose grace time is over closes, for the reason it was finished. */
export function closeIfOver(steps: Steps): void {
  const { dialog } = steps;
  if (dialog.state !== 'finishing' || finishingEnds(dialog, steps.line) > steps.now) return;
  steps.happens({ fact: 'closed', because: dialog.because, by: null });
}
