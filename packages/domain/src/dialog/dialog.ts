import type { NoRecordReason, RecordConfidence, RecordId, RecordKind } from '../crm/index.ts';
import type { DepartmentId, EmployeeId, Instant } from '../people/index.ts';
import type { HeldDialog, WaitingDialog } from '../queue/index.ts';
import { awaited, type RatingSettings, type Vote } from '../rating/index.ts';
import type { LineText } from '../text/index.ts';

/** A dialog's number in its company, #1024: the id everybody uses. */
export type DialogId = number;
/** A line's id, a uuid. */
export type LineId = string;
/** The id of the lasting thread a dialog belongs to, a uuid. */
export type ChatId = string;
/** A bot's id, a uuid. */
export type BotId = string;
/** A message's id, a uuid: facts name messages, they never hold their texts. */
export type MessageId = string;

/** Who is responsible for the client by the CRM: an employee's id, `asking` while it has not answered, null for nobody. */
export type Responsible = string | null;

/** Why a dialog was closed (product §2). */
export const closeReasons = [
  'finished',
  'client-silent',
  'operator-silent',
  'rated',
  'spam',
  'forced',
  'duplicate',
  'by-bot',
  'no-consent',
  'channel-removed',
  'line-deleted',
  'erased',
] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Where a dialog stands (product §2). */
export const states = [
  'held',
  'with-bot',
  'waiting',
  'offered',
  'accepted',
  'answered',
  'client-wrote',
  'finishing',
  'closed',
] as const;
export type State = (typeof states)[number];

/** The four states that lists show: what has to be done, and by whom (product §2). */
export const listedStates = ['with-bot', 'client-waits', 'answered', 'closed'] as const;
export type ListedState = (typeof listedStates)[number];

/** What a dialog counts as in lists. */
export const listedAs: Record<State, ListedState> = {
  held: 'with-bot',
  'with-bot': 'with-bot',
  waiting: 'client-waits',
  offered: 'client-waits',
  accepted: 'client-waits',
  'client-wrote': 'client-waits',
  answered: 'answered',
  finishing: 'answered',
  closed: 'closed',
};

/**
 * The way a client writes, as far as it changes a rule: in the live chat, in a messenger that has buttons or one that
 * has none, or in a group, which is asked for no consent, no rating and has no bot (product §2, Odd cases).
 */
export const vias = ['live-chat', 'buttons', 'text', 'group'] as const;
export type Via = (typeof vias)[number];

