import { z } from 'zod';

import { closeReasons, deadlineKinds, fact, states } from '@switchboard/domain/dialog';
import { unavailable } from '@switchboard/domain/people';
import { votes } from '@switchboard/domain/rating';
import { lineTexts } from '@switchboard/domain/text';

const shownPerson = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  photo: z.string().nullable(),
});

/** What the caller may do with a dialog now: the buttons of the screen. */
export const allowed = z.object({
  accept: z.boolean(),
  decline: z.boolean(),
  reply: z.boolean(),
  transfer: z.boolean(),
  finish: z.boolean(),
  close: z.boolean(),
  history: z.boolean(),
  takeOver: z.boolean(),
  join: z.boolean(),
  leave: z.boolean(),
  pin: z.boolean(),
  unpin: z.boolean(),
  resume: z.boolean(),
  /** Spam; with `block`, the client too. */
  spam: z.boolean(),
  block: z.boolean(),
  unblock: z.boolean(),
  /** Open another dialog in this chat and write first. */
  writeFirst: z.boolean(),
  mark: z.boolean(),
});

/** A dialog as lists show it. The live feed sends the same row. */
export const dialogRow = z.object({
  dialogId: z.number().int(),
  chatId: z.uuid(),
  line: z.object({ lineId: z.uuid(), name: z.string() }),
  channel: z.object({ channelId: z.uuid(), kind: z.enum(['live-chat', 'telegram']), name: z.string() }),
  client: z.object({ clientId: z.uuid(), name: z.string() }),
  direction: z.enum(['incoming', 'outgoing']),
  state: z.enum(states),
  /** The holder, once somebody accepted; after closing, who held it last. */
  operator: shownPerson.nullable(),
  /** Those on whose screens it stands as an offer. */
  offeredTo: z.array(z.uuid()),
  /** An offer to one person goes on at this moment. */
  offerUntil: z.number().int().nullable(),
  openedAt: z.number().int(),
  /** The client's first message nobody answered, or null where the last word is ours. */
  unansweredSince: z.number().int().nullable(),
  lastMessage: z
    .object({ from: z.enum(['client', 'operator', 'system']), text: z.string(), at: z.number().int() })
    .nullable(),
  /** Number of the chat's last message; with the caller's `readThrough` it gives the unread ones. */
  lastNumber: z.number().int(),
  /** Messages of the client in this dialog that its holder has not seen. */
  unread: z.number().int(),
  messages: z.number().int(),
  acceptedAt: z.number().int().nullable(),
  firstAnswerAt: z.number().int().nullable(),
  closedAt: z.number().int().nullable(),
  closeReason: z.enum(closeReasons).nullable(),
  /** A decision about this dialog failed and is parked; administrators see it. */
  parked: z.boolean(),
  pinned: z.boolean(),
  /** The no-answer time ran out before anybody accepted. */
  unanswered: z.boolean(),
  /** Opened outside the line's hours. */
  outsideHours: z.boolean(),
  /** The time for the answer that is owed ran out. */
  overdue: z.boolean(),
  /** Colleagues who write in it beside its holder. */
  joined: z.array(z.uuid()),
  /** Since when it is finishing. */
  finishedAt: z.number().int().nullable(),
  /** The client's vote and the manager's stars. */
  vote: z.enum(votes).nullable(),
  stars: z.number().int().nullable(),
});
export type DialogRow = z.infer<typeof dialogRow>;

export const delivery = z.enum(['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown']);

export const messageRow = z.object({
  chatId: z.uuid(),
  /** The message's number in its chat, from 1, without gaps. */
  number: z.number().int(),
  messageId: z.uuid(),
  dialogId: z.number().int().nullable(),
  from: z.enum(['client', 'operator', 'system']),
  operator: shownPerson.nullable(),
  /** `sealed`: what it says is shown once the client consents; `erased`: only its place is left. */
  kind: z.enum(['text', 'unsupported', 'sealed', 'erased']),
  text: z.string(),
  /** The provider's word for what cannot be shown. */
  unsupported: z.string().nullable(),
  at: z.number().int(),
  editedAt: z.number().int().nullable(),
  /** The text before the last edit. */
  formerText: z.string().nullable(),
  /** Where a message of ours stands on its way; null on the client's. */
  delivery: delivery.nullable(),
  /** Why it failed, in the provider's words. */
  problem: z.string().nullable(),
  /** The routing of this message failed and is parked; the message itself is safe. */
  undecided: z.boolean(),
  /** Which of its texts the line said; null on what a person wrote. */
  said: z.enum(lineTexts).nullable(),
});
export type MessageRow = z.infer<typeof messageRow>;

export const dialogView = z.object({
  row: dialogRow,
  allowed,
  client: z.object({
    clientId: z.uuid(),
    name: z.string(),
    /** What he writes is kept and opens nothing. */
    isBlocked: z.boolean(),
    identities: z.array(
      z.object({
        kind: z.enum(['live-chat', 'telegram']),
        name: z.string(),
        username: z.string().nullable(),
        since: z.number().int(),
      }),
    ),
    dialogs: z.array(
      z.object({
        dialogId: z.number().int(),
        openedAt: z.number().int(),
        closedAt: z.number().int().nullable(),
        state: z.enum(states),
      }),
    ),
    page: z.object({ url: z.string(), title: z.string() }).nullable(),
  }),
  /** Why nothing can be sent through this channel now, or null. */
  blocked: z
    .object({ because: z.enum(['channel-broken', 'channel-removed', 'line-inactive']), detail: z.string().nullable() })
    .nullable(),
  textLength: z.number().int(),
  /** The clocks that run in it, by the settings of now; the earliest first. */
  deadlines: z.array(z.object({ deadline: z.enum(deadlineKinds), at: z.number().int() })),
  /** The manager's mark with its comment. */
  mark: z
    .object({ stars: z.number().int(), comment: z.string(), by: shownPerson.nullable(), at: z.number().int() })
    .nullable(),
});

/** One step of a dialog with the names of everybody its fact mentions. */
export const historyStep = z.object({ number: z.number().int(), fact });

/** Why a call that acts was turned down, in codes the screen has words for. `by` is who was faster or who has it. */
export const refusal = z.object({
  refused: z.enum([
    'no-dialog',
    'closed',
    'taken',
    'not-offered',
    'not-in-queue',
    'not-yours',
    'dismissed',
    'unavailable',
    'too-many-open',
    'same-target',
    'no-such-line',
    'no-such-department',
    'no-such-person',
    'held',
    'line-inactive',
    'has-open-dialog',
    'not-finishing',
    'no-operator',
    'not-with-bot',
    'not-asked',
    'has-record',
    'group',
    'not-allowed',
    'not-in-plan',
    'channel-blocked',
    'client-blocked',
  ]),
  by: shownPerson.nullable(),
  /** Why somebody is unavailable. */
  because: z.enum(unavailable).exclude(['dismissed']).nullable(),
  /** Of `has-open-dialog`: which. */
  dialogId: z.number().int().nullable(),
});
export type ShownRefusal = z.infer<typeof refusal>;

/** What became of a call that acts: the dialog as it now stands, or why not. */
export const outcome = z.discriminatedUnion('done', [
  z.object({ done: z.literal(true), row: dialogRow, message: messageRow.nullable() }),
  z.object({ done: z.literal(false), refusal, row: dialogRow.nullable() }),
]);
