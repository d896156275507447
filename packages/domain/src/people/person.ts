import type { Instant } from './instant.ts';

/** An employee's id, a uuid. */
export type EmployeeId = string;

/**
 * What routing needs to know of one employee. Names and pictures are personal data and stay out:
 * the domain reasons over ids.
 */
export type Person = {
  id: EmployeeId;
  /** Set once the employee no longer works here. Never reversed by a rule. */
  dismissedAt: Instant | null;
  /** The operator's own status switch: he is here but asks not to be offered dialogs. */
  away: boolean;
  /** When the console was last heard of, by a heartbeat of its socket. */
  connectedAt: Instant | null;
  /** When the person last did something in the console: a key, a click, a tab brought to the front. */
  usedAt: Instant | null;
};
