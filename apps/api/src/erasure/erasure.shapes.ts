import { z } from 'zod';

/** Why a person is erased. */
export const erasureReasons = ['client-asked', 'law', 'other'] as const;

export const erasureCounts = z.object({
  messages: z.number().int(),
  identities: z.number().int(),
  addresses: z.number().int(),
  records: z.number().int(),
  evidence: z.number().int(),
  events: z.number().int(),
  jobs: z.number().int(),
  mails: z.number().int(),
});

/** How many days the messages of a closed dialog are kept; null: for good. */
export const retention = z.object({
  keepDays: z
    .number('retention.keepDays.range')
    .int('retention.keepDays.range')
    .min(30, 'retention.keepDays.range')
    .max(3_650, 'retention.keepDays.range')
    .nullable(),
});
export type RetentionSetting = z.infer<typeof retention>;

/** What would go, before somebody says that it shall. */
export const erasurePreview = z.object({
  clientId: z.uuid(),
  name: z.string(),
  /** Of him and of those who were found to be him. */
  identities: z.number().int(),
  addresses: z.number().int(),
  messages: z.number().int(),
  dialogs: z.number().int(),
  openDialogs: z.number().int(),
  records: z.number().int(),
  /** Records that stand in another CRM: they stay there, and must be erased there. */
  elsewhere: z.number().int(),
});
export type ErasurePreview = z.infer<typeof erasurePreview>;

export const erasureRow = z.object({
  erasureId: z.uuid(),
  clientId: z.uuid(),
  by: z.object({ employeeId: z.uuid(), name: z.string(), surname: z.string() }).nullable(),
  because: z.enum(erasureReasons),
  state: z.enum(['running', 'done']),
  counts: erasureCounts.partial(),
  startedAt: z.number(),
  doneAt: z.number().nullable(),
  /** Its row in the ledger of consents. */
  number: z.number().int().nullable(),
});
export type ErasureRow = z.infer<typeof erasureRow>;

export const erasureBegun = z.union([
  z.object({ begun: z.literal(true), erasureId: z.uuid() }),
  z.object({ begun: z.literal(false), because: z.enum(['no-such-client', 'erased-before']) }),
]);
export type ErasureBegun = z.infer<typeof erasureBegun>;
