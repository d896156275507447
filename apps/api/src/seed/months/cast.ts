import {
  evolve,
  fold,
  holder,
  offerEndsAt,
  offeredTo,
  wakeAt,
  type Dialog,
  type Fact,
} from '@switchboard/domain/dialog';
import {
  actsOf,
  daysBetween,
  summaryOf,
  type Act,
  type MeasuredLine,
  type Summary,
} from '@switchboard/domain/statistics';
import { variablesIn } from '@switchboard/domain/text';

import { nobody, partsOf, type Part } from '../../statistics/summaries.ts';
import type { FilledCompany, FilledLine, FilledVersion } from './company.ts';
import { storyChat, type Story } from './life.ts';
import { hole, RowMaker, type Rows } from './rows.ts';

/** A text of the line that is filled in for each dialog. */
export type Filled = { text: string; operatorId: string | null; lineId: string; at: number };

/** A story made into rows that only wait for what differs from dialog to dialog. */
export type Cast = {
  dialog: Rows;
  facts: Rows;
  /** Rows one after the other; behind some, the text that ends the row. */
  messages: { rows: Rows; text: Filled | null }[];
  mark: Rows | null;
  summary: Rows;
  parts: Rows;
  acts: readonly Act[];
  /** On which day each act was, from that of the opening. */
  days: Int16Array;
  openedAt: number;
  /** The last moment at which something happened to it or was said in it, marks left out. */
  endsAt: number;
  open: boolean;
  messageCount: number;
  /** When each message was written. */
  messageAt: Float64Array;
  /** Who was assigned it, by line, when. */
  assigned: { lineId: string; employeeId: string; at: number }[];
  /** Lines it was on. */
  lineIds: string[];
  /** None of its facts names the version of settings it is measured by: it is the one in force when it happens. */
  versionless: boolean;
};

export const columns = {
  dialog: [
    'company_id',
    'dialog_id',
    'chat_id',
    'line_id',
    'client_id',
    'channel_id',
    'direction',
    'state',
    'body',
    'operator_id',
    'offered_to',
    'offer_until',
    'opened_at',
    'unanswered_since',
    'accepted_at',
    'first_answer_at',
    'last_message_at',
    'closed_at',
    'close_reason',
    'wake_at',
    'facts',
    'messages',
    'read_number',
    'pinned',
    'unanswered',
    'outside_hours',
    'overdue',
    'joined',
    'finished_at',
    'vote',
    'voted_at',
    'vote_until',
    'stars',
  ],
  fact: ['company_id', 'dialog_id', 'number', 'at', 'fact', 'body', 'command_id'],
  message: [
    'company_id',
    'chat_id',
    'number',
    'message_id',
    'dialog_id',
    'from',
    'employee_id',
    'kind',
    'said',
    'external_id',
    'sent_at',
    'at',
    'delivery',
    'undecided',
    'text',
  ],
  dialog_mark: ['company_id', 'dialog_id', 'stars', 'comment', 'by', 'at'],
  dialog_summary: [
    'company_id',
    'dialog_id',
    'facts',
    'line_id',
    'channel_id',
    'operator_id',
    'department_id',
    'direction',
    'state',
    'day',
    'quarter',
    'opened_at',
    'assigned_at',
    'accepted_at',
    'first_answer_at',
    'last_message_at',
    'finished_at',
    'closed_at',
    'close_reason',
    'new_client',
    'unanswered',
    'missed',
    'outside_hours',
    'pinned',
    'with_bot',
    'client_messages',
    'operator_messages',
    'other_messages',
    'messages',
    'transfers',
    'to_accept',
    'to_first_answer',
    'to_first_answer_working',
    'further_answers',
    'further_total',
    'further_longest',
    'handling',
    'to_close',
    'bot_time',
    'first_goal',
    'first_late',
    'further_goals',
    'further_late',
    'vote',
    'voted_at',
    'voted_for',
    'stars',
    'marked_at',
  ],
  dialog_part: [
    'company_id',
    'dialog_id',
    'employee_id',
    'day',
    'line_id',
    'channel_id',
    'department_id',
    'assigned',
    'accepted',
    'declined',
    'missed',
    'answers',
    'finished',
    'transferred',
    'taken_over',
    'good',
    'bad',
    'marked',
    'stars',
  ],
} as const;

