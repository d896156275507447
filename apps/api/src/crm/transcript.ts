/** A message of a dialog as its transcript shows it. */
export type TranscriptMessage = {
  from: 'client' | 'operator' | 'system';
  name: string | null;
  text: string;
  kind: string;
  at: number;
};

/** One comment is no longer than this. */
const longestPiece = 8_000;
/** More comments than this nobody reads; the last one says that there was more. */
const mostPieces = 20;

const words = {
  en: { dialog: 'Dialog', line: 'Line', client: 'Client', file: '(a message that cannot be shown here)', more: '…' },
  ru: { dialog: 'Диалог', line: 'Линия', client: 'Клиент', file: '(сообщение нельзя показать здесь)', more: '…' },
};

/**
 * What was said in a dialog, as comments on the timeline of its record, in order. The first line of each is its own, so
 * that one that stands there already is known by it.
 */
export function transcriptOf(
  of: { dialogId: number; line: string; channel: string; language: 'en' | 'ru'; timeZone: string; client: string },
  messages: readonly TranscriptMessage[],
): string[] {
  const said = words[of.language];
  const clock = new Intl.DateTimeFormat(of.language === 'ru' ? 'ru-RU' : 'en-GB', {
    timeZone: of.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const lines = messages.flatMap(({ from, name, text, kind, at }) => {
    const who = name?.trim() || (from === 'client' ? of.client.trim() || said.client : of.line);
    const shown = [kind === 'unsupported' ? said.file : '', text].filter(Boolean).join(' ');
    return shown === '' ? [] : cut(`${clock.format(at)} ${who}: ${shown}`);
  });
  const pieces: string[][] = [];
  let length = Infinity;
  for (const line of lines) {
    if (length + line.length + 1 > longestPiece) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)?.push(line);
    length += line.length + 1;
  }
  const shown = pieces.slice(0, mostPieces);
  if (pieces.length > mostPieces) shown.at(-1)?.push(said.more);
  return shown.map((piece, index) => {
    const part = shown.length === 1 ? '' : ` (${index + 1}/${shown.length})`;
    return `${said.dialog} #${of.dialogId}${part}, ${of.channel}, ${said.line}: ${of.line}\n${piece.join('\n')}`;
  });
}

/** A message that is longer than a comment, in parts; no character is cut in two. */
function cut(line: string): string[] {
  const parts: string[] = [];
  for (let rest = line; rest !== '';) {
    let end = Math.min(rest.length, longestPiece - 10);
    if (end < rest.length && /[\uD800-\uDBFF]/.test(rest.charAt(end - 1))) end--;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return parts;
}
