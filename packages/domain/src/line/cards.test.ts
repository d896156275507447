import { describe, expect, test } from 'vitest';

import { ann } from '../testing/index.ts';
import {
  cardOf,
  differingPaths,
  isSame,
  lineCards,
  linePaths,
  newLineSettings,
  notConnected,
  tabOf,
  tabsToSave,
  valueAt,
  withChanges,
} from './index.ts';

const line = newLineSettings(ann);

/** Where a setting is one value although it has fields of its own. */
const whole = new Set(['hours.week', 'queue.replaced', 'queue.hidden']);

function leaves(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || whole.has(path)) return [path];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`));
}

test('every setting of every tab stands in one card', () => {
  expect([...linePaths].sort()).toEqual(leaves(line, '').sort());
  expect(new Set(linePaths).size).toBe(linePaths.length);
});

test('a card stands in the tab of its settings', () => {
  for (const [card, paths] of Object.entries(lineCards)) {
    for (const path of paths) {
      expect(cardOf(path)).toBe(card);
      expect(tabOf(path)).toBe(tabOf(cardOf(path)));
      expect(Object.keys(tabsToSave)).toContain(tabOf(path));
    }
  }
});

describe('settings are changed by their paths', () => {
  test('what is named changes, in a new document', () => {
    const changed = withChanges(line, { 'autoActions.welcome.text': 'Hi', 'queue.limit': 4 });
    expect(differingPaths(line, changed)).toEqual(['queue.limit', 'autoActions.welcome.text']);
    expect(valueAt(changed, 'autoActions.welcome.text')).toBe('Hi');
    expect(valueAt(line, 'queue.limit')).toBeNull();
    expect(changed.rating).toBe(line.rating);
  });
  test('nothing named changes nothing', () => expect(differingPaths(line, withChanges(line, {}))).toEqual([]));
});

test.each([
  ['numbers', 1, 1, true],
  ['no number twice', Number.NaN, Number.NaN, true],
  ['a number and none', 1, null, false],
  ['lists in one order', [1, 2], [1, 2], true],
  ['lists in another order', [1, 2], [2, 1], false],
  ['fields in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
  ['a field more', { a: 1 }, { a: 1, b: null }, false],
])('%s', (_, a, b, same) => expect(isSame(a, b)).toBe(same));

test('what is not connected yet is a setting', () => {
  for (const path of Object.keys(notConnected)) expect(linePaths).toContain(path);
});
