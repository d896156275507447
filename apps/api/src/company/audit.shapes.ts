import { z } from 'zod';

import { linePaths } from '@switchboard/domain/line';

import { audited, auditDetails, auditedBy, auditSubjects } from './audited.ts';

/** The most entries of one page, and the most a file of them holds. */
export const mostAuditEntries = 200;

const date = z.iso.date('audit.date');

/** Which entries are asked for; days are the company's own, the last one included. */
export const auditFilter = z.object({
  /** Whose changes: of this employee. */
  employeeId: z.uuid().optional(),
  byKind: auditedBy.optional(),
  what: z.enum(audited).optional(),
  /** Whatever was done to things of this kind. */
  subject: z.enum(auditSubjects).optional(),
  subjectId: z.uuid().optional(),
  from: date.optional(),
  until: date.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

/** A line of the audit log, with the names that its ids have now. */
export const auditEntry = z.object({
  auditEntryId: z.uuid(),
  at: z.number().int(),
  by: z.object({
    kind: auditedBy,
    id: z.uuid().nullable(),
    /** Null where nobody of this id is known any more, and for the product itself. */
    name: z.string().nullable(),
    photo: z.string().nullable(),
  }),
  what: z.enum(audited),
  subject: z.object({
    kind: z.enum(auditSubjects),
    id: z.uuid().nullable(),
    name: z.string().nullable(),
    /** It still has a page of its own: it was not deleted since. */
    there: z.boolean(),
  }),
  details: auditDetails,
  /** Of a line's settings: each with its value before and after, by the two stored versions. */
  changes: z.array(z.object({ path: z.enum(linePaths), from: z.unknown(), to: z.unknown() })),
});
export type ShownAuditEntry = z.infer<typeof auditEntry>;

/** A page of the log, the latest first, and the names of everything that its details and values name by id. */
export const auditPage = z.object({
  rows: z.array(auditEntry),
  names: z.record(z.string(), z.string()),
  next: z.uuid().nullable(),
});
export type AuditPage = z.infer<typeof auditPage>;
