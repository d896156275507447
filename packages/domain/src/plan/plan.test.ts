import { describe, expect, test } from 'vitest';

import { hasRatings, mayHaveOneMore, mostLines, surplusLines, type Plan, type PlannedLine } from './index.ts';

const line = (lineId: string, createdAt: number, active = true): PlannedLine => ({ lineId, createdAt, active });

test.each<[Plan, number | null, boolean]>([
  ['free', 2, false],
  ['team', 10, true],
  ['unlimited', null, true],
])('%s: %s lines, ratings %s', (plan, most, ratings) => {
  expect([mostLines(plan), hasRatings(plan)]).toEqual([most, ratings]);
});

test.each<[Plan, number, boolean]>([
  ['free', 1, true],
  ['free', 2, false],
  ['team', 9, true],
  ['team', 10, false],
  ['unlimited', 400, true],
])('%s with %s active lines may have one more: %s', (plan, active, more) =>
  expect(mayHaveOneMore(plan, active)).toBe(more),
);

describe('after a downgrade', () => {
  const all = [line('d', 4), line('a', 1), line('c', 3), line('b', 2)];
  test('the newest lines are surplus', () => expect(surplusLines('free', all)).toEqual(['c', 'd']));
  test('those that are switched off do not count', () =>
    expect(surplusLines('free', [line('x', 0, false), ...all.slice(0, 3)])).toEqual(['d']));
  test('of two of one moment the later id is the newer', () =>
    expect(surplusLines('free', [line('b', 1), line('c', 1), line('a', 1)])).toEqual(['c']));
  test('where all fit, none is', () => expect(surplusLines('unlimited', all)).toEqual([]));
});