/** Makes rows of stories. */
export class Casting {
  readonly #company: FilledCompany;

  constructor(company: FilledCompany) {
    this.#company = company;
  }

  /**
   * The rows of a story as far as it has come by `until`, in its own time. `measuredAt`: its summary is not the same
   * whenever it happens, and is worked out for the moment to which so much is added.
   */
  cast(story: Story, until = Infinity, measuredAt: number | null = null): Cast {
    const facts = story.facts.filter(({ at }) => at <= until);
    const told = story.messages.filter(({ at }) => at <= until);
    const dialog = fold(null, facts);
    if (dialog === null) throw new Error('A story that has not begun');
    const mark = story.mark !== null && story.mark.at <= until ? story.mark : null;
    const ids = {
      dialogId: story.dialogId,
      chatId: storyChat,
      messageIds: new Map(story.messages.map(({ messageId }, place) => [messageId, place])),
    };
    const moments = [...facts.filter(({ fact }) => fact !== 'marked'), ...told].map(({ at }) => at);
    const acts = actsOf(facts);
    const parts = partsOf(acts, this.#company.timeZone);
    const opened = dayOf(partsOf([{ ...noAct, at: dialog.openedAt }], this.#company.timeZone));
    const { summary, versionless } = this.#summaryRow(story, facts, measuredAt);
    return {
      dialog: this.#dialogRow(story, dialog, facts, told, until, ids),
      facts: this.#factRows(facts, ids),
      messages: this.#messageRows(story, told),
      mark: mark === null ? null : this.#markRow(mark),
      summary,
      parts: this.partRows(
        story,
        parts.map((part) => ({ ...part, after: daysBetween(opened, part.day) })),
      ),
      acts,
      days: Int16Array.from(acts, (act) => daysBetween(opened, dayOf(partsOf([act], this.#company.timeZone)))),
      openedAt: dialog.openedAt,
      endsAt: Math.max(...moments),
      open: dialog.state !== 'closed',
      messageCount: told.length,
      messageAt: Float64Array.from(told, ({ at }) => at),
      assigned: assignedIn(facts),
      lineIds: [...new Set(facts.flatMap(lineOfFact))],
      versionless,
    };
  }

  #dialogRow(
    story: Story,
    dialog: Dialog,
    facts: readonly Fact[],
    told: Story['messages'],
    until: number,
    ids: Parameters<RowMaker['json']>[1],
  ): Rows {
    const line = this.#company.lines.find(({ lineId }) => lineId === dialog.lineId);
    if (!line) throw new Error('A dialog without its line');
    const clocks = { ...line.settings, pauses: line.pauses };
    const taken = facts.find(
      (fact) =>
        fact.fact === 'accepted' ||
        fact.fact === 'taken-over' ||
        (fact.fact === 'transferred' && fact.to.kind === 'person'),
    );
    const lastReply = told.findLastIndex(({ from }) => from === 'operator');
    const { rating } = dialog;
    const row = new RowMaker()
      .row(columns.dialog.length)
      .uuid(this.#company.companyId)
      .hole(hole.dialog)
      .hole(hole.chat);
    row.uuid(dialog.lineId).hole(hole.client).uuid(story.channel.channelId).text(dialog.direction).text(dialog.state);
    row.json(dialog, ids).uuid(holder(dialog)).uuids(offeredTo(dialog));
    row.moment(dialog.state === 'offered' && dialog.to === 'one' ? offerEndsAt(dialog, clocks) : null);
    row
      .moment(dialog.openedAt)
      .moment(dialog.unansweredSince)
      .moment(taken?.at ?? null);
    row.moment(facts.find(({ fact }) => fact === 'answered')?.at ?? null).moment(told.at(-1)?.at ?? dialog.openedAt);
    row
      .moment(dialog.state === 'closed' ? dialog.closedAt : null)
      .text(dialog.state === 'closed' ? dialog.because : null);
    row.moment(until === Infinity || dialog.state === 'closed' ? null : wakeAt(dialog, until, clocks));
    row
      .int(facts.length)
      .int(told.length)
      .hole(hole.number, lastReply === -1 ? 0 : lastReply + 1);
    row.boolean(dialog.pinned).boolean(dialog.unanswered).boolean(dialog.outsideHours).boolean(dialog.overdue);
    row.uuids(dialog.joined).moment(dialog.state === 'finishing' ? dialog.finishedAt : null);
    row.text(rating?.vote ?? null).moment(rating?.votedAt ?? null);
    if (rating?.askedAt == null) row.nothing();
    else if (rating.until === null) row.infinity();
    else row.moment(rating.until);
    return row.int(dialog.stars).made();
  }

  #factRows(facts: readonly Fact[], ids: Parameters<RowMaker['json']>[1]): Rows {
    const rows = new RowMaker();
    for (const [place, fact] of facts.entries()) {
      rows
        .row(columns.fact.length)
        .uuid(this.#company.companyId)
        .hole(hole.dialog)
        .int(place + 1)
        .moment(fact.at);
      rows.text(fact.fact).json(fact, ids);
      // What a person wrote came by a call of the message's own id.
      if (fact.fact === 'answered') rows.hole(hole.message, ids.messageIds.get(fact.messageId) ?? 0);
      else rows.nothing();
    }
    return rows.made();
  }

  #messageRows(story: Story, told: Story['messages']): Cast['messages'] {
    const live = story.channel.kind === 'live-chat';
    const pieces: Cast['messages'] = [];
    let rows = new RowMaker();
    let lineId = story.lineId;
    const moves = story.facts.flatMap((fact) =>
      fact.fact === 'transferred' && fact.to.kind === 'line' ? [{ at: fact.at, lineId: fact.to.lineId }] : [],
    );
    for (const [place, { at, from, employeeId, text, said }] of told.entries()) {
      while (moves[0] !== undefined && moves[0].at <= at) lineId = moves.shift()!.lineId;
      rows
        .row(columns.message.length)
        .uuid(this.#company.companyId)
        .hole(hole.chat)
        .hole(hole.number, place + 1);
      rows
        .hole(hole.message, place)
        .hole(hole.dialog)
        .text(from)
        .uuid(from === 'operator' ? employeeId : null);
      rows.text('text').text(said);
      if (!live) rows.hole(hole.providersNumber, place + 1);
      else if (from === 'client') rows.hole(hole.messageText, place);
      else rows.nothing();
      if (from === 'client' && !live) rows.hole(hole.momentOfProvider, at);
      else rows.nothing();
      rows
        .moment(at)
        .text(from === 'client' ? null : 'sent')
        .boolean(false);
      if (said === null || variablesIn(text).length === 0) rows.text(text);
      else {
        pieces.push({ rows: rows.made(), text: { text, operatorId: employeeId, lineId, at } });
        rows = new RowMaker();
      }
    }
    if (rows.length > 0) pieces.push({ rows: rows.made(), text: null });
    return pieces;
  }

  #markRow({ by, stars, comment, at }: NonNullable<Story['mark']>): Rows {
    const row = new RowMaker().row(columns.dialog_mark.length).uuid(this.#company.companyId).hole(hole.dialog);
    return row.int(stars).text(comment).uuid(by).moment(at).made();
  }

  #summaryRow(
    story: Story,
    facts: readonly Fact[],
    measuredAt: number | null,
  ): { summary: Rows; versionless: boolean } {
    const own = (at: number | null): number | null => (at === null ? null : at - (measuredAt ?? 0));
    const measured = measuredAt === null ? facts : shifted(facts, measuredAt);
    let versionless = false;
    const s: Summary = summaryOf(measured, (lineId, version) => {
      versionless ||= version === null;
      return this.#measured(lineId, version, measured[0]!.at);
    });
    const row = new RowMaker().row(columns.dialog_summary.length).uuid(this.#company.companyId).hole(hole.dialog);
    row
      .int(facts.length)
      .uuid(s.lineId)
      .uuid(story.channel.channelId)
      .uuid(s.operatorId ?? nobody);
    row
      .uuid(s.departmentId ?? nobody)
      .text(s.direction)
      .text(s.state)
      .hole(hole.day)
      .hole(hole.quarter);
    for (const at of [
      s.openedAt,
      s.assignedAt,
      s.acceptedAt,
      s.firstAnswerAt,
      s.lastMessageAt,
      s.finishedAt,
      s.closedAt,
    ])
      row.moment(own(at));
    row.text(s.closeReason).boolean(s.newClient).boolean(s.unanswered).boolean(s.missed).boolean(s.outsideHours);
    row.boolean(s.pinned).boolean(s.withBot).int(s.clientMessages).int(s.operatorMessages).int(s.otherMessages);
    row
      .int(s.clientMessages + s.operatorMessages + s.otherMessages)
      .int(s.transfers)
      .int(s.toAccept)
      .int(s.toFirstAnswer);
    row.int(s.toFirstAnswerWorking).int(s.furtherAnswers).int(s.furtherTotal).int(s.furtherLongest).int(s.handling);
    row.int(s.toClose).int(s.botTime).boolean(s.firstGoal).boolean(s.firstLate).int(s.furtherGoals).int(s.furtherLate);
    row.text(s.vote).moment(own(s.votedAt)).uuid(s.votedFor).small(s.stars).moment(own(s.markedAt));
    return { summary: row.made(), versionless };
  }

  /** What its people did, by day. */
  partRows(story: Story, parts: readonly (Part & { after: number })[]): Rows {
    const rows = new RowMaker();
    for (const part of parts) {
      rows.row(columns.dialog_part.length).uuid(this.#company.companyId).hole(hole.dialog).uuid(part.employeeId);
      rows.hole(hole.day, part.after).uuid(part.lineId).uuid(story.channel.channelId);
      rows.uuid(part.departmentId ?? this.#departmentOf(part.employeeId));
      for (const count of [part.assigned, part.accepted, part.declined, part.missed, part.answers, part.finished])
        rows.int(count);
      for (const count of [part.transferred, part.takenOver, part.good, part.bad, part.marked, part.stars])
        rows.int(count);
    }
    return rows.made();
  }

  /** A line as its dialogs are measured by: in a version, or in the one that was in force. */
  #measured(lineId: string, version: number | null, at: number): MeasuredLine {
    const line = this.#company.lines.find((one) => one.lineId === lineId);
    const found = version === null ? line && inForce(line, at) : line?.history.find((one) => one.version === version);
    if (!line || !found) throw new Error(`There is no line ${lineId}`);
    return { hours: found.hours, kpi: found.kpi, pauses: line.pauses };
  }

  #departmentOf(employeeId: string): string {
    return this.#company.people.find((person) => person.employeeId === employeeId)?.departmentId ?? nobody;
  }
}

const noAct = { act: 'assigned', employeeId: nobody, lineId: nobody, departmentId: null, stars: null } as const;

/** The version of a line's settings that was in force at this moment; where there was none yet, the first. */
export function inForce({ history }: FilledLine, at: number): FilledVersion | undefined {
  return history.findLast(({ savedAt }) => savedAt <= at) ?? history[0];
}

function dayOf([part]: Part[]): string {
  if (!part) throw new Error('An act on no day');
  return part.day;
}

function lineOfFact(fact: Fact): string[] {
  if (fact.fact === 'opened') return [fact.lineId];
  return fact.fact === 'transferred' && fact.to.kind === 'line' ? [fact.to.lineId] : [];
}

function assignedIn(facts: readonly Fact[]): Cast['assigned'] {
  let dialog: Dialog | null = null;
  const assigned: Cast['assigned'] = [];
  for (const fact of facts) {
    dialog = evolve(dialog, fact);
    if (fact.fact === 'offered' && fact.to.kind === 'one' && fact.to.route !== 'crm')
      assigned.push({ lineId: dialog.lineId, employeeId: fact.to.employeeId, at: fact.to.assignedAt ?? fact.at });
  }
  return assigned;
}

/** The same facts at another time. */
export function shifted(facts: readonly Fact[], by: number): Fact[] {
  return JSON.parse(
    JSON.stringify(facts, (_, value: unknown) => (typeof value === 'number' && value > 1e12 ? value + by : value)),
  ) as Fact[];
}
