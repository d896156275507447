import type { EmployeeId, Instant } from '../people/index.ts';

/** A dialog nobody is suitable for now, as its line's order sees it. */
export type WaitingDialog = {
  dialogId: number;
  /** See `waitingSince`: the client's first unanswered message. */
  since: Instant;
  /** Those already asked in its present round. */
  asked: EmployeeId[];
  /** Nobody of those asked is asked again before this. */
  notBefore: Instant | null;
  /** Nobody at all is asked before this: the CRM has not said yet who is responsible. */
  identifyingUntil: Instant | null;
};

/** Negative where `a` is older: by the client's first unanswered message, then by number (product §3.1). */
export function byAge(
  a: Pick<WaitingDialog, 'since' | 'dialogId'>,
  b: Pick<WaitingDialog, 'since' | 'dialogId'>,
): number {
  return a.since - b.since || a.dialogId - b.dialogId;
}

/** Those of `waiting`, which is sorted by age, that are older than this dialog, itself left out. */
export function olderThan(
  dialog: Pick<WaitingDialog, 'since' | 'dialogId'>,
  waiting: readonly WaitingDialog[],
): WaitingDialog[] {
  const older: WaitingDialog[] = [];
  for (const other of waiting) {
    if (byAge(other, dialog) >= 0) break;
    if (other.dialogId !== dialog.dialogId) older.push(other);
  }
  return older;
}

/**
 * Those of the suitable to whom an older waiting dialog could be offered now; a younger one is not offered
 * to them (product §3.1). An older one could be offered to whom it did not ask yet, or, having asked
 * everybody suitable, to all of them again.
 */
export function keptForOlder(
  older: readonly WaitingDialog[],
  suitable: readonly EmployeeId[],
  now: Instant,
): ReadonlySet<EmployeeId> {
  const kept = new Set<EmployeeId>();
  for (const dialog of older) {
    if (kept.size === suitable.length) break;
    if (dialog.identifyingUntil !== null && dialog.identifyingUntil > now) continue;
    const asked = new Set(dialog.asked);
    const unasked = suitable.filter((id) => !asked.has(id));
    if (unasked.length > 0) for (const id of unasked) kept.add(id);
    else if (dialog.notBefore === null || dialog.notBefore <= now) for (const id of suitable) kept.add(id);
  }
  return kept;
}
