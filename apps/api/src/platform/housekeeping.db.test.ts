import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, testApi, type TestApi } from '../testing/api.ts';
import { Housekeeping } from './housekeeping.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(async () => {
  await api.stop();
});

test('more than one step of old commands goes in one tidying, and what is young stays', async () => {
  const { companyId } = await aCompany(api);
  const add = (count: number, at: string): Promise<object[]> =>
    api.query(
      `insert into command (company_id, command_id, at, answer) select $1, gen_random_uuid(), now() - $3::interval, '{}' from generate_series(1, $2::int)`,
      [companyId, count, at],
    );
  await add(5_200, '8 days');
  await add(3, '1 day');
  await api.app.get(Housekeeping).tidy();
  expect(await api.query('select from command')).toHaveLength(3);
});

test('what signing in leaves behind goes: letters, links, sessions and counts of tries that are over', async () => {
  const { companyId, employeeId, admin } = await aCompany(api);
  for (const days of [40, 20])
    await api.query(
      `insert into directory.invitation (invitation_id, company_id, email, role_ids, token_hash, invited_by, created_at, expires_at)
       values (gen_random_uuid(), $1, 'new@example.test', '{operator}', gen_random_uuid()::text, $2, now(), now() - $3::interval)`,
      [companyId, employeeId, `${days} days`],
    );
  for (const days of [3, -3]) {
    const at = [`${days} days`];
    await api.query(
      `insert into directory.verification (id, identifier, value, "expiresAt") values (gen_random_uuid(), 'of-tests', '', now() - $1::interval)`,
      at,
    );
    await api.query(
      `insert into directory.session (id, "expiresAt", token, "userId") values (gen_random_uuid(), now() - $1::interval, gen_random_uuid(), $2)`,
      [...at, admin.userId],
    );
    await api.query(
      `insert into directory."rateLimit" (id, key, count, "lastRequest")
       values (gen_random_uuid(), 'of-tests' || gen_random_uuid(), 1, extract(epoch from now() - $1::interval) * 1000)`,
      at,
    );
  }
  await api.app.get(Housekeeping).tidy();
  expect(await api.query('select from directory.invitation where company_id = $1', [companyId])).toHaveLength(1);
  expect(await api.query(`select from directory.verification where identifier = 'of-tests'`)).toHaveLength(1);
  // The one that is still good, and the one by which she signed in.
  expect(await api.query('select from directory.session where "userId" = $1', [admin.userId])).toHaveLength(2);
  expect(await api.query(`select from directory."rateLimit" where key like 'of-tests%'`)).toHaveLength(1);
});
