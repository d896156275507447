import type { Inbound, Sender } from '@switchboard/channels/channel';
import { sql, sqlFile, type Statement, type Turn } from '@switchboard/db';
import { may, reachesOthers, type Action as ActionRight, type Actor, type Subject } from '@switchboard/domain/access';
import { callsPerson } from '@switchboard/domain/bot';
import {
  advance,
  asStored,
  asWaiting,
  decide,
  evolve,
  holder,
  offerEndsAt,
  offeredTo,
  voteAwaited,
  wakeAt,
  type Decision,
  type Dialog,
  type DialogEvent,
  type Effect,
  type EffectOf,
  type Fact,
  type CrmSays,
  type Meaning,
  type Via,
  type World,
  type WorldLine,
} from '@switchboard/domain/dialog';
import type { CrmAnswer } from '@switchboard/domain/crm';
import { hasRatings } from '@switchboard/domain/plan';
import { byAge } from '@switchboard/domain/queue';
import { readVote } from '@switchboard/domain/rating';
import type { Logger } from 'pino';

import type {
  Action,
  BatchResult,
  Chat,
  CommandAnswer,
  CommandRefusal,
  DialogCommand,
  DialogRowState,
  EventRow,
  Held,
  ParkedRow,
  Retried,
  Rows,
  Stir,
  Work,
  Wrote,
} from './batch.types.ts';
import type { Evidence } from '../agreements/ledger.ts';
import { Comings, mergedPeople } from './comings.ts';
import { askedIn, Consents } from './consents.ts';
import { lookAgain } from './look-again.ts';
import { mergeStir } from './stirs.ts';
import { joinAtEnd } from './merge-clients.ts';
import { dialogRows, messageRows } from './dialog.queries.ts';
import type { DialogRow, MessageRow } from './dialog.shapes.ts';
import { Meeting } from './meeting.ts';
import { Recognition, vouchedAddresses, type RecordOf } from './recognition.ts';
import type { RuleChannel, RuleLine, Rules } from './rules.ts';
import { Voice, type AgreementLink } from './voice.ts';

export const readEvents = sqlFile(import.meta.url, './read-events.sql');
const readParked = sqlFile(import.meta.url, './read-parked.sql');
const gather = sqlFile(import.meta.url, './gather.sql');
/** What clients wrote in dialogs that are sealed until they consent. */
const sealedTexts = sql(
  'sealed-texts',
  `select m.dialog_id as "dialogId", m.text from unnest($2::bigint[]) as wanted(dialog_id)
   cross join lateral (
     select dialog_id, text from message where company_id = $1 and dialog_id = wanted.dialog_id and "from" = 'client' order by number limit 50
   ) m`,
);
const write = sqlFile(import.meta.url, './write.sql');
const writeRare = sqlFile(import.meta.url, './write-rare.sql');

export type ReadRow =
  | { kind: 'event'; row: EventRow }
  | { kind: 'dialog'; row: DialogRowState }
  | { kind: 'command'; row: { commandId: string; dialogId: number | null; answer: CommandAnswer } };

type GatherRow =
  | { kind: 'waiting' | 'circle'; row: DialogRowState }
  | {
      kind: 'held';
      row: {
        employeeId: string;
        dialogId: number;
        lineId: string;
        state: 'offered' | 'accepted' | 'answered' | 'client-wrote' | 'finishing';
        everAnswered: boolean;
      };
    }
  | {
      kind: 'person';
      row: {
        employeeId: string;
        awaySince: number | null;
        connectedAt: number | null;
        usedAt: number | null;
        wakeAt: number | null;
      };
    }
  | { kind: 'stamp'; row: { lineId: string; employeeId: string; assignedAt: number } };

/** What `write-rare.sql` writes. */
const rareTables: ReadonlySet<string> = new Set([
  'edits',
  'people',
  'presence',
  'marked',
  'blocked',
  'notices',
  'parked',
  'retried',
  'again',
  'decided',
  'marks',
  'erased',
] satisfies (keyof Rows)[]);

/** The most waiting dialogs that one stirred line tries in one batch. */
const stirSize = 64;

/**
 * One batch of one company: gathers the world, decides event by event, folds each decision into the world before the
 * next, and writes everything in one statement. Lives for one turn.
 */
