import { z } from 'zod';

/** Which dialogs of a client the bot takes first (product §3.7). */
export const botTakes = ['each-dialog', 'first-contact'] as const;

/** When the bot leaves a dialog: as soon as a person has it, or only with its closing (product §3.7). */
export const botLeaves = ['hand-over', 'closing'] as const;

/**
 * The Bots tab of a line (product §3.7): whether a bot goes first, which, and when it gives the dialog to the
 * queue. `parse({})` is a new line's tab.
 */
export const botSettings = z.object({
  first: z.boolean().default(false),
  /** Which bot; kept when it is switched off. */
  botId: z.uuid().nullable().default(null),
  when: z.enum(botTakes).default('each-dialog'),
  /** How long the bot has a dialog before the queue takes it, in whole minutes; null is never. */
  handOverMinutes: z
    .number()
    .int('bot.handOverMinutes.range')
    .min(1, 'bot.handOverMinutes.range')
    .max(30, 'bot.handOverMinutes.range')
    .nullable()
    .default(10),
  leaves: z.enum(botLeaves).default('hand-over'),
});
export type BotSettings = z.infer<typeof botSettings>;

/** The tab as it may be saved: whoever lets a bot go first says which. */
export const botToSave = botSettings.refine((tab) => !tab.first || tab.botId !== null, {
  path: ['botId'],
  message: 'bot.botId.empty',
});
