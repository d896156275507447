import { importTargets, inPieces, type ImportRow, type ImportTarget } from '@switchboard/domain/crm';
import { harmlessCell } from '@switchboard/domain/text';

/** What is wrong with a line, as the API says it. */
export type WrongLine = { line: number; problems: { target: string; message: string }[] };

/** What a check found, added up over the pieces of a file. */
export type Checked = { fresh: number; known: number; wrong: WrongLine[] };

/** What was stored so far. */
export type Imported = { added: number; changed: number; skipped: number; wrong: WrongLine[]; done: number };

/** The target of a column as the API takes it. */
export function columnOf(target: ImportTarget): {
  target: (typeof importTargets)[number] | '';
  fieldId: string | null;
} {
  if (target.startsWith('field:')) return { target: '', fieldId: target.slice('field:'.length) };
  return { target: importTargets.find((one) => one === target) ?? '', fieldId: null };
}

type CheckedRows = {
  rows: { line: number; becomes: 'new' | 'known' | 'wrong'; problems: WrongLine['problems']; keys: string[] }[];
};

/**
 * Asks of each piece what would become of it. A line that shares an address with an earlier one of the file is known by
 * then. Answers null where it was stopped.
 */
export async function checkAll(
  rows: readonly ImportRow[],
  ask: (piece: ImportRow[]) => Promise<CheckedRows>,
  told: (done: number) => void,
  stopped: () => boolean,
): Promise<Checked | null> {
  const checked: Checked = { fresh: 0, known: 0, wrong: [] };
  const keys = new Set<string>();
  let done = 0;
  for (const piece of inPieces(rows)) {
    if (stopped()) return null;
    for (const row of (await ask(piece)).rows) {
      if (row.becomes === 'wrong') {
        checked.wrong.push({ line: row.line, problems: row.problems });
        continue;
      }
      if (row.becomes === 'known' || row.keys.some((key) => keys.has(key))) checked.known++;
      else checked.fresh++;
      for (const key of row.keys) keys.add(key);
    }
    done += piece.length;
    told(done);
  }
  return stopped() ? null : checked;
}

/** Stores piece after piece until all are, or it is stopped: what was stored stays. */
export async function importAll(
  rows: readonly ImportRow[],
  store: (piece: ImportRow[]) => Promise<Omit<Imported, 'done'>>,
  told: (so: Imported) => void,
  stopped: () => boolean,
): Promise<Imported> {
  let so: Imported = { added: 0, changed: 0, skipped: 0, wrong: [], done: 0 };
  for (const piece of inPieces(rows)) {
    if (stopped()) return so;
    const { added, changed, skipped, wrong } = await store(piece);
    so = {
      added: so.added + added,
      changed: so.changed + changed,
      skipped: so.skipped + skipped,
      wrong: [...so.wrong, ...wrong],
      done: so.done + piece.length,
    };
    told(so);
  }
  return so;
}

/** The lines that could not be taken over, as a file: with their number and what is wrong, so that they can be put right. */
export function wrongFile(
  header: readonly string[],
  rows: readonly ImportRow[],
  wrong: readonly WrongLine[],
  say: (problem: WrongLine['problems'][number]) => string,
  titles: { line: string; problem: string },
): string {
  const cells = new Map(rows.map((row) => [row.line, row.cells]));
  const lines = wrong.map(({ line, problems }) => [
    String(line),
    problems.map(say).join('; '),
    ...(cells.get(line) ?? []),
  ]);
  const written = [[titles.line, titles.problem, ...header], ...lines].map((line) => line.map(quoted).join(','));
  return `\uFEFF${written.join('\r\n')}\r\n`;
}

/** A cell that no table program takes for a formula, in quotes where it needs them. */
function quoted(cell: string): string {
  const safe = harmlessCell(cell);
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
