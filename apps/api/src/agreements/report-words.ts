import type { Tampering } from '@switchboard/domain/agreement';

import type { LedgerReport } from './check.ts';

/** What a check came to, in sentences for a terminal; the first says whether the ledger holds. */
export function reportWords({ holds, rows, head, tampering, signed, evidence, texts }: LedgerReport): string[] {
  const said = [
    holds ? `The ledger holds: ${counted(rows, 'row')}, each as it was written.` : 'The ledger does NOT hold.',
  ];
  if (tampering) said.push(tamperingWords(tampering));
  if (!holds) said.push(`Good up to row ${rows}.`);
  said.push(`Hash of row ${rows}: ${head}`);
  if (signed.heads === 0) said.push('Nothing was signed yet: a chain that was worked out anew would not be seen.');
  else if (signed.number > 0)
    said.push(
      `Held against ${counted(signed.heads, 'signed head')}, the last of row ${signed.number} on ${moment(signed.at)}.`,
    );
  if (signed.forged > 0) said.push(`${counted(signed.forged, 'line')} of the signed heads bear another signature.`);
  if (signed.unreadable > 0) said.push(`${counted(signed.unreadable, 'line')} of the signed heads cannot be read.`);
  if (signed.missing !== null)
    said.push(`Signed heads are missing: the ledger was signed up to row ${signed.missing}.`);
  if (signed.late) said.push('Signed too long ago: it grew more than two days ago, and was not signed since.');
  if (signed.keyLost) said.push('The key for signing is gone: begin a new one with npm run ledger -- new-key.');
  if (evidence.changed !== null) said.push(`The evidence of row ${evidence.changed} is not what was written.`);
  else said.push(`Evidence: ${evidence.fits} as written, ${evidence.erased} erased.`);
  if (texts.missing)
    said.push(
      `The text of version ${texts.missing.version} (${texts.missing.language}) of agreement ${texts.missing.agreementId}, on which somebody decided, is gone.`,
    );
  if (texts.changed)
    said.push(
      `The text of version ${texts.changed.version} (${texts.changed.language}) of agreement ${texts.changed.agreementId} is not what was published.`,
    );
  else if (!texts.missing) said.push(`Published texts: ${texts.checked} as published.`);
  return said;
}

function tamperingWords(tampering: Tampering): string {
  const { number } = tampering;
  switch (tampering.kind) {
    case 'edited':
      return `Row ${number} was edited: it is not what was written.`;
    case 'deleted':
      return `Row ${number} was deleted.`;
    case 'inserted':
      return `Row ${number} was inserted: the ledger never wrote it.`;
    case 'cut':
      return `The ledger was cut: row ${number} and what came after it are gone.`;
    case 'recomputed':
      return `The chain was worked out anew: between rows ${number} and ${tampering.until} it differs from what was signed on ${moment(tampering.signedAt)}.`;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function moment(at: number | null): string {
  return at === null ? 'an unknown day' : new Date(at).toISOString();
}
