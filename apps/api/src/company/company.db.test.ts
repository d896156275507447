import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, testApi, type TestApi } from '../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());

const samovar = { name: 'Samovar', language: 'en' as const, timeZone: 'UTC' };
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the company', () => {
  test('is saved with the values the form began with, and the audit log tells what changed', async () => {
    const company = await aCompany(api);
    const { company: calls } = callAs(api, company.admin);
    const next = { name: 'Samovar & Sons', language: 'ru' as const, timeZone: 'Europe/Moscow' };
    expect(await calls.save.mutate({ ...next, former: samovar })).toEqual({ saved: true });
    expect(await calls.get.query({})).toMatchObject(next);
    const entries = await api.query<{ what: string; by_id: string; details: object }>(
      'select what, by_id, details from audit_entry where company_id = $1',
      [company.companyId],
    );
    expect(entries).toEqual([
      {
        what: 'company.saved',
        by_id: company.employeeId,
        details: {
          changed: ['name', 'language', 'timeZone'],
          languageFrom: 'en',
          languageTo: 'ru',
          timeZoneFrom: 'UTC',
          timeZoneTo: 'Europe/Moscow',
        },
      },
    ]);
  });

  test('is not saved over what somebody else saved meanwhile: he is told both values', async () => {
    const company = await aCompany(api);
    const other = await anEmployee(api, company, 'administrator');
    const theirs = { ...samovar, timeZone: 'Asia/Tokyo' };
    await callAs(api, other).company.save.mutate({ ...theirs, former: samovar });
    const { company: calls } = callAs(api, company.admin);
    expect(await calls.save.mutate({ ...samovar, name: 'Teapot', former: samovar })).toEqual({
      saved: false,
      because: 'stale',
      now: { ...theirs, logo: null },
    });
    expect(await calls.get.query({})).toMatchObject(theirs);
    // Once he has seen theirs, his own goes through; and what is the same already needs no saving.
    expect(await calls.save.mutate({ ...theirs, name: 'Teapot', former: theirs })).toEqual({ saved: true });
    expect(await calls.save.mutate({ ...theirs, name: 'Teapot', former: samovar })).toEqual({ saved: true });
    const rows = await api.query("select 1 from audit_entry where company_id = $1 and what = 'company.saved'", [
      company.companyId,
    ]);
    expect(rows).toHaveLength(2);
  });

  test.each([
    ['no name', { name: ' ' }, { name: 'company.name.empty' }],
    ['too long a name', { name: 'x'.repeat(101) }, { name: 'company.name.long' }],
    ['a time zone that does not exist', { timeZone: 'Mars/Base' }, { timeZone: 'company.timeZone.unknown' }],
  ])('with %s is refused at the field, and nothing is saved', async (_, wrong, field) => {
    const company = await aCompany(api);
    const { company: calls } = callAs(api, company.admin);
    await expect(calls.save.mutate({ ...samovar, language: 'ru', ...wrong, former: samovar })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST', field },
    });
    expect(await calls.get.query({})).toMatchObject(samovar);
  });

  test('shows a logo that it keeps, and no other', async () => {
    const company = await aCompany(api);
    const { company: calls, pictures } = callAs(api, company.admin);
    const { url } = await pictures.put.mutate({ purpose: 'logo', image: pixel });
    const former = { ...samovar, logo: null };
    expect(await calls.save.mutate({ ...samovar, logo: url, former })).toEqual({ saved: true });
    expect((await calls.get.query({})).logo).toBe(url);
    const photo = await pictures.put.mutate({ purpose: 'photo', image: pixel });
    const teapot = await aCompany(api, 'Teapot');
    const theirs = await callAs(api, teapot.admin).pictures.put.mutate({ purpose: 'logo', image: pixel });
    for (const logo of [photo.url, theirs.url, 'https://elsewhere.example/logo.png'])
      await expect(calls.save.mutate({ ...samovar, logo, former: { ...samovar, logo: url } })).rejects.toMatchObject({
        data: { field: { logo: 'company.logo.unknown' } },
      });
    expect((await calls.get.query({})).logo).toBe(url);
    // A form that knows nothing of it leaves it alone.
    await calls.save.mutate({ ...samovar, name: 'Teapot', former: samovar });
    expect((await calls.get.query({})).logo).toBe(url);
    await calls.save.mutate({
      ...samovar,
      name: 'Teapot',
      logo: null,
      former: { ...samovar, name: 'Teapot', logo: url },
    });
    expect((await calls.get.query({})).logo).toBeNull();
    expect(
      await api.query('select 1 from picture where company_id = $1 and purpose = $2', [company.companyId, 'logo']),
    ).toEqual([]);
  });

  test('is changed by whoever may change settings', async () => {
    const company = await aCompany(api);
    const boris = callAs(api, await anEmployee(api, company, 'supervisor'));
    await expect(boris.company.save.mutate({ ...samovar, former: samovar })).rejects.toMatchObject({
      data: { code: 'FORBIDDEN' },
    });
  });
});
