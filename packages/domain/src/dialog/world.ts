import type { Pause } from '../hours/index.ts';
import type { LineSettings } from '../line/index.ts';
import type { DepartmentId, EmployeeId, Instant, Person, Unavailable } from '../people/index.ts';
import type { HeldDialog, WaitingDialog } from '../queue/index.ts';
import type { BotId, DialogId, LineId } from './dialog.ts';
import type { Effect } from './effects.ts';
import type { Fact } from './facts.ts';

export type { HeldDialog, WaitingDialog } from '../queue/index.ts';

/** What the rules may know. Plain data, gathered by the shell before deciding; nothing in it is a function. */
export type World = {
  /** The database's clock, read once with the turn. */
  now: Instant;
  lines: Record<LineId, WorldLine>;
  people: Record<EmployeeId, Person>;
  /** The people each department stands for (`peopleOf`), in their order. */
  departments: Record<DepartmentId, readonly EmployeeId[]>;
  /**
   * Every open dialog that an employee holds or is alone offered, over all lines: slots and the cap are counted
   * from these.
   */
  held: Record<EmployeeId, HeldDialog[]>;
  /** The bots that can be given a dialog. */
  bots: readonly BotId[];
  /** The agreements a client can be asked to accept, each with the number of its newest published version. */
  agreements: Readonly<Record<string, number>>;
};

/** A line as the rules see it: its settings in force, and what stands around them. */
export type WorldLine = LineSettings & {
  id: LineId;
  active: boolean;
  /** It was deleted: its open dialogs close, and none comes to it. */
  deleted?: true;
  /** When it was inactive: some clocks stood then. The earliest first; the last without an end while it is. */
  pauses: readonly Pause[];
  /** The number of the settings' version, which facts name. */
  version: number;
  /** Those who answer, in their order: the queue's list with its departments resolved (`crewOf`). */
  crew: readonly EmployeeId[];
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
  | { refused: 'unavailable'; employeeId: EmployeeId; because: Exclude<Unavailable, 'dismissed'> }
  | { refused: 'too-many-open'; employeeId: EmployeeId }
  | { refused: 'same-target' }
  | { refused: 'no-such-line' }
  | { refused: 'no-such-department' }
  | { refused: 'no-such-person' }
  /** Sealed until the client consents. */
  | { refused: 'held' }
  /** The line is inactive: nothing is sent, nor later. */
  | { refused: 'line-inactive' }
  /** The chat has an open dialog already. */
  | { refused: 'has-open-dialog'; dialogId: DialogId }
  | { refused: 'not-finishing' }
  /** Nobody of ours ever had it, so there is nothing to mark. */
  | { refused: 'no-operator' }
  | { refused: 'not-with-bot' }
  /** The client was not asked to rate. */
  | { refused: 'not-asked' }
  /** A record was made for this dialog before. */
  | { refused: 'has-record' }
  /** A group has no records. */
  | { refused: 'group' };
