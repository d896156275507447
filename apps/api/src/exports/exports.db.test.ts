import { dialogColumns, type DialogFilter } from '@switchboard/domain/statistics';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Viewers } from '../sign-in/viewer.service.ts';
import { StatisticsLane } from '../statistics/statistics.lane.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';
import { readWorkbook } from '../testing/workbook.ts';
import { DialogListQueries } from '../dialog-list/dialog-list.queries.ts';
import { ExportLane } from './export-lane.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
let api: TestApi;
let company: Company;

beforeAll(async () => {
  api = await testApi({ STATISTICS: 'off', POLL_MS: '50' });
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
  await theQueue(api, company, [company.employeeId]);
});

const counted = () => api.app.get(StatisticsLane).catchUp(company.companyId);
const calls = (person: Person = company.admin) => callAs(api, person).exports;

async function aDialog(text: string): Promise<number> {
  const visitor = await aVisitor(api, company.address);
  await visitor.write(text);
  const { dialogId } = await eventually(
    async () =>
      (
        await api.query<{ dialogId: number }>(
          'select dialog_id as "dialogId" from message where company_id = $1 and text = $2 and dialog_id is not null',
          [company.companyId, text],
        )
      )[0],
    text,
  );
  visitor.close();
  return dialogId;
}

/** As many more dialogs like the first, each with its summary. */
async function many(count: number, more: Record<string, unknown> = {}): Promise<void> {
  const [last] = await api.query<{ id: number }>('select max(dialog_id) as id from dialog where company_id = $1', [
    company.companyId,
  ]);
  const first = last?.id ?? 0;
  const given = [company.companyId, first, count, JSON.stringify(more)];
  await api.query(
    `with rows as (select $2::bigint + n as id, gen_random_uuid() as chat from generate_series(1, $3::int) n),
     one as (select min(dialog_id) as id from dialog where company_id = $1),
     chats as (
       insert into chat select (jsonb_populate_record(c, jsonb_build_object('chat_id', chat, 'external_id', chat))).*
       from rows, one join dialog d on d.company_id = $1 and d.dialog_id = one.id join chat c on c.company_id = $1 and c.chat_id = d.chat_id),
     dialogs as (
       insert into dialog select (jsonb_populate_record(d, jsonb_build_object('dialog_id', rows.id, 'chat_id', chat, 'wake_at', null, 'offered_to', array[]::uuid[], 'state', 'closed', 'closed_at', now()) || $4::jsonb)).*
       from rows, one join dialog d on d.company_id = $1 and d.dialog_id = one.id)
     insert into dialog_summary select (jsonb_populate_record(s, jsonb_build_object('dialog_id', rows.id) || ($4::jsonb || case when $4::jsonb ? 'operator_id' then '{}' else jsonb_build_object('operator_id', '${nobody}') end))).*
     from rows, one join dialog_summary s on s.company_id = $1 and s.dialog_id = one.id`,
    given,
  );
}

const form = (more: object = {}) => ({
  filter: {} as DialogFilter,
  columns: [...dialogColumns],
  sort: 'number' as const,
  ascending: false,
  format: 'csv' as 'csv' | 'xlsx',
  language: 'en' as 'en' | 'ru',
  ...more,
});

async function started(more: object = {}, person: Person = company.admin): Promise<string> {
  const answer = await calls(person).start.mutate(form(more));
  if (!answer.started) throw new Error(answer.because);
  return answer.exportId;
}

const rowOf = async (exportId: string, person?: Person) =>
  (await calls(person).list.query({})).find((row) => row.exportId === exportId);
const ended = (exportId: string, state: string, person?: Person) =>
  eventually(async () => {
    const row = await rowOf(exportId, person);
    return row?.state === state ? row : null;
  }, state);

const attemptsOf = async (exportId: string): Promise<number> =>
  (await api.query<{ attempts: number }>('select attempts from export where export_id = $1', [exportId]))[0]
    ?.attempts ?? 0;

const download = (exportId: string, person: { cookie: string } | null = company.admin) =>
  fetch(`${api.url}/exports/${exportId}`, { headers: person === null ? {} : { cookie: person.cookie } });

async function csvOf(exportId: string, person?: Person): Promise<string[]> {
  await ended(exportId, 'done', person);
  const text = await (await download(exportId, person)).text();
  return text.replace('\uFEFF', '').trimEnd().split('\r\n');
}

