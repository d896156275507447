import { z } from 'zod';
import type { Content, Inbound, Sender } from '../channel/channel.ts';
import { Unreadable } from '../channel/unreadable.ts';
import { readCallbackData } from './buttons.ts';

const update = z.looseObject({ update_id: z.number().int() });

const person = z.object({
  id: z.number().int(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});

const message = z.looseObject({
  message_id: z.number().int(),
  chat: z.object({ id: z.number().int(), type: z.string() }),
  from: person.optional(),
  date: z.number().int(),
  edit_date: z.number().int().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  contact: z.object({ phone_number: z.string(), user_id: z.number().int().optional() }).optional().catch(undefined),
});
const press = z.object({
  from: person,
  message: z.object({ chat: z.object({ id: z.number().int(), type: z.string() }) }).optional(),
  data: z.string().optional(),
});
type Message = z.infer<typeof message>;

/**
 * What an `Update` of the Bot API (core.telegram.org/bots/api#update) says, in the product's words: always one event.
 *
 * - A message in a private chat is a `message`, `/start` included: it is how a client's app begins, so it opens a chat.
 * - Its text is `text`; anything else is `unsupported` with Telegram's word for it, and its caption.
 * - An edited message is an `edit` of the same `messageId`.
 * - A contact that somebody shares of himself is his number, which Telegram vouches for.
 * - A press of a button of ours in a private chat is a `consent` or a `vote`.
 * - Groups, channels, presses of other buttons, joining and leaving, pins and whatever Telegram adds are `ignored`.
 *
 * The key is `update:<update_id>`: Telegram repeats an update under the same id until it is answered 200.
 * Throws `Unreadable` for a body without an `update_id` and for a message that is not as documented.
 */
export function parse(body: unknown): Inbound[] {
  const read = understand(update, body);
  const externalId = `update:${read.update_id}`;
  if (read['message'] !== undefined) return [fromMessage(externalId, understand(message, read['message']), 'message')];
  if (read['edited_message'] !== undefined) {
    return [fromMessage(externalId, understand(message, read['edited_message']), 'edit')];
  }
  if (read['callback_query'] !== undefined) return [fromPress(externalId, understand(press, read['callback_query']))];
  const kind = Object.keys(read).find((key) => key !== 'update_id') ?? 'empty update';
  return [{ kind: 'ignored', externalId, why: kind }];
}

function fromPress(externalId: string, pressed: z.infer<typeof press>): Inbound {
  const says = pressed.data === undefined ? null : readCallbackData(pressed.data);
  if (says === null || pressed.message?.chat.type !== 'private')
    return { kind: 'ignored', externalId, why: 'callback_query' };
  const chat = String(pressed.message.chat.id);
  if (says.pressed === 'vote') return { kind: 'vote', externalId, chat, dialogId: says.dialogId, vote: says.vote };
  const { pressed: _, ...decided } = says;
  return { kind: 'consent', externalId, chat, from: senderOf(pressed.from), ...decided, how: 'button', evidence: null };
}

function senderOf(from: z.infer<typeof person>): Sender {
  return {
    id: String(from.id),
    name: clip(from.first_name, 200),
    surname: clip(from.last_name ?? '', 200),
    username: from.username === undefined ? null : clip(from.username, 200),
    language: from.language_code === undefined ? null : clip(from.language_code, 35),
  };
}

/** The number of somebody who shares himself as a contact, or null: it may be another's. */
function ownPhone(said: Message): string | null {
  const { contact: shared, from } = said;
  if (shared?.user_id === undefined || shared.user_id !== from?.id) return null;
  const digits = shared.phone_number.replace(/\D/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

function fromMessage(externalId: string, said: Message, kind: 'message' | 'edit'): Inbound {
  if (said.chat.type !== 'private') return { kind: 'ignored', externalId, why: `${kind} in a ${said.chat.type}` };
  if (said.from === undefined || said.from.is_bot) {
    return { kind: 'ignored', externalId, why: `${kind} not written by a person` };
  }
  const service = serviceKinds.find((name) => said[name] !== undefined);
  if (service !== undefined) return { kind: 'ignored', externalId, why: service };
  const seconds = kind === 'edit' ? (said.edit_date ?? said.date) : said.date;
  const event = {
    externalId,
    chat: String(said.chat.id),
    messageId: String(said.message_id),
    content: contentOf(said),
    sentAt: seconds * 1000,
  };
  if (kind === 'edit') return { kind, ...event };
  const phone = ownPhone(said);
  return {
    kind,
    ...event,
    from: { ...senderOf(said.from), ...(phone === null ? {} : { vouched: { phone, email: null } }) },
    page: null,
  };
}

function contentOf(said: Message): Content {
  if (said.text !== undefined) return { kind: 'text', text: said.text };
  const phone = ownPhone(said);
  if (phone !== null) return { kind: 'text', text: phone };
  const what =
    contentKinds.find((name) => said[name] !== undefined) ??
    Object.keys(said).find((name) => !frame.has(name)) ??
    'empty message';
  return { kind: 'unsupported', what, text: said.caption ?? '' };
}

/** In this order: an animation comes with a `document` beside it, a venue with a `location`. */
const contentKinds = [
  'animation',
  'venue',
  'photo',
  'document',
  'voice',
  'audio',
  'video',
  'video_note',
  'sticker',
  'location',
  'contact',
  'poll',
  'dice',
  'story',
  'game',
  'paid_media',
  'checklist',
  'invoice',
  'successful_payment',
];

/** What Telegram tells within a private chat without the client having said anything. */
const serviceKinds = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'connected_website',
  'proximity_alert_triggered',
  'passport_data',
];

/** What stands around the content of a message; the first other field of a message unknown to us names its content. */
const frame = new Set([
  'message_id',
  'message_thread_id',
  'direct_messages_topic',
  'chat',
  'from',
  'sender_chat',
  'sender_boost_count',
  'sender_business_bot',
  'business_connection_id',
  'date',
  'edit_date',
  'forward_origin',
  'forward_from',
  'forward_from_chat',
  'forward_from_message_id',
  'forward_sender_name',
  'forward_signature',
  'forward_date',
  'is_topic_message',
  'is_automatic_forward',
  'is_from_offline',
  'is_paid_post',
  'reply_to_message',
  'external_reply',
  'quote',
  'reply_to_story',
  'reply_to_checklist_task_id',
  'via_bot',
  'has_protected_content',
  'has_media_spoiler',
  'media_group_id',
  'author_signature',
  'paid_star_count',
  'entities',
  'link_preview_options',
  'effect_id',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'reply_markup',
]);

function understand<Read>(schema: z.ZodType<Read>, body: unknown): Read {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const where = read.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
  throw new Unreadable(`not an update of the Bot API: ${where}`);
}

function clip(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
