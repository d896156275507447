import { agreementDraft, agreementLanguages, agreementTemplates } from '@switchboard/domain/agreement';
import { z } from 'zod';

/** The most agreements of one company. */
export const mostAgreements = 100;

const template = z.enum(agreementTemplates);
const language = z.enum(agreementLanguages);

/** A line that asks for an agreement, and whether the reader may look at its settings. */
const lineOfAgreement = z.object({ lineId: z.uuid(), name: z.string(), viewable: z.boolean() });

export const agreementRow = z.object({
  agreementId: z.uuid(),
  name: z.string(),
  template,
  /** The newest published version; 0 where none was. */
  version: z.number().int(),
  publishedAt: z.number().nullable(),
  /** Languages of the newest version, or of the draft where none was published. */
  languages: z.array(language),
  /** The public address of the newest version. */
  address: z.string().nullable(),
  changedAt: z.number(),
  lines: z.array(lineOfAgreement),
  /** How many clients' last decision on it is to accept. */
  accepted: z.number().int(),
});
export type AgreementRow = z.infer<typeof agreementRow>;

const versionRow = z.object({
  version: z.number().int(),
  address: z.string(),
  publishedAt: z.number(),
  publishedBy: z.uuid(),
  texts: z.array(z.object({ language, title: z.string(), hash: z.string() })),
});
export type VersionRow = z.infer<typeof versionRow>;

export const agreementView = agreementRow.extend({
  draft: agreementDraft,
  draftVersion: z.number().int(),
  removed: z.boolean(),
  /** The newest first. */
  versions: z.array(versionRow),
});
export type AgreementView = z.infer<typeof agreementView>;

/** A version with every word of it. */
export const versionView = versionRow.extend({
  texts: z.array(z.object({ language, title: z.string(), text: z.string(), hash: z.string() })),
});
export type VersionView = z.infer<typeof versionView>;

/** A published agreement, as lines choose among them. */
export const agreementChoice = agreementRow.pick({ agreementId: true, name: true, languages: true }).extend({
  version: z.number().int().min(1),
  address: z.string(),
});
export type AgreementChoice = z.infer<typeof agreementChoice>;

export const agreementCreated = z.union([
  z.object({ created: z.literal(true), agreementId: z.uuid() }),
  z.object({ created: z.literal(false), because: z.literal('too-many') }),
]);

export const draftSaved = z.union([
  z.object({ saved: z.literal(true), draftVersion: z.number().int() }),
  z.object({ saved: z.literal(false), because: z.enum(['stale', 'removed']) }),
]);
export type DraftSaved = z.infer<typeof draftSaved>;

export const published = z.union([
  z.object({ published: z.literal(true), version: z.number().int(), address: z.string() }),
  z.object({ published: z.literal(false), because: z.enum(['stale', 'unchanged', 'removed']) }),
]);
export type Published = z.infer<typeof published>;

export const agreementRemoved = z.union([
  z.object({ removed: z.literal(true) }),
  z.object({ removed: z.literal(false), because: z.literal('in-use'), lines: z.array(lineOfAgreement) }),
]);
export type AgreementRemoved = z.infer<typeof agreementRemoved>;

export const agreementRestored = z.union([
  z.object({ restored: z.literal(true) }),
  z.object({ restored: z.literal(false), because: z.enum(['too-many', 'name-taken']) }),
]);
