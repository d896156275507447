// The peer of the way from a client to an operator: what cannot be left out, and nothing else. A process of its own.
// POST: insert, commit, 200; then insert, commit, NOTIFY; whoever listens hands it to the WebSocket.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import pg from 'pg';
import { WebSocketServer } from 'ws';

const url = process.env['DATABASE_URL'];
const pool = new pg.Pool({ connectionString: url, max: 4 });
await pool.query(
  'create table if not exists bare_received (id bigserial primary key, body jsonb not null); create table if not exists bare_message (id bigserial primary key, body jsonb not null)',
);
const listener = new pg.Client({ connectionString: url });
await listener.connect();
await listener.query('listen bare');

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    void (async () => {
      const body = Buffer.concat(pieces).toString('utf8');
      await pool.query({ name: 'received', text: 'insert into bare_received (body) values ($1)', values: [body] });
      response.writeHead(200, { 'content-length': 2 }).end('{}');
      await pool.query({ name: 'message', text: 'insert into bare_message (body) values ($1)', values: [body] });
      await pool.query({ name: 'notify', text: `select pg_notify('bare', $1)`, values: [body] });
    })();
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
listener.on('notification', ({ payload }) => {
  for (const socket of sockets.clients) socket.send(payload ?? '');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