export class Batch {
  readonly #turn: Turn;
  readonly #rules: Rules;
  readonly #log: Logger;
  readonly #work: Work;
  readonly #events: EventRow[] = [];
  readonly #dialogs = new Map<number, Held>();
  readonly #openOf = new Map<string, number>();
  /** Closed dialogs that await a vote, by the chat whose last they are. */
  readonly #votedOf = new Map<string, number>();
  readonly #chats = new Map<string, Chat>();
  readonly #clients = new Map<string, { clientId: string; identityId: string }>();
  /** Clients who turned out to be another: who goes, into whom. */
  readonly #joins = new Map<string, string>();
  /** Those who wrote in this batch. */
  readonly #met = new Set<string>();
  /** Those who never wrote before this batch, until their first message. */
  readonly #newClients = new Set<string>();
  readonly #answered = new Map<string, { dialogId: number | null; answer: CommandAnswer }>();
  readonly #stirred = new Map<string, Stir>();
  /** Dialogs whose deadline could not be decided on: they are not woken again before something else happens to them. */
  readonly #asleep = new Set<number>();
  readonly #circles: number[] = [];
  readonly #comings: Comings;
  readonly #toldOf = new Set<string>();
  #retries: ParkedRow[] = [];
  readonly #retried = new Map<string, Retried>();
  /** Lines whose offers to all this batch has read. */
  readonly #circled = new Set<string>();
  readonly #seenMessages = new Set<string>();
  /** Messages of this batch, by channel, chat and the provider's id. */
  readonly #fresh = new Map<string, Record<string, unknown>>();
  /** The last edit of each message. */
  readonly #edits = new Map<string, object>();
  readonly #rows: Rows = {
    clients: [],
    identities: [],
    newChats: [],
    chats: [],
    dialogs: [],
    facts: [],
    messages: [],
    edits: [],
    commands: [],
    received: [],
    stamps: [],
    people: [],
    presence: [],
    marked: [],
    blocked: [],
    notices: [],
    parked: [],
    retried: [],
    again: [],
    decided: [],
    marks: [],
    erased: [],
    outbox: [],
  };
  readonly #voice: Voice;
  readonly #recognition: Recognition;
  readonly #consents: Consents;
  /** Who stands behind a message of this batch, and what of it is his own: the evidence of a consent. */
  #proof: Proof | null = null;
  readonly #meeting: Meeting;
  readonly #outcomes: { event: string; outcome: 'done' | 'refused' | 'failed' }[] = [];
  #world: World;

  constructor(turn: Turn, rules: Rules, work: Work, read: ReadRow[], log: Logger, agreementLink: AgreementLink) {
    this.#turn = turn;
    this.#rules = rules;
    this.#work = work;
    this.#log = log;
    this.#comings = new Comings({
      turn,
      rules,
      rows: this.#rows,
      people: () => this.#world.people,
      stir: (lineId) => this.#stirred.set(lineId, { lineId, circleAfter: 0 }),
    });
    this.#voice = new Voice({
      turn,
      rules,
      rows: this.#rows,
      agreementLink,
      chatOf: (chatId) => this.#chats.get(chatId),
      heldOf: (dialogId) => this.#dialogs.get(dialogId),
    });
    this.#recognition = new Recognition(turn, rules);
    this.#consents = new Consents(turn, rules);
    this.#meeting = new Meeting(rules, this.#recognition, this.#consents);
    const { departments, versions: agreements } = rules;
    this.#world = { now: turn.now, lines: {}, people: {}, departments, held: {}, bots: [], agreements };
    for (const { kind, row } of read) {
      if (kind === 'event') this.#events.push(row);
      else if (kind === 'dialog') this.#hold(row);
      else this.#answered.set(row.commandId, row);
    }
  }

  /** What was decided, for the metrics. */
  get outcomes(): { event: string; outcome: 'done' | 'refused' | 'failed' }[] {
    return this.#outcomes;
  }

  async run(): Promise<BatchResult> {
    if (this.#work.retries.length > 0) await this.#readParked();
    await this.#gather();
    for (const note of this.#work.presence) this.#comings.heardOf(note);
    for (const employeeId of this.#work.peopleDue) this.#comings.personDue(employeeId);
    for (const event of this.#events) this.#received(event);
    for (const { dialogId, answer } of this.#work.recognised) this.#recognised(dialogId, answer);
    const answers = new Map<string, CommandAnswer | Error>();
    for (const command of this.#work.commands) answers.set(command.commandId, this.#command(command));
    for (const dialogId of this.#work.due) this.#due(dialogId);
    for (const parked of this.#retries) this.#retried.set(parked.parkedId, this.#retry(parked));
    const stirs = this.#stir();
    const again = this.#inMovedHands();
    await this.#consents.write();
    this.#write();
    this.#join();
    const due = [...again, ...(await lookAgain(this.#turn, { inHandsOf: [...this.#comings.moved] }))];
    const wrote = this.#work.shown ? this.#wrote() : null;
    // Of a batch that fails nobody asks what it wrote.
    wrote?.catch(() => {});
    return {
      answers,
      events: this.#events.length,
      stirs,
      retried: this.#retried,
      due,
      lanes: new Set(this.#rows.outbox.map((row) => (row as { lane: string }).lane)),
      lastChange: this.#turn.lastChange,
      wrote,
    };
  }

  /** Those of this batch that are with somebody who left or came back: what it writes of them says that they are due. */
  #inMovedHands(): number[] {
    const due: number[] = [];
    for (const held of this.#dialogs.values()) {
      const { dialog, row } = held;
      if (!held.dirty || dialog === null || dialog.state === 'closed') continue;
      if (![holder(dialog), ...offeredTo(dialog)].some((id) => id !== null && this.#comings.moved.has(id))) continue;
      row.wakeAt = Math.min(row.wakeAt ?? this.#turn.now, this.#turn.now);
      held.looked = false;
      due.push(row.dialogId);
    }
    return due;
  }

  /** Reads what the feed will show of this batch's changes, in the round trip that commits them. */
  async #wrote(): Promise<Wrote> {
    const { companyId, changes } = this.#turn;
    const dialogIds = [...new Set(changes.flatMap((change) => change.dialogId ?? []))];
    const keys = changes.flatMap((change) =>
      change.change === 'message' ? [{ chatId: change.chatId, number: change.message }] : [],
    );
    const [dialogs, messages] = await Promise.all([
      dialogIds.length > 0 ? this.#turn.atEnd<DialogRow>(dialogRows, [companyId, dialogIds]) : [],
      keys.length > 0 ? this.#turn.atEnd<MessageRow>(messageRows, [companyId, JSON.stringify(keys)]) : [],
    ]);
    return { changes, dialogs, messages };
  }

  #hold(row: DialogRowState): Held {
    const known = this.#dialogs.get(row.dialogId);
    if (known) return known;
    const dialog = asStored(row.body);
    const held: Held = {
      row,
      dialog,
      facts: row.facts,
      before: audience(dialog),
      dirty: false,
      changed: false,
      looked: false,
    };
    this.#dialogs.set(row.dialogId, held);
    if (dialog.state !== 'closed') this.#openOf.set(row.chatId, row.dialogId);
    else if (voteAwaited(dialog, this.#turn.now, this.#rules.lines.get(dialog.lineId)?.settings))
      this.#votedOf.set(row.chatId, row.dialogId);
    this.#chats.set(row.chatId, {
      chatId: row.chatId,
      channelId: row.channelId,
      externalId: row.chatExternalId,
      lastNumber: row.lastNumber,
      clientId: row.clientId,
      clientName: row.clientName,
      page: null,
      asked: row.asked ?? null,
      dirty: false,
      isNew: false,
    });
    return held;
  }

  async #readParked(): Promise<void> {
    const { companyId } = this.#turn;
    this.#retries = await this.#turn.run<ParkedRow>(readParked, [companyId, this.#work.retries]);
    const ids = [...new Set(this.#retries.flatMap((parked) => parked.dialogId ?? []))];
    const rows = await this.#turn.run<ReadRow>(readEvents, [companyId, 0, ids, [], null]);
    for (const { kind, row } of rows) if (kind === 'dialog') this.#hold(row);
  }

  async #gather(): Promise<void> {
    for (const { chat } of this.#retries)
      if (chat !== null && !this.#chats.has(chat.chatId))
        this.#chats.set(chat.chatId, { ...chat, page: null, asked: null, dirty: false, isNew: false });
    const lines = new Set<string>(this.#work.stirs.map((stir) => stir.lineId));
    for (const { dialog } of this.#dialogs.values()) if (dialog) lines.add(dialog.lineId);
    for (const event of this.#events) {
      const line = this.#rules.channels.get(event.channel_id)?.lineId;
      if (line) lines.add(line);
    }
    const people = new Set<string>([...this.#work.presence.map((note) => note.employeeId), ...this.#work.peopleDue]);
    const departments = new Set<string>();
    for (const command of this.#work.commands) {
      people.add(command.by);
      if (command.to && 'employeeId' in command.to) people.add(command.to.employeeId);
      if (command.to && 'lineId' in command.to) lines.add(command.to.lineId);
      if (command.to && 'departmentId' in command.to) departments.add(command.to.departmentId);
      const held = this.#dialogs.get(command.dialogId);
      const line = held && this.#rules.channels.get(held.row.channelId)?.lineId;
      if (command.action === 'write-first' && line) lines.add(line);
    }
    for (const { dialog } of this.#dialogs.values()) {
      if (!dialog) continue;
      if (dialog.departmentId !== null) departments.add(dialog.departmentId);
      for (const id of [holder(dialog), ...offeredTo(dialog), dialog.responsible])
        if (id !== null && id !== 'asking') people.add(id);
    }
    // Somebody who comes or goes may free a dialog in every line whose queue he is in.
    if (this.#work.presence.length > 0 || this.#work.peopleDue.length > 0) {
      const moved = new Set([...this.#work.presence.map((note) => note.employeeId), ...this.#work.peopleDue]);
      for (const line of this.#rules.lines.values()) if (line.crew.some((id) => moved.has(id))) lines.add(line.lineId);
    }
    for (const lineId of lines) for (const id of this.#rules.lines.get(lineId)?.crew ?? []) people.add(id);
    for (const id of departments) for (const member of this.#rules.departments[id] ?? []) people.add(member);
    await this.#lookFor();
    for (const id of this.#recognition.responsible) if (this.#rules.employees.has(id)) people.add(id);
    // A CRM that stands elsewhere may name somebody who is in no queue.
    for (const { answer } of this.#work.recognised)
      if (answer !== 'unreachable')
        for (const { responsible } of answer.records)
          if (responsible !== null && this.#rules.employees.has(responsible)) people.add(responsible);
    const circles = this.#work.stirs
      .filter((stir) => stir.circleAfter !== null)
      .map((stir) => ({ lineId: stir.lineId, after: stir.circleAfter }));
    for (const circle of circles) this.#circled.add(circle.lineId);
    for (const lineId of lines) {
      const line = this.#rules.lines.get(lineId);
      if (line) this.#world.lines[lineId] = worldLine(line);
    }
    await this.#read([...lines], people, circles);
    for (const line of Object.values(this.#world.lines)) line.waiting.sort(byAge);
    // What was found waiting or offered to all may be with people who stand in no queue of these lines.
    const strangers = new Set([...this.#dialogs.values()].flatMap(({ dialog }) => this.#peopleOf(dialog)));
    for (const id of Object.keys(this.#world.people)) strangers.delete(id);
    if (strangers.size > 0) await this.#read([], strangers, []);
  }

  /** Asks the CRM, where it stands here, for every client whom this batch has to know, and what sealed texts say. */
  async #lookFor(): Promise<void> {
    const shown: { agreementId: string; version: number }[] = [];
    for (const { event } of this.#events) if (event.kind === 'consent') shown.push(event);
    // Whoever writes on accepts what he was asked, which may not be the newest.
    for (const { dialog } of this.#dialogs.values())
      if (dialog?.consent === 'asked' && dialog.consentTo !== null) shown.push(dialog.consentTo);
    await this.#consents.read(shown);
    const sealed = this.#events.flatMap((row) => {
      const open = row.chat_id === null ? undefined : this.#openOf.get(row.chat_id);
      return open !== undefined && this.#dialogs.get(open)?.dialog?.state === 'held' ? [open] : [];
    });
    for (const dialogId of this.#work.due)
      if (this.#dialogs.get(dialogId)?.dialog?.state === 'held') sealed.push(dialogId);
    if (sealed.length > 0) {
      const { companyId } = this.#turn;
      const rows = await this.#turn.run<{ dialogId: number; text: string }>(sealedTexts, [companyId, sealed]);
      for (const { dialogId, text } of rows) this.#meeting.seal(dialogId, text);
    }
    const written = new Map<string, string[]>();
    for (const row of this.#events) {
      const channel = this.#rules.channels.get(row.channel_id);
      const line = channel && this.#rules.lines.get(channel.lineId);
      if (!line || row.blocked || (row.event.kind !== 'message' && row.event.kind !== 'consent')) continue;
      const open = row.chat_id === null ? undefined : this.#openOf.get(row.chat_id);
      // What stands in the same chat before it in this batch may be sealed until it.
      const place = `${row.channel_id} ${row.event.chat}`;
      const before = written.get(place) ?? [];
      const addresses = this.#meeting.addressesIn(row, line, open, before);
      if (row.event.kind === 'message') written.set(place, [...before, row.event.content.text]);
      if (open === undefined || addresses.length > 0 || this.#meeting.isSealed(open))
        this.#recognition.ask(`event ${row.received_id}`, row.client_id ?? row.vouched_client_id, addresses);
    }
    for (const dialogId of this.#work.due) {
      const held = this.#dialogs.get(dialogId);
      const line = held?.dialog?.state === 'held' && this.#rules.lines.get(held.dialog.lineId);
      if (line)
        this.#recognition.ask(`dialog ${dialogId}`, held.row.clientId, this.#meeting.sealedAddresses(dialogId, line));
    }
    for (const { dialogId } of this.#work.recognised) this.#askOf(dialogId);
    for (const { parkedId, chat } of this.#retries)
      if (chat !== null) this.#recognition.ask(`parked ${parkedId}`, chat.clientId, []);
    for (const { dialogId, action } of this.#work.commands)
      if (action === 'make-record' || action === 'write-first') this.#askOf(dialogId);
    await this.#recognition.read();
  }

  /** Two clients for whom channels vouch by one address are one; what this batch wrote of either goes along. */
  #join(): void {
    for (const mergedId of this.#joins.keys()) joinAtEnd(this.#turn, { keptId: this.#become(mergedId), mergedId });
    if (this.#joins.size > 0) this.#turn.announce({ change: 'stale', what: 'clients' });
  }

  #askOf(dialogId: number): void {
    const held = this.#dialogs.get(dialogId);
    if (held) this.#recognition.ask(`dialog ${dialogId}`, held.row.clientId, []);
  }

  /** Whom a decision on this dialog looks at, beside those of its line's queue. */
  #peopleOf(dialog: Dialog | null): string[] {
    if (dialog === null || dialog.state === 'closed') return [];
    const department = dialog.departmentId === null ? [] : (this.#rules.departments[dialog.departmentId] ?? []);
    const named = [holder(dialog), ...offeredTo(dialog), dialog.responsible, ...department];
    return named.filter((id) => id !== null && id !== 'asking' && this.#rules.employees.has(id)) as string[];
  }

  /** Reads these people, and what stands in these lines, into the world. */
  async #read(
    lines: string[],
    people: ReadonlySet<string>,
    circles: { lineId: string; after: number | null }[],
  ): Promise<void> {
    const rows = await this.#turn.run<GatherRow>(gather, [
      this.#turn.companyId,
      lines,
      [...people],
      JSON.stringify(circles),
    ]);
    for (const employeeId of people) {
      const employee = this.#rules.employees.get(employeeId);
      if (!employee) continue;
      this.#world.people[employeeId] = {
        id: employeeId,
        dismissedAt: employee.dismissedAt,
        awaySince: null,
        connectedAt: null,
        usedAt: null,
        absences: employee.absences,
        departmentId: employee.departmentId,
        workday: employee.workday,
      };
      this.#world.held[employeeId] = [];
    }
    for (const { kind, row } of rows) {
      if (kind === 'person') {
        const person = this.#world.people[row.employeeId];
        if (row.wakeAt !== null) this.#comings.wakes.set(row.employeeId, row.wakeAt);
        if (person)
          Object.assign(person, { awaySince: row.awaySince, connectedAt: row.connectedAt, usedAt: row.usedAt });
      } else if (kind === 'held') {
        this.#world.held[row.employeeId]?.push({
          dialogId: row.dialogId,
          lineId: row.lineId,
          state: row.state,
          everAnswered: row.everAnswered,
        });
      } else if (kind === 'stamp') {
        const line = this.#world.lines[row.lineId];
        if (line) line.assignedAt[row.employeeId] = row.assignedAt;
      } else {
        const held = this.#hold(row);
        const dialog = held.dialog;
        if (kind === 'circle') this.#circles.push(row.dialogId);
        const waiting = kind === 'waiting' && dialog ? asWaiting(dialog) : null;
        if (dialog && waiting) this.#world.lines[dialog.lineId]?.waiting.push(waiting);
      }
    }
  }

  #received(row: EventRow): void {
    this.#proof = null;
    this.#rows.received.push(row.received_id);
    const event = row.event;
    if (event.kind === 'ignored') return;
    if (event.kind === 'edit') {
      this.#edit(row, event);
      return;
    }
    if (event.kind === 'vote') {
      this.#vote(row, event);
      return;
    }
    if (event.kind === 'consent') {
      this.#consent(row, event);
      return;
    }
    const channel = this.#rules.channels.get(row.channel_id);
    const line = channel && this.#rules.lines.get(channel.lineId);
    if (!channel || channel.removed || !line || row.known_number !== null) return;
    const key = `${row.channel_id} ${event.chat} ${event.messageId}`;
    if (this.#seenMessages.has(key)) return;
    this.#seenMessages.add(key);
    const chat = this.#chatOf(row, event);
    const isNew =
      this.#newClients.delete(chat.clientId) || (row.client_id !== null && !row.met && !this.#met.has(chat.clientId));
    this.#met.add(chat.clientId);
    const messageId = this.#turn.id();
    const number = this.#voice.nextNumber(chat);
    const message = {
      chatId: chat.chatId,
      number,
      messageId,
      dialogId: null as number | null,
      from: 'client',
      employeeId: null,
      kind: event.content.kind,
      text: event.content.text,
      unsupported: event.content.kind === 'unsupported' ? event.content.what : null,
      externalId: event.messageId,
      sentAt: iso(calendar(event.sentAt)),
      at: iso(this.#turn.now),
      delivery: null,
      undecided: false,
    };
    this.#fresh.set(key, message);
    if (row.blocked) {
      // Kept on the client's card; it opens nothing and nobody is told.
      this.#rows.messages.push(message);
      return;
    }
    const means = meaning(event);
    const open = this.#openOf.get(chat.chatId) ?? this.#awaitsVote(chat.chatId, means);
    const dialogId = open ?? this.#turn.nextDialogNumber;
    let held = this.#dialogs.get(dialogId);
    this.#proof = proofOf(row.channel_id, event.from, null, event.page?.url ?? null);
    const via = held?.dialog?.via ?? viaOf(channel);
    const crm = this.#meeting.meet(row, chat, line, held?.dialog ?? null, via, messageId);
    if (held?.dialog?.state === 'held' && crm !== null && this.#meeting.unseals(event, held.dialog, line))
      this.#rememberResponsible(held, crm);
    const responsible = crm === null || open !== undefined ? null : this.#recognition.responsibleBy(crm, line);
    const decision = this.#decide(held?.dialog ?? null, {
      event: 'client-writes',
      messageId,
      means,
      opens: {
        dialogId,
        chatId: chat.chatId,
        lineId: line.lineId,
        via,
        firstContact: isNew,
        ...this.#meeting.standing(chat, line),
        responsible,
      },
      ...(crm === null ? {} : { crm }),
    });
    const failed = decision instanceof Error;
    const undecided = failed || 'refused' in decision;
    if (!undecided) {
      held ??= this.#open(dialogId, chat, row.channel_id);
      held.row.lastFrom = 'client';
    }
    message.dialogId = held ? dialogId : null;
    message.undecided = undecided;
    this.#voice.message(message);
    if (!failed && !('refused' in decision) && held) this.#apply(held, decision, null);
    // A consent of this very batch finds what was written before it.
    if (held?.dialog?.state === 'held') this.#meeting.seal(dialogId, message.text);
    if (undecided)
      this.#park({
        dialogId: held ? dialogId : null,
        chatId: chat.chatId,
        receivedId: row.received_id,
        event: { event: 'client-writes', messageId },
        error: failed ? decision : new Error('refused'),
      });
    // A dialog that could not be decided on is left as it is: whatever is wrong with it must not cost the message.
    if (held && !undecided) this.#touched(held);
    else if (held) this.#turn.announce({ change: 'dialog', dialogId, chatId: chat.chatId });
  }

  /**
   * Decides once more on what was parked. Done too where there is nothing to decide any more: the dialog is closed, or
   * the call would be refused now.
   */
  #retry(parked: ParkedRow): Retried {
    const { receivedId, chat, message, event } = parked;
    const drop = { parkedId: parked.parkedId, error: null };
    if (message === null && receivedId !== null) {
      // It never got as far as a message: it is taken from the start.
      this.#rows.again.push(receivedId);
      this.#rows.retried.push(drop);
      return 'done';
    }
    if ('by' in event) {
      // A call that failed was answered so, and is not carried out behind its caller's back.
      this.#rows.retried.push(drop);
      return 'done';
    }
    const open = chat === null ? undefined : this.#openOf.get(chat.chatId);
    const lineId = chat === null ? undefined : this.#rules.channels.get(chat.channelId)?.lineId;
    const dialogId = open ?? parked.dialogId;
    let held = dialogId === null ? undefined : this.#dialogs.get(dialogId);
    let again = event as DialogEvent;
    if (again.event === 'client-writes') {
      const channel = chat === null ? undefined : this.#rules.channels.get(chat.channelId);
      const lost = channel === undefined || channel.removed || parked.blocked;
      if (chat === null || message === null || lost || lineId === undefined) {
        this.#rows.retried.push(drop);
        return 'done';
      }
      held = open === undefined ? undefined : held;
      again = this.#again(parked, again.messageId, held, channel, open);
    }
    if (chat !== null) this.#proof = proofOf(chat.channelId, senderOf(chat), null, null);
    const decision = this.#decide(held?.dialog ?? null, again);
    const refused = !(decision instanceof Error) && 'refused' in decision ? decision.refused.refused : null;
    // A call may be refused by now; a client's message never may.
    if (decision instanceof Error || (refused !== null && message !== null)) {
      const error = decision instanceof Error ? `${decision.name}: ${decision.message}` : `Error: ${refused}`;
      this.#rows.retried.push({ parkedId: parked.parkedId, error });
      return 'failed';
    }
    this.#rows.retried.push(drop);
    if (!('refused' in decision) && decision.facts.length > 0) {
      if (held === undefined && again.event === 'client-writes' && chat !== null) {
        const known = this.#chats.get(chat.chatId);
        if (known) held = this.#open(again.opens.dialogId, known, chat.channelId);
      }
      if (held) this.#apply(held, decision, null);
    }
    if (held) {
      // Where nothing was to be done, its clocks run again all the same; it is marked while more of it is parked.
      held.row.parkedAt = parked.others > 0 ? this.#turn.now : null;
      this.#changed(held);
    }
    if (message !== null && chat !== null) {
      const number = message.number;
      if (held && message.dialogId !== held.row.dialogId) held.row.messages++;
      this.#rows.decided.push({ chatId: chat.chatId, number, dialogId: held?.row.dialogId ?? null });
      this.#turn.announce({ change: 'message', chatId: chat.chatId, message: number });
    }
    return 'done';
  }

  /** A message that is decided on once more, with what is known of its client by now. */
  #again(
    { parkedId, chat, consents, met }: ParkedRow,
    messageId: string,
    held: Held | undefined,
    channel: RuleChannel,
    open: number | undefined,
  ): DialogEvent {
    const line = this.#rules.lines.get(channel.lineId);
    if (chat === null || !line) throw new Error('A parked message without its chat');
    const known = this.#chats.get(chat.chatId) ?? { ...chat, page: null, asked: null, dirty: false, isNew: false };
    this.#consents.know(chat.clientId, consents);
    const via = held?.dialog?.via ?? viaOf(channel);
    const asks = line.settings.crm.check && via !== 'group' && held?.dialog?.state !== 'held';
    const crm = asks ? this.#recognition.says(`parked ${parkedId}`, chat.clientId, via) : null;
    return {
      event: 'client-writes',
      messageId,
      opens: {
        dialogId: open ?? this.#turn.nextDialogNumber,
        chatId: chat.chatId,
        lineId: line.lineId,
        via,
        firstContact: !met,
        ...this.#meeting.standing(known, line),
        responsible: crm === null ? null : this.#recognition.responsibleBy(crm, line),
      },
      means: { vote: null, callsPerson: false },
      ...(crm === null ? {} : { crm }),
    };
  }

  /** An answer to the request for consent: by a button under it, or in the form that stands before a live chat. */
  #consent(row: EventRow, event: Extract<Inbound, { kind: 'consent' }>): void {
    const channel = this.#rules.channels.get(row.channel_id);
    const line = channel && this.#rules.lines.get(channel.lineId);
    const { agreementId, version, accepts, how } = event;
    // A version that never was proves nothing; a button is pressed in a chat that is there.
    if (!channel || channel.removed || !line || row.blocked || !this.#consents.isPublished({ agreementId, version }))
      return;
    if (how === 'button' && row.chat_id === null) return;
    const chat = this.#chatOf(row, event);
    const named = event.dialogId === null ? this.#openOf.get(chat.chatId) : event.dialogId;
    const held = named === undefined ? undefined : this.#dialogs.get(named);
    if (event.dialogId !== null && held?.row.chatId !== chat.chatId) return;
    const { evidence } = event;
    this.#proof = {
      ...proofOf(row.channel_id, event.from, evidence, evidence?.page ?? null),
      language: event.language,
    };
    const dialog = held?.dialog ?? null;
    const crm =
      dialog?.state === 'held' && accepts ? this.#meeting.meet(row, chat, line, dialog, dialog.via, null) : null;
    const decided = {
      event: 'client-consents',
      accepts,
      how,
      to: { agreementId, version },
      ...(crm === null ? {} : { crm }),
    } as const;
    if (dialog !== null && crm !== null) this.#rememberResponsible(held!, crm);
    const decision = this.#decide(held?.dialog ?? null, decided);
    if (decision instanceof Error) {
      this.#park({
        dialogId: named ?? null,
        chatId: chat.chatId,
        receivedId: row.received_id,
        event: decided,
        error: decision,
      });
      return;
    }
    if ('refused' in decision) return;
    if (held) this.#apply(held, decision, null);
    else
      for (const effect of decision.effects)
        if (effect.effect === 'record-consent') this.#recordConsent(chat.clientId, null, effect);
  }

  /** Who is responsible for the client of a sealed dialog is known before it goes its way. */
  #rememberResponsible(held: Held, crm: CrmSays): void {
    const line = held.dialog && this.#rules.lines.get(held.dialog.lineId);
    if (!held.dialog || !line) return;
    const responsible = this.#recognition.responsibleBy(crm, line);
    if (responsible === null || responsible === 'asking') return;
    const known = this.#decide(held.dialog, { event: 'client-recognised', responsible });
    if (!(known instanceof Error) && !('refused' in known)) this.#apply(held, known, null);
  }

  /** The CRM that stands elsewhere has answered who the client of this dialog is, or does not answer. */
  #recognised(dialogId: number, answer: CrmAnswer | 'unreachable'): void {
    const held = this.#dialogs.get(dialogId);
    const line = held?.dialog && this.#rules.lines.get(held.dialog.lineId);
    if (!held?.dialog || !line) return;
    let event: DialogEvent = { event: 'crm-silent' };
    if (answer !== 'unreachable') {
      const crm = this.#recognition.says(`dialog ${dialogId}`, held.row.clientId, held.dialog.via, answer);
      const responsible = this.#recognition.responsibleBy(crm, line);
      event = { event: 'client-recognised', responsible: responsible === 'asking' ? null : responsible, crm };
    }
    const decision = this.#decide(held.dialog, event);
    if (decision instanceof Error) throw decision;
    if (!('refused' in decision)) this.#apply(held, decision, null);
  }

  #recordConsent(
    clientId: string,
    held: Held | null,
    { to, accepts, how, messageId }: EffectOf<'record-consent'>,
  ): void {
    // Dialogs of before versions were noted asked for none.
    if (to === null) return;
    if (this.#proof === null) throw new Error('A consent without anybody who gives it');
    const { channelId, evidence, language } = this.#proof;
    const texts = this.#consents.textsOf(to);
    this.#consents.decide(clientId, to, accepts ? 'accepted' : 'declined', {
      channelId,
      dialogId: held?.row.dialogId ?? null,
      how,
      messageId,
      language: language ?? askedIn(texts, this.#rules.company.language),
      evidence,
    });
  }

  /** The closed dialog of this chat that the message votes for, if it does. */
  #awaitsVote(chatId: string, means: Meaning): number | undefined {
    const dialogId = means.vote === null ? undefined : this.#votedOf.get(chatId);
    const dialog = dialogId === undefined ? null : this.#dialogs.get(dialogId)?.dialog;
    const line = dialog ? this.#world.lines[dialog.lineId] : undefined;
    return dialog && line?.active && voteAwaited(dialog, this.#turn.now, line) ? dialogId : undefined;
  }

  /** A button's vote. One that names a dialog of another chat, or comes when nothing was asked, changes nothing. */
  #vote(row: EventRow, event: Extract<Inbound, { kind: 'vote' }>): void {
    const held = this.#dialogs.get(event.dialogId);
    if (!held?.dialog || row.chat_id === null || held.row.chatId !== row.chat_id) return;
    const decided = { event: 'client-votes', vote: event.vote } as const;
    const decision = this.#decide(held.dialog, decided);
    if (decision instanceof Error) {
      const { dialogId, chatId } = held.row;
      this.#park({ dialogId, chatId, receivedId: row.received_id, event: decided, error: decision });
      return;
    }
    if ('refused' in decision) return;
    this.#apply(held, decision, null);
  }

  #chatOf(row: EventRow, event: Extract<Inbound, { kind: 'message' | 'consent' }>): Chat {
    const key = `${row.channel_id} ${event.chat}`;
    let chat = (row.chat_id !== null ? this.#chats.get(row.chat_id) : undefined) ?? this.#chats.get(key);
    if (!chat) {
      const person = `${row.channel_id} ${event.from.id}`;
      let client = this.#clients.get(person);
      if (!client && row.identity_id !== null && row.client_id !== null)
        client = { clientId: row.client_id, identityId: row.identity_id };
      if (!client) {
        // Whom a channel vouches for is the client who has that address already.
        const [known] = this.#ownersOf(row, event.from);
        client = { clientId: known ?? this.#turn.id(), identityId: this.#turn.id() };
        const name = [event.from.name, event.from.surname].filter(Boolean).join(' ');
        if (known === undefined) {
          this.#rows.clients.push({ clientId: client.clientId, name });
          this.#newClients.add(client.clientId);
        }
        this.#rows.identities.push({
          ...client,
          channelId: row.channel_id,
          externalId: event.from.id,
          name,
          username: event.from.username,
          language: event.from.language,
        });
      }
      this.#clients.set(person, client);
      chat = {
        chatId: row.chat_id ?? this.#turn.id(),
        channelId: row.channel_id,
        externalId: event.chat,
        lastNumber: row.last_number ?? 0,
        clientId: client.clientId,
        clientName: [event.from.name, event.from.surname].filter(Boolean).join(' ') || row.client_name || null,
        page: null,
        asked: row.asked,
        dirty: false,
        isNew: row.chat_id === null,
      };
      if (chat.isNew)
        this.#rows.newChats.push({
          chatId: chat.chatId,
          channelId: chat.channelId,
          identityId: client.identityId,
          externalId: chat.externalId,
          chat,
        });
      this.#chats.set(key, chat);
      this.#chats.set(chat.chatId, chat);
    }
    this.#consents.know(chat.clientId, row.consents);
    if (!row.blocked) this.#joinOwners(chat.clientId, this.#ownersOf(row, event.from));
    if (event.kind === 'message' && event.page) {
      chat.page = event.page;
      chat.dirty = true;
    }
    return chat;
  }

  /** The clients who have what the channel vouches for: the number's before the e-mail address's. */
  #ownersOf(row: EventRow, from: Sender): string[] {
    const owners = vouchedAddresses(from).flatMap((address) => this.#meeting.ownerOf(row, address) ?? []);
    return [...new Set(owners.map((owner) => this.#become(owner)))];
  }

  /** Whoever has one of these addresses is one client: the number's. */
  #joinOwners(clientId: string, [kept, ...others]: string[]): void {
    if (kept === undefined) return;
    for (const other of [clientId, ...others]) if (other !== kept) this.#joins.set(other, kept);
  }

  /** Who a client is by the end of this batch. */
  #become(clientId: string): string {
    const joined = this.#joins.get(clientId);
    return joined === undefined ? clientId : this.#become(joined);
  }

  /** The dialog that was decided to be opened, under the number that was next. */
  #open(dialogId: number, chat: Chat, channelId: string): Held {
    if (this.#turn.takeDialogNumber() !== dialogId)
      throw new Error('A dialog is opened under a number that is not next');
    const held: Held = {
      row: {
        dialogId,
        body: {},
        facts: 0,
        messages: 0,
        clientId: chat.clientId,
        channelId,
        chatId: chat.chatId,
        wakeAt: null,
        offerUntil: null,
        firstAnswerAt: null,
        acceptedAt: null,
        readNumber: chat.lastNumber - 1,
        parkedAt: null,
        lastMessageAt: this.#turn.now,
        lastNumber: chat.lastNumber,
        chatExternalId: chat.externalId,
        clientName: chat.clientName,
        clientBlocked: false,
        lastFrom: null,
        lastEmployeeId: null,
      },
      dialog: null,
      facts: 0,
      before: null,
      dirty: true,
      changed: true,
      looked: false,
    };
    this.#dialogs.set(dialogId, held);
    this.#openOf.set(chat.chatId, dialogId);
    return held;
  }

  /** The former text stays beside the new one. A message of this very batch is changed before it is written. */
  #edit(row: EventRow, event: Extract<Inbound, { kind: 'edit' }>): void {
    const kind = event.content.kind;
    const changed = { kind, text: event.content.text, unsupported: kind === 'unsupported' ? event.content.what : null };
    const fresh = this.#fresh.get(`${row.channel_id} ${event.chat} ${event.messageId}`);
    if (fresh) {
      // What was erased does not come back by an edit.
      if (fresh['kind'] === 'erased') return;
      Object.assign(fresh, { formerText: fresh['text'], editedAt: iso(this.#turn.now) }, changed);
      return;
    }
    if (row.chat_id === null || row.known_number === null) return;
    this.#edits.set(`${row.chat_id} ${row.known_number}`, {
      chatId: row.chat_id,
      number: row.known_number,
      ...changed,
    });
    this.#turn.announce({ change: 'message', chatId: row.chat_id, message: row.known_number });
  }

  #command(command: DialogCommand): CommandAnswer | Error {
    const known = this.#answered.get(command.commandId);
    if (known) return known.dialogId === command.dialogId ? known.answer : refuse({ refused: 'no-dialog' });
    const held = this.#dialogs.get(command.dialogId);
    const by = this.#rules.actorOf(command.by);
    if (!held?.dialog || !by || this.#rules.employees.get(command.by)?.dismissedAt !== null)
      return refuse({ refused: 'no-dialog' });
    const dialog = held.dialog;
    const channel = this.#rules.channels.get(held.row.channelId);
    const lineId = command.action === 'write-first' ? (channel?.lineId ?? dialog.lineId) : dialog.lineId;
    const line = this.#rules.lines.get(lineId);
    const inQueue = line?.crew.includes(command.by) ?? false;
    const right = command.blocks === true ? 'block' : rightOf[command.action];
    // What closes because its channel, line or client goes follows from another right than that to finish dialogs.
    const follows = ['channel-removed', 'line-deleted', 'erased'].includes(command.because ?? '');
    const allowed = follows || may(by, right, subjectOf(dialog, lineId));
    // An operator of the line who lost the race for an offer is told who was faster, not that he has no right.
    const raced = inQueue && (command.action === 'accept' || command.action === 'decline');
    if (!allowed && !raced) return refuse({ refused: 'not-allowed' });
    if (command.action === 'write-first') return this.#writeFirst(command, by, held, dialog, line);
    if (command.action === 'make-record' && !command.record) throw new Error('A record is of some kind');
    if (command.action === 'mark' && !hasRatings(this.#rules.company.plan)) return refuse({ refused: 'not-in-plan' });
    const event = this.#eventOf(command, by, dialog);
    const decision = this.#decide(dialog, event);
    // Whoever called is told that it failed, and may call again; nothing of it waits to be carried out later.
    if (decision instanceof Error) return decision;
    if ('refused' in decision) return refuse(decision.refused);
    if (!allowed) return refuse({ refused: 'not-allowed' });
    let message: { chatId: string; number: number } | null = null;
    if (command.action === 'operator-writes') {
      if (!channel || channel.removed || channel.state === 'broken') return refuse({ refused: 'channel-blocked' });
      message = this.#voice.reply(command, held, line);
    }
    this.#apply(held, decision, command.commandId, command.by);
    if (command.action === 'mark' && command.stars !== undefined) {
      const { dialogId, by: marker, stars, comment = '' } = command;
      this.#rows.marked = this.#rows.marked.filter((row) => (row as { dialogId: number }).dialogId !== dialogId);
      this.#rows.marked.push({ dialogId, stars, comment, by: marker });
    }
    if (message) this.#touched(held);
    else this.#changed(held);
    return this.#answer(command, { done: true, message });
  }

  #answer(command: DialogCommand, answer: CommandAnswer): CommandAnswer {
    this.#answered.set(command.commandId, { dialogId: command.dialogId, answer });
    this.#rows.commands.push({ commandId: command.commandId, dialogId: command.dialogId, answer });
    return answer;
  }

  /** Opens a dialog in the chat of an earlier one, and sends its first message: both or neither. */
  #writeFirst(
    command: DialogCommand,
    actor: Actor,
    earlier: Held,
    before: Dialog,
    line: RuleLine | undefined,
  ): CommandAnswer | Error {
    const chat = this.#chats.get(earlier.row.chatId);
    const channel = this.#rules.channels.get(earlier.row.channelId);
    if (!chat || !line || !channel || channel.removed || channel.state === 'broken')
      return refuse({ refused: 'channel-blocked' });
    if (earlier.row.clientBlocked) return refuse({ refused: 'client-blocked' });
    const openId = this.#openOf.get(chat.chatId);
    const open = openId === undefined ? null : (this.#dialogs.get(openId)?.dialog ?? null);
    if (open !== null) return refuse({ refused: 'has-open-dialog', dialogId: open.id });
    const { by } = command;
    // Whoever may not see the dialog he names learns nothing of its client.
    if (!may(actor, 'dialogsList', subjectOf(before, before.lineId))) return refuse({ refused: 'no-dialog' });
    const dialogId = this.#turn.nextDialogNumber;
    const opens = { dialogId, chatId: chat.chatId, lineId: line.lineId, via: viaOf(channel) };
    const says = this.#recognition.says(`dialog ${earlier.row.dialogId}`, chat.clientId, opens.via);
    const opened = this.#decide(null, { event: 'write-first', by, opens, crm: says });
    if (opened instanceof Error) return opened;
    if ('refused' in opened) return refuse(opened.refused);
    const held = this.#open(dialogId, chat, earlier.row.channelId);
    this.#apply(held, opened, command.commandId, by);
    const wrote = this.#decide(held.dialog, { event: 'operator-writes', by, messageId: command.commandId });
    if (wrote instanceof Error) throw wrote;
    if ('refused' in wrote) throw new Error(`Who opened the dialog may not write in it: ${wrote.refused.refused}`);
    const message = this.#voice.reply({ ...command, dialogId }, held, line);
    this.#apply(held, wrote, command.commandId, by);
    this.#touched(held);
    return this.#answer(command, { done: true, message, opened: dialogId });
  }

  #eventOf(command: DialogCommand, actor: Actor, dialog: Dialog): DialogEvent {
    const by = command.by;
    switch (command.action) {
      case 'operator-writes':
        return { event: 'operator-writes', by, messageId: command.commandId };
      case 'transfer':
        if (!command.to) throw new Error('A transfer names its target');
        return { event: 'transfer', by, to: command.to };
      case 'close':
        return {
          event: 'close',
          by,
          because: command.because ?? 'forced',
          ...(command.blocks === true ? { blocks: true } : {}),
        };
      case 'mark':
        if (command.stars === undefined) throw new Error('A mark has its stars');
        return { event: 'mark', by, stars: command.stars };
      case 'finish':
        return {
          event: 'finish',
          by,
          ...(reachesOthers(actor, 'finish', subjectOf(dialog, dialog.lineId)) ? { anothers: true } : {}),
        };
      case 'make-record':
        return { event: 'make-record', by, kind: command.record ?? 'lead', recordId: this.#turn.id() };
      case 'write-first':
        throw new Error('Writing first opens a dialog');
      default:
        return { event: command.action, by };
    }
  }

  /** What a decision asks for beyond its facts. */
  #carryOut(held: Held, effect: Effect, by: string | null): void {
    switch (effect.effect) {
      case 'stir':
        if (!this.#stirred.has(effect.lineId)) {
          const circleAfter = this.#offersToAll(effect.lineId) ? 0 : null;
          this.#stirred.set(effect.lineId, { lineId: effect.lineId, circleAfter });
        }
        return;
      case 'deliver':
        // The message was stored with the call that brought it.
        return;
      case 'say':
        this.#voice.say(held, effect);
        return;
      case 'notify': {
        const { what, whom, operatorId, since } = effect;
        for (const employeeId of whom) this.#notice(held, employeeId, what, { operatorId, since });
        return;
      }
      case 'notify-administrators': {
        const lineId = held.dialog?.lineId ?? null;
        for (const { employeeId, roleIds, dismissedAt } of this.#rules.employees.values())
          if (roleIds.includes('administrator') && dismissedAt === null)
            this.#notice(held, employeeId, effect.what, { lineId });
        return;
      }
      case 'tell-mark':
        if (effect.operatorId !== by) this.#notice(held, effect.operatorId, 'marked', { stars: effect.stars, by });
        return;
      case 'block-client':
        this.#rows.blocked.push({ clientId: held.row.clientId, by });
        return;
      case 'record-consent':
        this.#recordConsent(held.row.clientId, held, effect);
        return;
      case 'erase-content':
        this.#eraseContent(held);
        return;
      case 'ask-crm': {
        const { dialogId, clientId } = held.row;
        this.#recognition.jobs.push({ clientId, job: { job: 'identify', dialogId, clientId } });
        return;
      }
      case 'attach-record':
        this.#recognition.attach(this.#recordOf(held), effect);
        return;
      case 'create-record':
        this.#recognition.create(this.#recordOf(held), effect);
        return;
      case 'change-responsible':
        this.#recognition.changeResponsible(held.row.clientId, effect);
        return;
      case 'note-transcript':
        this.#recognition.noteTranscript(held.row, effect.recordIds);
        return;
      case 'tell-bot':
        // The world names no bots, so that no rule gets here.
        throw new Error(`Nothing here can ${effect.effect}`);
    }
  }

  /** Whom the dialog is with, and where it came from: what a record says of it. */
  #recordOf(held: Held): RecordOf {
    const line = held.dialog && this.#rules.lines.get(held.dialog.lineId);
    const channel = this.#rules.channels.get(held.row.channelId);
    if (!line || !channel) throw new Error('A dialog without its line or channel');
    const [name = '', ...rest] = (this.#chats.get(held.row.chatId)?.clientName ?? '').split(' ');
    const { clientId, dialogId } = held.row;
    return { clientId, dialogId, name, surname: rest.join(' '), line, channelName: channel.name };
  }

  /** What was written without consent goes at once; the raw events and the rest follow in a job. */
  #eraseContent(held: Held): void {
    const { dialogId, chatId } = held.row;
    for (const row of this.#rows.messages as {
      dialogId: number | null;
      text: string;
      kind: string;
      unsupported: unknown;
    }[])
      if (row.dialogId === dialogId) Object.assign(row, { kind: 'erased', text: '', unsupported: null });
    this.#rows.erased.push({ dialogId, chatId });
    this.#rows.outbox.push({
      outboxId: this.#turn.id(),
      lane: 'erase',
      account: 'erase',
      thread: chatId,
      body: { job: 'dialog', dialogId },
    });
  }

  /** Tells an employee in the console, and by e-mail. Somebody who left is told nothing. */
  #notice(held: Held, employeeId: string, what: string, body: Record<string, unknown>): void {
    const employee = this.#rules.employees.get(employeeId);
    if (!employee || employee.dismissedAt !== null) return;
    // That nobody is left in a line is told once, however many dialogs it concerns.
    const told = what === 'nobody-left' ? `${employeeId} ${String(body['lineId'])}` : null;
    if (told !== null && this.#toldOf.has(told)) return;
    if (told !== null) this.#toldOf.add(told);
    const noticeId = this.#turn.id();
    this.#rows.notices.push({ noticeId, employeeId, what, dialogId: held.row.dialogId, body });
    this.#rows.outbox.push({
      outboxId: this.#turn.id(),
      lane: 'mail',
      account: 'mail',
      thread: employeeId,
      body: { noticeId },
    });
    this.#turn.announce({ change: 'notice', employeeId });
  }

  #due(dialogId: number): void {
    const held = this.#dialogs.get(dialogId);
    if (!held?.dialog || held.dialog.state === 'closed') return;
    // Another process was faster.
    if (held.row.wakeAt !== null && held.row.wakeAt > this.#turn.now) return;
    const line = this.#rules.lines.get(held.dialog.lineId);
    const sealed = held.dialog.state === 'held' && line;
    const crm = sealed ? this.#meeting.unsealed(held.dialog, held.row.clientId, sealed) : null;
    if (crm !== null) this.#rememberResponsible(held, crm);
    const decision = this.#decide(held.dialog, { event: 'time-passed', ...(crm === null ? {} : { crm }) });
    if (decision instanceof Error) {
      this.#park({
        dialogId,
        chatId: held.row.chatId,
        receivedId: null,
        event: { event: 'time-passed' },
        error: decision,
      });
      this.#asleep.add(dialogId);
      held.row.wakeAt = null;
      return;
    }
    if ('refused' in decision) return;
    this.#apply(held, decision, null);
    held.looked = true;
    held.dirty = true;
  }

  /** Waiting dialogs of the stirred lines look again, oldest first. Answers the lines where more may follow. */
  #stir(): Stir[] {
    for (const stir of this.#work.stirs) mergeStir(this.#stirred, stir);
    const again: Stir[] = [];
    for (const dialogId of this.#circles) this.#tryAgain(dialogId);
    for (const stir of this.#stirred.values()) {
      const line = this.#world.lines[stir.lineId];
      const waiting = line ? line.waiting.map((dialog) => dialog.dialogId) : [];
      let moved = 0;
      for (const dialogId of waiting) if (this.#tryAgain(dialogId)) moved++;
      const circles = this.#circles.filter((dialogId) => this.#dialogs.get(dialogId)?.before?.lineId === stir.lineId);
      // What no longer waits lets those offered to all go to whom it was kept from for the older one.
      if (moved > 0) for (const dialogId of circles) this.#tryAgain(dialogId);
      const circleAfter = circles.length >= stirSize ? (circles.at(-1) ?? 0) : null;
      const unseen =
        (line === undefined ||
          ((stir.circleAfter === 0 || (moved > 0 && this.#offersToAll(stir.lineId))) &&
            !this.#circled.has(stir.lineId))) &&
        this.#rules.lines.has(stir.lineId);
      if ((waiting.length >= stirSize && moved > 0) || circleAfter !== null || unseen)
        again.push({ lineId: stir.lineId, circleAfter: unseen ? 0 : circleAfter });
    }
    return again;
  }

  /** Where the line offers to one after the other, no offer but its own deadline moves it: reading them is spared. */
  #offersToAll(lineId: string): boolean {
    return this.#rules.lines.get(lineId)?.settings.queue.distribution === 'all';
  }

  #tryAgain(dialogId: number): boolean {
    const held = this.#dialogs.get(dialogId);
    if (!held?.dialog || (held.dialog.state !== 'waiting' && held.dialog.state !== 'offered')) return false;
    const decision = this.#decide(held.dialog, { event: 'try-waiting' });
    if (decision instanceof Error || 'refused' in decision) return false;
    if (decision.facts.length === 0) {
      // A changed offer time moves a running deadline: the moment of waking is written, and lists show the new end.
      const next = this.#wakeAt(held.dialog);
      if (next !== null && (held.row.wakeAt === null || next < held.row.wakeAt)) held.dirty = true;
      if (this.#offerUntil(held.dialog) !== held.row.offerUntil) this.#changed(held);
      return false;
    }
    this.#apply(held, decision, null);
    return true;
  }

  #decide(dialog: Dialog | null, event: DialogEvent): Decision | Error {
    try {
      const decision = decide(dialog, event, this.#world);
      this.#checkConsents(decision);
      this.#outcomes.push({ event: event.event, outcome: 'refused' in decision ? 'refused' : 'done' });
      return decision;
    } catch (error) {
      this.#outcomes.push({ event: event.event, outcome: 'failed' });
      this.#log.error({ err: error, dialog: dialog?.id, event: event.event }, 'deciding failed');
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** A consent that cannot be noted is no decision: it is parked like one that failed, and costs no message. */
  #checkConsents(decision: Decision): void {
    if ('refused' in decision) return;
    for (const effect of decision.effects) {
      if (effect.effect !== 'record-consent' || effect.to === null) continue;
      this.#consents.assertWhole();
      if (this.#proof === null) throw new Error('A consent without anybody who gives it');
      if (!this.#consents.isPublished(effect.to)) throw new Error('A consent to a text that was never published');
    }
  }

  /** Folds a decision into the dialog and the world, and notes what must be written. */
  #apply(
    held: Held,
    decision: Exclude<Decision, { refused: unknown }>,
    commandId: string | null,
    by: string | null = null,
  ): void {
    const before = held.dialog;
    for (const fact of decision.facts) {
      held.dialog = evolve(held.dialog, fact);
      this.#rows.facts.push({
        dialogId: held.row.dialogId,
        number: ++held.facts,
        at: iso(fact.at),
        fact: fact.fact,
        body: fact,
        commandId,
      });
      this.#noteFact(held, fact);
    }
    this.#world = advance(this.#world, before, decision.facts, held.dialog);
    for (const effect of decision.effects) this.#carryOut(held, effect, by);
    if (decision.facts.length > 0) {
      held.dirty = true;
      held.changed = true;
      held.row.parkedAt = null;
      if (held.dialog?.state === 'closed' && this.#openOf.get(held.row.chatId) === held.row.dialogId)
        this.#openOf.delete(held.row.chatId);
    }
  }

  #noteFact(held: Held, fact: Fact): void {
    if (fact.fact === 'consent-asked' && fact.version !== undefined) {
      const chat = this.#chats.get(held.row.chatId);
      if (chat) Object.assign(chat, { asked: { agreementId: fact.agreementId, version: fact.version }, dirty: true });
    }
    const taken = fact.fact === 'accepted' || fact.fact === 'taken-over';
    if (taken || (fact.fact === 'transferred' && fact.to.kind === 'person')) held.row.acceptedAt ??= fact.at;
    if (fact.fact === 'answered') held.row.firstAnswerAt ??= fact.at;
    if (fact.fact === 'offered' && fact.to.kind === 'one' && fact.to.route !== 'crm' && held.dialog) {
      this.#rows.stamps.push({
        lineId: held.dialog.lineId,
        employeeId: fact.to.employeeId,
        assignedAt: iso(fact.to.assignedAt ?? fact.at),
      });
    }
  }

  #changed(held: Held): void {
    held.dirty = true;
    held.changed = true;
  }

  #touched(held: Held): void {
    this.#changed(held);
    held.row.lastMessageAt = this.#turn.now;
  }

  #park(parked: {
    dialogId: number | null;
    chatId: string;
    receivedId: number | null;
    event: unknown;
    error: Error;
  }): void {
    this.#rows.parked.push({
      parkedId: this.#turn.id(),
      ...parked,
      error: `${parked.error.name}: ${parked.error.message}`,
    });
  }

  #write(): void {
    const touched = [...this.#dialogs.values()].filter((held) => held.dirty && held.dialog !== null);
    touched.sort((a, b) => Number(a.dialog?.state !== 'closed') - Number(b.dialog?.state !== 'closed'));
    // A dialog that is written anyway carries its own mark; one that is not is only marked.
    const rewritten = new Set(touched.map((held) => held.row.dialogId));
    for (const { dialogId } of this.#rows.parked as { dialogId: number | null }[]) {
      const held = dialogId === null ? undefined : this.#dialogs.get(dialogId);
      if (held && rewritten.has(held.row.dialogId)) held.row.parkedAt = this.#turn.now;
      else if (held) this.#rows.marks.push({ dialogId, asleep: this.#asleep.has(held.row.dialogId) });
    }
    for (const held of touched) {
      this.#rows.dialogs.push(this.#dialogRow(held));
      if (held.changed)
        this.#turn.announce({
          change: 'dialog',
          dialogId: held.row.dialogId,
          chatId: held.row.chatId,
          before: held.before,
        });
    }
    this.#rows.newChats = this.#rows.newChats.map((row) => {
      const { chat, ...rest } = row as { chat: Chat };
      return { ...rest, lastNumber: chat.lastNumber, page: chat.page, asked: chat.asked };
    });
    const written = new Set<Chat>();
    for (const chat of this.#chats.values()) {
      if (!chat.dirty || chat.isNew || written.has(chat)) continue;
      written.add(chat);
      const { chatId, lastNumber, page, asked } = chat;
      this.#rows.chats.push({ chatId, lastNumber, page, asked });
    }
    this.#rows.edits = [...this.#edits.values()];
    this.#rows.stamps = lastPer(
      this.#rows.stamps as { lineId: string; employeeId: string }[],
      (row) => `${row.lineId} ${row.employeeId}`,
    );
    this.#rows.people = mergedPeople(this.#rows.people);
    for (const { clientId, job } of this.#recognition.jobs)
      this.#rows.outbox.push({
        outboxId: this.#turn.id(),
        lane: 'crm',
        account: this.#rules.company.crm,
        thread: clientId,
        body: job,
      });
    // Most batches have rows for a few tables only; asking the others for nothing would cost each of them.
    const rows = Object.entries(this.#rows);
    this.#writeAtEnd(
      write,
      rows.filter(([table]) => !rareTables.has(table)),
    );
    this.#writeAtEnd(
      writeRare,
      rows.filter(([table]) => rareTables.has(table)),
    );
    this.#recognition.write();
  }

  #writeAtEnd(statement: Statement, tables: [string, unknown[]][]): void {
    const { companyId, now } = this.#turn;
    if (tables.every(([, rows]) => rows.length === 0)) return;
    void this.#turn.atEnd(statement, [companyId, new Date(now), JSON.stringify(Object.fromEntries(tables))]);
  }

  /** When an offer to one person ends by the line's settings as they are now. */
  #offerUntil(dialog: Dialog): number | null {
    const line = this.#lineOf(dialog);
    if (dialog.state !== 'offered' || dialog.to !== 'one' || line === undefined) return null;
    return offerEndsAt(dialog, line);
  }

  #wakeAt(dialog: Dialog): number | null {
    const line = this.#lineOf(dialog);
    return line === undefined ? null : wakeAt(dialog, this.#turn.now, line);
  }

  #lineOf(dialog: Dialog): WorldLine | undefined {
    const known = this.#world.lines[dialog.lineId];
    if (known !== undefined) return known;
    const line = this.#rules.lines.get(dialog.lineId);
    return line && worldLine(line);
  }

  #dialogRow(held: Held): Record<string, unknown> {
    const { row } = held;
    const dialog = held.dialog as Dialog;
    const now = this.#turn.now;
    // One whose deadlines could not be decided on sleeps until something good happens to it.
    const asleep = row.parkedAt !== null && row.wakeAt === null && held.before !== null;
    const next = asleep ? null : this.#wakeAt(dialog);
    // The column is a lower bound: it moves only when the earliest deadline moves earlier, or the stored one has come and
    // was looked at. One that has come and was not stays, because it may say that something else has changed.
    const passed = row.wakeAt !== null && row.wakeAt <= now && held.looked;
    const stored = next === null ? null : row.wakeAt === null || next < row.wakeAt || passed ? next : row.wakeAt;
    return {
      dialogId: row.dialogId,
      chatId: row.chatId,
      lineId: dialog.lineId,
      clientId: row.clientId,
      channelId: row.channelId,
      direction: dialog.direction,
      state: dialog.state,
      body: dialog,
      operatorId: holder(dialog),
      offeredTo: offeredTo(dialog),
      offerUntil: iso(this.#offerUntil(dialog)),
      openedAt: iso(dialog.openedAt),
      unansweredSince: iso(dialog.unansweredSince),
      acceptedAt: iso(row.acceptedAt),
      firstAnswerAt: iso(row.firstAnswerAt),
      lastMessageAt: iso(row.lastMessageAt),
      closedAt: iso(dialog.state === 'closed' ? dialog.closedAt : null),
      closeReason: dialog.state === 'closed' ? dialog.because : null,
      wakeAt: iso(stored),
      facts: held.facts,
      messages: row.messages,
      readNumber: row.readNumber,
      parkedAt: iso(row.parkedAt),
      pinned: dialog.pinned,
      unanswered: dialog.unanswered,
      outsideHours: dialog.outsideHours,
      overdue: dialog.overdue,
      joined: dialog.joined,
      botId: dialog.bot?.botId ?? null,
      finishedAt: iso(dialog.state === 'finishing' ? dialog.finishedAt : null),
      vote: dialog.rating?.vote ?? null,
      votedAt: iso(dialog.rating?.votedAt ?? null),
      voteUntil: dialog.rating?.askedAt == null ? null : (iso(dialog.rating.until) ?? 'infinity'),
      stars: dialog.stars,
    };
  }
}

