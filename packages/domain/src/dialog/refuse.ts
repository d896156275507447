import type { Decision, Refusal } from './world.ts';

/** The event was turned down, and this is why. */
export function refuse(refusal: Refusal): Decision {
  return { refused: refusal };
}

/** There was nothing to do. */
export const nothingHappened: Decision = { facts: [], effects: [] };
