import { z } from 'zod';

import { passedOver } from './reasons.ts';

/**
 * One member of the queue as a routing step saw him: chosen, or why not. Part of facts, so it only gains optional
 * fields.
 */
export const candidate = z.object({
  employeeId: z.uuid(),
  /** null: chosen. */
  passedOver: z.enum(passedOver).nullable(),
  /** `evenly`: when this line's queue last assigned him a dialog; null for never. */
  assignedAt: z.number().int().nullable().optional(),
  /** Slots taken and the limit, where a limit plays a part. */
  slots: z.object({ taken: z.number().int(), limit: z.number().int() }).optional(),
});
export type Candidate = z.infer<typeof candidate>;
