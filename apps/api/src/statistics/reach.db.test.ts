import { dialogColumns } from '@switchboard/domain/statistics';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fillMonths } from '../seed/months.ts';
import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  eventually,
  saveLine,
  testApi,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aChannel, writes } from '../testing/crms.ts';
import { StatisticsLane } from './statistics.lane.ts';

const until = Date.parse('2026-11-20T12:00:00Z');
let api: TestApi;
let company: Company;
const people: Record<string, Person> = {};
const departments: Record<string, string> = {};
const lines: Record<string, string> = {};
const channels: string[] = [];
let both: Awaited<ReturnType<typeof aChannel>>;

/** Who looks, and whose work he may see: his own, or that of departments; and the lines whose unheld dialogs are theirs. */
const viewers = {
  'a supervisor of one department': { as: 'sonya', of: ['sonya', 'boris', 'vera', 'gleb'], nobodys: ['Sales', 'Both'] },
  'the head of a part of it': { as: 'gleb', of: ['gleb', 'vera'], nobodys: ['Sales'] },
  'a supervisor of another': { as: 'rita', of: ['rita', 'dina', 'egor'], nobodys: ['Support', 'Both'] },
} as const;

beforeAll(async () => {
  api = await testApi({ STATISTICS: 'off', POLL_MS: '20' }, undefined, () => new Date(until));
  company = await aCompany(api);
  for (const [name, role] of [
    ['sonya', 'supervisor'],
    ['boris', 'operator'],
    ['vera', 'operator'],
    ['gleb', 'supervisor'],
    ['rita', 'supervisor'],
    ['dina', 'operator'],
    ['egor', 'operator'],
  ] as const)
    people[name] = await anEmployee(api, company, role, name);
  const anna = callAs(api, company.admin);
  for (const [name, parent, members] of [
    ['sales', null, ['sonya', 'boris']],
    ['shops', 'sales', ['gleb', 'vera']],
    ['support', null, ['rita', 'dina', 'egor']],
  ] as const) {
    const made = await anna.people.createDepartment.mutate({
      name,
      parentId: parent === null ? null : idOf(departments, parent),
    });
    if (!made.created) throw new Error(made.because);
    departments[name] = made.department.departmentId;
    for (const member of members)
      await anna.people.putIntoDepartment.mutate({
        employeeId: employee(member),
        departmentId: made.department.departmentId,
      });
  }
  for (const [name, members] of [
    ['Sales', ['boris', 'vera']],
    ['Support', ['dina', 'egor']],
    ['Both', ['boris', 'dina']],
  ] as const) {
    const lineId = await anotherLine(api, company, name);
    lines[name] = lineId;
    await saveLine(
      api,
      company,
      { 'queue.members': members.map((member) => ({ employeeId: employee(member) })) },
      lineId,
    );
    const channel = await aChannel(api, { ...company, lineId }, name, 'telegram');
    channels.push(channel.channelId);
    if (name === 'Both') both = channel;
  }
  await fillMonths(api.databaseUrl, {
    companyId: company.companyId,
    dialogs: 900,
    months: 2,
    seed: 11,
    until,
    open: 12,
  });
  // On the line that two departments share, somebody of each has an open dialog.
  for (const name of ['dina', 'boris']) {
    const { people: status, dialogs } = callAs(api, person(name));
    await status.setAway.mutate({ away: false });
    const dialogId = await writes(api, both, { id: `client of ${name}` }, 'Good day');
    const acting = { commandId: crypto.randomUUID(), dialogId };
    await dialogs.accept.mutate(acting);
    await dialogs.reply.mutate({ ...acting, commandId: crypto.randomUUID(), text: 'Good day' });
    await status.setAway.mutate({ away: true });
  }
  await api.app.get(StatisticsLane).catchUp(company.companyId);
}, 120_000);
afterAll(() => api.stop());

