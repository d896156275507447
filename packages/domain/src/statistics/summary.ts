import {
  answersFirst,
  evolve,
  holder,
  type CloseReason,
  type Dialog,
  type DialogId,
  type Fact,
  type LineId,
  type State,
} from '../dialog/index.ts';
import { openBetween, type Hours, type Pause } from '../hours/index.ts';
import { kpiGoal, type KpiSettings } from '../kpi/index.ts';
import type { DepartmentId, EmployeeId, Instant } from '../people/index.ts';
import type { Vote } from '../rating/index.ts';

/** A line as far as statistics need it: its hours, when its clocks stood, and its goals. */
export type MeasuredLine = { hours: Hours; pauses: readonly Pause[]; kpi: KpiSettings };

/**
 * One dialog as statistics know it: what lists show, and what figures are counted from (product §6). Durations are whole
 * seconds, cut off; null where what they measure did not happen. The only way to make one is from the dialog's facts.
 */
export type Summary = {
  dialogId: DialogId;
  /** The line it is on, or was on at last. */
  lineId: LineId;
  direction: 'incoming' | 'outgoing';
  state: State;
  /** Who holds it, or held it at last. */
  operatorId: EmployeeId | null;
  /** The department he was in when he got it; null where he was in none. */
  departmentId: DepartmentId | null;
  openedAt: Instant;
  /** First offered to somebody, or in somebody's hands. */
  assignedAt: Instant | null;
  /** First in somebody's hands. */
  acceptedAt: Instant | null;
  /** A person of ours first wrote. */
  firstAnswerAt: Instant | null;
  lastMessageAt: Instant;
  finishedAt: Instant | null;
  closedAt: Instant | null;
  closeReason: CloseReason | null;
  /** The client's first contact with the company, by his own message. */
  newClient: boolean;
  /** Nobody accepted it within the line's no-answer time. */
  unanswered: boolean;
  /** It closed, and no person of ours had written. */
  missed: boolean;
  outsideHours: boolean;
  pinned: boolean;
  withBot: boolean;
  clientMessages: number;
  operatorMessages: number;
  /** Of bots, and of the line itself. */
  otherMessages: number;
  transfers: number;
  /** From when it was for people (its opening, the end of the bot's turn, the consent it was sealed for) to accepting. */
  toAccept: number | null;
  /** From when it was for people to the first message of a person of ours; of incoming dialogs. */
  toFirstAnswer: number | null;
  /** The same in working time of the line, from the first message of the burst it answered (product §3.8). */
  toFirstAnswerWorking: number | null;
  /** How many further bursts of the client were answered by a person, and after how much working time. */
  furtherAnswers: number;
  furtherTotal: number;
  furtherLongest: number | null;
  /** From accepting to finishing, or to closing where it was not finished. */
  handling: number | null;
  /** From opening to closing. */
  toClose: number | null;
  /** Bots had it so long. */
  botTime: number | null;
  /** A first answer was owed within a goal of the line. */
  firstGoal: boolean;
  /** It did not come in time. */
  firstLate: boolean;
  furtherGoals: number;
  furtherLate: number;
  vote: Vote | null;
  votedAt: Instant | null;
  /** Whom the vote counts for. */
  votedFor: EmployeeId | null;
  /** The manager's mark, 1 to 5. */
  stars: number | null;
  markedAt: Instant | null;
};

/** What an employee did in a dialog, or what happened to him in it, each at its moment. */
export const acts = [
  'assigned',
  'accepted',
  'declined',
  'missed',
  'answers',
  'finished',
  'transferred',
  'takenOver',
  'good',
  'bad',
  'marked',
] as const;
/** `answers` counts messages; `missed` offers that ran out of time; `transferred` and `takenOver` what he gave and took. */
export type ActKind = (typeof acts)[number];
export type Act = {
  act: ActKind;
  at: Instant;
  employeeId: EmployeeId;
  lineId: LineId;
  /** His department as the dialog's history tells it; null where it tells none. */
  departmentId: DepartmentId | null;
  /** Of a mark. */
  stars: number | null;
};

/** The employees whom a fact gives the dialog, with the department he was in. */
function given(fact: Fact): { employeeId: EmployeeId; departmentId: DepartmentId | null } | null {
  if (fact.fact === 'accepted') return { employeeId: fact.employeeId, departmentId: fact.departmentId ?? null };
  if (fact.fact === 'taken-over') return { employeeId: fact.by, departmentId: fact.departmentId ?? null };
  if (fact.fact === 'transferred' && fact.to.kind === 'person')
    return { employeeId: fact.to.employeeId, departmentId: fact.to.departmentId ?? null };
  return null;
}

