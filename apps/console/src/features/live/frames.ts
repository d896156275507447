import type { FrameToConsole } from '@switchboard/api/rpc';

const kinds = ['welcome', 'changes', 'start-over', 'lookers', 'error'];

/** The frame in a socket's text, or null where it is none we know: a newer API may send others. */
export function readFrame(text: string): FrameToConsole | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null || !('frame' in read) || !kinds.includes(read.frame as string))
    return null;
  return read as FrameToConsole;
}
