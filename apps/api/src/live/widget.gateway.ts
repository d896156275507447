import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  frameFromWidget,
  type FrameToWidget,
  type LiveChatMessage,
  type LiveChatStanding,
} from '@switchboard/channels/live-chat';
import { Database, sql } from '@switchboard/db';
import { lineSettings } from '@switchboard/domain/line';
import type { Plan } from '@switchboard/domain/plan';
import type { QueueSettings } from '@switchboard/domain/queue';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';

import { shownOperator } from '../dialogs/outgoing-text.ts';
import { planned } from '../lines/planned.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { Signals } from '../platform/signals.ts';
import { LiveChatService } from '../receive/live-chat.service.ts';
import { ReceiveStore, type Address } from '../receive/receive.store.ts';
import { Feed } from './feed.ts';
import {
  closeAll,
  closeCodes,
  frameBudget,
  readFrame,
  refuseUpgrade,
  sendText,
  socketServer,
  type Upgrade,
} from './sockets.ts';

type Visitor = {
  socket: WebSocket;
  address: Address;
  visitorId: string;
  chatId: string | null;
  /** The number of the last message he was sent. */
  sent: number;
  /** He asked again from this number; taken up before the next read. */
  from: number | null;
  /** The highest number known to be marked as seen, and the highest he said. */
  seen: number;
  wantsSeen: number;
  marking: boolean;
  standing: string;
  leave: () => void;
  reading: boolean;
  again: boolean;
};

type MessageRow = {
  number: number;
  messageId: string;
  from: 'client' | 'operator' | 'system';
  externalId: string | null;
  text: string;
  at: number;
  delivery: string | null;
  employeeId: string | null;
  name: string;
  surname: string;
  position: string;
  photo: string | null;
};
type ChatRow = {
  chatId: string;
  seen: number;
  state: string | null;
  dialogId: number | null;
  vote: 'good' | 'bad' | null;
  /** The line has asked for a rating of the last dialog; a person of ours has written in it. */
  asked: boolean;
  answered: boolean;
  settings: unknown;
  plan: Plan;
  employeeId: string | null;
  name: string;
  surname: string;
  position: string;
  photo: string | null;
};

const page = 50;
const mostRubbish = 5;

const findChat = sql(
  'visitor-chat',
  `select c.chat_id as "chatId", c.seen_number as seen, d.state, d.dialog_id as "dialogId", d.vote,
     d.vote_until is not null as asked, d.first_answer_at is not null as answered, s.settings, (select plan from company where company_id = $1) as plan, e.employee_id as "employeeId", coalesce(e.name, '') as name,
     coalesce(e.surname, '') as surname, coalesce(e.position, '') as position, e.photo
   from chat c
   join channel ch on ch.company_id = c.company_id and ch.channel_id = c.channel_id
   left join lateral (select * from dialog d where d.company_id = $1 and d.chat_id = c.chat_id order by d.dialog_id desc limit 1) d on true
   left join line l on l.company_id = $1 and l.line_id = coalesce(d.line_id, ch.line_id)
   left join line_settings s on s.company_id = $1 and s.line_id = l.line_id and s.version = l.version
   left join employee e on e.company_id = $1 and e.employee_id = d.operator_id
   where c.company_id = $1 and c.channel_id = $2 and c.external_id = $3`,
);
const columns = `m.number, m.message_id as "messageId", m."from", m.external_id as "externalId", m.text, m.at, m.delivery, e.employee_id as "employeeId",
  coalesce(e.name, '') as name, coalesce(e.surname, '') as surname, coalesce(e.position, '') as position, e.photo
  from message m left join employee e on e.company_id = m.company_id and e.employee_id = m.employee_id
  where m.company_id = $1 and m.chat_id = $2`;
