import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { Database } from './database.ts';
import { drift, migrate, prismaFolder } from './migrate/index.ts';
import { run, sql } from './statement.ts';
import { cloneTemplate } from './testing/index.ts';

const catalog = readFileSync(new URL('./catalog.sql', import.meta.url), 'utf8');

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

async function problems(): Promise<string[]> {
  const { rows } = await owner.query<{ problem: string }>(catalog);
  return rows.map((row) => row.problem);
}

describe('the catalog', () => {
  test('every table of a company is bound to it by keys, foreign keys, row security and grants', async () => {
    expect(await problems()).toEqual([]);
    const { rows } = await owner.query("select 1 from pg_tables where schemaname = 'public'");
    expect(rows.length).toBeGreaterThan(15);
  });

  // Each is planted in a transaction that is rolled back: a check that cannot fail would be a defect.
  const planted: [string, string, string][] = [
    [
      'a table without its company',
      'create table public.stray (stray_id uuid primary key)',
      'stray has no company_id uuid not null',
    ],
    [
      'a company that may be missing',
      'alter table public.turn drop constraint turn_pkey, alter column company_id drop not null',
      'turn has no company_id uuid not null',
    ],
    [
      'a primary key that begins with something else',
      'alter table public.command drop constraint command_pkey, add primary key (command_id, company_id)',
      'command: command_pkey does not begin with company_id',
    ],
    [
      'a unique index over companies',
      'create unique index stray on public.message (external_id)',
      'message: stray does not begin with company_id',
    ],
    [
      'a table without a primary key',
      'alter table public.command drop constraint command_pkey',
      'command has no primary key',
    ],
    [
      'a foreign key that leaves its company',
      'create table public.stray (company_id uuid, stray_id uuid, user_id text references directory."user" (id), primary key (company_id, stray_id))',
      'stray: the foreign key stray_user_id_fkey leaves its company',
    ],
    [
      'a foreign key that crosses companies',
      'alter table public.message add column other uuid, add constraint crossing foreign key (other, chat_id) references public.chat (company_id, chat_id)',
      'message: the foreign key crossing leaves its company',
    ],
    [
      'row security switched off',
      'alter table public.message disable row level security',
      'message: row security is not enabled',
    ],
    [
      'row security that its owner passes',
      'alter table public.message no force row level security',
      'message: row security is not forced',
    ],
    [
      'a table without its policy',
      'drop policy one_company on public.message',
      'message: the policy one_company is not as it must be',
    ],
    [
      'a policy that checks reading only',
      'drop policy one_company on public.message; create policy one_company on public.message for select to switchboard_serve using (true)',
      'message: the policy one_company is not as it must be',
    ],
    [
      'one more policy, which opens what the first closes',
      'create policy more on public.message to switchboard_serve using (true)',
      'message: the policy more lets more through',
    ],
    [
      'a trigger',
      'create trigger stray before insert on public.message for each row execute function suppress_redundant_updates_trigger()',
      'message: there is a trigger, stray',
    ],
    [
      'a view, which reads as its owner',
      'create view public.stray as select * from public.message',
      'stray is no table: row security does not reach into it',
    ],
    [
      'a function that runs as its owner',
      'alter function public.take_turn security definer',
      'the function take_turn runs as its owner',
    ],
    [
      'a search that runs as somebody who may do more than read',
      'alter function public.dialogs_with_words owner to current_user',
      'the function dialogs_with_words runs as its owner',
    ],
    [
      'a search that looks for its tables wherever it is told',
      'alter function public.dialogs_with_words reset search_path',
      'the function dialogs_with_words runs as its owner',
    ],
    [
      'history that may be changed',
      'grant update on public.fact to switchboard_serve',
      'switchboard_serve may UPDATE on public.fact',
    ],
    [
      'settings of the past that may be taken away',
      'grant delete on public.line_settings to switchboard_serve',
      'switchboard_serve may DELETE on public.line_settings',
    ],
    [
      'a single column of history that may be changed',
      'grant update (body) on public.fact to switchboard_serve',
      'switchboard_serve may UPDATE on public.fact',
    ],
    [
      'accounts that the serving role can read',
      'grant usage on schema directory to switchboard_serve; grant select on directory.account to switchboard_serve',
      'switchboard_serve may SELECT on directory.account',
    ],
    [
      'accounts that everybody can read',
      'grant select on directory."user" to public',
      'switchboard_receive may SELECT on directory.user',
    ],
    [
      'messages that the receiving role can read',
      'grant select on public.message to switchboard_receive',
      'switchboard_receive may SELECT on public.message',
    ],
    [
      'a scanner that writes',
      'grant update on public.dialog to switchboard_across',
      'switchboard_across may UPDATE on public.dialog',
    ],
    [
      'a right that was forgotten',
      'revoke insert on public.message from switchboard_serve',
      'switchboard_serve may not INSERT on public.message',
    ],
    [
      'a role above row security',
      'alter role switchboard_serve bypassrls',
      'switchboard_serve may sign in, or is above row security',
    ],
  ];
  test.each(planted)('finds %s', async (_, statement, sentence) => {
    await owner.query('begin');
    try {
      await owner.query(statement);
      expect(await problems()).toContain(sentence);
    } finally {
      await owner.query('rollback');
    }
  });
});

