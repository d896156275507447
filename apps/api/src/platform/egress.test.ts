import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { Config } from './config.ts';
import { Egress, EgressRefused } from './egress.ts';

const environment = { DATABASE_URL: 'postgres://127.0.0.1/x', SECRET: 'a secret of tests, as long as it must be' };

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
  const egress = new Egress(Config.from({ ...environment, EGRESS_ALLOW: '127.0.0.1' }));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (let count = 0; count < 15; count++)
    expect(await egress.send({ method: 'GET', url, headers: {}, body: null })).toMatchObject({ status: 200 });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  expect(connections.size).toBeLessThan(15);
  expect(warnings).toEqual([]);
});

test.each([
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a00:1]',
  '[::7f00:1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fec0::1]',
  '169.254.169.254',
  'localhost',
])('an address within is not called, however it is written: %s', async (host) => {
  const egress = new Egress(Config.from(environment));
  await expect(egress.check(`https://${host}/`)).rejects.toThrow(EgressRefused);
});
