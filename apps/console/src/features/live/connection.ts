import type { Change, FrameFromConsole, FrameToConsole } from '@switchboard/api/rpc';

/**
 * The life of the live feed, as a rule: what happened goes in, the next state and what must be done come out.
 *
 * - `connecting`: a socket is being opened, or it is open and has not been welcomed yet.
 * - `connected`: changes arrive; `cursor` is the last one worked in.
 * - `waiting`: the socket is lost; another attempt follows.
 *
 * The cursor survives a lost connection. The next `hello` names it, so what was missed comes once,
 * in order; what was had already is dropped.
 */
export type Connection = {
  phase: 'connecting' | 'connected' | 'waiting';
  cursor: number | null;
  /** Attempts since it was last connected. */
  attempts: number;
};

export type ConnectionEvent =
  | { event: 'opened' }
  | { event: 'said'; frame: FrameToConsole }
  /** `chance` from 0 up to 1 spreads the attempts of many consoles after a restart. */
  | { event: 'lost'; chance: number }
  | { event: 'try-again' };

export type ConnectionEffect =
  | { effect: 'connect' }
  | { effect: 'connect-later'; milliseconds: number }
  | { effect: 'send'; frame: FrameFromConsole }
  | { effect: 'apply'; changes: Change[] }
  /** What is on the screen may miss something: read it again. */
  | { effect: 'read-anew' };

export const before: Connection = { phase: 'connecting', cursor: null, attempts: 0 };

const longestWait = 15_000;

export function next(
  now: Connection,
  happened: ConnectionEvent,
): { connection: Connection; effects: ConnectionEffect[] } {
  switch (happened.event) {
    case 'opened':
      return {
        connection: { ...now, phase: 'connecting' },
        effects: [{ effect: 'send', frame: { frame: 'hello', cursor: now.cursor } }],
      };
    case 'lost':
      return {
        connection: { ...now, phase: 'waiting', attempts: now.attempts + 1 },
        effects: [{ effect: 'connect-later', milliseconds: waitBefore(now.attempts, happened.chance) }],
      };
    case 'try-again':
      return now.phase === 'waiting'
        ? { connection: { ...now, phase: 'connecting' }, effects: [{ effect: 'connect' }] }
        : { connection: now, effects: [] };
    case 'said':
      return whenSaid(now, happened.frame);
  }
}

function whenSaid(now: Connection, frame: FrameToConsole): { connection: Connection; effects: ConnectionEffect[] } {
  const connected: Connection = { ...now, phase: 'connected', attempts: 0 };
  switch (frame.frame) {
    case 'welcome':
      // The first one: what was read before it may be older than its cursor. Later ones: the changes between follow.
      if (now.cursor !== null) return { connection: connected, effects: [] };
      return { connection: { ...connected, cursor: frame.cursor }, effects: [{ effect: 'read-anew' }] };
    case 'changes':
      if (now.cursor !== null && frame.cursor <= now.cursor) return { connection: connected, effects: [] };
      return {
        connection: { ...connected, cursor: frame.cursor },
        effects: [{ effect: 'apply', changes: frame.changes }],
      };
    case 'start-over':
      return { connection: { ...connected, cursor: frame.cursor }, effects: [{ effect: 'read-anew' }] };
    case 'lookers':
    case 'error':
      return { connection: now, effects: [] };
  }
}

/** Half a second, doubled with every attempt up to 15 s, less up to a half by chance. */
function waitBefore(attempts: number, chance: number): number {
  return Math.round(Math.min(longestWait, 500 * 2 ** attempts) * (1 - chance / 2));
}
