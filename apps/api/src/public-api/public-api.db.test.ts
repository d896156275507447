import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { withReaches } from '@switchboard/domain/access';

import { aCompany, anEmployee, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor, type TestVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;
let visitor: TestVisitor;
let number: number;
let acting: string;

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
  const admin = callAs(api, company.admin);
  await admin.people.setAway.mutate({ away: false });
  visitor = await aVisitor(api, company.address);
  await visitor.write('Hello');
  const row = await eventually(async () => (await admin.inbox.list.query({ list: 'mine' })).rows[0]);
  number = row.dialogId;
  await admin.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: number });
  acting = await aKey(company, 'act');
});
afterAll(async () => {
  visitor.close();
  await api.stop();
});

async function aKey(of: Company, rights: 'read' | 'act', person = of.admin): Promise<string> {
  const made = await callAs(api, person).apiKeys.create.mutate({ name: 'Reports', rights, days: 30 });
  if (!made.created) throw new Error(made.because);
  return made.secret;
}

type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

async function call(
  key: string | null,
  path: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers };
}

/** Every call of the API, as its own document tells it, with values that reach something of the company. */
function calls(): [string, string, unknown][] {
  const { lineId } = company;
  return [
    ['GET', '/company', undefined],
    ['GET', '/lines', undefined],
    ['GET', `/lines/${lineId}`, undefined],
    ['GET', '/people', undefined],
    ['GET', '/dialogs', undefined],
    ['GET', `/dialogs/${number}`, undefined],
    ['GET', `/dialogs/${number}/messages`, undefined],
    ['POST', `/dialogs/${number}/messages`, { text: 'Too late' }],
    ['POST', `/dialogs/${number}/close`, undefined],
  ];
}

describe('every call of the API', () => {
  test('is one of those that are tested here', async () => {
    const document = (await (await fetch(`${api.url}/api/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    const tested = calls().map(
      ([method, path]) =>
        `${method} ${path.replace(company.lineId, '{line}').replace(/\d+/g, (n) => (n === String(number) ? '{number}' : n))}`,
    );
    expect(tested.toSorted()).toEqual(told.toSorted());
  });

  test('answers a key that is good, says how often it may still call, and counts the call', async () => {
    for (const [method, path, body] of calls().filter(([one]) => one === 'GET')) {
      const { status, body: answer, headers } = await call(acting, path, method, body);
      expect(status, `${path} ${JSON.stringify(answer)}`).toBe(200);
      expect(Number(headers.get('ratelimit-limit'))).toBe(300);
      expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(300);
    }
    const [key] = await callAs(api, company.admin).apiKeys.list.query({});
    expect(key).toMatchObject({ name: 'Reports', rights: 'act', state: 'good', hint: acting.slice(-4) });
    expect(key?.lastUsedAt).toBeGreaterThan(Date.now() - 60_000);
  });

  test.each([
    ['none', async () => null],
    ['one that nobody made', async () => `sbk_${'x'.repeat(43)}`],
    ['what is no key', async () => "' or 1=1"],
    [
      'a revoked one',
      async () => {
        const key = await aKey(company, 'act');
        const admin = callAs(api, company.admin).apiKeys;
        const [newest] = await admin.list.query({});
        await admin.revoke.mutate({ apiKeyId: newest?.apiKeyId ?? '' });
        return key;
      },
    ],
    [
      'an expired one',
      async () => {
        const key = await aKey(company, 'act');
        await api.query(
          "update api_key set expires_at = now() - interval '1 second' where company_id = $1 and hint = $2",
          [company.companyId, key.slice(-4)],
        );
        return key;
      },
    ],
    [
      'one of somebody who was dismissed',
      async () => {
        const vera = await anEmployee(api, company, 'administrator', 'Vera');
        const key = await aKey(company, 'act', vera);
        expect((await call(key, '/company')).status).toBe(200);
        await api.query('update employee set dismissed_at = now() where employee_id = $1', [vera.employeeId]);
        await api.query('update turn set version = version + 1 where company_id = $1', [company.companyId]);
        return key;
      },
    ],
  ])('refuses %s', async (_, make) => {
    const key = await make();
    for (const [method, path, body] of calls()) {
      const answer = await call(key, path, method, body);
      expect(answer.status, path).toBe(401);
      expect(answer.body).toMatchObject({ error: 'unauthorized' });
    }
  });

  test('tells a key of another company nothing', async () => {
    const teapot = await aCompany(api, 'Teapot');
    const key = await aKey(teapot, 'act');
    for (const [method, path, body] of calls()) {
      const answer = await call(key, path, method, body);
      expect([200, 404], path).toContain(answer.status);
      const text = JSON.stringify(answer.body);
      for (const secret of [company.companyId, company.lineId, company.employeeId, 'Samovar', 'Hello'])
        expect(text, path).not.toContain(secret);
    }
  });

  test('over the rate is refused with when the next is taken, and other keys are not', async () => {
    const key = await aKey(company, 'read');
    expect((await call(key, '/company')).status).toBe(200);
    await api.query('update api_key set window_calls = 300 where company_id = $1 and hint = $2 and rights = $3', [
      company.companyId,
      key.slice(-4),
      'read',
    ]);
    const refused = await call(key, '/company');
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ error: 'too-many' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(acting, '/company')).status).toBe(200);
    await api.query(
      "update api_key set window_at = now() - interval '61 seconds' where company_id = $1 and hint = $2",
      [company.companyId, key.slice(-4)],
    );
    expect((await call(key, '/company')).status).toBe(200);
  });

  test('that acts refuses a key that reads only', async () => {
    const key = await aKey(company, 'read');
    for (const [method, path, body] of calls().filter(([one]) => one === 'POST')) {
      const answer = await call(key, path, method, body);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ error: 'forbidden' });
    }
  });
});

describe('dialogs of the API', () => {
  test('are answered as the maker of the key, once for one Idempotency-Key', async () => {
    const write = () =>
      call(acting, `/dialogs/${number}/messages`, 'POST', { text: 'From a program' }, { 'idempotency-key': 'order-1' });
    const first = await write();
    expect(first.body, JSON.stringify(first.body)).toMatchObject({
      dialog: { number, state: 'answered' },
      message: { from: 'operator', text: 'From a program', operator: { id: company.employeeId } },
    });
    const second = await write();
    const idOf = (answer: Answer) => (answer.body['message'] as { id: string }).id;
    expect(idOf(second)).toBe(idOf(first));
    const { body } = await call(acting, `/dialogs/${number}/messages?limit=1`);
    expect(body).toMatchObject({ messages: [{ text: 'Hello', dialog: number }], next: '1' });
    const rest = await call(acting, `/dialogs/${number}/messages?cursor=1`);
    expect((rest.body['messages'] as { text: string }[]).map((one) => one.text)).toEqual(['From a program']);
    const { body: shown } = await call(acting, `/dialogs/${number}`);
    expect((shown['history'] as { fact: string }[]).map((one) => one.fact)).toContain('accepted');
  });

  test('are filtered by state, line, operator and since when they were opened', async () => {
    const numbers = async (query: string) =>
      ((await call(acting, `/dialogs?${query}`)).body['dialogs'] as { number: number }[]).map((one) => one.number);
    expect(await numbers(`line=${company.lineId}&operator=${company.employeeId}`)).toEqual([number]);
    expect(await numbers('state=with-bot')).toEqual([]);
    expect(await numbers(`since=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
    expect(await numbers(`since=${new Date(Date.now() - 60_000).toISOString()}`)).toEqual([number]);
  });

  test.each([
    ['a text that says nothing', 'POST', '/messages', { text: ' ' }, 'text'],
    ['a text that is none', 'POST', '/messages', { text: 1 }, 'text'],
  ])('refuse %s at its field', async (_, method, path, body, field) => {
    const answer = await call(acting, `/dialogs/${number}${path}`, method, body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body['fields'] as object)).toEqual([field]);
  });

  test.each([
    '/dialogs?limit=1000',
    '/dialogs?state=lost',
    '/dialogs?line=1',
    '/lines/1',
    '/dialogs/first',
    '/lines?cursor=x',
  ])('%s is refused at its field', async (path) => {
    const answer = await call(acting, path);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: 'invalid' });
    expect(Object.keys(answer.body['fields'] as object)).toHaveLength(1);
  });

  test('are closed at once, and what the rules do not allow then is told with its reason', async () => {
    const closed = await call(acting, `/dialogs/${number}/close`, 'POST');
    expect(closed.body).toMatchObject({ dialog: { state: 'closed', closeReason: 'forced' } });
    const late = await call(acting, `/dialogs/${number}/messages`, 'POST', { text: 'Too late' });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ error: 'refused', because: 'closed' });
  });
});

