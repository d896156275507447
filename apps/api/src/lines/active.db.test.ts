import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, callAs, testApi, type TestApi } from '../testing/api.ts';

let api: TestApi;
let moved = 0;

beforeAll(async () => {
  api = await testApi({ ROLES: 'web' }, undefined, () => new Date(Date.now() + moved));
});
afterAll(() => api.stop());

test('a line keeps when it was inactive, the last hundred times', async () => {
  const company = await aCompany(api);
  const { lines } = callAs(api, company.admin);
  const pauses = async () =>
    (
      await api.query<{ pauses: { from: number; until: number | null }[] }>(
        'select pauses from line where line_id = $1',
        [company.lineId],
      )
    )[0]?.pauses ?? [];
  const set = (active: boolean) => lines.setActive.mutate({ lineId: company.lineId, active });
  await set(true);
  expect(await pauses()).toEqual([]);
  await set(false);
  await set(false);
  expect(await pauses()).toMatchObject([{ until: null }]);
  moved += 60_000;
  await set(true);
  const [pause] = await pauses();
  expect((pause?.until ?? 0) - (pause?.from ?? 0)).toBeGreaterThanOrEqual(60_000);
  await api.query(
    'update line set pauses = (select jsonb_agg(jsonb_build_object($$from$$, n, $$until$$, n)) from generate_series(1, 100) n) where line_id = $1',
    [company.lineId],
  );
  await set(false);
  const last = await pauses();
  expect([last.length, last[0]?.from, last.at(-1)?.until]).toEqual([100, 2, null]);
});
