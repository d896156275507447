import type { Instant } from './instant.ts';

/** An employee's id, a uuid. */
export type EmployeeId = string;

/** A time in which somebody does not work, whatever his console says: from the first moment to the last, left out. */
export type Absence = { kind: 'vacation' | 'sick-leave'; from: Instant; until: Instant };

/** The working day as somebody keeps it by hand: begun, interrupted by a break, or over. */
export type Workday = { state: 'started' | 'paused' | 'ended'; since: Instant };

/**
 * What routing needs to know of one employee. Names and pictures are personal data and stay out:
 * the domain reasons over ids.
 */
export type Person = {
  id: EmployeeId;
  /** Set once the employee no longer works here. Never reversed by a rule. */
  dismissedAt: Instant | null;
  /** The operator's own status switch: since when he is here but asks not to be offered dialogs; null while he takes them. */
  awaySince: Instant | null;
  /** When the console was last heard of, by a heartbeat of its socket. */
  connectedAt: Instant | null;
  /** When the person last did something in the console: a key, a click, a tab brought to the front. */
  usedAt: Instant | null;
  /** Present and coming absences, the earliest first; past ones need not be here. */
  absences: readonly Absence[];
  /** The department he belongs to; left out for nobody's. */
  departmentId?: string | null;
  /** Where he keeps a working day, how it stands; null where none is tracked for him. */
  workday: Workday | null;
};
