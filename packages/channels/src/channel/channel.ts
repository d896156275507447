import { z } from 'zod';

/** The channel kinds that can be connected. */
export const channelKinds = ['live-chat', 'telegram'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/**
 * What a provider allows. Drives the composer, the splitting of long texts and the channel's settings screen.
 */
export type Capabilities = {
  /** Characters of one text message; longer ones are split on sending. */
  textLength: number;
  /** Whether the client sees who answers beside each message; where not, the name goes into the text. */
  showsSender: boolean;
  /** Whether a provider's time-out can be repeated safely because a key of ours removes doubles. */
  hasSendKey: boolean;
};

/** What a client wrote, in the product's words, whatever the provider calls it. */
export const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** Something we cannot show yet. `what` is the provider's word for it; `text` a caption where there was one. */
  z.object({ kind: z.literal('unsupported'), what: z.string(), text: z.string() }),
]);
export type Content = z.infer<typeof content>;

/** Who wrote, as his provider calls him. */
export const sender = z.object({
  /** The provider's id of the person. */
  id: z.string().max(300),
  name: z.string().max(200),
  surname: z.string().max(200),
  username: z.string().max(200).nullable(),
  language: z.string().max(35).nullable(),
  /**
   * What the provider vouches for to be his: a phone number in E.164, an e-mail address in lower case (product §3.2).
   * What he only says of himself is never here.
   */
  vouched: z.object({ phone: z.string().max(20).nullable(), email: z.string().max(254).nullable() }).optional(),
});
export type Sender = z.infer<typeof sender>;

/** One event of a provider, translated. `externalId` is the event's key within the channel: the same key is the same event. */
export const inbound = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    externalId: z.string().max(300),
    /** The provider's name of the chat and of the message in it; answers go to `chat`. */
    chat: z.string().max(300),
    messageId: z.string().max(300),
    from: sender,
    content,
    /** The provider's own time, epoch milliseconds, or null where it says none. */
    sentAt: z.number().int().nullable(),
    page: z.object({ url: z.string(), title: z.string() }).nullable(),
  }),
  z.object({
    kind: z.literal('edit'),
    externalId: z.string().max(300),
    chat: z.string().max(300),
    messageId: z.string().max(300),
    content,
    sentAt: z.number().int().nullable(),
  }),
  /** A vote by a button under the request to rate; it names the dialog it is for. */
  z.object({
    kind: z.literal('vote'),
    externalId: z.string().max(300),
    chat: z.string().max(300),
    dialogId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    vote: z.enum(['good', 'bad']),
  }),
  /**
   * A client's answer to the request for consent, by a button or in the form before a live chat: to which version, in
   * which language he was shown it, and from which dialog, where a dialog had asked. `evidence`: what is his own of it.
   */
  z.object({
    kind: z.literal('consent'),
    externalId: z.string().max(300),
    chat: z.string().max(300),
    from: sender,
    dialogId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable(),
    agreementId: z.uuid(),
    version: z.number().int().min(1),
    language: z.string().max(35),
    accepts: z.boolean(),
    how: z.enum(['button', 'form']),
    evidence: z
      .object({
        ip: z.string().max(45).nullable(),
        userAgent: z.string().max(500).nullable(),
        page: z.string().max(2000).nullable(),
      })
      .nullable(),
  }),
  /** Genuine, understood, and nothing for us to do: stored for dedupe only. `why` is for the log. */
  z.object({ kind: z.literal('ignored'), externalId: z.string().max(300), why: z.string() }),
]);
export type Inbound = z.infer<typeof inbound>;

/** A call to a provider, as data: the shell sends it. Secrets may stand in `url`; it is never logged. */
export type ProviderRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | null;
};

export type ProviderAnswer = { status: number; headers: Record<string, string>; body: string };

/** What a provider's answer to a sending means. */
export type SendOutcome =
  | { outcome: 'sent'; externalId: string }
  /** Wait this long, then send the same again. */
  | { outcome: 'wait'; seconds: number; because: string }
  /** The provider is in trouble; try again by backoff. */
  | { outcome: 'retry'; because: string }
  /** It will never go through as it is; `blocksChannel` where the account itself is refused. */
  | { outcome: 'failed'; because: string; blocksChannel: boolean };
