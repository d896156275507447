/** The largest file that is taken over, in bytes. */
const mostBytes = 2_000_000;

/** A file's text, or why it is none. */
export async function readFile(
  file: Blob,
): Promise<{ text: string } | { problem: 'large' | 'encoding' | 'unreadable' }> {
  if (file.size > mostBytes) return { problem: 'large' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) };
  } catch (error) {
    return { problem: error instanceof TypeError ? 'encoding' : 'unreadable' };
  }
}

/** The name of the file that a list is exported to: its own, without what file systems do not take. */
export function fileName(list: string): string {
  return `${
    list
      .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim() || 'quick-replies'
  }.csv`;
}
