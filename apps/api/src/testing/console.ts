import { WebSocket } from 'ws';

import { frameToConsole, type FrameToConsole } from '../live/frames.ts';
import { consoleOrigin } from './api.ts';

/** A console with its live feed open: what came, and where it stands. */
export type TestConsole = {
  frames: FrameToConsole[];
  /** The number of the last change it has worked in. */
  cursor: number | null;
  /** Resolves with the first frame that is one, those that came already included. */
  until: (is: (frame: FrameToConsole) => boolean) => Promise<FrameToConsole>;
  closed: Promise<number>;
  socket: WebSocket;
  close: () => void;
};

/** Opens a console's live feed; with a cursor it takes up where it was. Every frame is checked against its schema. */
export async function aConsole(
  api: { url: string },
  person: { cookie: string },
  cursor: number | null = null,
): Promise<TestConsole> {
  const socket = new WebSocket(`${api.url.replace(/^http/, 'ws')}/live`, {
    origin: consoleOrigin,
    headers: { cookie: person.cookie },
  });
  const looking = new Set<() => void>();
  const opened: TestConsole = {
    frames: [],
    cursor,
    socket,
    close: () => socket.terminate(),
    closed: new Promise((resolve) => socket.once('close', resolve)),
    until: (is) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('the frame did not come in ten seconds')), 10_000);
        const look = (): void => {
          const found = opened.frames.find(is);
          if (!found) return;
          clearTimeout(late);
          looking.delete(look);
          resolve(found);
        };
        looking.add(look);
        look();
      }),
  };
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const frame = frameToConsole.parse(JSON.parse(String(data)));
    if ('cursor' in frame) opened.cursor = frame.cursor;
    opened.frames.push(frame);
    for (const look of looking) look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ frame: 'hello', cursor }));
  return opened;
}

/** Every change a console was told, in order. */
export function changesOf(frames: FrameToConsole[]) {
  return frames.flatMap((frame) => (frame.frame === 'changes' ? frame.changes : []));
}
