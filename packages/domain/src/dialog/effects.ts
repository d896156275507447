import type { RecordConfidence, RecordId, RecordKind } from '../crm/index.ts';
import type { EmployeeId, Instant } from '../people/index.ts';
import type { LineText } from '../text/index.ts';
import type { BotId, LineId, MessageId } from './dialog.ts';

/** What must now be done outside the domain. The shell stores these with the facts, in the same transaction. */
export type Effect =
  /** Send this message of ours to the client through his channel. */
  | { effect: 'deliver'; messageId: MessageId }
  /** Send this text of the line, with its variables filled in; the operator is the one a variable names. */
  | { effect: 'say'; what: LineText; operatorId: EmployeeId | null }
  /** Show the bot what happened. A message that it must react to, or one it only listens to. */
  | { effect: 'tell-bot'; botId: BotId; what: 'opened' | 'client-wrote' | 'over'; messageId: MessageId | null }
  /** Tell employees, in the console and by e-mail. */
  | {
      effect: 'notify';
      what: 'first-answer-overdue' | 'answer-overdue';
      whom: EmployeeId[];
      operatorId: EmployeeId | null;
      since: Instant;
    }
  /** Nobody is left in the line's queue: tell the administrators. */
  | { effect: 'notify-administrators'; what: 'nobody-left' }
  /** Tell the operator that a manager marked his dialog. */
  | { effect: 'tell-mark'; operatorId: EmployeeId; stars: number }
  /** Note in the ledger what the client decided, and on what; `messageId` proves it, where he went on writing. */
  | {
      effect: 'record-consent';
      to: { agreementId: string; version: number } | null;
      accepts: boolean;
      how: 'button' | 'form' | 'continued-writing';
      messageId: MessageId | null;
    }
  /** Ask the CRM, where it stands elsewhere, who the client is. */
  | { effect: 'ask-crm' }
  /** The record is the client's, or like him. */
  | { effect: 'attach-record'; recordId: RecordId; confidence: Exclude<RecordConfidence, 'made'> }
  /** Make this record in the CRM, from what is known of the client. */
  | {
      effect: 'create-record';
      recordId: RecordId;
      kind: RecordKind;
      responsible: EmployeeId | null;
      /** Of a deal: whose it is. */
      contact: RecordId | null;
      by: EmployeeId | null;
    }
  /** These records are somebody else's now. */
  | { effect: 'change-responsible'; recordIds: RecordId[]; to: EmployeeId }
  /** The dialog is over: note on these records what was said. */
  | { effect: 'note-transcript'; recordIds: RecordId[] }
  /** The client's later messages are kept on his card and open nothing. */
  | { effect: 'block-client' }
  /** What the client wrote without consenting is erased. */
  | { effect: 'erase-content' }
  /**
   * Who can be offered what has changed in this line: its oldest waiting dialogs, and its offers to all, look
   * again.
   */
  | { effect: 'stir'; lineId: LineId };

/** One kind of effect. */
export type EffectOf<K extends Effect['effect']> = Extract<Effect, { effect: K }>;
