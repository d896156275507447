import type { EmployeeId, Instant, Person } from '../people/index.ts';
import type { HeldDialog, QueueSettings, WaitingDialog } from '../queue/index.ts';
import type { Effect } from './effects.ts';
import type { Fact } from './facts.ts';
import type { LineId } from './dialog.ts';

export type { HeldDialog, WaitingDialog } from '../queue/index.ts';

/** What the rules may know. Plain data, gathered by the shell before deciding; nothing in it is a function. */
export type World = {
  /** The database's clock, read once with the turn. */
  now: Instant;
  lines: Record<LineId, WorldLine>;
  people: Record<EmployeeId, Person>;
  /**
   * Every open dialog that an employee holds or is alone offered, over all lines: slots and the cap are counted
   * from these.
   */
  held: Record<EmployeeId, HeldDialog[]>;
};

/** A line as the rules see it. */
export type WorldLine = {
  id: LineId;
  active: boolean;
  /** The settings in force and the number of their version, which facts name. */
  version: number;
  queue: QueueSettings;
  /**
   * When this line's queue last assigned a dialog to each member; absent for never. Newcomers carry the moment
   * they joined.
   */
  assignedAt: Record<EmployeeId, Instant>;
  /** The line's waiting dialogs, oldest first (`byAge`: longest unanswered, then number), at least the first 64. */
  waiting: WaitingDialog[];
};

/** What a decision says: facts with the effects they bring, or why it was refused. */
export type Decision = { facts: Fact[]; effects: Effect[] } | { refused: Refusal };

/** Why an event was turned down. Nothing happened and nothing is stored. `by` names who was faster or who has it. */
export type Refusal =
  | { refused: 'no-dialog' }
  | { refused: 'closed' }
  | { refused: 'taken'; by: EmployeeId }
  | { refused: 'not-offered' }
  | { refused: 'not-in-queue' }
  | { refused: 'not-yours'; holder: EmployeeId | null }
  | { refused: 'dismissed'; employeeId: EmployeeId }
  | { refused: 'unavailable'; employeeId: EmployeeId; because: 'away' | 'offline' | 'idle' }
  | { refused: 'too-many-open'; employeeId: EmployeeId }
  | { refused: 'same-target' }
  | { refused: 'no-such-line' }
  | { refused: 'no-such-person' };
