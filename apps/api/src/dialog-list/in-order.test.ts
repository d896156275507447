import { describe, expect, test } from 'vitest';

import { InOrder } from './in-order.ts';

const piece = (...pairs: [id: number, sort: number][]) => ({
  ids: Float64Array.from(pairs, ([id]) => id),
  sorts: Float64Array.from(pairs, ([, sort]) => sort),
});

describe('dialogs that were read in pieces', () => {
  test('come out in the order of all, some at a time, and each once', () => {
    const found = new InOrder(true);
    found.add(piece([4, 10], [6, 30], [5, 50]));
    found.add(piece());
    found.add(piece([1, 10], [3, 20], [2, 60]));
    expect([found.take(2), found.take(3), found.take(5), found.take(1)]).toEqual([[1, 4], [3, 6, 5], [2], []]);
  });

  test('come out backwards where the list is, those that have nothing there at the end', () => {
    const found = new InOrder(false);
    found.add(piece([2, 60], [3, 20], [1, -Infinity]));
    found.add(piece([5, 60], [6, 30], [4, -Infinity]));
    expect(found.take(9)).toEqual([5, 2, 6, 3, 4, 1]);
  });
});
