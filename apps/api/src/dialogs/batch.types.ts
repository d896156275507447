import type { Inbound } from '@switchboard/channels/channel';
import type { NewChange } from '@switchboard/db';
import type { CrmAnswer, RecordKind } from '@switchboard/domain/crm';
import type { Dialog, DialogEvent, Refusal, TransferTarget } from '@switchboard/domain/dialog';

import type { DialogRow, MessageRow } from './dialog.shapes.ts';

/** An inbound event as it waits in `received`, with the chat it belongs to where that exists. */
export type EventRow = {
  received_id: number;
  channel_id: string;
  event: Inbound;
  attempts: number;
  at: string;
  identity_id: string | null;
  client_id: string | null;
  chat_id: string | null;
  chat_identity_id: string | null;
  last_number: number | null;
  /** What the client was asked to accept in this chat. */
  asked: { agreementId: string; version: number } | null;
  /** Who has the address that the channel vouches for. */
  vouched_client_id: string | null;
  /** Who has the number, and who has the e-mail address, that the channel vouches for. */
  phone_owner: string | null;
  email_owner: string | null;
  client_name: string;
  /** He had a dialog before. */
  met: boolean;
  /** The client's last decisions. */
  consents: { agreementId: string; version: number; decision: string }[];
  /** The message is here already, under this number. */
  known_number: number | null;
  /** The client is blocked: what he writes is kept and opens nothing. */
  blocked: boolean;
};

export type DialogRowState = {
  dialogId: number;
  /** The dialog as it was stored. */
  body: Record<string, unknown>;
  facts: number;
  messages: number;
  clientId: string;
  channelId: string;
  chatId: string;
  wakeAt: number | null;
  /** When the offer ends, as lists show it. */
  offerUntil: number | null;
  firstAnswerAt: number | null;
  acceptedAt: number | null;
  readNumber: number;
  parkedAt: number | null;
  lastMessageAt: number;
  lastNumber: number;
  chatExternalId: string;
  clientName: string | null;
  clientBlocked: boolean;
  asked?: { agreementId: string; version: number } | null;
  lastFrom: string | null;
  lastEmployeeId: string | null;
};

/** The events that employees send by a call. */
export type Action = Extract<DialogEvent, { by: unknown }>['event'];

/** A call that acts, by the id its caller made. */
export type DialogCommand = {
  commandId: string;
  /** The dialog it is about; of `write-first`, one of the chat in which another is opened. */
  dialogId: number;
  by: string;
  action: Action;
  /** Of `operator-writes` and `write-first`. */
  text?: string;
  /** Of `close`; by hand unless said otherwise. */
  because?: 'forced' | 'spam' | 'channel-removed' | 'line-deleted' | 'erased';
  /** Of `close` as spam: the client is blocked, too. */
  blocks?: boolean;
  /** Of `transfer`. */
  to?: TransferTarget;
  /** Of `make-record`: what is made. */
  record?: RecordKind;
  /** Of `mark`. */
  stars?: number;
  comment?: string;
};

export type CommandRefusal =
  | Refusal
  | { refused: 'not-allowed' }
  /** The company's plan has no marks. */
  | { refused: 'not-in-plan' }
  | { refused: 'channel-blocked' }
  | { refused: 'client-blocked' };

/** What became of a call. Stored with its facts where it was done. */
export type CommandAnswer =
  | {
      done: true;
      message: { chatId: string; number: number } | null;
      /** The dialog that `write-first` opened. */
      opened?: number;
    }
  | { done: false; refusal: CommandRefusal };

/** An employee was heard of, or set his status. */
export type PresenceNote = { employeeId: string; connectedAt?: true; usedAt?: true; away?: boolean };

/** What the CRM that stands elsewhere says of a dialog's client, or that it does not answer. */
export type CrmAnswered = { dialogId: number; answer: CrmAnswer | 'unreachable' };

