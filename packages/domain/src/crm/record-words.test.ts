import { describe, expect, test } from 'vitest';

import { emptyRecord, missingIn, recordTitle, recordWords } from './index.ts';

describe('a record is refused at the field', () => {
  test.each([
    ['with a title that is too long', { title: 'x'.repeat(201) }, 'title', 'records.title.long'],
    ['with a name that is too long', { name: 'x'.repeat(101) }, 'name', 'records.name.long'],
    ['with an amount below nothing', { amount: -1 }, 'amount', 'records.amount.range'],
    ['with a third place behind the point', { amount: 1.005 }, 'amount', 'records.amount.cents'],
    ['with more phones than twenty', { phones: Array(21).fill('1') }, 'phones', 'records.addresses.many'],
  ])('%s', (_, given, field, message) => {
    const issues = recordWords.safeParse({ ...emptyRecord, ...given }).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[field, message]]);
  });
});

describe('what a record cannot be without', () => {
  test.each([
    ['a deal has a title', 'deal', { name: 'Ada' }, { title: 'records.title.empty' }],
    ['a lead has anything to know it by', 'lead', {}, { name: 'records.name.empty' }],
    ['a phone is enough for a lead', 'lead', { phones: ['1'] }, {}],
    ['a title is enough for a contact', 'contact', { title: 'Firm' }, {}],
    ['an amount has a currency', 'deal', { title: 'x', amount: 5 }, { currency: 'records.currency.empty' }],
  ] as const)('%s', (_, kind, given, missing) =>
    expect(missingIn(kind, recordWords.parse({ ...emptyRecord, ...given }))).toEqual(missing),
  );
});

test.each([
  ['a contact by his name', 'contact', { title: 'Firm', name: 'Ada', surname: 'Byron' }, 'Ada Byron'],
  ['a lead by its title', 'lead', { title: 'Boat', name: 'Ada', surname: '' }, 'Boat'],
  ['one without words by its number', 'lead', { title: '', name: '', surname: '' }, '+15550100'],
] as const)('lists call %s', (_, kind, words, title) =>
  expect(recordTitle({ kind, ...words, addresses: [{ value: '+15550100' }] })).toBe(title),
);
