/** The words of what somebody searches for, at most ten; the last one may be the beginning of a word. */
export function wordsIn(search: string): string[] {
  return search
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').slice(0, 100))
    .filter((word) => word !== '')
    .slice(0, 10);
}
