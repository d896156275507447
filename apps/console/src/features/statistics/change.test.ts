import { expect, test } from 'vitest';

import { changeOf, isGood, pointsOf } from './change.ts';

test.each([
  ['more', 120, 100, { kind: 'more', share: 0.2 }],
  ['less', 50, 100, { kind: 'less', share: 0.5 }],
  ['nothing left', 0, 100, { kind: 'less', share: 1 }],
  ['as before', 7, 7, { kind: 'same' }],
  ['nothing, as before', 0, 0, { kind: 'same' }],
  ['something after nothing, which is no percentage', 5, 0, { kind: 'from-nothing', to: 5 }],
  ['many times as much, which is no percentage either', 500, 4, { kind: 'many-times', times: 125 }],
  ['a difference too small to be told', 100_001, 100_000, { kind: 'same' }],
  ['nothing to compare with', 5, null, null],
  ['nothing to compare', null, 5, null],
])('a number against the one before: %s', (_, now, before, change) => {
  expect(changeOf(now, before)).toEqual(change);
});

test.each([
  ['points more', 0.84, 0.8, { kind: 'more', points: 4 }],
  ['points less', 0.8, 0.812, { kind: 'less', points: 1.2 }],
  ['as before', 0.5, 0.5001, { kind: 'same' }],
  ['from nothing', 0.5, 0, { kind: 'more', points: 50 }],
  ['nothing to compare with', 0.5, null, null],
])('a share against the one before: %s', (_, now, before, change) => {
  expect(pointsOf(now, before)).toEqual(change);
});

test('less of what should be less is good, more of it is not, and of what is neither nothing is', () => {
  expect(isGood('less', 'less')).toBe(true);
  expect(isGood('more', 'less')).toBe(false);
  expect(isGood('from-nothing', 'less')).toBe(false);
  expect(isGood('more', 'more')).toBe(true);
  expect(isGood('less', 'more')).toBe(false);
  expect(isGood('more', 'neither')).toBeNull();
  expect(isGood('same', 'more')).toBeNull();
});
