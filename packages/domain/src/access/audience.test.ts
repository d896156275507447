import { describe, expect, test } from 'vitest';

import { ann, bob, eve, lineId } from '../testing/index.ts';
import { audienceKeys, keysOf, maySee, roles, type Shown, type Viewer } from './index.ts';

const shown = (given: Partial<Shown>): Shown => ({
  lineId: lineId(1),
  holder: null,
  offeredTo: [],
  waiting: false,
  ...given,
});
const operator = (given: Partial<Viewer> = {}): Viewer => ({
  employeeId: ann,
  role: 'operator',
  lineIds: [lineId(1)],
  ...given,
});

const dialogs: [string, Shown, boolean][] = [
  ['held by him', shown({ holder: ann }), true],
  ['held by another', shown({ holder: bob }), false],
  ['offered to him among others', shown({ offeredTo: [bob, ann] }), true],
  ['offered to others', shown({ offeredTo: [bob, eve] }), false],
  ['joined beside its holder', shown({ holder: bob, joined: [ann] }), true],
  ['waiting in a line whose queue he is in', shown({ waiting: true }), true],
  ['waiting in another line', shown({ waiting: true, lineId: lineId(2) }), false],
  ['closed before anybody accepted it', shown({}), false],
];

describe('an operator sees a dialog', () => {
  test.each(dialogs)('%s: %s', (_, dialog, sees) => expect(maySee(operator(), dialog)).toBe(sees));
});

test.each(['administrator', 'supervisor'] as const)('%s sees any', (role) => {
  for (const [, dialog] of dialogs) expect(maySee(operator({ role, lineIds: [] }), dialog)).toBe(true);
});

test('keys answer as the rights do, so a live update reaches whom a query would', () => {
  for (const role of roles) {
    for (const lineIds of [[], [lineId(1)], [lineId(2)], [lineId(1), lineId(2)]]) {
      for (const [, dialog] of dialogs) {
        const viewer = operator({ role, lineIds });
        const keys = new Set(keysOf(viewer));
        expect(audienceKeys(dialog).some((key) => keys.has(key))).toBe(maySee(viewer, dialog));
      }
    }
  }
});

test('a frame is built once per audience: no key twice', () => {
  expect(audienceKeys(shown({ holder: ann, offeredTo: [ann, bob], waiting: true }))).toEqual([
    'everything',
    `person:${ann}`,
    `person:${bob}`,
    `queue:${lineId(1)}`,
  ]);
});
