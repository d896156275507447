import { harmlessCell } from '@switchboard/domain/text';

/**
 * Rows as a file that a table program opens: a mark that says it is UTF-8, lines ended as it expects, values quoted where
 * they must be, and what it would take for a formula written as a text.
 */
export function tableFile(rows: readonly (readonly (string | number | null)[])[], separator: ',' | ';'): string {
  const cell = (value: string | number | null): string => {
    if (value === null) return '';
    if (typeof value === 'number') return separator === ';' ? String(value).replace('.', ',') : String(value);
    const safe = harmlessCell(value);
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(separator) + '\r\n').join('')}`;
}

/** What separates values where the decimal comma is in use. */
export function separatorOf(locale: string): ',' | ';' {
  return new Intl.NumberFormat(locale).format(0.5).includes(',') ? ';' : ',';
}
