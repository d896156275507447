import type { Effect } from './effects.ts';
import type { Fact } from './facts.ts';
import type { Decision, Refusal } from './world.ts';

/** The event was accepted: this happened, and this must be done. Without facts there was nothing to do. */
export function happened(facts: Fact[], effects: Effect[] = []): Decision {
  return { facts, effects };
}

/** The event was turned down, and this is why. */
export function refuse(refusal: Refusal): Decision {
  return { refused: refusal };
}
