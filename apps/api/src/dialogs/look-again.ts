import { sqlFile, type Turn } from '@switchboard/db';

const lookAgainSql = sqlFile(import.meta.url, './look-again.sql');

/** Which open dialogs a change concerns. */
export type Concerned = {
  /** Those in the hands of these employees, or on their screens as an offer. */
  inHandsOf?: readonly string[];
  /** Those of these lines that nobody has accepted. */
  unacceptedOf?: readonly string[];
  /** Those transferred to these departments that nobody has accepted. */
  givenTo?: readonly string[];
  /** All open ones of these lines. */
  openOf?: readonly string[];
};

/**
 * Makes the dialogs that a change concerns due now, in the turn of that change, and answers their numbers: whoever left
 * gives back, whoever came is asked, changed times count. It is stored, so that a process that falls in between leaves
 * it to the next; the numbers are for whoever decides on them at once.
 */
export async function lookAgain(turn: Turn, concerned: Concerned): Promise<number[]> {
  const { inHandsOf = [], unacceptedOf = [], givenTo = [], openOf = [] } = concerned;
  if (inHandsOf.length + unacceptedOf.length + givenTo.length + openOf.length === 0) return [];
  const rows = await turn.run<{ dialogId: number }>(lookAgainSql, [
    turn.companyId,
    new Date(turn.now),
    inHandsOf,
    unacceptedOf,
    givenTo,
    openOf,
  ]);
  return rows.map((row) => row.dialogId);
}
