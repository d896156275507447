import { z } from 'zod';

import { candidate, offerReasons, waitReasons } from '../queue/index.ts';
import { closeReasons } from './dialog.ts';

export { candidate, offerReasons, passedOver, waitReasons, type Candidate, type PassedOver } from '../queue/index.ts';

const employee = z.uuid();
const at = z.number().int();

/** Why the dialog left where it was and was distributed. */
export const routeReasons = [
  'opened',
  'offer-expired',
  'declined',
  'somebody-free',
  'circle-changed',
  'transferred-to-line',
  'operator-unavailable',
  'distribution-changed',
] as const;
export type RouteReason = (typeof routeReasons)[number];

/**
 * What happened to a dialog: the history, and the only thing `evolve` folds. Every fact holds ids, codes
 * and numbers, never a person's data. Released facts only gain optional fields; samples of each stay in the tests.
 */
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
      z.object({
        kind: z.literal('one'),
        employeeId: employee,
        until: at,
        /** His new place in the order of `evenly`; absent: the fact's own moment. */
        assignedAt: at.optional(),
      }),
      z.object({ kind: z.literal('all'), employeeIds: z.array(employee).min(1) }),
    ]),
    because: z.enum(offerReasons),
    after: z.enum(routeReasons),
    /** Everybody of the queue with the reason he was passed over; at most 100, the first of the list. */
    candidates: z.array(candidate).max(100),
    /** How many more stood in the queue behind those listed. */
    more: z.number().int().optional(),
    /** The round began anew: everybody suitable had been asked, or the line now distributes in another way. */
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
  z.object({
    fact: z.literal('accepted'),
    at,
    employeeId: employee,
    because: z.enum(['offered', 'taken-from-waiting']),
  }),
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
/** One kind of fact. */
export type FactOf<K extends Fact['fact']> = Extract<Fact, { fact: K }>;
