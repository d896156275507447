import { fakeTelegram, type FakeTelegram, type FakeTelegramOptions } from '@switchboard/channels/testing';
import { afterEach, expect, test } from 'vitest';

import type { DialogRow } from '../dialogs/dialog.shapes.ts';
import { aCompany, callAs, eventually, freePort, testApi, type Company, type TestApi } from '../testing/api.ts';

const token = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

type Path = {
  telegram: FakeTelegram;
  api: TestApi;
  company: Company;
  operator: ReturnType<typeof callAs>;
  /** A client writes, and his dialog is accepted. */
  begins: (chatId: number, text: string) => Promise<DialogRow>;
  reply: (dialogId: number, text: string) => Promise<{ chatId: string; number: number }>;
  /** Texts that Telegram took from the bot for this chat, in its order. */
  sent: (chatId: number) => string[];
  delivery: (message: { chatId: string; number: number }) => Promise<string | null>;
};

let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});

/** A company with a bot connected through the console, on a Telegram as trying as asked. */
async function connected(options: FakeTelegramOptions = {}): Promise<Path> {
  const telegram = await fakeTelegram(options);
  stops.push(() => telegram.close());
  const port = await freePort();
  const api = await testApi({
    API_PORT: String(port),
    API_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_API_URL: telegram.url,
  });
  stops.push(() => api.stop());
  const company = await aCompany(api);
  const operator = callAs(api, company.admin);
  await operator.people.setAway.mutate({ away: false });
  const answer = await operator.channels.connectTelegram.mutate({ lineId: company.lineId, token });
  expect(answer).toMatchObject({
    connected: true,
    channel: { kind: 'telegram', telegram: { username: 'bot_7000000001' } },
  });
  const find = async (text: string): Promise<DialogRow> =>
    eventually(
      async () =>
        (await operator.inbox.list.query({ list: 'mine' })).rows.find((row) => row.lastMessage?.text === text),
      `the dialog that begins with ${text}`,
    );
  return {
    telegram,
    api,
    company,
    operator,
    begins: async (chatId, text) => {
      telegram.clientWrites({ bot: token, chatId, name: `Client ${chatId}`, text });
      const offered = await find(text);
      const accepted = await operator.dialogs.accept.mutate({
        commandId: crypto.randomUUID(),
        dialogId: offered.dialogId,
      });
      expect(accepted.done).toBe(true);
      return offered;
    },
    reply: async (dialogId, text) => {
      const answered = await operator.dialogs.reply.mutate({ commandId: crypto.randomUUID(), dialogId, text });
      if (!answered.done || !answered.message) throw new Error('not sent');
      return { chatId: answered.message.chatId, number: answered.message.number };
    },
    sent: (chatId) => (telegram.sent(token)[String(chatId)] ?? []).map((message) => message.text),
    delivery: async ({ chatId, number }) => {
      const { messages } = await operator.dialogs.messages.query({ chatId, after: number - 1, limit: 1 });
      return messages[0]?.delivery ?? null;
    },
  };
}

test('what a client writes comes once and in order, whatever Telegram repeats and delays; the answer reaches him once', async () => {
  const path = await connected({ seed: 4, duplicates: 0.6, delayMs: 15 });
  const dialog = await path.begins(101, 'Hello');
  const words = Array.from({ length: 20 }, (_, index) => `Word ${index + 1}`);
  for (const text of words) path.telegram.clientWrites({ bot: token, chatId: 101, name: 'Client 101', text });
  await path.telegram.delivered();
  const { messages } = await eventually(async () => {
    const found = await path.operator.dialogs.messages.query({ chatId: dialog.chatId });
    return found.messages.length >= 21 && found;
  }, 'every message');
  await path.telegram.delivered();
  expect(messages.map((message) => [message.number, message.text])).toEqual(
    ['Hello', ...words].map((text, index) => [index + 1, text]),
  );
  const message = await path.reply(dialog.dialogId, 'It is in stock.');
  await eventually(async () => (await path.delivery(message)) === 'sent', 'the delivery');
  expect(path.sent(101)).toEqual(['Anna Petrova:\nIt is in stock.']);
});

