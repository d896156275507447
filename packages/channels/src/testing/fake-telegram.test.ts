import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeTelegram, type FakeTelegram, type FakeTelegramOptions } from './fake-telegram.ts';

const bot = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';
const other = '7000000002:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';
const anna = { bot, chatId: 482913077, name: 'Anna' };

type Taken = { secret: string | undefined; text: string; updateId: number };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function telegram(options?: FakeTelegramOptions): Promise<FakeTelegram> {
  const fake = await fakeTelegram(options);
  closing.push(() => fake.close());
  return fake;
}

/** A webhook that answers what `status` says for each update, and what it was posted. */
async function webhook(status: (taken: Taken) => number = () => 200): Promise<{ url: string; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const update = JSON.parse(body) as { update_id: number; message?: { text: string } };
      const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined;
      const one = { secret, text: update.message?.text ?? '(edit)', updateId: update.update_id };
      taken.push(one);
      response.writeHead(status(one)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, taken };
}

async function call(fake: FakeTelegram, token: string, method: string, body: object = {}): Promise<Answered> {
  const response = await fetch(`${fake.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answered, 'status'>) };
}
type Answered = { status: number; ok: boolean; result?: unknown; description?: string; parameters?: unknown };

describe('the fake Telegram towards a webhook', () => {
  it('keeps what was written before there is a webhook, and posts it with the secret in order', async () => {
    const fake = await telegram();
    const { url, taken } = await webhook();
    for (const text of ['one', 'two']) fake.clientWrites({ ...anna, text });
    await call(fake, bot, 'setWebhook', { url, secret_token: 's-1' });
    fake.clientWrites({ ...anna, text: 'three' });
    await fake.delivered();
    expect(taken.map((one) => [one.text, one.secret])).toEqual([
      ['one', 's-1'],
      ['two', 's-1'],
      ['three', 's-1'],
    ]);
  });

  it('repeats a refused update, which holds up its chat and no other', async () => {
    const fake = await telegram({ retryMs: 2 });
    let refusals = 0;
    const { url, taken } = await webhook((one) => (one.text === 'bad' && refusals++ < 3 ? 500 : 200));
    await call(fake, bot, 'setWebhook', { url });
    for (const text of ['bad', 'after']) fake.clientWrites({ ...anna, text });
    fake.clientWrites({ bot, chatId: 5, name: 'Ben', text: 'elsewhere' });
    await fake.delivered();
    const texts = taken.map((one) => one.text);
    expect(texts.filter((text) => text === 'bad')).toHaveLength(4);
    expect(texts.indexOf('after')).toBeGreaterThan(texts.lastIndexOf('bad'));
    expect(texts.indexOf('elsewhere')).toBeLessThan(texts.lastIndexOf('bad'));
    expect(await call(fake, bot, 'getWebhookInfo')).toMatchObject({
      result: { pending_update_count: 0, last_error_message: 'Wrong response from the webhook: 500' },
    });
  });

  it('posts updates twice where asked to, under the same id', async () => {
    const fake = await telegram({ duplicates: 1, delayMs: 3 });
    const { url, taken } = await webhook();
    await call(fake, bot, 'setWebhook', { url });
    const { updateId } = fake.clientWrites({ ...anna, text: 'one' });
    await fake.delivered();
    expect(taken.map((one) => one.updateId)).toEqual([updateId, updateId]);
  });

  it('posts only the kinds of updates that were asked for', async () => {
    const fake = await telegram();
    const { url, taken } = await webhook();
    await call(fake, bot, 'setWebhook', { url, allowed_updates: ['message'] });
    const { messageId } = fake.clientWrites({ ...anna, text: 'one' });
    fake.clientEdits({ ...anna, messageId, text: 'changed' });
    await fake.delivered();
    expect(taken.map((one) => one.text)).toEqual(['one']);
  });

  it('keeps bots apart, and posts nothing after the webhook is gone', async () => {
    const fake = await telegram();
    const [first, second] = [await webhook(), await webhook()];
    await call(fake, bot, 'setWebhook', { url: first.url });
    await call(fake, other, 'setWebhook', { url: second.url });
    fake.clientWrites({ ...anna, text: 'to the first' });
    fake.clientWrites({ ...anna, bot: other, text: 'to the second' });
    await fake.delivered();
    await call(fake, bot, 'deleteWebhook');
    fake.clientWrites({ ...anna, text: 'waits' });
    expect(first.taken.map((one) => one.text)).toEqual(['to the first']);
    expect(second.taken.map((one) => one.text)).toEqual(['to the second']);
    expect(await call(fake, bot, 'getWebhookInfo')).toMatchObject({ result: { url: '', pending_update_count: 1 } });
  });
});

describe('the fake Telegram towards a bot', () => {
  it('says whose token it is', async () => {
    const fake = await telegram();
    expect(await call(fake, bot, 'getMe')).toMatchObject({ ok: true, result: { id: 7000000001, is_bot: true } });
  });

  it('accepts messages to chats that a client began, in order', async () => {
    const fake = await telegram();
    fake.clientWrites({ ...anna, text: '/start' });
    for (const text of ['Good day', 'How can we help?'])
      await call(fake, bot, 'sendMessage', { chat_id: 482913077, text });
    expect(fake.sent(bot)).toEqual({
      482913077: [
        { messageId: 2, text: 'Good day' },
        { messageId: 3, text: 'How can we help?' },
      ],
    });
    expect(fake.sent(other)).toEqual({});
  });

  it.each([
    ['nobody began the chat', { chat_id: 9, text: 'hi' }, 400, 'Bad Request: chat not found'],
    ['nothing was said', { chat_id: 482913077, text: ' ' }, 400, 'Bad Request: message text is empty'],
    ['too much was said', { chat_id: 482913077, text: 'x'.repeat(4097) }, 400, 'Bad Request: message is too long'],
    ['the client blocked it', { chat_id: 6, text: 'hi' }, 403, 'Forbidden: bot was blocked by the user'],
  ])('refuses a message where %s', async (_, message, status, description) => {
    const fake = await telegram();
    fake.clientWrites({ ...anna, text: '/start' });
    fake.clientBlocks({ bot, chatId: 6 });
    expect(await call(fake, bot, 'sendMessage', message)).toEqual({
      ok: false,
      status,
      error_code: status,
      description,
    });
    expect(fake.sent(bot)).toEqual({});
  });

  it('refuses a revoked token and one that is none', async () => {
    const fake = await telegram();
    fake.revoke(bot);
    expect((await call(fake, bot, 'getMe')).status).toBe(401);
    expect((await call(fake, 'nonsense', 'getMe')).status).toBe(404);
  });

  it('limits, fails and cuts every nth message as asked', async () => {
    const fake = await telegram({ rateLimitEvery: 2, retryAfterSeconds: 4, failEvery: 3, cutEvery: 5 });
    fake.clientWrites({ ...anna, text: '/start' });
    const answers: unknown[] = [];
    for (const text of ['1', '2', '3', '4', '5']) {
      const answered = call(fake, bot, 'sendMessage', { chat_id: 482913077, text });
      answers.push(await answered.then((answer) => [answer.status, answer.parameters]).catch(() => 'cut'));
    }
    const limited = [429, { retry_after: 4 }];
    expect(answers).toEqual([[200, undefined], limited, [502, undefined], limited, 'cut']);
    expect(fake.sent(bot)['482913077']?.map((one) => one.text)).toEqual(['1', '5']);
  });
});
