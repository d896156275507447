import { describe, expect, test } from 'vitest';

import {
  beforeFirst,
  beginCheck,
  checkRows,
  endCheck,
  sealedText,
  signedText,
  type LedgerEntry,
  type LedgerHead,
  type LedgerRow,
} from './index.ts';

/** In place of SHA-256, which the domain is handed: other texts, other digits. */
function digits(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index++) {
    a = Math.imul(a ^ text.charCodeAt(index), 0x01000193) >>> 0;
    b = (Math.imul(b, 31) + text.charCodeAt(index)) >>> 0;
  }
  return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
}

const clientId = (number: number): string => `cccccccc-0000-4000-8000-${String(number).padStart(12, '0')}`;

function anEntry(number: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    companyId: 'aaaaaaaa-0000-4000-8000-000000000001',
    number,
    at: Date.UTC(2026, 0, 5, 12, 0, number),
    clientId: clientId(number),
    channelId: null,
    dialogId: number,
    agreementId: 'bbbbbbbb-0000-4000-8000-000000000001',
    version: 1,
    language: 'en',
    textHash: 'f'.repeat(64),
    decision: 'accepted',
    how: 'button',
    messageId: null,
    employeeId: null,
    evidenceHash: 'e'.repeat(64),
    ...more,
  };
}

/** Seals entries one after another, as the ledger does. */
function chained(entries: LedgerEntry[]): LedgerRow[] {
  let previousHash = beforeFirst;
  return entries.map((entry) => {
    const row = { ...entry, previousHash, hash: digits(sealedText(previousHash, entry)) };
    previousHash = row.hash;
    return row;
  });
}

const whole = chained([1, 2, 3, 4, 5, 6].map((number) => anEntry(number)));
const at = (number: number): LedgerRow => whole[number - 1] as LedgerRow;
const head = (number: number): LedgerHead => ({ number, hash: at(number).hash, at: at(number).at });
const edited = (row: LedgerRow): LedgerRow => ({ ...row, decision: 'declined' });
const sealedAgain = (row: LedgerRow): LedgerRow => ({ ...row, hash: digits(sealedText(row.previousHash, row)) });

function found(rows: LedgerRow[], last = 6, heads: LedgerHead[] = []) {
  // In pieces of two, as a long ledger is read.
  let check = beginCheck(digits, heads);
  for (let from = 0; from < rows.length; from += 2) check = checkRows(check, rows.slice(from, from + 2));
  return endCheck(check, last).tampering;
}

test('a ledger that nobody touched is whole, with and without signed heads', () => {
  expect(found(whole)).toBeNull();
  expect(found(whole, 6, [head(2), head(4), head(6)])).toBeNull();
  expect(found([], 0)).toBeNull();
});

describe('what was done to a ledger is found, and where', () => {
  const inserted = chained([anEntry(1), anEntry(2), anEntry(3, { clientId: clientId(99) })])[2] as LedgerRow;
  const cases: [string, LedgerRow[], object][] = [
    ['a row was edited', whole.map((row) => (row.number === 3 ? edited(row) : row)), { kind: 'edited', number: 3 }],
    [
      'the first row was edited',
      whole.map((row) => (row.number === 1 ? edited(row) : row)),
      { kind: 'edited', number: 1 },
    ],
    [
      'the last row was edited',
      whole.map((row) => (row.number === 6 ? edited(row) : row)),
      { kind: 'edited', number: 6 },
    ],
    [
      'a row was edited and its hash worked out again',
      whole.map((row) => (row.number === 3 ? sealedAgain(edited(row)) : row)),
      { kind: 'edited', number: 3 },
    ],
    ['a row was deleted', whole.filter((row) => row.number !== 3), { kind: 'deleted', number: 3 }],
    ['the first row was deleted', whole.slice(1), { kind: 'deleted', number: 1 }],
    [
      'a row was deleted and those behind it numbered anew',
      whole.filter((row) => row.number !== 3).map((row) => (row.number > 3 ? { ...row, number: row.number - 1 } : row)),
      { kind: 'deleted', number: 3 },
    ],
    [
      'a row was inserted and those behind it numbered anew',
      [...whole.slice(0, 2), inserted, ...whole.slice(2).map((row) => ({ ...row, number: row.number + 1 }))],
      { kind: 'inserted', number: 3 },
    ],
    ['a row was inserted before the first', [{ ...at(1), number: 0 }, ...whole], { kind: 'inserted', number: 0 }],
    [
      'a row was inserted behind the last, well chained',
      chained([...whole.map(({ number }) => anEntry(number)), anEntry(7)]),
      { kind: 'inserted', number: 7 },
    ],
    ['the tail was cut', whole.slice(0, 4), { kind: 'cut', number: 5 }],
    ['everything was taken away', [], { kind: 'cut', number: 1 }],
  ];
  test.each(cases)('%s', (_, rows, tampering) => {
    expect(found(rows)).toEqual(tampering);
  });
});

describe('against signed heads', () => {
  const recomputed = chained(whole.map((row) => anEntry(row.number, row.number === 4 ? { decision: 'declined' } : {})));

  test('a chain that somebody worked out anew is found between the heads that agree and the one that does not', () => {
    expect(found(recomputed)).toBeNull();
    expect(found(recomputed, 6, [head(2), head(5)])).toEqual({
      kind: 'recomputed',
      number: 3,
      until: 5,
      signedAt: at(5).at,
    });
  });

  test('a tail that was cut together with the count is found', () => {
    expect(found(whole.slice(0, 4), 4)).toBeNull();
    expect(found(whole.slice(0, 4), 4, [head(6)])).toEqual({ kind: 'cut', number: 5 });
  });

  test('two heads of one number must both agree', () => {
    expect(found(whole, 6, [head(5), { ...head(5), hash: '0'.repeat(16) }])).toMatchObject({
      kind: 'recomputed',
      until: 5,
    });
  });

  test('what is signed names the company, the number, the hash and the moment', () => {
    expect(signedText('aaaa', { number: 2, hash: 'ff', at: 5 })).toBe('["switchboard-ledger-head","aaaa",2,"ff",5]');
  });
});
