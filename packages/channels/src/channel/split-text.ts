/**
 * The pieces of a text that is longer than a channel allows, in order, each at most `limit` UTF-16 code units.
 * Cuts stand at the end of a paragraph or a line where that fills at least half a piece, else between words, else
 * inside a word, never inside a surrogate pair. Only whitespace at the cuts (and around a text that had to be cut) is
 * dropped. A text that fits is returned as it is; one of whitespace only gives no pieces.
 *
 * Throws a RangeError where `limit` is not an integer of at least 2, the length of a surrogate pair.
 */
export function splitText(text: string, limit: number): string[] {
  if (!Number.isInteger(limit) || limit < 2) throw new RangeError('a piece holds at least 2 code units');
  if (text.trim() === '') return [];
  if (text.length <= limit) return [text];
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const end = cut(rest, limit);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  pieces.push(rest);
  return pieces;
}

/** Where the first piece of a text that does not fit ends; always above 0. */
function cut(text: string, limit: number): number {
  const half = Math.floor(limit / 2);
  for (const boundary of ['\n\n', '\n']) {
    const at = text.lastIndexOf(boundary, limit);
    if (at >= half && at > 0) return at;
  }
  for (let at = limit; at > 0; at--) {
    if (/\s/.test(text.charAt(at))) return at;
  }
  return splitsPair(text, limit) ? limit - 1 : limit;
}

function splitsPair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}