/** What a batch works on. */
export type Work = {
  /** Take pending received events, at most this many; 0 for none. */
  events: number;
  /** One received event alone, in place of the rest. */
  only: number | null;
  commands: DialogCommand[];
  due: number[];
  presence: PresenceNote[];
  /** Employees whose availability may have changed by time alone. */
  peopleDue: string[];
  stirs: Stir[];
  /** Parked decisions that an administrator wants tried again. */
  retries: string[];
  /** What the CRM that stands elsewhere has answered of these dialogs' clients. */
  recognised: CrmAnswered[];
  /** Somebody in this process wants to be shown what is written. */
  shown: boolean;
};

/** A parked decision with what it takes to decide again. */
export type ParkedRow = {
  parkedId: string;
  receivedId: number | null;
  event: Record<string, unknown>;
  dialogId: number | null;
  attempts: number;
  chat: {
    chatId: string;
    channelId: string;
    externalId: string;
    lastNumber: number;
    clientId: string;
    clientName: string | null;
  } | null;
  message: { number: number; dialogId: number | null } | null;
  /** What the client of the chat has decided, and whether he had a dialog before. */
  consents: { agreementId: string; version: number; decision: string }[];
  met: boolean;
  /** The client was blocked since. */
  blocked: boolean;
  /** Decisions of its dialog that stay parked beside it. */
  others: number;
};

/** What became of trying again: it was decided, or there was nothing to decide any more; it failed once more; it is not there. */
export type Retried = 'done' | 'failed' | 'gone';

/** A line whose waiting dialogs look again; with `circleAfter`, its offers to all too, from that dialog on. */
export type Stir = { lineId: string; circleAfter: number | null };

export type BatchResult = {
  /** An error: deciding on this one failed and is parked. */
  answers: Map<string, CommandAnswer | Error>;
  /** Events taken from `received`; as many as asked for means there may be more. */
  events: number;
  stirs: Stir[];
  /** What became of parked decisions. */
  retried: Map<string, Retried>;
  /** Dialogs that became due by what this batch did. */
  due: number[];
  /** The outbox has something for these lanes. */
  lanes: Set<string>;
  lastChange: number;
  /** What was written, as lists and the feed show it, once it is committed; null where nobody here wants to know. */
  wrote: Promise<Wrote> | null;
};

/** The changes of a batch with the rows they are about, read as they were committed. */
export type Wrote = { changes: readonly NewChange[]; dialogs: DialogRow[]; messages: MessageRow[] };

/** A dialog in the hands of a batch: as it was, as it is, and what of it must be written. */
export type Held = {
  row: DialogRowState;
  dialog: Dialog | null;
  facts: number;
  /** Who could see it when the batch began; null for a dialog that the batch opens. */
  before: { lineId: string; state: string; operatorId: string | null; offeredTo: string[]; joined: string[] } | null;
  /** Something of its row must be written. */
  dirty: boolean;
  /** Something that lists show changed: the live feed announces it. */
  changed: boolean;
  /** Whatever had come due was decided on. */
  looked: boolean;
};

/** A chat in the hands of a batch. */
export type Chat = {
  chatId: string;
  channelId: string;
  externalId: string;
  lastNumber: number;
  clientId: string;
  clientName: string | null;
  page: unknown;
  /** What the client was asked to accept in it. */
  asked: { agreementId: string; version: number } | null;
  dirty: boolean;
  isNew: boolean;
};

/** What a batch writes, by table. */
export type Rows = Record<
  | 'clients'
  | 'identities'
  | 'newChats'
  | 'chats'
  | 'dialogs'
  | 'facts'
  | 'messages'
  | 'edits'
  | 'commands'
  | 'received'
  | 'stamps'
  | 'people'
  | 'presence'
  | 'marked'
  | 'blocked'
  | 'notices'
  | 'parked'
  | 'retried'
  | 'again'
  | 'decided'
  | 'marks'
  | 'erased'
  | 'outbox',
  unknown[]
>;
