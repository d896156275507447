import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from './seeded-random.ts';

/** How trying the fake is. Everything is off by default; chance comes from `seed` only. */
export type FakeTelegramOptions = {
  /** Where to listen on 127.0.0.1; any free port unless named. */
  port?: number;
  seed?: number;
  /** The chance, 0–1, that an update which was taken is posted once more, as when our answer was lost on its way. */
  duplicates?: number;
  /** The longest pause before an update is posted, in milliseconds; the pauses are drawn from 0 to this. */
  delayMs?: number;
  /** The pause before a refused update is posted again; it doubles up to sixteen times this. */
  retryMs?: number;
  /** How long a webhook may take to answer before the update counts as refused. */
  webhookTimeoutMs?: number;
  /** Every nth `sendMessage` is answered 429 with `retry_after`, and not accepted. */
  rateLimitEvery?: number;
  retryAfterSeconds?: number;
  /** Every nth `sendMessage` is answered 502, and not accepted. */
  failEvery?: number;
  /** Every nth `sendMessage` is accepted, and its connection cut instead of answered. */
  cutEvery?: number;
};

/** A message that the fake accepted from a bot. */
export type SentByBot = { messageId: number; text: string; buttons?: { text: string; data: string }[] };

/** The ids of an update that a client caused, and of its message. */
export type Written = { updateId: number; messageId: number };

/** What a test does as clients and as Telegram itself. Bots are named by their tokens. */
export type FakeTelegram = {
  /** The address to give to the adapter as `apiUrl`. */
  url: string;
  /** A client writes to a bot in a private chat; the chat begins with this. Answers the ids the update carries. */
  clientWrites(said: { bot: string; chatId: number; name: string; text: string }): Written;
  /** A client sends something else than text, given as fields of the Bot API's `Message`: `{ photo: […], caption: '…' }`. */
  clientSends(said: { bot: string; chatId: number; name: string; content: object }): Written;
  /** A client changes what he wrote. */
  clientEdits(said: { bot: string; chatId: number; messageId: number; text: string }): { updateId: number };
  /** A client presses a button under a message of the bot's. */
  clientPresses(said: { bot: string; chatId: number; data: string }): { updateId: number };
  /** From now on the bot's messages to this chat are refused with 403. */
  clientBlocks(said: { bot: string; chatId: number }): void;
  /** The token is not good any more: 401 to every call, and no update leaves. */
  revoke(bot: string): void;
  /** What a bot sent, by chat, in the order of accepting. */
  sent(bot: string): Record<string, SentByBot[]>;
  /** Resolves when every update whose bot has a webhook was taken, repetitions included. */
  delivered(): Promise<void>;
  close(): Promise<void>;
};

type Chat = { id: number; name: string; blocked: boolean; waiting: Update[]; busy: boolean; sent: SentByBot[] };
type Update = { update_id: number } & Record<string, unknown>;
type Bot = {
  token: string;
  id: number;
  revoked: boolean;
  webhook: { url: string; secret: string; allowed: string[] } | null;
  lastError: { at: number; message: string } | null;
  nextUpdate: number;
  nextMessage: number;
  chats: Map<number, Chat>;
};
type Answer = { status: number; body: Record<string, unknown>; cut?: boolean };

/**
 * A Telegram of our own on 127.0.0.1: the Bot API's `getMe`, `setWebhook`, `deleteWebhook`, `getWebhookInfo` and
 * `sendMessage` for any number of bots (every well-formed token is one), and clients who write to them. Updates go to
 * the bot's webhook as Telegram posts them: with the secret in its header, again and again until answered 2xx, and in
 * order within a chat, so that a refused update holds up its chat and no other. Unlike Telegram it takes plain http.
 */
