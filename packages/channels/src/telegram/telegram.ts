import type { Capabilities } from '../channel/channel.ts';

/**
 * What the Bot API allows. It counts text in characters after formatting; we count UTF-16 code units, which are never
 * fewer. It has no key of ours for a message: a time-out of `send` leaves it unknown whether the client has it.
 */
export const capabilities: Capabilities = { textLength: 4096, showsSender: false, hasSendKey: false };

/** Where bots are called unless an installation runs a Bot API server of its own. */
export const telegramApi = 'https://api.telegram.org';

/** Whether a text has the form of a bot's token as BotFather gives it: the bot's id, a colon, the key. */
export function looksLikeToken(token: string): boolean {
  return /^\d{5,20}:[A-Za-z0-9_-]{30,100}$/.test(token);
}