test('a file holds every dialog once, with all its columns, and is handed out as an attachment', async () => {
  await aDialog('Where is my order?');
  await counted();
  await many(4_500);
  const exportId = await started();
  const row = await ended(exportId, 'done');
  expect(row).toMatchObject({ rows: 4_501, about: 4_501, mine: true, error: null });
  const answer = await download(exportId);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Dialogs \d{4}-\d\d-\d\d\.csv"/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Number(answer.headers.get('content-length'))).toBe(row.bytes);
  const bytes = await answer.bytes();
  expect(bytes.length).toBe(row.bytes);
  const lines = parse(Buffer.from(bytes), { bom: true }) as string[][];
  expect(lines[0]).toHaveLength(dialogColumns.length);
  const numbers = lines.slice(1).map(([number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: 4_501 }, (_, index) => 4_501 - index));
});

test('Russian text stands in a CSV file as it was written, behind the separator of its language', async () => {
  const dialogId = await aDialog('Здравствуйте');
  await api.query(
    `update client set name = 'Щукина; Ёлка' where company_id = $1 and client_id = (select client_id from dialog where company_id = $1 and dialog_id = $2)`,
    [company.companyId, dialogId],
  );
  await counted();
  const lines = await csvOf(await started({ language: 'ru', columns: ['number', 'client', 'line'] }));
  expect(lines[0]).toBe('№;Клиент;Линия');
  expect(lines[1]).toMatch(new RegExp(`^${dialogId};"Щукина; Ёлка";`));
});

test('a workbook opens, with dates of the company’s clock', async () => {
  await api.query(`update company set time_zone = 'Asia/Kathmandu' where company_id = $1`, [company.companyId]);
  const dialogId = await aDialog('What time is it?');
  await api.query(`update dialog set opened_at = '2026-11-20T20:00:00Z' where company_id = $1 and dialog_id = $2`, [
    company.companyId,
    dialogId,
  ]);
  await counted();
  const exportId = await started({ format: 'xlsx', columns: ['number', 'created', 'channel', 'closed'] });
  await ended(exportId, 'done');
  const [sheet] = readWorkbook(Buffer.from(await (await download(exportId)).bytes()));
  const [head, row] = sheet?.rows ?? [];
  expect(head).toEqual(['No.', 'Opened', 'Channel', 'Closed']);
  // A quarter to two of the 21st.
  expect(row?.slice(0, 2)).toEqual([
    dialogId,
    { format: 'yyyy\\-mm\\-dd hh:mm:ss', value: expect.closeTo(46_347 + 1.75 / 24, 6) },
  ]);
});

test('a file without dialogs has its head', async () => {
  const lines = await csvOf(await started({ columns: ['number', 'state'], filter: { stars: [5] } }));
  expect(lines).toEqual(['No.,State']);
});

test('cancelled in the middle it is not written on, and nothing of it is kept', async () => {
  await aDialog('Many of me');
  await counted();
  await many(30_000);
  const exportId = await started({ format: 'xlsx' });
  await eventually(async () => ((await rowOf(exportId))?.rows ?? 0) > 0, 'the first rows', 20);
  expect(await calls().cancel.mutate({ exportId })).toEqual({ cancelled: true });
  const { rows } = (await rowOf(exportId))!;
  expect(rows).toBeLessThan(30_001);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await rowOf(exportId)).toMatchObject({ state: 'cancelled', rows });
  expect(await api.query('select 1 from export_piece where export_id = $1', [exportId])).toEqual([]);
  expect((await download(exportId)).status).toBe(404);
  expect(await calls().cancel.mutate({ exportId })).toEqual({ cancelled: false });
});

test('what a process left unfinished is begun anew by another, and whole', async () => {
  await aDialog('I am written twice and stand once');
  await counted();
  await many(2_500);
  // As a process that fell leaves it: some pieces, and a lease that ran out.
  const [left] = await api.query<{ exportId: string }>(
    `with fallen as (
       insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, rows, bytes, pieces, leased_by, leased_until, attempts, created_at)
       values ($1, gen_random_uuid(), $2, 'running', 'csv', 'en', '{}', '{number}', 'number', true, 2000, 9, 1, gen_random_uuid(), now() + interval '1 second', 1, now()) returning export_id)
     insert into export_piece (company_id, export_id, number, content) select $1, export_id, 1, 'half a row' from fallen returning export_id as "exportId"`,
    [company.companyId, company.employeeId],
  );
  const exportId = left?.exportId ?? '';
  const lines = await csvOf(exportId);
  expect(lines).toEqual(['No.', ...Array.from({ length: 2_501 }, (_, index) => String(index + 1))]);
});

