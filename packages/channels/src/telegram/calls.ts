import { z } from 'zod';
import type { ProviderAnswer, ProviderRequest, SendOutcome } from '../channel/channel.ts';
import { callbackData, type Button } from './buttons.ts';
import { telegramApi } from './telegram.ts';

/**
 * The call that sends a text to a chat (core.telegram.org/bots/api#sendmessage). The text goes as it is, without
 * formatting, with buttons in a row under it where there are any; it must be at most `capabilities.textLength` long and hold more than whitespace, or Telegram refuses it.
 * Bots may send 30 messages a second in all and one a second to a chat.
 */
export function send(
  token: string,
  chat: string,
  text: string,
  apiUrl: string = telegramApi,
  buttons: readonly Button[] = [],
): ProviderRequest {
  const chatId = /^-?\d+$/.test(chat) ? Number(chat) : chat;
  const row = buttons.map(({ text: caption, says }) => ({ text: caption, callback_data: callbackData(says) }));
  const keyboard = row.length === 0 ? {} : { reply_markup: { inline_keyboard: [row] } };
  return call(token, 'sendMessage', { chat_id: chatId, text: text.toWellFormed(), ...keyboard }, apiUrl);
}

/**
 * What our answer to the webhook says so that the pressed button stops waiting (core.telegram.org/bots/api, Making requests
 * when getting updates); null where the update is no press of a button.
 */
export function answerToPress(body: unknown): { method: 'answerCallbackQuery'; callback_query_id: string } | null {
  const read = z.object({ callback_query: z.object({ id: z.string() }) }).safeParse(body).data;
  return read ? { method: 'answerCallbackQuery', callback_query_id: read.callback_query.id } : null;
}

/** What Telegram's answer to `send` means; the message's own id is its `message_id`, unique within the chat. */
export function readSendAnswer(answer: ProviderAnswer): SendOutcome {
  const read = readAnswer(answer, z.object({ message_id: z.number().int() }));
  if (read.outcome !== 'done') return read;
  return { outcome: 'sent', externalId: String(read.value.message_id) };
}

/** The call that tells whose token this is: how a token is checked when a channel is connected. */
export function getMe(token: string, apiUrl: string = telegramApi): ProviderRequest {
  return call(token, 'getMe', null, apiUrl);
}

/** A bot as its clients see it: `username` stands in the link `https://t.me/<username>`. */
export type Bot = { id: string; name: string; username: string };

/** The bot, or why there is none: `failed` with `blocksChannel` where Telegram does not know the token. */
export function readGetMeAnswer(answer: ProviderAnswer): CallOutcome<Bot> {
  const read = readAnswer(answer, z.object({ id: z.number().int(), first_name: z.string(), username: z.string() }));
  if (read.outcome !== 'done') return read;
  const { id, first_name: name, username } = read.value;
  return { outcome: 'done', value: { id: String(id), name, username } };
}

/** How a webhook is registered; `maxConnections` is how many calls Telegram may make at once, 1–100. */
export type Webhook = { url: string; secret: string; maxConnections?: number };

/**
 * The call that has Telegram post updates to `webhook.url`, with `webhook.secret` in the header that `genuine` reads.
 * What was written while no webhook stood is kept and comes too. Telegram calls public https addresses only.
 * Throws a RangeError for a secret that Telegram would refuse.
 */
export function setWebhook(token: string, webhook: Webhook, apiUrl: string = telegramApi): ProviderRequest {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(webhook.secret)) throw new RangeError('a secret is 1–256 of A-Za-z0-9_-');
  const body = {
    url: webhook.url,
    secret_token: webhook.secret,
    allowed_updates: ['message', 'edited_message', 'callback_query'],
    drop_pending_updates: false,
    max_connections: webhook.maxConnections ?? 40,
  };
  return call(token, 'setWebhook', body, apiUrl);
}

/** The call that ends the webhook; what clients write from then on waits at Telegram for a day. */
export function deleteWebhook(token: string, apiUrl: string = telegramApi): ProviderRequest {
  return call(token, 'deleteWebhook', { drop_pending_updates: false }, apiUrl);
}

/** What Telegram's answer to `setWebhook` or `deleteWebhook` means. */
export function readWebhookAnswer(answer: ProviderAnswer): CallOutcome<true> {
  return readAnswer(answer, z.literal(true));
}

/** The call that asks how the webhook fares. */
export function getWebhookInfo(token: string, apiUrl: string = telegramApi): ProviderRequest {
  return call(token, 'getWebhookInfo', null, apiUrl);
}

/** How the webhook fares: `url` is empty where none is registered, `waiting` counts updates not yet taken by us. */
export type WebhookInfo = { url: string; waiting: number; lastError: { at: number; message: string } | null };

/** The webhook's state for the channel's settings screen; `lastError.at` is in epoch milliseconds. */
export function readWebhookInfoAnswer(answer: ProviderAnswer): CallOutcome<WebhookInfo> {
  const info = z.object({
    url: z.string(),
    pending_update_count: z.number().int(),
    last_error_date: z.number().int().optional(),
    last_error_message: z.string().optional(),
  });
  const read = readAnswer(answer, info);
  if (read.outcome !== 'done') return read;
  const { url, pending_update_count: waiting, last_error_date: seconds, last_error_message: message } = read.value;
  const lastError = seconds === undefined ? null : { at: seconds * 1000, message: message ?? '' };
  return { outcome: 'done', value: { url, waiting, lastError } };
}

/** What an answer to a call means: its result, or the same ways of failing as a sending has. */
export type CallOutcome<Value> = { outcome: 'done'; value: Value } | Exclude<SendOutcome, { outcome: 'sent' }>;

const refusal = z.object({
  ok: z.literal(false),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().int().optional() }).optional(),
});

/**
 * 429 means wait as long as it says; 5xx means trouble at Telegram; 401 and 404 mean that the token is not good, which
 * stops the whole channel; any other refusal concerns this call only. `because` is in Telegram's own words.
 * A 200 that is not as documented fails without a retry: a message may have gone out, and there is no key against doubles.
 */
function readAnswer<Value>(answer: ProviderAnswer, schema: z.ZodType<Value>): CallOutcome<Value> {
  const body = json(answer.body);
  const refused = refusal.safeParse(body).data;
  const because = refused?.description ?? `HTTP ${answer.status}`;
  if (answer.status === 429) {
    const seconds = refused?.parameters?.retry_after ?? Number(answer.headers['retry-after'] ?? 1);
    return { outcome: 'wait', seconds: Number.isFinite(seconds) ? Math.max(1, seconds) : 1, because };
  }
  if (answer.status >= 500) return { outcome: 'retry', because };
  if (answer.status === 401 || answer.status === 404) return { outcome: 'failed', because, blocksChannel: true };
  if (answer.status !== 200 || refused !== undefined) return { outcome: 'failed', because, blocksChannel: false };
  const read = z.object({ ok: z.literal(true), result: schema }).safeParse(body);
  if (read.success) return { outcome: 'done', value: read.data.result };
  return { outcome: 'failed', because: 'an answer that is not of the Bot API', blocksChannel: false };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function call(token: string, method: string, body: object | null, apiUrl: string): ProviderRequest {
  return {
    method: body === null ? 'GET' : 'POST',
    url: `${apiUrl.replace(/\/+$/, '')}/bot${token}/${method}`,
    headers: body === null ? {} : { 'content-type': 'application/json' },
    body: body === null ? null : JSON.stringify(body),
  };
}