describe('a key', () => {
  test('opens no line that its maker may not look at, however the id is written', async () => {
    const admin = callAs(api, company.admin);
    const rights = withReaches('none', { api: 'any', linesView: 'any' });
    const lines = { [company.lineId]: { linesView: 'none' as const } };
    const made = await admin.roles.create.mutate({ name: 'Reports', rights: { ...rights, lines } });
    if (!made.created) throw new Error(made.because);
    const key = await aKey(company, 'read', await anEmployee(api, company, made.roleId, 'Vera'));
    expect((await call(key, `/lines/${company.lineId}`)).status).toBe(404);
    expect((await call(key, `/lines/${company.lineId.toUpperCase()}`)).status).toBe(404);
    expect((await call(acting, `/lines/${company.lineId.toUpperCase()}`)).status).toBe(200);
  });

  test('is shown once and stored as a hash', async () => {
    const rows = await api.query<{ text: string }>(
      `select to_jsonb(k)::text as text from api_key k union all select to_jsonb(h)::text from directory.key_hash h`,
    );
    for (const { text } of rows) expect(text).not.toContain(acting);
    expect(JSON.stringify(await callAs(api, company.admin).apiKeys.list.query({}))).not.toContain(acting);
  });

  test('that is made or revoked stands in the audit log', async () => {
    const { rows } = await callAs(api, company.admin).audit.list.query({ subject: 'api-key' });
    expect(new Set(rows.map((row) => row.what))).toEqual(new Set(['api-key.created', 'api-key.revoked']));
    expect(rows[0]).toMatchObject({ subject: { name: 'Reports' } });
  });

  test('is made by whoever may use the API, of a known length of life, and no more than fifty', async () => {
    const boris = await anEmployee(api, company, 'supervisor');
    await expect(aKey(company, 'read', boris)).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
    const admin = callAs(api, company.admin).apiKeys;
    await expect(admin.create.mutate({ name: '', rights: 'read', days: 31 as never })).rejects.toMatchObject({
      data: { field: { name: 'apiKey.name.empty', days: 'apiKey.days.unknown' } },
    });
    const kettle = await aCompany(api, 'Kettle');
    for (let made = 0; made < 50; made++) await aKey(kettle, 'read');
    await expect(aKey(kettle, 'read')).rejects.toThrow('too-many');
  });
});
