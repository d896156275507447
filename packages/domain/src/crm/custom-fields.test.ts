import { describe, expect, test } from 'vitest';

import { asFieldValue, fieldWords, type FieldType } from './index.ts';

const field = (type: FieldType, options: string[] = []) => ({ type, options });

test.each([
  ['a text without its spaces', field('text'), '  red ', { value: 'red' }],
  ['nothing where nothing is written', field('number'), ' ', { value: null }],
  ['a number with a comma and spaces', field('number'), '1 250,5', { value: 1250.5 }],
  ['no word for a number', field('number'), 'many', { problem: 'records.field.number' }],
  ['no number without end', field('number'), Infinity, { problem: 'records.field.number' }],
  ['a day', field('date'), '2028-02-29', { value: '2028-02-29' }],
  ['no day that the calendar lacks', field('date'), '2027-02-29', { problem: 'records.field.date' }],
  ['no day in another form', field('date'), '23.11.2026', { problem: 'records.field.date' }],
  ['a choice in its own letters', field('choice', ['Gold', 'Silver']), 'gold', { value: 'Gold' }],
  ['no other choice', field('choice', ['Gold']), 'Tin', { problem: 'records.field.choice' }],
  ['yes in either language', field('yes-no'), 'Да', { value: true }],
  ['no', field('yes-no'), false, { value: false }],
  ['no perhaps', field('yes-no'), 'perhaps', { problem: 'records.field.yesNo' }],
  ['no text beyond a thousand signs', field('text'), 'x'.repeat(1001), { problem: 'records.field.long' }],
])('a field takes %s', (_, of, given, expected) => expect(asFieldValue(of, given)).toEqual(expected));

describe('a field of the company’s own is refused', () => {
  test.each([
    ['without a name', { name: ' ', type: 'text', options: [] }, 'crmFields.name.empty'],
    ['as a choice of nothing', { name: 'x', type: 'choice', options: [] }, 'crmFields.options.none'],
    ['with a value twice', { name: 'x', type: 'choice', options: ['a', 'a'] }, 'crmFields.options.twice'],
  ])('%s', (_, given, message) =>
    expect(fieldWords.safeParse(given).error?.issues.map((issue) => issue.message)).toEqual([message]),
  );
});
