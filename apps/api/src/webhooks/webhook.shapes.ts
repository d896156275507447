import { z } from 'zod';

/** What a company's programs can be told of, each named after what happened to what. */
export const webhookEvents = [
  'dialog.opened',
  'dialog.accepted',
  'dialog.answered',
  'dialog.rated',
  'dialog.closed',
  'message.received',
  'message.sent',
  'line.changed',
  'employee.joined',
  'employee.dismissed',
] as const;
export const webhookEvent = z.enum(webhookEvents);
export type WebhookEvent = (typeof webhookEvents)[number];

export const webhookForm = z.object({
  address: z.url({ protocol: /^https?$/, error: 'webhook.address.invalid' }).max(2_000, 'webhook.address.invalid'),
  events: z
    .array(webhookEvent)
    .min(1, 'webhook.events.empty')
    .max(webhookEvents.length)
    .transform((events) => webhookEvents.filter((event) => events.includes(event))),
  /** Whether names and texts are told too, or ids only. */
  content: z.boolean(),
});
export type WebhookForm = z.output<typeof webhookForm>;

export const webhook = z.object({
  webhookId: z.uuid(),
  address: z.string(),
  events: z.array(webhookEvent),
  content: z.boolean(),
  state: z.enum(['on', 'off']),
  /** Null while it is on; `failing`: for three days nothing got through. */
  offBecause: z.enum(['by-hand', 'failing']).nullable(),
  createdAt: z.number().int(),
  /** Since when nothing gets through; null where the last try did. */
  failingSince: z.number().int().nullable(),
  version: z.number().int(),
  /** Of the last thirty days: what got through, what did not, what is still tried. */
  counts: z.object({ done: z.number().int(), failed: z.number().int(), queued: z.number().int() }),
});
export type ShownWebhook = z.infer<typeof webhook>;

export const deliveryStates = ['queued', 'done', 'failed'] as const;

export const delivery = z.object({
  deliveryId: z.uuid(),
  event: z.enum([...webhookEvents, 'test']),
  state: z.enum(deliveryStates),
  at: z.number().int(),
  attempts: z.number().int(),
  /** When it is tried next; null where it is not. */
  nextAt: z.number().int().nullable(),
  /** The last try: the answer's status, null where none came. */
  lastStatus: z.number().int().nullable(),
  dialogId: z.number().int().nullable(),
});
export type ShownDelivery = z.infer<typeof delivery>;

export const attempt = z.object({
  number: z.number().int(),
  at: z.number().int(),
  status: z.number().int().nullable(),
  took: z.number().int(),
  answer: z.string(),
  error: z.string().nullable(),
});
