import { describe, expect, test } from 'vitest';

import { latestOf } from './clients.queries.ts';

/** Messages of a chat from its end on, by the minutes of their clocks. */
const chat = (chatId: string, ...minutes: number[]) =>
  minutes.map((at, index) => ({ chatId, at, number: minutes.length - index }));
const order = (rows: ReturnType<typeof latestOf>) => rows.map(({ chatId, number }) => `${chatId}${number}`);

describe('a page of the thread of several chats', () => {
  test('takes the latest of all of them first', () => {
    expect(order(latestOf([...chat('a', 9, 5, 1), ...chat('b', 8, 7)], 4))).toEqual(['a3', 'b2', 'b1', 'a2']);
  });

  test('keeps the order of each chat whatever its clocks say', () => {
    expect(order(latestOf([...chat('a', 2, 9, 4), ...chat('b', 5)], 10))).toEqual(['b1', 'a3', 'a2', 'a1']);
  });

  test('ends where nothing is left', () => {
    expect(latestOf([], 10)).toEqual([]);
  });
});
