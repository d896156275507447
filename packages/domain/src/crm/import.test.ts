import { describe, expect, test } from 'vitest';

import { amountOf, inPieces, linesOf, rowWords, targetsOf, type ImportTarget } from './index.ts';

const id = '018f0000-0000-7000-8000-000000000001';
const size = { fieldId: id, name: 'Размер', type: 'number' as const, options: [] };

describe('a column', () => {
  test.each([
    ['is known in English', 'Phone Number', 'phone'],
    ['is known in Russian', 'Телефон', 'phone'],
    ['is known with a number behind it', 'E-mail 2', 'email'],
    ['is known by its field', ' размер ', `field:${id}`],
    ['is left out where nobody knows it', 'Foo', ''],
  ])('%s', (_, header, target) => expect(targetsOf([header], [size])).toEqual([target]));
});

describe('a line', () => {
  const read = (targets: ImportTarget[], ...cells: string[]) => rowWords('lead', { line: 2, cells }, targets, [size]);

  test('becomes a record', () =>
    expect(
      read(
        ['full-name', 'phone', 'phone', 'email', 'amount', 'currency', `field:${id}`, ''],
        'Ada Byron King',
        '1; 2',
        '3',
        'A@b.example',
        '12 500,50',
        'eur',
        '4,5',
        'x',
      ),
    ).toEqual({
      problems: [],
      words: expect.objectContaining({
        name: 'Ada',
        surname: 'Byron King',
        phones: ['1', '2', '3'],
        emails: ['A@b.example'],
        amount: 12_500.5,
        currency: 'EUR',
        fields: { [id]: 4.5 },
      }),
    }));
  test.each([
    ['an amount that is none', ['name', 'amount'], ['Ada', 'much'], 'amount', 'records.amount.range'],
    ['a currency nobody knows', ['name', 'currency'], ['Ada', 'XXX'], 'currency', 'records.currency.unknown'],
    ['a field that does not fit', ['name', `field:${id}`], ['Ada', 'x'], `field:${id}`, 'records.field.number'],
    ['a name that is too long', ['name'], ['x'.repeat(101)], 'name', 'records.name.long'],
    ['nothing to know it by', ['source'], ['Fair'], 'name', 'records.name.empty'],
  ] as const)('says %s', (_, targets, cells, target, message) =>
    expect(read([...targets], ...cells).problems).toEqual([{ target, message }]),
  );
  test('drops the apostrophe that kept it from being a formula', () =>
    expect(read(['title'], "'=1+1").words.title).toBe('=1+1'));
});

test.each([
  ['12500', 12_500],
  ['12,500.50', 12_500.5],
  ['12.500,50 €', 12_500.5],
  ['1 000 000', 1_000_000],
  ['$ 5.5', 5.5],
  ['', null],
  ['many', undefined],
  ['-5', undefined],
])('an amount may be written %j', (text, amount) => expect(amountOf(text)).toBe(amount));

describe('a file', () => {
  test('is read with quotes, line ends within them, and its own separator', () =>
    expect(linesOf('\uFEFFname;note\r\n"A ""B""";"one\ntwo"\n\nC;d').rows).toEqual([
      { line: 1, cells: ['name', 'note'] },
      { line: 2, cells: ['A "B"', 'one\ntwo'] },
      { line: 5, cells: ['C', 'd'] },
    ]));
  test('tells where a quote that is never closed began', () =>
    expect(linesOf('a,b\n1,2\n"3,4\n5,6').openQuote).toBe(3));
  test('goes in pieces of five hundred lines, and of few enough signs', () => {
    const rows = Array.from({ length: 1_001 }, (_, at) => ({ line: at + 2, cells: ['x'] }));
    expect(inPieces(rows).map((piece) => piece.length)).toEqual([500, 500, 1]);
    const long = [1, 2, 3].map((line) => ({ line, cells: ['x'.repeat(70_000)] }));
    expect(inPieces(long).map((piece) => piece.length)).toEqual([1, 1, 1]);
  });
});
