import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, consoleOrigin, testApi, type Company, type TestApi } from '../testing/api.ts';
import { FakeBitrix24 } from '../testing/fake-bitrix24.ts';
import { CrmConnections } from './connection.service.ts';

let portal: FakeBitrix24;
let api: TestApi;
let company: Company;
beforeAll(async () => {
  portal = await new FakeBitrix24().start();
  api = await testApi({ BITRIX24_TOKEN_URL: `${portal.url}/oauth/token` });
});
afterAll(async () => {
  await api.stop();
  await portal.stop();
});
beforeEach(async () => {
  company = await aCompany(api);
  portal.mood = 'well';
  portal.scopes = ['crm', 'user'];
});

const connection = (of = company) => callAs(api, of.admin).crmConnection;
const shown = async (of = company) => (await connection(of).get.query({})).connection;
const fieldsOf = (error: unknown) => (error as { data: { field: Record<string, string> } }).data.field;

/** Connects as somebody does who signs in at the portal and is sent back. */
async function letIn(of = company, code = () => portal.letApplicationIn()): Promise<string> {
  const { address } = await connection(of).authorise.mutate({
    portal: portal.url,
    clientId: portal.client.id,
    clientSecret: portal.client.secret,
  });
  const state = new URL(address).searchParams.get('state') ?? '';
  return returned(of, state, code());
}

async function returned(of: { admin: { cookie: string } }, state: string, code: string): Promise<string> {
  const query = new URLSearchParams({ state, code, domain: 'another.example' });
  const answer = await fetch(`${api.url}/crm/bitrix24?${query}`, {
    headers: { cookie: of.admin.cookie },
    redirect: 'manual',
  });
  const to = new URL(answer.headers.get('location') ?? '');
  expect(`${to.origin}${to.pathname}`).toBe(`${consoleOrigin}/settings/crm`);
  return to.searchParams.get('connection') ?? '';
}

