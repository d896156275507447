import { z } from 'zod';

import { languages } from '../text/index.ts';

/** The e-mails a line sends to its clients (product §3.9, Other). `parse({})` is a new line's. */
export const clientEmailSettings = z.object({
  /** The dialog's transcript, at its closing. */
  transcript: z.boolean().default(false),
  /** That an operator answered, when the answer was not read for a minute. */
  answered: z.boolean().default(true),
  /** The language of both; null is the company's. */
  language: z.enum(languages).nullable().default(null),
});
export type ClientEmailSettings = z.infer<typeof clientEmailSettings>;
