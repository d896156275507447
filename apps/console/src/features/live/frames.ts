import type { DialogRow, MessageRow, Presence } from '../../rpc/shapes.ts';

/** What the live feed sends and takes; the API checks both directions against its own schemas. */
export type FrameFromConsole =
  | { frame: 'hello'; cursor: number | null }
  | { frame: 'here'; used: boolean }
  | { frame: 'looking'; dialogId: number | null };

export type Change =
  | { change: 'dialog'; row: DialogRow }
  | { change: 'gone'; dialogId: number }
  | { change: 'message'; message: MessageRow }
  | { change: 'presence'; employeeId: string; presence: Presence }
  | { change: 'stale'; what: 'lines' | 'channels' | 'people' | 'company' };

export type FrameToConsole =
  | { frame: 'welcome'; cursor: number }
  | { frame: 'changes'; cursor: number; changes: Change[] }
  | { frame: 'start-over'; cursor: number }
  | { frame: 'lookers'; dialogId: number; employeeIds: string[] }
  | { frame: 'error'; message: string };

const kinds = ['welcome', 'changes', 'start-over', 'lookers', 'error'];

/** The frame in a socket's text, or null where it is none we know: a newer API may send others. */
export function readFrame(text: string): FrameToConsole | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null || !('frame' in read) || !kinds.includes(read.frame as string)) return null;
  return read as FrameToConsole;
}
