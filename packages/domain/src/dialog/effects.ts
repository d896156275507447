import type { LineId, MessageId } from './dialog.ts';

/** What must now be done outside the domain. The shell stores these with the facts, in the same transaction. */
export type Effect =
  /** Send this message of ours to the client through his channel. */
  | { effect: 'deliver'; messageId: MessageId }
  /**
   * Who can be offered what has changed in this line: its oldest waiting dialogs, and its offers to all, look
   * again.
   */
  | { effect: 'stir'; lineId: LineId };
