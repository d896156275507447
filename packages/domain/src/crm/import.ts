import { cellAsWritten } from '../text/index.ts';
import { asFieldValue, type CustomField } from './custom-fields.ts';
import {
  currencies,
  emptyRecord,
  missingIn,
  mostRecordAddresses,
  recordWords,
  type FieldValue,
  type RecordWords,
} from './record-words.ts';
import type { RecordKind } from './records.ts';

/** What a column of a file can be read into; `field:` and an id is a field of the company's own, `''` is left out. */
export const importTargets = [
  'title',
  'name',
  'surname',
  'full-name',
  'phone',
  'email',
  'source',
  'amount',
  'currency',
] as const;
export type ImportTarget = (typeof importTargets)[number] | `field:${string}` | '';

/** The most lines of a file, the most of them that go in one piece, and the most columns that are looked at. */
export const mostImportRows = 50_000;
export const mostImportPiece = 500;
export const mostImportColumns = 100;

/** What becomes of a line whose phone number or e-mail address a record has already. */
export const onDuplicate = ['skip', 'update', 'create'] as const;
export type OnDuplicate = (typeof onDuplicate)[number];

/** A line of a file: where it begins, counted from one, and its cells. */
export type ImportRow = { line: number; cells: readonly string[] };

const headers: Record<(typeof importTargets)[number], readonly string[]> = {
  title: ['title', 'lead', 'lead name', 'company', 'company name', 'название', 'лид', 'компания', 'организация'],
  name: ['name', 'first name', 'firstname', 'given name', 'имя'],
  surname: ['surname', 'last name', 'lastname', 'family name', 'фамилия'],
  'full-name': ['full name', 'fullname', 'contact', 'contact name', 'client', 'фио', 'ф.и.о.', 'контакт', 'клиент'],
  phone: [
    'phone',
    'phone number',
    'mobile',
    'mobile phone',
    'work phone',
    'tel',
    'телефон',
    'номер телефона',
    'мобильный',
    'мобильный телефон',
    'рабочий телефон',
    'тел.',
    'тел',
  ],
  email: ['email', 'e-mail', 'mail', 'email address', 'почта', 'эл. почта', 'электронная почта', 'e-mail адрес'],
  source: ['source', 'origin', 'источник'],
  amount: ['amount', 'sum', 'value', 'budget', 'сумма', 'бюджет'],
  currency: ['currency', 'валюта'],
};

/** What each column of a header is taken for, by its words in either language, or by the name of a field. */
export function targetsOf(
  header: readonly string[],
  fields: readonly { fieldId: string; name: string }[],
): ImportTarget[] {
  return header.slice(0, mostImportColumns).map((cell): ImportTarget => {
    const word = folded(cell);
    const field = fields.find(({ name }) => folded(name) === word);
    if (field !== undefined) return `field:${field.fieldId}`;
    return importTargets.find((target) => headers[target].includes(word.replace(/[\s_]*\d+$/, ''))) ?? '';
  });
}

/** What is wrong with a line: the target of its column, or the line itself, and a key of the messages. */
export type ImportProblem = { target: ImportTarget; message: string };

/**
 * A line as a record's words. Two columns of one target are joined for phones and e-mails, else the first that is filled
 * counts. Several phones or addresses of one cell stand behind commas or semicolons.
 */
