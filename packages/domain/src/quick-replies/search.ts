/** What a quick reply is found by, and what puts it before others. */
export type Sought = { name: string; text: string; section: string | null; used: number; usedAt: number | null };

/** A reply with its words as they are compared; made once for many searches. */
export type Prepared<R extends Sought> = { reply: R; name: string; text: string; section: string };

/** Replies made ready to be searched as one types. */
export function prepared<R extends Sought>(replies: readonly R[]): Prepared<R>[] {
  return replies.map((reply) => ({
    reply,
    name: plain(reply.name),
    text: plain(reply.text),
    section: plain(reply.section ?? ''),
  }));
}

/**
 * The replies in which every word of the search occurs, in the name, the section or the text, in Russian and English
 * alike: first those whose name has them all at the beginnings of its words, then those whose name has them, then the
 * others; within each the most used first, of those the latest used, of those in the order given. A search of no words
 * finds all, in the order given.
 */
export function found<R extends Sought>(replies: readonly Prepared<R>[], search: string): R[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return replies.map(({ reply }) => reply);
  const ranked = replies.flatMap(({ reply, name, text, section }, index) => {
    if (!words.every((word) => name.includes(word) || text.includes(word) || section.includes(word))) return [];
    const rank = words.every((word) => begins(name, word)) ? 0 : words.every((word) => name.includes(word)) ? 1 : 2;
    return [{ reply, rank, index }];
  });
  ranked.sort(
    (one, other) => one.rank - other.rank || mostUsedFirst(one.reply, other.reply) || one.index - other.index,
  );
  return ranked.map(({ reply }) => reply);
}

/** Sorts what was used most to the front; of what was used as often, what was used last. */
export function mostUsedFirst(one: Pick<Sought, 'used' | 'usedAt'>, other: Pick<Sought, 'used' | 'usedAt'>): number {
  return other.used - one.used || (other.usedAt ?? 0) - (one.usedAt ?? 0);
}

/** Small letters, ё as е, Latin letters without their accents; й stays itself. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е');
}

/** A word of the text begins so. */
function begins(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  return false;
}