/**
 * One service cycle in a chat, from the first message to closing.
 *
 * A client writes and a dialog opens. Where consent is asked and nothing may be read before it is given, the dialog is
 * `held`. Where a bot goes first it is `with-bot`, until the bot hands over, fails or the client calls a person. Then
 * the queue of its line looks for somebody: the dialog is `offered`, or, where nobody is suitable, `waiting` until
 * somebody is. An offer that is declined or runs out of time goes to the next person, and after the last to the first
 * again. Whoever accepts it holds it: `accepted` until a person of ours has written, then to and fro between `answered`
 * (the last word is ours) and `client-wrote` (the client has written again). It leaves its holder by a transfer or a
 * take-over, or goes back to the queue when he leaves. Finished with something still to be said or heard, it is
 * `finishing`: for the grace time it can be taken up again. It ends `closed`, and the client's next message opens
 * another.
 *
 * - `held`: sealed until the client consents. No clocks but the one that ends it.
 * - `with-bot`: a bot answers.
 * - `waiting`: nobody suitable now. Left when somebody can be offered it, or takes it himself.
 * - `offered`: shown to one operator until `until`, or to all of `operatorIds` at once.
 * - `accepted`: an operator took it, no person has replied yet. Accepting is not replying.
 * - `answered`: the last word is a person's of ours.
 * - `client-wrote`: replied before, the client wrote again.
 * - `finishing`: finished, with the grace time running. Why it will close is fixed already.
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
  via: Via;
  openedAt: Instant;
  /** The last fact's moment; the next one is never before it. */
  lastFactAt: Instant;
  /** The client's last message, or null where he has written none yet. */
  clientWroteAt: Instant | null;
  /** The client's first message that no person has answered, or null where the last word is ours. */
  unansweredSince: Instant | null;
  /** The last message a person of ours wrote. */
  repliedAt: Instant | null;
  /**
   * The last message of ours, whoever wrote it: a person, a bot or the line itself. A finishing dialog that is taken up
   * again counts as one: the client's silence is counted from there.
   */
  oursAt: Instant | null;
  /** Those already asked in the present round, in the order they were asked. Declining counts. */
  asked: EmployeeId[];
  /** Those of `asked` who said no. */
  declined: EmployeeId[];
  /** The department it was transferred to, whose people alone are asked for one round. */
  departmentId: DepartmentId | null;
  /** Its holder was in the line's queue when he got it: he gives it back when he is removed from there. */
  ofLine: boolean;
  /** Its holder was not there when he got it: that he still is not does not take it from him. */
  givenGone: boolean;
  /** Pinned by its holder: it stays with him, and silence of the client does not close it. */
  pinned: boolean;
  /** Colleagues who joined it and may write in it beside the holder. */
  joined: EmployeeId[];
  /** The line's texts that have gone; most go once a dialog. */
  said: LineText[];
  /** When the outside-hours text went last: it goes once in each period in which nobody was there. */
  outsideSaidAt: Instant | null;
  /** It was opened outside the line's hours. */
  outsideHours: boolean;
  /** Since when the no-answer clock runs; null where it stopped, has run out or has not begun. */
  unacceptedSince: Instant | null;
  /** The no-answer time ran out before anybody accepted: marked for good. */
  unanswered: boolean;
  /** The first message of the burst whose answer the KPI clock measures; null where none runs. */
  burstAt: Instant | null;
  /** The overdue notice of this burst has gone. */
  overdue: boolean;
  /** The client's first contact with the company: what goes only then went here. */
  firstContact: boolean;
  responsible: Responsible;
  /** What the CRM has on the client of this dialog. */
  crm: InCrm;
  /** Whether consent to personal data was asked, and what became of it. */
  consent: 'asked' | 'given' | 'declined' | null;
  /** What the client was asked to accept; null where nothing was, or before this was noted. */
  consentTo: { agreementId: string; version: number } | null;
  /** The bot that has, or had, a part in it: `on` while it answers, `silent` while it only listens. */
  bot: { botId: BotId; turn: 'on' | 'silent' | 'over' } | null;
  /** The request to rate, whom a vote counts for, and the vote once there is one. */
  rating: Rating | null;
  /** The manager's mark, 1 to 5 stars. */
  stars: number | null;
};

/** A dialog as the CRM knows it (product §3.2). */
export type InCrm = {
  /** The records it is about, in the order in which they came to it. */
  records: { recordId: RecordId; kind: RecordKind; confidence: RecordConfidence }[];
  /** Why no record was made for it; null where one was, or nothing was weighed. */
  nothing: NoRecordReason | null;
  /** The records made for it belong to whoever first accepted it: that is settled. */
  settled: boolean;
  /** The CRM was asked, and did not answer yet. */
  unreachable: boolean;
};

/** What came of asking the client to rate (product §3.6). */
export type Rating = {
  /** When he was asked; null where he voted without being asked. */
  askedAt: Instant | null;
  /** A vote by text is awaited until this moment, left out, as the line's limit was at the request; null for no limit. */
  until: Instant | null;
  /** Who held the dialog at finishing: the vote counts for him. */
  operatorId: EmployeeId | null;
  vote: Vote | null;
  votedAt: Instant | null;
};

