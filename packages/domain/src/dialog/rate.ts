import type { Vote } from '../rating/index.ts';
import { textOf } from '../line/index.ts';
import { votesUntil } from '../rating/index.ts';
import { holder } from './dialog.ts';
import type { Steps } from './steps.ts';

/**
 * May the client be asked to rate this dialog now? Once a dialog, only where a person of ours has written, never in a
 * group, and not in an inactive line (product §2, Closing; §3.6).
 */
export function mayAskToRate({ dialog, line }: Steps): boolean {
  if (!line.rating.ask || !line.active || dialog.via === 'group') return false;
  return dialog.repliedAt !== null && dialog.rating === null && textOf(line, 'rate', dialog.via) !== null;
}

/** Asks the client to rate. The vote counts for who holds the dialog now. */
export function askToRate(steps: Steps): void {
  const until = votesUntil(steps.now, steps.line.rating.limitDays);
  steps.happens({ fact: 'rating-asked', until, operatorId: holder(steps.dialog) });
  steps.say('rate');
}

/**
 * Records the vote and thanks for it. A finishing dialog closes by it, if the line says so; a closed one stays as it
 * closed (product §2, Closing).
 */
export function recordVote(steps: Steps, vote: Vote, how: 'text' | 'button', messageId: string | null): void {
  const { dialog } = steps;
  const operatorId = dialog.rating === null ? holder(dialog) : dialog.rating.operatorId;
  steps.happens({ fact: 'voted', vote, how, operatorId, messageId });
  steps.say(vote === 'good' ? 'thanks-good' : 'thanks-bad');
  if (steps.dialog.state === 'finishing' && steps.line.rating.closeAfter)
    steps.happens({ fact: 'closed', because: 'rated', by: null });
}
