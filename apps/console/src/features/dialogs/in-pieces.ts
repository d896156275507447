import type { GroupAnswer } from '../../rpc/shapes.ts';

/** So many dialogs are sent with one call. */
const piece = 20;

export type Progress = { done: number; of: number };
/** How many dialogs it was done to, and of the others why not, the most frequent reason first. */
export type Outcome = {
  done: number;
  refused: { because: string; dialogIds: number[] }[];
  /** Those that no call reached: it was stopped, or the connection was lost. */
  left: number[];
};

/**
 * Does one thing to many dialogs, a piece after the other, and tells how far it has come. Where a call gets no answer it
 * ends there; what was done stays done, and the rest is told.
 */
export async function inPieces(
  dialogIds: readonly number[],
  call: (dialogIds: number[]) => Promise<GroupAnswer>,
  onProgress: (progress: Progress) => void,
  stopped: () => boolean = () => false,
): Promise<Outcome> {
  const refused = new Map<string, number[]>();
  let done = 0;
  for (let at = 0; at < dialogIds.length; at += piece) {
    const answer = stopped() ? null : await call(dialogIds.slice(at, at + piece)).catch(() => null);
    if (answer === null) return { done, refused: inOrder(refused), left: dialogIds.slice(at) };
    for (const { dialogId, refused: because } of answer.answers) {
      if (because === null) done++;
      else refused.set(because, [...(refused.get(because) ?? []), dialogId]);
    }
    onProgress({ done: Math.min(at + piece, dialogIds.length), of: dialogIds.length });
  }
  return { done, refused: inOrder(refused), left: [] };
}

/** What became of all where those that were left were tried again. */
export function together(before: Outcome | undefined, again: Outcome): Outcome {
  const refused = new Map<string, number[]>();
  for (const { because, dialogIds } of [...(before?.refused ?? []), ...again.refused])
    refused.set(because, [...(refused.get(because) ?? []), ...dialogIds]);
  return { done: (before?.done ?? 0) + again.done, refused: inOrder(refused), left: again.left };
}

function inOrder(refused: ReadonlyMap<string, number[]>): Outcome['refused'] {
  return [...refused]
    .map(([because, dialogIds]) => ({ because, dialogIds }))
    .toSorted((a, b) => b.dialogIds.length - a.dialogIds.length);
}