/** What a dialog has in one state only. */
export type Standing =
  | { state: 'held'; heldSince: Instant }
  | {
      state: 'with-bot';
      botSince: Instant;
      /** The first message the bot has not reacted to; null while it owes nothing. */
      botOwesSince: Instant | null;
    }
  | {
      state: 'waiting';
      /** `all`, declined by everybody: nobody is asked again before this. */
      notBefore: Instant | null;
      /** When everybody had declined; null where `notBefore` is. */
      refusedAt: Instant | null;
      /** The CRM is being asked who is responsible: nobody is asked before the answer or this moment. */
      identifyingUntil: Instant | null;
    }
  | {
      state: 'offered';
      to: 'one';
      operatorId: EmployeeId;
      offeredAt: Instant;
      until: Instant;
      /** The way the line handed it out; null by the CRM, and where it was not noted. */
      distribution: 'evenly' | 'strictly' | null;
      /** `crm`: he is responsible for the client; `queue`: it was his turn. */
      route: 'queue' | 'crm';
    }
  | { state: 'offered'; to: 'all'; operatorIds: EmployeeId[]; offeredAt: Instant }
  | { state: 'accepted' | 'answered' | 'client-wrote'; operatorId: EmployeeId; acceptedAt: Instant }
  | {
      state: 'finishing';
      operatorId: EmployeeId | null;
      acceptedAt: Instant | null;
      finishedAt: Instant;
      /** Why it will close, unless a vote closes it. */
      because: CloseReason;
    }
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
 * In whose hands the open dialog is: the holder, or the one person it is offered to; null while it waits, is with a
 * bot, sealed, or offered to all.
 */
export function inHandsOf(dialog: Dialog | null): EmployeeId | null {
  if (dialog === null || dialog.state === 'closed') return null;
  return 'operatorId' in dialog ? dialog.operatorId : null;
}

/** The dialog as its operator's slots and the cap count it, or null where it is in nobody's hands. */
export function asHeld(dialog: Dialog): HeldDialog | null {
  if (inHandsOf(dialog) === null) return null;
  switch (dialog.state) {
    case 'offered':
    case 'accepted':
    case 'answered':
    case 'client-wrote':
    case 'finishing':
      return {
        dialogId: dialog.id,
        lineId: dialog.lineId,
        state: dialog.state,
        everAnswered: dialog.repliedAt !== null,
      };
    default:
      return null;
  }
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
  const { id, asked, notBefore, identifyingUntil } = dialog;
  return { dialogId: id, since: waitingSince(dialog), asked, notBefore, identifyingUntil };
}

/**
 * Is a vote by text awaited at this moment? From the request until the vote or the time limit its line has now (product
 * §2, Closing and Deadlines), or had at the request where no line is given; that the chat has no later dialog is for the
 * caller to know.
 */
export function voteAwaited(
  dialog: Dialog,
  now: Instant,
  line?: { rating: Pick<RatingSettings, 'limitDays'> },
): boolean {
  const { rating } = dialog;
  if (rating === null || rating.askedAt === null || rating.vote !== null) return false;
  if (line === undefined) return rating.until === null || now < rating.until;
  return awaited({ askedAt: rating.askedAt }, line.rating, now);
}

/** A dialog as it was stored, by whatever version: what it could not know then has the value that stands for nothing. */
export function asStored(stored: Record<string, unknown>): Dialog {
  const waiting = stored['state'] === 'waiting' ? { identifyingUntil: null, refusedAt: null } : {};
  const offered = stored['state'] === 'offered' && stored['to'] === 'one' ? { route: 'queue', distribution: null } : {};
  return {
    ...nothingKnown,
    oursAt: stored['repliedAt'] ?? null,
    ...waiting,
    ...offered,
    ...stored,
  } as unknown as Dialog;
}

/** What a dialog starts with, where its opening does not say otherwise. */
export const nothingKnown = {
  via: 'text',
  clientWroteAt: null,
  unansweredSince: null,
  repliedAt: null,
  oursAt: null,
  asked: [],
  declined: [],
  departmentId: null,
  ofLine: true,
  givenGone: false,
  pinned: false,
  joined: [],
  said: [],
  outsideSaidAt: null,
  outsideHours: false,
  unacceptedSince: null,
  unanswered: false,
  burstAt: null,
  overdue: false,
  firstContact: false,
  responsible: null,
  crm: { records: [], nothing: null, settled: false, unreachable: false },
  consent: null,
  consentTo: null,
  bot: null,
  rating: null,
  stars: null,
} as const satisfies Partial<{ [K in keyof Common]: unknown }>;
