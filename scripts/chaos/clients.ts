import { setTimeout as sleep } from 'node:timers/promises';

import { WebSocket } from 'ws';

import { someAddress, type Client } from './calls.ts';
import type { Company, Operator } from './company.ts';
import { consoleUrl } from './processes.ts';

/** What was promised: texts and calls that were answered 200, to be found afterwards, each once. */
export type Ledger = {
  /** Texts of clients, by chat in the order in which each was written. */
  written: Map<string, string[]>;
  /** Answers of operators by the id of the call: its text. */
  replied: Map<string, string>;
};

export type Running = { on: boolean };

/** Clients in Telegram, one after the other: each writes for a while and falls silent, and then somebody new comes. */
export async function telegramClients(
  client: Client,
  company: Company,
  ledger: Ledger,
  place: number,
  running: Running,
  pauseMs: number,
): Promise<void> {
  for (let count = 0; running.on; count++)
    await telegramClient(client, company, ledger, place + count * 1_000, running, pauseMs);
}

/**
 * A client in Telegram: writes the next message once the last was taken. Some updates are posted again, at once or long
 * after, and some arrive before the one that was written earlier: what counts then is the order in which they were taken.
 */
async function telegramClient(
  client: Client,
  company: Company,
  ledger: Ledger,
  chat: number,
  running: Running,
  pauseMs: number,
): Promise<void> {
  const texts: string[] = [];
  ledger.written.set(`telegram ${chat}`, texts);
  const posted: RequestInit[] = [];
  const post = async (count: number): Promise<void> => {
    const text = `telegram ${chat} message ${count}`;
    const id = chat * 1_000_000 + count;
    const person = { id: chat, first_name: `Client ${chat}` };
    const init = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': company.webhook.secret,
      },
      body: JSON.stringify({
        update_id: id,
        message: {
          message_id: count,
          date: Math.floor(Date.now() / 1_000),
          text,
          from: { ...person, is_bot: false },
          chat: { ...person, type: 'private' },
        },
      }),
    };
    const answer = await client.call(company.webhook.path, init);
    if (answer.status !== 200) throw new Error(`a webhook was refused: ${answer.status} ${answer.text}`);
    texts.push(text);
    posted.push(init);
    if (Math.random() < 0.3)
      await Promise.all([client.call(company.webhook.path, init), client.call(company.webhook.path, init)]);
  };
  const most = 3 + Math.random() * 60;
  for (let count = 1; running.on && count < most; count++) {
    if (Math.random() < 0.15) {
      await post(count + 1);
      await post(count++);
    } else await post(count);
    const former = posted[Math.floor(Math.random() * posted.length)];
    if (former && Math.random() < 0.1) await client.call(company.webhook.path, former);
    await sleep(Math.random() * 2 * pauseMs);
  }
}

/** A visitor of the live chat, who sends again what may not have arrived. */
export async function visitor(
  client: Client,
  company: Company,
  ledger: Ledger,
  name: number,
  running: Running,
): Promise<void> {
  const texts: string[] = [];
  ledger.written.set(`visitor ${name}`, texts);
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': someAddress() };
  const made = await client.call(`/live-chat/${company.chat}/visitor`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ page: null, language: 'en' }),
  });
  const { token } = JSON.parse(made.text) as { token: string };
  for (let count = 1; running.on; count++) {
    const text = `visitor ${name} message ${count}`;
    const init = {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify({ id: crypto.randomUUID(), text, page: null }),
    };
    for (let times = Math.random() < 0.3 ? 2 : 1; times > 0; times--) {
      const answer = await client.call(`/live-chat/${company.chat}/messages`, init);
      if (answer.status !== 200) throw new Error(`a message was refused: ${answer.status} ${answer.text}`);
    }
    texts.push(text);
    await sleep(600 + Math.random() * 600);
  }
}

type Row = { dialogId: number; state: string };
type Outcome = { done: boolean; message?: { messageId: string } | null };

/** An operator who accepts, answers and now and then finishes whatever is his. */
export async function working(
  client: Client,
  operator: Operator,
  ledger: Ledger,
  running: Running,
  pauseMs: number,
): Promise<void> {
  const act = async (
    call: string,
    dialogId: number,
    more: object = {},
  ): Promise<{ commandId: string; answer: Outcome }> => {
    const commandId = crypto.randomUUID();
    const { data } = await client.rpc<Outcome>(
      `dialogs.${call}`,
      'mutation',
      { commandId, dialogId, ...more },
      operator.cookie,
    );
    return { commandId, answer: data };
  };
  let replies = 0;
  while (running.on) {
    const { data } = await client.rpc<{ rows: Row[] }>('inbox.list', 'query', { list: 'mine' }, operator.cookie);
    const open = data.rows.filter((row) => row.state !== 'answered');
    const row = open[Math.floor(Math.random() * open.length)] ?? data.rows[0];
    if (row) {
      if (row.state === 'offered') await act(Math.random() < 0.9 ? 'accept' : 'decline', row.dialogId);
      else if (row.state === 'answered') await act('finish', row.dialogId);
      else {
        const text = `${operator.employeeId} answers ${++replies}`;
        const { commandId, answer } = await act('reply', row.dialogId, { text });
        if (answer.done) ledger.replied.set(commandId, text);
      }
    }
    await sleep(Math.random() * 2 * pauseMs);
  }
}

/** A console that is always open, on whichever process is up, and takes up where it was. */
export type Watching = {
  /** Messages it was told of: `chatId number`, and how often the message of a client came. */
  messages: Map<string, number>;
  cursor: number | null;
  reconnected: number;
  startedOver: number;
  /** Resolves once it was told everything up to this number. */
  reaches: (cursor: number) => Promise<void>;
  stop: () => void;
};

type Frame = {
  frame: string;
  cursor?: number;
  changes?: { change: string; message?: { chatId: string; number: number; from: string } }[];
};

export function watching(client: Client, operator: Operator): Watching {
  let stopped = false;
  let socket: WebSocket | undefined;
  const state: Watching = {
    messages: new Map(),
    cursor: null,
    reconnected: 0,
    startedOver: 0,
    reaches: async (cursor) => {
      for (let tries = 0; (state.cursor ?? 0) < cursor; tries++) {
        if (tries > 1_000) throw new Error(`the console stands at ${state.cursor}, the feed at ${cursor}`);
        await sleep(20);
      }
    },
    stop: () => {
      stopped = true;
      socket?.terminate();
    },
  };
  const here = setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ frame: 'here', used: true }));
  }, 10_000);
  const connect = (): void => {
    if (stopped) return clearInterval(here);
    socket = new WebSocket(`${client.url().replace(/^http/, 'ws')}/live`, {
      origin: consoleUrl,
      headers: { cookie: operator.cookie },
      handshakeTimeout: 5_000,
    });
    socket.on('open', () => socket?.send(JSON.stringify({ frame: 'hello', cursor: state.cursor })));
    socket.on('error', () => {});
    socket.on('close', () => {
      state.reconnected++;
      setTimeout(connect, 50);
    });
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.frame === 'start-over') state.startedOver++;
      for (const { change, message } of frame.changes ?? []) {
        if (change !== 'message' || message?.from !== 'client') continue;
        const key = `${message.chatId} ${message.number}`;
        state.messages.set(key, (state.messages.get(key) ?? 0) + 1);
      }
      if (frame.cursor !== undefined) state.cursor = frame.cursor;
    });
  };
  connect();
  return state;
}
