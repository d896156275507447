import type { EmployeeId, Instant } from '../people/index.ts';
import type { HeldDialog, WaitingDialog } from '../queue/index.ts';

/** A dialog's number in its company, #1024: the id everybody uses. */
export type DialogId = number;
/** A line's id, a uuid. */
export type LineId = string;
/** The id of the lasting thread a dialog belongs to, a uuid. */
export type ChatId = string;
/** A message's id, a uuid: facts name messages, they never hold their texts. */
export type MessageId = string;

/** Why a dialog was closed (product §2). Reasons of features a company cannot reach yet join with them. */
export const closeReasons = [
  'finished',
  'client-silent',
  'operator-silent',
  'forced',
  'duplicate',
  'channel-removed',
] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Where a dialog stands (product §2). */
export const states = ['waiting', 'offered', 'accepted', 'answered', 'client-wrote', 'closed'] as const;
export type State = (typeof states)[number];

/**
 * One service cycle in a chat, from the first message to closing.
 *
 * A client writes and a dialog opens. The queue of its line looks for somebody: the dialog is `offered`, or,
 * where nobody is suitable, `waiting` until somebody is. An offer that is declined or runs out of time goes to
 * the next person, and after the last to the first again. Whoever accepts it holds it: `accepted` until
 * a person of ours has written, then to and fro between `answered` (the last word is ours) and `client-wrote`
 * (the client has written again). It leaves its holder by a transfer to a colleague, who holds it at once; by
 * a transfer to a line's queue, where a new round begins; or because the client writes while its holder is not
 * there, which brings it back to the queue. It ends `closed`: finished by its holder, closed by hand, because
 * what it hung on is gone, or because one side was silent too long. The client's next message opens another.
 *
 * - `waiting`: nobody suitable now. Left when somebody can be offered it, or takes it himself.
 * - `offered`: shown to one operator until `until`, or to all of `operatorIds` at once.
 * - `accepted`: an operator took it, no person has replied yet. Accepting is not replying.
 * - `answered`: the last word is a person's of ours.
 * - `client-wrote`: replied before, the client wrote again.
 * - `closed`: over.
 *
 * Holds ids, codes and moments only. The only way to make one is to fold facts (`evolve`).
 */
export type Dialog = Common & Standing;

/** What a dialog has in every state. */
export type Common = {
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
  /** Those of `asked` who said no. */
  declined: EmployeeId[];
};

/** What a dialog has in one state only. */
export type Standing =
  | {
      state: 'waiting';
      /** `all`, declined by everybody: nobody is asked again before this. */ notBefore: Instant | null;
    }
  | { state: 'offered'; to: 'one'; operatorId: EmployeeId; offeredAt: Instant; until: Instant }
  | { state: 'offered'; to: 'all'; operatorIds: EmployeeId[]; offeredAt: Instant }
  | { state: 'accepted' | 'answered' | 'client-wrote'; operatorId: EmployeeId; acceptedAt: Instant }
  | { state: 'closed'; because: CloseReason; closedAt: Instant; operatorId: EmployeeId | null };

/** A dialog that is not over. */
export type OpenDialog = Exclude<Dialog, { state: 'closed' }>;

/** The operator who holds the dialog, or held it when it closed; null before anybody accepted. */
export function holder(dialog: Dialog): EmployeeId | null {
  return 'operatorId' in dialog && dialog.state !== 'offered' ? dialog.operatorId : null;
}

/** Those on whose screens the dialog stands as an offer. */
export function offeredTo(dialog: Dialog): EmployeeId[] {
  if (dialog.state !== 'offered') return [];
  return dialog.to === 'one' ? [dialog.operatorId] : dialog.operatorIds;
}

/**
 * In whose hands the open dialog is: the holder, or the one person it is offered to; null while it waits or is
 * offered to all.
 */
export function inHandsOf(dialog: Dialog | null): EmployeeId | null {
  if (dialog === null || dialog.state === 'closed' || dialog.state === 'waiting') return null;
  return 'operatorId' in dialog ? dialog.operatorId : null;
}

/** The dialog as its operator's slots and the cap count it, or null where it is in nobody's hands. */
export function asHeld(dialog: Dialog): HeldDialog | null {
  if (inHandsOf(dialog) === null || dialog.state === 'waiting' || dialog.state === 'closed') return null;
  return { dialogId: dialog.id, lineId: dialog.lineId, state: dialog.state, everAnswered: dialog.repliedAt !== null };
}

/** What stands for "nobody waits for an answer" in the order of a line: later than every moment. */
export const nobodyWaits: Instant = Number.MAX_SAFE_INTEGER;

/**
 * A waiting dialog's place among those of its line: since the client's first unanswered message (product §3.1).
 * Where the last word is ours (it was transferred after a reply) no client waits, and it comes after all that do.
 */
export function waitingSince(dialog: Dialog): Instant {
  return dialog.unansweredSince ?? nobodyWaits;
}

/** The dialog as its line's order sees it, or null where it does not wait for somebody suitable. */
export function asWaiting(dialog: Dialog): WaitingDialog | null {
  if (dialog.state !== 'waiting') return null;
  return { dialogId: dialog.id, since: waitingSince(dialog), asked: dialog.asked, notBefore: dialog.notBefore };
}