export function rowWords(
  kind: RecordKind,
  { cells }: ImportRow,
  targets: readonly ImportTarget[],
  fields: readonly (CustomField & { fieldId: string })[],
): { words: RecordWords; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const cellsOf = (target: ImportTarget): string[] =>
    targets.flatMap((one, at) => (one === target ? [plain(cells[at] ?? '')] : [])).filter((cell) => cell !== '');
  const [fullName = ''] = cellsOf('full-name');
  const [first = '', ...rest] = fullName.split(/\s+/);
  const amount = amountOf(cellsOf('amount')[0] ?? '');
  if (amount === undefined) problems.push({ target: 'amount', message: 'records.amount.range' });
  const currency = cellsOf('currency')[0]?.toUpperCase() ?? null;
  const known = currencies.find((one) => one === currency) ?? null;
  if (currency !== null && known === null) problems.push({ target: 'currency', message: 'records.currency.unknown' });
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    const target = `field:${field.fieldId}` as const;
    const [cell] = cellsOf(target);
    if (cell === undefined) continue;
    const read = asFieldValue(field, cell);
    if ('problem' in read) problems.push({ target, message: read.problem });
    else if (read.value !== null) values[field.fieldId] = read.value;
  }
  const words: RecordWords = {
    ...emptyRecord,
    title: cellsOf('title')[0] ?? '',
    name: cellsOf('name')[0] ?? first,
    surname: cellsOf('surname')[0] ?? rest.join(' '),
    source: cellsOf('source')[0] ?? '',
    amount: amount ?? null,
    currency: known,
    phones: several(cellsOf('phone')),
    emails: several(cellsOf('email')),
    fields: values,
  };
  const checked = recordWords.safeParse(words);
  for (const { path, message } of checked.error?.issues ?? []) problems.push({ target: targetOfPath(path), message });
  for (const [part, message] of Object.entries(missingIn(kind, words)))
    if (!problems.some(({ target }) => target === part)) problems.push({ target: targetOfPath([part]), message });
  return { words, problems };
}

const cellPaths: Record<string, ImportTarget> = { phones: 'phone', emails: 'email' };

function targetOfPath([part]: readonly PropertyKey[]): ImportTarget {
  const name = String(part);
  return cellPaths[name] ?? importTargets.find((target) => target === name) ?? '';
}

function several(cells: readonly string[]): string[] {
  const all = cells.flatMap((cell) => cell.split(/[,;\n]/)).map((one) => one.trim());
  return [...new Set(all.filter((one) => one !== ''))].slice(0, mostRecordAddresses + 1);
}

/** An amount as people write it: `12 500,50`, `12,500.50`, `12500`; undefined where it is none, null where it is empty. */
export function amountOf(text: string): number | null | undefined {
  const bare = text.replace(/[\s\u00A0\u202F'’]|[^\d.,-]+$|^[^\d.,-]+/g, '');
  if (text.trim() === '') return null;
  const decimal = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
  const isDecimal = decimal >= 0 && bare.length - decimal - 1 <= 2;
  const whole = (isDecimal ? bare.slice(0, decimal) : bare).replace(/[.,]/g, '');
  const value = isDecimal ? `${whole}.${bare.slice(decimal + 1)}` : whole;
  return /^\d+(\.\d{0,2})?$/.test(value) ? Number(value) : undefined;
}

/** The cell without the apostrophe that keeps a table program from taking it for a formula. */
function plain(cell: string): string {
  return cellAsWritten(cell).trim();
}

function folded(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\s+/g, ' ');
}

/** The lines of a file that a table program wrote: separated by commas, semicolons or tabs, cells perhaps in quotes. */
export function linesOf(file: string, most = mostImportRows + 1): { rows: ImportRow[]; openQuote: number | null } {
  const text = file.replace(/^\uFEFF/, '');
  const separator = separatorIn(text);
  const rows: ImportRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let begun = 1;
  let quoted: number | null = null;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begun, cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length && rows.length < most; at++) {
    const sign = text[at] ?? '';
    if (quoted !== null) {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at++;
      } else if (sign === '"') quoted = null;
      else {
        cell += sign;
        if (sign === '\n') line++;
      }
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      quoted = line;
    } else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') at++;
      endRow();
      line++;
      begun = line;
    } else cell += sign;
  }
  if (rows.length < most && (cell !== '' || cells.length > 0)) endRow();
  return { rows, openQuote: quoted };
}

function separatorIn(text: string): string {
  const first = (text.trimStart().split(/\r\n|\r|\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string): number => first.split(sign).length;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0] ?? ',';
}

/** The lines in pieces that go over the network in one call each: at most 500 of them, at most `longest` signs. */
export function inPieces(rows: readonly ImportRow[], longest = 120_000): ImportRow[][] {
  const pieces: ImportRow[][] = [];
  let piece: ImportRow[] = [];
  let length = 0;
  for (const row of rows) {
    const size = row.cells.reduce((sum, cell) => sum + cell.length + 3, 20);
    if (piece.length > 0 && (piece.length >= mostImportPiece || length + size > longest)) {
      pieces.push(piece);
      piece = [];
      length = 0;
    }
    piece.push(row);
    length += size;
  }
  return piece.length === 0 ? pieces : [...pieces, piece];
}