const rightOf = {
  accept: 'accept',
  decline: 'accept',
  'operator-writes': 'reply',
  'write-first': 'startOutgoing',
  transfer: 'transfer',
  'take-over': 'takeOver',
  join: 'join',
  leave: 'reply',
  pin: 'reply',
  unpin: 'reply',
  finish: 'finish',
  resume: 'reply',
  close: 'finish',
  mark: 'mark',
  'make-record': 'crm',
} as const satisfies Record<Action, ActionRight>;

/** The dialog as far as rights ask about it, on the line that the action is about. */
function subjectOf(dialog: Dialog, lineId: string): Subject {
  return {
    lineId,
    holder: holder(dialog),
    offeredTo: offeredTo(dialog),
    joined: dialog.joined,
    waiting: dialog.state === 'waiting',
  };
}

function refuse(refusal: CommandRefusal): CommandAnswer {
  return { done: false, refusal };
}

function audience(dialog: Dialog): Held['before'] {
  return {
    lineId: dialog.lineId,
    state: dialog.state,
    operatorId: holder(dialog),
    offeredTo: offeredTo(dialog),
    joined: dialog.joined,
  };
}

function worldLine({ lineId, active, deleted, pauses, version, crew, settings }: RuleLine): WorldLine {
  const gone = deleted ? { deleted } : {};
  return { ...settings, id: lineId, active, ...gone, pauses, version, crew, assignedAt: {}, waiting: [] };
}

