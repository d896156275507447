import { describe, expect, test } from 'vitest';

import { actions, withReaches, type RoleRights } from '@switchboard/domain/access';

import { consequencesOf } from './consequences.ts';
import { grouped } from './groups.ts';

const roles = new Map<string, RoleRights>([
  ['operator', withReaches('own')],
  ['lead', withReaches('department')],
]);
const people = [{ roleIds: ['operator'] }, { roleIds: ['operator', 'lead'] }, { roleIds: ['lead'] }];

describe('what follows from other rights of a role', () => {
  test('nothing, where they are the same', () =>
    expect(consequencesOf('operator', withReaches('own'), roles, people)).toEqual([]));

  test('counts those for whom it makes a difference, not those whose other role reaches as far', () => {
    const after = withReaches('own', { reply: 'none', mark: 'any' });
    expect(consequencesOf('operator', after, roles, people)).toEqual([
      { action: 'reply', lineId: null, to: 'none', widens: 0, narrows: 1 },
      { action: 'mark', lineId: null, to: 'any', widens: 2, narrows: 0 },
    ]);
  });

  test('is told of a line where that line alone changes, and once where it follows the general reach', () => {
    const line = { one: { reply: 'any' as const } };
    expect(consequencesOf('operator', { ...withReaches('own'), lines: line }, roles, people)).toEqual([
      { action: 'reply', lineId: 'one', to: 'any', widens: 2, narrows: 0 },
    ]);
    const named = new Map([...roles, ['operator', { ...withReaches('own'), lines: line }] as const]);
    const after = { ...withReaches('own', { join: 'none' }), lines: line };
    expect(consequencesOf('operator', after, named, people)).toEqual([
      { action: 'join', lineId: null, to: 'none', widens: 0, narrows: 1 },
    ]);
  });
});

test('every right stands in one group', () => {
  expect(grouped.toSorted()).toEqual(actions.toSorted());
});