const messagesAfter = sql('visitor-messages-after', `select ${columns} and m.number > $3 order by m.number limit $4`);
const messagesBefore = sql(
  'visitor-messages-before',
  `select ${columns} and m.number < $3 order by m.number desc limit $4`,
);
const latest = sql('visitor-latest', `select ${columns} order by m.number desc limit $3`);
const seenSoFar = sql(
  'seen-so-far',
  'select seen_number as seen, last_number as last from chat where company_id = $1 and chat_id = $2',
);
const markSeen = sql(
  'mark-seen',
  `with c as (update chat set seen_number = least($3, last_number) where company_id = $1 and chat_id = $2 and seen_number < $3 returning chat_id)
   update message m set delivery = 'read' from c where m.company_id = $1 and m.chat_id = c.chat_id and m.number <= $3 and m."from" <> 'client' and m.delivery in ('sent', 'delivered')
   returning m.number, m.dialog_id as "dialogId"`,
);
const markDelivered = sql(
  'mark-delivered',
  `update message set delivery = 'delivered' where company_id = $1 and chat_id = $2 and number = any($3::bigint[]) and delivery = 'sent' returning number, dialog_id as "dialogId"`,
);

/** The widget's socket: the visitor's own chat and nothing else, resumed by the number of the last message he has. */
@Injectable()
export class WidgetGateway implements BeforeApplicationShutdown {
  readonly #server = socketServer();
  readonly #log: Logger;

  constructor(
    private readonly db: Database,
    private readonly feed: Feed,
    private readonly store: ReceiveStore,
    private readonly liveChat: LiveChatService,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('widget');
  }

