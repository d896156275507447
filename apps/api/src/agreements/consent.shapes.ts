import { agreementLanguages, agreementTemplates, consentWays, decisions } from '@switchboard/domain/agreement';
import { z } from 'zod';

/** The most rows of one page, and the most that a file of them holds. */
export const mostConsents = 200;
export const mostInFile = 20_000;
/** The longest reason of a withdrawal, in characters. */
const longestReason = 500;

const decision = z.enum(decisions);
const date = z.iso.date('consents.date');

/** Which rows of the ledger are asked for; days are the company's own, the last one included. */
export const consentFilter = z.object({
  agreementId: z.uuid().optional(),
  version: z.number().int().min(1).max(1_000_000).optional(),
  decision: decision.optional(),
  lineId: z.uuid().optional(),
  channelId: z.uuid().optional(),
  clientId: z.uuid().optional(),
  from: date.optional(),
  until: date.optional(),
});
export type ConsentFilter = z.infer<typeof consentFilter>;

export const consentRow = z.object({
  number: z.number().int(),
  at: z.number(),
  decision,
  how: z.enum(consentWays),
  /** Null: an erasure, which concerns them all. */
  agreement: z.object({ agreementId: z.uuid(), name: z.string(), template: z.enum(agreementTemplates) }).nullable(),
  version: z.number().int().nullable(),
  language: z.enum(agreementLanguages).nullable(),
  /** As he is called now; no name where he was erased. */
  client: z.object({ clientId: z.uuid(), name: z.string().nullable(), erased: z.boolean() }),
  channel: z.object({ channelId: z.uuid(), name: z.string(), kind: z.string() }).nullable(),
  line: z.object({ lineId: z.uuid(), name: z.string() }).nullable(),
  dialogId: z.number().int().nullable(),
  /** Who entered it for the client. */
  employee: z.object({ employeeId: z.uuid(), name: z.string() }).nullable(),
});
export type ConsentRow = z.infer<typeof consentRow>;

/** A page of the ledger, the latest first; `next` is where the following one begins. */
export const consentPage = z.object({ rows: z.array(consentRow), next: z.number().int().nullable() });
export type ConsentPage = z.infer<typeof consentPage>;

/** A row with everything that proves it. */
export const consentSheet = consentRow.extend({
  /** The exact text, and whether its hash is the row's; null where the row is of no text, or the text is not there. */
  text: z.object({ title: z.string(), text: z.string(), fits: z.boolean(), address: z.string() }).nullable(),
  textHash: z.string().nullable(),
  /** Who and from where; null where it was erased. */
  evidence: z
    .object({
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
      page: z.string().nullable(),
      identity: z.string().nullable(),
      name: z.string().nullable(),
      reason: z.string().nullable(),
      salt: z.string(),
      fits: z.boolean(),
    })
    .nullable(),
  evidenceHash: z.string(),
  messageId: z.uuid().nullable(),
  /** The message that proves it; null where there is none, or it was erased. */
  message: z.object({ text: z.string(), from: z.string(), at: z.number() }).nullable(),
  chain: z.object({
    previousHash: z.string(),
    hash: z.string(),
    /** The text whose SHA-256 is the row's hash. */
    sealed: z.string(),
    /** The row is what was written, and stands after the row it was written after. */
    fits: z.boolean(),
    /** How many rows the ledger has. */
    of: z.number().int(),
    /** The first signed head that covers it. */
    signed: z.object({ number: z.number().int(), at: z.number() }).nullable(),
  }),
  /** What this client decided since then on this agreement: the number of the row. */
  later: z.object({ number: z.number().int(), decision, at: z.number() }).nullable(),
});
export type ConsentSheet = z.infer<typeof consentSheet>;

export const consentsFile = z.object({ csv: z.string(), rows: z.number().int(), more: z.boolean() });
export type ConsentsFile = z.infer<typeof consentsFile>;

/** What a client's last decision on each agreement is. */
export const clientConsent = z.object({
  agreementId: z.uuid(),
  name: z.string(),
  version: z.number().int(),
  /** The agreement has a newer version than the one he decided on. */
  newer: z.boolean(),
  decision,
  at: z.number(),
  number: z.number().int(),
});
export type ClientConsent = z.infer<typeof clientConsent>;

export const withdrawal = z.object({
  clientId: z.uuid(),
  agreementId: z.uuid(),
  reason: z.string().trim().min(1, 'consents.reason.empty').max(longestReason, 'consents.reason.long'),
});
export type Withdrawal = z.infer<typeof withdrawal>;

export const withdrawn = z.union([
  z.object({ withdrawn: z.literal(true), numbers: z.array(z.number().int()) }),
  z.object({ withdrawn: z.literal(false), because: z.literal('not-accepted') }),
]);
export type Withdrawn = z.infer<typeof withdrawn>;

const place = { number: z.number().int() };
export const tampering = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['edited', 'deleted', 'inserted', 'cut']), ...place }),
  z.object({ kind: z.literal('recomputed'), ...place, until: z.number().int(), signedAt: z.number() }),
]);
const publishedText = z.object({ agreementId: z.uuid(), version: z.number().int(), language: z.string() });
export const ledgerReport = z.object({
  holds: z.boolean(),
  rows: z.number().int(),
  head: z.string(),
  tampering: tampering.nullable(),
  signed: z.object({
    heads: z.number().int(),
    number: z.number().int(),
    at: z.number().nullable(),
    forged: z.number().int(),
    unreadable: z.number().int(),
    missing: z.number().int().nullable(),
    late: z.boolean(),
    keyLost: z.boolean(),
  }),
  evidence: z.object({ fits: z.number().int(), erased: z.number().int(), changed: z.number().int().nullable() }),
  texts: z.object({
    checked: z.number().int(),
    changed: publishedText.nullable(),
    missing: publishedText.nullable(),
  }),
});

/** How far the ledger has come, and how far of it was signed. */
export const ledgerState = z.object({
  rows: z.number().int(),
  signed: z.object({ number: z.number().int(), at: z.number() }).nullable(),
});
export type LedgerState = z.infer<typeof ledgerState>;
