import type { Inbound } from '@switchboard/channels/channel';
import { sqlFile, type Turn } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import {
  advance,
  asWaiting,
  decide,
  evolve,
  holder,
  offerEndsAt,
  offeredTo,
  wakeAt,
  type Decision,
  type Dialog,
  type DialogEvent,
  type Fact,
  type World,
} from '@switchboard/domain/dialog';
import { availability, availabilityChangesAt, type Person } from '@switchboard/domain/people';
import { byAge, mostOpenDialogs } from '@switchboard/domain/queue';
import type { Logger } from 'pino';

import type {
  BatchResult,
  CommandAnswer,
  CommandRefusal,
  DialogCommand,
  DialogRowState,
  EventRow,
  PresenceNote,
  Stir,
  Work,
  Wrote,
} from './batch.types.ts';
import { mergeStir } from './stirs.ts';
import { dialogRows, messageRows } from './dialog.queries.ts';
import type { DialogRow, MessageRow } from './dialog.shapes.ts';
import { outgoingText } from './outgoing-text.ts';
import type { RuleLine, Rules } from './rules.ts';

export const readEvents = sqlFile(import.meta.url, './read-events.sql');
const gather = sqlFile(import.meta.url, './gather.sql');
const write = sqlFile(import.meta.url, './write.sql');

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
        state: 'offered' | 'accepted' | 'answered' | 'client-wrote';
        everAnswered: boolean;
      };
    }
  | { kind: 'person'; row: { employeeId: string; away: boolean; connectedAt: number | null; usedAt: number | null } }
  | { kind: 'stamp'; row: { lineId: string; employeeId: string; assignedAt: number } };

/** The most waiting dialogs that one stirred line tries in one batch. */
const stirSize = 64;

/** A dialog in the hands of a batch: as it was, as it is, and what of it must be written. */
type Held = {
  row: DialogRowState;
  dialog: Dialog | null;
  facts: number;
  /** Who could see it when the batch began; null for a dialog that the batch opens. */
  before: { lineId: string; state: string; operatorId: string | null; offeredTo: string[] } | null;
  /** Something of its row must be written. */
  dirty: boolean;
  /** Something that lists show changed: the live feed announces it. */
  changed: boolean;
};

type Chat = {
  chatId: string;
  channelId: string;
  externalId: string;
  lastNumber: number;
  clientId: string;
  page: unknown;
  dirty: boolean;
  isNew: boolean;
};

type Rows = Record<
  | 'clients'
  | 'identities'
  | 'newChats'
  | 'chats'
  | 'dialogs'
  | 'facts'
  | 'messages'
  | 'edits'
  | 'commands'
  | 'received'
  | 'stamps'
  | 'people'
  | 'parked'
  | 'marks'
  | 'outbox',
  unknown[]
