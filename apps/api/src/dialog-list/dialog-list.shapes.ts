import { dialogColumns, dialogFilter, dialogSorts } from '@switchboard/domain/statistics';
import { z } from 'zod';

import { dialogRow, refusal } from '../dialogs/dialog.shapes.ts';

const seconds = z.number().int().nullable();

/** What statistics know of a dialog; durations in seconds. */
export const listedFigures = z.object({
  assignedAt: seconds,
  toAccept: seconds,
  toFirstAnswer: seconds,
  handling: seconds,
  toClose: seconds,
  botTime: seconds,
  kpiFirst: seconds,
  furtherAnswers: z.number().int(),
  furtherTotal: z.number().int(),
  furtherLongest: seconds,
});

/** A dialog as the managers' list shows it: the row of all lists, and what is known of it beside. */
export const listedDialog = dialogRow.extend({
  /** Null until statistics have seen it, a moment after it was opened. */
  figures: listedFigures.nullable(),
  lastMessageAt: z.number().int(),
  /** The records it is about, as far as the reader sees them. */
  records: z.array(z.object({ recordId: z.uuid(), kind: z.enum(['contact', 'lead', 'deal']), title: z.string() })),
  /** The page its client wrote from last. */
  page: z.object({ url: z.string(), title: z.string() }).nullable(),
  /** Of the manager's mark, for whoever may mark it and for the operator it is about. */
  comment: z.string().nullable(),
});
export type ListedDialog = z.infer<typeof listedDialog>;

/** In which order dialogs are listed; those that lack what they are ordered by come last either way. */
export const order = z.object({ sort: z.enum(dialogSorts).default('number'), ascending: z.boolean().default(false) });
export type Order = z.infer<typeof order>;

export const asked = z.object({ filter: dialogFilter.default({}), ...order.shape });
export const listedPage = z.object({ rows: z.array(listedDialog), next: z.string().nullable() });
/** As far as it is counted, and whether there are more. */
export const mostCounted = 1_000;
export const counted = z.object({
  dialogs: z.number().int(),
  more: z.boolean(),
  /** Only the newest dialogs in which the words were found were looked at. */
  searchCut: z.boolean(),
  /** So many that fit are in his figures and not his to read, as far as that is counted. */
  beyond: z.number().int(),
});
export type Counted = z.infer<typeof counted>;

/** At most so many are acted on in one call. */
export const mostAtOnce = 20;
/** At most so many are acted on by one choice. */
export const mostChosen = 1_000;
/** What became of each dialog of a group; `all`: of every one what was asked for. */
export const groupAnswer = z.object({
  all: z.boolean(),
  answers: z.array(z.object({ dialogId: z.number().int(), refused: refusal.shape.refused.nullable() })),
});

export const mostViews = 100;
const columns = z.array(z.enum(dialogColumns)).min(1, 'dialogList.columns.none').max(dialogColumns.length);
/** A view as it is saved. What was searched for is not kept: it names people. */
export const viewForm = z.object({
  name: z.string().trim().min(1, 'dialogList.name.empty').max(100, 'dialogList.name.long'),
  filter: dialogFilter.omit({ search: true }),
  columns,
  ...order.shape,
  shared: z.boolean(),
});
export type ViewForm = z.infer<typeof viewForm>;
export const view = z.object({
  viewId: z.uuid(),
  ...viewForm.shape,
  name: z.string(),
  /** His own, or shared and his right to change. */
  mayChange: z.boolean(),
  isDefault: z.boolean(),
});
export const views = z.object({ views: z.array(view), mayShare: z.boolean() });
export const viewSaved = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true), viewId: z.uuid() }),
  z.object({ saved: z.literal(false), because: z.enum(['too-many', 'gone', 'not-allowed', 'unknown']) }),
]);
export const defaultSet = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true) }),
  z.object({ saved: z.literal(false), because: z.literal('gone') }),
]);
