import { z } from 'zod';

import { storedText } from '../text/index.ts';

/** Which of a client's dialogs are welcomed (product §3.5). */
export const welcomed = ['first-contact', 'each-dialog'] as const;

/** What follows a time or a finishing: nothing, or a text to the client (product §3.5). */
export const nothingOrText = ['nothing', 'text'] as const;

/** How a dialog closes whose client has fallen silent: without a word, or with a text (product §3.5). */
export const closeOrText = ['close', 'text'] as const;

/** The times to *unanswered* that the form offers; any whole minute between the first and the last is accepted. */
export const unansweredMinutesPresets = [1, 3, 5, 10, 15, 30, 60, 120, 180, 360, 480, 720] as const;

/** The times between finishing and full closing, in minutes; no others are accepted (product §3.5). */
export const fullClosingMinutes = [0, 1, 2, 5, 10, 30, 60, 1440] as const;

/** The silences of a client after which his dialog closes, in hours; off is null (product §3.5). */
export const clientSilentHours = [1, 4, 8, 24, 48, 168, 744] as const;

/**
 * The Automatic actions tab of a line (product §3.5): the texts it sends by itself, and the times that mark a
 * dialog unanswered, close it in full, and end it when the client is silent. `parse({})` is a new line's tab
 * without its texts.
 */
export const autoActionsSettings = z.object({
  welcome: z
    .object({
      on: z.boolean().default(true),
      when: z.enum(welcomed).default('first-contact'),
      text: storedText,
    })
    .prefault({}),
  unanswered: z
    .object({
      /** How long a dialog may stand unaccepted before it is marked, in whole minutes. */
      minutes: z
        .number()
        .int('autoActions.unanswered.minutes.range')
        .min(1, 'autoActions.unanswered.minutes.range')
        .max(720, 'autoActions.unanswered.minutes.range')
        .default(3),
      then: z.enum(nothingOrText).default('nothing'),
      text: storedText,
    })
    .prefault({}),
  finishing: z.object({ then: z.enum(nothingOrText).default('text'), text: storedText }).prefault({}),
  fullClosingMinutes: z.literal(fullClosingMinutes, 'autoActions.fullClosingMinutes.unknown').default(60),
  clientSilent: z
    .object({
      hours: z.literal(clientSilentHours, 'autoActions.clientSilent.hours.unknown').nullable().default(24),
      then: z.enum(closeOrText).default('close'),
      text: storedText,
    })
    .prefault({}),
  /** The list of prepared answers offered on this line; null is none. */
  quickRepliesId: z.uuid().nullable().default(null),
  /** In live chat, operators see what the visitor is typing. */
  typingWatch: z.boolean().default(true),
});
export type AutoActionsSettings = z.infer<typeof autoActionsSettings>;

/** The tab as it may be saved: a text that would be sent is not empty. */
export const autoActionsToSave = autoActionsSettings
  .refine((tab) => !tab.welcome.on || tab.welcome.text !== '', {
    path: ['welcome', 'text'],
    message: 'autoActions.welcome.text.empty',
  })
  .refine((tab) => tab.unanswered.then === 'nothing' || tab.unanswered.text !== '', {
    path: ['unanswered', 'text'],
    message: 'autoActions.unanswered.text.empty',
  })
  .refine((tab) => tab.finishing.then === 'nothing' || tab.finishing.text !== '', {
    path: ['finishing', 'text'],
    message: 'autoActions.finishing.text.empty',
  })
  .refine(({ clientSilent: { hours, then, text } }) => hours === null || then === 'close' || text !== '', {
    path: ['clientSilent', 'text'],
    message: 'autoActions.clientSilent.text.empty',
  });
