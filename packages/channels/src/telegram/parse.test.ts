import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inbound } from '../channel/channel.ts';
import { Unreadable } from '../channel/unreadable.ts';
import { parse } from './parse.ts';

const folder = new URL('./payloads/', import.meta.url);
const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

const anna = { id: '482913077', name: 'Анна', surname: 'Королёва', username: 'anna_korol', language: 'ru' };
const message = (number: number, messageId: string, content: object): object => ({
  kind: 'message',
  externalId: `update:${number}`,
  chat: '482913077',
  messageId,
  from: anna,
  content,
  sentAt: (1765454400 + Number(messageId)) * 1000,
  page: null,
});
const text = (said: string): object => ({ kind: 'text', text: said });
const unsupported = (what: string, caption = ''): object => ({ kind: 'unsupported', what, text: caption });
const ignored = (number: number, why: string): object => ({ kind: 'ignored', externalId: `update:${number}`, why });

const expected: Record<string, object> = {
  start: message(714200310, '1', text('/start')),
  text: message(714200311, '2', text('Здравствуйте! Заказ 4417 ещё не пришёл 😕')),
  'text-without-username': {
    ...message(714200312, '15', text('Do you ship to Norway?')),
    chat: '5130442291',
    from: { id: '5130442291', name: 'Ben', surname: '', username: null, language: null },
  },
  'reply-with-link': message(714200313, '3', text('вот он: https://shop.example/orders/4417')),
  'photo-with-caption': message(714200314, '4', unsupported('photo', 'коробка приехала мятая')),
  document: message(714200315, '5', unsupported('document')),
  voice: message(714200316, '6', unsupported('voice')),
  sticker: message(714200317, '7', unsupported('sticker')),
  animation: message(714200318, '8', unsupported('animation')),
  venue: message(714200319, '9', unsupported('venue')),
  contact: {
    ...message(714200320, '10', text('+79990001122')),
    from: { ...anna, vouched: { phone: '+79990001122', email: null } },
  },
  'contact-of-another': message(714200332, '14', unsupported('contact')),
  'consent-pressed': {
    kind: 'consent',
    externalId: 'update:714200333',
    chat: '482913077',
    from: anna,
    agreementId: '019ab3f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b',
    version: 3,
    dialogId: 1024,
    language: 'ru',
    accepts: true,
    how: 'button',
    evidence: null,
  },
  'vote-pressed': { kind: 'vote', externalId: 'update:714200334', chat: '482913077', dialogId: 1024, vote: 'bad' },
  'video-note': message(714200321, '11', unsupported('video_note')),
  'content-of-the-future': message(714200322, '12', unsupported('hologram')),
  'edited-text': {
    kind: 'edit',
    externalId: 'update:714200323',
    chat: '482913077',
    messageId: '2',
    content: text('Здравствуйте! Заказ 4418 ещё не пришёл'),
    sentAt: 1765454460_000,
  },
  'edited-caption': {
    kind: 'edit',
    externalId: 'update:714200324',
    chat: '482913077',
    messageId: '4',
    content: unsupported('photo', 'коробка приехала мятая и мокрая'),
    sentAt: 1765454470_000,
  },
  'group-text': ignored(714200325, 'message in a supergroup'),
  'group-edit': ignored(714200326, 'edit in a supergroup'),
  'channel-post': ignored(714200327, 'channel_post'),
  'bot-blocked': ignored(714200328, 'my_chat_member'),
  'button-press': ignored(714200329, 'callback_query'),
  pinned: ignored(714200330, 'pinned_message'),
  'update-of-the-future': ignored(714200331, 'thought'),
};

describe('parse', () => {
  it('has an expectation for every recorded payload', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected))('understands the recorded payload: %s', (name) => {
    const events = parse(recorded(name));
    expect(events).toEqual([expected[name]]);
    expect(inbound.array().safeParse(events).success).toBe(true);
  });

  it.each([
    ['no object', 'text'],
    ['null', null],
    ['no update_id', { message: { text: 'hello' } }],
    ['an update_id that is no number', { update_id: '714200311' }],
    ['a message without a chat', { update_id: 1, message: { message_id: 1, date: 1, text: 'hello' } }],
  ])('throws Unreadable for a body with %s', (_, body) => {
    expect(() => parse(body)).toThrow(Unreadable);
  });

  it('says where a body departs without repeating what it said', () => {
    const body = { update_id: 1, message: { message_id: 'secret words', date: 1, chat: { id: 1, type: 'private' } } };
    expect(() => parse(body)).toThrow('not an update of the Bot API: message_id');
  });

  it('ignores what a bot wrote', () => {
    const said = recorded('text') as { message: { from: object } };
    said.message.from = { ...said.message.from, is_bot: true };
    expect(parse(said)).toEqual([ignored(714200311, 'message not written by a person')]);
  });

  it('keeps a name that is too long within what is stored', () => {
    const said = recorded('text') as { message: { from: object } };
    said.message.from = { ...said.message.from, first_name: `${'a'.repeat(199)}😀` };
    expect(parse(said)[0]).toMatchObject({ from: { name: 'a'.repeat(199) } });
  });
});