test('an edited message shows its new text and keeps the old one', async () => {
  const path = await connected();
  const { messageId } = path.telegram.clientWrites({ bot: token, chatId: 101, name: 'Olga', text: 'Befor' });
  const dialog = await eventually(async () => (await path.operator.inbox.list.query({ list: 'mine' })).rows[0]);
  path.telegram.clientEdits({ bot: token, chatId: 101, messageId, text: 'Before' });
  const message = await eventually(async () => {
    const { messages } = await path.operator.dialogs.messages.query({ chatId: dialog.chatId });
    return messages[0]?.editedAt !== null && messages[0];
  });
  expect(message).toMatchObject({ text: 'Before', formerText: 'Befor', number: 1 });
});

test('“too many requests” is waited out, and every chat has its answers once and in order', async () => {
  const path = await connected({ rateLimitEvery: 3, retryAfterSeconds: 1 });
  const chats = [201, 202, 203];
  const expected: Record<number, string[]> = {};
  for (const chatId of chats) {
    const dialog = await path.begins(chatId, `I am ${chatId}`);
    expected[chatId] = ['One', 'Two', 'Three'];
    for (const text of expected[chatId]) await path.reply(dialog.dialogId, text);
  }
  await eventually(
    async () => chats.every((chatId) => path.sent(chatId).length >= 3),
    'nine answers past the limits',
    30,
  );
  for (const chatId of chats) expect(path.sent(chatId)).toEqual(['Anna Petrova:\nOne', 'Two', 'Three']);
  await eventually(
    async () =>
      (await path.api.query("select from message where delivery is distinct from 'sent' and \"from\" = 'operator'"))
        .length === 0,
    'nine marks',
  );
});

test('an answer that never came is unknown, does not hold up what stands behind it, and goes out once more when asked', async () => {
  const path = await connected({ cutEvery: 3 });
  const dialog = await path.begins(301, 'Hello');
  const messages: { chatId: string; number: number }[] = [];
  for (const text of ['One', 'Two', 'Three', 'Four']) messages.push(await path.reply(dialog.dialogId, text));
  const [, , third, fourth] = messages;
  await eventually(async () => fourth && (await path.delivery(fourth)) === 'sent', 'the one behind', 20);
  expect(third && (await path.delivery(third))).toBe('unknown');
  expect(path.sent(301)).toEqual(['Anna Petrova:\nOne', 'Two', 'Three', 'Four']);
  const again = await Promise.all(
    Array.from({ length: 5 }, () =>
      path.operator.dialogs.retry.mutate({ commandId: crypto.randomUUID(), chatId: dialog.chatId, number: 4 }),
    ),
  );
  expect(again.every((answer) => answer.done)).toBe(true);
  await eventually(async () => third && (await path.delivery(third)) === 'sent', 'the one sent again', 20);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(path.sent(301)).toEqual(['Anna Petrova:\nOne', 'Two', 'Three', 'Four', 'Three']);
});

test('a long answer of which a part is unknown is unknown, not sent; asked again, the rest goes out in order', async () => {
  const path = await connected({ cutEvery: 3 });
  const dialog = await path.begins(311, 'Hello');
  await path.reply(dialog.dialogId, 'One');
  const parts = ['a', 'b', 'c'].map((letter) => letter.repeat(4_000));
  const long = await path.reply(dialog.dialogId, parts.join('\n\n'));
  await eventually(async () => (await path.delivery(long)) === 'unknown', 'the mark', 20);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(await path.delivery(long)).toBe('unknown');
  const starts = (): string[] => path.sent(311).map((text) => text.slice(-1));
  expect(starts()).toEqual(['e', 'a', 'b']);
  await path.operator.dialogs.retry.mutate({ commandId: crypto.randomUUID(), ...long });
  await eventually(async () => (await path.delivery(long)) === 'sent', 'the rest', 20);
  expect(starts()).toEqual(['e', 'a', 'b', 'b', 'c']);
});

