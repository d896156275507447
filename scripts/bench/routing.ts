import path from 'node:path';

import { newLineSettings } from '@switchboard/domain/line';
import pg from 'pg';

import { root } from '../installation/commands.ts';
import type { Row } from './figures.ts';
import type { Ground } from './ground.ts';

const companies = 50;
const operators = 20;
const limit = 150;
const dialogs = 3_000;

/** The built API in this process: what arrives is put beside it, and it is told once, so that nothing but deciding is measured. */
type Api = { app: { get: <T>(token: unknown) => T }; stop: () => Promise<void> };
type Runner = { events: (companyId: string) => void; settled: () => Promise<void> };

/**
 * Routing decisions per second: each a client's first message, which opens a dialog and is offered evenly to one of
 * twenty operators under a limit, with its facts, its message and its change, for good. Over fifty companies, and in one.
 * The peer updates a key and inserts two rows per decision, one statement each, over eight connections and fifty keys.
 */
export async function routing(ground: Ground, pairs: number): Promise<{ rows: Row[]; overruns: number }> {
  const api = await apiHere(ground);
  const peer = new pg.Pool({ connectionString: ground.peerUrl, max: 8 });
  peer.on('error', () => {});
  await peer.query(
    `create table if not exists bare_key (key int primary key, count bigint not null);
     create table if not exists bare_fact (id bigserial primary key, body jsonb not null);
     create table if not exists bare_change (id bigserial primary key, body jsonb not null);
     insert into bare_key select generate_series(1, ${companies}), 0 on conflict do nothing`,
  );
  const rows = (['spread', 'hot'] as const).map((kind): Row & { count: number } => ({
    name: `routing decisions per second, ${kind === 'spread' ? `${companies} companies` : 'one company'}`,
    peer: 'a key update and two inserts',
    unit: '/s',
    pairs: [],
    goal: { atLeast: kind === 'spread' ? 0.5 : 0.2 },
    count: kind === 'spread' ? companies : 1,
  }));
  let overruns = 0;
  try {
    for (const { count } of rows) await ours(ground.owner, api, count);
    for (let pair = 0; pair < pairs; pair++) {
      for (const row of rows) {
        const measured = await ours(ground.owner, api, row.count);
        overruns += measured.overruns;
        row.pairs.push({ ours: measured.rate, peer: await bare(peer) });
      }
    }
  } finally {
    await api.stop();
    await peer.end();
  }
  return { rows, overruns };
}

async function apiHere({ owner }: Ground): Promise<Api & { runner: Runner }> {
  const from = async (file: string): Promise<Record<string, never>> =>
    (await import(path.join(root, 'apps/api/dist', file))) as Record<string, never>;
  const { Config } = (await from('platform/config.js')) as unknown as {
    Config: { from: (env: Record<string, string>) => unknown };
  };
  const { startApi } = (await from('server.js')) as unknown as { startApi: (config: unknown) => Promise<Api> };
  const { Runner: token } = await from('dialogs/runner.js');
  const { host, port, user, password, database } = owner;
  const api = await startApi(
    Config.from({
      DATABASE_URL: `postgresql://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${database}`,
      API_HOST: '127.0.0.1',
      API_PORT: '0',
      API_URL: 'http://127.0.0.1:4000',
      CONSOLE_URL: 'http://127.0.0.1:3000',
      SECRET: 'a secret of benches, as long as it must be',
      LOG_LEVEL: 'error',
      EGRESS_ALLOW: '127.0.0.1',
      ROLES: 'web',
    }),
  );
  return { ...api, runner: api.app.get<Runner>(token) };
}