test('what falls again and again is given up, and said so', async () => {
  const [left] = await api.query<{ exportId: string }>(
    `insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, leased_until, attempts, created_at)
     values ($1, gen_random_uuid(), $2, 'running', 'csv', 'en', '{}', '{number}', 'number', true, now(), 3, now()) returning export_id as "exportId"`,
    [company.companyId, company.employeeId],
  );
  expect(await ended(left?.exportId ?? '', 'failed')).toMatchObject({ error: 'gave-up' });
});

test('a process that lost its file to a later attempt of its own writes nothing more into it', async () => {
  await aDialog('I stand once however often I am begun');
  await counted();
  await many(8_000);
  // As one that is held up for longer than its lease: another attempt begins while it is still there.
  await api.query(
    `create function held_up() returns trigger language plpgsql as $$
     begin if new.attempts = 1 and new.state = 'running' then new.leased_until = now() - interval '1 second'; end if; return new; end $$`,
  );
  await api.query('create trigger held_up before update on export for each row execute function held_up()');
  const exportId = await started();
  const names = new Set<string>();
  await eventually(async () => {
    const [row] = await api.query<{ name: string }>(
      `select leased_by as name from export where export_id = $1 and state = 'running'`,
      [exportId],
    );
    if (row !== undefined) names.add(row.name);
    return names.size > 1;
  }, 'an attempt of another name');
  await ended(exportId, 'done');
  const [{ bytes, stored } = { bytes: 0, stored: 1 }] = await api.query<{ bytes: number; stored: number }>(
    `select bytes, (select sum(octet_length(content)) from export_piece p where p.export_id = x.export_id)::int as stored from export x where export_id = $1`,
    [exportId],
  );
  expect(bytes).toBe(stored);
  expect((await csvOf(exportId)).length).toBe(8_002);
  await api.query('drop function held_up cascade');
});

test('a file whose pieces cannot be stored is read no further', async () => {
  await aDialog('Nobody stores me');
  await counted();
  await many(20_000);
  await api.query('alter table export_piece add constraint nothing_more check (false) not valid');
  try {
    const exportId = await started();
    await eventually(async () => (await attemptsOf(exportId)) === 1 && ((await rowOf(exportId))?.rows ?? 0) > 0);
    let last = -1;
    await eventually(async () => {
      const { rows } = (await rowOf(exportId))!;
      const stands = rows === last;
      last = rows;
      return stands;
    });
    expect(last).toBeLessThan(20_001);
    await calls().cancel.mutate({ exportId });
  } finally {
    await api.query('alter table export_piece drop constraint nothing_more');
  }
});

test('all that fit are found in the order of the list, in pieces, and where they are too many it is said', async () => {
  await aDialog('The first of several');
  await counted();
  await many(20);
  await api.query(
    `update dialog_summary set closed_at = case when dialog_id % 3 = 0 then null else opened_at + make_interval(secs => (dialog_id * 7 % 20)::int) end where company_id = $1`,
    [company.companyId],
  );
  const list = api.app.get(DialogListQueries);
  const viewer = (await api.app.get(Viewers).of(company.admin.cookie))!;
  const all = async (sort: 'number' | 'closed', ascending: boolean, more: { most?: number } = {}) => {
    let pieces = 0;
    const answer = await list.allIds(
      viewer,
      { narrowed: {}, searchCut: false },
      { sort, ascending },
      {},
      { afterEach: async () => void pieces++, atOnce: 4, ...more },
    );
    return { pieces, ...answer, ids: answer.found.take(100) };
  };
  for (const sort of ['number', 'closed'] as const)
    for (const ascending of [true, false]) {
      const { rows } = await callAs(api, company.admin).dialogList.page.query({ sort, ascending, limit: 100 });
      expect(await all(sort, ascending)).toMatchObject({
        ids: rows.map(({ dialogId }) => dialogId),
        dialogs: 21,
        cut: false,
        pieces: 6,
      });
    }
  expect(await all('number', true, { most: 6 })).toMatchObject({ ids: [1, 2, 3, 4, 5, 6], dialogs: 6, cut: true });
  expect(await all('number', false, { most: 8 })).toMatchObject({ dialogs: 8, cut: true });
  expect((await all('closed', true, { most: 3 })).ids.toSorted((a, b) => a - b)).toEqual([19, 20, 21]);
  expect(await all('number', true, { most: 21 })).toMatchObject({ dialogs: 21, cut: false });
});

