import { z } from 'zod';

import type { DialogEvent } from '@switchboard/domain/dialog';

/** What was to be decided on: an event of the rules, or `received`, which took the program down before it was read. */
export const parkedEvents = [
  'client-writes',
  'client-votes',
  'client-consents',
  'client-recognised',
  'accept',
  'decline',
  'operator-writes',
  'write-first',
  'transfer',
  'take-over',
  'join',
  'leave',
  'pin',
  'unpin',
  'finish',
  'resume',
  'close',
  'mark',
  'bot-writes',
  'bot-hands-over',
  'bot-finishes',
  'bot-fails',
  'time-passed',
  'try-waiting',
  'received',
] as const satisfies readonly (DialogEvent['event'] | 'received')[];
export type ParkedEvent = (typeof parkedEvents)[number];

/** A decision that failed and waits for an administrator. */
export const parked = z.object({
  parkedId: z.uuid(),
  /** Null where the message opened none. */
  dialogId: z.number().int().nullable(),
  event: z.enum(parkedEvents),
  /** The client's words that it is about, where there are any. */
  text: z.string().nullable(),
  /** Who asked for it, where somebody of ours did. */
  by: z
    .object({ employeeId: z.uuid(), name: z.string(), surname: z.string(), photo: z.string().nullable() })
    .nullable(),
  /** What went wrong, in the program's words. */
  error: z.string(),
  at: z.number().int(),
  attempts: z.number().int(),
});
export type ShownParked = z.infer<typeof parked>;
