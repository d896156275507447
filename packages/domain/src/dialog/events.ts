import type { CrmAnswer, RecordId, RecordKind } from '../crm/index.ts';
import type { DepartmentId, EmployeeId } from '../people/index.ts';
import type { Vote } from '../rating/index.ts';
import type { BotId, ChatId, CloseReason, DialogId, LineId, MessageId, Responsible, Via } from './dialog.ts';

/** The dialog a message opens where its chat has none, with what is known of the client then. */
export type Opening = {
  dialogId: DialogId;
  chatId: ChatId;
  lineId: LineId;
  via?: Via;
  /** He never wrote to this company before. */
  firstContact?: boolean;
  /** He has accepted the present version of the line's agreement. */
  consented?: boolean;
  /** In this chat he was asked to accept that very version before: he has not answered yet, or said no. */
  asked?: 'open' | 'declined';
  responsible?: Responsible;
};

/** What the CRM says of a client, with what is needed to act on it. */
export type CrmSays = {
  /** `asking`: it stands elsewhere, and answers later. */
  answer: CrmAnswer | 'asking';
  /** The client can be written to: messengers always; of a live-chat visitor a phone or an e-mail address is known. */
  reachable: boolean;
  /** The ids that records take if any are made; two are enough. */
  ids: readonly RecordId[];
};

/** What a client's text says to the rules; the text itself stays outside. */
export type Meaning = {
  /** It reads as a vote. It is one only while a vote is awaited. */
  vote: Vote | null;
  /** It calls a person instead of the bot. */
  callsPerson: boolean;
};

/** Where a dialog can be handed to. */
export type TransferTarget =
  | { employeeId: EmployeeId; evenIfUnavailable: boolean }
  | { lineId: LineId }
  | { departmentId: DepartmentId };

/**
 * What may reach a dialog. Imperative: each asks for something and may be refused.
 * `client-writes` reaches a chat; it joins the open dialog or opens one under the number the shell took for it.
 */
export type DialogEvent =
  | { event: 'client-writes'; messageId: MessageId; opens: Opening; means?: Meaning; crm?: CrmSays }
  /** By a button that names the dialog: it counts later too. */
  | { event: 'client-votes'; vote: Vote }
  /** By a button or a form. `to`: what he was shown; left out, what the dialog asked. */
  | {
      event: 'client-consents';
      accepts: boolean;
      how: 'button' | 'form';
      to?: { agreementId: string; version: number };
      crm?: CrmSays;
    }
  /** The CRM has answered who the client is, and who is responsible for him. */
  | { event: 'client-recognised'; responsible: EmployeeId | null; crm?: CrmSays }
  /** The CRM was asked and did not answer; it is asked again. */
  | { event: 'crm-silent' }
  /** Somebody has a record made for the client of this dialog. */
  | { event: 'make-record'; by: EmployeeId; kind: RecordKind; recordId: RecordId }
  | { event: 'accept'; by: EmployeeId }
  | { event: 'decline'; by: EmployeeId }
  /** `echo`: written in the provider's own app, by the channel's owner. */
  | { event: 'operator-writes'; by: EmployeeId; messageId: MessageId; echo?: true }
  /** The first word is ours: a dialog that its author holds from the start. */
  | { event: 'write-first'; by: EmployeeId; opens: Opening; crm?: CrmSays }
  | { event: 'transfer'; by: EmployeeId; to: TransferTarget }
  | { event: 'take-over'; by: EmployeeId }
  | { event: 'join'; by: EmployeeId }
  | { event: 'leave'; by: EmployeeId }
  | { event: 'pin'; by: EmployeeId }
  | { event: 'unpin'; by: EmployeeId }
  /** `anothers`: by somebody whose rights reach the dialogs of others. */
  | { event: 'finish'; by: EmployeeId; anothers?: true }
  | { event: 'resume'; by: EmployeeId }
  /** Closes at once and says nothing: by hand, or because what it hung on is gone. `blocks`: spam, and the client too. */
  | {
      event: 'close';
      by: EmployeeId | null;
      because: Extract<CloseReason, 'forced' | 'spam' | 'duplicate' | 'channel-removed' | 'line-deleted' | 'erased'>;
      blocks?: true;
    }
  | { event: 'mark'; by: EmployeeId; stars: number }
  | { event: 'bot-writes'; botId: BotId; messageId: MessageId }
  /** To a person, another line, or the line's own queue. */
  | { event: 'bot-hands-over'; botId: BotId; to: { employeeId: EmployeeId } | { lineId: LineId } | 'queue' }
  | { event: 'bot-finishes'; botId: BotId }
  | { event: 'bot-fails'; botId: BotId }
  /** The waker's: a deadline may have passed, or somebody left. Finding nothing due is an ordinary outcome without facts. */
  | { event: 'time-passed'; crm?: CrmSays }
  /** Somebody may have become free, or left: a waiting dialog looks again, an offer to all follows who is there. */
  | { event: 'try-waiting' };

/** One kind of event. */
export type EventOf<K extends DialogEvent['event']> = Extract<DialogEvent, { event: K }>;
