import { sql, type CompanyDb, type Database } from '@switchboard/db';
import {
  beginCheck,
  checkRows,
  endCheck,
  type LedgerCheck,
  type LedgerRow,
  type Tampering,
} from '@switchboard/domain/agreement';

import type { ReadHeads } from './heads.ts';
import { evidenceHash, sha256, textHash, type Evidence } from './ledger.ts';

/** What a check of a company's ledger came to. It holds where `holds` says so; else the rest tells what is wrong. */
export type LedgerReport = {
  holds: boolean;
  /** Rows that were read up to the first that is wrong, and the hash of the last good one. */
  rows: number;
  head: string;
  tampering: Tampering | null;
  /** Signed heads that the rows were held against, the moment of the last, and lines whose signature is not ours. */
  signed: { heads: number; number: number; at: number | null; forged: number };
  /** Rows whose evidence is there and fits, rows whose evidence was erased, the first whose evidence was changed. */
  evidence: { fits: number; erased: number; changed: number | null };
  /** Published texts, and the first whose hash is not that of its words. */
  texts: { checked: number; changed: { agreementId: string; version: number; language: string } | null };
};

const pieceRows = 2_000;

const readPiece = sql(
  'ledger-piece',
  `select r.company_id as "companyId", r.number, r.at, r.client_id as "clientId", r.channel_id as "channelId", r.dialog_id as "dialogId",
     r.agreement_id as "agreementId", r.version, r.language, r.text_hash as "textHash", r.decision, r.how, r.message_id as "messageId",
     r.employee_id as "employeeId", r.evidence_hash as "evidenceHash", r.previous_hash as "previousHash", r.hash, e.salt, e.evidence
   from consent_record r left join consent_evidence e on e.company_id = $1 and e.number = r.number
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

type Piece = LedgerRow & { salt: string | null; evidence: Evidence | null };
type Text = { agreementId: string; version: number; language: string; title: string; text: string; hash: string };

/**
 * Reads a company's ledger from its first row to its last and checks every row, what stands behind it, and the texts
 * that were agreed to (product §3.4). Anybody who has the database and the signed heads can run it.
 */
export async function checkLedger(
  db: Database,
  companyId: string,
  { heads, forged }: ReadHeads,
): Promise<LedgerReport> {
  const inCompany = <T>(use: (of: CompanyDb) => Promise<T>): Promise<T> => db.inCompany(companyId, use);
  const evidence: LedgerReport['evidence'] = { fits: 0, erased: 0, changed: null };
  let check = beginCheck(sha256, heads);
  for (let after: number | null = null; ;) {
    const piece: Piece[] = await inCompany((of) => of.run<Piece>(readPiece, [companyId, after, pieceRows]));
    check = checkRows(check, piece);
    lookAtEvidence(evidence, piece, check);
    const last: Piece | undefined = piece.at(-1);
    if (piece.length < pieceRows || !last || check.tampering) break;
    after = last.number;
  }
  if (!check.tampering) check = await ending(check, inCompany, companyId);
  const texts = await lookAtTexts(inCompany, companyId);
  const last = heads.findLast((head) => head.number <= check.number);
  return {
    holds: check.tampering === null && forged === 0 && evidence.changed === null && texts.changed === null,
    rows: check.number,
    head: check.hash,
    tampering: check.tampering,
    signed: { heads: heads.length, number: last?.number ?? 0, at: last?.at ?? null, forged },
    evidence,
    texts,
  };
}

type InCompany = <T>(use: (of: CompanyDb) => Promise<T>) => Promise<T>;

/** Rows that were added while the check ran are taken along, so that the count and the last row are of one moment. */
async function ending(check: LedgerCheck, inCompany: InCompany, companyId: string): Promise<LedgerCheck> {
  let at = check;
  for (;;) {
    const { count, last, more } = await inCompany(async (of) => {
      const [end] = await of.run<{ count: number; last: number }>(readEnd, [companyId]);
      const { count, last } = end ?? { count: 0, last: 0 };
      const more = last > at.number ? await of.run<Piece>(readPiece, [companyId, at.number, pieceRows]) : [];
      return { count, last, more };
    });
    at = checkRows(at, more);
    if (at.tampering || at.number >= last || more.length === 0) return endCheck(at, count);
  }
}

function lookAtEvidence(found: LedgerReport['evidence'], piece: Piece[], check: LedgerCheck): void {
  for (const row of piece) {
    if (row.number > check.number) return;
    if (row.salt === null || row.evidence === null) found.erased++;
    else if (evidenceHash(row.salt, row.evidence) === row.evidenceHash) found.fits++;
    else found.changed ??= row.number;
  }
}

async function lookAtTexts(inCompany: InCompany, companyId: string): Promise<LedgerReport['texts']> {
  const found: LedgerReport['texts'] = { checked: 0, changed: null };
  for (let after: Text | null = null; ;) {
    const cursor: unknown[] = [after?.agreementId ?? null, after?.version ?? null, after?.language ?? null];
    const texts: Text[] = await inCompany((of) => of.run<Text>(readTexts, [companyId, ...cursor]));
    for (const { agreementId, version, language, title, text, hash } of texts) {
      found.checked++;
      if (textHash(title, text) !== hash) found.changed ??= { agreementId, version, language };
    }
    const last: Text | undefined = texts.at(-1);
    if (texts.length < 50 || !last) return found;
    after = last;
  }
}