describe('migrating', () => {
  test('a migrated database is what the Prisma schema says', async () => {
    expect(await drift(clone.url)).toBe('');
  });

  test('a database that was changed by hand is not, and looking changes nothing', async () => {
    const other = await cloneTemplate(inject('postgres'));
    const client = new pg.Client({ connectionString: other.url });
    await client.connect();
    await client.query(`
      alter table public.company alter column language drop not null;
      alter table public.line add column stray int;
      alter table public.channel drop column problem;
      drop index public.dialog_one_open;
      create table directory.stray (id int primary key);`);
    await client.end();
    const found = await drift(other.url);
    for (const repair of [
      'ALTER COLUMN "language" SET NOT NULL',
      'DROP COLUMN "stray"',
      'ADD COLUMN     "problem"',
      'CREATE UNIQUE INDEX "dialog_one_open"',
      'DROP TABLE "directory"."stray"',
    ])
      expect(found).toContain(repair);
    expect(await drift(other.url)).toBe(found);
    await other.drop();
  });

  test('who was away before that was a moment is away from then on', async () => {
    const name = `older_${v7().replaceAll('-', '')}`;
    await owner.query(`create database ${name}`);
    const url = new URL(clone.url);
    url.pathname = `/${name}`;
    const older = mkdtempSync(path.join(os.tmpdir(), 'switchboard-older-'));
    cpSync(prismaFolder, older, { recursive: true });
    for (const migration of readdirSync(path.join(older, 'migrations')))
      if (migration > '20261121120000') rmSync(path.join(older, 'migrations', migration), { recursive: true });
    await migrate(url.href, older);
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    for (const away of [true, false])
      await client.query(
        `insert into employee (company_id, employee_id, user_id, name, surname, email, role, language, away, created_at)
         values ($1, $2, $3::text, '', '', '', 'operator', 'en', $4, now())`,
        [v7(), v7(), v7(), away],
      );
    await migrate(url.href);
    const { rows } = await client.query('select away_since <= now() as away from employee order by away_since');
    expect(rows).toEqual([{ away: true }, { away: null }]);
    await client.end();
    await owner.query(`drop database ${name} with (force)`);
    rmSync(older, { recursive: true });
  });

  test('two processes that migrate at once both succeed, and one of them did it', async () => {
    const name = `empty_${v7().replaceAll('-', '')}`;
    await owner.query(`create database ${name}`);
    const url = new URL(clone.url);
    url.pathname = `/${name}`;
    const said = await Promise.all([migrating(url.href), migrating(url.href)]);
    expect(said.map((process) => process.code)).toEqual([0, 0]);
    expect(new Set(said.map((process) => process.output.split(' ')[0]))).toEqual(new Set(['Applied', 'Nothing']));
    expect(await drift(url.href)).toBe('');
    await owner.query(`drop database ${name} with (force)`);
  });
});

