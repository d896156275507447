import { csvColumns, separatorOf, type BrokenLine, type CsvLine } from '@switchboard/domain/quick-replies';
import { harmlessCell } from '@switchboard/domain/text';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/**
 * The lines of a file, each with the number of the line where it begins. A quote that is never closed swallows all that
 * follows, so reading ends there and tells where it began.
 */
export function readCsv(file: string): { lines: CsvLine[]; broken: BrokenLine[] } {
  const text = file.replace(/^\uFEFF/, '');
  const lines: CsvLine[] = [];
  let end = 0;
  try {
    parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      // A quote within a cell that has none around it is a sign like any other: 28" wheels.
      relax_quotes: true,
      on_record: (cells: string[], { lines: last }) => {
        lines.push({ line: end + 1, cells });
        end = last;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { lines, broken: [{ line: end + 1, because: 'quote' }] };
  }
  return { lines, broken: [] };
}

/** Replies as a file that a table program opens as it should: with a mark of its encoding, and nothing taken for a formula. */
export function writeCsv(replies: readonly { section: string; name: string; text: string }[]): string {
  const rows = replies.map(({ section, name, text }) => [section, name, text].map(harmlessCell));
  return stringify([[...csvColumns], ...rows], { bom: true, record_delimiter: 'windows' });
}
