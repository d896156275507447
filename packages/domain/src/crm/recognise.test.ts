import { describe, expect, test } from 'vitest';

import { crmSettings, recognise, type FoundRecord, type Recognition } from './index.ts';

const ann = 'aaaaaaaa-0000-4000-8000-000000000001';
const bob = 'aaaaaaaa-0000-4000-8000-000000000002';
const record = (given: Partial<FoundRecord> & Pick<FoundRecord, 'kind'>): FoundRecord => ({
  recordId: `${given.kind}-1`,
  by: 'verified',
  open: true,
  responsible: null,
  ...given,
});
const weigh = (records: FoundRecord[], given: Partial<Omit<Recognition, 'settings'>> & { settings?: object } = {}) =>
  recognise({
    answer: { records },
    reachable: true,
    has: [],
    made: false,
    ...given,
    settings: crmSettings.parse(given.settings ?? {}),
  });
const made = (records: FoundRecord[], given: Parameters<typeof weigh>[1] = {}) =>
  weigh(records, given).create.map(({ kind, because }) => `${kind}: ${because}`);

describe('a client whom the CRM does not know', () => {
  test.each([
    ['lead', ['lead: not-found']],
    ['contact', ['contact: not-found']],
    ['deal', ['contact: not-found', 'deal: not-found']],
    ['manually', []],
    ['nothing', []],
  ] as const)('set to %s: %j is made', (notFound, kinds) => {
    expect(made([], { settings: { notFound } })).toEqual(kinds);
  });

  test.each([
    ['manually', 'manually'],
    ['nothing', 'set-to-nothing'],
  ] as const)('set to %s: the history can say why nothing is made', (notFound, because) => {
    expect(weigh([], { settings: { notFound } }).nothing).toBe(because);
  });

  test('and who cannot be written to gets no record until he can', () => {
    expect(weigh([], { reachable: false })).toMatchObject({ create: [], nothing: 'cannot-be-written-to' });
    expect(made([], { reachable: true })).toEqual(['lead: not-found']);
  });

  test('gets one record a dialog, however often he is looked for', () => {
    expect(weigh([], { made: true })).toMatchObject({ create: [], nothing: 'made-before' });
  });

  test('a lead that is won or lost is no longer found: he gets another', () => {
    expect(made([record({ kind: 'lead', open: false })])).toEqual(['lead: not-found']);
  });
});

describe('a client whom the CRM knows', () => {
  test.each(['contact', 'lead', 'deal'] as const)('has his %s attached, and none is made', (kind) => {
    expect(weigh([record({ kind })])).toMatchObject({
      attach: [{ recordId: `${kind}-1`, kind, confidence: 'verified' }],
      create: [],
      nothing: 'found',
    });
  });

  test('has one record of each kind attached, the one that is surely his before the one like him', () => {
    const records = [
      record({ kind: 'contact', recordId: 'like', by: 'asserted' }),
      record({ kind: 'contact', recordId: 'his' }),
      record({ kind: 'lead' }),
    ];
    expect(weigh(records).attach.map(({ recordId }) => recordId)).toEqual(['his', 'lead-1']);
  });

  test('what the dialog has already is not attached again', () => {
    const has = [{ recordId: 'lead-1', confidence: 'verified' as const }];
    expect(weigh([record({ kind: 'lead' })], { has }).attach).toEqual([]);
  });

  test('what it was only like is attached again once it is sure, and not before', () => {
    const has = [{ recordId: 'lead-1', confidence: 'asserted' as const }];
    expect(weigh([record({ kind: 'lead' })], { has }).attach).toMatchObject([{ confidence: 'verified' }]);
    expect(weigh([record({ kind: 'lead', by: 'asserted' })], { has }).attach).toEqual([]);
  });

  test('a record that an earlier dialog of his made is surely his', () => {
    expect(weigh([record({ kind: 'lead', by: 'made', responsible: ann })])).toMatchObject({
      attach: [{ confidence: 'verified' }],
      responsible: ann,
    });
  });
});

describe('with an open deal', () => {
  const known = [record({ kind: 'contact' }), record({ kind: 'deal' })];

  test('it is attached', () => {
    expect(weigh(known)).toMatchObject({ create: [], nothing: 'found' });
    expect(weigh(known).attach.map(({ kind }) => kind)).toEqual(['contact', 'deal']);
  });

  test('or another is made every time, of the same contact', () => {
    const given = { settings: { openDeal: 'new' } };
    expect(weigh(known, given)).toMatchObject({ contact: 'contact-1' });
    expect(weigh(known, given).attach.map(({ kind }) => kind)).toEqual(['contact']);
    expect(made(known, given)).toEqual(['deal: always-new-deal']);
  });

  test('always a new one is about clients who have one: others are found or not, as ever', () => {
    expect(made([record({ kind: 'contact' })], { settings: { openDeal: 'new' } })).toEqual([]);
    expect(made([record({ kind: 'deal', open: false })], { settings: { openDeal: 'new' } })).toEqual([
      'lead: not-found',
    ]);
  });
});

describe('what a visitor only wrote', () => {
  const like = record({ kind: 'contact', by: 'asserted', responsible: ann });

  test('attaches the record with a mark and makes no other', () => {
    expect(weigh([like])).toMatchObject({
      attach: [{ recordId: 'contact-1', confidence: 'asserted' }],
      create: [],
      nothing: 'likeness',
    });
  });

  test('makes nobody responsible for him', () => {
    expect(weigh([like]).responsible).toBeNull();
  });

  test('does not open another deal for somebody who may be another', () => {
    const deal = record({ kind: 'deal', by: 'asserted' });
    expect(made([like, deal], { settings: { openDeal: 'new' } })).toEqual([]);
  });
});

describe('who is responsible for a client', () => {
  test.each([
    ['for the contact that he is, before his lead and his deal', ['contact', 'lead', 'deal'], 'contact'],
    ['for his lead, where he is no contact', ['deal', 'lead'], 'lead'],
    ['for his deal alone', ['deal'], 'deal'],
  ] as const)('is the one %s', (_, kinds, whose) => {
    const records = kinds.map((kind) => record({ kind, responsible: kind === whose ? ann : bob }));
    expect(weigh(records).responsible).toBe(ann);
  });

  test('a record of nobody leaves it to the next', () => {
    expect(weigh([record({ kind: 'contact' }), record({ kind: 'lead', responsible: bob })]).responsible).toBe(bob);
  });
});