const idOf = (of: Record<string, string>, name: string): string => {
  const id = of[name];
  if (id === undefined) throw new Error(`no ${name}`);
  return id;
};
const person = (name: string): Person => {
  const found = people[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const employee = (name: string): string => person(name).employeeId;

/** The same numbers from the same seed, below `most`. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

type Filter = Parameters<ReturnType<typeof callAs>['statistics']['overview']['query']>[0];

/** Filters as somebody might ask, of his own departments and lines and of others'. */
function filters(seed: number, many: number): Filter[] {
  const next = chance(seed);
  const some = (of: readonly string[]): string[] | undefined => {
    const chosen = of.filter(() => next(3) === 0);
    return next(2) === 0 || chosen.length === 0 ? undefined : chosen;
  };
  return Array.from({ length: many }, () => ({
    period: next(3) === 0 ? { preset: 'last-30-days' as const } : { from: '2026-09-10', until: '2026-11-20' },
    lines: some(Object.values(lines)),
    channels: some(channels),
    operators: some(Object.keys(people).map(employee)),
    departments: some(Object.values(departments)),
  }));
}

/** Everything somebody is shown of figures and lists under these filters. */
async function shownTo(viewer: Person, asked: readonly Filter[]): Promise<unknown[]> {
  const { statistics, dialogList } = callAs(api, viewer);
  const shown = [];
  for (const [place, filter] of asked.entries()) {
    const list = { ...filter };
    shown.push({
      overview: await statistics.overview.query(filter),
      operators: await statistics.operators.query(filter),
      ratings: await statistics.ratings.query(filter),
      kpi: await statistics.kpi.query(filter),
      channels: await statistics.channels.query(filter),
      dialogs: (await dialogList.page.query({ filter: list, limit: 100 })).rows,
      counted: await dialogList.count.query({ filter: list }),
      // Written in the background, so it takes a moment each.
      file: place < 4 ? await fileOf(viewer, list) : '',
    });
  }
  expect((shown[0]?.file ?? '').split('\r\n').length).toBeGreaterThan(50);
  shown.push(await statistics.choices.query({}), (await statistics.board.query({})).lines);
  return JSON.parse(JSON.stringify(shown, (key, value: unknown) => (key === 'countedAt' ? null : value))) as unknown[];
}

/** The file of the list, as it is downloaded. */
async function fileOf(viewer: Person, filter: Filter): Promise<string> {
  const { exports } = callAs(api, viewer);
  const started = await exports.start.mutate({ filter, columns: [...dialogColumns], format: 'csv', language: 'en' });
  if (!started.started) throw new Error(started.because);
  await eventually(
    async () => (await exports.list.query({})).some((row) => row.exportId === started.exportId && row.state === 'done'),
    'the file',
  );
  const answer = await fetch(`${api.url}/exports/${started.exportId}`, { headers: { cookie: viewer.cookie } });
  return answer.text();
}

const tables = ['dialog_mark', 'fact', 'message', 'dialog'];
const counted = [
  'dialog_part',
  'dialog_summary',
  'figure_day',
  'figure_quarter',
  'figure_spread',
  'figure_operator',
  'figure_dirty',
  'statistics_cursor',
];
/** Takes these dialogs away as if they had never been, and counts what is left. */
async function without(dialogIds: readonly number[]): Promise<void> {
  const gone = `company_id = '${company.companyId}' and dialog_id in (${dialogIds.join(',')})`;
  await api.query(
    [
      'begin',
      'set local session_replication_role = replica',
      ...tables.map((table) => `delete from ${table} where ${gone}`),
      ...counted.map((table) => `delete from ${table} where company_id = '${company.companyId}'`),
      'commit',
    ].join(';'),
  );
  await api.app.get(StatisticsLane).catchUp(company.companyId);
}

/** The dialogs in which none of these people had any part (to have a record of the client is none), but for those that nobody ever had on these lines. */
async function othersThan(names: readonly string[], nobodys: readonly string[]): Promise<number[]> {
  const rows = await api.query<{ dialogId: number }>(
    `select d.dialog_id as "dialogId" from dialog d where d.company_id = $1
       and not exists (select 1 from fact f where f.company_id = d.company_id and f.dialog_id = d.dialog_id and f.fact <> 'record-created'
         and (f.body - 'candidates')::text ~ $2)
       and not coalesce(d.operator_id = any($3::uuid[]), false)
       and not (d.line_id = any($4::uuid[]) and not exists (select 1 from fact f
         where f.company_id = d.company_id and f.dialog_id = d.dialog_id and f.body ->> 'fact' in ('accepted', 'taken-over')))`,
    [company.companyId, names.map(employee).join('|'), names.map(employee), nobodys.map((name) => idOf(lines, name))],
  );
  return rows.map(({ dialogId }) => dialogId);
}

describe.each(Object.entries(viewers))('%s', (title, { as, of, nobodys }) => {
  test('is shown the same in every figure, list and file as if the dialogs of others did not exist', async () => {
    const asked = [{ period: { from: '2026-09-10', until: '2026-11-20' } }, ...filters(title.length, 12)];
    const before = await shownTo(person(as), asked);
    const others = await othersThan(of, nobodys);
    expect(await openOnBoth(others)).toBeGreaterThan(0);
    const snapshot = `before_${as}`;
    await keep(snapshot);
    expect(others.length).toBeGreaterThan(100);
    const [{ overview }] = before as [{ overview: { now: { counts: { dialogs: number } } } }];
    expect(overview.now.counts.dialogs).toBeGreaterThan(50);
    await without(others);
    expect(await shownTo(person(as), asked)).toEqual(before);
    await bringBack(snapshot);
  });
});

/** How many of these are open on the line that two departments share. */
async function openOnBoth(dialogIds: readonly number[]): Promise<number> {
  const [row] = await api.query<{ dialogs: number }>(
    'select count(*)::int as dialogs from dialog where company_id = $1 and dialog_id = any($2::bigint[]) and line_id = $3 and closed_at is null',
    [company.companyId, dialogIds, idOf(lines, 'Both')],
  );
  return row?.dialogs ?? 0;
}

/** Copies of the rows as they are, and those rows again. */
async function keep(name: string): Promise<void> {
  for (const table of tables) await api.query(`create table public.${name}_${table} as select * from ${table}`);
}
async function bringBack(name: string): Promise<void> {
  await api.query(
    [
      'begin',
      'set local session_replication_role = replica',
      ...tables.flatMap((table) => [
        `insert into ${table} select * from public.${name}_${table} on conflict do nothing`,
        `drop table public.${name}_${table}`,
      ]),
      'commit',
    ].join(';'),
  );
  await without([0]);
}
