import { dialogColumns } from '@switchboard/domain/statistics';
import { z } from 'zod';

import { asked } from '../dialog-list/dialog-list.shapes.ts';

export const formats = ['csv', 'xlsx'] as const;
const languages = ['en', 'ru'] as const;
export const exportStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;

/** What a file holds: these dialogs, these columns, in this order and language. */
export const exportForm = asked.extend({
  columns: z.array(z.enum(dialogColumns)).min(1, 'dialogList.columns.none').max(dialogColumns.length),
  format: z.enum(formats),
  language: z.enum(languages),
});
export type ExportForm = z.infer<typeof exportForm>;

export const exportRow = z.object({
  exportId: z.uuid(),
  state: z.enum(exportStates),
  format: z.enum(formats),
  /** Dialogs that are in the file by now, of how many. */
  rows: z.number().int(),
  about: z.number().int(),
  /** More dialogs fit than a file holds. */
  cut: z.boolean(),
  bytes: z.number().int(),
  /** Why it failed; `rights-changed`: its author sees otherwise by now, so that he has it no more. */
  error: z.enum(['not-allowed', 'rights-changed', 'gave-up']).nullable(),
  createdAt: z.number().int(),
  doneAt: z.number().int().nullable(),
  /** When it is taken away. */
  keptUntil: z.number().int().nullable(),
  by: z.object({ employeeId: z.uuid(), name: z.string(), surname: z.string() }).nullable(),
  mine: z.boolean(),
});
export type ExportRow = z.infer<typeof exportRow>;
export const exportsList = z.array(exportRow);

/** So many of a company wait or are written at once, at most. */
export const mostWaiting = 10;
/** So long a file is kept. */
export const keptMs = 3 * 86_400_000;
export const exportStarted = z.discriminatedUnion('started', [
  z.object({ started: z.literal(true), exportId: z.uuid() }),
  z.object({ started: z.literal(false), because: z.enum(['too-many', 'unknown']) }),
]);
export const exportCancelled = z.object({ cancelled: z.boolean() });
