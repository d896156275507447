import { describe, expect, it } from 'vitest';

import { queueSettings, type QueueSettings } from '@switchboard/domain/queue';

import { consequences, differences } from './differences.ts';

const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const members = (...numbers: number[]) => numbers.map((number) => ({ employeeId: id(number) }));

function aQueue(over: Partial<QueueSettings> = {}): QueueSettings {
  return queueSettings.parse({ members: members(1, 2), distribution: 'strictly', ...over });
}

describe('two versions of a queue', () => {
  it.each<[string, Partial<QueueSettings>, string[]]>([
    ['do not differ where everything is equal', {}, []],
    ['differ in the order of people', { members: members(2, 1) }, ['members']],
    ['differ in a switch and a number', { checkAvailability: false, limit: 5 }, ['checkAvailability', 'limit']],
    ['differ deep inside', { replaced: { [id(1)]: { name: 'A', position: '', photo: '' } } }, ['replaced']],
  ])('%s', (_, over, keys) => {
    expect(differences(aQueue(), aQueue(over))).toEqual(keys);
  });
});

describe('what saving moves', () => {
  it.each<[string, Partial<QueueSettings>, string[]]>([
    ['is nothing for what clients see of operators', { operatorData: 'hidden', nameInText: false }, []],
    [
      'is every unaccepted dialog where the distribution changes',
      { distribution: 'evenly', members: members(1, 2, 3) },
      ['offered-anew'],
    ],
    ['is the dialogs of who leaves the queue', { members: members(1) }, ['leaves', 'looked-for-again']],
    ['is running offers where their time changes', { offerMinutes: 10 }, ['deadlines-move']],
    ['is waiting dialogs where somebody joins', { members: members(1, 2, 3) }, ['looked-for-again']],
    ['is no deadline where all are asked at once', { distribution: 'all', offerMinutes: 10 }, ['offered-anew']],
  ])('%s', (_, over, told) => {
    expect(consequences(aQueue(), aQueue(over)).map((one) => one.consequence)).toEqual(told);
  });

  it('is nobody’s dialogs where a department stands for who was listed alone', () => {
    const sales = { id: id(50), parentId: null, headId: null, memberIds: [id(1), id(2)] };
    const draft = aQueue({ members: [{ departmentId: sales.id }] });
    expect(consequences(aQueue(), draft, [sales])).toEqual([{ consequence: 'looked-for-again' }]);
    expect(consequences(draft, aQueue({ members: members(2) }), [sales])).toContainEqual({
      consequence: 'leaves',
      employeeIds: [id(1)],
    });
  });
});
