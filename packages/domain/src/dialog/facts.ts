import { z } from 'zod';

import { noRecordReasons, recordKinds, recordReasons } from '../crm/index.ts';
import { unavailable } from '../people/index.ts';
import { candidate, offerReasons, waitReasons } from '../queue/index.ts';
import { votes } from '../rating/index.ts';
import { lineTexts } from '../text/index.ts';
import { closeReasons, vias } from './dialog.ts';

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
  'transferred-to-department',
  'operator-unavailable',
  'distribution-changed',
  'consented',
  'bot-left',
  'not-recognised',
  'recognised',
  'returned',
  'responsible-gave-up',
  'department-gave-up',
  'reopened',
] as const;
export type RouteReason = (typeof routeReasons)[number];

/** Why a dialog went from its operator back to the queue. */
export const returnReasons = [...unavailable, 'removed-from-line'] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** Why a bot's turn ended. */
export const botEnds = [
  'time-over',
  'client-called',
  'handed-over',
  'failed',
  'silent',
  'person-wrote',
  'taken-over',
  'transferred',
] as const;
export type BotEnd = (typeof botEnds)[number];

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
    via: z.enum(vias).optional(),
    firstContact: z.boolean().optional(),
    outsideHours: z.boolean().optional(),
    /** Who is responsible for the client by the CRM, or that it was still being asked. */
    responsible: z.union([employee, z.literal('asking')]).optional(),
  }),
  z.object({ fact: z.literal('client-wrote'), at, messageId: z.uuid() }),
  /** The line asked for consent; `holds`: the dialog is sealed until it is given. */
  z.object({
    fact: z.literal('consent-asked'),
    at,
    agreementId: z.uuid(),
    version: z.number().int().optional(),
    holds: z.boolean(),
  }),
  z.object({
    fact: z.literal('consented'),
    at,
    how: z.enum(['button', 'form', 'continued-writing']),
    messageId: z.uuid().nullable(),
    /** To what; absent before this was noted. */
    agreementId: z.uuid().optional(),
    version: z.number().int().optional(),
  }),
  z.object({
    fact: z.literal('consent-declined'),
    at,
    how: z.enum(['button', 'form']),
    agreementId: z.uuid().optional(),
    version: z.number().int().optional(),
  }),
  z.object({ fact: z.literal('bot-took'), at, botId: z.uuid(), because: z.enum(['each-dialog', 'first-contact']) }),
  z.object({ fact: z.literal('bot-wrote'), at, botId: z.uuid(), messageId: z.uuid() }),
  /** `stays`: it goes on listening until the dialog closes. */
  z.object({ fact: z.literal('bot-left'), at, botId: z.uuid(), because: z.enum(botEnds), stays: z.boolean() }),
  /** The line itself said one of its texts. */
  z.object({ fact: z.literal('said'), at, what: z.enum(lineTexts), because: z.string().max(40).optional() }),
  /** The CRM is asked who is responsible; until then nobody else is. */
  z.object({ fact: z.literal('identifying'), at, until: at }),
  /** The CRM's answer; `passedOver`: why the responsible employee is not asked, null where he is. */
  z.object({
    fact: z.literal('recognised'),
    at,
    responsible: employee.nullable(),
    passedOver: z.string().max(40).nullable(),
  }),
  /** A sealed dialog goes its way without a consent: its line holds nothing back for one any more. */
  z.object({ fact: z.literal('unsealed'), at, because: z.literal('not-held-any-more') }),
  /** The CRM was asked who the client is, and does not answer; it is asked again, and the dialog goes on. */
  z.object({ fact: z.literal('crm-unreachable'), at }),
  /** A record of the CRM was found to be the client's, or to be like him (`asserted`). */
  z.object({
    fact: z.literal('record-attached'),
    at,
    recordId: z.uuid(),
    kind: z.enum(recordKinds),
    confidence: z.enum(['verified', 'asserted', 'by-hand']),
  }),
  /** A record was made for this dialog. */
  z.object({
    fact: z.literal('record-created'),
    at,
    recordId: z.uuid(),
    kind: z.enum(recordKinds),
    because: z.enum(recordReasons),
    /** Whose it is, and that he has accepted the dialog; without him it is his only until somebody does. */
    responsible: employee.nullable(),
    holds: z.literal(true).optional(),
    /** Who had it made. */
    by: employee.optional(),
  }),
  /** No record was made, and why. */
  z.object({ fact: z.literal('not-recorded'), at, because: z.enum(noRecordReasons) }),
  /** The records that this dialog made belong to somebody else now. */
  z.object({
    fact: z.literal('responsible-changed'),
    at,
    recordIds: z.array(z.uuid()).min(1).max(10),
    to: employee,
    because: z.enum(['first-accepted', 'transferred', 'taken-over']),
  }),
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
        /** The way the line handed it out; absent by the CRM, and before this was noted. */
        distribution: z.enum(['evenly', 'strictly']).optional(),
        /** He is responsible for the client: not his turn of the queue, and no place in its order changes. */
        route: z.literal('crm').optional(),
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
    /** When everybody had declined, where that was before: the time for asking again was changed since. */
    refusedAt: at.optional(),
    settings: z.number().int(),
  }),
  z.object({ fact: z.literal('offer-expired'), at, employeeId: employee, because: z.literal('not-accepted-in-time') }),
  /** Nobody of the department took it for one round: the line's queue has it now. */
  z.object({ fact: z.literal('department-gave-up'), at, departmentId: z.uuid() }),
  z.object({ fact: z.literal('declined'), at, employeeId: employee }),
  z.object({
    fact: z.literal('accepted'),
    at,
    employeeId: employee,
    because: z.enum(['offered', 'taken-from-waiting', 'wrote-first', 'echo']),
    /** He is not in the line's queue. */
    outsider: z.literal(true).optional(),
    /** He was not there when he got it. */
    gone: z.literal(true).optional(),
    /** The department he was in. */
    departmentId: z.uuid().optional(),
  }),
  z.object({
    fact: z.literal('answered'),
    at,
    employeeId: employee,
    messageId: z.uuid(),
    /** Written in the provider's own app. */
    echo: z.literal(true).optional(),
  }),
  z.object({
    fact: z.literal('transferred'),
    at,
    /** Null: a bot handed it over. */
    by: employee.nullable(),
    from: employee.nullable(),
    to: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('person'),
        employeeId: employee,
        evenIfUnavailable: z.boolean(),
        outsider: z.literal(true).optional(),
        gone: z.literal(true).optional(),
        departmentId: z.uuid().optional(),
      }),
      z.object({ kind: z.literal('line'), lineId: z.uuid() }),
      z.object({ kind: z.literal('department'), departmentId: z.uuid() }),
    ]),
    because: z.enum(['by-hand', 'by-bot']),
  }),
  z.object({
    fact: z.literal('taken-over'),
    at,
    by: employee,
    from: employee.nullable(),
    outsider: z.literal(true).optional(),
    gone: z.literal(true).optional(),
    departmentId: z.uuid().optional(),
  }),
  /** It went from its operator back to the queue. */
  z.object({ fact: z.literal('returned'), at, from: employee, because: z.enum(returnReasons) }),
  z.object({ fact: z.literal('joined'), at, employeeId: employee }),
  z.object({ fact: z.literal('left'), at, employeeId: employee }),
  z.object({ fact: z.literal('pinned'), at, by: employee }),
  z.object({ fact: z.literal('unpinned'), at, by: employee }),
  /** The no-answer time ran out before anybody accepted. */
  z.object({ fact: z.literal('unanswered'), at, since: at }),
  /** The time for an answer ran out. `operatorId`: who should have given it, null before anybody accepted. */
  z.object({
    fact: z.literal('overdue'),
    at,
    answer: z.enum(['first', 'further']),
    since: at,
    operatorId: employee.nullable(),
  }),
  z.object({
    fact: z.literal('finished'),
    at,
    because: z.enum(closeReasons),
    by: employee.nullable(),
    /** It closes at this moment, unless somebody takes it up again. */
    until: at,
  }),
  z.object({ fact: z.literal('rating-asked'), at, until: at.nullable(), operatorId: employee.nullable() }),
  z.object({
    fact: z.literal('voted'),
    at,
    vote: z.enum(votes),
    how: z.enum(['text', 'button']),
    operatorId: employee.nullable(),
    messageId: z.uuid().nullable(),
  }),
  z.object({ fact: z.literal('marked'), at, by: employee, stars: z.number().int().min(1).max(5) }),
  z.object({
    fact: z.literal('resumed'),
    at,
    by: employee.nullable(),
    because: z.enum(['by-hand', 'operator-wrote', 'client-wrote']),
    /** Its holder, who takes it up himself, is no longer in the line's queue. */
    outsider: z.literal(true).optional(),
  }),
  z.object({
    fact: z.literal('closed'),
    at,
    because: z.enum(closeReasons),
    by: employee.nullable(),
    /** Spam, and the client is blocked. */
    blocks: z.literal(true).optional(),
  }),
]);
export type Fact = z.infer<typeof fact>;
/** One kind of fact. */
export type FactOf<K extends Fact['fact']> = Extract<Fact, { fact: K }>;
