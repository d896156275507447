import type { Address } from '../records.ts';
import { emailsIn } from './email.ts';
import { ownWords } from './own-words.ts';
import { phonesIn } from './phone.ts';

export { countryOfZone } from './country-of-zone.ts';
export { asEmail } from './email.ts';
export { asPhone } from './phone.ts';

/** More than this nobody is reached by, and no more is taken from one text. */
export const mostAddresses = 20;
/** No client's text is longer; what is behind is not read. */
const longestText = 65_536;

/**
 * The phone numbers and e-mail addresses that a client wrote in a text (product §3.2, chat tracker): each once, phones in
 * E.164 by the line's country (two capitals, null where unknown) where no `+` is given, e-mail addresses in lower case, at
 * most twenty together. Quotations, signatures and addresses of web pages are left out.
 */
export function addressesIn(text: string, country: string | null): Address[] {
  const own = ownWords(text.slice(0, longestText).normalize('NFKC').slice(0, longestText));
  const words = withoutPages(own);
  const emails = emailsIn(words, mostAddresses);
  const phones = phonesIn(withoutSpans(words, emails), country, mostAddresses);
  // Of too many, neither kind crowds out the other.
  const someEmails = emails
    .map(({ value }) => value)
    .slice(0, Math.max(mostAddresses - phones.length, mostAddresses / 2));
  const found: Address[] = [
    ...someEmails.map((value): Address => ({ kind: 'email', value })),
    ...phones.map((value): Address => ({ kind: 'phone', value })),
  ];
  const each = new Map(found.map((address) => [`${address.kind} ${address.value}`, address]));
  return [...each.values()].slice(0, mostAddresses);
}

/** Addresses of web pages and of machines become spaces: what stands in them is nobody's. */
function withoutPages(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => {
      const scheme = word.indexOf('://');
      if (scheme >= 0)
        return word.slice(0, scheme).replace(/[a-z][a-z\d+.-]{0,20}$/i, '') + ' '.repeat(word.length - scheme);
      if (word.includes('www.')) return ' '.repeat(word.length);
      if (/^[^/?#@]*[a-z]\.[a-z]{2,20}[/?#]/i.test(word.slice(0, 300))) return ' '.repeat(word.length);
      return isMachine(word) ? ' '.repeat(word.length) : word;
    })
    .join('');
}

function isMachine(word: string): boolean {
  const parts = /^\D{0,3}(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d+)?\D{0,3}$/.exec(word.slice(0, 40));
  return parts !== null && parts.slice(1).every((part) => Number(part) <= 255);
}

function withoutSpans(text: string, spans: readonly { from: number; until: number }[]): string {
  let left = '';
  let last = 0;
  for (const { from, until } of spans) {
    left += `${text.slice(last, Math.max(last, from))} `;
    last = Math.max(last, until);
  }
  return left + text.slice(last);
}
