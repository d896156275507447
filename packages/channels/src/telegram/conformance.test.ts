import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Inbound, ProviderAnswer, ProviderRequest } from '../channel/channel.ts';
import { fakeTelegram, seededRandom, type FakeTelegram, type FakeTelegramOptions } from '../testing/index.ts';
import { splitText } from '../channel/split-text.ts';
import { getMe, readGetMeAnswer, readSendAnswer, readWebhookAnswer, send, setWebhook } from './calls.ts';
import { genuine, secretOf } from './genuine.ts';
import { parse } from './parse.ts';
import { capabilities } from './telegram.ts';

const token = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';
const secret = secretOf(new Uint8Array(32).fill(7));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function telegram(options: FakeTelegramOptions): Promise<FakeTelegram> {
  const fake = await fakeTelegram(options);
  closing.push(() => fake.close());
  return fake;
}

/** What the shell does with a request: sends it, and gives the answer to the adapter. */
async function carry(request: ProviderRequest): Promise<ProviderAnswer> {
  const { url, ...rest } = request;
  const response = await fetch(url, rest);
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** What the shell does with a webhook's call: checks, translates, stores under the event's key, answers. */
async function receiver(
  fails: () => boolean,
): Promise<{ url: string; stored: Map<string, Inbound>; forged: number[] }> {
  const stored = new Map<string, Inbound>();
  const forged: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      if (!genuine(request.headers, secret)) {
        forged.push(1);
        response.writeHead(401).end();
        return;
      }
      if (fails()) {
        response.writeHead(503).end();
        return;
      }
      for (const event of parse(JSON.parse(body))) {
        if (!stored.has(event.externalId)) stored.set(event.externalId, event);
      }
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/telegram`, stored, forged };
}

describe('the adapter against a Telegram that repeats, delays, limits and cuts', () => {
  it.each([1, 2, 3])('receives everything once and in the order of each chat (seed %s)', async (seed) => {
    const random = seededRandom(seed);
    const fake = await telegram({ seed, duplicates: 0.4, delayMs: 3, retryMs: 2 });
    const { url, stored, forged } = await receiver(() => random() < 0.3);
    expect(readWebhookAnswer(await carry(setWebhook(token, { url, secret }, fake.url))).outcome).toBe('done');

    const written = new Map<string, string[]>();
    for (let number = 0; number < 60; number++) {
      const chatId = 1 + Math.floor(random() * 5);
      fake.clientWrites({ bot: token, chatId, name: 'Anna', text: `message ${number}` });
      written.set(String(chatId), [...(written.get(String(chatId)) ?? []), `message ${number}`]);
    }
    await fake.delivered();

    const read = new Map<string, string[]>();
    for (const event of stored.values()) {
      if (event.kind === 'message') read.set(event.chat, [...(read.get(event.chat) ?? []), event.content.text]);
    }
    expect(read).toEqual(written);
    expect(forged).toEqual([]);
  });

  it('binds an edit to the message it changes', async () => {
    const fake = await telegram({});
    const { url, stored } = await receiver(() => false);
    await carry(setWebhook(token, { url, secret }, fake.url));
    const { messageId } = fake.clientWrites({ bot: token, chatId: 1, name: 'Anna', text: 'Order 4417' });
    fake.clientEdits({ bot: token, chatId: 1, messageId, text: 'Order 4418' });
    await fake.delivered();
    expect([...stored.values()]).toMatchObject([
      { kind: 'message', chat: '1', messageId: String(messageId), content: { text: 'Order 4417' } },
      { kind: 'edit', chat: '1', messageId: String(messageId), content: { text: 'Order 4418' } },
    ]);
  });

  it('takes no update whose secret is not ours', async () => {
    const fake = await telegram({ retryMs: 2 });
    const { url, stored, forged } = await receiver(() => false);
    await carry(setWebhook(token, { url, secret: 'somebody-elses' }, fake.url));
    fake.clientWrites({ bot: token, chatId: 1, name: 'Anna', text: 'hello' });
    while (forged.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(stored.size).toBe(0);
  });

  it('sends every text once and in order, however often it has to try, and knows which ones are unknown', async () => {
    const fake = await telegram({ rateLimitEvery: 4, failEvery: 7, cutEvery: 9 });
    fake.clientWrites({ bot: token, chatId: 1, name: 'Anna', text: '/start' });
    const texts = Array.from({ length: 30 }, (_, number) => `answer ${number}`);
    const waits = new Set<number>();
    const sent: string[] = [];
    const unknown: string[] = [];
    for (const text of texts) {
      for (let over = false; !over;) {
        const answer = await carry(send(token, '1', text, fake.url)).catch(() => null);
        const outcome = answer === null ? null : readSendAnswer(answer);
        if (outcome === null) unknown.push(text);
        else if (outcome.outcome === 'sent') sent.push(text);
        else if (outcome.outcome === 'wait') waits.add(outcome.seconds);
        else expect(outcome.outcome).toBe('retry');
        over = outcome === null || outcome.outcome === 'sent';
      }
    }
    expect(fake.sent(token)['1']?.map((one) => one.text)).toEqual(texts);
    expect([...sent, ...unknown].sort()).toEqual([...texts].sort());
    expect(unknown.length).toBeGreaterThan(0);
    expect([...waits]).toEqual([1]);
  });

  it('sends a long text in pieces that Telegram accepts', async () => {
    const fake = await telegram({});
    fake.clientWrites({ bot: token, chatId: 1, name: 'Anna', text: '/start' });
    const long = Array.from({ length: 900 }, (_, number) => `word${number}`).join(' ');
    for (const piece of splitText(`${long}\n\n${long}`, capabilities.textLength)) {
      expect(readSendAnswer(await carry(send(token, '1', piece, fake.url))).outcome).toBe('sent');
    }
    const arrived = fake.sent(token)['1']?.map((one) => one.text) ?? [];
    expect(arrived.length).toBeGreaterThan(2);
    expect(arrived.join(' ').split(/\s+/)).toEqual(`${long} ${long}`.split(' '));
  });

  it('says when a client blocked the bot and when the token was revoked', async () => {
    const fake = await telegram({});
    fake.clientBlocks({ bot: token, chatId: 1 });
    const sendIt = async (): Promise<unknown> => readSendAnswer(await carry(send(token, '1', 'hello', fake.url)));
    expect(await sendIt()).toMatchObject({ outcome: 'failed', blocksChannel: false });
    expect(readGetMeAnswer(await carry(getMe(token, fake.url)))).toMatchObject({
      value: { username: 'bot_7000000001' },
    });
    fake.revoke(token);
    expect(await sendIt()).toMatchObject({ outcome: 'failed', blocksChannel: true });
    expect(readGetMeAnswer(await carry(getMe(token, fake.url)))).toMatchObject({
      outcome: 'failed',
      blocksChannel: true,
    });
  });
});
