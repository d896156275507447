/** Longest parts of an address (RFC 5321, 4.5.3.1). */
const longestLocal = 64;
const longestDomain = 253;
const longestAddress = 254;

/** What an e-mail address is made of on the left of its `@`; letters of every language (RFC 6531), no quoted ones. */
const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;
const topLevel = /^(?:\p{L}[\p{L}\p{M}]+|xn--[a-z\d-]{2,59})$/u;

/**
 * An e-mail address in lower case, as it is stored and compared; null where the text is none. A name around it is not
 * understood: `<a@b.example>` is, `Anna <a@b.example>` is none.
 */
export function asEmail(text: string): string | null {
  if (text.length > longestAddress + 20) return null;
  const bare = text
    .normalize('NFC')
    .trim()
    .replace(/^<(?:mailto:)?|^mailto:|>$/gi, '')
    .toLowerCase();
  const at = bare.indexOf('@');
  if (at < 1 || at !== bare.lastIndexOf('@') || bare.length > longestAddress) return null;
  const name = bare.slice(0, at);
  const domain = bare.slice(at + 1);
  if (name.length > longestLocal || domain.length > longestDomain || !local.test(name)) return null;
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || !labels.every((one) => label.test(one)) || !topLevel.test(last)) return null;
  return bare;
}

const ofName = /[\p{L}\p{N}.!#$%&'*+=?^_`{|}~-]/u;
const ofDomain = /[\p{L}\p{M}\p{N}.-]/u;
/** What people put before an address without a space, and what is never its first letter in practice. */
const before = /^[.!#$%&'*+=?^`{|}~-]+/;

/** Where an e-mail address stands in a text, and which. */
export type FoundEmail = { from: number; until: number; value: string };

/**
 * The e-mail addresses of a text in their order, at most `most`. Around each `@` no more is read than an address may be
 * long, so that the work grows with the text and not faster.
 */
export function emailsIn(text: string, most: number): FoundEmail[] {
  const found: FoundEmail[] = [];
  const seen = new Set<string>();
  for (let at = text.indexOf('@'); at >= 0 && seen.size < most; at = text.indexOf('@', at + 1)) {
    let from = at;
    while (from > 0 && at - from < longestLocal + 1 && ofName.test(text.charAt(from - 1))) from--;
    let until = at + 1;
    while (until < text.length && until - at <= longestDomain && ofDomain.test(text.charAt(until))) until++;
    // A piece of something longer, cut where our reading ended, is no address.
    if (at - from > longestLocal || until - at > longestDomain) continue;
    const led = before.exec(text.slice(from, at))?.[0].length ?? 0;
    const domain = text.slice(at + 1, until).replace(/[.-]+$/, '');
    const value = asEmail(`${text.slice(from + led, at)}@${domain}`);
    if (value === null) continue;
    found.push({ from, until, value });
    seen.add(value);
  }
  return found;
}