describe('who', () => {
  test('supervises one department exports what he sees by both his rights, and downloads his own only', async () => {
    const { people } = callAs(api, company.admin);
    const departments: string[] = [];
    for (const name of ['Sales', 'Support']) {
      const made = await people.createDepartment.mutate({ name, parentId: null });
      if (made.created) departments.push(made.department.departmentId);
    }
    const [sales, support] = departments;
    const boris = await anEmployee(api, company, 'operator', 'Boris');
    const vera = await anEmployee(api, company, 'supervisor', 'Vera');
    await api.query(
      `with placed as (update employee set department_id = $3 where company_id = $1 and employee_id = any($2::uuid[]))
       update turn set version = version + 1 where company_id = $1`,
      [company.companyId, [boris.employeeId, vera.employeeId], sales],
    );
    await aDialog('Held by the administrator');
    await counted();
    await many(3, { operator_id: boris.employeeId, department_id: sales });
    await many(2, { operator_id: company.employeeId, department_id: support });
    // Held by her own man, but he was in another department when he got them.
    await many(2, { operator_id: boris.employeeId, department_id: support });
    const exportId = await started({ columns: ['number'] }, vera);
    expect(await csvOf(exportId, vera)).toEqual(['No.', '4', '3', '2']);
    expect((await download(exportId, vera)).status).toBe(200);
    const anothers = await started({ columns: ['number'] });
    await ended(anothers, 'done');
    expect((await download(anothers, vera)).status).toBe(404);
    expect((await calls(vera).list.query({})).map((row) => row.exportId)).toEqual([exportId]);
    expect(await calls(vera).cancel.mutate({ exportId: anothers })).toEqual({ cancelled: false });
  });

  test('may read everybody’s figures has his own files only, and sees of others’ that they wait', async () => {
    const vera = await anEmployee(api, company, 'supervisor', 'Vera');
    const hers = await started({ columns: ['number'] }, vera);
    await ended(hers, 'done', vera);
    expect((await download(hers)).status).toBe(404);
    expect(await rowOf(hers)).toBeUndefined();
    const [waits] = await api.query<{ exportId: string }>(
      `insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, rows, about, leased_by, leased_until, created_at)
       values ($1, gen_random_uuid(), $2, 'running', 'csv', 'en', '{}', '{number}', 'number', true, 7, 9, gen_random_uuid(), now() + interval '1 hour', now()) returning export_id as "exportId"`,
      [company.companyId, vera.employeeId],
    );
    const exportId = waits?.exportId ?? '';
    expect(await rowOf(exportId)).toMatchObject({ state: 'running', mine: false, rows: 0, about: 0 });
    expect(await rowOf(exportId, vera)).toMatchObject({ mine: true, rows: 7, about: 9 });
    expect(await calls().cancel.mutate({ exportId })).toEqual({ cancelled: true });
  });

  test('sees otherwise than when his file was written has it no more, until he sees as he did', async () => {
    const vera = await anEmployee(api, company, 'supervisor', 'Vera');
    const exportId = await started({ columns: ['number'] }, vera);
    await ended(exportId, 'done', vera);
    const { people } = callAs(api, company.admin);
    const made = await people.createDepartment.mutate({ name: 'Sales', parentId: null });
    const place = (departmentId: string | null) =>
      api.query(
        `with placed as (update employee set department_id = $3 where company_id = $1 and employee_id = $2)
         update turn set version = version + 1 where company_id = $1`,
        [company.companyId, vera.employeeId, departmentId],
      );
    await place(made.created ? made.department.departmentId : null);
    expect((await download(exportId, vera)).status).toBe(404);
    expect(await rowOf(exportId, vera)).toMatchObject({
      state: 'failed',
      error: 'rights-changed',
      rows: 0,
      bytes: 0,
      keptUntil: null,
    });
    await place(null);
    expect((await download(exportId, vera)).status).toBe(200);
  });

  test('sees otherwise while his file is written has none, and asks for another', async () => {
    const vera = await anEmployee(api, company, 'supervisor', 'Vera');
    await aDialog('Seen for a moment');
    await counted();
    await many(20_000);
    const exportId = await started({}, vera);
    await eventually(async () => ((await rowOf(exportId, vera))?.rows ?? 0) > 0, 'the first rows', 20);
    const { people } = callAs(api, company.admin);
    const made = await people.createDepartment.mutate({ name: 'Sales', parentId: null });
    await api.query(
      `with placed as (update employee set department_id = $3 where company_id = $1 and employee_id = $2)
       update turn set version = version + 1 where company_id = $1`,
      [company.companyId, vera.employeeId, made.created ? made.department.departmentId : null],
    );
    expect(await ended(exportId, 'failed', vera)).toMatchObject({ error: 'rights-changed' });
    expect(await api.query('select 1 from export_piece where export_id = $1', [exportId])).toEqual([]);
  });

  test('reads everything keeps his file whatever departments and queues become', async () => {
    const exportId = await started({ columns: ['number'] });
    await ended(exportId, 'done');
    const boris = await anEmployee(api, company, 'operator', 'Boris');
    await theQueue(api, company, [boris.employeeId]);
    await callAs(api, company.admin).people.createDepartment.mutate({ name: 'Sales', parentId: null });
    expect((await download(exportId)).status).toBe(200);
  });

  test('has no right to statistics any more gets no file', async () => {
    const vera = await anEmployee(api, company, 'supervisor', 'Vera');
    const exportId = await started({ columns: ['number'] }, vera);
    await ended(exportId, 'done', vera);
    const { roles } = callAs(api, company.admin);
    await roles.create.mutate({ name: 'Guest', rights: { general: {} } });
    const guest = (await roles.list.query({})).find(({ name }) => name === 'Guest')?.roleId ?? '';
    const given = { employeeId: vera.employeeId, was: ['supervisor'], roleIds: [guest] };
    await roles.give.mutate(given);
    expect((await download(exportId, vera)).status).toBe(404);
    await api.query(`update export set state = 'waiting', attempts = 0 where export_id = $1`, [exportId]);
    await eventually(
      async () =>
        (await api.query<{ error: string }>('select error from export where export_id = $1', [exportId]))[0]?.error ===
        'not-allowed',
    );
  });

  test('is not signed in, or of another company, is told nothing', async () => {
    const exportId = await started({ columns: ['number'] });
    await ended(exportId, 'done');
    const other = await aCompany(api, 'Teapot');
    expect((await download(exportId, null)).status).toBe(401);
    expect((await download(exportId, other.admin)).status).toBe(404);
    expect((await download('../etc')).status).toBe(404);
  });
});

