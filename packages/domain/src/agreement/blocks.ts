/** A piece of a text: a heading, a paragraph with its lines, or a list. */
export type TextBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; lines: string[] }
  | { kind: 'list'; items: string[] };

/**
 * The pieces of an agreement's text. An empty line parts them; a line that begins with `# ` is a heading, lines that
 * begin with `- ` a list. Anything else is read as it stands.
 */
export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let last: TextBlock | null = null;
  for (const line of text.split('\n').map((one) => one.trimEnd())) {
    const heading = /^#{1,3} +(.+)$/.exec(line)?.[1];
    const item = /^- +(.+)$/.exec(line)?.[1];
    if (line === '') last = null;
    else if (heading !== undefined) {
      blocks.push({ kind: 'heading', text: heading });
      last = null;
    } else if (item !== undefined) {
      if (last?.kind === 'list') last.items.push(item);
      else blocks.push((last = { kind: 'list', items: [item] }));
    } else if (last?.kind === 'paragraph') last.lines.push(line);
    else blocks.push((last = { kind: 'paragraph', lines: [line] }));
  }
  return blocks;
}

/** The same as HTML in which every character of the text is only text: nothing of it is markup, a link or a style. */
export function textHtml(text: string): string {
  return textBlocks(text)
    .map((block) => {
      switch (block.kind) {
        case 'heading':
          return `<h2>${escaped(block.text)}</h2>`;
        case 'paragraph':
          return `<p>${block.lines.map(escaped).join('<br>')}</p>`;
        case 'list':
          return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
      }
    })
    .join('\n');
}

/** A text in which nothing is markup any more, for places between tags and in quoted attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
