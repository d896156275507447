import { sqlFile, type Turn } from '@switchboard/db';

const merge = sqlFile(import.meta.url, './merge-clients.sql');
const unmerge = sqlFile(import.meta.url, './unmerge-clients.sql');

/** Why two clients are one: an employee says so, or a channel vouches for an address that both have. */
export type MergeReason = 'by-hand' | 'verified-address';

/** Why two clients are not made one, or one not two. */
export type NotMerged =
  /** There is no such client, or he was erased. */
  | 'no-such-client'
  | 'same-client'
  /** One of them is part of another already. */
  | 'merged-before'
  /** It was undone, or the client that was kept is part of another since: that one comes first. */
  | 'cannot-be-undone';

type Merged = { mergeId: string | null; because: NotMerged | null; dialogs: { dialogId: number; chatId: string }[] };

/**
 * Makes two clients one, in the company's turn: identities, addresses, records and dialogs of the one that is merged go
 * over to the one that is kept; of both's consents to an agreement the later decision counts. What was moved is noted, so
 * that it can go back. Answers the merge's id, or why it was not made.
 */
export async function mergeClients(
  turn: Turn,
  clients: { keptId: string; mergedId: string },
  because: MergeReason,
  by: string | null,
): Promise<{ mergeId: string } | { because: NotMerged }> {
  const { keptId, mergedId } = clients;
  if (keptId === mergedId) return { because: 'same-client' };
  const at = new Date(turn.now);
  const [made] = await turn.run<Merged>(merge, [turn.companyId, keptId, mergedId, turn.id(), because, by, at]);
  return told(turn, made);
}

/** Makes two clients one after everything else that the turn writes, because a channel vouches that they are. */
export function joinAtEnd(turn: Turn, { keptId, mergedId }: { keptId: string; mergedId: string }): void {
  const at = new Date(turn.now);
  void turn.atEnd(merge, [turn.companyId, keptId, mergedId, turn.id(), 'verified-address', null, at]);
}

/** Takes a merge back: what was moved by it, and is still where it was moved to, returns. */
export async function unmergeClients(
  turn: Turn,
  mergeId: string,
  by: string,
): Promise<{ mergeId: string } | { because: NotMerged }> {
  const [undone] = await turn.run<Merged>(unmerge, [turn.companyId, mergeId, by, new Date(turn.now)]);
  return told(turn, undone);
}

function told(turn: Turn, made: Merged | undefined): { mergeId: string } | { because: NotMerged } {
  if (!made?.mergeId) return { because: made?.because ?? 'no-such-client' };
  for (const { dialogId, chatId } of made.dialogs) turn.announce({ change: 'dialog', dialogId, chatId });
  return { mergeId: made.mergeId };
}
