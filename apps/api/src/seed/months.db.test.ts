import { spawn } from 'node:child_process';

import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { cloneTemplate } from '@switchboard/db/testing';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { problems } from '../../../../scripts/chaos/audit.ts';
import { StatisticsLane } from '../statistics/statistics.lane.ts';
import { aCompany, callAs, eventually, freePort, testApi, type TestApi } from '../testing/api.ts';
import { aCompanyToFill, filled, type FilledCompany } from '../testing/months.ts';
import { aVisitor } from '../testing/visitor.ts';
import { CannotFill, fillMonths, NotCounted, type MonthsFilled, type MonthsToFill } from './months.ts';

const token = '7000000003:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';
const until = Math.floor(Date.now() / 1_000) * 1_000;
const asked = { dialogs: 1_500, months: 9, seed: 7, until, open: 6 };

let telegram: FakeTelegram;
let api: TestApi;
let owner: pg.Client;
let clone: { url: string; drop: () => Promise<void> };
let stopped: Promise<void> | undefined;
const stop = (): Promise<void> => (stopped ??= api.stop());
let company: FilledCompany;
let done: MonthsFilled;

beforeAll(async () => {
  telegram = await fakeTelegram();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  clone = await cloneTemplate(inject('postgres'));
  const environment = { API_PORT: String(port), API_URL: url, TELEGRAM_API_URL: telegram.url, STATISTICS: 'off' };
  api = await testApi(environment, clone.url);
  owner = new pg.Client({ connectionString: clone.url });
  await owner.connect();
  company = await aCompanyToFill(api, 'Europe/Berlin', token);
  done = await filled(api, company, asked);
}, 120_000);

afterAll(async () => {
  await stop();
  await owner.end();
  await clone.drop();
  await telegram.close();
});

test('as many dialogs as were asked for happened in as many months, a few of them still open', async () => {
  const [found] = await api.query<Record<string, number>>(
    `select count(*)::int as dialogs, count(*) filter (where closed_at is null)::int as open, min(dialog_id)::int as first, max(dialog_id)::int as last,
       extract(epoch from min(opened_at))::float8 * 1000 as since, extract(epoch from max(last_message_at))::float8 * 1000 as "till",
       (select count(*)::int from message) as messages, (select count(*)::int from client) as clients,
       (select count(distinct channel_id)::int from dialog) as channels
     from dialog`,
  );
  expect(found).toMatchObject({
    dialogs: 1_500,
    open: 6,
    first: 1,
    last: 1_500,
    channels: 3,
    messages: done.messages,
  });
  expect(done).toMatchObject({ dialogs: 1_500, clients: found!.clients });
  expect(found!.since).toBeGreaterThan(until - 9.5 * 30.44 * 86_400_000);
  expect(found!.since).toBeLessThan(until - 8.5 * 30.44 * 86_400_000);
  expect(found!.till).toBeLessThanOrEqual(until);
  expect(found!.clients).toBeLessThan(900);
});

test('what is stored is what the product would have stored: its audit finds nothing', async () => {
  // What came in, what was announced and what went out is kept for some days only, and these months lie behind.
  const forgotten = /came from nowhere$|was never announced$|is on no way out$/;
  const found = (await problems(owner, 10, new Date(until))).filter((one) => !forgotten.test(one));
  const kinds = new Map(found.map((one) => [one.replaceAll(/[0-9a-f-]{36}|[0-9]+/g, '#'), one]));
  expect([...kinds.values()]).toEqual([]);
});