/** The evidence of a consent that a message or a button of this moment gives. */
type Proof = { channelId: string; evidence: Evidence; language: string | null };

function proofOf(
  channelId: string,
  from: Sender,
  own: { ip: string | null; userAgent: string | null } | null,
  page: string | null,
): Proof {
  const name = [from.name, from.surname].filter(Boolean).join(' ') || null;
  const evidence = { ip: own?.ip ?? null, userAgent: own?.userAgent ?? null, page, identity: from.id, name };
  return { channelId, evidence, language: null };
}

/** The client of a chat, as far as a parked message still tells. */
function senderOf({ externalId, clientName }: NonNullable<ParkedRow['chat']>): Sender {
  return { id: externalId, name: clientName ?? '', surname: '', username: null, language: null };
}

/** How the client is reached, as far as it changes a rule. */
function viaOf(channel: RuleChannel): Via {
  return channel.kind === 'live-chat' ? 'live-chat' : 'buttons';
}

/** What the client's words say to the rules. */
function meaning(event: Extract<Inbound, { kind: 'message' }>): Meaning {
  if (event.content.kind !== 'text') return { vote: null, callsPerson: false };
  const { text } = event.content;
  return { vote: readVote(text)?.vote ?? null, callsPerson: callsPerson(text) };
}

/** The provider's own time where it is a moment of our calendar; what lies beyond is as good as none. */
function calendar(at: number | null): number | null {
  return at !== null && at >= 0 && at < Date.UTC(10_000) ? at : null;
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function lastPer<T>(rows: T[], key: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}
