import { z } from 'zod';

import { storedText } from '../text/index.ts';

const texts = z.object({ ask: storedText, good: storedText, bad: storedText }).prefault({});

/**
 * The Quality tab of a line (product §3.6): whether the client is asked for a vote, in what words, and how long
 * it is awaited. `parse({})` is a new line's tab without its texts.
 */
export const ratingSettings = z.object({
  ask: z.boolean().default(true),
  /** In live chat the client may vote before the dialog is finished. */
  duringDialog: z.boolean().default(true),
  /** Texts above the buttons of the live chat. `good` and `bad` thank for the vote; an empty one is not sent. */
  liveChat: texts,
  /** Texts in every other channel, where the answer may have to be typed as 1 or 0. */
  others: texts,
  /** The vote closes a dialog that is finishing. */
  closeAfter: z.boolean().default(false),
  /** How many days a vote is awaited; null is without end. */
  limitDays: z
    .number()
    .int('rating.limitDays.range')
    .min(1, 'rating.limitDays.range')
    .max(30, 'rating.limitDays.range')
    .nullable()
    .default(1),
});
export type RatingSettings = z.infer<typeof ratingSettings>;

/** The tab as it may be saved: the request has words in every channel. A thank-you may stay empty and is then not sent. */
export const ratingToSave = ratingSettings
  .refine((tab) => !tab.ask || tab.liveChat.ask !== '', {
    path: ['liveChat', 'ask'],
    message: 'rating.liveChat.ask.empty',
  })
  .refine((tab) => !tab.ask || tab.others.ask !== '', {
    path: ['others', 'ask'],
    message: 'rating.others.ask.empty',
  });