test('what cannot be sent fails by itself and costs the other chats nothing', async () => {
  const path = await connected();
  const dialog = await path.begins(321, 'Hello');
  await path.reply(dialog.dialogId, 'One');
  await path.api.query(
    `insert into outbox select (jsonb_populate_record(o, jsonb_build_object(
       'outbox_id', gen_random_uuid(), 'thread', gen_random_uuid(), 'body', '{}'::jsonb, 'state', 'queued', 'done_at', null, 'lease_until', null, 'due_at', now()))).*
     from outbox o limit 1`,
  );
  const second = await path.reply(dialog.dialogId, 'Two');
  await eventually(async () => (await path.delivery(second)) === 'sent', 'the other', 20);
  await eventually(
    async () => (await path.api.query("select from outbox where body = '{}' and state = 'failed'")).length === 1,
    'the failure',
  );
});

test('an id that Telegram gives twice costs nobody his delivery mark', async () => {
  const path = await connected();
  const [one, two] = [await path.begins(351, 'Hello'), await path.begins(352, 'Hello there')];
  // The fake numbers a bot's messages on: 1 and 2 were the clients', the answer in the first chat will be 3.
  await path.api.query('update message set external_id = $1 where chat_id = $2', ['3', one.chatId]);
  const first = await path.reply(one.dialogId, 'One');
  await eventually(async () => (await path.delivery(first)) === 'sent', 'the mark');
  const second = await path.reply(two.dialogId, 'Two');
  await eventually(async () => (await path.delivery(second)) === 'sent', 'the mark of the other');
});

test('trouble at Telegram is tried again until it passes', async () => {
  const path = await connected({ failEvery: 2 });
  const dialog = await path.begins(401, 'Hello');
  for (const text of ['One', 'Two']) await path.reply(dialog.dialogId, text);
  await eventually(async () => path.sent(401).length === 2, 'both answers', 20);
  expect(path.sent(401)).toEqual(['Anna Petrova:\nOne', 'Two']);
});

test('a client who blocked the bot costs his own messages only, with the reason', async () => {
  const path = await connected();
  const [blocking, other] = [await path.begins(501, 'I block'), await path.begins(502, 'I do not')];
  path.telegram.clientBlocks({ bot: token, chatId: 501 });
  const lost = await path.reply(blocking.dialogId, 'Hello?');
  const came = await path.reply(other.dialogId, 'Hello!');
  await eventually(async () => (await path.delivery(lost)) === 'failed', 'the refusal');
  await eventually(async () => (await path.delivery(came)) === 'sent', 'the delivery');
  const { messages } = await path.operator.dialogs.messages.query({ chatId: lost.chatId });
  expect(messages.at(-1)?.problem).toContain('blocked by the user');
  expect((await path.operator.channels.list.query({}))[1]?.state).toBe('connected');
});

test('a token that is not good any more breaks the channel and blocks the composer, in Telegram’s words', async () => {
  const path = await connected();
  const dialog = await path.begins(601, 'Hello');
  path.telegram.revoke(token);
  const lost = await path.reply(dialog.dialogId, 'Hello!');
  await eventually(async () => (await path.delivery(lost)) === 'failed', 'the refusal');
  expect((await path.operator.channels.list.query({}))[1]).toMatchObject({ state: 'broken', problem: 'Unauthorized' });
  expect((await path.operator.dialogs.get.query({ dialogId: dialog.dialogId })).blocked).toEqual({
    because: 'channel-broken',
    detail: 'Unauthorized',
  });
  expect(
    await path.operator.dialogs.reply.mutate({
      commandId: crypto.randomUUID(),
      dialogId: dialog.dialogId,
      text: 'Again',
    }),
  ).toMatchObject({ done: false, refusal: { refused: 'channel-blocked' } });
});

test('a channel taken off answers no webhook any more, and its dialogs close', async () => {
  const path = await connected();
  const dialog = await path.begins(701, 'Hello');
  const [row] = await path.api.query<{ address: string; channelId: string }>(
    `select address, channel_id as "channelId" from channel where kind = 'telegram'`,
  );
  await path.operator.channels.remove.mutate({ channelId: row?.channelId ?? '' });
  expect((await path.operator.dialogs.get.query({ dialogId: dialog.dialogId })).row).toMatchObject({
    state: 'closed',
    closeReason: 'channel-removed',
  });
  await eventually(async () => {
    const answer = await fetch(`${path.api.url}/telegram/${row?.address}`, { method: 'POST', body: '{}' });
    return answer.status === 404;
  }, 'the address to be forgotten');
});
