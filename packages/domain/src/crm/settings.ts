import { z } from 'zod';

/** What becomes of a client the CRM does not know (product §3.2): a record, a link in the chat, or nothing. */
export const notFound = ['lead', 'deal', 'contact', 'manually', 'nothing'] as const;

/** What becomes of a dialog whose client has an open deal (product §3.2). */
export const openDeal = ['attach', 'new'] as const;

/** The waits for the responsible employee that the form offers; any whole minute between is accepted. */
export const giveUpMinutesPresets = [1, 3, 5, 10, 15, 30, 60, 120, 180, 360, 480, 720] as const;

/**
 * The CRM tab of a line (product §3.2): whether the client is looked for, what is created when he is not found,
 * and whether his dialog goes to the employee responsible for him. `parse({})` is a new line's tab.
 */
export const crmSettings = z.object({
  check: z.boolean().default(true),
  /** Every text of a client is searched for phones and e-mail addresses. */
  tracker: z.boolean().default(true),
  notFound: z.enum(notFound).default('lead'),
  /** The pipeline of a created deal; null is the CRM's first one. */
  pipelineId: z.uuid().nullable().default(null),
  openDeal: z.enum(openDeal).default('attach'),
  /** The source written into a new record; null is chosen by channel and line. */
  source: z.string().trim().min(1, 'crm.source.empty').max(100, 'crm.source.long').nullable().default(null),
  routeToResponsible: z.boolean().default(true),
  /** How long the responsible employee is waited for before the queue, in whole minutes; null is without end. */
  giveUpMinutes: z
    .number()
    .int('crm.giveUpMinutes.range')
    .min(1, 'crm.giveUpMinutes.range')
    .max(720, 'crm.giveUpMinutes.range')
    .nullable()
    .default(5),
  /** A transfer by hand makes its target responsible for the record this dialog created. */
  changeResponsible: z.boolean().default(true),
});
export type CrmSettings = z.infer<typeof crmSettings>;
