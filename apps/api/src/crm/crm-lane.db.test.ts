import { randomUUID } from 'node:crypto';

import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Runner } from '../dialogs/runner.ts';
import type { Address } from '../receive/receive.store.ts';
import { aCompany, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aChannel, settled, writes } from '../testing/crms.ts';
import { FakeBitrix24, type Mood } from '../testing/fake-bitrix24.ts';

const phone = '+79123456789';

let processes: [TestApi, TestApi];
let api: TestApi;
let portal: FakeBitrix24;
let company: Company;
let messenger: Address;

beforeAll(async () => {
  api = await testApi({ POLL_MS: '50' });
  processes = [api, await testApi({ POLL_MS: '50' }, api.databaseUrl)];
});
afterAll(async () => {
  await processes[1].stop();
  await processes[0].stop();
});
beforeEach(async () => {
  portal = await new FakeBitrix24().start();
  company = await aCompany(api);
  expect(await connection().connect.mutate({ address: portal.webhook })).toEqual({ connected: true });
  await connection().putUser.mutate({ externalId: '1', employeeId: company.employeeId });
  messenger = await aChannel(api, company, 'Messenger', 'telegram');
  const here = { employeeId: company.employeeId, connectedAt: true, usedAt: true } as const;
  await api.app.get(Runner).presence(company.companyId, here);
});
afterEach(() => portal.stop());

const connection = () => callAs(api, company.admin).crmConnection;
const client = (number = 0) => ({
  id: `client ${number}`,
  name: `Client${number}`,
  vouched: { phone: `+7912345${6_000 + number}` },
});

/** Writes without waiting for what the CRM says of it. */
async function writesAtOnce(who = client(), through = api): Promise<void> {
  await writes(through, messenger, who, 'Hello', { andCrm: false });
}

async function facts(): Promise<string[]> {
  const rows = await api.query<{ fact: string }>(
    'select fact from fact where company_id = $1 order by dialog_id, number',
    [company.companyId],
  );
  return rows.map(({ fact }) => fact);
}

async function waiting(): Promise<{ body: { job: string }; state: string; error: string | null }[]> {
  return api.query(
    `select body, state, error from outbox where company_id = $1 and lane = 'crm' and done_at is null order by outbox_id`,
    [company.companyId],
  );
}

async function act(
  action: (dialogs: ReturnType<typeof callAs>['dialogs'], commandId: string) => Promise<{ done: boolean }>,
): Promise<void> {
  expect(await action(callAs(api, company.admin).dialogs, randomUUID())).toMatchObject({ done: true });
}

describe('a portal that does not answer', () => {
  test.each<Mood>(['down', 'html', 'truncated', 'cut', 'gone'])(
    'because it is %s delays no message, is told in the history once, and is asked again',
    async (mood) => {
      portal.mood = mood;
      await writesAtOnce();
      await eventually(async () => (await facts()).includes('offered'), 'the offer');
      await eventually(async () => (await facts()).includes('crm-unreachable'), 'the note in the history');
      await writesAtOnce();
      expect((await facts()).filter((fact) => fact === 'crm-unreachable')).toHaveLength(1);
      expect((await waiting()).map(({ body }) => body.job)).toContain('identify');
      expect((await connection().get.query({})).connection?.waiting.count).toBeGreaterThan(0);
      portal.mood = 'well';
      expect(await connection().check.mutate({})).toEqual({ connected: true });
      await settled(api, company.companyId);
      expect(portal.leads).toMatchObject([{ NAME: 'Client0', PHONE: [{ VALUE: '+79123456000' }] }]);
      expect((await facts()).filter((fact) => fact === 'crm-unreachable')).toHaveLength(1);
      expect(await facts()).toContain('record-created');
    },
  );

  test('is asked again by itself', async () => {
    portal.mood = 'cut';
    portal.moodFor = 1;
    await writesAtOnce();
    await settled(api, company.companyId);
    expect(portal.leads).toHaveLength(1);
  });

  test('but is slow is waited for', async () => {
    portal.mood = 'slow';
    await writesAtOnce();
    await settled(api, company.companyId);
    expect(portal.leads).toHaveLength(1);
    expect(await facts()).not.toContain('crm-unreachable');
  });

  test('because it is asked too much is asked later, and the dialog is not told', async () => {
    portal.mood = 'limited';
    portal.moodFor = 1;
    await writesAtOnce();
    await settled(api, company.companyId);
    expect(portal.leads).toHaveLength(1);
    expect(await facts()).not.toContain('crm-unreachable');
  });
});

