import { describe, expect, it } from 'vitest';

import { moved } from './moved.ts';

describe('moving one of a list', () => {
  it.each([
    ['down', 0, 2, ['b', 'c', 'a', 'd']],
    ['up', 3, 1, ['a', 'd', 'b', 'c']],
    ['nowhere', 1, 1, ['a', 'b', 'c', 'd']],
    ['above the top is refused', 0, -1, ['a', 'b', 'c', 'd']],
    ['below the end is refused', 3, 4, ['a', 'b', 'c', 'd']],
    ['of none is refused', 9, 0, ['a', 'b', 'c', 'd']],
  ])('%s', (_, from, to, order) => {
    expect(moved(['a', 'b', 'c', 'd'], from, to)).toEqual(order);
  });
});
