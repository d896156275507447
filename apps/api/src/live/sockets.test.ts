import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { closeAll, frameBudget, socketServer } from './sockets.ts';

test('frames may come in a burst, and then as many a second as are given', () => {
  let now = 0;
  const allowed = frameBudget(3, 2, () => now);
  const answers = (count: number): boolean[] => Array.from({ length: count }, () => allowed());
  expect(answers(4)).toEqual([true, true, true, false]);
  now = 1_000;
  expect(answers(3)).toEqual([true, true, false]);
  now = 60_000;
  expect(answers(4)).toEqual([true, true, true, false]);
});

test('a socket that answers pings stays, one that has gone silent is cut', async () => {
  const sockets = socketServer({ pingMs: 20, silentMs: 100 });
  const server = createServer().listen(0, '127.0.0.1');
  server.on('upgrade', (request, stream, head) => sockets.handleUpgrade(request, stream, head, () => {}));
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const awake = new WebSocket(url);
  const silent = new WebSocket(url, { autoPong: false });
  await new Promise((resolve) => silent.once('close', resolve));
  expect(awake.readyState).toBe(WebSocket.OPEN);
  awake.terminate();
  closeAll(sockets);
  server.close();
});
