import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { Config } from './config.ts';
import { Egress } from './egress.ts';

let server: Server;
const connections = new Set<Socket>();

beforeAll(async () => {
  server = createServer((_, response) => response.end('{}'));
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a connection that is kept takes call after call, and nothing piles up on it', async () => {
  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.name);
  process.on('warning', warned);
  const environment = { DATABASE_URL: 'postgres://127.0.0.1/x', SECRET: 'a secret of tests, as long as it must be' };
  const egress = new Egress(Config.from({ ...environment, EGRESS_ALLOW: '127.0.0.1' }));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (let count = 0; count < 15; count++)
    expect(await egress.send({ method: 'GET', url, headers: {}, body: null })).toMatchObject({ status: 200 });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  expect(connections.size).toBeLessThan(15);
  expect(warnings).toEqual([]);
});