/** The tables that are filled, and what they hold in the order of their keys. */
const written = {
  client: 'client_id',
  identity: 'identity_id',
  chat: 'chat_id',
  dialog: 'dialog_id',
  fact: 'dialog_id, number',
  message: 'chat_id, number',
  dialog_mark: 'dialog_id',
  presence_fact: 'at, presence_fact_id',
};
const counted = {
  dialog_summary: 'dialog_id',
  dialog_part: 'dialog_id, employee_id, day, line_id',
  figure_day: 'by, of, day',
  figure_quarter: 'by, of, day, quarter',
  figure_spread: 'by, of, measure, span, day',
  figure_operator: 'day, employee_id, line_id, channel_id, department_id',
};
async function contents(tables: Record<string, string>): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const [table, order] of Object.entries(tables)) {
    const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${table} t order by ${order}`);
    found.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return found;
}

/** Rows of the first table that are not in the second, a few of them. */
function differing(one: Map<string, string[]>, other: Map<string, string[]>): string[] {
  return [...one].flatMap(([table, rows]) => {
    const there = new Set(other.get(table));
    return rows.flatMap((row) => (there.has(row) ? [] : [`${table} ${row}`])).slice(0, 3);
  });
}

test('what was filled in beside the facts is what statistics make of them', async () => {
  const before = await contents(counted);
  for (const [table, rows] of before) expect([table, rows.length > 0]).toEqual([table, true]);
  for (const table of Object.keys(counted)) await api.query(`delete from ${table}`);
  await api.query('delete from statistics_cursor');
  await api.app.get(StatisticsLane).catchUp(company.companyId);
  const after = await contents(counted);
  expect(differing(before, after)).toEqual([]);
  expect(differing(after, before)).toEqual([]);
});

test('the product goes on from there: an open dialog is finished, and new ones are numbered on', async () => {
  const [open] = await api.query<{ dialogId: number }>(
    `select dialog_id::int as "dialogId" from dialog where closed_at is null order by dialog_id limit 1`,
  );
  const admin = callAs(api, company.admin);
  const closing = { commandId: v7(), dialogId: open!.dialogId };
  expect(await admin.dialogs.close.mutate(closing)).toMatchObject({ done: true });
  const visitor = await aVisitor(api, company.address, api.url);
  await visitor.write('Hello');
  visitor.close();
  await eventually(async () => (await api.query('select from dialog where dialog_id = 1501')).length === 1);
  await api.app.get(StatisticsLane).catchUp(company.companyId);
  expect(
    await api.query('select state from dialog_summary where dialog_id in ($1, 1501) order by 1', [open!.dialogId]),
  ).toEqual([{ state: 'closed' }, { state: 'waiting' }]);
});

/** Empties the company, and fills it again. */
async function again(seed: number, more: Partial<MonthsToFill> = {}): Promise<Map<string, string[]>> {
  const { companyId } = company;
  const tables = [...Object.keys(written), ...Object.keys(counted)].join(', ');
  await owner.query(`truncate ${tables}, statistics_cursor, queue_stamp cascade`);
  await owner.query('update turn set dialog_number = 0');
  await fillMonths(api.databaseUrl, { companyId, ...asked, dialogs: 300, open: 0, seed, ...more });
  return contents({ ...written, ...counted });
}

test('the same seed fills the same months, another one others', async () => {
  const [one, same, other] = [await again(3), await again(3), await again(4)];
  expect(one.get('dialog')).toHaveLength(300);
  expect(differing(one, same)).toEqual([]);
  expect(differing(one, other)).not.toEqual([]);
});

/** The command, as somebody types it. */
async function command(...args: string[]): Promise<{ code: unknown; said: string }> {
  const program = new URL('../fill.ts', import.meta.url).pathname;
  const env = { ...process.env, DATABASE_URL: api.databaseUrl };
  const child = spawn(process.execPath, ['-C', 'switchboard:source', program, ...args], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += String(piece)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, said };
}

/** A function that a trigger calls, and that breaks what called it. */
async function breaking(how: string): Promise<void> {
  await owner.query(`create or replace function broken() returns trigger language plpgsql as $$ begin ${how} end $$`);
}

/** Somebody writes for the first time. Answers the number of his dialog. */
async function somebodyWrites(): Promise<number> {
  const last = 'select dialog_id::int as last from dialog order by dialog_id desc limit 1';
  const [before] = await api.query<{ last: number }>(last);
  const visitor = await aVisitor(api, company.address, api.url);
  await visitor.write('Hello');
  visitor.close();
  return eventually(async () => {
    const [now] = await api.query<{ last: number }>(last);
    return now!.last > before!.last && now!.last;
  });
}

test.for([
  ['is refused', `raise 'broken';`],
  ['loses its connection', 'perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10);'],
] as const)(
  'a fill that %s as it is committed leaves everything as it was; the company goes on, and the next fill works',
  async ([, how]) => {
    await again(11);
    expect(await somebodyWrites()).toBe(301);
    const lane = api.app.get(StatisticsLane);
    await lane.catchUp(company.companyId);
    const admin = callAs(api, company.admin);
    const localDay = (at: number): string => new Intl.DateTimeFormat('sv', { timeZone: company.timeZone }).format(at);
    const period = { from: localDay(until - 300 * 86_400_000), until: localDay(Date.now()) };
    const shown = async () => ({
      inbox: await admin.inbox.list.query({ list: 'all' }),
      list: await admin.dialogList.page.query({ limit: 100 }),
      counted: await admin.dialogList.count.query({}),
      figures: (await admin.statistics.overview.query({ period })).now.counts,
      operators: (await admin.statistics.operators.query({ period })).rows,
      last: await api.query('select dialog_number from turn where company_id = $1', [company.companyId]),
    });
    const before = await shown();
    expect(before.figures.dialogs).toBe(301);
    const rows = await contents({ ...written, ...counted });
    await breaking(how);
    // Triggers and checks are set aside for what is filled in, those that always fire are not.
    await owner.query(
      'create constraint trigger broken after insert on message deferrable initially deferred for each row execute function broken()',
    );
    await owner.query('alter table message enable always trigger broken');
    const filling = await command('--company', 'Kettles', '--dialogs', '60', '--months', '2');
    await owner.query('drop function broken cascade');
    expect(filling).toEqual({ code: 75, said: expect.stringMatching(/\nNothing was filled: .+\n$/) });
    // Whatever may have been left is counted, too.
    await api.query('update statistics_cursor set looked_at = 0, anew = true');
    await lane.catchUp(company.companyId);
    expect(await shown()).toEqual(before);
    const since = await contents({ ...written, ...counted });
    expect(differing(since, rows)).toEqual([]);
    expect(differing(rows, since)).toEqual([]);
    expect(await somebodyWrites()).toBe(302);
    const next = await command('--company', 'Kettles', '--dialogs', '60', '--months', '2');
    expect(next).toEqual({ code: 0, said: expect.stringContaining('Kettles has 60 dialogs more') });
    await lane.catchUp(company.companyId);
    expect((await shown()).figures.dialogs).toBe(362);
  },
);

test('figures that a fill could not count are counted by the statistics lane, and the command says that', async () => {
  const usual = await again(12);
  expect(await api.query('select from figure_dirty')).toEqual([]);
  await breaking(`raise 'broken';`);
  await owner.query('create trigger broken before insert on figure_day for each row execute function broken()');
  await expect(again(12)).rejects.toThrow(NotCounted);
  const days = await api.query('select distinct day from dialog_summary');
  expect((await api.query('select from figure_dirty')).length).toBeGreaterThanOrEqual(days.length);
  await owner.query('drop function broken cascade');
  await api.app.get(StatisticsLane).catchUp(company.companyId);
  const counting = await contents({ ...written, ...counted });
  expect(differing(usual, counting)).toEqual([]);
  expect(differing(counting, usual)).toEqual([]);
  await breaking(`raise 'broken';`);
  await owner.query('create trigger broken before insert on figure_day for each row execute function broken()');
  const filling = await command('--company', 'Kettles', '--dialogs', '60', '--months', '2');
  await owner.query('drop function broken cascade');
  expect(filling).toEqual({
    code: 75,
    said: expect.stringContaining(
      '\n60 dialogs are there, their figures are not counted yet (broken). The installation counts them.\n',
    ),
  });
  expect(await api.query('select from dialog')).toHaveLength(360);
});

test('who is not there, or answers nothing, is told so', async () => {
  const nobody = fillMonths(api.databaseUrl, { ...asked, companyId: v7() });
  await expect(nobody).rejects.toThrow(CannotFill);
  const idle = await aCompany(api, 'Idle');
  const idleAdmin = callAs(api, idle.admin);
  for (const { channelId } of await idleAdmin.channels.list.query({}))
    await idleAdmin.channels.remove.mutate({ channelId });
  await expect(fillMonths(api.databaseUrl, { ...asked, companyId: idle.companyId })).rejects.toThrow(
    'The company Idle has no channel on a line that somebody answers.',
  );
});

test('the command fills a company by its name, and says what it cannot do', async () => {
  const before = await api.query('select from dialog');
  const [none, nowhere, wrong, done] = await Promise.all([
    command(),
    command('--company', 'Teapots', '--dialogs', '10'),
    command('--company', 'Kettles', '--dialogs', 'many', '--months', '0'),
    command('--company', 'Kettles', '--dialogs', '60', '--months', '2'),
  ]);
  expect(none).toEqual({ code: 64, said: expect.stringContaining('Name the company: --company and its name or id.') });
  expect(nowhere).toEqual({ code: 66, said: 'There is no company Teapots.\n' });
  expect(wrong).toEqual({
    code: 64,
    said: expect.stringContaining('--dialogs must be a whole number from 1 to 5000000.'),
  });
  expect(wrong.said).toContain('--months must be a whole number from 1 to 120.');
  expect(done).toEqual({ code: 0, said: expect.stringContaining('Kettles has 60 dialogs more') });
  expect(await api.query('select from dialog')).toHaveLength(before.length + 60);
});

test('where nobody else is, indexes are made anew: the same rows, the same indexes and keys', async () => {
  const structure = async () => {
    const { rows } = await owner.query(
      `select pg_get_indexdef(i.indexrelid) as index, pg_get_constraintdef(c.oid) as key from pg_index i
         join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
         left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid order by 1, 2`,
    );
    return rows;
  };
  const before = await structure();
  const usual = await again(5);
  await stop();
  const said: string[] = [];
  const say = (sentence: string): void => void said.push(sentence);
  const anew = await again(5, { manyFrom: 1, say });
  expect(said).toContainEqual(expect.stringContaining('Indexes are made anew'));
  expect(differing(usual, anew)).toEqual([]);
  expect(differing(anew, usual)).toEqual([]);
  expect(await structure()).toEqual(before);
});
