import { describe, expect, test } from 'vitest';

import { ann, bob } from '../testing/index.ts';
import { queueSettings } from './index.ts';

const members = [{ employeeId: ann }, { employeeId: bob }];

test('a new line has the defaults of the product', () => {
  expect(queueSettings.parse({ members })).toEqual({
    members,
    distribution: 'all',
    offerMinutes: 3,
    checkAvailability: true,
    limit: null,
    notCounted: 'waiting-for-client',
    operatorData: 'profile',
    replaced: {},
    hidden: { name: '', position: '', photo: '' },
    nameInText: true,
  });
});

describe('what is wrong is said at the field', () => {
  const range = (field: string) => `queue.${field}.range`;
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['nobody in the queue', { members: [] }, 'members', 'queue.members.empty'],
    ['the same employee twice', { members: [members[0], members[0]] }, 'members', 'queue.members.twice'],
    [
      'more than a thousand in the queue',
      { members: Array.from({ length: 1001 }, () => members[0]) },
      'members',
      'queue.members.tooMany',
    ],
    ['no hand-over time', { offerMinutes: 0 }, 'offerMinutes', range('offerMinutes')],
    ['more than twelve hours', { offerMinutes: 721 }, 'offerMinutes', range('offerMinutes')],
    ['a broken minute', { offerMinutes: 1.5 }, 'offerMinutes', range('offerMinutes')],
    ['a limit of none', { limit: 0 }, 'limit', range('limit')],
    ['a limit above the cap', { limit: 1001 }, 'limit', range('limit')],
    ['a broken limit', { limit: 2.5 }, 'limit', range('limit')],
  ];
  test.each(cases)('%s', (_, given, field, message) => {
    const parsed = queueSettings.safeParse({ members, ...given });
    expect(parsed.error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([field, message]);
  });
});

test.each([
  ['any whole minute from one', { offerMinutes: 1 }],
  ['to twelve hours', { offerMinutes: 720 }],
  ['also between the presets', { offerMinutes: 7 }],
  ['a limit of one', { limit: 1 }],
  ['a limit of a thousand', { limit: 1000 }],
  ['no limit', { limit: null }],
])('accepts %s', (_, given) => {
  expect(queueSettings.parse({ members, ...given })).toMatchObject(given);
});

test('what was typed for another mode is kept', () => {
  const replaced = { [ann]: { name: 'Support', position: '', photo: '' } };
  const hidden = { name: 'Our shop', position: '', photo: 'https://example.com/us.png' };
  expect(queueSettings.parse({ members, operatorData: 'profile', replaced, hidden })).toMatchObject({
    replaced,
    hidden,
  });
});
