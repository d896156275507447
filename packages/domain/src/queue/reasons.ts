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
