import type { LiveChatMessage } from '@switchboard/channels/live-chat';
import { describe, expect, it } from 'vitest';
import {
  emptyConversation,
  lastNumber,
  misses,
  next,
  unread,
  type Conversation,
  type ConversationEvent,
} from './conversation.ts';

const standing = { state: 'with-operator', operator: null, rating: null } as const;
const ours = (number: number): LiveChatMessage => ({
  number,
  id: `ours-${number}`,
  from: 'operator',
  sender: null,
  text: `answer ${number}`,
  at: number,
});
const theirs = (number: number, clientId: string): LiveChatMessage => ({ ...ours(number), from: 'visitor', clientId });
const messages = (...numbers: number[]): ConversationEvent => ({
  event: 'told',
  frame: { frame: 'messages', messages: numbers.map(ours) },
});
const after = (...events: ConversationEvent[]): Conversation => events.reduce(next, emptyConversation);
const numbers = (conversation: Conversation): number[] => conversation.messages.map(({ number }) => number);

describe('messages from the server', () => {
  it.each([
    ['in order', [messages(1), messages(2, 3)], [1, 2, 3], false],
    ['in one frame out of order', [messages(2, 1, 3)], [1, 2, 3], false],
    ['twice', [messages(1, 2), messages(2), messages(1, 2)], [1, 2], false],
    ['starting late, as a long history does', [messages(51, 52)], [51, 52], false],
    ['with a gap: what follows it waits', [messages(1), messages(4, 3)], [1], true],
    ['with a gap that is filled', [messages(1), messages(4), messages(2, 3)], [1, 2, 3, 4], false],
    ['with a gap that is filled in part', [messages(1), messages(4), messages(2)], [1, 2], true],
    [
      'with a gap when the connection is lost: all of it comes again',
      [messages(1), messages(4), { event: 'lost-connection' }],
      [1],
      false,
    ],
    ['with a gap that stays', [messages(1), messages(4, 6), { event: 'stays-missing' }], [1, 4, 6], false],
    [
      'late, after a gap was taken as it is',
      [messages(1), messages(4), { event: 'stays-missing' }, messages(2, 3)],
      [1, 2, 3, 4],
      false,
    ],
  ] as [string, ConversationEvent[], number[], boolean][])('%s', (_, events, shown, missing) => {
    const conversation = after(...events);
    expect(numbers(conversation)).toEqual(shown);
    expect(misses(conversation)).toBe(missing);
    expect(lastNumber(conversation)).toBe(shown.at(-1));
  });

  it('gets earlier ones before the first, once', () => {
    const earlier: ConversationEvent = {
      event: 'told',
      frame: { frame: 'earlier', messages: [ours(2), ours(1), ours(3)], hasEarlier: false },
    };
    const asked = after(
      { event: 'told', frame: { frame: 'welcome', standing, hasEarlier: true, seen: 0 } },
      messages(3, 4),
      { event: 'asked-for-earlier' },
    );
    expect(asked).toMatchObject({ hasEarlier: true, fetchesEarlier: true });
    const answered = [earlier, earlier].reduce(next, asked);
    expect(numbers(answered)).toEqual([1, 2, 3, 4]);
    expect(answered).toMatchObject({ hasEarlier: false, fetchesEarlier: false });
  });

  it('asks again for earlier ones after the connection was lost', () => {
    expect(after(messages(3), { event: 'asked-for-earlier' }, { event: 'lost-connection' }).fetchesEarlier).toBe(false);
  });

  it('takes a welcome after a loss as news of the standing, not of the history', () => {
    const welcome: ConversationEvent = {
      event: 'told',
      frame: { frame: 'welcome', standing, hasEarlier: true, seen: 1 },
    };
    expect(after(messages(1, 2), welcome)).toMatchObject({ standing, hasEarlier: false, seen: 1 });
  });
});

describe('own messages', () => {
  const wrote: ConversationEvent = { event: 'wrote', id: 'a', text: 'Hello', at: 5 };
  const arrives: ConversationEvent = { event: 'told', frame: { frame: 'messages', messages: [theirs(1, 'a')] } };
  const states = (conversation: Conversation): string[] => conversation.outgoing.map(({ state }) => state);

  it.each([
    ['are sending', [wrote], ['sending'], 0],
    ['are not written twice', [wrote, wrote], ['sending'], 0],
    ['are sent once stored', [wrote, { event: 'stored', id: 'a' }], ['sent'], 0],
    ['get their place by coming back', [wrote, { event: 'stored', id: 'a' }, arrives], [], 1],
    ['may come back before the answer', [wrote, arrives, { event: 'stored', id: 'a' }], [], 1],
    ['do not return to the outbox once numbered', [wrote, arrives, wrote], [], 1],
    ['fail', [wrote, { event: 'refused', id: 'a' }], ['failed'], 0],
    ['are tried again', [wrote, { event: 'refused', id: 'a' }, { event: 'tried-again', id: 'a' }], ['sending'], 0],
    ['are taken back', [wrote, { event: 'refused', id: 'a' }, { event: 'taken-back', id: 'a' }], [], 0],
  ] as [string, ConversationEvent[], string[], number][])('%s', (_, events, outgoing, numbered) => {
    const conversation = after(...events);
    expect(states(conversation)).toEqual(outgoing);
    expect(conversation.messages).toHaveLength(numbered);
  });

  it('go with the visitor who got another token, but for those the former one has sent', () => {
    const conversation = after(
      messages(1, 2),
      wrote,
      { event: 'stored', id: 'a' },
      { event: 'wrote', id: 'b', text: 'Still there?', at: 6 },
      { event: 'became-another-visitor' },
    );
    expect(conversation.messages).toEqual([]);
    expect(conversation.outgoing).toEqual([{ id: 'b', text: 'Still there?', at: 6, state: 'sending' }]);
  });
});

describe('unread', () => {
  it('counts what others wrote after what was seen', () => {
    const conversation = after(
      { event: 'told', frame: { frame: 'messages', messages: [ours(1), theirs(2, 'a'), ours(3), ours(4)] } },
      { event: 'saw', number: 3 },
      { event: 'saw', number: 1 },
    );
    expect(unread(conversation)).toBe(1);
    expect(unread(next(conversation, { event: 'saw', number: 4 }))).toBe(0);
  });
});