describe('a record is made once', () => {
  test.each(['crm.lead.add', 'crm.lead.list'])('where the portal forgot to answer %s', async (method) => {
    portal.mood = 'forgetful';
    portal.moodOn = method;
    portal.moodFor = 1;
    await writesAtOnce();
    await settled(api, company.companyId);
    expect(portal.leads).toHaveLength(1);
    const records = await api.query('select external_id from crm_record where company_id = $1', [company.companyId]);
    expect(records).toEqual([{ external_id: portal.leads[0]?.ID }]);
  });

  test('where the process fell after the portal had made it', async () => {
    await writesAtOnce();
    await settled(api, company.companyId);
    await api.query(
      `with forgotten as (update crm_record set external_id = null where company_id = $1), again as (
         update outbox set done_at = null, state = 'sending', lease_until = now() - interval '1 second', due_at = now()
         where company_id = $1 and lane = 'crm' and body->>'job' = 'create')
       update account set due_at = now() where company_id = $1 and lane = 'crm'`,
      [company.companyId],
    );
    await settled(api, company.companyId);
    expect(portal.leads).toHaveLength(1);
    const records = await api.query('select external_id from crm_record where company_id = $1', [company.companyId]);
    expect(records).toEqual([{ external_id: portal.leads[0]?.ID }]);
  });

  test('for each of many who write at once over two processes', async () => {
    const many = 15;
    await Promise.all(
      Array.from({ length: many }, (_, number) => writesAtOnce(client(number), processes[number % 2] ?? api)),
    );
    await settled(api, company.companyId, { seconds: 60 });
    expect(portal.leads.map((lead) => lead['NAME']).toSorted()).toEqual(
      Array.from({ length: many }, (_, number) => `Client${number}`).toSorted(),
    );
  }, 90_000);
});

describe('a connection that lets nothing through', () => {
  test('says so on the screen, and everything goes on when it is put right', async () => {
    portal.scopes = [];
    await writesAtOnce();
    await eventually(async () => (await connection().get.query({})).connection?.state === 'broken', 'the problem');
    expect((await connection().get.query({})).connection).toMatchObject({ problem: 'scope' });
    expect(await facts()).toContain('crm-unreachable');
    portal.scopes = ['crm', 'user'];
    expect(await connection().check.mutate({})).toEqual({ connected: true });
    expect((await connection().get.query({})).connection).toMatchObject({ state: 'connected', problem: null });
    await settled(api, company.companyId);
    expect(portal.leads).toHaveLength(1);
  });

  test('is taken for well again once something gets through', async () => {
    await api.query(`update crm_connection set state = 'broken', problem = 'unpaid' where company_id = $1`, [
      company.companyId,
    ]);
    await writesAtOnce();
    await settled(api, company.companyId);
    await eventually(async () => (await connection().get.query({})).connection?.state === 'connected', 'it is well');
  });
});

test('a portal that is taken away leaves nobody waiting: the built-in CRM goes on', async () => {
  portal.mood = 'down';
  await writesAtOnce();
  await eventually(async () => (await facts()).includes('crm-unreachable'), 'the note in the history');
  expect(await connection().disconnect.mutate({})).toEqual({ disconnected: true });
  await settled(api, company.companyId);
  await writes(api, messenger, client(1), 'Hello');
  const records = await api.query<{ crm: string; name: string }>(
    'select crm, name from crm_record where company_id = $1',
    [company.companyId],
  );
  expect(records).toEqual([{ crm: 'built-in', name: 'Client1' }]);
});

describe('what was said', () => {
  const conversation = async () => {
    const dialogId = await writes(api, messenger, client(), 'Hello');
    await act((dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId }));
    await act((dialogs, commandId) => dialogs.reply.mutate({ commandId, dialogId, text: 'Good morning' }));
    return dialogId;
  };

  test('stands on the timeline of the record once the dialog is closed', async () => {
    const dialogId = await conversation();
    expect(portal.comments).toEqual([]);
    await act((dialogs, commandId) => dialogs.close.mutate({ commandId, dialogId }));
    await settled(api, company.companyId);
    expect(portal.comments).toMatchObject([{ ENTITY_TYPE: 'lead', ENTITY_ID: portal.leads[0]?.ID }]);
    const lines = portal.comments[0]?.COMMENT.split('\n') ?? [];
    expect(lines[0]).toMatch(new RegExp(`^Dialog #${dialogId}, Messenger, Line: `));
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/Client0: Hello$/);
    expect(lines[2]).toMatch(/Anna Petrova: Good morning$/);
  });

  test('stands there once, where the portal forgot to say so', async () => {
    const dialogId = await conversation();
    portal.mood = 'forgetful';
    portal.moodOn = 'crm.timeline.comment.add';
    portal.moodFor = 1;
    await act((dialogs, commandId) => dialogs.close.mutate({ commandId, dialogId }));
    await settled(api, company.companyId);
    expect(portal.comments).toHaveLength(1);
  });

  test('is not told where it was erased before', async () => {
    const dialogId = await conversation();
    await settled(api, company.companyId);
    portal.mood = 'down';
    await act((dialogs, commandId) => dialogs.close.mutate({ commandId, dialogId }));
    await eventually(async () => (await waiting()).some(({ error }) => error !== null), 'a try that failed');
    await api.query('update dialog set erased_at = now() where company_id = $1 and dialog_id = $2', [
      company.companyId,
      dialogId,
    ]);
    portal.mood = 'well';
    await connection().check.mutate({});
    await settled(api, company.companyId);
    expect(portal.comments).toEqual([]);
  });
});

