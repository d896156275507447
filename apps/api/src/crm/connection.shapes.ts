import { z } from 'zod';

import { crmProblems } from './bitrix24/answers.ts';

/** Somebody of the portal, and who he is here. */
export const crmUser = z.object({
  externalId: z.string(),
  name: z.string(),
  email: z.string(),
  employeeId: z.uuid().nullable(),
});

/** The CRM that is connected in place of the built-in one. */
export const crmConnection = z.object({
  how: z.enum(['webhook', 'oauth']),
  host: z.string(),
  state: z.enum(['connected', 'broken']),
  problem: z.enum(crmProblems).nullable(),
  connectedAt: z.number(),
  connectedBy: z.object({ employeeId: z.uuid(), name: z.string() }),
  users: z.array(crmUser),
  pipelines: z.array(z.string()),
  sources: z.array(z.string()),
  /** What waits to be asked or told there, and since when the oldest of it does. */
  waiting: z.object({ count: z.number().int(), since: z.number().nullable() }),
});
export type CrmConnectionView = z.infer<typeof crmConnection>;

export const crmConnectionPage = z.object({
  connection: crmConnection.nullable(),
  /** The address that an application there has to name. */
  returnsTo: z.string(),
});

/** Why a portal is not connected: nothing of it answers, or what it answers. */
export const crmConnected = z.discriminatedUnion('connected', [
  z.object({ connected: z.literal(true) }),
  z.object({ connected: z.literal(false), because: z.enum([...crmProblems, 'unreachable', 'busy']) }),
]);
export type CrmConnected = z.infer<typeof crmConnected>;

export const webhookForm = z.object({ address: z.string().trim().max(500) });
export const applicationForm = z.object({
  portal: z.string().trim().max(300),
  clientId: z.string().trim().min(1, 'crmConnection.clientId.empty').max(200, 'crmConnection.clientId.long'),
  clientSecret: z
    .string()
    .trim()
    .min(1, 'crmConnection.clientSecret.empty')
    .max(200, 'crmConnection.clientSecret.long'),
});
