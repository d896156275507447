/** What a row of the ledger of consents says was decided (product §3.4). */
export const decisions = ['accepted', 'declined', 'withdrawn', 'erased'] as const;
export type ConsentDecision = (typeof decisions)[number];

/** How it was decided: by a button, in the form of the live chat, by writing on, or entered by an employee. */
export const consentWays = ['button', 'form', 'continued-writing', 'by-hand'] as const;
export type ConsentWay = (typeof consentWays)[number];

/** One row of the ledger as it is sealed: ids, codes, hashes and moments, nothing about the person. */
export type LedgerEntry = {
  companyId: string;
  /** From 1, without gaps. */
  number: number;
  /** Milliseconds. */
  at: number;
  clientId: string;
  channelId: string | null;
  dialogId: number | null;
  /** Of an erasure null: it concerns them all. */
  agreementId: string | null;
  version: number | null;
  language: string | null;
  /** SHA-256 of the exact text, hexadecimal. */
  textHash: string | null;
  decision: ConsentDecision;
  how: ConsentWay;
  /** The message that proves it. */
  messageId: string | null;
  employeeId: string | null;
  /** SHA-256 of salt and evidence, hexadecimal. */
  evidenceHash: string;
};

/** The hash before the first row of a ledger. */
export const beforeFirst = '0'.repeat(64);

/**
 * The exact text whose SHA-256 is a row's hash: the hash of the row before and the row's fields, as a JSON array in this
 * order, for ever. Whoever has the rows can check the chain without us.
 */
export function sealedText(previousHash: string, entry: LedgerEntry): string {
  const { companyId, number, at, clientId, channelId, dialogId, agreementId, version } = entry;
  const { language, textHash, decision, how, messageId, employeeId, evidenceHash } = entry;
  return JSON.stringify([
    previousHash,
    companyId,
    number,
    at,
    clientId,
    channelId,
    dialogId,
    agreementId,
    version,
    language,
    textHash,
    decision,
    how,
    messageId,
    employeeId,
    evidenceHash,
  ]);
}
