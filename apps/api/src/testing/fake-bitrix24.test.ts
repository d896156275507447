import { afterEach, beforeEach, expect, test } from 'vitest';

import { FakeBitrix24 } from './fake-bitrix24.ts';

let portal: FakeBitrix24;
beforeEach(async () => {
  portal = await new FakeBitrix24().start();
});
afterEach(() => portal.stop());

const call = async (method: string, params: object, endpoint = portal.webhook) => {
  const answer = await fetch(`${endpoint}${method}.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return { status: answer.status, body: await answer.text() };
};
const result = async (method: string, params: object) =>
  (JSON.parse((await call(method, params)).body) as { result: unknown }).result;

test('keeps what is added, finds it by any spelling of a number, and lists it by what it is asked for', async () => {
  const made = await result('crm.lead.add', {
    fields: { TITLE: 'A question', PHONE: [{ VALUE: '8 (912) 345-67-89' }] },
  });
  const sought = { type: 'PHONE', values: ['+79123456789'] };
  expect(await result('crm.duplicate.findbycomm', sought)).toEqual({ LEAD: [made] });
  expect(await result('crm.duplicate.findbycomm', { ...sought, type: 'EMAIL' })).toEqual([]);
  expect(await result('crm.lead.list', { filter: { ID: [made] } })).toMatchObject([{ TITLE: 'A question' }]);
  expect(await result('crm.lead.list', { filter: { ID: [1] } })).toEqual([]);
});

test('reads parameters in a batch as PHP does, and tells what failed in it by its name', async () => {
  portal.put('lead', { TITLE: 'A question' });
  const cmd = { leads: 'crm.lead.list?filter%5BTITLE%5D=A%20question&select%5B0%5D=ID', wrong: 'crm.nobody' };
  expect(await result('batch', { cmd })).toMatchObject({
    result: { leads: [{ TITLE: 'A question' }] },
    result_error: { wrong: { error: 'ERROR_METHOD_NOT_FOUND' } },
  });
});

test('does the work it forgets to answer for', async () => {
  portal.mood = 'forgetful';
  await expect(call('crm.lead.add', { fields: { TITLE: 'Forgotten' } })).rejects.toThrow();
  expect(portal.leads).toMatchObject([{ TITLE: 'Forgotten' }]);
});

test('does nothing where it cuts the connection, refuses, or is down', async () => {
  portal.mood = 'cut';
  await expect(call('crm.lead.add', { fields: {} })).rejects.toThrow();
  portal.mood = 'limited';
  expect(await call('crm.lead.add', { fields: {} })).toMatchObject({ status: 503 });
  portal.mood = 'down';
  expect(await call('crm.lead.add', { fields: {} })).toMatchObject({ status: 502 });
  expect(portal.leads).toEqual([]);
});

test('is in a mood for so many calls, of one method where it is named', async () => {
  portal.mood = 'html';
  portal.moodFor = 1;
  portal.moodOn = 'crm.lead.list';
  expect((await call('user.get', {})).body).not.toContain('<html>');
  expect((await call('crm.lead.list', {})).body).toContain('<html>');
  expect((await call('crm.lead.list', {})).body).not.toContain('<html>');
});

test('takes no wrong secret, no old token, and no refresh token twice', async () => {
  expect(await call('user.get', {}, `${portal.url}/rest/1/another/`)).toMatchObject({ status: 401 });
  const token = async (given: Record<string, string>) => {
    const query = new URLSearchParams({ client_id: portal.client.id, client_secret: portal.client.secret, ...given });
    const answer = await fetch(`${portal.url}/oauth/token/?${query}`);
    return (await answer.json()) as { access_token?: string; refresh_token?: string; error?: string };
  };
  const first = await token({ grant_type: 'authorization_code', code: portal.letApplicationIn() });
  const withToken = (auth = '') => call('user.get', { auth }, `${portal.url}/rest/`);
  expect(await withToken(first.access_token)).toMatchObject({ status: 200 });
  portal.growOld();
  expect((await withToken(first.access_token)).body).toContain('expired_token');
  const renewal = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' };
  expect(await withToken((await token(renewal)).access_token)).toMatchObject({ status: 200 });
  expect(await token(renewal)).toMatchObject({ error: 'invalid_grant' });
});
