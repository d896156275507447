import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { aCompany, callAs, eventually, saveLine, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;
let address: string;
let agreementId: string;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
  const calls = callAs(api, company.admin);
  const draft = { texts: [{ language: 'en' as const, own: { title: 'Privacy', text: 'We keep what you write.' } }] };
  const made = await calls.agreements.create.mutate({ name: 'Privacy', template: 'own', draft });
  if (!made.created) throw new Error(made.because);
  agreementId = made.agreementId;
  await calls.agreements.publish.mutate({ agreementId, draftVersion: 1 });
  await saveLine(api, company, { 'agreement.ask': true, 'agreement.agreementId': agreementId });
  const [channel] = await calls.channels.list.query({});
  address = channel?.liveChat?.page.split('/').at(-1) ?? '';
});

async function decides(token: string, accepts: boolean, more: object = {}): Promise<number> {
  const answer = await fetch(`${api.url}/live-chat/${address}/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'user-agent': 'A browser' },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      agreementId,
      version: 1,
      language: 'en',
      accepts,
      page: { url: 'https://shop.example/cart', title: 'Cart' },
      ...more,
    }),
  });
  return answer.status;
}
const ledger = () =>
  api.query<Record<string, unknown>>(
    `select c.decision, c.how, c.version, c.dialog_id as "dialogId", e.evidence from consent_record c
     join consent_evidence e on e.company_id = c.company_id and e.number = c.number where c.company_id = $1 order by c.number`,
    [company.companyId],
  );
const dialogs = async () => (await callAs(api, company.admin).dialogList.page.query({})).rows;

test('what the widget asks for stands in its configuration, with a page that can be read', async () => {
  const config = (await (await fetch(`${api.url}/live-chat/${address}/config`)).json()) as Record<string, unknown>;
  expect(config['asks']).toMatchObject({
    agreementId,
    version: 1,
    texts: [{ language: 'en', title: 'Privacy', link: expect.stringContaining('/agreement/') as string }],
  });
});

test('nothing is taken before the visitor accepts: no dialog, no client', async () => {
  const visitor = await aVisitor(api, address);
  expect(await visitor.write('Hello')).toBe(403);
  expect(await dialogs()).toEqual([]);
  expect(await api.query('select 1 from client where company_id = $1', [company.companyId])).toEqual([]);
  visitor.close();
});

test('accepted, it is in the ledger with its evidence before the first message, and the dialog is not asked again', async () => {
  const visitor = await aVisitor(api, address);
  expect(await decides(visitor.token, true)).toBe(200);
  expect(await ledger()).toMatchObject([
    {
      decision: 'accepted',
      how: 'form',
      version: 1,
      dialogId: null,
      evidence: { ip: '127.0.0.1', userAgent: 'A browser', page: 'https://shop.example/cart' },
    },
  ]);
  expect(await visitor.write('Hello')).toBe(200);
  const [row] = await eventually(async () => ((await dialogs()).length > 0 ? dialogs() : null));
  expect(row).toMatchObject({ lastMessage: { text: 'Hello' } });
  expect(row?.state).not.toBe('held');
  expect(await ledger()).toHaveLength(1);
  visitor.close();
});

test('a refusal is recorded, and he may think again', async () => {
  const visitor = await aVisitor(api, address);
  expect(await decides(visitor.token, false)).toBe(200);
  expect(await visitor.write('Hello')).toBe(403);
  expect(await decides(visitor.token, true)).toBe(200);
  expect(await visitor.write('Hello')).toBe(200);
  expect(await ledger()).toMatchObject([{ decision: 'declined' }, { decision: 'accepted' }]);
  visitor.close();
});

test('accepting twice is accepting once', async () => {
  const visitor = await aVisitor(api, address);
  expect([await decides(visitor.token, true), await decides(visitor.token, true)]).toEqual([200, 200]);
  expect(await ledger()).toHaveLength(1);
  visitor.close();
});

test.each([
  ['a version that is asked no more', { version: 2 }, 409],
  ['another agreement', { agreementId: crypto.randomUUID() }, 409],
  ['nothing in particular', { agreementId: 'x' }, 400],
])('nobody consents to %s', async (_, more, status) => {
  const visitor = await aVisitor(api, address);
  expect(await decides(visitor.token, true, more)).toBe(status);
  expect(await ledger()).toEqual([]);
  visitor.close();
});

test('a message that comes all the same is sealed, not lost', async () => {
  const visitor = await aVisitor(api, address);
  await saveLine(api, company, { 'agreement.ask': false });
  await eventually(async () => (await visitor.write('Hello')) === 200);
  await saveLine(api, company, { 'agreement.ask': true });
  const other = await aVisitor(api, address);
  const status = await other.write('Just then');
  if (status === 200)
    expect(await eventually(async () => (await dialogs()).find(({ state }) => state === 'held'))).toBeDefined();
  else expect(status).toBe(403);
  visitor.close();
  other.close();
});

test('whoever consented first and writes then is met for the first time: he is welcomed', async () => {
  await saveLine(api, company, { 'autoActions.welcome.on': true, 'autoActions.welcome.when': 'first-contact' });
  const visitor = await aVisitor(api, address);
  await decides(visitor.token, true);
  expect(await visitor.write('Hello')).toBe(200);
  const said = () => api.query(`select 1 from message where company_id = $1 and said = 'welcome'`, [company.companyId]);
  await eventually(async () => (await said()).length === 1, 'the welcome');
  const [row] = await dialogs();
  const { dialogs: calls } = callAs(api, company.admin);
  await calls.close.mutate({ commandId: crypto.randomUUID(), dialogId: row?.dialogId ?? 0 });
  await visitor.write('Hello again');
  await eventually(async () => (await dialogs()).length === 2);
  expect(await said()).toHaveLength(1);
  visitor.close();
});
