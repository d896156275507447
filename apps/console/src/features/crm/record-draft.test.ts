import { describe, expect, it } from 'vitest';

import { changesIn, newDraft, readDraft } from './record-draft.ts';

const draft = newDraft(null, 'EUR');

describe('the form of a record', () => {
  it('reads an amount as people write it, and leaves the currency out without one', () => {
    expect(readDraft('deal', { ...draft, title: 'Boat', amount: '12 500,50' }).words).toMatchObject({
      amount: 12_500.5,
      currency: 'EUR',
    });
    expect(readDraft('deal', { ...draft, title: 'Boat' }).words).toMatchObject({ amount: null, currency: null });
  });

  it.each([
    ['an amount that is none', { title: 'x', amount: 'much' }, { amount: 'records.amount.range' }],
    ['a deal without a title', {}, { title: 'records.title.empty' }],
    ['a name that is too long', { title: 'x', name: 'x'.repeat(101) }, { name: 'records.name.long' }],
  ])('says what is wrong with %s', (_, given, problems) =>
    expect(readDraft('deal', { ...draft, ...given }).problems).toEqual(problems),
  );

  it('names only what was changed, an emptied field too', () => {
    const id = '018f0000-0000-7000-8000-000000000001';
    const before = { ...readDraft('lead', { ...draft, name: 'Ada' }).words, fields: { [id]: 'red' } };
    expect(changesIn(before, before)).toEqual({});
    expect(changesIn(before, { ...before, surname: 'Byron', fields: {} })).toEqual({
      surname: 'Byron',
      fields: { [id]: null },
    });
  });
});
