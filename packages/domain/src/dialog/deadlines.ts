import { clientSilentAfter, graceTime, unansweredAfter } from '../auto-actions/index.ts';
import { runsOut, type Hours, type Pause } from '../hours/index.ts';
import { kpiGoal } from '../kpi/index.ts';
import { day, minute, second, type Instant } from '../people/index.ts';
import type { CloseReason, Dialog, OpenDialog } from './dialog.ts';
import type { WorldLine } from './world.ts';

/** The client waits: so long after his last message the dialog closes (product §2, Deadlines). */
export const operatorSilentAfter = 30 * day;
/** A pinned dialog closes so long after the last message, whoever wrote it (product §2, Deadlines). */
export const pinnedFor = 7 * day;
/** An outgoing dialog in which nothing was written closes so long after its opening (product §2, Deadlines). */
export const outgoingEmptyFor = day;
/** A sealed dialog waits so long for consent (product §3.4). */
export const consentWithin = 7 * day;
/** A bot that says nothing for so long loses the dialog to the queue (product §3.7). */
export const botSilentAfter = 30 * second;
/** A waiting dialog looks again at least so often, whatever it was told (product §3.1). */
export const sweepEvery = 2 * minute;

/** What of a line its dialogs' clocks run by. */
export type Clocks = Pick<WorldLine, 'queue' | 'crm' | 'hours' | 'autoActions' | 'bot' | 'kpi' | 'pauses'>;