>;

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
  readonly #chats = new Map<string, Chat>();
  readonly #clients = new Map<string, { clientId: string; identityId: string }>();
  readonly #answered = new Map<string, { dialogId: number | null; answer: CommandAnswer }>();
  readonly #stirred = new Map<string, Stir>();
  /** Dialogs whose deadline could not be decided on: they are not woken again before something else happens to them. */
  readonly #asleep = new Set<number>();
  readonly #circles: number[] = [];
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
    parked: [],
    marks: [],
    outbox: [],
  };
  readonly #outcomes: { event: string; outcome: 'done' | 'refused' | 'failed' }[] = [];
  #world: World;

  constructor(turn: Turn, rules: Rules, work: Work, read: ReadRow[], log: Logger) {
    this.#turn = turn;
    this.#rules = rules;
    this.#work = work;
    this.#log = log;
    this.#world = { now: turn.now, lines: {}, people: {}, held: {} };
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
    await this.#gather();
    for (const note of this.#work.presence) this.#presence(note);
    for (const employeeId of this.#work.peopleDue) this.#personDue(employeeId);
    for (const event of this.#events) this.#received(event);
    const answers = new Map<string, CommandAnswer | Error>();
    for (const command of this.#work.commands) answers.set(command.commandId, this.#command(command));
    for (const dialogId of this.#work.due) this.#due(dialogId);
    const stirs = this.#stir();
    this.#write();
    const wrote = this.#work.shown ? this.#wrote() : null;
    // Of a batch that fails nobody asks what it wrote.
    wrote?.catch(() => {});
    return {
      answers,
      events: this.#events.length,
      stirs,
      lanes: new Set(this.#rows.outbox.map((row) => (row as { lane: string }).lane)),
      lastChange: this.#turn.lastChange,
      wrote,
    };
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
    const dialog = row.body;
    const held: Held = { row, dialog, facts: row.facts, before: audience(dialog), dirty: false, changed: false };
    this.#dialogs.set(row.dialogId, held);
    if (dialog.state !== 'closed') this.#openOf.set(row.chatId, row.dialogId);
    this.#chats.set(row.chatId, {
      chatId: row.chatId,
      channelId: row.channelId,
      externalId: row.chatExternalId,
      lastNumber: row.lastNumber,
      clientId: row.clientId,
      page: null,
      dirty: false,
      isNew: false,
    });
    return held;
  }

  async #gather(): Promise<void> {
    const lines = new Set<string>(this.#work.stirs.map((stir) => stir.lineId));
    for (const held of this.#dialogs.values()) lines.add(held.row.body.lineId);
    for (const event of this.#events) {
      const line = this.#rules.channels.get(event.channel_id)?.lineId;
      if (line) lines.add(line);
    }
    const people = new Set<string>([...this.#work.presence.map((note) => note.employeeId), ...this.#work.peopleDue]);
    for (const command of this.#work.commands) {
      people.add(command.by);
      if (command.to && 'employeeId' in command.to) people.add(command.to.employeeId);
      if (command.to && 'lineId' in command.to) lines.add(command.to.lineId);
    }
    for (const held of this.#dialogs.values()) {
      const by = holder(held.row.body);
      if (by) people.add(by);
    }
    // Somebody who comes or goes may free a dialog in every line whose queue he is in.
    if (this.#work.presence.length > 0 || this.#work.peopleDue.length > 0) {
      const moved = new Set([...this.#work.presence.map((note) => note.employeeId), ...this.#work.peopleDue]);
      for (const line of this.#rules.lines.values()) {
        if (line.settings.queue.members.some((member) => moved.has(member.employeeId))) lines.add(line.lineId);
      }
    }
    for (const lineId of lines) {
      for (const member of this.#rules.lines.get(lineId)?.settings.queue.members ?? []) people.add(member.employeeId);
    }
    const circles = this.#work.stirs
      .filter((stir) => stir.circleAfter !== null)
      .map((stir) => ({ lineId: stir.lineId, after: stir.circleAfter }));
    for (const circle of circles) this.#circled.add(circle.lineId);
    const rows = await this.#turn.run<GatherRow>(gather, [
      this.#turn.companyId,
      [...lines],
      [...people],
      JSON.stringify(circles),
    ]);
    for (const lineId of lines) {
      const line = this.#rules.lines.get(lineId);
      if (line) this.#world.lines[lineId] = worldLine(line);
    }
    for (const employeeId of people) {
      const employee = this.#rules.employees.get(employeeId);
      if (!employee) continue;
      this.#world.people[employeeId] = {
        id: employeeId,
        dismissedAt: employee.dismissedAt,
        away: false,
        connectedAt: null,
        usedAt: null,
      };
      this.#world.held[employeeId] = [];
    }
    for (const { kind, row } of rows) {
      if (kind === 'person') {
        const person = this.#world.people[row.employeeId];
        if (person) Object.assign(person, { away: row.away, connectedAt: row.connectedAt, usedAt: row.usedAt });
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
    for (const line of Object.values(this.#world.lines)) line.waiting.sort(byAge);
  }

  #presence(note: PresenceNote): void {
    const person = this.#world.people[note.employeeId];
    if (!person) return;
    const wasAvailable = availability(person, this.#turn.now, true).available;
    const now = this.#turn.now;
    const next: Person = {
      ...person,
      away: note.away ?? person.away,
      connectedAt: note.connectedAt ? now : person.connectedAt,
      usedAt: note.usedAt ? now : person.usedAt,
    };
    this.#world.people[note.employeeId] = next;
    this.#rows.people.push({
      employeeId: note.employeeId,
      away: note.away ?? null,
      connectedAt: note.connectedAt ? iso(now) : null,
      usedAt: note.usedAt ? iso(now) : null,
      wakeAt: iso(availabilityChangesAt(next, now)),
    });
    const isAvailable = availability(next, now, true).available;
    if (wasAvailable === isAvailable && note.away === undefined) return;
    this.#turn.announce({ change: 'presence', employeeId: note.employeeId });
    this.#stirLinesOf(note.employeeId);
  }

  /** Time alone may have made him unavailable: nothing to store but when to look next. */
  #personDue(employeeId: string): void {
    const person = this.#world.people[employeeId];
    if (!person) return;
    const next = availabilityChangesAt(person, this.#turn.now);
    this.#rows.people.push({ employeeId, away: null, connectedAt: null, usedAt: null, wakeAt: iso(next) });
    if (next !== null) return;
    this.#turn.announce({ change: 'presence', employeeId });
    this.#stirLinesOf(employeeId);
  }

  #stirLinesOf(employeeId: string): void {
    for (const line of this.#rules.lines.values()) {
      if (line.settings.queue.members.some((member) => member.employeeId === employeeId)) {
        this.#stirred.set(line.lineId, { lineId: line.lineId, circleAfter: 0 });
      }
    }
  }

  #received(row: EventRow): void {
    this.#rows.received.push(row.received_id);
    const event = row.event;
    if (event.kind === 'ignored') return;
    if (event.kind === 'edit') {
      this.#edit(row, event);
      return;
    }
    const channel = this.#rules.channels.get(row.channel_id);
    const line = channel && this.#rules.lines.get(channel.lineId);
    if (!channel || channel.removed || !line || row.known_number !== null) return;
    const key = `${row.channel_id} ${event.chat} ${event.messageId}`;
    if (this.#seenMessages.has(key)) return;
    this.#seenMessages.add(key);
    const chat = this.#chatOf(row, event);
    const dialogId = this.#openOf.get(chat.chatId) ?? this.#turn.takeDialogNumber();
    const messageId = this.#turn.id();
    const number = this.#nextNumber(chat);
    let held = this.#dialogs.get(dialogId);
    const decision = this.#decide(held?.dialog ?? null, {
      event: 'client-writes',
      messageId,
      opens: { dialogId, chatId: chat.chatId, lineId: line.lineId },
    });
    const failed = decision instanceof Error;
    if (!failed && !('refused' in decision)) {
      held ??= this.#open(dialogId, chat, row.channel_id);
      this.#apply(held, decision, null);
    }
    const undecided = failed || 'refused' in decision;
    if (undecided)
      this.#park({
        dialogId: held ? dialogId : null,
        chatId: chat.chatId,
        receivedId: row.received_id,
        event: { event: 'client-writes', messageId },
        error: failed ? decision : new Error('refused'),
      });
    const message = {
      chatId: chat.chatId,
      number,
      messageId,
      dialogId: held ? dialogId : null,
      from: 'client',
      employeeId: null,
      kind: event.content.kind,
      text: event.content.text,
      unsupported: event.content.kind === 'unsupported' ? event.content.what : null,
      externalId: event.messageId,
      sentAt: iso(calendar(event.sentAt)),
      at: iso(this.#turn.now),
      delivery: null,
      undecided,
    };
    this.#fresh.set(key, message);
    this.#message(message);
    if (held) held.row.lastFrom = 'client';
    // A dialog that could not be decided on is left as it is: whatever is wrong with it must not cost the message.
    if (held && !undecided) this.#touched(held);
    else if (held) this.#turn.announce({ change: 'dialog', dialogId, chatId: chat.chatId });
  }

  #chatOf(row: EventRow, event: Extract<Inbound, { kind: 'message' }>): Chat {
    const key = `${row.channel_id} ${event.chat}`;
    let chat = (row.chat_id !== null ? this.#chats.get(row.chat_id) : undefined) ?? this.#chats.get(key);
    if (!chat) {
      const person = `${row.channel_id} ${event.from.id}`;
      let client = this.#clients.get(person);
      if (!client && row.identity_id !== null && row.client_id !== null)
        client = { clientId: row.client_id, identityId: row.identity_id };
      if (!client) {
        client = { clientId: this.#turn.id(), identityId: this.#turn.id() };
        const name = [event.from.name, event.from.surname].filter(Boolean).join(' ');
        this.#rows.clients.push({ clientId: client.clientId, name });
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
        page: null,
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
    if (event.page) {
      chat.page = event.page;
      chat.dirty = true;
    }
    return chat;
  }

  #open(dialogId: number, chat: Chat, channelId: string): Held {
    const held: Held = {
      row: {
        dialogId,
        body: null as never,
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
        lastFrom: null,
        lastEmployeeId: null,
      },
      dialog: null,
      facts: 0,
      before: null,
      dirty: true,
      changed: true,
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
    const by = this.#rules.employees.get(command.by);
    if (!held?.dialog || !by || by.dismissedAt !== null) return refuse({ refused: 'no-dialog' });
    const dialog = held.dialog;
    const line = this.#rules.lines.get(dialog.lineId);
    const inQueue = line?.settings.queue.members.some((member) => member.employeeId === command.by) ?? false;
    const allowed = may({ employeeId: command.by, role: by.role }, rightOf[command.action], {
      lineId: dialog.lineId,
      holder: holder(dialog),
      offeredTo: offeredTo(dialog),
      waiting: dialog.state === 'waiting',
      inQueue,
    });
    // An operator of the line who lost the race for an offer is told who was faster, not that he has no right.
    const raced = inQueue && (command.action === 'accept' || command.action === 'decline');
    if (!allowed && !raced) return refuse({ refused: 'not-allowed' });
    const event = this.#eventOf(command);
    const decision = this.#decide(dialog, event);
    if (decision instanceof Error) {
      this.#park({ dialogId: command.dialogId, chatId: held.row.chatId, receivedId: null, event, error: decision });
      return decision;
    }
    if ('refused' in decision) return refuse(decision.refused);
    if (!allowed) return refuse({ refused: 'not-allowed' });
    const channel = this.#rules.channels.get(held.row.channelId);
    let message: { chatId: string; number: number } | null = null;
    if (command.action === 'operator-writes') {
      if (!channel || channel.removed || channel.state === 'broken') return refuse({ refused: 'channel-blocked' });
      message = this.#reply(command, held, line);
    }
    this.#apply(held, decision, command.commandId);
    if (message) this.#touched(held);
    else this.#changed(held);
    const answer: CommandAnswer = { done: true, message };
    this.#answered.set(command.commandId, { dialogId: command.dialogId, answer });
    this.#rows.commands.push({ commandId: command.commandId, dialogId: command.dialogId, answer });
    return answer;
  }

  #eventOf(command: DialogCommand): DialogEvent {
    const by = command.by;
    switch (command.action) {
      case 'operator-writes':
        return { event: 'operator-writes', by, messageId: command.commandId };
      case 'transfer':
        if (!command.to) throw new Error('A transfer names its target');
        return { event: 'transfer', by, to: command.to };
      case 'close':
        return { event: 'close', by, because: command.because ?? 'forced' };
      default:
        return { event: command.action, by };
    }
  }

  #reply(command: DialogCommand, held: Held, line: RuleLine | undefined): { chatId: string; number: number } {
    const chat = this.#chats.get(held.row.chatId);
    const channel = this.#rules.channels.get(held.row.channelId);
    if (!chat || !channel) throw new Error('A dialog without its chat');
    const number = this.#nextNumber(chat);
    const text = command.text ?? '';
    const provided = channel.kind !== 'live-chat';
    this.#message({
      chatId: chat.chatId,
      number,
      messageId: command.commandId,
      dialogId: held.row.dialogId,
      from: 'operator',
      employeeId: command.by,
      kind: 'text',
      text,
      unsupported: null,
      externalId: null,
      sentAt: null,
      at: iso(this.#turn.now),
      delivery: provided ? 'queued' : 'sent',
      undecided: false,
    });
    if (provided) {
      const burstGoesOn = held.row.lastFrom === 'operator' && held.row.lastEmployeeId === command.by;
      const parts = outgoingText(
        channel.kind,
        text,
        line?.settings.queue,
        burstGoesOn ? null : this.#rules.employees.get(command.by),
      );
      parts.forEach((part, index) =>
        this.#rows.outbox.push({
          outboxId: this.#turn.id(),
          lane: 'message',
          account: channel.channelId,
          thread: chat.chatId,
          body: { chat: chat.externalId, chatId: chat.chatId, number, text: part, last: index === parts.length - 1 },
        }),
      );
    }
    held.row.lastFrom = 'operator';
    held.row.lastEmployeeId = command.by;
    held.row.readNumber = number;
    return { chatId: chat.chatId, number };
  }

  #due(dialogId: number): void {
    const held = this.#dialogs.get(dialogId);
    if (!held?.dialog || held.dialog.state === 'closed') return;
    // Another process was faster.
    if (held.row.wakeAt !== null && held.row.wakeAt > this.#turn.now) return;
    const decision = this.#decide(held.dialog, { event: 'time-passed' });
    if (decision instanceof Error) {
      this.#park({
        dialogId,
        chatId: held.row.chatId,
        receivedId: null,
        event: { event: 'time-passed' },
        error: decision,
      });
      this.#asleep.add(dialogId);
      return;
    }
    if ('refused' in decision) return;
    this.#apply(held, decision, null);
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
      const circleAfter = circles.length >= stirSize ? (circles.at(-1) ?? 0) : null;
      const unseen =
        (line === undefined || (stir.circleAfter === 0 && !this.#circled.has(stir.lineId))) &&
        this.#rules.lines.has(stir.lineId);
      if ((waiting.length >= stirSize && moved > 0) || circleAfter !== null || unseen)
        again.push({ lineId: stir.lineId, circleAfter: unseen ? 0 : circleAfter });
    }
    return again;
  }

  /** Only somebody who reaches or leaves the cap moves offers to all: reading them is spared for everybody else. */
  #somebodyAtCap(lineId: string): boolean {
    const members = this.#rules.lines.get(lineId)?.settings.queue.members ?? [];
    return members.some(({ employeeId }) => (this.#world.held[employeeId]?.length ?? 0) >= mostOpenDialogs - 1);
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
      this.#outcomes.push({ event: event.event, outcome: 'refused' in decision ? 'refused' : 'done' });
      return decision;
    } catch (error) {
      this.#outcomes.push({ event: event.event, outcome: 'failed' });
      this.#log.error({ err: error, dialog: dialog?.id, event: event.event }, 'deciding failed');
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Folds a decision into the dialog and the world, and notes what must be written. */
  #apply(held: Held, decision: Exclude<Decision, { refused: unknown }>, commandId: string | null): void {
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
    for (const effect of decision.effects) {
      if (effect.effect === 'stir' && !this.#stirred.has(effect.lineId)) {
        this.#stirred.set(effect.lineId, {
          lineId: effect.lineId,
          circleAfter: this.#somebodyAtCap(effect.lineId) ? 0 : null,
        });
      }
    }
    if (decision.facts.length > 0) {
      held.dirty = true;
      held.changed = true;
      held.row.parkedAt = null;
      if (held.dialog?.state === 'closed') this.#openOf.delete(held.row.chatId);
    }
  }

  #noteFact(held: Held, fact: Fact): void {
    if (fact.fact === 'accepted' || (fact.fact === 'transferred' && fact.to.kind === 'person'))
      held.row.acceptedAt ??= fact.at;
    if (fact.fact === 'answered') held.row.firstAnswerAt ??= fact.at;
    if (fact.fact === 'offered' && fact.to.kind === 'one' && held.dialog) {
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

  #nextNumber(chat: Chat): number {
    chat.dirty = true;
    return ++chat.lastNumber;
  }

  #message(row: { chatId: string; number: number; dialogId: number | null } & Record<string, unknown>): void {
    this.#rows.messages.push(row);
    const held = row.dialogId === null ? undefined : this.#dialogs.get(row.dialogId);
    if (held) held.row.messages++;
    this.#turn.announce({
      change: 'message',
      chatId: row.chatId,
      message: row.number,
      ...(row.dialogId === null ? {} : { dialogId: row.dialogId }),
    });
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
      return { ...rest, lastNumber: chat.lastNumber, page: chat.page };
    });
    const written = new Set<Chat>();
    for (const chat of this.#chats.values()) {
      if (!chat.dirty || chat.isNew || written.has(chat)) continue;
      written.add(chat);
      this.#rows.chats.push({ chatId: chat.chatId, lastNumber: chat.lastNumber, page: chat.page });
    }
    this.#rows.edits = [...this.#edits.values()];
    this.#rows.stamps = lastPer(
      this.#rows.stamps as { lineId: string; employeeId: string }[],
      (row) => `${row.lineId} ${row.employeeId}`,
    );
    this.#rows.people = mergedPeople(this.#rows.people as PersonRow[]);
    if (Object.values(this.#rows).every((rows) => rows.length === 0)) return;
    void this.#turn.atEnd(write, [this.#turn.companyId, new Date(this.#turn.now), JSON.stringify(this.#rows)]);
  }

  /** When an offer to one person ends by the line's settings as they are now. */
  #offerUntil(dialog: Dialog): number | null {
    if (dialog.state !== 'offered' || dialog.to !== 'one') return null;
    return offerEndsAt(dialog, this.#rules.lines.get(dialog.lineId)?.settings.queue);
  }

  #wakeAt(dialog: Dialog): number | null {
    return wakeAt(dialog, this.#turn.now, this.#rules.lines.get(dialog.lineId)?.settings.queue);
  }

  #dialogRow(held: Held): Record<string, unknown> {
    const { row } = held;
    const dialog = held.dialog as Dialog;
    const now = this.#turn.now;
    const next = row.parkedAt !== null && row.wakeAt === null ? null : this.#wakeAt(dialog);
    // The column is a lower bound: it moves only when the earliest deadline moves earlier, or the stored one has passed.
    const stored =
      next === null ? null : row.wakeAt === null || next < row.wakeAt || row.wakeAt <= now ? next : row.wakeAt;
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
    };
  }
}