describe('a portal is connected by the address of its webhook', () => {
  test('and its people, pipelines and sources are read at once', async () => {
    portal.users[0] = { ...portal.users[0]!, EMAIL: company.admin.email.toUpperCase() };
    expect(await connection().connect.mutate({ address: `${portal.webhook}crm.lead.list.json` })).toEqual({
      connected: true,
    });
    expect(await shown()).toMatchObject({
      how: 'webhook',
      host: new URL(portal.url).host,
      state: 'connected',
      problem: null,
      connectedBy: { employeeId: company.employeeId },
      users: [
        { externalId: '1', name: 'Anna Petrova', employeeId: company.employeeId },
        { externalId: '7', name: 'Boris Orlov', employeeId: null },
      ],
      pipelines: ['Sales', 'Repairs'],
      sources: ['Call', 'Website', 'Other'],
      waiting: { count: 0, since: null },
    });
    const stages = await api.query<{ name: string; meaning: string }>(
      `select s.name, s.meaning from crm_stage s join crm_pipeline p using (company_id, pipeline_id)
       where company_id = $1 and p.crm = 'bitrix24' order by p.place, s.place`,
      [company.companyId],
    );
    expect(stages.map(({ name, meaning }) => `${name} ${meaning}`)).toEqual([
      'New open',
      'Won won',
      'Lost lost',
      'Brought open',
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a word', 'portal'],
    ['another page of the portal', 'https://portal.example/crm/lead/list/'],
    ['an address without its secret', 'https://portal.example/rest/1/'],
    ['an address that is not encrypted', 'http://portal.example/rest/1/abcdefgh12345678/'],
    ['an address with a password', 'https://me:secret@portal.example/rest/1/abcdefgh12345678/'],
    ['another protocol', 'ftp://portal.example/rest/1/abcdefgh12345678/'],
  ])('and not by %s', async (_, address) => {
    const error = await connection()
      .connect.mutate({ address })
      .catch((thrown: unknown) => thrown);
    expect(fieldsOf(error)).toEqual({ address: 'crmConnection.address.wrong' });
    expect(await shown()).toBeNull();
  });

  test.each<[string, () => void, string]>([
    ['a portal that is down', () => (portal.mood = 'down'), 'unreachable'],
    ['a page in place of a portal', () => (portal.mood = 'html'), 'unreachable'],
    ['a portal that asks to wait', () => (portal.mood = 'limited'), 'busy'],
    ['a portal that was deleted', () => (portal.mood = 'gone'), 'gone'],
    ['a webhook that may not read people', () => (portal.scopes = ['crm']), 'scope'],
  ])('and not to %s', async (_, happens, because) => {
    happens();
    expect(await connection().connect.mutate({ address: portal.webhook })).toEqual({ connected: false, because });
    expect(await shown()).toBeNull();
  });

  test('and its secret is told to nobody and stored sealed', async () => {
    await connection().connect.mutate({ address: portal.webhook });
    const rows = await api.query(
      'select row_to_json(c)::text as row, encode(secrets, $2) as bytes from crm_connection c where company_id = $1',
      [company.companyId, 'escape'],
    );
    expect(JSON.stringify([rows, await connection().get.query({})])).not.toContain('secret0');
  });
});

describe('a portal is connected by an application', () => {
  test('that somebody let in, and its tokens are renewed when they grow old, once for two processes', async () => {
    expect(await letIn()).toBe('done');
    expect(await shown()).toMatchObject({ how: 'oauth', state: 'connected' });
    const other = await testApi({ BITRIX24_TOKEN_URL: `${portal.url}/oauth/token` }, api.databaseUrl);
    try {
      const before = portal.renewals;
      for (let round = 1; round <= 3; round++) {
        portal.growOld();
        const checks = [api, other, api, other].map((one) => one.app.get(CrmConnections).check(company.companyId));
        expect(await Promise.all(checks)).toEqual(checks.map(() => ({ connected: true })));
        expect(portal.renewals).toBe(before + round);
      }
    } finally {
      await other.stop();
    }
  });

  test('until it is taken out there, which is told on the screen', async () => {
    expect(await letIn()).toBe('done');
    portal.takeApplicationOut();
    expect(await connection().check.mutate({})).toEqual({ connected: false, because: 'expired' });
    expect(await shown()).toMatchObject({ state: 'broken', problem: 'expired' });
    expect(await letIn()).toBe('done');
    expect(await shown()).toMatchObject({ state: 'connected', problem: null });
  });

  test('by whoever began it, in his company, with a code of the portal alone', async () => {
    const { address } = await connection().authorise.mutate({
      portal: portal.url,
      clientId: portal.client.id,
      clientSecret: portal.client.secret,
    });
    const state = new URL(address).searchParams.get('state') ?? '';
    expect(state).not.toContain(portal.client.secret);
    const stranger = await aCompany(api, 'Teapot');
    const colleague = { admin: await anEmployee(api, company, 'administrator') };
    expect(await returned(stranger, state, portal.letApplicationIn())).toBe('refused');
    expect(await returned(colleague, state, portal.letApplicationIn())).toBe('refused');
    expect(await returned({ admin: { cookie: '' } }, state, portal.letApplicationIn())).toBe('refused');
    expect(await returned(company, `x${state}`, portal.letApplicationIn())).toBe('refused');
    expect(await returned(company, state, '')).toBe('refused');
    expect(await returned(company, state, 'made up')).toBe('expired');
    expect(await shown()).toBeNull();
    expect(await returned(company, state, portal.letApplicationIn())).toBe('done');
  });
});

describe('who is who', () => {
  beforeEach(async () => {
    expect(await connection().connect.mutate({ address: portal.webhook })).toEqual({ connected: true });
  });

  test('is chosen by hand, and stays so when the people are read again', async () => {
    const boris = await anEmployee(api, company);
    const of = async (externalId: string) => (await shown())?.users.find((user) => user.externalId === externalId);
    expect(await connection().putUser.mutate({ externalId: '7', employeeId: boris.employeeId })).toEqual({ put: true });
    expect(await connection().check.mutate({})).toEqual({ connected: true });
    expect(await of('7')).toMatchObject({ employeeId: boris.employeeId });
    expect(await connection().putUser.mutate({ externalId: '7', employeeId: null })).toEqual({ put: true });
    expect(await of('7')).toMatchObject({ employeeId: null });
  });

  test('is not somebody of another company, or who is not there', async () => {
    const stranger = await aCompany(api, 'Teapot');
    const { employeeId } = stranger;
    expect(await connection().putUser.mutate({ externalId: '7', employeeId })).toEqual({ put: false });
    expect(await connection().putUser.mutate({ externalId: '404', employeeId: null })).toEqual({ put: false });
    expect(await connection(stranger).putUser.mutate({ externalId: '7', employeeId })).toEqual({ put: false });
  });
});

describe('a portal is left', () => {
  const secondPortal = new FakeBitrix24();
  beforeAll(async () => void (await secondPortal.start()));
  afterAll(() => secondPortal.stop());
  const externalIds = async () =>
    (
      await api.query<{ external_id: string }>('select external_id from crm_record where company_id = $1 order by 1', [
        company.companyId,
      ])
    ).map((row) => row.external_id);
  afterEach(async () => void (await connection().disconnect.mutate({})));

  test('and what is linked to it keeps its links', async () => {
    await connection().connect.mutate({ address: portal.webhook });
    await api.query(
      `insert into crm_record (company_id, record_id, crm, external_id, kind, created_at, changed_at) values ($1, gen_random_uuid(), 'bitrix24', '5', 'lead', now(), now())`,
      [company.companyId],
    );
    expect(await connection().disconnect.mutate({})).toEqual({ disconnected: true });
    expect(await connection().disconnect.mutate({})).toEqual({ disconnected: false });
    expect(await shown()).toBeNull();
    expect(await externalIds()).toEqual(['5']);
    const [row] = await api.query('select secrets from crm_connection where company_id = $1', [company.companyId]);
    expect(row).toEqual({ secrets: null });
  });

  test('for another one, and the numbers of the first are not taken for those of the second', async () => {
    await connection().connect.mutate({ address: portal.webhook });
    await api.query(
      `insert into crm_record (company_id, record_id, crm, external_id, kind, created_at, changed_at) values ($1, gen_random_uuid(), 'bitrix24', '5', 'lead', now(), now())`,
      [company.companyId],
    );
    await connection().connect.mutate({ address: secondPortal.webhook });
    expect(await externalIds()).toEqual([`${new URL(portal.url).host}#5`]);
    await connection().connect.mutate({ address: portal.webhook });
    expect(await externalIds()).toEqual(['5']);
  });
});
