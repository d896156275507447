import { addressKinds, crms, fieldValue, recordConfidences, recordKinds } from '@switchboard/domain/crm';
import { states as dialogStates } from '@switchboard/domain/dialog';
import { z } from 'zod';

export const recordStates = ['open', 'won', 'lost'] as const;
export const recordSorts = ['changed', 'created', 'name', 'amount', 'stage'] as const;

const shownPerson = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  photo: z.string().nullable(),
});

const address = z.object({ kind: z.enum(addressKinds), value: z.string() });

/** A record as lists and boards show it. */
export const recordRow = z.object({
  recordId: z.uuid(),
  crm: z.enum(crms),
  kind: z.enum(recordKinds),
  title: z.string(),
  name: z.string(),
  surname: z.string(),
  responsible: shownPerson.nullable(),
  source: z.string(),
  pipelineId: z.uuid().nullable(),
  stageId: z.uuid().nullable(),
  state: z.enum(recordStates),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  /** Whose deal it is, where the reader may see that contact. */
  contact: z
    .object({
      recordId: z.uuid(),
      title: z.string(),
      name: z.string(),
      surname: z.string(),
      addresses: z.array(address),
    })
    .nullable(),
  addresses: z.array(address),
  createdAt: z.number(),
  changedAt: z.number(),
  stageAt: z.number().nullable(),
  version: z.number().int(),
});
export type RecordRow = z.infer<typeof recordRow>;

/** A dialog of the record; `opens`: the reader may look into it. */
const dialogOfRecord = z.object({
  dialogId: z.number().int(),
  confidence: z.enum(recordConfidences),
  state: z.enum(dialogStates),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  channel: z.string(),
  line: z.string(),
  opens: z.boolean(),
});

export const recordView = recordRow.extend({
  fields: z.record(z.string(), fieldValue),
  madeByDialogId: z.number().int().nullable(),
  createdBy: shownPerson.nullable(),
  closedAt: z.number().nullable(),
  removedAt: z.number().nullable(),
  /** The record that it became a part of. */
  mergedInto: z.uuid().nullable(),
  dialogs: z.array(dialogOfRecord),
  clients: z.array(z.object({ clientId: z.uuid(), name: z.string(), confidence: z.enum(recordConfidences) })),
  /** What is open of a contact: his deals are the list of deals with his id. */
  deals: z.number().int(),
  /** What was merged into it and can be taken apart again, the latest first. */
  merges: z.array(z.object({ mergeId: z.uuid(), at: z.number(), title: z.string() })),
});
export type RecordView = z.infer<typeof recordView>;

export const entryWhats = [
  'created',
  'saved',
  'stage',
  'responsible',
  'note',
  'dialog',
  'merged',
  'unmerged',
  'imported',
] as const;
/** A line of a record's timeline. `changes`: the parts and fields that were saved, before and after. */
export const entryRow = z.object({
  entryId: z.uuid(),
  at: z.number(),
  what: z.enum(entryWhats),
  by: shownPerson.nullable(),
  dialogId: z.number().int().nullable(),
  /** What became of a dialog: it is his, he may be like him, or it was closed. */
  dialog: z.enum(['attached', 'likeness', 'closed']).nullable(),
  /** What was noted; the title of what was merged. */
  text: z.string().nullable(),
  /** From and to: stages by their names, people by theirs. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  changes: z.array(z.object({ part: z.string(), from: z.string(), to: z.string() })),
});
export type EntryRow = z.infer<typeof entryRow>;

export const recordPage = z.object({ rows: z.array(recordRow), next: z.string().nullable() });
export const entryPage = z.object({ entries: z.array(entryRow), next: z.string().nullable() });

export const recordFilter = z.object({
  kind: z.enum(recordKinds),
  search: z.string().trim().max(100).optional(),
  pipelineId: z.uuid().optional(),
  stageId: z.uuid().optional(),
  responsibleId: z.uuid().optional(),
  /** Those that nobody is responsible for. */
  nobodys: z.boolean().optional(),
  source: z.string().trim().max(100).optional(),
  state: z.enum(recordStates).optional(),
  /** Days of the company, both included. */
  createdFrom: z.iso.date().optional(),
  createdTo: z.iso.date().optional(),
  contactId: z.uuid().optional(),
});
export type RecordFilter = z.infer<typeof recordFilter>;

/** A stage's records: how many, and what they come to in each currency. */
export const stageTotals = z.array(
  z.object({
    stageId: z.uuid(),
    count: z.number().int(),
    sums: z.array(z.object({ currency: z.string(), sum: z.number() })),
  }),
);
export type StageTotals = z.infer<typeof stageTotals>;

export const recordMade = z.object({ created: z.literal(true), recordId: z.uuid() });
export const recordSaved = z.union([
  z.object({ saved: z.literal(true), record: recordRow }),
  /** Somebody saved it meanwhile: as it stands now. */
  z.object({ saved: z.literal(false), because: z.literal('stale'), now: recordView }),
  z.object({ saved: z.literal(false), because: z.literal('elsewhere') }),
]);
export const recordMoved = z.union([
  z.object({ moved: z.literal(true), record: recordRow }),
  /** It stands in another stage by now. `elsewhere`: another CRM keeps it. */
  z.object({ moved: z.literal(false), because: z.enum(['stale', 'elsewhere']), now: recordRow }),
]);
export const noted = z.object({ entryId: z.uuid() });
/** `merged`: it is a part of another. */
export const recordRemoved = z.union([
  z.object({ removed: z.literal(true) }),
  z.object({ removed: z.literal(false), because: z.literal('elsewhere') }),
]);

/** Records of one kind that share a phone number or an e-mail address. */
export const likeness = z.object({ kind: z.enum(addressKinds), value: z.string(), records: z.array(recordRow) });
export const duplicatesPage = z.object({ groups: z.array(likeness), next: z.string().nullable() });
export const merged = z.union([
  z.object({ merged: z.literal(true), mergeId: z.uuid() }),
  /** `stale`: one of them was saved meanwhile. `kinds`: a contact is no lead. `elsewhere`: another CRM keeps one. */
  z.object({ merged: z.literal(false), because: z.enum(['stale', 'kinds', 'elsewhere']) }),
]);
export const unmerged = z.union([
  z.object({ undone: z.literal(true) }),
  /** `merged-on`: the record that stayed became a part of another, which is taken apart first. */
  z.object({ undone: z.literal(false), because: z.enum(['already', 'merged-on', 'removed']) }),
]);
