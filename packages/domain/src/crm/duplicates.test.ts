import { describe, expect, test } from 'vitest';

import { addedAddresses, mergedValues, unmergedValues, type MergedValues } from './index.ts';

const values = (given: Partial<MergedValues> = {}): MergedValues => ({
  title: '',
  name: '',
  surname: '',
  source: '',
  amount: null,
  currency: null,
  responsibleId: null,
  contactId: null,
  stageId: null,
  fields: {},
  ...given,
});

describe('the record that stays', () => {
  const kept = values({ name: 'Ada', amount: 10, currency: 'EUR', fields: { a: 'mine' } });
  const merged = values({ name: 'A.', surname: 'Byron', amount: 20, currency: 'USD', fields: { a: 'his', b: true } });

  test('keeps its own values, and takes what it lacks', () =>
    expect(mergedValues(kept, merged, [])).toEqual(
      values({ name: 'Ada', surname: 'Byron', amount: 10, currency: 'EUR', fields: { a: 'mine', b: true } }),
    ));
  test('takes what was chosen, an amount with its currency', () =>
    expect(mergedValues(kept, merged, ['name', 'amount', 'a'])).toMatchObject({
      name: 'A.',
      amount: 20,
      currency: 'USD',
      fields: { a: 'his' },
    }));
  test('takes no emptiness', () => expect(mergedValues(kept, values(), ['name', 'amount'])).toEqual(kept));
  test('is as before when the merge is undone', () => {
    const after = mergedValues(kept, merged, ['name', 'a']);
    expect(unmergedValues(kept, after, after)).toEqual(kept);
  });
  test('keeps what was changed since', () => {
    const after = mergedValues(kept, merged, ['name']);
    const now = { ...after, name: 'Countess', fields: { ...after.fields, c: 1 } };
    expect(unmergedValues(kept, after, now)).toEqual({ ...kept, name: 'Countess', fields: { a: 'mine', c: 1 } });
  });
});

test('addresses are added once', () =>
  expect(
    addedAddresses(
      [
        { kind: 'phone', value: '+15550100' },
        { kind: 'email', value: 'a@b.example' },
      ],
      [{ kind: 'phone', value: '+15550100' }],
    ),
  ).toEqual([{ kind: 'email', value: 'a@b.example' }]));