const rightOf = {
  accept: 'accept',
  decline: 'accept',
  'operator-writes': 'reply',
  transfer: 'transfer',
  finish: 'finish',
  close: 'finish',
} as const;

function refuse(refusal: CommandRefusal): CommandAnswer {
  return { done: false, refusal };
}

function audience(dialog: Dialog): Held['before'] {
  return { lineId: dialog.lineId, state: dialog.state, operatorId: holder(dialog), offeredTo: offeredTo(dialog) };
}

function worldLine(line: RuleLine): World['lines'][string] {
  return {
    id: line.lineId,
    active: line.active,
    version: line.version,
    queue: line.settings.queue,
    assignedAt: {},
    waiting: [],
  };
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

type PersonRow = {
  employeeId: string;
  away: boolean | null;
  connectedAt: string | null;
  usedAt: string | null;
  wakeAt: string | null;
};

function mergedPeople(rows: PersonRow[]): PersonRow[] {
  const merged = new Map<string, PersonRow>();
  for (const row of rows) {
    const known = merged.get(row.employeeId);
    merged.set(
      row.employeeId,
      known
        ? {
            ...row,
            away: row.away ?? known.away,
            connectedAt: row.connectedAt ?? known.connectedAt,
            usedAt: row.usedAt ?? known.usedAt,
          }
        : row,
    );
  }
  return [...merged.values()];
}