  beforeApplicationShutdown(): void {
    closeAll(this.#server);
  }

  /** Upgrades a connection of the widget's frame, which this API served: the origin must be our own. */
  async upgrade({ request, stream, head }: Upgrade, addressText: string): Promise<void> {
    if (request.headers.origin !== new URL(this.config.values.API_URL).origin) return refuseUpgrade(stream, 403);
    const address = await this.store.address(addressText).catch(() => undefined);
    if (address === undefined) return refuseUpgrade(stream, 503);
    if (address?.kind !== 'live-chat') return refuseUpgrade(stream, 404);
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#connected(socket, address));
  }

  #connected(socket: WebSocket, address: Address): void {
    let visitor: Visitor | null = null;
    let rubbish = 0;
    this.metrics.sockets.inc({ audience: 'widget' });
    const hello = setTimeout(() => socket.close(closeCodes.rubbish, 'no hello'), 10_000).unref();
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(hello);
      visitor?.leave();
      this.metrics.sockets.dec({ audience: 'widget' });
    });
    const allowed = frameBudget();
    const failed = (error: Error): void => this.#failed(socket, error);
    socket.on('message', (data, isBinary) => {
      if (socket.readyState !== socket.OPEN) return;
      if (!allowed()) return socket.close(closeCodes.rubbish, 'too many frames');
      const frame = readFrame(frameFromWidget, data, isBinary);
      if (!frame || (frame.frame !== 'hello' && !visitor && frame.frame !== 'ping')) {
        send(socket, {
          frame: 'error',
          error: { error: 'bad-request', message: 'This frame is not one of those described' },
        });
        if (++rubbish >= mostRubbish) socket.close(closeCodes.rubbish, 'rubbish');
        return;
      }
      if (frame.frame === 'ping') return send(socket, { frame: 'pong' });
      if (frame.frame === 'hello') {
        const visitorId = this.liveChat.visitorOf(address, frame.token);
        if (!visitorId) {
          send(socket, {
            frame: 'error',
            error: { error: 'bad-token', message: 'This token is not good here; ask for another' },
          });
          socket.close(closeCodes.unauthorized, 'bad token');
          return;
        }
        clearTimeout(hello);
        if (visitor) {
          // The widget saw a gap and asks again from what it has.
          visitor.from = frame.after;
          void this.#read(visitor).catch(failed);
          return;
        }
        visitor = {
          socket,
          address,
          visitorId,
          chatId: null,
          sent: frame.after,
          from: null,
          seen: 0,
          wantsSeen: 0,
          marking: false,
          standing: '',
          leave: () => {},
          reading: false,
          again: false,
        };
        void this.#greet(visitor, frame.after).catch(failed);
      } else if (visitor && frame.frame === 'get-earlier') {
        void this.#earlier(visitor, frame.before).catch(failed);
      } else if (visitor && frame.frame === 'seen') {
        void this.#seen(visitor, frame.number).catch(failed);
      }
    });
  }

  /** He comes back by his cursor, so that nothing is missed. */
  #failed(socket: WebSocket, error: Error): void {
    this.#log.warn({ err: error }, 'a visitor could not be served');
    socket.close(1011, 'try again');
  }

  async #greet(visitor: Visitor, after: number): Promise<void> {
    // What changes meanwhile waits, so that nothing is sent before `welcome`.
    visitor.reading = true;
    try {
      await this.#welcome(visitor, after);
    } finally {
      visitor.reading = false;
    }
    await this.#read(visitor);
  }

  async #welcome(visitor: Visitor, after: number): Promise<void> {
    const { companyId } = visitor.address;
    const read = (): void => void this.#read(visitor).catch((error: Error) => this.#failed(visitor.socket, error));
    const joined = await this.feed.join(companyId, {
      take: (items) => {
        const mine = items.some(
          (item) =>
            (visitor.chatId === null && item.change === 'dialog' && item.isNew) ||
            (item.change === 'message' && item.message.chatId === visitor.chatId) ||
            (item.change === 'dialog' && item.row?.chatId === visitor.chatId) ||
            item.change === 'stale',
        );
        if (mine) read();
      },
      startOver: read,
    });
    visitor.leave = joined.leave;
    if (visitor.socket.readyState !== visitor.socket.OPEN) joined.leave();
    const { chat, messages, hasEarlier } = await this.db.inCompany(companyId, async (db) => {
      const [found] = await db.run<ChatRow>(findChat, [companyId, visitor.address.channelId, visitor.visitorId]);
      if (!found) return { chat: null, messages: [], hasEarlier: false };
      const rows =
        after === 0
          ? (await db.run<MessageRow>(latest, [companyId, found.chatId, page])).reverse()
          : await db.run<MessageRow>(messagesAfter, [companyId, found.chatId, after, page]);
      return { chat: found, messages: rows, hasEarlier: after === 0 && (rows[0]?.number ?? 1) > 1 };
    });
    visitor.chatId = chat?.chatId ?? null;
    const standing = standingOf(chat);
    visitor.standing = JSON.stringify(standing);
    visitor.seen = chat?.seen ?? 0;
    send(visitor.socket, { frame: 'welcome', standing, hasEarlier, seen: visitor.seen });
    await this.#tell(visitor, chat, messages);
  }

  /** Sends whatever is newer than what he has, and where the conversation stands if that changed. */
  async #read(visitor: Visitor): Promise<void> {
    if (visitor.reading) {
      visitor.again = true;
      return;
    }
    visitor.reading = true;
    const { companyId } = visitor.address;
    try {
      do {
        visitor.again = false;
        if (visitor.socket.readyState !== visitor.socket.OPEN) return;
        visitor.sent = visitor.from ?? visitor.sent;
        visitor.from = null;
        const { chat, messages } = await this.db.inCompany(companyId, async (db) => {
          const [found] = await db.run<ChatRow>(findChat, [companyId, visitor.address.channelId, visitor.visitorId]);
          return {
            chat: found ?? null,
            messages: found
              ? await db.run<MessageRow>(messagesAfter, [companyId, found.chatId, visitor.sent, page])
              : [],
          };
        });
        visitor.chatId = chat?.chatId ?? null;
        await this.#tell(visitor, chat, messages);
        const standing = standingOf(chat);
        const text = JSON.stringify(standing);
        if (text !== visitor.standing) {
          visitor.standing = text;
          send(visitor.socket, { frame: 'standing', standing });
        }
        if (messages.length === page) visitor.again = true;
      } while (visitor.again);
    } finally {
      visitor.reading = false;
    }
  }

  async #tell(visitor: Visitor, chat: ChatRow | null, rows: MessageRow[]): Promise<void> {
    if (!chat || rows.length === 0) return;
    const queue = queueOf(chat);
    visitor.sent = rows.at(-1)?.number ?? visitor.sent;
    send(visitor.socket, { frame: 'messages', messages: rows.map((row) => shown(row, queue)) });
    const ours = rows.filter((row) => row.from !== 'client' && row.delivery === 'sent').map((row) => row.number);
    if (ours.length > 0) await this.#mark(visitor, markDelivered, ours);
  }

  async #earlier(visitor: Visitor, before: number): Promise<void> {
    const { companyId, channelId } = visitor.address;
    const answer = await this.db.inCompany(companyId, async (db) => {
      const [chat] = await db.run<ChatRow>(findChat, [companyId, channelId, visitor.visitorId]);
      if (!chat) return null;
      return {
        chat,
        rows: (await db.run<MessageRow>(messagesBefore, [companyId, chat.chatId, before, page])).reverse(),
      };
    });
    const rows = answer?.rows ?? [];
    const queue = answer ? queueOf(answer.chat) : undefined;
    send(visitor.socket, {
      frame: 'earlier',
      messages: rows.map((row) => shown(row, queue)),
      hasEarlier: (rows[0]?.number ?? 1) > 1,
    });
  }

  /** One mark at a time; whatever he says meanwhile becomes the next, up to the highest. */
  async #seen(visitor: Visitor, number: number): Promise<void> {
    if (visitor.chatId === null || number <= visitor.seen) return;
    visitor.wantsSeen = Math.max(visitor.wantsSeen, number);
    if (visitor.marking) return;
    visitor.marking = true;
    const { companyId } = visitor.address;
    const { chatId } = visitor;
    try {
      while (visitor.wantsSeen > visitor.seen) {
        const wanted = visitor.wantsSeen;
        const [chat] = await this.db.inCompany(companyId, (db) =>
          db.run<{ seen: number; last: number }>(seenSoFar, [companyId, chatId]),
        );
        const through = Math.min(wanted, chat?.last ?? 0);
        if (through > (chat?.seen ?? 0)) await this.#mark(visitor, markSeen, through);
        visitor.seen = Math.max(visitor.seen, through);
        if (visitor.wantsSeen === wanted) visitor.wantsSeen = visitor.seen;
      }
    } finally {
      visitor.marking = false;
    }
  }

  /** Delivery states are announced, so they are written under the turn. */
  async #mark(visitor: Visitor, statement: typeof markSeen, what: number | number[]): Promise<void> {
    const { companyId } = visitor.address;
    const chatId = visitor.chatId;
    if (chatId === null) return;
    const last = await this.db.inTurn(companyId, async (turn) => {
      const rows = await turn.run<{ number: number; dialogId: number | null }>(statement, [companyId, chatId, what]);
      for (const row of rows)
        turn.announce({
          change: 'message',
          chatId,
          message: row.number,
          ...(row.dialogId === null ? {} : { dialogId: row.dialogId }),
        });
      return turn.lastChange;
    });
    this.signals.changed(companyId, last);
  }
}