/**
 * The dialog as statistics know it, from all its facts in order. `lineOf` answers what a line was like for it: by the
 * settings' version that its facts name, or where they name none (null) any that held then. Throws where the first fact is
 * not `opened`.
 */
export function summaryOf(
  facts: readonly Fact[],
  lineOf: (lineId: LineId, version: number | null) => MeasuredLine,
): Summary {
  let dialog: Dialog | null = null;
  const opened = facts[0];
  if (opened?.fact !== 'opened') throw new Error('A dialog begins with being opened');
  let forPeople = opened.at;
  let departmentId: DepartmentId | null = null;
  let version: number | null = null;
  let botSince: Instant | null = null;
  let botTime: number | null = null;
  const seen = {
    assignedAt: null as Instant | null,
    acceptedAt: null as Instant | null,
    firstAnswerAt: null as Instant | null,
    lastMessageAt: opened.at,
    finishedAt: null as Instant | null,
    markedAt: null as Instant | null,
    toAccept: null as number | null,
    toFirstAnswer: null as number | null,
    toFirstAnswerWorking: null as number | null,
    clientMessages: 0,
    operatorMessages: 0,
    otherMessages: 0,
    transfers: 0,
    furtherAnswers: 0,
    furtherTotal: 0,
    furtherLongest: null as number | null,
    furtherGoals: 0,
    furtherLate: 0,
    firstGoal: false,
    firstLate: false,
  };
  for (const fact of facts) {
    const before: Dialog | null = dialog;
    if ('settings' in fact) version = fact.settings;
    if (before?.state === 'held' && (fact.fact === 'consented' || fact.fact === 'unsealed')) forPeople = fact.at;
    const gets = given(fact);
    if (fact.fact === 'offered' || gets !== null) seen.assignedAt ??= fact.at;
    if (gets !== null) {
      departmentId = gets.departmentId;
      if (seen.acceptedAt === null) {
        seen.acceptedAt = fact.at;
        seen.toAccept = secondsBetween(forPeople, fact.at);
      }
    }
    switch (fact.fact) {
      case 'bot-took':
        botSince = fact.at;
        break;
      case 'bot-left':
        if (before?.state === 'with-bot') forPeople = fact.at;
        break;
      case 'client-wrote':
        seen.clientMessages += 1;
        break;
      case 'bot-wrote':
      case 'said':
        seen.otherMessages += 1;
        break;
      case 'transferred':
        seen.transfers += 1;
        break;
      case 'answered':
        seen.operatorMessages += 1;
        answeredIn(before, fact.at);
        break;
      case 'overdue':
        if (fact.answer === 'first') seen.firstLate = true;
        else {
          seen.furtherLate += 1;
          seen.furtherGoals += 1;
        }
        break;
      case 'finished':
        seen.finishedAt = fact.at;
        break;
      case 'resumed':
        seen.finishedAt = null;
        break;
      case 'marked':
        seen.markedAt = fact.at;
        break;
    }
    if (['client-wrote', 'bot-wrote', 'said', 'answered'].includes(fact.fact)) seen.lastMessageAt = fact.at;
    dialog = evolve(dialog, fact);
    if (botSince !== null && dialog.state !== 'with-bot') {
      botTime = (botTime ?? 0) + secondsBetween(botSince, fact.at);
      botSince = null;
    }
  }
  if (dialog === null) throw new Error('A dialog without facts');
  // A goal that was missed was a goal, whatever the settings say by now.
  seen.firstGoal ||= seen.firstLate;
  const closedAt = dialog.state === 'closed' ? dialog.closedAt : null;
  const ended = seen.finishedAt ?? closedAt;
  return {
    ...seen,
    dialogId: dialog.id,
    lineId: dialog.lineId,
    direction: dialog.direction,
    state: dialog.state,
    operatorId: holder(dialog),
    departmentId: holder(dialog) === null ? null : departmentId,
    openedAt: dialog.openedAt,
    closedAt,
    closeReason: dialog.state === 'closed' ? dialog.because : null,
    newClient: dialog.direction === 'incoming' && dialog.firstContact,
    unanswered: dialog.unanswered,
    missed: dialog.state === 'closed' && seen.firstAnswerAt === null,
    outsideHours: dialog.outsideHours,
    pinned: dialog.pinned,
    withBot: dialog.bot !== null,
    handling: seen.acceptedAt !== null && ended !== null ? secondsBetween(seen.acceptedAt, ended) : null,
    toClose: closedAt === null ? null : secondsBetween(dialog.openedAt, closedAt),
    botTime,
    vote: dialog.rating?.vote ?? null,
    votedAt: dialog.rating?.votedAt ?? null,
    votedFor: dialog.rating?.vote == null ? null : dialog.rating.operatorId,
    stars: dialog.stars,
  };

  function answeredIn(before: Dialog | null, at: Instant): void {
    const incoming = opened?.fact === 'opened' && opened.direction === 'incoming';
    if (seen.firstAnswerAt === null) {
      seen.firstAnswerAt = at;
      if (incoming) seen.toFirstAnswer = secondsBetween(forPeople, at);
    }
    if (before === null || before.burstAt === null) return;
    const line = lineOf(before.lineId, version);
    const took = workingSeconds(line, before.burstAt, at);
    const first = answersFirst(before);
    const goal = kpiGoal(line.kpi, first) !== null;
    if (first) {
      seen.toFirstAnswerWorking = took;
      seen.firstGoal = goal;
    } else {
      seen.furtherAnswers += 1;
      seen.furtherTotal += took;
      seen.furtherLongest = Math.max(seen.furtherLongest ?? 0, took);
      // One that was overdue has been counted by then, whether it is ever answered.
      if (goal && !before.overdue) seen.furtherGoals += 1;
    }
  }
}

