import { describe, expect, it } from 'vitest';

import { checkAll, columnOf, importAll, wrongFile } from './import-run.ts';

const rows = Array.from({ length: 1_200 }, (_, at) => ({ line: at + 2, cells: [`N${at}`] }));
const never = () => false;

describe('a check of a file', () => {
  it('adds up its pieces, and knows a line that shares an address with an earlier one', async () => {
    const told: number[] = [];
    const checked = await checkAll(
      rows,
      async (piece) => ({
        rows: piece.map(({ line }) => ({
          line,
          becomes: line === 2 ? 'wrong' : line === 3 ? 'known' : 'new',
          problems: line === 2 ? [{ target: 'phone', message: 'records.phone.bad' }] : [],
          keys: line === 10 || line === 1_000 ? ['phone 1'] : [],
        })),
      }),
      (done) => told.push(done),
      never,
    );
    expect(checked).toEqual({
      fresh: 1_197,
      known: 2,
      wrong: [{ line: 2, problems: [{ target: 'phone', message: 'records.phone.bad' }] }],
    });
    expect(told).toEqual([500, 1_000, 1_200]);
  });
});

describe('an import', () => {
  it('stops between two pieces, and what was stored stays', async () => {
    let asked = 0;
    const so = await importAll(
      rows,
      async (piece) => ({ added: piece.length, changed: 0, skipped: 0, wrong: [] }),
      () => asked++,
      () => asked === 2,
    );
    expect(so).toMatchObject({ added: 1_000, done: 1_000 });
  });
});

it('writes the lines that were wrong into a file with what is wrong, and no formula', () => {
  const file = wrongFile(
    ['name', 'phone'],
    [{ line: 7, cells: ['=1+1', 'a "b"'] }],
    [{ line: 7, problems: [{ target: 'phone', message: 'bad' }] }],
    ({ target, message }) => `${target}: ${message}`,
    { line: 'Line', problem: 'Problem' },
  );
  expect(file).toBe(`\uFEFFLine,Problem,name,phone\r\n7,phone: bad,'=1+1,"a ""b"""\r\n`);
});

it.each([
  ['phone', { target: 'phone', fieldId: null }],
  ['field:f1', { target: '', fieldId: 'f1' }],
  ['', { target: '', fieldId: null }],
] as const)('a column read into %j goes as the API takes it', (target, column) =>
  expect(columnOf(target)).toEqual(column),
);
