import type { EmployeeId } from '../people/index.ts';
import type { ChatId, CloseReason, DialogId, LineId, MessageId } from './dialog.ts';

/**
 * What may reach a dialog. Imperative: each asks for something and may be refused.
 * `client-writes` reaches a chat; it joins the open dialog or opens `dialogId`, a number the shell took for it.
 */
export type DialogEvent =
  | { event: 'client-writes'; messageId: MessageId; opens: { dialogId: DialogId; chatId: ChatId; lineId: LineId } }
  | { event: 'accept'; by: EmployeeId }
  | { event: 'decline'; by: EmployeeId }
  | { event: 'operator-writes'; by: EmployeeId; messageId: MessageId }
  /** `to` a person, accepted on his behalf, or a line's queue, where the round starts anew. */
  | {
      event: 'transfer';
      by: EmployeeId;
      to: { employeeId: EmployeeId; evenIfUnavailable: boolean } | { lineId: LineId };
    }
  | { event: 'finish'; by: EmployeeId }
  /** Closes at once and says nothing: by hand (`forced`), or because what it hung on is gone. */
  | { event: 'close'; by: EmployeeId | null; because: Extract<CloseReason, 'forced' | 'duplicate' | 'channel-removed'> }
  /** The waker's: a deadline may have passed. Finding nothing due is an ordinary outcome without facts. */
  | { event: 'time-passed' }
  /** Somebody may have become free, or left: a waiting dialog looks again, an offer to all follows who is there. */
  | { event: 'try-waiting' };
/** One kind of event. */
export type EventOf<K extends DialogEvent['event']> = Extract<DialogEvent, { event: K }>;
