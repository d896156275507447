import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

/** Most bytes of one frame from a client. */
export const largestFrame = 4_096;
/** A socket that has this much unsent is too slow: it is closed and comes back with its cursor. */
const mostUnsent = 1_000_000;

/** Close codes of ours, beside the standard ones. */
export const closeCodes = {
  unauthorized: 4401,
  forbidden: 4403,
  tooSlow: 4408,
  rubbish: 4400,
  goingAway: 1001,
} as const;

/**
 * A server for upgraded connections that are handed to it; no compression, small frames. Every socket is pinged each
 * `pingMs`, and one that was not heard for `silentMs` is cut.
 */
export function socketServer({ pingMs = 30_000, silentMs = 90_000 } = {}): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const heard = new WeakMap<WebSocket, number>();
  const round = setInterval(() => {
    const now = performance.now();
    for (const socket of server.clients) {
      const at = heard.get(socket);
      if (at === undefined) {
        const hear = (): void => void heard.set(socket, performance.now());
        socket.on('pong', hear).on('ping', hear).on('message', hear);
        hear();
      } else if (now - at >= silentMs) {
        socket.terminate();
        continue;
      }
      if (socket.readyState === socket.OPEN) socket.ping();
    }
  }, pingMs).unref();
  server.on('close', () => clearInterval(round));
  return server;
}

/** Answers for each frame whether it may still come: `burst` at once, `perSecond` after that. */
export function frameBudget(burst = 20, perSecond = 4, now = () => performance.now()): () => boolean {
  let left = burst;
  let at = now();
  return () => {
    left = Math.min(burst, left + ((now() - at) / 1_000) * perSecond);
    at = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** Writes a frame unless the socket is too slow, and then closes it. */
export function sendText(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > mostUnsent) {
    socket.close(closeCodes.tooSlow, 'too slow');
    return;
  }
  socket.send(text);
}

/** Says goodbye to every socket, and cuts those that do not answer within a second. */
export function closeAll(server: WebSocketServer): void {
  for (const socket of server.clients) socket.close(closeCodes.goingAway, 'restarting');
  setTimeout(() => server.clients.forEach((socket) => socket.terminate()), 1_000).unref();
  server.close();
}

/** Answers an upgrade that is not made, in plain HTTP. */
export function refuseUpgrade(stream: Duplex, status: 400 | 401 | 403 | 404 | 429 | 503): void {
  const reason = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    429: 'Too Many Requests',
    503: 'Service Unavailable',
  }[status];
  stream.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** A parsed frame, or undefined for rubbish. */
export function readFrame<T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  data: unknown,
  isBinary: boolean,
): T | undefined {
  if (isBinary) return undefined;
  try {
    const read = schema.safeParse(JSON.parse(String(data)));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

export type Upgrade = { request: IncomingMessage; stream: Duplex; head: Buffer };
