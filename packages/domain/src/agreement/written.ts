import type { AgreementFields } from './draft.ts';

/** A text as clients are shown it. */
export type FilledText = { title: string; text: string };

/** Paragraphs, and sections with their headings, as one text; a section without words says a dash. */
export function written(parts: readonly (string | readonly [heading: string, body: string | null])[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : `# ${part[0]}\n\n${part[1]?.trim() || '—'}`))
    .join('\n\n');
}

/** The company with its number, address and e-mail, each a paragraph, the words before them in the text's language. */
export function who(
  { company, registration, address, email }: AgreementFields,
  addressWord: string,
  mailWord: string,
): string {
  const name = [company.trim(), registration.trim()].filter(Boolean).join(', ');
  return `${name}\n\n${addressWord}: ${address.trim()}\n\n${mailWord}: ${email.trim()}`;
}

/** Lines as a list, with a sentence before it; null where there is none. */
export function list(lines: string, before?: string): string | null {
  const items = lines
    .split('\n')
    .map((line) => line.trim().replace(/^[-–—•*]\s+/, ''))
    .filter(Boolean);
  if (items.length === 0) return null;
  const shown = items.map((item) => `- ${item}`).join('\n');
  return before === undefined ? shown : `${before}\n\n${shown}`;
}