test('so many wait for each other at most, and one of a company is written at a time', async () => {
  await api.query(
    `insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, leased_until, created_at)
     select $1, gen_random_uuid(), $2, 'running', 'csv', 'en', '{}', '{number}', 'number', true, now() + interval '1 hour', now() from generate_series(1, 9)`,
    [company.companyId, company.employeeId],
  );
  const waits = await started();
  expect(await calls().start.mutate(form())).toEqual({ started: false, because: 'too-many' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await rowOf(waits)).toMatchObject({ state: 'waiting', rows: 0 });
});

test('a file is kept for three days', async () => {
  const [fresh, stale] = [await started({ columns: ['number'] }), await started({ columns: ['number'] })];
  await ended(fresh, 'done');
  await ended(stale, 'done');
  await api.query(`update export set done_at = done_at - interval '73 hours' where export_id = $1`, [stale]);
  await eventually(async () => (await rowOf(stale)) === undefined, 'the old file gone');
  expect(await api.query('select 1 from export_piece where export_id = $1', [stale])).toEqual([]);
  await api.app.get(ExportLane).tidy();
  expect((await download(fresh)).status).toBe(200);
});

test('a filter that names what the company does not have is refused', async () => {
  expect(await calls().start.mutate(form({ filter: { lines: [crypto.randomUUID()] } }))).toEqual({
    started: false,
    because: 'unknown',
  });
});

// The last of all: nothing is written after it.
test('a process that ends gives its file back at once, and no attempt is lost', async () => {
  await aDialog('Another goes on with me');
  await counted();
  await many(30_000);
  const exportId = await started({ format: 'xlsx' });
  await eventually(async () => ((await rowOf(exportId))?.rows ?? 0) > 0, 'the first rows', 20);
  await api.app.get(ExportLane).onApplicationShutdown();
  const [row] = await api.query('select state, attempts, leased_until as until from export where export_id = $1', [
    exportId,
  ]);
  expect(row).toEqual({ state: 'waiting', attempts: 0, until: null });
});
