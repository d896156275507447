import { describe, expect, it } from 'vitest';
import { days } from './bursts.ts';
import { emptyConversation, type Conversation } from './conversation.ts';

const minute = 60_000;
const anna = { name: 'Anna', position: 'Support', photo: '' };
const boris = { ...anna, name: 'Boris' };

type Said = [at: number, who: 'visitor' | typeof anna, text: string];
function said(...all: Said[]): Conversation {
  const messages = all.map(([at, who, text], index) => ({
    number: index + 1,
    id: `id-${text}`,
    from: who === 'visitor' ? ('visitor' as const) : ('operator' as const),
    sender: who === 'visitor' ? null : who,
    text,
    at: at * minute,
  }));
  return { ...emptyConversation, messages };
}
const dayOf = (at: number): string => String(Math.floor(at / (24 * 60 * minute)));
const shape = (conversation: Conversation): string[][] =>
  days(conversation, dayOf).map(({ bursts }) => bursts.map(({ entries }) => entries.map(({ text }) => text).join('+')));

describe('days', () => {
  it.each([
    ['nothing', said(), []],
    ['one side without a pause', said([0, anna, 'a'], [1, anna, 'b']), [['a+b']]],
    ['one side after a pause', said([0, anna, 'a'], [5, anna, 'b']), [['a', 'b']]],
    ['both sides', said([0, 'visitor', 'a'], [1, anna, 'b'], [2, 'visitor', 'c']), [['a', 'b', 'c']]],
    ['two operators', said([0, anna, 'a'], [1, boris, 'b']), [['a', 'b']]],
    ['over midnight', said([1439, anna, 'a'], [1440, anna, 'b']), [['a'], ['b']]],
  ] as [string, Conversation, string[][]][])('%s', (_, conversation, expected) => {
    expect(shape(conversation)).toEqual(expected);
  });

  it('keeps the keys apart when a wrong clock goes back to a day', () => {
    const keys = days(said([0, anna, 'a'], [2000, anna, 'b'], [1, anna, 'c']), dayOf).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });

  it('puts what is being sent last and what failed by itself, under the key it keeps', () => {
    const conversation: Conversation = {
      ...said([0, 'visitor', 'a']),
      outgoing: [
        { id: 'b', text: 'b', at: minute, state: 'sent' },
        { id: 'c', text: 'c', at: minute, state: 'failed' },
        { id: 'd', text: 'd', at: minute, state: 'sending' },
      ],
    };
    expect(shape(conversation)).toEqual([['a+b', 'c', 'd']]);
    expect(days(conversation, dayOf)[0]?.bursts[1]?.entries).toMatchObject([{ key: 'c', standing: 'failed' }]);
  });
});
