import { expect, test } from 'vitest';

import { roundTicks } from './ticks.ts';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [38, [0, 10, 20, 30, 40]],
  [140, [0, 50, 100, 150]],
  [1_204, [0, 500, 1_000, 1_500]],
  [999_999, [0, 500_000, 1_000_000]],
])('an axis up to %d has round numbers', (highest, ticks) => {
  expect(roundTicks(highest)).toEqual(ticks);
});
