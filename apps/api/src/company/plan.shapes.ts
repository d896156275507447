import { plans } from '@switchboard/domain/plan';
import { z } from 'zod';

export const plan = z.enum(plans);

/** A company's plan as its people see it. */
export const planView = z.object({
  plan,
  /** How many of its lines are active. */
  active: z.number().int(),
  /** When lines beyond the plan are switched off; null where all fit. */
  surplusAt: z.number().int().nullable(),
  /** The lines that will be switched off then. */
  surplus: z.array(z.object({ lineId: z.uuid(), name: z.string() })),
});
export type PlanView = z.infer<typeof planView>;

/** Whether the plan was changed, and which lines are or would be too many for it. */
export const planChange = z.object({ changed: z.boolean(), surplus: z.array(z.uuid()) });
export type PlanChange = z.infer<typeof planChange>;
