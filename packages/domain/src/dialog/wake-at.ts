import { day, minute, second, type Instant } from '../people/index.ts';
import type { QueueSettings } from '../queue/index.ts';

import type { CloseReason, Dialog, OpenDialog } from './dialog.ts';

/** The client waits: so long after his last message the dialog closes (product §2, Deadlines). */
export const operatorSilentAfter = 30 * day;
/**
 * The last word is ours: so long after it the dialog closes while a line sets no time of its own (product §2,
 * Deadlines).
 */
export const clientSilentAfter = 31 * day;
/** A waiting dialog looks again at least so often, whatever it was told (product §3.1). */
export const sweepEvery = 2 * minute;

/** When silence closes this dialog, and whose. Every open dialog has this moment. */
export function closesAt(dialog: OpenDialog): {
  at: Instant;
  because: Extract<CloseReason, 'operator-silent' | 'client-silent'>;
} {
  if (dialog.unansweredSince !== null) {
    return { at: (dialog.clientWroteAt ?? dialog.unansweredSince) + operatorSilentAfter, because: 'operator-silent' };
  }
  return { at: (dialog.repliedAt ?? dialog.openedAt) + clientSilentAfter, because: 'client-silent' };
}

/**
 * When an offer to one person ends. With the line's settings: by the time they give now, since a changed time
 * moves running deadlines (product §2); without them as it was when the offer was made.
 */
export function offerEndsAt(
  dialog: Extract<Dialog, { state: 'offered'; to: 'one' }>,
  queue?: Pick<QueueSettings, 'offerMinutes'>,
): Instant {
  return queue === undefined ? dialog.until : dialog.offeredAt + queue.offerMinutes * minute;
}

/**
 * When the dialog must be looked at next: its earliest deadline, or null once it is closed. A moment that is not
 * after `now` means that something is due already. `queue` is that of the dialog's line; leave it out only where
 * settings cannot have changed since the offer.
 *
 * A waiting dialog looks again every two minutes, and so does the circle of an offer to all. That moment is not in the state, because looking in vain writes no
 * fact: it is the next step after `now` of a grid that differs from dialog to dialog, so that not all wake at once.
 */
export function wakeAt(dialog: Dialog, now: Instant, queue?: Pick<QueueSettings, 'offerMinutes'>): Instant | null {
  if (dialog.state === 'closed') return null;
  let earliest = closesAt(dialog).at;
  if (dialog.state === 'offered' && dialog.to === 'one') earliest = Math.min(earliest, offerEndsAt(dialog, queue));
  if (dialog.state === 'offered' && dialog.to === 'all') earliest = Math.min(earliest, nextSweep(dialog.id, now));
  if (dialog.state === 'waiting') {
    earliest = Math.min(earliest, nextSweep(dialog.id, now));
    if (dialog.notBefore !== null && dialog.notBefore > now) earliest = Math.min(earliest, dialog.notBefore);
  }
  return earliest;
}

function nextSweep(dialogId: number, now: Instant): Instant {
  const phase = (dialogId * 7 * second) % sweepEvery;
  return Math.floor((now - phase) / sweepEvery) * sweepEvery + sweepEvery + phase;
}
