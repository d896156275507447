import { describe, expect, it } from 'vitest';
import type { ProviderAnswer } from '../channel/channel.ts';
import {
  deleteWebhook,
  getMe,
  getWebhookInfo,
  readGetMeAnswer,
  readSendAnswer,
  readWebhookAnswer,
  readWebhookInfoAnswer,
  send,
  setWebhook,
} from './calls.ts';

const token = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';
const answered = (status: number, body: unknown, headers: Record<string, string> = {}): ProviderAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const refused = (status: number, description: string, more: object = {}): ProviderAnswer =>
  answered(status, { ok: false, error_code: status, description, ...more });

describe('the calls', () => {
  it('sends a text to a chat', () => {
    expect(send(token, '482913077', 'Good day')).toEqual({
      method: 'POST',
      url: `https://api.telegram.org/bot${token}/sendMessage`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: 482913077, text: 'Good day' }),
    });
  });

  it('replaces half of a surrogate pair, which Telegram would refuse', () => {
    expect(send(token, '1', 'a\ud83d').body).toBe(JSON.stringify({ chat_id: 1, text: 'a\ufffd' }));
  });

  it('goes to another Bot API server where one is named', () => {
    expect(getMe(token, 'http://127.0.0.1:8081/').url).toBe(`http://127.0.0.1:8081/bot${token}/getMe`);
  });

  it('registers a webhook for messages, edits and pressed buttons and drops nothing that waits', () => {
    const request = setWebhook(token, { url: 'https://desk.example/receive/telegram/x', secret: 'abc' });
    expect(request.url).toMatch(/\/setWebhook$/);
    expect(JSON.parse(request.body ?? '')).toEqual({
      url: 'https://desk.example/receive/telegram/x',
      secret_token: 'abc',
      allowed_updates: ['message', 'edited_message', 'callback_query'],
      drop_pending_updates: false,
      max_connections: 40,
    });
  });

  it.each(['', 'with space', 'x'.repeat(257)])('refuses the webhook secret "%s"', (secret) => {
    expect(() => setWebhook(token, { url: 'https://desk.example/', secret })).toThrow(RangeError);
  });

  it('ends a webhook without dropping what waits', () => {
    expect(JSON.parse(deleteWebhook(token).body ?? '')).toEqual({ drop_pending_updates: false });
  });

  it('asks how the webhook fares', () => {
    expect(getWebhookInfo(token)).toMatchObject({ method: 'GET', body: null });
  });
});

describe('readSendAnswer', () => {
  it.each([
    [
      'sent',
      answered(200, { ok: true, result: { message_id: 91, date: 1765454500, text: 'Good day' } }),
      { outcome: 'sent', externalId: '91' },
    ],
    [
      'too many messages',
      refused(429, 'Too Many Requests: retry after 14', { parameters: { retry_after: 14 } }),
      { outcome: 'wait', seconds: 14, because: 'Too Many Requests: retry after 14' },
    ],
    [
      'too many messages, said by a proxy',
      answered(429, '<html>', { 'retry-after': '3' }),
      { outcome: 'wait', seconds: 3, because: 'HTTP 429' },
    ],
    ['too many messages without a time', answered(429, ''), { outcome: 'wait', seconds: 1, because: 'HTTP 429' }],
    [
      'a client who blocked the bot',
      refused(403, 'Forbidden: bot was blocked by the user'),
      { outcome: 'failed', because: 'Forbidden: bot was blocked by the user', blocksChannel: false },
    ],
    [
      'a revoked token',
      refused(401, 'Unauthorized'),
      { outcome: 'failed', because: 'Unauthorized', blocksChannel: true },
    ],
    [
      'a token that never was',
      refused(404, 'Not Found'),
      { outcome: 'failed', because: 'Not Found', blocksChannel: true },
    ],
    [
      'a chat that does not exist',
      refused(400, 'Bad Request: chat not found'),
      { outcome: 'failed', because: 'Bad Request: chat not found', blocksChannel: false },
    ],
    ['trouble at Telegram', refused(502, 'Bad Gateway'), { outcome: 'retry', because: 'Bad Gateway' }],
    ['trouble before Telegram', answered(503, '<html>'), { outcome: 'retry', because: 'HTTP 503' }],
    ['a redirect', answered(302, ''), { outcome: 'failed', because: 'HTTP 302', blocksChannel: false }],
    [
      'a 200 that is not of the Bot API',
      answered(200, '<html>'),
      { outcome: 'failed', because: 'an answer that is not of the Bot API', blocksChannel: false },
    ],
    [
      'a refusal that came as 200',
      answered(200, { ok: false, description: 'Bad Request: message text is empty' }),
      { outcome: 'failed', because: 'Bad Request: message text is empty', blocksChannel: false },
    ],
  ])('%s', (_, answer, outcome) => {
    expect(readSendAnswer(answer)).toEqual(outcome);
  });
});

describe('the other answers', () => {
  it('reads the bot', () => {
    const me = { id: 7000000001, is_bot: true, first_name: 'Shop', username: 'shop_bot', can_join_groups: true };
    expect(readGetMeAnswer(answered(200, { ok: true, result: me }))).toEqual({
      outcome: 'done',
      value: { id: '7000000001', name: 'Shop', username: 'shop_bot' },
    });
  });

  it('reads that a token is not good', () => {
    expect(readGetMeAnswer(refused(401, 'Unauthorized'))).toMatchObject({ outcome: 'failed', blocksChannel: true });
  });

  it('reads that a webhook stands, and why it does not', () => {
    const stands = { ok: true, result: true, description: 'Webhook was set' };
    expect(readWebhookAnswer(answered(200, stands))).toEqual({ outcome: 'done', value: true });
    const because = 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook';
    expect(readWebhookAnswer(refused(400, because))).toEqual({ outcome: 'failed', because, blocksChannel: false });
  });

  it.each([
    [
      'in trouble',
      {
        url: 'https://desk.example/x',
        has_custom_certificate: false,
        pending_update_count: 3,
        last_error_date: 1765454500,
        last_error_message: 'Wrong response from the webhook: 503',
      },
      {
        url: 'https://desk.example/x',
        waiting: 3,
        lastError: { at: 1765454500_000, message: 'Wrong response from the webhook: 503' },
      },
    ],
    [
      'not registered',
      { url: '', has_custom_certificate: false, pending_update_count: 0 },
      { url: '', waiting: 0, lastError: null },
    ],
  ])('reads the state of a webhook: %s', (_, result, value) => {
    expect(readWebhookInfoAnswer(answered(200, { ok: true, result }))).toEqual({ outcome: 'done', value });
  });
});
