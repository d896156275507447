/** A piece of a message's text; with `href` where it is an address that may be followed. */
export type Piece = { text: string; href?: string };

const candidate = /https?:\/\/[^\s<>"]+|www\.[^\s<>"]+\.[^\s<>"]+|mailto:[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const allowed = new Set(['http:', 'https:', 'mailto:']);

/**
 * A text cut into plain pieces and addresses; joined they give the text. Only http, https and mailto become addresses.
 * Punctuation that ends a sentence, and a bracket that was opened before the address, stay outside.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const said = withoutTail(match[0]);
    const href = hrefOf(said);
    if (href === null) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: said, href });
    end = match.index + said.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

function hrefOf(said: string): string | null {
  const withScheme = /^(https?:\/\/|mailto:)/i.test(said)
    ? said
    : said.includes('@')
      ? `mailto:${said}`
      : `https://${said}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  return allowed.has(url.protocol) ? url.href : null;
}

function withoutTail(said: string): string {
  let kept = said;
  for (;;) {
    const last = kept.at(-1) ?? '';
    const opened = ({ ')': '(', ']': '[', '}': '{' } as Record<string, string>)[last];
    const closesMore = opened !== undefined && kept.split(opened).length < kept.split(last).length;
    if (!closesMore && !/[.,:;!?'»”’*_]/.test(last)) return kept;
    kept = kept.slice(0, -1);
  }
}
