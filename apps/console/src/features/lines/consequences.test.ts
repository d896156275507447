import { expect, test } from 'vitest';

import { newLineSettings, withChanges, type LineChanges, type LinePath } from '@switchboard/domain/line';

import { consequencesOf } from './consequences.ts';

const [ann, bob] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
const line = withChanges(newLineSettings(ann), {
  'queue.members': [{ employeeId: ann }, { employeeId: bob }],
  'queue.distribution': 'strictly',
});

const cases: [string, LineChanges, string[]][] = [
  ['a changed distribution offers anew', { 'queue.distribution': 'evenly' }, ['offered-anew']],
  [
    'whoever leaves the list gives his dialogs back, and waiting ones look again',
    { 'queue.members': [{ employeeId: bob }] },
    ['leaves', 'looked-for-again'],
  ],
  ['a longer offer moves those that run', { 'queue.offerMinutes': 9 }, ['deadlines-move']],
  [
    'where all are asked at once no offer runs out',
    { 'queue.distribution': 'all', 'queue.offerMinutes': 9 },
    ['offered-anew'],
  ],
  ['a limit lets waiting dialogs look again', { 'queue.limit': 3 }, ['looked-for-again']],
  ['a time moves the clocks', { 'autoActions.clientSilent.hours': 4 }, ['clocks-move']],
  ['hours that are not kept move nothing', { 'hours.week': {} }, ['from-now']],
  ['hours that are kept move what is due', { 'hours.schedule': true }, ['hours-move']],
  ['a text holds from now on', { 'autoActions.welcome.text': 'Hi' }, ['from-now']],
];
test.each(cases)('%s', (_, changes, expected) => {
  const told = consequencesOf(Object.keys(changes) as LinePath[], line, withChanges(line, changes), []);
  expect(told.map(({ consequence }) => consequence)).toEqual(expected);
});
