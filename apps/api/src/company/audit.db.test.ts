import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, testApi, type Company, type TestApi } from '../testing/api.ts';

let api: TestApi;
let company: Company;
beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
});
afterAll(() => api.stop());

const audit = (person = company.admin) => callAs(api, person).audit.list;

describe('the audit log', () => {
  test('tells who saved a line, and every setting with its value before and after', async () => {
    const { lines } = callAs(api, company.admin);
    const { lineId } = company;
    const { version } = await lines.get.query({ lineId });
    const saved = await lines.save.mutate({
      lineId,
      version,
      changes: { 'queue.distribution': 'evenly', 'queue.offerMinutes': 5 },
    });
    expect(saved.saved).toBe(true);
    const { rows, names } = await audit().query({ what: 'line.saved', limit: 1 });
    expect(rows).toMatchObject([
      {
        by: { kind: 'employee', id: company.employeeId, name: 'Anna Petrova' },
        what: 'line.saved',
        subject: { kind: 'line', id: lineId, name: 'Open line' },
        changes: [
          { path: 'queue.distribution', from: 'all', to: 'evenly' },
          { path: 'queue.offerMinutes', from: 3, to: 5 },
        ],
      },
    ]);
    expect(names[lineId]).toBe('Open line');
  });

  test('names the people a setting named and names now', async () => {
    const boris = await anEmployee(api, company);
    const { lines } = callAs(api, company.admin);
    const { lineId } = company;
    const { version } = await lines.get.query({ lineId });
    await lines.save.mutate({
      lineId,
      version,
      changes: { 'queue.members': [{ employeeId: company.employeeId }, { employeeId: boris.employeeId }] },
    });
    const { rows, names } = await audit().query({ subjectId: lineId, limit: 1 });
    expect(rows[0]?.changes).toMatchObject([{ path: 'queue.members' }]);
    expect([names[company.employeeId], names[boris.employeeId]]).toEqual(['Anna Petrova', 'Boris']);
  });

  test('is filtered by who, what, to what and when, in days of the company, and read page by page', async () => {
    const teapot = await aCompany(api, 'Teapot');
    const second = await anEmployee(api, teapot, 'administrator', 'Vera');
    const values = { name: 'Teapot', language: 'en' as const, timeZone: 'Asia/Tokyo' };
    await callAs(api, second).company.save.mutate({ ...values, former: { ...values, timeZone: 'UTC' } });
    for (const name of ['Sales', 'Support'])
      await callAs(api, teapot.admin).lines.rename.mutate({ lineId: teapot.lineId, name });
    // Half past two in the night of Tokyo is the day before in UTC.
    await api.query(
      `update audit_entry set at = '2026-03-09T17:30:00Z' where company_id = $1 and what = 'company.saved'`,
      [teapot.companyId],
    );
    const list = audit(teapot.admin);
    const whats = async (filter: Parameters<typeof list.query>[0]) =>
      (await list.query(filter)).rows.map((row) => row.what);
    expect(await whats({ employeeId: second.employeeId })).toEqual(['company.saved', 'employee.joined']);
    expect(await whats({ employeeId: second.employeeId, what: 'company.saved' })).toEqual(['company.saved']);
    expect(await whats({ subject: 'line' })).toEqual(['line.renamed', 'line.renamed']);
    expect(await whats({ subjectId: teapot.lineId, employeeId: second.employeeId })).toEqual([]);
    expect(await whats({ from: '2026-03-10', until: '2026-03-10' })).toEqual(['company.saved']);
    expect(await whats({ until: '2026-03-09' })).toEqual([]);
    const all = (await list.query({})).rows.map((row) => row.auditEntryId);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await list.query({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.rows.map((row) => row.auditEntryId));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual(all);
    expect(seen.length).toBeGreaterThan(2);
    await expect(list.query({ from: '2026-02-30' })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST', field: { from: 'audit.date' } },
    });
  });

  test('is read by whoever may change settings', async () => {
    const boris = await anEmployee(api, company, 'supervisor');
    await expect(audit(boris).query({})).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
  });
});
