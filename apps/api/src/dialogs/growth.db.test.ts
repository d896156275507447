import { cloneTemplate } from '@switchboard/db/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { aCompany, callAs, eventually, testApi, type Company } from '../testing/api.ts';
import { aConsole } from '../testing/console.ts';
import { aVisitor } from '../testing/visitor.ts';

let clone: { url: string; drop: () => Promise<void> };
let owner: pg.Client;

beforeAll(async () => {
  clone = await cloneTemplate(inject('postgres'));
  owner = new pg.Client({ connectionString: clone.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await clone.drop();
});

/** Years of a busy company: clients with a chat and closed dialogs each. */
async function past({ channelId }: Company, clients: number): Promise<void> {
  const from = 'from channel c, generate_series(1, $2::int) n where c.channel_id = $1';
  const id = (what: string): string => `md5(c.company_id::text || '${what}' || n)::uuid`;
  for (const statement of [
    `insert into client (company_id, client_id, name, created_at) select company_id, ${id('client')}, 'Olga', now() ${from}`,
    `insert into identity (company_id, identity_id, client_id, channel_id, external_id, name, created_at)
     select company_id, ${id('identity')}, ${id('client')}, channel_id, 'person ' || n, 'Olga', now() ${from}`,
    `insert into chat (company_id, chat_id, channel_id, identity_id, external_id, last_number, created_at)
     select company_id, ${id('chat')}, channel_id, ${id('identity')}, 'person ' || n, 4, now() ${from}`,
    `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, opened_at, last_message_at, closed_at, facts)
     select company_id, n, ${id('chat')}, line_id, ${id('client')}, channel_id, 'incoming', 'closed', '{"state": "closed"}', now(), now(), now(), 0 ${from}`,
    `insert into message (company_id, chat_id, number, message_id, dialog_id, "from", kind, text, external_id, at)
     select company_id, ${id('chat')}, m, md5(c.company_id::text || n || 'message' || m)::uuid, n, 'client', 'text', 'Hello', 'message ' || m, now()
     from generate_series(1, 4) m, ${from.slice(5)}`,
    `insert into received (company_id, channel_id, source, external_id, event, done_at)
     select company_id, channel_id, channel_id::text, 'event ' || n, '{"kind": "ignored"}', now() ${from}`,
    'update turn set dialog_number = $2::int where company_id = (select company_id from channel where channel_id = $1)',
  ])
    await owner.query(statement, [channelId, clients]);
  // What this cost is not part of what is measured.
  await owner.query('select pg_stat_force_next_flush()');
  await owner.query('select');
}

/** How many rows PostgreSQL has read of the tables that grow with a company. */
async function rowsRead(): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(
    `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as n from pg_stat_user_tables
     where relname in ('client', 'identity', 'chat', 'dialog', 'message', 'fact', 'received')`,
  );
  return Number(rows[0]?.n);
}

const messages = 20;

/** Rows read for each message of a client that comes, is decided on and shown in a console. */
async function rowsPerMessage(clients: number): Promise<number> {
  const preparing = await testApi({ ROLES: 'web' }, clone.url);
  const company = await aCompany(preparing);
  await preparing.stop();
  await past(company, clients);
  await owner.query('analyze');
  const before = await rowsRead();
  const api = await testApi({ ROLES: 'web', POLL_MS: '60000' }, clone.url);
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
  const screen = await aConsole(api, company.admin);
  await screen.until((frame) => frame.frame === 'welcome');
  const visitor = await aVisitor(api, company.address);
  for (let count = 1; count <= messages; count++) {
    await visitor.write(`Message ${count}`);
    await screen.until((frame) => JSON.stringify(frame).includes(`Message ${count}"`));
  }
  visitor.close();
  screen.close();
  await eventually(async () => (await api.query('select from received where done_at is null')).length === 0);
  // Connections that end have counted what they read.
  await api.stop();
  await new Promise((resolve) => setTimeout(resolve, 200));
  return ((await rowsRead()) - before) / messages;
}

test('a message costs a company of five thousand clients as many rows read as it costs a small one, a few hundred at most', async () => {
  // Tables of a page are read whole, which costs less than looking something up in them.
  expect(await rowsPerMessage(10)).toBeGreaterThan(20);
  expect(await rowsPerMessage(5_000)).toBeLessThan(300);
});