/** Companies with a line that offers evenly among twenty operators, all at work. */
async function someCompanies(owner: pg.Client, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const [companyId, lineId] = [crypto.randomUUID(), crypto.randomUUID()];
    const crew = Array.from({ length: operators }, () => crypto.randomUUID());
    const settings = newLineSettings(crew[0] ?? '');
    settings.queue = {
      ...settings.queue,
      members: crew.map((employeeId) => ({ employeeId })),
      distribution: 'evenly',
      limit,
    };
    settings.autoActions.welcome.on = false;
    await owner.query('begin');
    await owner.query(
      `insert into company (company_id, name, language, time_zone, created_at) values ($1, 'Bench', 'en', 'UTC', now())`,
      [companyId],
    );
    await owner.query('insert into turn (company_id) values ($1)', [companyId]);
    await owner.query(
      `insert into employee (company_id, employee_id, user_id, name, surname, email, role_ids, language, connected_at, used_at, created_at)
       select $1, id, id::text, 'Operator', '', id || '@example.test', array['operator'], 'en', now() + interval '1 day', now() + interval '1 day', now() from unnest($2::uuid[]) id`,
      [companyId, crew],
    );
    await owner.query(`insert into line (company_id, line_id, name, created_at) values ($1, $2, 'Bench', now())`, [
      companyId,
      lineId,
    ]);
    await owner.query(
      'insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) values ($1, $2, 1, $3, now(), $4)',
      [companyId, lineId, JSON.stringify(settings), crew[0]],
    );
    await owner.query(
      `insert into channel (company_id, channel_id, line_id, kind, name, address, settings, created_at) values ($1::uuid, $1::uuid, $2, 'live-chat', 'Bench', ($1::uuid)::text, '{}', now())`,
      [companyId, lineId],
    );
    await owner.query('commit');
    ids.push(companyId);
  }
  return ids;
}

async function ours(
  owner: pg.Client,
  { runner }: { runner: Runner },
  count: number,
): Promise<{ rate: number; overruns: number }> {
  const ids = await someCompanies(owner, count);
  await owner.query(
    `insert into received (company_id, channel_id, source, external_id, event)
     select c.company_id, c.company_id, c.company_id::text, n::text || $3, jsonb_build_object('kind', 'message', 'externalId', n::text || $3,
       'chat', n::text || $3, 'messageId', n::text || $3, 'sentAt', null, 'page', null, 'content', jsonb_build_object('kind', 'text', 'text', 'Hello'),
       'from', jsonb_build_object('id', n::text || $3, 'name', 'Client', 'surname', '', 'username', null, 'language', null))
     from generate_series(1, $2::int) n cross join lateral (select ($1::uuid[])[1 + n % cardinality($1::uuid[])] as company_id) c`,
    [ids, dialogs, crypto.randomUUID()],
  );
  // What PostgreSQL does by itself within a minute.
  await owner.query('analyze');
  const began = performance.now();
  for (const companyId of ids) runner.events(companyId);
  await runner.settled();
  const rate = (dialogs / (performance.now() - began)) * 1_000;
  const { rows } = await owner.query<{ offered: string; overruns: string }>(
    `select coalesce(sum(n), 0) as offered, count(*) filter (where n > $1) as overruns from (
       select count(*) as n from dialog where state = 'offered' and company_id = any($2::uuid[]) group by company_id, offered_to[1]) x`,
    [limit, ids],
  );
  if (Number(rows[0]?.offered) !== dialogs) throw new Error(`of ${dialogs} dialogs ${rows[0]?.offered} were offered`);
  return { rate, overruns: Number(rows[0]?.overruns) };
}

async function bare(peer: pg.Pool): Promise<number> {
  const body = JSON.stringify({ fact: 'offered', at: Date.now(), to: crypto.randomUUID() });
  let left = dialogs;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (left-- > 0) {
        await peer.query({
          name: 'bare-decision',
          text: `with key as (update bare_key set count = count + 1 where key = $1 returning count),
             fact as (insert into bare_fact (body) values ($2)) insert into bare_change (body) values ($2)`,
          values: [1 + (left % companies), body],
        });
      }
    }),
  );
  return (dialogs / (performance.now() - began)) * 1_000;
}
