/** The e-mail addresses in a text, however they are separated, each once. */
export function splitAddresses(text: string): string[] {
  const found = text
    .split(/[\s,;]+/)
    .map((part) => part.replace(/^<|>$/g, '').trim().toLowerCase())
    .filter((part) => part !== '');
  return [...new Set(found)];
}
