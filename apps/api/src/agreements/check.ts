import { sql, type CompanyDb, type Database } from '@switchboard/db';
import {
  beginCheck,
  checkRows,
  endCheck,
  type LedgerCheck,
  type LedgerRow,
  type Tampering,
} from '@switchboard/domain/agreement';

import type { Heads } from './heads.ts';
import { evidenceHash, sha256, textHash, type Evidence } from './ledger.ts';

/** What a check of a company's ledger came to. It holds where `holds` says so; else the rest tells what is wrong. */
export type LedgerReport = {
  holds: boolean;
  /** Rows that were read up to the first that is wrong, and the hash of the last good one. */
  rows: number;
  head: string;
  tampering: Tampering | null;
  signed: Signed;
  /** Rows whose evidence is there and fits, rows whose evidence was erased, the first whose evidence was changed. */
  evidence: { fits: number; erased: number; changed: number | null };
  /** Published texts; the first that is not what was published or agreed to, and the first that is gone. */
  texts: { checked: number; changed: PublishedText | null; missing: PublishedText | null };
};

/** Signed heads that the rows were held against, and the moment of the last. */
type Signed = {
  heads: number;
  number: number;
  at: number | null;
  /** Lines whose signature is not ours. */
  forged: number;
  /** Lines that are no heads. */
  unreadable: number;
  /** Up to where the ledger was signed, where heads that say so are gone. */
  missing: number | null;
  /** There are rows that should have been signed a day ago. */
  late: boolean;
  /** The key is gone: nothing is signed before somebody begins a new one. */
  keyLost: boolean;
};
type PublishedText = { agreementId: string; version: number; language: string };

/** It is signed once a day; a day more is forgiven. */
const lateMs = 2 * 86_400_000;
const pieceRows = 2_000;

const readPiece = sql(
  'ledger-piece',
  `select r.company_id as "companyId", r.number, r.at, r.client_id as "clientId", r.channel_id as "channelId", r.dialog_id as "dialogId",
     r.agreement_id as "agreementId", r.version, r.language, r.text_hash as "textHash", r.decision, r.how, r.message_id as "messageId",
     r.employee_id as "employeeId", r.evidence_hash as "evidenceHash", r.previous_hash as "previousHash", r.hash, e.salt, e.evidence, t.hash as "publishedHash"
   from consent_record r left join consent_evidence e on e.company_id = $1 and e.number = r.number
     left join agreement_text t on t.company_id = $1 and t.agreement_id = r.agreement_id and t.version = r.version and t.language = r.language
   where r.company_id = $1 and ($2::bigint is null or r.number > $2) order by r.number limit $3`,
);
// Both in one statement: a row that is being written meanwhile is counted by both or by neither.
const readEnd = sql(
  'ledger-end',
  `select t.ledger_number as count, coalesce((select max(number) from consent_record where company_id = $1), 0) as last
   from turn t where t.company_id = $1`,
);
const readTexts = sql(
  'ledger-texts',
  `select agreement_id as "agreementId", version, language, title, text, hash from agreement_text
   where company_id = $1 and ($2::uuid is null or (agreement_id, version, language) > ($2, $3, $4))
   order by agreement_id, version, language limit 50`,
);

const readNoted = sql('noted-heads', 'select number, heads from ledger_head where company_id = $1');

type Piece = LedgerRow & { salt: string | null; evidence: Evidence | null; publishedHash: string | null };
type Text = PublishedText & { title: string; text: string; hash: string };

/**
 * Reads a company's ledger from its first row to its last and checks every row, what stands behind it, and the texts
 * that were agreed to (product §3.4). Anybody who has the database and the signed heads can run it.
 */