/** Who did what in this dialog, in the order it happened. */
export function actsOf(facts: readonly Fact[]): Act[] {
  let dialog: Dialog | null = null;
  const found: Act[] = [];
  const departments = new Map<EmployeeId, DepartmentId | null>();
  const note = (act: ActKind, fact: Fact, employeeId: EmployeeId, stars: number | null = null): void => {
    const departmentId = departments.get(employeeId) ?? null;
    found.push({ act, at: fact.at, employeeId, lineId: dialog?.lineId ?? '', departmentId, stars });
  };
  for (const fact of facts) {
    const before: Dialog | null = dialog;
    const gets = given(fact);
    if (gets !== null) departments.set(gets.employeeId, gets.departmentId);
    switch (fact.fact) {
      case 'offered':
        for (const id of fact.to.kind === 'one' ? [fact.to.employeeId] : fact.to.employeeIds)
          note('assigned', fact, id);
        break;
      case 'offer-expired':
        note('missed', fact, fact.employeeId);
        break;
      case 'declined':
        note('declined', fact, fact.employeeId);
        break;
      case 'accepted':
        note('accepted', fact, fact.employeeId);
        break;
      case 'answered':
        note('answers', fact, fact.employeeId);
        break;
      case 'taken-over':
        note('takenOver', fact, fact.by);
        break;
      case 'transferred':
        if (fact.by !== null) note('transferred', fact, fact.by);
        break;
      case 'finished':
      case 'closed': {
        // What was finished closes later by itself: that is no second act.
        const ends = fact.fact === 'finished' || before?.state !== 'finishing';
        if (ends && fact.by !== null) note('finished', fact, fact.by);
        break;
      }
      case 'voted':
        if (fact.operatorId !== null) note(fact.vote, fact, fact.operatorId);
        break;
      case 'marked': {
        const marked: EmployeeId | null = before === null ? null : holder(before);
        if (marked !== null) note('marked', fact, marked, fact.stars);
        break;
      }
    }
    dialog = evolve(dialog, fact);
  }
  // A dialog has one mark: the last stands, and so does the last vote.
  const last = (kinds: readonly ActKind[]): Act | undefined => found.findLast(({ act }) => kinds.includes(act));
  const [mark, vote] = [last(['marked']), last(['good', 'bad'])];
  return found.filter((one) => {
    if (one.act === 'marked') return one === mark;
    return one.act === 'good' || one.act === 'bad' ? one === vote : true;
  });
}

/** Whole seconds from one moment to another, cut off; 0 where the second is not after the first. */
export function secondsBetween(a: Instant, b: Instant): number {
  return Math.max(0, Math.floor((b - a) / 1000));
}

/** Whole seconds of the line's working time between two moments, without what its clocks stood (product §3.8, §3.9). */
export function workingSeconds(line: Pick<MeasuredLine, 'hours' | 'pauses'>, a: Instant, b: Instant): number {
  let worked = 0;
  for (const { from, until } of openBetween(line.hours, a, b)) {
    worked += until - from;
    for (const pause of line.pauses)
      worked -= Math.max(0, Math.min(until, pause.until ?? until) - Math.max(from, pause.from));
  }
  return Math.floor(Math.max(0, worked) / 1000);
}
