import { Database, sql } from '@switchboard/db';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, testApi, type Company, type TestApi } from '../testing/api.ts';
import { lookAgain, type Concerned } from './look-again.ts';

let api: TestApi;
let company: Company;
const other = v7();
const [anna, boris] = [v7(), v7()];
const [sales, support] = [v7(), v7()];
const later = new Date(Date.now() + 3_600_000);

type Planted = {
  line: 'first' | 'second';
  state: string;
  holder?: string;
  offeredTo?: string[];
  departmentId?: string;
};

/** What stands in the lines of a company, by number. */
const planted: Planted[] = [
  { line: 'first', state: 'waiting' },
  { line: 'first', state: 'offered', offeredTo: [anna] },
  { line: 'first', state: 'accepted', holder: anna },
  { line: 'first', state: 'closed', holder: anna },
  { line: 'second', state: 'waiting', departmentId: sales },
  { line: 'second', state: 'offered', offeredTo: [anna, boris], departmentId: support },
  { line: 'second', state: 'answered', holder: boris },
  { line: 'second', state: 'finishing', holder: anna },
  { line: 'second', state: 'with-bot' },
];

beforeAll(async () => {
  api = await testApi({ ROLES: 'web' });
  company = await aCompany(api);
  await plant(company, other);
  await plant(await aCompany(api, 'Teapot'), v7());
});
afterAll(() => api.stop());

async function plant({ companyId, lineId, channelId }: Company, second: string): Promise<void> {
  const [identityId, clientId] = [v7(), v7()];
  await api.query(
    `with l as (insert into line (company_id, line_id, name, created_at) values ($1, $2, 'Second', now())),
     c as (insert into client (company_id, client_id, name, created_at) values ($1, $3, 'Olga', now()))
     insert into identity (company_id, identity_id, client_id, channel_id, external_id, name, created_at) values ($1, $4, $3, $5, 'x', 'Olga', now())`,
    [companyId, second, clientId, identityId, channelId],
  );
  for (const [index, { line, state, holder, offeredTo, departmentId }] of planted.entries()) {
    await api.query(
      `with c as (insert into chat (company_id, chat_id, channel_id, identity_id, external_id, created_at) values ($1, $2, $5, $12, $13, now()))
       insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, offered_to,
         opened_at, last_message_at, closed_at, facts, wake_at)
       values ($1, $3, $2, $4, $6, $5, 'incoming', $7::text, $8, $9, $10, now(), now(), case when $7::text = 'closed' then now() end, 0,
         case when $7::text <> 'closed' then $11::timestamptz end)`,
      [
        companyId,
        v7(),
        index + 1,
        line === 'first' ? lineId : second,
        channelId,
        clientId,
        state,
        JSON.stringify({ departmentId: departmentId ?? null }),
        holder ?? null,
        offeredTo ?? [],
        later,
        identityId,
        `chat ${index}`,
      ],
    );
  }
}

const cases: [string, () => Concerned, number[]][] = [
  ['those in somebody’s hands, finished ones and offers too', () => ({ inHandsOf: [anna] }), [2, 3, 6, 8]],
  ['those of several people', () => ({ inHandsOf: [anna, boris] }), [2, 3, 6, 7, 8]],
  ['those of a line that nobody has accepted', () => ({ unacceptedOf: [company.lineId] }), [1, 2]],
  ['those that a department was given and nobody has accepted', () => ({ givenTo: [sales] }), [5]],
  ['all open ones of a line', () => ({ openOf: [other] }), [5, 6, 7, 8, 9]],
  [
    'each once, whatever it is concerned by',
    () => ({ inHandsOf: [boris], openOf: [other], givenTo: [support] }),
    [5, 6, 7, 8, 9],
  ],
  ['none where nothing is named', () => ({}), []],
];

test.each(cases)('a change has look again %s', async (_, concerned, expected) => {
  const db = api.app.get(Database);
  const stranger = await api.query('select count(*) from dialog where company_id <> $1 and wake_at = $2', [
    company.companyId,
    later,
  ]);
  await api.query('update dialog set wake_at = $2 where company_id = $1 and closed_at is null', [
    company.companyId,
    later,
  ]);
  const { found, now } = await db.inTurn(company.companyId, async (turn) => ({
    found: await lookAgain(turn, concerned()),
    now: turn.now,
  }));
  expect(found.toSorted((a, b) => a - b)).toEqual(expected);
  const due = await api.query<{ id: number }>(
    'select dialog_id as id from dialog where company_id = $1 and wake_at = $2 order by 1',
    [company.companyId, new Date(now)],
  );
  expect(due.map((row) => row.id)).toEqual(expected);
  expect(
    await api.query('select count(*) from dialog where company_id <> $1 and wake_at = $2', [company.companyId, later]),
  ).toEqual(stranger);
});

test('a deadline that has passed already stays the earlier one, and one that sleeps wakes', async () => {
  const passed = new Date('2026-01-01T00:00:00Z');
  await api.query(
    'update dialog set wake_at = case when dialog_id = 1 then $2::timestamptz end where company_id = $1',
    [company.companyId, passed],
  );
  const now = await api.app.get(Database).inTurn(company.companyId, async (turn) => {
    await lookAgain(turn, { unacceptedOf: [company.lineId] });
    return turn.now;
  });
  const rows = await api.query<{ at: Date | null }>(
    'select wake_at as at from dialog where company_id = $1 order by dialog_id limit 3',
    [company.companyId],
  );
  expect(rows.map((row) => row.at)).toEqual([passed, new Date(now), null]);
});

test('it reads no more where thousands of dialogs have closed', async () => {
  await api.query(
    `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id,
       opened_at, last_message_at, closed_at, facts)
     select company_id, 1000 + n, chat_id, line_id, client_id, channel_id, 'incoming', 'closed', '{}', $2, now(), now(), now(), 0
     from dialog, generate_series(1, 5000) n where company_id = $1 and dialog_id = 1`,
    [company.companyId, anna],
  );
  await api.query('vacuum analyze dialog');
  const rowsRead = sql(
    'test-rows-read',
    `select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables where relname = 'dialog'`,
  );
  const read = await api.app.get(Database).inTurn(company.companyId, async (turn) => {
    const [before] = await turn.run<{ rows: number }>(rowsRead, []);
    await lookAgain(turn, { inHandsOf: [anna], unacceptedOf: [company.lineId], givenTo: [sales], openOf: [other] });
    const [after] = await turn.run<{ rows: number }>(rowsRead, []);
    return (after?.rows ?? 0) - (before?.rows ?? 0);
  });
  expect(read).toBeGreaterThan(planted.length);
  expect(read).toBeLessThan(100);
});
