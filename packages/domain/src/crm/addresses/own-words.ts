/** Only the beginning of a line tells what it is. */
const told = 300;
/** A signature is shorter than this, in lines that are not empty. */
const longestSignature = 12;

/** Whoever wrote what is quoted below, as mail programs put it: `On Tue, Ivan <…> wrote:`, `12 мая 2024 г. … написал(а):`. */
const attribution = /(?:\b(?:wrote|writes)|(?:написала?|написал\(а\)|пишет|писала?)|[>»])\s*:\s*$/i;
const dated = /\d|@/;
const original =
  /^\s*(?:-{2,}|_{2,})\s*(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение|оригинал сообщения)/i;
const headers = /^\s*\*?(?:from|от|от кого)\s*:\*?\s*\S/i;
const moreHeaders = /^\s*\*?(?:sent|to|date|subject|отправлено|кому|дата|тема)\s*:/i;

const dashes = /^\s*(?:--|—|__+)\s*$/;
const farewell =
  /^\s*(?:с\s+(?:глубоким\s+)?уважением|с\s+наилучшими(?:\s+пожеланиями)?|с\s+почтением|всего\s+(?:доброго|хорошего|наилучшего)|(?:best|kind|warm|many)\s+(?:regards|wishes)|with\s+(?:best|kind)\s+regards|regards|sincerely(?:\s+yours)?|yours\s+(?:sincerely|faithfully|truly)|cheers)(?!\p{L})/iu;
/** A farewell stands alone, or a mark or a name follows: «С уважением отношусь» is none. */
const afterFarewell = /^(?:\s*$|\s*[,.!:;—–-]|\s+\p{Lu})/u;
const device = /^\s*(?:sent from (?:my|mail|outlook)|get outlook for|отправлено (?:с|из)\s)/i;

/**
 * What somebody wrote himself in a text: without what he quotes (lines that begin with `>`, and what follows `… wrote:`
 * or `-----Original Message-----`) and without his signature (after a line of dashes, or from a farewell on, at the end).
 */
export function ownWords(text: string): string {
  const own: string[] = [];
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').slice(0, told);
    if (line.startsWith('>') || /^\s{0,3}>/.test(line)) continue;
    if (original.test(line)) break;
    if (headers.test(line) && [1, 2, 3].some((more) => moreHeaders.test((lines[at + more] ?? '').slice(0, told))))
      break;
    const wrapped = attributed(line)
      ? 0
      : attributed(`${line} ${(lines[at + 1] ?? '').slice(0, told)}`) && opens(line)
        ? 1
        : -1;
    if (wrapped >= 0) {
      // Who answers below the quotation marks it with `>`; who answers above it leaves the rest as it was.
      const next = lines.slice(at + wrapped + 1, at + wrapped + 4).find((one) => one.trim() !== '');
      if (!next?.startsWith('>')) break;
      at += wrapped;
      continue;
    }
    own.push(lines[at] ?? '');
  }
  return own.slice(0, signatureAt(own)).join('\n');
}

function attributed(line: string): boolean {
  return attribution.test(line) && dated.test(line) && (!/[>»]\s*:\s*$/.test(line) || line.includes('@'));
}

/** The first of the two lines into which a mail program breaks an attribution. */
function opens(line: string): boolean {
  return /^\s*(?:on\s.*\d|\p{L}{2,12},?\s+\d{1,2}\s|\d{1,2}[.\s])/iu.test(line);
}

function signatureAt(lines: readonly string[]): number {
  let written = 0;
  let found = lines.length;
  for (let at = lines.length - 1; at >= 0 && written <= longestSignature; at--) {
    const line = (lines[at] ?? '').slice(0, told);
    if (line.trim() === '') continue;
    if (dashes.test(line) || isFarewell(line) || device.test(line)) found = at;
    written++;
  }
  return found;
}

function isFarewell(line: string): boolean {
  const said = farewell.exec(line)?.[0];
  return said !== undefined && afterFarewell.test(line.slice(said.length));
}
