import type { LinePath } from './cards.ts';

/** What settings wait for that are kept, checked and shown, and that nothing follows yet. */
export const missingParts = ['bots', 'visitor-typing', 'client-addresses'] as const;
export type MissingPart = (typeof missingParts)[number];

/**
 * The settings that nothing follows yet, each with what it waits for: it can be set, and has no effect until then. All
 * others are felt by the next dialog.
 */
export const notConnected: Readonly<Partial<Record<LinePath, MissingPart>>> = {
  'autoActions.typingWatch': 'visitor-typing',
  'bot.first': 'bots',
  'bot.botId': 'bots',
  'bot.when': 'bots',
  'bot.handOverMinutes': 'bots',
  'bot.leaves': 'bots',
  'clientEmails.transcript': 'client-addresses',
  'clientEmails.answered': 'client-addresses',
  'clientEmails.language': 'client-addresses',
};
