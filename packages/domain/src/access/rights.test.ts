import { describe, expect, test } from 'vitest';

import { ann, bob, lineId } from '../testing/index.ts';
import { actions, may, roles, type Action, type Subject } from './index.ts';

const mine: Subject = { lineId: lineId(1), holder: ann, offeredTo: [], waiting: false, inQueue: false };
const offered: Subject = { lineId: lineId(1), holder: null, offeredTo: [bob, ann], waiting: false, inQueue: true };
const inMyLine: Subject = { lineId: lineId(1), holder: null, offeredTo: [], waiting: true, inQueue: true };
const elsewhere: Subject = { lineId: lineId(1), holder: null, offeredTo: [], waiting: true, inQueue: false };
const anothers: Subject = { lineId: lineId(1), holder: bob, offeredTo: [], waiting: false, inQueue: true };
const none: Subject = {};

const dialogs = [
  'dialogsList',
  'history',
  'reply',
  'accept',
  'takeOver',
  'join',
  'transfer',
  'finish',
  'block',
] as const;
const joined: Subject = {
  lineId: lineId(1),
  holder: bob,
  offeredTo: [],
  joined: [ann],
  waiting: false,
  inQueue: false,
};
const inLine: Action[] = ['linesView', 'startOutgoing'];
const inside = ['people', 'agreements', 'erasure', 'api', 'settings'] as const;
const his: Action[] = ['quickReplies', 'crm', 'statistics'];

describe('an administrator', () => {
  test.each(actions)('may do everything: %s', (action) => {
    for (const on of [mine, anothers, elsewhere, none])
      expect(may({ employeeId: ann, role: 'administrator' }, action, on)).toBe(true);
  });
});

describe('a supervisor, the whole company being one department', () => {
  test.each(actions)('%s', (action) => {
    const expected = !inside.some((one) => one === action);
    for (const on of [mine, anothers, elsewhere, none])
      expect(may({ employeeId: ann, role: 'supervisor' }, action, on)).toBe(expected);
  });
});

describe('an operator', () => {
  const seesAndTakes: Action[] = ['dialogsList', 'history', 'accept'];
  const cases: [string, Subject, readonly Action[]][] = [
    ['does everything in a dialog he holds', mine, dialogs],
    ['does everything in a dialog he is offered, and sees its line', offered, [...dialogs, ...inLine]],
    ['does everything in a dialog he joined', joined, dialogs],
    ['sees and takes what waits in his line', inMyLine, [...seesAndTakes, ...inLine]],
    ['has nothing to do with what waits in another line', elsewhere, []],
    ['has nothing to do with another’s dialog, though he sees its line', anothers, inLine],
    ['changes nothing of the company', none, []],
  ];
  test.each(cases)('%s', (_, on, allowed) => {
    const may_ = actions.filter((action) => may({ employeeId: ann, role: 'operator' }, action, on));
    expect(may_.sort()).toEqual([...allowed, ...his].sort());
  });
});

test('every role has an answer to every action', () => {
  for (const role of roles)
    for (const action of actions) expect(typeof may({ employeeId: ann, role }, action, none)).toBe('boolean');
});
