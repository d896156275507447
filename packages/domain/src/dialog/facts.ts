import { z } from 'zod';

import { closeReasons } from './dialog.ts';

/**
 * What happened to a dialog: the history, and the only thing `evolve` folds. Every fact holds ids, codes
 * and numbers, never a person's data. Released facts only gain optional fields; samples of each stay in the tests.
 */
const employee = z.uuid();
const at = z.number().int();

/** Why somebody in the queue was not chosen, or that he was. The history screen tells it in words. */
export const passedOver = [
  'dismissed',
  'away',
  'offline',
  'idle',
  'limit-reached',
  'too-many-open',
  'asked-already',
  'declined',
  'older-dialog-first',
  'later-in-turn',
] as const;
export type PassedOver = (typeof passedOver)[number];

export const candidate = z.object({
  employeeId: employee,
  /** null: chosen. */
  passedOver: z.enum(passedOver).nullable(),
  /** `evenly`: when this line's queue last assigned him a dialog; null for never. */
  assignedAt: at.nullable().optional(),
  /** Slots taken and the limit, where a limit plays a part. */
  slots: z.object({ taken: z.number().int(), limit: z.number().int() }).optional(),
});
export type Candidate = z.infer<typeof candidate>;

/** Why this person (or these) had the offer. */
export const offerReasons = ['longest-without', 'first-in-list', 'only-one-suitable', 'everyone-at-once', 'circle-changed', 'new-round'] as const;
/** Why the dialog waits. */
export const waitReasons = ['nobody-available', 'everybody-full', 'nobody-suitable', 'older-dialog-first', 'everybody-declined'] as const;
/** Why the dialog left where it was and was distributed. */
export const routeReasons = ['opened', 'offer-expired', 'declined', 'somebody-free', 'circle-changed', 'transferred-to-line', 'operator-unavailable'] as const;

export const fact = z.discriminatedUnion('fact', [
  z.object({
    fact: z.literal('opened'),
    at,
    dialogId: z.number().int(),
    chatId: z.uuid(),
    lineId: z.uuid(),
    direction: z.enum(['incoming', 'outgoing']),
    because: z.enum(['client-wrote', 'operator-wrote']),
  }),
  z.object({ fact: z.literal('client-wrote'), at, messageId: z.uuid() }),
  z.object({
    fact: z.literal('offered'),
    at,
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('one'), employeeId: employee, until: at }),
      z.object({ kind: z.literal('all'), employeeIds: z.array(employee).min(1) }),
    ]),
    because: z.enum(offerReasons),
    after: z.enum(routeReasons),
    /** Everybody of the queue with the reason he was passed over; at most 100, the first of the list. */
    candidates: z.array(candidate).max(100),
    /** How many more stood in the queue behind those listed. */
    more: z.number().int().optional(),
    /** Those asked before were all of the suitable: the round began anew. */
    newRound: z.boolean(),
    settings: z.number().int(),
  }),
  z.object({
    fact: z.literal('waits'),
    at,
    because: z.enum(waitReasons),
    after: z.enum(routeReasons),
    candidates: z.array(candidate).max(100),
    more: z.number().int().optional(),
    notBefore: at.nullable(),
    settings: z.number().int(),
  }),
  z.object({ fact: z.literal('offer-expired'), at, employeeId: employee, because: z.literal('not-accepted-in-time') }),
  z.object({ fact: z.literal('declined'), at, employeeId: employee }),
  z.object({ fact: z.literal('accepted'), at, employeeId: employee, because: z.enum(['offered', 'taken-from-waiting']) }),
  z.object({ fact: z.literal('answered'), at, employeeId: employee, messageId: z.uuid() }),
  z.object({
    fact: z.literal('transferred'),
    at,
    by: employee,
    from: employee.nullable(),
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('person'), employeeId: employee, evenIfUnavailable: z.boolean() }),
      z.object({ kind: z.literal('line'), lineId: z.uuid() }),
    ]),
    because: z.literal('by-hand'),
  }),
  z.object({ fact: z.literal('closed'), at, because: z.enum(closeReasons), by: employee.nullable() }),
]);
export type Fact = z.infer<typeof fact>;
export type FactOf<K extends Fact['fact']> = Extract<Fact, { fact: K }>;