test('who is responsible here is told there, though the portal was down and the client asked for meanwhile', async () => {
  await connection().putUser.mutate({ externalId: '7', employeeId: company.employeeId });
  await connection().putUser.mutate({ externalId: '1', employeeId: null });
  const lead = portal.put('lead', { TITLE: 'A question', PHONE: [{ VALUE: phone }] });
  await writes(api, messenger, { id: 'ivan', vouched: { phone } }, 'Hello');
  portal.mood = 'down';
  const [record] = await api.query<{ record_id: string }>(
    `update crm_record set responsible_id = $2 where company_id = $1 and external_id = $3 returning record_id`,
    [company.companyId, company.employeeId, lead],
  );
  const [{ client_id: clientId } = { client_id: '' }] = await api.query<{ client_id: string }>(
    'select client_id from client where company_id = $1',
    [company.companyId],
  );
  const jobs = [
    { job: 'identify', dialogId: 1, clientId },
    { job: 'responsible', recordId: record?.record_id },
  ];
  for (const job of jobs)
    await api.query(
      `with row as (insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
         values ($1, $2, 'crm', 'bitrix24', $3, $4, now(), now()))
       update account set due_at = now() where company_id = $1 and lane = 'crm'`,
      [company.companyId, v7(), clientId, JSON.stringify(job)],
    );
  portal.mood = 'well';
  await connection().check.mutate({});
  await settled(api, company.companyId);
  expect(portal.leads).toMatchObject([{ ASSIGNED_BY_ID: '7' }]);
});

test('a client is looked for during a day, and then no more', async () => {
  await writes(api, messenger, client(), 'Hello');
  portal.mood = 'down';
  const [{ client_id: clientId } = { client_id: '' }] = await api.query<{ client_id: string }>(
    'select client_id from client where company_id = $1',
    [company.companyId],
  );
  const hour = 3_600_000;
  const jobs = { late: v7({ msecs: Date.now() - 25 * hour }), inTime: v7({ msecs: Date.now() - 23 * hour }) };
  for (const [thread, outboxId] of Object.entries(jobs))
    await api.query(
      `with row as (insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
         values ($1, $2, 'crm', 'bitrix24', $3, $4, now(), now()))
       update account set due_at = now() where company_id = $1 and lane = 'crm'`,
      [company.companyId, outboxId, thread, JSON.stringify({ job: 'identify', dialogId: 1, clientId })],
    );
  const stateOf = async (outboxId: string) =>
    (
      await api.query<{ state: string; error: string | null }>('select state, error from outbox where outbox_id = $1', [
        outboxId,
      ])
    )[0];
  await eventually(async () => (await stateOf(jobs.late))?.state === 'failed', 'the end of it');
  await eventually(async () => (await stateOf(jobs.inTime))?.error !== null, 'another try');
  expect(await stateOf(jobs.inTime)).toMatchObject({ state: 'queued' });
});

test('what is no job is put aside and holds up nobody', async () => {
  await writes(api, messenger, client(), 'Hello');
  await api.query(
    `with row as (insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
       select $1, gen_random_uuid(), 'crm', 'bitrix24', thread, '{"job":"dance"}', now(), now() from outbox where company_id = $1 and lane = 'crm' limit 1)
     update account set due_at = now() where company_id = $1 and lane = 'crm'`,
    [company.companyId],
  );
  await settled(api, company.companyId);
  const rows = await api.query(`select state from outbox where company_id = $1 and body->>'job' = 'dance'`, [
    company.companyId,
  ]);
  expect(rows).toEqual([{ state: 'failed' }]);
});
