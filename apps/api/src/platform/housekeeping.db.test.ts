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
