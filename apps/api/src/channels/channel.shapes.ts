import { z } from 'zod';

export const channelRow = z.object({
  channelId: z.uuid(),
  kind: z.enum(['live-chat', 'telegram']),
  name: z.string(),
  lineId: z.uuid(),
  lineName: z.string(),
  state: z.enum(['connected', 'broken']),
  /** What the provider said when it broke. */
  problem: z.string().nullable(),
  createdAt: z.number().int(),
  liveChat: z
    .object({
      /** The public page of the chat, to link or to print as a QR code. */
      page: z.url(),
      /** HTML to paste before `</body>`. */
      snippet: z.string(),
    })
    .nullable(),
  telegram: z.object({ username: z.string(), link: z.url() }).nullable(),
});
export type ChannelRow = z.infer<typeof channelRow>;

/** Connecting a bot: what Telegram answered, in codes the screen has words for. */
export const telegramConnected = z.discriminatedUnion('connected', [
  z.object({ connected: z.literal(true), channel: channelRow }),
  z.object({
    connected: z.literal(false),
    because: z.enum([
      'not-a-token',
      'token-refused',
      'already-connected',
      'no-public-address',
      'provider-unreachable',
      'webhook-refused',
    ]),
    /** The provider's own words, where it said any. */
    detail: z.string().nullable(),
  }),
]);