/** What happens by time alone. */
export const deadlineKinds = [
  'closes',
  'consent-ends',
  'finishing-ends',
  'offer-ends',
  'department-ends',
  'identifying-ends',
  'unanswered',
  'overdue',
  'bot-hands-over',
  'bot-silent',
  'looks-again',
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** A clock of a dialog and the moment it runs out. */
export type Deadline = { deadline: DeadlineKind; at: Instant };

/**
 * Every clock that runs in this dialog, by the settings its line has now: a changed time moves running deadlines, and
 * one that is past already is due at once (product §2). Empty once it is closed. Client-silent, no-answer and KPI
 * clocks stand while the line is inactive and have no moment then.
 *
 * Some have no moment in the state because looking in vain writes no fact: a waiting dialog looks again every two
 * minutes, and so does the circle of an offer to all, on a grid that differs from dialog to dialog, so that not all wake at
 * once.
 */
export function deadlines(dialog: Dialog, now: Instant, line: Clocks): Deadline[] {
  if (dialog.state === 'closed') return [];
  const running: Deadline[] = [];
  const add = (deadline: DeadlineKind, at: Instant | null) => {
    if (at !== null) running.push({ deadline, at });
  };
  if (dialog.state === 'held') {
    add('consent-ends', dialog.heldSince + consentWithin);
    return running;
  }
  if (dialog.state === 'finishing') {
    add('finishing-ends', finishingEnds(dialog, line));
    return running;
  }
  add('closes', closesAt(dialog, line).at);
  add('unanswered', unansweredAt(dialog, line));
  add('overdue', overdueAt(dialog, line));
  if (dialog.state === 'with-bot') {
    if (line.bot.handOverMinutes !== null) add('bot-hands-over', dialog.botSince + line.bot.handOverMinutes * minute);
    if (dialog.botOwesSince !== null) add('bot-silent', dialog.botOwesSince + botSilentAfter);
  }
  if (dialog.state === 'offered' && dialog.to === 'one') add('offer-ends', offerEndsAt(dialog, line));
  if (dialog.state === 'offered' && dialog.to === 'all') {
    if (dialog.departmentId !== null) add('department-ends', departmentEndsAt(dialog, line));
    add('looks-again', nextSweep(dialog.id, now));
  }
  if (dialog.state === 'waiting') {
    if (dialog.identifyingUntil !== null) add('identifying-ends', dialog.identifyingUntil);
    const sweep = nextSweep(dialog.id, now);
    add('looks-again', dialog.notBefore !== null && dialog.notBefore > now ? Math.min(sweep, dialog.notBefore) : sweep);
  }
  return running;
}

/**
 * When silence closes this dialog, and whose. Every open dialog has this moment, except while its clock stands: that of
 * a client who is silent stands in an inactive line, and then there is none.
 */
export function closesAt(
  dialog: OpenDialog,
  line: Clocks,
): { at: Instant | null; because: Extract<CloseReason, 'operator-silent' | 'client-silent'> } {
  const { unansweredSince, clientWroteAt, oursAt, openedAt } = dialog;
  if (dialog.direction === 'outgoing' && clientWroteAt === null && oursAt === null)
    return { at: openedAt + outgoingEmptyFor, because: 'operator-silent' };
  const clientWaits = unansweredSince !== null && dialog.state !== 'with-bot';
  const because = clientWaits ? 'operator-silent' : 'client-silent';
  if (dialog.pinned) return { at: Math.max(clientWroteAt ?? openedAt, oursAt ?? openedAt) + pinnedFor, because };
  if (clientWaits) return { at: (clientWroteAt ?? unansweredSince) + operatorSilentAfter, because };
  const since = dialog.state === 'with-bot' ? Math.max(oursAt ?? 0, dialog.botSince) : (oursAt ?? openedAt);
  return { at: runsOut(null, since, clientSilentAfter(line.autoActions), line.pauses), because };
}

/** When an offer to one person ends, by the time the line gives now. */
export function offerEndsAt(dialog: Extract<Dialog, { state: 'offered'; to: 'one' }>, line: Clocks): Instant {
  return offerEnds(dialog, dialog, line);
}

/**
 * When an offer made at this moment ends. Who is responsible for the client is asked as long as the CRM tab says; with
 * giving up switched off, until silence ends the dialog.
 */
export function offerEnds(
  dialog: OpenDialog,
  offer: { offeredAt: Instant; route: 'queue' | 'crm' },
  line: Clocks,
): Instant {
  const minutes = offer.route === 'crm' ? line.crm.giveUpMinutes : line.queue.offerMinutes;
  if (minutes !== null) return offer.offeredAt + minutes * minute;
  return closesAt(dialog, line).at ?? offer.offeredAt + operatorSilentAfter;
}

/** When a department that was offered a dialog all at once has had its round: after the hand-over time. */
export function departmentEndsAt(dialog: Extract<Dialog, { to: 'all' }>, line: Clocks): Instant {
  return dialog.offeredAt + line.queue.offerMinutes * minute;
}

/** When the grace time of a finishing dialog is over. */
export function finishingEnds(dialog: Extract<Dialog, { state: 'finishing' }>, line: Clocks): Instant {
  return dialog.finishedAt + graceTime(line.autoActions);
}

/** When the no-answer time runs out, or null where it does not run. */
export function unansweredAt(dialog: OpenDialog, line: Clocks): Instant | null {
  if (dialog.unacceptedSince === null) return null;
  return runsOut(null, dialog.unacceptedSince, unansweredAfter(line.autoActions), line.pauses);
}

/**
 * When the answer to the running burst is overdue, in working time of the line; null where no clock runs, no goal is
 * set, or the notice has gone (product §3.8).
 */
export function overdueAt(
  dialog: OpenDialog,
  line: Clocks & { hours: Hours; pauses: readonly Pause[] },
): Instant | null {
  if (dialog.burstAt === null || dialog.overdue) return null;
  const goal = kpiGoal(line.kpi, answersFirst(dialog));
  return goal === null ? null : runsOut(line.hours, dialog.burstAt, goal, line.pauses);
}

/** Is the answer that is owed the first of the dialog? In an outgoing one ours was the first word. */
export function answersFirst(dialog: Dialog): boolean {
  return dialog.direction === 'incoming' && dialog.repliedAt === null;
}

/**
 * When the dialog must be looked at next: its earliest deadline, or null where there is none. A moment that is not
 * after `now` means that something is due already.
 */
export function wakeAt(dialog: Dialog, now: Instant, line: Clocks): Instant | null {
  let earliest: Instant | null = null;
  for (const { at } of deadlines(dialog, now, line)) if (earliest === null || at < earliest) earliest = at;
  return earliest;
}

function nextSweep(dialogId: number, now: Instant): Instant {
  const phase = (dialogId * 7 * second) % sweepEvery;
  return Math.floor((now - phase) / sweepEvery) * sweepEvery + sweepEvery + phase;
}
