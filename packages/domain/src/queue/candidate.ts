import { z } from 'zod';

/** Why somebody in the queue was not chosen. The history screen tells it in words. */
export const passedOver = [
  'dismissed',
  'absent',
  'day-ended',
  'on-a-break',
  'away',
  'offline',
  'idle',
  'limit-reached',
  'too-many-open',
  'asked-already',
  'declined',
  'older-dialog-first',
  'later-in-turn',
] as const;
export type PassedOver = (typeof passedOver)[number];

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

/** Why this person (or these) had the offer. */
export const offerReasons = [
  'longest-without',
  'first-in-list',
  'only-one-suitable',
  'everyone-at-once',
  'circle-changed',
  'new-round',
  'responsible',
] as const;
export type OfferReason = (typeof offerReasons)[number];

/** Why the dialog waits. `nobody-suitable`: everybody in the queue is dismissed, so waiting alone will not help. */
export const waitReasons = [
  'nobody-available',
  'everybody-full',
  'nobody-suitable',
  'older-dialog-first',
  'everybody-declined',
] as const;
export type WaitReason = (typeof waitReasons)[number];
