import { expect, test } from 'vitest';

import { withReaches } from '@switchboard/domain/access';

import { differencesOf, isSameRole, take, type Draft } from './differences.ts';

const mine: Draft = { name: 'Lead', rights: { ...withReaches('own'), lines: { one: { reply: 'any' } } } };
const theirs: Draft = {
  name: 'Shift lead',
  rights: { ...withReaches('own', { mark: 'any' }), lines: { two: { join: 'none' } } },
};

test('two versions of a role differ in their names, rights and lines, each told alone', () => {
  expect(differencesOf(theirs, mine)).toEqual([
    { action: null, lineId: null },
    { action: 'mark', lineId: null },
    { action: 'join', lineId: 'two' },
    { action: 'reply', lineId: 'one' },
  ]);
});

test('taking each of the other’s values makes the other’s role', () => {
  let draft = mine;
  for (const difference of differencesOf(theirs, mine)) draft = take(draft, theirs, difference);
  expect(draft).toEqual(theirs);
  expect(isSameRole(draft, theirs)).toBe(true);
  expect(isSameRole(mine, theirs)).toBe(false);
});