function queueOf(chat: ChatRow): QueueSettings | undefined {
  return chat.settings === null ? undefined : lineSettings.parse(chat.settings).queue;
}

function standingOf(chat: ChatRow | null): LiveChatStanding {
  if (!chat || chat.state === null) return { state: 'none', operator: null, rating: null };
  const rating = ratingOf(chat);
  if (chat.state === 'closed') return { state: 'closed', operator: null, rating };
  if (chat.employeeId === null || chat.state === 'waiting' || chat.state === 'offered')
    return { state: 'waiting', operator: null, rating };
  const operator = shownOperator(queueOf(chat), { ...chat, employeeId: chat.employeeId });
  return { state: 'with-operator', operator, rating };
}

/** The last dialog can be rated once the line has asked, or while it goes on and a person of ours has written. */
function ratingOf(chat: ChatRow): LiveChatStanding['rating'] {
  if (chat.dialogId === null || chat.settings === null) return null;
  const { dialogId, asked, vote } = chat;
  const { ask, duringDialog } = planned(lineSettings.parse(chat.settings), chat.plan).rating;
  const during = ask && duringDialog && chat.answered && chat.state !== 'closed';
  return asked || during || vote !== null ? { dialogId, asked, vote } : null;
}

function shown(row: MessageRow, queue: QueueSettings | undefined): LiveChatMessage {
  return {
    number: row.number,
    id: row.messageId,
    from: row.from === 'client' ? 'visitor' : row.from === 'operator' ? 'operator' : 'line',
    ...(row.from === 'client' && row.externalId ? { clientId: row.externalId } : {}),
    sender:
      row.from === 'operator' && row.employeeId !== null
        ? shownOperator(queue, { ...row, employeeId: row.employeeId })
        : null,
    text: row.text,
    at: row.at,
  };
}

function send(socket: WebSocket, frame: FrameToWidget): void {
  sendText(socket, JSON.stringify(frame));
}
