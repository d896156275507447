import { expect, test } from 'vitest';

import { heatOf } from './heat-map.tsx';

test.each([
  [0, 50, 0],
  [1, 50, 1],
  [10, 50, 1],
  [11, 50, 2],
  [50, 50, 5],
  [1, 1, 5],
  [0, 0, 0],
])('%d of at most %d is ground %d', (dialogs, most, heat) => {
  expect(heatOf(dialogs, most)).toBe(heat);
});