export async function fakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const random = seededRandom(options.seed ?? 1);
  const retryMs = options.retryMs ?? 20;
  const bots = new Map<string, Bot>();
  const agent = new Agent({ keepAlive: true });
  const wakers = new Set<() => void>();
  const state = { closed: false, repeating: 0, sendings: 0 };

  const server = createServer((incoming, response) => {
    read(incoming)
      .then((body) => answer(incoming.url ?? '/', incoming.headers['content-type'] ?? '', body))
      .then((given) => reply(response, given))
      .catch(() => response.destroy());
  });

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (state.closed) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      wakers.add(wake);
    });
  }

  function botOf(token: string): Bot | null {
    const known = bots.get(token);
    if (known !== undefined) return known;
    const form = /^(\d+):[A-Za-z0-9_-]{30,}$/.exec(token);
    if (form === null) return null;
    const bot: Bot = {
      token,
      id: Number(form[1]),
      revoked: false,
      webhook: null,
      lastError: null,
      nextUpdate: 100_000_000 + Math.floor(random() * 800_000_000),
      nextMessage: 1,
      chats: new Map(),
    };
    bots.set(token, bot);
    return bot;
  }

  function needBot(token: string): Bot {
    const bot = botOf(token);
    if (bot === null)
      throw new Error('a bot is named by a token such as 7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0');
    return bot;
  }

  function chatOf(bot: Bot, id: number, name: string): Chat {
    let chat = bot.chats.get(id);
    if (chat === undefined) {
      chat = { id, name, blocked: false, waiting: [], busy: false, sent: [] };
      bot.chats.set(id, chat);
    }
    return chat;
  }

  function enqueue(
    bot: Bot,
    chat: Chat,
    kind: 'message' | 'edited_message' | 'callback_query',
    message: object,
  ): number {
    const updateId = bot.nextUpdate++;
    if (bot.webhook === null || bot.webhook.allowed.includes(kind)) {
      chat.waiting.push({ update_id: updateId, [kind]: message });
      void deliver(bot, chat);
    }
    return updateId;
  }

  function messageOf(chat: Chat, messageId: number, content: object): Record<string, unknown> {
    const person = { id: chat.id, first_name: chat.name };
    return {
      message_id: messageId,
      from: { ...person, is_bot: false, language_code: 'en' },
      chat: { ...person, type: 'private' },
      date: Math.floor(Date.now() / 1000),
      ...content,
    };
  }

  async function deliver(bot: Bot, chat: Chat): Promise<void> {
    if (chat.busy) return;
    chat.busy = true;
    let refusals = 0;
    while (!state.closed && bot.webhook !== null && !bot.revoked) {
      const update = chat.waiting[0];
      if (update === undefined) break;
      await pause(random() * (options.delayMs ?? 0));
      if (bot.webhook === null) break;
      const refusal = await post(bot.webhook, update);
      if (refusal === null) {
        if (chat.waiting[0] === update) chat.waiting.shift();
        refusals = 0;
        if (random() < (options.duplicates ?? 0)) void repeat(bot, update);
      } else {
        bot.lastError = { at: Date.now(), message: refusal };
        await pause(retryMs * 2 ** Math.min(refusals++, 4));
      }
    }
    chat.busy = false;
  }

  async function repeat(bot: Bot, update: Update): Promise<void> {
    state.repeating++;
    await pause(random() * ((options.delayMs ?? 0) + retryMs));
    if (!state.closed && bot.webhook !== null) await post(bot.webhook, update);
    state.repeating--;
  }

  /** Null when the webhook took the update, else why it did not. */
  function post(webhook: { url: string; secret: string }, update: Update): Promise<string | null> {
    const body = JSON.stringify(update);
    const headers: Record<string, string | number> = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    if (webhook.secret !== '') headers['x-telegram-bot-api-secret-token'] = webhook.secret;
    return new Promise((resolve) => {
      const call = request(webhook.url, { method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.on('error', () => resolve('Connection reset by peer'));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          resolve(status >= 200 && status < 300 ? null : `Wrong response from the webhook: ${status}`);
        });
      });
      call.setTimeout(options.webhookTimeoutMs ?? 5_000, () => call.destroy(new Error('Read timeout expired')));
      call.on('error', (error) => resolve(error.message));
      call.end(body);
    });
  }

  function answer(path: string, contentType: string, body: string): Answer {
    const url = new URL(path, 'http://fake');
    const form = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname);
    const bot = botOf(form?.[1] ?? '');
    if (form === null || bot === null) return refuse(404, 'Not Found');
    if (bot.revoked) return refuse(401, 'Unauthorized');
    const given = fields(url, contentType, body);
    if (given === null) return refuse(400, "Bad Request: can't parse request JSON object");
    switch (form[2]?.toLowerCase()) {
      case 'getme':
        return accept({ id: bot.id, is_bot: true, first_name: `Bot ${bot.id}`, username: `bot_${bot.id}` });
      case 'setwebhook':
        return setWebhook(bot, given);
      case 'deletewebhook':
        bot.webhook = null;
        if (given['drop_pending_updates'] === true) for (const chat of bot.chats.values()) chat.waiting = [];
        return accept(true, 'Webhook was deleted');
      case 'getwebhookinfo':
        return accept({
          url: bot.webhook?.url ?? '',
          has_custom_certificate: false,
          pending_update_count: [...bot.chats.values()].reduce((count, chat) => count + chat.waiting.length, 0),
          ...(bot.lastError && {
            last_error_date: Math.floor(bot.lastError.at / 1000),
            last_error_message: bot.lastError.message,
          }),
        });
      case 'sendmessage':
        return sendMessage(bot, given);
      default:
        return refuse(404, 'Not Found');
    }
  }

  function setWebhook(bot: Bot, given: Record<string, unknown>): Answer {
    const url = String(given['url'] ?? '');
    const secret = String(given['secret_token'] ?? '');
    if (!URL.canParse(url) || new URL(url).protocol !== 'http:') {
      return refuse(400, 'Bad Request: bad webhook: this Telegram posts to http addresses only');
    }
    if (!/^[A-Za-z0-9_-]{0,256}$/.test(secret)) {
      return refuse(400, 'Bad Request: secret token contains unallowed characters');
    }
    const allowed = given['allowed_updates'];
    bot.webhook = {
      url,
      secret,
      allowed: Array.isArray(allowed) && allowed.length > 0 ? allowed.map(String) : ['message', 'edited_message'],
    };
    if (given['drop_pending_updates'] === true) for (const chat of bot.chats.values()) chat.waiting = [];
    for (const chat of bot.chats.values()) void deliver(bot, chat);
    return accept(true, 'Webhook was set');
  }

  function sendMessage(bot: Bot, given: Record<string, unknown>): Answer {
    state.sendings++;
    const falls = (every: number | undefined): boolean => every !== undefined && state.sendings % every === 0;
    if (falls(options.rateLimitEvery)) {
      const seconds = options.retryAfterSeconds ?? 1;
      const limited = refuse(429, `Too Many Requests: retry after ${seconds}`);
      return { ...limited, body: { ...limited.body, parameters: { retry_after: seconds } } };
    }
    if (falls(options.failEvery)) return refuse(502, 'Bad Gateway');
    const chat = bot.chats.get(Number(given['chat_id']));
    const text = String(given['text'] ?? '').trim();
    if (chat === undefined) return refuse(400, 'Bad Request: chat not found');
    if (chat.blocked) return refuse(403, 'Forbidden: bot was blocked by the user');
    if (text === '') return refuse(400, 'Bad Request: message text is empty');
    if (text.length > 4096) return refuse(400, 'Bad Request: message is too long');
    const messageId = bot.nextMessage++;
    const markup = given['reply_markup'] as
      | { inline_keyboard?: { text: string; callback_data: string }[][] }
      | undefined;
    const buttons = (markup?.inline_keyboard ?? []).flat().map((one) => ({ text: one.text, data: one.callback_data }));
    if (buttons.some(({ data }) => Buffer.byteLength(data) > 64))
      return refuse(400, 'Bad Request: BUTTON_DATA_INVALID');
    chat.sent.push({ messageId, text, ...(buttons.length > 0 ? { buttons } : {}) });
    const message = { ...messageOf(chat, messageId, { text }), from: { id: bot.id, is_bot: true, first_name: 'Bot' } };
    return { ...accept(message), cut: falls(options.cutEvery) };
  }

  function clientSends(said: { bot: string; chatId: number; name: string; content: object }): Written {
    const bot = needBot(said.bot);
    const chat = chatOf(bot, said.chatId, said.name);
    const messageId = bot.nextMessage++;
    return { updateId: enqueue(bot, chat, 'message', messageOf(chat, messageId, said.content)), messageId };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientWrites({ text, ...said }) {
      return clientSends({ ...said, content: { text } });
    },
    clientSends,
    clientEdits({ bot: token, chatId, messageId, text }) {
      const bot = needBot(token);
      const chat = bot.chats.get(chatId);
      if (chat === undefined) throw new Error(`nobody wrote in chat ${chatId} yet`);
      const edited = { ...messageOf(chat, messageId, { text }), edit_date: Math.floor(Date.now() / 1000) };
      return { updateId: enqueue(bot, chat, 'edited_message', edited) };
    },
    clientPresses({ bot: token, chatId, data }) {
      const bot = needBot(token);
      const chat = chatOf(bot, chatId, 'Client');
      const { from, chat: place } = messageOf(chat, 0, {});
      const query = { id: String(bot.nextUpdate), from, message: { message_id: 1, date: 0, chat: place }, data };
      return { updateId: enqueue(bot, chat, 'callback_query', query) };
    },
    clientBlocks({ bot: token, chatId }) {
      chatOf(needBot(token), chatId, 'Client').blocked = true;
    },
    revoke(token) {
      needBot(token).revoked = true;
    },
    sent(token) {
      const chats = [...needBot(token).chats.values()].filter((chat) => chat.sent.length > 0);
      return Object.fromEntries(chats.map((chat) => [String(chat.id), [...chat.sent]]));
    },
    async delivered() {
      const waits = (bot: Bot): boolean =>
        bot.webhook !== null && !bot.revoked && [...bot.chats.values()].some((chat) => chat.busy || chat.waiting[0]);
      while (!state.closed && (state.repeating > 0 || [...bots.values()].some(waits))) await pause(5);
    },
    async close() {
      state.closed = true;
      for (const wake of wakers) wake();
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function accept(result: unknown, description?: string): Answer {
  return { status: 200, body: { ok: true, result, ...(description !== undefined && { description }) } };
}

function refuse(status: number, description: string): Answer {
  return { status, body: { ok: false, error_code: status, description } };
}

function reply(response: ServerResponse, given: Answer): void {
  if (given.cut === true) {
    response.destroy();
    return;
  }
  const { parameters } = given.body as { parameters?: { retry_after: number } };
  if (parameters !== undefined) response.setHeader('retry-after', parameters.retry_after);
  response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body));
}

async function read(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** The call's fields from its query and its JSON or form body; null for JSON that is none. */
function fields(url: URL, contentType: string, body: string): Record<string, unknown> | null {
  const query = Object.fromEntries(url.searchParams);
  if (body === '') return query;
  if (!contentType.includes('application/json')) return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  try {
    return { ...query, ...(JSON.parse(body) as Record<string, unknown>) };
  } catch {
    return null;
  }
}
