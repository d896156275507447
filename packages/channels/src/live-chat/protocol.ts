import { z } from 'zod';

/**
 * The wire between the widget and the API, shared as types.
 *
 * Plain calls, JSON, under `{api}/live-chat/{address}` where `address` is the channel's public address:
 * - `GET  /config`   → `LiveChatConfig`
 * - `POST /visitor`  `VisitorRequest` → `VisitorAnswer`; the token stands for one visitor of one channel on one site
 * - `POST /messages` `VisitorMessage`, `Authorization: Bearer {token}` → 200 `{}` once the message is stored for good.
 *   `id` is made by the widget and is the dedupe key: sending again after a lost answer stores nothing twice.
 * - `POST /vote` `VisitorVote`, the same authorization → 200 `{}` once it is stored for good; it names the dialog and
 *   counts after its end too.
 * - `POST /consent` `VisitorConsent`, the same authorization → 200 `{}` once it stands in the ledger. Where `asks` of the
 *   configuration is not null, messages are refused with 403 `consent` before it is given: the widget keeps them and asks,
 *   and reads the configuration again, because another version may be asked for by then.
 *   4xx: `LiveChatError`. 401 means the token is not good here (ask for another), 429 and 503 mean try again later.
 *
 * A WebSocket at `/socket`. The widget's first frame is `hello` with the number of the last message it has;
 * messages of a chat are numbered without gaps from 1, so `after` is the whole cursor. The server answers
 * `welcome`, then `messages` whenever there are newer ones: after 0 the last ones (at most 50), after another number
 * all that came since, in order, in as many frames as it takes. A widget that sees a gap says `hello` again on the same
 * socket; that is answered by `messages` alone. Every frame is JSON, at most 4 kB from the widget.
 */
export const liveChatConfig = z.object({
  /** What the header shows: the live chat's title, else the line's name. */
  title: z.string(),
  /** BCP 47 language the line starts with: the widget speaks it where the visitor's browser has none of ours. */
  language: z.enum(['en', 'ru']),
  /** False: the channel was taken off or its line switched off for good; the widget says so and takes no text. */
  open: z.boolean(),
  /** What a visitor accepts before anything of his is sent; null where nothing is asked first. */
  asks: z
    .object({
      agreementId: z.uuid(),
      version: z.number().int(),
      /** In each of its languages, the company's first. */
      texts: z.array(z.object({ language: z.string(), title: z.string(), link: z.url() })).min(1),
    })
    .nullable(),
});
export type LiveChatConfig = z.infer<typeof liveChatConfig>;

export const visitorRequest = z.object({
  /** The page the visitor is on, as the embedding page says it. */
  page: z.object({ url: z.url().max(2000), title: z.string().max(300) }).nullable(),
  language: z.string().max(35),
});
export type VisitorRequest = z.infer<typeof visitorRequest>;

export const visitorAnswer = z.object({ token: z.string(), visitorId: z.uuid() });
export type VisitorAnswer = z.infer<typeof visitorAnswer>;

/** Characters of one message; the widget splits nothing, it says what is too long. */
export const longestText = 4000;

export const visitorMessage = z.object({
  id: z.uuid(),
  text: z.string().trim().min(1).max(longestText),
  page: z.object({ url: z.url().max(2000), title: z.string().max(300) }).nullable(),
});
export type VisitorMessage = z.infer<typeof visitorMessage>;

export const visitorVote = z.object({
  /** Made by the widget; sending again after a lost answer stores nothing twice. */
  id: z.uuid(),
  dialogId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  vote: z.enum(['good', 'bad']),
});
export type VisitorVote = z.infer<typeof visitorVote>;

export const visitorConsent = z.object({
  /** Made by the widget; sending again after a lost answer notes nothing twice. */
  id: z.uuid(),
  agreementId: z.uuid(),
  version: z.number().int().min(1).max(1_000_000),
  /** The language he read it in. */
  language: z.string().max(35),
  accepts: z.boolean(),
  page: z.object({ url: z.url().max(2000), title: z.string().max(300) }).nullable(),
});
export type VisitorConsent = z.infer<typeof visitorConsent>;

export const liveChatError = z.object({
  error: z.enum(['bad-request', 'no-such-chat', 'bad-token', 'too-many', 'busy', 'closed', 'consent']),
  message: z.string(),
});
export type LiveChatError = z.infer<typeof liveChatError>;

/** Who speaks to the visitor, as the line's *operator data* setting shows him. */
export const shownSender = z.object({ name: z.string(), position: z.string(), photo: z.string() });
export type ShownSender = z.infer<typeof shownSender>;

export const liveChatMessage = z.object({
  /** The message's number in the chat, from 1, without gaps. */
  number: z.number().int(),
  id: z.uuid(),
  from: z.enum(['visitor', 'operator', 'line']),
  /** The visitor's own id of the message, so that what he sees as *sending* becomes *sent*. Absent on ours. */
  clientId: z.uuid().optional(),
  sender: shownSender.nullable(),
  text: z.string(),
  at: z.number().int(),
});
export type LiveChatMessage = z.infer<typeof liveChatMessage>;

/** Where the conversation stands, for the header. */
export const liveChatStanding = z.object({
  state: z.enum(['none', 'waiting', 'with-operator', 'closed']),
  operator: shownSender.nullable(),
  /** The dialog that can be rated now, whether the line has asked for it, and how the visitor has voted. */
  rating: z
    .object({ dialogId: z.number().int(), asked: z.boolean(), vote: z.enum(['good', 'bad']).nullable() })
    .nullable(),
});
export type LiveChatStanding = z.infer<typeof liveChatStanding>;

export const frameFromWidget = z.discriminatedUnion('frame', [
  z.object({ frame: z.literal('hello'), token: z.string().max(1000), after: z.number().int().min(0) }),
  /** Older messages than `before`, at most 50, answered by `earlier`. */
  z.object({ frame: z.literal('get-earlier'), before: z.number().int().min(1) }),
  /** The visitor has the chat open and has seen everything up to this number. */
  z.object({ frame: z.literal('seen'), number: z.number().int().min(1) }),
  z.object({ frame: z.literal('ping') }),
]);
export type FrameFromWidget = z.infer<typeof frameFromWidget>;

export const frameToWidget = z.discriminatedUnion('frame', [
  /** `hasEarlier`: messages before the first of the following `messages` frame exist. `seen`: the highest number seen before. */
  z.object({
    frame: z.literal('welcome'),
    standing: liveChatStanding,
    hasEarlier: z.boolean(),
    seen: z.number().int(),
  }),
  z.object({ frame: z.literal('messages'), messages: z.array(liveChatMessage).max(50) }),
  z.object({ frame: z.literal('earlier'), messages: z.array(liveChatMessage).max(50), hasEarlier: z.boolean() }),
  z.object({ frame: z.literal('standing'), standing: liveChatStanding }),
  z.object({ frame: z.literal('pong') }),
  z.object({ frame: z.literal('error'), error: liveChatError }),
]);
export type FrameToWidget = z.infer<typeof frameToWidget>;
