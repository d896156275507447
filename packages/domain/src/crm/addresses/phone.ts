import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** No number is written longer than this, extension and all. */
const longest = 40;

/**
 * A phone number in E.164, by this country (two capitals) where it is not written with a `+`; null where the text is no
 * number that anybody could have. A number of an unknown country needs its `+`.
 */
export function asPhone(text: string, country: string | null): string | null {
  const written = text.trim();
  if (written.length > longest || /[^\d\s+().\-/‐‑‒–—]/.test(written)) return null;
  return parsed(written, country)?.number ?? null;
}

function parsed(written: string, country: string | null) {
  const by = country !== null && isSupportedCountry(country) ? (country satisfies CountryCode) : undefined;
  if (by === undefined && !written.startsWith('+')) return null;
  const number = parsePhoneNumberFromString(written, { ...(by ? { defaultCountry: by } : {}), extract: false });
  return number?.isValid() === true ? number : null;
}

/** Digits of a text that stand together, and what stands before them in the same run. */
type Group = { from: number; digits: string; plus: boolean; before: string };

/** A run is digits with what is written between the digits of one number; it ends where a line or a list goes on. */
const runs = /[+(]?\d[\d \t\u00a0().\-‐‑‒–—+]*/g;
const separator = /^(?: ?\(| ?\) ?-?|[ \t\u00a0]{1,2}|\.| ?[-‐‑‒–—] ?|\)\()$/;

/** So many readings of one text are tried; whoever writes more digits than that writes no phone number. */
const mostTries = 600;

/**
 * The phone numbers of a text in their order, at most `most`, each once. Not among them: dates, sums, numbers of cards,
 * taxpayers, orders and documents, IP addresses. How many readings are tried is bounded, whatever the text is.
 */
export function phonesIn(text: string, country: string | null, most: number): string[] {
  const found = new Set<string>();
  let tries = 0;
  for (const run of text.matchAll(runs)) {
    if (tries >= mostTries || found.size >= most) break;
    const groups = groupsOf(run[0], run.index);
    if (isCard(run[0])) continue;
    for (let at = 0; at < groups.length && found.size < most; at++) {
      const taken = longestFirst(groups, at).find((until) => {
        if (tries >= mostTries) return false;
        tries++;
        return stands(text, groups, at, until) && isPhone(text, groups, at, until, country);
      });
      if (taken === undefined) continue;
      found.add(numberOf(text, groups, at, taken, country)?.number ?? '');
      at = taken - 1;
    }
  }
  return [...found];
}

function groupsOf(run: string, from: number): Group[] {
  const groups: Group[] = [];
  let last = 0;
  for (const digits of run.matchAll(/\d+/g)) {
    const before = run.slice(last, digits.index);
    last = digits.index + digits[0].length;
    groups.push({
      from: from + digits.index,
      digits: digits[0],
      plus: before.endsWith('+') || before.endsWith('+('),
      before,
    });
  }
  return groups;
}

/** Where a number that begins at a group may end: the most digits first, no more than fifteen and no fewer than seven. */
function longestFirst(groups: readonly Group[], from: number): number[] {
  const ends: number[] = [];
  let digits = 0;
  for (let until = from; until < groups.length && until - from < 8; until++) {
    const group = groups[until] as Group;
    if (until > from && (group.plus || !separator.test(group.before))) break;
    digits += group.digits.length;
    if (digits > 15) break;
    if (digits >= 7) ends.unshift(until + 1);
  }
  return ends;
}

/** Whether what stands around leaves these groups a number of their own, and not a part of a word, a sum or a code. */
function stands(text: string, groups: readonly Group[], from: number, until: number): boolean {
  const first = groups[from] as Group;
  const last = groups[until - 1] as Group;
  const end = last.from + last.digits.length;
  const after = text.slice(end, end + 12);
  const lead = text.slice(Math.max(0, first.from - 40), first.from).replace(/[+(\s]*$/, '');
  const joined = text.slice(Math.max(0, first.from - 2), first.from);
  if (/^\p{L}|^[_@%°]|^[.,]\d{1,2}(?!\d)|^\)?[-.]?\d/u.test(after)) return false;
  if (/[\p{L}_@=#№$€£₽%]$/u.test(joined) && !phoneWord.test(lead)) return false;
  if (/[\d\p{L}][-.]$/u.test(joined) && !phoneWord.test(lead.replace(/[-.]$/, ''))) return false;
  if (
    /^\s*(?:₽|\$|€|£|₸|%|р(?:уб|\.|\b)|руб|usd|eur|rub|kzt|тенге|тг(?!\p{L})|грн|сум(?!\p{L})|тыс|млн|шт(?!\p{L})|кг(?!\p{L})|dollars|euros|rubles|pcs|kg)/iu.test(
      after,
    )
  )
    return false;
  return first.plus || !namesSomethingElse(lead);
}

const phoneWord =
  /(?:тел(?:ефон\p{L}*)?|т|моб(?:ильн\p{L}*)?|сот(?:ов\p{L}*)?|звон\p{L}*|whats\s?app|ватсап\p{L}*|вотсап\p{L}*|вацап\p{L}*|viber|вайбер\p{L}*|telegram|телеграм\p{L}*|phone|tel|mobile|mob|cell|call|fax|факс)\s*[.:=-]?$/iu;
const filler = /(?:^|[^\p{L}])(?:номер\p{L}*|number|no|nr|num|n|id|is|от|за)$/iu;
const other =
  /(?:^|[^\p{L}])(?:заказ\p{L}*|инн|кпп|огрн\p{L}*|окпо|бик|иин|бин|снилс|сч[её]т\p{L}*|договор\p{L}*|артикул\p{L}*|трек\p{L}*|отправлени\p{L}*|посылк\p{L}*|заявк\p{L}*|паспорт\p{L}*|карт[аеуыой]{1,2}|код\p{L}*|билет\p{L}*|накладн\p{L}*|полис\p{L}*|квитанци\p{L}*|чек\p{L}*|сери[яийю]|order\p{L}*|invoice\p{L}*|contract|article|sku|track\p{L}*|ticket\p{L}*|parcel|passport|card|iban|swift|account|vat|tin|inn|ssn|code|ref|reference|serial|imei|isbn|vin|policy|receipt|booking|sum|сумм\p{L}*)$/iu;

/** Whether the words right before a number say that it is the number of something: an order, a taxpayer, a document. */
function namesSomethingElse(lead: string): boolean {
  if (phoneWord.test(lead)) return false;
  // A comma, a stop or a new line ends what was said before.
  let words = lead.replace(/[\s:–—=-]*$/, '');
  if (/[№#]\s*$/.test(words)) return true;
  for (let more = 0; more < 2; more++) {
    if (other.test(words)) return true;
    if (!filler.test(words)) return false;
    words = words.replace(/\p{L}+$/u, '').replace(/[\s.:]*$/, '');
  }
  return other.test(words);
}

function numberOf(text: string, groups: readonly Group[], from: number, until: number, country: string | null) {
  const first = groups[from] as Group;
  const last = groups[until - 1] as Group;
  const written = text.slice(first.from, last.from + last.digits.length);
  return parsed(`${first.plus ? '+' : ''}${written.replace(/[^\d]/g, '')}`, country);
}

function isPhone(text: string, groups: readonly Group[], from: number, until: number, country: string | null): boolean {
  const number = numberOf(text, groups, from, until, country);
  if (!number) return false;
  const first = groups[from] as Group;
  if (first.plus) return true;
  const digits = groups.slice(from, until).map((group) => group.digits);
  if (isDate(digits, groups.slice(from + 1, until))) return false;
  // Digits in one piece without the prefix that is dialled first may be anything: only mobile numbers are written so, and
  // not those of another country that shares the prefix (Kazakhstan's begin as Russian taxpayers' numbers do).
  if (digits.length === 1 && digits[0] === number.nationalNumber) {
    const type = number.getType();
    return type === 'FIXED_LINE_OR_MOBILE' || (type === 'MOBILE' && number.country === country);
  }
  return true;
}

/** Written as a day: 12.05.2024, 2024-05-12, 12/05/24, alone or with an hour behind. */
function isDate(digits: readonly string[], rest: readonly Group[]): boolean {
  const [one = '', two = '', three = ''] = digits;
  const between = rest.slice(0, 2).map((group) => group.before);
  if (digits.length < 3 || !between.every((mark) => mark === '.' || mark === '-')) return false;
  const [day, month] = one.length === 4 ? [three, two] : [one, two];
  const year = one.length === 4 ? one : three;
  const dotted = between[0] === '.';
  return (
    day.length <= 2 &&
    month.length <= 2 &&
    Number(day) <= 31 &&
    Number(month) <= 31 &&
    (year.length === 4 ? /^(?:19|20)/.test(year) : year.length === 2 && dotted)
  );
}

/** A card's number: thirteen to nineteen digits in one piece or in fours, with the right check digit, or four fours. */
function isCard(run: string): boolean {
  const trimmed = run.trim();
  if (/^\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\d)/.test(trimmed)) return true;
  const digits = /^\d[\d -]*/.exec(trimmed)?.[0].replace(/[^\d]/g, '') ?? '';
  return /^\d{13,19}$|^(?:\d{4}[ -]){3}/.test(trimmed) && digits.length >= 13 && digits.length <= 19;
}
