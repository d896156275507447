import { createHash, randomBytes } from 'node:crypto';

import { sql, type Turn } from '@switchboard/db';
import { beforeFirst, sealedText, type LedgerEntry } from '@switchboard/domain/agreement';

/** What stands behind a row: who decided and from where. Kept apart, erased with the person. */
export type Evidence = {
  /** The client's own address and browser, where they are his and not a provider's. */
  ip: string | null;
  userAgent: string | null;
  page: string | null;
  /** The account he decided from, by the provider's id, and his name there. */
  identity: string | null;
  name: string | null;
  /** Why an employee entered it, in his words. */
  reason?: string | null;
};

/** A row to be added; its number, hashes and moment are given by the ledger. */
export type NewEntry = Omit<LedgerEntry, 'companyId' | 'number' | 'at' | 'evidenceHash'> & { evidence: Evidence };

/**
 * The ledger does not end where the company's own count says: rows were cut off, or put behind it. Nothing is chained to
 * what is not there; whoever decides on something else goes on.
 */
export class LedgerBroken extends Error {
  override readonly name = 'LedgerBroken';
}

const lastRows = sql(
  'last-consent-hash',
  'select number, hash from consent_record where company_id = $1 and number >= $2 order by number limit 2',
);
const addEntries = sql(
  'add-consent-records',
  `with rows as (
     select * from jsonb_to_recordset($3::jsonb) as x(number bigint, "clientId" uuid, "channelId" uuid, "dialogId" bigint, "agreementId" uuid,
       version int, language text, "textHash" text, decision text, how text, "messageId" uuid, "employeeId" uuid, "evidenceHash" text,
       "previousHash" text, hash text, salt text, evidence jsonb)
   ),
   evidence as (
     insert into consent_evidence (company_id, number, salt, evidence) select $1, number, salt, evidence from rows
   ),
   latest as (
     insert into client_consent (company_id, client_id, agreement_id, version, decision, number, at)
     select distinct on ("clientId", "agreementId") $1, "clientId", "agreementId", version, decision, number, $2::timestamptz
     from rows where "agreementId" is not null order by "clientId", "agreementId", number desc
     on conflict (company_id, client_id, agreement_id) do update
       set version = excluded.version, decision = excluded.decision, number = excluded.number, at = excluded.at
   )
   insert into consent_record (company_id, number, at, client_id, channel_id, dialog_id, agreement_id, version, language, text_hash, decision, how,
     message_id, employee_id, evidence_hash, previous_hash, hash)
   select $1, number, $2, "clientId", "channelId", "dialogId", "agreementId", version, language, "textHash", decision, how,
     "messageId", "employeeId", "evidenceHash", "previousHash", hash from rows order by number`,
);

/**
 * Adds decisions to the company's ledger of consents, each chained to the one before; only whoever holds the turn can.
 * Answers the numbers they got; throws `LedgerBroken` before anything is written.
 */
export async function appendToLedger(turn: Turn, entries: readonly NewEntry[]): Promise<number[]> {
  if (entries.length === 0) return [];
  let previousHash = await headOf(turn);
  const rows = entries.map(({ evidence, ...entry }) => {
    const salt = randomBytes(16).toString('hex');
    const sealed: LedgerEntry = {
      ...entry,
      companyId: turn.companyId,
      number: turn.takeLedgerNumber(),
      at: turn.now,
      evidenceHash: evidenceHash(salt, evidence),
    };
    const row = { ...sealed, salt, evidence, previousHash, hash: sha256(sealedText(previousHash, sealed)) };
    previousHash = row.hash;
    return row;
  });
  await turn.run(addEntries, [turn.companyId, new Date(turn.now), JSON.stringify(rows)]);
  return rows.map((row) => row.number);
}

/** The hash of the ledger's last row, as the company counts them; throws `LedgerBroken`. */
export async function headOf(turn: Turn): Promise<string> {
  const due = turn.ledgerNumber;
  const rows = await turn.run<{ number: number; hash: string }>(lastRows, [turn.companyId, due]);
  const last = rows.find(({ number }) => number === due);
  if (due > 0 && !last) throw new LedgerBroken(`Row ${due} of the ledger is not there`);
  if (rows.length > (last ? 1 : 0)) throw new LedgerBroken(`The ledger goes on behind row ${due}`);
  return last?.hash ?? beforeFirst;
}

/** The salted hash by which a row stands for its evidence: keys in this order, for ever; the reason where there is one. */
export function evidenceHash(salt: string, { ip, userAgent, page, identity, name, reason }: Evidence): string {
  const always = [ip, userAgent, page, identity, name];
  return sha256(`${salt}${JSON.stringify(reason == null ? always : [...always, reason])}`);
}

/** The hash of a published text: of its title, a line feed, and its words. */
export function textHash(title: string, text: string): string {
  return sha256(`${title}\n${text}`);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