export async function checkLedger(db: Database, companyId: string, kept: Heads, now: number): Promise<LedgerReport> {
  const inCompany: InCompany = (use) => db.inCompany(companyId, use);
  // Before the file, in which a head stands before it is noted.
  const [noted = { number: 0, heads: 0 }] = await inCompany((of) =>
    of.run<{ number: number; heads: number }>(readNoted, [companyId]),
  );
  const { heads, forged, unreadable } = await kept.of(companyId);
  const signedUpTo = Math.max(0, ...heads.map(({ number }) => number));
  const found: Found = {
    evidence: { fits: 0, erased: 0, changed: null },
    texts: { checked: 0, changed: null, missing: null },
    unsignedSince: null,
    signedUpTo,
  };
  let check = beginCheck(sha256, heads);
  for (let after: number | null = null; ;) {
    const piece: Piece[] = await inCompany((of) => of.run<Piece>(readPiece, [companyId, after, pieceRows]));
    check = checkRows(check, piece);
    look(found, piece, check);
    const last: Piece | undefined = piece.at(-1);
    if (piece.length < pieceRows || !last || check.tampering) break;
    after = last.number;
  }
  if (!check.tampering) check = await ending(check, { inCompany, companyId, found });
  await lookAtTexts(found.texts, inCompany, companyId);
  const { evidence, texts, unsignedSince } = found;
  const areMissing = noted.number > signedUpTo || noted.heads > heads.length;
  const last = heads.findLast((head) => head.number <= check.number);
  return {
    holds:
      check.tampering === null &&
      forged === 0 &&
      !areMissing &&
      evidence.changed === null &&
      texts.changed === null &&
      texts.missing === null,
    rows: check.number,
    head: check.hash,
    tampering: check.tampering,
    signed: {
      heads: heads.length,
      number: last?.number ?? 0,
      at: last?.at ?? null,
      forged,
      unreadable,
      missing: areMissing ? noted.number : null,
      late: unsignedSince !== null && unsignedSince < now - lateMs,
      keyLost: await kept.isKeyLost(),
    },
    evidence,
    texts,
  };
}

type InCompany = <T>(use: (of: CompanyDb) => Promise<T>) => Promise<T>;
type Found = Pick<LedgerReport, 'evidence' | 'texts'> & {
  /** The moment of the first row behind the last signed one. */
  unsignedSince: number | null;
  signedUpTo: number;
};

/** Rows that were added while the check ran are taken along, so that the count and the last row are of one moment. */
async function ending(
  check: LedgerCheck,
  { inCompany, companyId, found }: { inCompany: InCompany; companyId: string; found: Found },
): Promise<LedgerCheck> {
  let at = check;
  for (;;) {
    const { count, last, more } = await inCompany(async (of) => {
      const [end] = await of.run<{ count: number; last: number }>(readEnd, [companyId]);
      const { count, last } = end ?? { count: 0, last: 0 };
      const more = last > at.number ? await of.run<Piece>(readPiece, [companyId, at.number, pieceRows]) : [];
      return { count, last, more };
    });
    at = checkRows(at, more);
    look(found, more, at);
    if (at.tampering || at.number >= last || more.length === 0) return endCheck(at, count);
  }
}

/** What stands behind the rows that are good: who decided, and what was agreed to. */
function look(found: Found, piece: Piece[], check: LedgerCheck): void {
  const { evidence, texts } = found;
  for (const row of piece) {
    if (row.number > check.number) return;
    if (row.number > found.signedUpTo) found.unsignedSince ??= row.at;
    if (row.salt === null || row.evidence === null) evidence.erased++;
    else if (evidenceHash(row.salt, row.evidence) === row.evidenceHash) evidence.fits++;
    else evidence.changed ??= row.number;
    const { agreementId, version, language } = row;
    // An erasure is about no single text.
    if (row.textHash === null || agreementId === null || version === null || language === null) continue;
    if (row.publishedHash === null) texts.missing ??= { agreementId, version, language };
    else if (row.publishedHash !== row.textHash) texts.changed ??= { agreementId, version, language };
  }
}

async function lookAtTexts(found: LedgerReport['texts'], inCompany: InCompany, companyId: string): Promise<void> {
  for (let after: Text | null = null; ;) {
    const cursor: unknown[] = [after?.agreementId ?? null, after?.version ?? null, after?.language ?? null];
    const texts: Text[] = await inCompany((of) => of.run<Text>(readTexts, [companyId, ...cursor]));
    for (const { agreementId, version, language, title, text, hash } of texts) {
      found.checked++;
      if (textHash(title, text) !== hash) found.changed ??= { agreementId, version, language };
    }
    const last: Text | undefined = texts.at(-1);
    if (texts.length < 50 || !last) return;
    after = last;
  }
}
