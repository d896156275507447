import { harmlessCell } from '@switchboard/domain/text';

/** The most entries that one file holds. */
export const mostExported = 100_000;

/**
 * Rows as a file that a table program opens: quoted, with lines ended as it expects, and a value that it would take for a
 * formula written as a text.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join(',') + '\r\n').join('');
}

function cell(value: string): string {
  const safe = harmlessCell(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
