import { beforeFirst, sealedText, type LedgerEntry } from './ledger.ts';

/** A row as it stands in the ledger. */
export type LedgerRow = LedgerEntry & { previousHash: string; hash: string };

/** The last number and its hash as they were at a moment, signed outside the database. */
export type LedgerHead = { number: number; hash: string; at: number };

/**
 * What is wrong at a number, the first that is. `edited`: the row is not what was sealed. `deleted`: a row is missing.
 * `inserted`: a row that the ledger never wrote. `cut`: the ledger ends before it. `recomputed`: the chain is whole,
 * and is not the one whose head was signed; the first row that differs lies between `number` and `until`.
 */
export type Tampering =
  | { kind: 'edited' | 'deleted' | 'inserted' | 'cut'; number: number }
  | { kind: 'recomputed'; number: number; until: number; signedAt: number };

/** How far a check has come. Begun by `beginCheck`, led on by `checkRows`, ended by `endCheck`. */
export type LedgerCheck = {
  sha256: (text: string) => string;
  /** Signed heads by their number; of one number all of them. */
  heads: ReadonlyMap<number, readonly LedgerHead[]>;
  /** The last row that is good, and its hash. */
  number: number;
  hash: string;
  /** The hash before that row, by which a row put in its place is told from one that was changed. */
  before: string;
  /** The last signed head that the chain agrees with; 0 before the first. */
  signed: number;
  tampering: Tampering | null;
};

/** A check that has seen no row yet. `sha256` answers hexadecimal digits. */
export function beginCheck(sha256: (text: string) => string, heads: readonly LedgerHead[] = []): LedgerCheck {
  const byNumber = new Map<number, LedgerHead[]>();
  for (const head of heads) byNumber.set(head.number, [...(byNumber.get(head.number) ?? []), head]);
  return { sha256, heads: byNumber, number: 0, hash: beforeFirst, before: beforeFirst, signed: 0, tampering: null };
}

/** The check after the next rows, in the order of their numbers; it stands still at the first that is wrong (product §3.4). */
export function checkRows(check: LedgerCheck, rows: readonly LedgerRow[]): LedgerCheck {
  let next = check;
  for (const row of rows) {
    if (next.tampering) return next;
    next = checkRow(next, row);
  }
  return next;
}

/**
 * The check once all rows were seen. `last`: the number that the company's own count says the ledger has come to; rows
 * behind it were never written by us, and rows that are missing before it or before a signed head were cut off.
 */
export function endCheck(check: LedgerCheck, last: number): LedgerCheck {
  if (check.tampering) return check;
  const due = Math.max(last, ...check.heads.keys());
  if (check.number < due) return { ...check, tampering: { kind: 'cut', number: check.number + 1 } };
  if (check.number > last) return { ...check, tampering: { kind: 'inserted', number: last + 1 } };
  return check;
}

function checkRow(check: LedgerCheck, row: LedgerRow): LedgerCheck {
  const wrong = (tampering: Tampering): LedgerCheck => ({ ...check, tampering });
  const due = check.number + 1;
  if (row.number < due) return wrong({ kind: 'inserted', number: row.number });
  if (row.number > due) return wrong({ kind: 'deleted', number: due });
  const sealedAs = (number: number): boolean =>
    check.sha256(sealedText(row.previousHash, { ...row, number })) === row.hash;
  if (!sealedAs(due)) {
    // Those behind a row that was put in, or taken out, may have been numbered anew: they still say who they were.
    if (sealedAs(due - 1) && row.previousHash === check.before) return wrong({ kind: 'inserted', number: due - 1 });
    if (sealedAs(due + 1)) return wrong({ kind: 'deleted', number: due });
    return wrong({ kind: 'edited', number: due });
  }
  // It is what was sealed, after another row than the one that stands there: that one was changed and sealed anew.
  if (row.previousHash !== check.hash) return wrong({ kind: 'edited', number: Math.max(1, check.number) });
  const heads = check.heads.get(due) ?? [];
  const other = heads.find((head) => head.hash !== row.hash);
  if (other) return wrong({ kind: 'recomputed', number: check.signed + 1, until: due, signedAt: other.at });
  return {
    ...check,
    number: due,
    before: check.hash,
    hash: row.hash,
    signed: heads.length > 0 ? due : check.signed,
  };
}

/** The exact text whose signature stands beside a head: a JSON array in this order, for ever. */
export function signedText(companyId: string, { number, hash, at }: LedgerHead): string {
  return JSON.stringify(['switchboard-ledger-head', companyId, number, hash, at]);
}
