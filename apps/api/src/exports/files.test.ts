import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { readWorkbook } from '../testing/workbook.ts';
import { csvFile } from './csv-file.ts';
import { clockOf } from './rows.ts';
import type { TableColumn, TableFile, TableRow } from './table.ts';
import { xlsxFile } from './xlsx-file.ts';

const columns: TableColumn[] = [
  { name: '№', kind: 'number' },
  { name: 'Клиент', kind: 'text' },
  { name: 'Открыт', kind: 'moment' },
  { name: 'До ответа', kind: 'duration' },
];
const noon = Date.parse('2026-11-21T12:00:00Z');

async function whole(file: TableFile, rows: TableRow[]): Promise<Buffer> {
  const read = buffer(file.output);
  await file.write(rows);
  await file.end();
  return read;
}

describe.each([
  ['CSV', () => csvFile(columns, 'en')],
  ['XLSX', () => xlsxFile(columns, 'Dialogs')],
])('a %s file that was aborted', (_, begin) => {
  const row: TableRow = [1, 'x', null, null];

  test('is written no further, and who writes hears of it', async () => {
    const file = begin();
    file.output.on('error', () => {});
    await file.write([row]);
    file.abort();
    await expect(file.write([row])).rejects.toThrow('no further');
    await expect(file.end()).rejects.toThrow('no further');
  });

  test('lets nobody wait who was writing', async () => {
    const file = begin();
    file.output.on('error', () => {});
    // Nobody reads: it is full before this ends.
    const writing = file.write(Array.from({ length: 20_000 }, () => [1, crypto.randomUUID(), null, null]));
    setTimeout(() => file.abort(), 20);
    await expect(writing).rejects.toThrow('no further');
  });
});

describe('a CSV file', () => {
  const text = async (rows: TableRow[], language: 'en' | 'ru' = 'ru') =>
    (await whole(csvFile(columns, language), rows)).toString('utf8');

  test('begins with the mark of its encoding, and keeps Russian text, moments and durations', async () => {
    expect(await text([[1024, 'Ёлка и «Щука»', noon, 3725]])).toBe(
      '\uFEFF№;Клиент;Открыт;До ответа\r\n1024;Ёлка и «Щука»;2026-11-21 12:00:00;1:02:05\r\n',
    );
  });

  test('separates by what the language expects, and quotes what would be read otherwise', async () => {
    const row: TableRow = [1, 'a;b, "c"\nd', null, null];
    expect(await text([row])).toContain('1;"a;b, ""c""\nd";;\r\n');
    expect(await text([[1, 'a;b', null, 0]], 'en')).toContain('1,a;b,,0:00:00\r\n');
  });

  test.each(['=1+1', '+7 916', '-2', '@sum', '\t=1', '\r=1', '＝1'])(
    'has nothing that is taken for a formula: %j',
    async (value) => {
      expect(await text([[1, value, null, null]])).toContain(`'${value}`);
    },
  );

  test('without rows has its head', async () => {
    expect(await text([])).toBe('\uFEFF№;Клиент;Открыт;До ответа\r\n');
  });
});

describe('an XLSX file', () => {
  const book = async (rows: TableRow[], rowsOfSheet?: number) =>
    readWorkbook(await whole(xlsxFile(columns, 'Диалоги', rowsOfSheet), rows));

  test('opens: numbers are numbers, moments dates, durations parts of a day', async () => {
    const [sheet] = await book([[1024, 'Ёлка & <Щука> "8"', noon, 5400]]);
    expect(sheet?.name).toBe('Диалоги');
    expect(sheet?.rows).toEqual([
      ['№', 'Клиент', 'Открыт', 'До ответа'],
      [
        1024,
        'Ёлка & <Щука> "8"',
        { format: 'yyyy\\-mm\\-dd hh:mm:ss', value: 46_347.5 },
        { format: '[h]:mm:ss', value: 0.0625 },
      ],
    ]);
  });

  test('keeps its place where there is nothing, and formulas are text', async () => {
    const [sheet] = await book([[7, '=1+1', null, 60]]);
    expect(sheet?.rows[1]).toEqual([7, '=1+1', null, { format: '[h]:mm:ss', value: 60 / 86_400 }]);
  });

  test('goes on in a new sheet with the same head where one is full', async () => {
    const rows = Array.from({ length: 25 }, (_, index): TableRow => [index + 1, 'x', null, null]);
    const sheets = await book(rows, 11);
    expect(sheets.map(({ name }) => name)).toEqual(['Диалоги', 'Диалоги 2', 'Диалоги 3']);
    expect(sheets.map((sheet) => sheet.rows.length)).toEqual([11, 11, 6]);
    expect(new Set(sheets.map((sheet) => JSON.stringify(sheet.rows[0]))).size).toBe(1);
    expect(sheets.flatMap((sheet) => sheet.rows.slice(1).map(([number]) => number))).toEqual(
      rows.map(([number]) => number),
    );
  });

  test('holds no character that its format cannot', async () => {
    const [sheet] = await book([[1, 'a\u0000b\u001Fc\uD800d\uFFFEe', null, null]]);
    expect(sheet?.rows[1]?.[1]).toBe('abc\uFFFDde');
  });

  test('without rows has its head', async () => {
    expect((await book([]))[0]?.rows).toHaveLength(1);
  });
});

test.each([
  ['CSV', () => csvFile(columns, 'en')],
  ['XLSX', () => xlsxFile(columns, 'Dialogs')],
])('whoever writes a %s file waits for whoever reads it', async (_, make) => {
  const file = make();
  let written = 0;
  const words = Array.from({ length: 50 }, () => crypto.randomUUID()).join(' ');
  const writing = (async () => {
    for (; written < 2_000; written++) await file.write([[written, `${words} ${written}`, noon, 1]]);
    await file.end();
  })();
  for (let turn = 0; turn < 200; turn++) await setImmediate();
  expect(written).toBeLessThan(1_500);
  const read = await buffer(file.output);
  await writing;
  expect(written).toBe(2_000);
  expect(read.length).toBeGreaterThan(10_000);
});

test('the clock of a place is that of its zone, on both sides of a change of its clocks', () => {
  const berlin = clockOf('Europe/Berlin');
  const shown = (at: string) => new Date(berlin(Date.parse(at))).toISOString();
  expect(shown('2026-03-29T00:59:59Z')).toBe('2026-03-29T01:59:59.000Z');
  expect(shown('2026-03-29T01:00:00Z')).toBe('2026-03-29T03:00:00.000Z');
  expect(new Date(clockOf('Asia/Kathmandu')(noon)).toISOString()).toBe('2026-11-21T17:45:00.000Z');
});
