/** Which bot of a company: the built-in menu or an outside one. */
export type BotId = string;

/**
 * Whether a client's text calls a person: his `0` alone, white space around it aside (product §3.7). An awaited vote
 * goes before, so the caller asks for that first.
 */
export function callsPerson(text: string): boolean {
  return text.trim() === '0';
}
