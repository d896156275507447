import { PassThrough } from 'node:stream';

import { harmlessCell } from '@switchboard/domain/text';

import { pushed, type TableColumn, type TableFile, type TableRow } from './table.ts';

/**
 * A CSV file that table programs open as it should be: with the mark of its encoding, the separator that they expect in
 * the language, and nothing that they would take for a formula.
 */
export function csvFile(columns: readonly TableColumn[], language: 'en' | 'ru'): TableFile {
  const separator = language === 'ru' ? ';' : ',';
  const output = new PassThrough({ highWaterMark: 1 << 18 });
  const quoted = new RegExp(`["\\r\\n${separator}]|^\\s|\\s$`);
  const cell = (text: string): string => {
    const safe = harmlessCell(text);
    return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const line = (row: TableRow): string =>
    `${row
      .map((value, index) => {
        if (value === null) return '';
        if (typeof value === 'string') return cell(value);
        const kind = columns[index]?.kind;
        return kind === 'moment' ? momentInWords(value) : kind === 'duration' ? durationInWords(value) : String(value);
      })
      .join(separator)}\r\n`;
  let begun = false;
  const head = (): string => {
    if (begun) return '';
    begun = true;
    return `\uFEFF${columns.map(({ name }) => cell(name)).join(separator)}\r\n`;
  };
  return {
    output,
    write: (rows) => pushed(output, head() + rows.map(line).join('')),
    end: async () => {
      await pushed(output, head());
      output.end();
    },
    abort: () => output.destroy(),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

function momentInWords(clock: number): string {
  return new Date(clock).toISOString().slice(0, 19).replace('T', ' ');
}

function durationInWords(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
