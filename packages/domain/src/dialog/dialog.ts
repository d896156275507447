import type { EmployeeId, Instant } from '../people/index.ts';

/** A dialog's number in its company, #1024: the id everybody uses. */
export type DialogId = number;
export type LineId = string;
export type ChatId = string;
export type MessageId = string;

/** Why a dialog was closed (product §2). Reasons of features a company cannot reach yet join with them. */
export const closeReasons = ['finished', 'client-silent', 'operator-silent', 'forced', 'duplicate', 'channel-removed'] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Where a dialog stands (product §2). */
export const states = ['waiting', 'offered', 'accepted', 'answered', 'client-wrote', 'closed'] as const;
export type State = (typeof states)[number];

/**
 * One service cycle in a chat, from the first message to closing.
 *
 * - `waiting`: nobody suitable now. Left when somebody can be offered it, or takes it himself.
 * - `offered`: shown to one operator until `until`, or to all of `operatorIds` at once.
 * - `accepted`: an operator took it, no person has replied yet.
 * - `answered`: the last word is a person's of ours.
 * - `client-wrote`: replied before, the client wrote again.
 * - `closed`: over; the next message of the client opens another dialog.
 *
 * Holds ids, codes and moments only. The only way to make one is to fold facts (`evolve`).
 */
export type Dialog = Common & Standing;

type Common = {
  id: DialogId;
  lineId: LineId;
  chatId: ChatId;
  direction: 'incoming' | 'outgoing';
  openedAt: Instant;
  /** The last fact's moment; the next one is never before it. */
  lastFactAt: Instant;
  /** The client's last message, or null where he has written none yet. */
  clientWroteAt: Instant | null;
  /** The client's first message that no person has answered, or null where the last word is ours. */
  unansweredSince: Instant | null;
  /** The last message a person of ours wrote. */
  repliedAt: Instant | null;
  /** Those already asked in the present round, in the order they were asked. Declining counts. */
  asked: EmployeeId[];
};

type Standing =
  | { state: 'waiting'; /** `all`, declined by everybody: nobody is asked again before this. */ notBefore: Instant | null }
  | { state: 'offered'; to: 'one'; operatorId: EmployeeId; offeredAt: Instant; until: Instant }
  | { state: 'offered'; to: 'all'; operatorIds: EmployeeId[]; offeredAt: Instant }
  | { state: 'accepted' | 'answered' | 'client-wrote'; operatorId: EmployeeId; acceptedAt: Instant }
  | { state: 'closed'; because: CloseReason; closedAt: Instant; operatorId: EmployeeId | null };

export type OpenDialog = Extract<Dialog, { state: Exclude<State, 'closed'> }>;

/** The operator who holds the dialog, or held it when it closed; null before anybody accepted. */
export function holder(dialog: Dialog): EmployeeId | null {
  return 'operatorId' in dialog && dialog.state !== 'offered' ? dialog.operatorId : null;
}

/** Those on whose screens the dialog stands as an offer. */
export function offeredTo(dialog: Dialog): EmployeeId[] {
  if (dialog.state !== 'offered') return [];
  return dialog.to === 'one' ? [dialog.operatorId] : dialog.operatorIds;
}