/** The project's own migrating program, as a process of its own. */
function migrating(url: string): Promise<{ code: number | null; output: string }> {
  const program = path.resolve(import.meta.dirname, '../../../apps/api/src/migrate.ts');
  const child = spawn(process.execPath, ['-C', 'switchboard:source', program], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

describe('the door', () => {
  const [samovar, teapot, lineId] = [v7(), v7(), v7()];
  const addLine = sql(
    'test-add-line',
    `insert into line (company_id, line_id, name, created_at) values ($1, $2, 'The line of Samovar', now())`,
  );
  const readLines = sql('test-read-lines', 'select company_id as "companyId", name from line');
  const renameLines = sql('test-rename-lines', `update line set name = 'taken' returning line_id`);
  let db: Database;

  beforeAll(async () => {
    db = new Database({ url: clone.url });
    for (const companyId of [samovar, teapot]) {
      await owner.query(
        `insert into company (company_id, name, language, time_zone, created_at) values ($1, 'A company', 'en', 'UTC', now())`,
        [companyId],
      );
      await owner.query('insert into turn (company_id) values ($1)', [companyId]);
    }
    await db.inCompany(samovar, (company) => company.run(addLine, [samovar, lineId]));
  });
  afterAll(() => db.close());

  test('a row of another company is invisible', async () => {
    expect(await db.inCompany(samovar, (company) => company.run(readLines, []))).toHaveLength(1);
    expect(await db.inCompany(teapot, (company) => company.run(readLines, []))).toEqual([]);
    expect(await db.inTurn(teapot, (turn) => turn.run(readLines, []))).toEqual([]);
    expect(await db.inCompanyPrisma(samovar, (prisma) => prisma.line.findMany())).toHaveLength(1);
    expect(await db.inCompanyPrisma(teapot, (prisma) => prisma.line.findMany())).toEqual([]);
    expect(await db.inCompanyPrisma(teapot, (prisma) => prisma.line.findMany({ where: { lineId } }))).toEqual([]);
  });

  test('a row of another company can neither be changed nor made', async () => {
    expect(await db.inCompany(teapot, (company) => company.run(renameLines, []))).toEqual([]);
    expect(await db.inCompanyPrisma(teapot, (prisma) => prisma.line.updateMany({ data: { name: 'taken' } }))).toEqual({
      count: 0,
    });
    await expect(db.inCompany(teapot, (company) => company.run(addLine, [samovar, v7()]))).rejects.toThrow(
      /row-level security/,
    );
  });

  test('without a company nothing is visible: one lasts for its transaction only', async () => {
    const client = new pg.Client({ connectionString: clone.url, options: '-c role=switchboard_serve' });
    await client.connect();
    const lines = async (): Promise<number> => (await client.query('select from line')).rowCount ?? 0;
    expect(await lines()).toBe(0);
    await client.query('begin');
    await client.query("select set_config('app.company', $1, true)", [samovar]);
    expect(await lines()).toBe(1);
    await client.query('commit');
    expect(await lines()).toBe(0);
    await client.end();
  });

  test('history, versions of settings and who was there when are added to, never changed', async () => {
    for (const table of ['fact', 'line_settings', 'presence_fact', 'workday_entry']) {
      for (const statement of [`update ${table} set company_id = company_id`, `delete from ${table}`]) {
        await expect(
          db.inCompany(samovar, (company) => company.run(sql('test-change-history', statement), [])),
        ).rejects.toThrow(/permission denied/);
      }
    }
  });

  test('who receives can look up an address and store, and nothing else', async () => {
    const read = (table: string) =>
      db.receive((receive) => receive.run(sql('test-read', `select * from ${table}`), []));
    expect(await read('directory.address')).toEqual([]);
    expect(await read('directory.key_hash')).toEqual([]);
    for (const table of [
      'directory."user"',
      'directory.session',
      'public.message',
      'public.received',
      'public.company',
    ])
      await expect(read(table)).rejects.toThrow(/permission denied/);
  });

  test('reading across companies gives a reason and cannot write', async () => {
    const across = (reason: string, statement: string) =>
      db.acrossCompanies(reason, (all) => all.run(sql('test-across', statement), []));
    expect(await across('a test', 'select company_id from turn')).toHaveLength(2);
    await expect(across('', 'select 1')).rejects.toThrow(/reason/);
    await expect(across('a test', 'update turn set version = 1')).rejects.toThrow(/permission denied/);
  });
});

describe('a turn', () => {
  let db: Database;
  let companyId: string;

  beforeAll(async () => {
    db = new Database({ url: clone.url });
    companyId = v7();
    await owner.query('insert into turn (company_id) values ($1)', [companyId]);
  });
  afterAll(() => db.close());

  const numbers = async (): Promise<unknown> => {
    const { rows } = await owner.query(
      'select dialog_number as dialogs, change_number as changes, version from turn where company_id = $1',
      [companyId],
    );
    return rows[0];
  };

  test('that is rolled back gives its numbers back', async () => {
    const before = await numbers();
    await expect(
      db.inTurn(companyId, async (turn) => {
        turn.takeDialogNumber();
        turn.announce({ change: 'stale', what: 'lines' });
        turn.outdate();
        await turn.run(sql('test-nothing', 'select 1'), []);
        throw new Error('changed his mind');
      }),
    ).rejects.toThrow('changed his mind');
    expect(await numbers()).toEqual(before);
    const taken = await db.inTurn(companyId, async (turn) => turn.takeDialogNumber());
    expect(taken).toBe(1);
    expect(await numbers()).toEqual({ dialogs: '1', changes: '0', version: '0' });
  });

  test('that loses its connection before the commit gives its numbers back', async () => {
    const before = await numbers();
    await expect(
      db.inTurn(companyId, async (turn) => {
        turn.takeDialogNumber();
        const [row] = await turn.run<{ pid: number }>(sql('test-pid', 'select pg_backend_pid() as pid'), []);
        await owner.query('select pg_terminate_backend($1)', [row?.pid]);
        await turn.run(sql('test-nothing', 'select 1'), []);
      }),
    ).rejects.toThrow();
    expect(await numbers()).toEqual(before);
  });

  test('is held by one at a time, and changes are numbered in the order of commits, without gaps', async () => {
    let inside = 0;
    let most = 0;
    const last: number[] = [];
    await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        db
          .inTurn(companyId, async (turn) => {
            most = Math.max(most, ++inside);
            turn.announce({ change: 'stale', what: 'lines' });
            turn.announce({ change: 'stale', what: 'people' });
            await turn.run(sql('test-nothing', 'select 1'), []);
            inside--;
            if (index % 5 === 0) throw new Error('this one is rolled back');
            last.push(turn.lastChange);
          })
          .catch((error: Error) => expect(error.message).toBe('this one is rolled back')),
      ),
    );
    expect(most).toBe(1);
    expect(last.length).toBe(19);
    expect([...last].sort((a, b) => a - b)).toEqual(last.map((_, index) => 2 * (index + 1)));
    const changes = await run<{ number: string }>(
      owner,
      sql('test-changes', 'select number from change where company_id = $1 order by number'),
      [companyId],
    );
    expect(changes.map((row) => Number(row.number))).toEqual(Array.from({ length: 38 }, (_, index) => index + 1));
  });

  test('of a company that is not there is refused', async () => {
    await expect(db.inTurn(v7(), async () => {})).rejects.toThrow();
  });
});
