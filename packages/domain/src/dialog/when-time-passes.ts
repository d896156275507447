import { giveBackIfLeft } from './back-to-queue.ts';
import { unsealIfFree } from './begin.ts';
import { endBotsTurn, goToPeople } from './bots-turn.ts';
import { closeWithoutConsent } from './consent.ts';
import {
  answersFirst,
  botSilentAfter,
  closesAt,
  consentWithin,
  departmentEndsAt,
  offerEndsAt,
  overdueAt,
  unansweredAt,
} from './deadlines.ts';
import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { distribute, followCircle, giveUpDepartment, lookAgain } from './distribute.ts';
import { closeIfOver, finish } from './finish.ts';
import { minute } from '../people/index.ts';
import { nothingHappened } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * A deadline may have passed, somebody left, or the line was deleted, which closes its dialogs (product §3.9). Each clock that has run out does what it is for, in this order: what
 * ends the dialog, what is noted about it, what moves it. Nothing due: nothing happened.
 */
export function whenTimePasses(dialog: Dialog | null, event: EventOf<'time-passed'>, world: World): Decision {
  if (dialog === null || dialog.state === 'closed') return nothingHappened;
  const steps = new Steps(dialog, world);
  if (steps.line.deleted) {
    const because = dialog.state === 'finishing' ? dialog.because : 'line-deleted';
    steps.happens({ fact: 'closed', because, by: null });
    return steps.decision;
  }
  switch (dialog.state) {
    case 'held':
      if (unsealIfFree(steps, event.crm)) return steps.decision;
      if (dialog.heldSince + consentWithin <= world.now) closeWithoutConsent(steps);
      return steps.decision;
    case 'finishing':
      closeIfOver(steps);
      return steps.decision;
    default:
  }
  if (endBySilence(steps)) return steps.decision;
  noteUnanswered(steps);
  noteOverdue(steps);
  moveOn(steps);
  return steps.decision;
}

/**
 * Silence that lasted too long ends the dialog: the client's with the text the line has for it; ours, a bot's, and that in
 * a pinned one, where client-silent does not apply, without a word (product §2, Closing and Deadlines).
 */
function endBySilence(steps: Steps): boolean {
  const { at, because } = closesAt(steps.open, steps.line);
  if (at === null || at > steps.now) return false;
  if (
    because === 'client-silent' &&
    steps.dialog.state !== 'with-bot' &&
    !steps.dialog.pinned &&
    steps.line.autoActions.clientSilent.then === 'text'
  )
    finish(steps, 'client-silent', null);
  else steps.happens({ fact: 'closed', because, by: null });
  return true;
}

/**
 * The no-answer time ran out before anybody accepted: the dialog is marked, once, and is not moved. The text for it goes
 * unless the one that nobody is there has gone already (product §3.3, §3.5).
 */
function noteUnanswered(steps: Steps): void {
  const { open: dialog } = steps;
  const at = unansweredAt(dialog, steps.line);
  if (at === null || at > steps.now) return;
  steps.happens({ fact: 'unanswered', since: dialog.unacceptedSince! });
  if (!dialog.said.includes('outside-hours')) steps.say('no-answer');
}

/** The answer to the running burst is overdue: noted once, and whom the line names is told (product §3.8). */
function noteOverdue(steps: Steps): void {
  const { open: dialog, line } = steps;
  const at = overdueAt(dialog, line);
  if (at === null || at > steps.now || dialog.burstAt === null) return;
  const answer = answersFirst(dialog) ? 'first' : 'further';
  const operatorId = holder(dialog);
  steps.happens({ fact: 'overdue', answer, since: dialog.burstAt, operatorId });
  const { notify, whom } = line.kpi[answer];
  if (!notify || whom.length === 0) return;
  const what = answer === 'first' ? 'first-answer-overdue' : 'answer-overdue';
  steps.does({ effect: 'notify', what, whom: [...whom], operatorId, since: dialog.burstAt });
}

function moveOn(steps: Steps): void {
  const { dialog, line, now } = steps;
  if (dialog.state === 'with-bot') {
    const { handOverMinutes } = line.bot;
    const silent = dialog.botOwesSince !== null && dialog.botOwesSince + botSilentAfter <= now;
    const over = handOverMinutes !== null && dialog.botSince + handOverMinutes * minute <= now;
    if (!silent && !over) return;
    endBotsTurn(steps, silent ? 'silent' : 'time-over');
    goToPeople(steps, 'bot-left');
    return;
  }
  if (dialog.state === 'waiting') {
    if (dialog.identifyingUntil === null) lookAgain(steps);
    else if (dialog.identifyingUntil <= now) distribute(steps, 'not-recognised');
    return;
  }
  if (giveBackIfLeft(steps) || dialog.state !== 'offered') return;
  if (dialog.to === 'one') expireOffer(steps);
  else if (dialog.departmentId !== null && departmentEndsAt(dialog, line) <= now) giveUpDepartment(steps);
  else followCircle(steps);
}

/** An offer to one whose time is over goes on to the next; who is responsible gives up to the queue. */
export function expireOffer(steps: Steps): void {
  const { dialog, line, now } = steps;
  if (dialog.state !== 'offered' || dialog.to !== 'one' || offerEndsAt(dialog, line) > now) return;
  steps.happens({ fact: 'offer-expired', employeeId: dialog.operatorId, because: 'not-accepted-in-time' });
  distribute(steps, dialog.route === 'crm' ? 'responsible-gave-up' : 'offer-expired');
}
