import type { Change, FrameFromConsole } from '@switchboard/api/rpc';

import { before, next, type Connection, type ConnectionEffect, type ConnectionEvent } from './connection.ts';
import { readFrame } from './frames.ts';

/** As much of a WebSocket as the feed needs; browsers' own fits. */
export type Wire = {
  readyState: number;
  send: (text: string) => void;
  close: () => void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
};

type Options = {
  open: () => Wire;
  onChanges: (changes: Change[]) => void;
  onReadAnew: () => void;
  onConnection: (connection: Connection) => void;
  /** Whether the person did something since he was asked last. */
  used: () => boolean;
};

export const hereEvery = 30_000;
const opened = 1;

/** Keeps one socket of the live feed open until `stop`, and tells the API that somebody is here. */
export function keepConnected(options: Options): {
  stop: () => void;
  send: (frame: FrameFromConsole) => void;
  tryNow: () => void;
} {
  let connection = before;
  let wire: Wire | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let lastBeat = Date.now();

  const send = (frame: FrameFromConsole) => {
    if (wire?.readyState === opened) wire.send(JSON.stringify(frame));
  };

  function happen(event: ConnectionEvent) {
    if (stopped) return;
    const told = next(connection, event);
    const changed = told.connection.phase !== connection.phase || told.connection.attempts !== connection.attempts;
    connection = told.connection;
    if (changed) options.onConnection(connection);
    for (const effect of told.effects) carryOut(effect);
  }

  function carryOut(effect: ConnectionEffect) {
    switch (effect.effect) {
      case 'connect':
        connect();
        break;
      case 'connect-later':
        clearTimeout(later);
        later = setTimeout(() => happen({ event: 'try-again' }), effect.milliseconds);
        break;
      case 'send':
        send(effect.frame);
        break;
      case 'apply':
        options.onChanges(effect.changes);
        break;
      case 'read-anew':
        options.onReadAnew();
        break;
    }
  }

  function connect() {
    const mine = options.open();
    wire = mine;
    mine.onopen = () => {
      if (mine !== wire) return;
      happen({ event: 'opened' });
      send({ frame: 'here', used: options.used() });
    };
    mine.onmessage = ({ data }) => {
      if (mine !== wire || typeof data !== 'string') return;
      const frame = readFrame(data);
      if (frame !== null) happen({ event: 'said', frame });
    };
    mine.onclose = () => {
      if (mine !== wire) return;
      wire = null;
      happen({ event: 'lost', chance: Math.random() });
    };
  }

  const beat = setInterval(() => {
    const now = Date.now();
    const slept = now - lastBeat > 3 * hereEvery;
    lastBeat = now;
    // A socket that slept with the computer looks open long after the other end gave it up.
    if (slept) wire?.close();
    else send({ frame: 'here', used: options.used() });
  }, hereEvery);

  connect();

  return {
    send,
    tryNow: () => {
      clearTimeout(later);
      happen({ event: 'try-again' });
    },
    stop: () => {
      stopped = true;
      clearTimeout(later);
      clearInterval(beat);
      const last = wire;
      wire = null;
      last?.close();
    },
  };
}
