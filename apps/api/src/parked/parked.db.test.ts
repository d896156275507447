import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
});
afterAll(() => api.stop());

/** A client whose second message could not be decided on: his dialog stands as only a defect could leave it. */
async function parkedMessage(first: string, second: string) {
  const admin = callAs(api, company.admin);
  const visitor = await aVisitor(api, company.address);
  await visitor.write(first);
  const row = await eventually(async () =>
    (await admin.dialogList.page.query({})).rows.find((dialog) => dialog.lastMessage?.text === first),
  );
  const [sound] = await api.query<{ body: object }>(
    'select body from dialog where company_id = $1 and dialog_id = $2',
    [company.companyId, row.dialogId],
  );
  const put = (body: object): Promise<object[]> =>
    api.query('update dialog set body = $3 where company_id = $1 and dialog_id = $2', [
      company.companyId,
      row.dialogId,
      JSON.stringify(body),
    ]);
  await put({ state: 'answered' });
  expect(await visitor.write(second)).toBe(200);
  const parked = await eventually(async () =>
    (await admin.parked.list.query({})).rows.find((one) => one.text === second),
  );
  visitor.close();
  const marks = async () => ({
    parked: (await admin.dialogList.page.query({ filter: { search: String(row.dialogId) } })).rows[0]?.parked,
    undecided: (await admin.dialogs.messages.query({ chatId: row.chatId })).messages.map((one) => one.undecided),
  });
  return { admin, dialogId: row.dialogId, parked, heal: () => put(sound?.body ?? {}), marks };
}

test('what is parked is listed with what was to be decided, and only administrators see it', async () => {
  const { admin, dialogId, parked } = await parkedMessage('One', 'Two');
  expect(parked).toMatchObject({ dialogId, event: 'client-writes', text: 'Two', by: null, attempts: 1 });
  expect(parked.error).not.toBe('');
  const { count } = await admin.parked.count.query({});
  expect(count).toBe((await admin.parked.list.query({})).rows.length);
  const operator = callAs(api, await anEmployee(api, company));
  await expect(operator.parked.list.query({})).rejects.toThrow(/no right/);
  await expect(operator.parked.retry.mutate({ parkedId: parked.parkedId })).rejects.toThrow(/no right/);
  await expect(operator.parked.drop.mutate({ parkedId: parked.parkedId })).rejects.toThrow(/no right/);
});

test('a retry that fails again stays parked and counts; one that is decided leaves nothing', async () => {
  const { admin, parked, heal, marks } = await parkedMessage('Three', 'Four');
  const { parkedId } = parked;
  expect(await admin.parked.retry.mutate({ parkedId })).toEqual({ retried: false, because: 'failed' });
  const again = (await admin.parked.list.query({})).rows.find((one) => one.parkedId === parkedId);
  expect(again?.attempts).toBe(2);
  expect(await marks()).toMatchObject({ undecided: [false, true] });

  await heal();
  expect(await admin.parked.retry.mutate({ parkedId })).toEqual({ retried: true });
  expect(await marks()).toEqual({ parked: false, undecided: [false, false] });
  expect(await admin.parked.retry.mutate({ parkedId })).toEqual({ retried: false, because: 'gone' });
  const { rows } = await admin.audit.list.query({ what: 'parked.retried', subjectId: parkedId });
  expect(rows.map((row) => row.details)).toEqual([{ decided: true }, { decided: false }]);
});

test('one that is dropped is never decided: its message and its dialog lose their marks, and consoles are told', async () => {
  const { admin, dialogId, parked, heal, marks } = await parkedMessage('Five', 'Six');
  await heal();
  const [before] = await api.query<{ number: number }>(
    'select change_number as number from turn where company_id = $1',
    [company.companyId],
  );
  expect(await admin.parked.drop.mutate({ parkedId: parked.parkedId })).toEqual({ dropped: true });
  expect(await marks()).toEqual({ parked: false, undecided: [false, false] });
  const changes = await api.query<{ change: string; dialog_id: number }>(
    'select change, dialog_id from change where company_id = $1 and number > $2 order by number',
    [company.companyId, before?.number],
  );
  expect(changes).toEqual([
    { change: 'message', dialog_id: dialogId },
    { change: 'dialog', dialog_id: dialogId },
  ]);
  await expect(admin.parked.drop.mutate({ parkedId: parked.parkedId })).rejects.toThrow(/Nothing of this kind/);
  const { rows } = await admin.audit.list.query({ what: 'parked.dropped', subjectId: parked.parkedId });
  expect(rows).toMatchObject([{ by: { id: company.employeeId }, details: { event: 'client-writes', dialogId } }]);
});

test('a dialog of which something else is still parked keeps its mark', async () => {
  const { admin, dialogId, parked, heal, marks } = await parkedMessage('Seven', 'Eight');
  await heal();
  await api.query(
    `insert into parked (company_id, parked_id, dialog_id, event, error, at) values ($1, gen_random_uuid(), $2, '{"event":"time-passed"}', 'Error', now())`,
    [company.companyId, dialogId],
  );
  await admin.parked.drop.mutate({ parkedId: parked.parkedId });
  expect(await marks()).toEqual({ parked: true, undecided: [false, false] });
});

test('what was never read is listed by what was received, and dropped', async () => {
  const admin = callAs(api, company.admin);
  await api.query(
    `insert into parked (company_id, parked_id, received_id, event, error, at)
     values ($1, gen_random_uuid(), 1, '{"kind":"message","messageId":"42","content":{"kind":"text","text":"poison"}}', 'begun three times', now())`,
    [company.companyId],
  );
  const found = (await admin.parked.list.query({})).rows.find((one) => one.text === 'poison');
  expect(found).toMatchObject({ event: 'received', dialogId: null });
  expect(await admin.parked.drop.mutate({ parkedId: found?.parkedId ?? '' })).toEqual({ dropped: true });
});

test('the list is read page by page, each once', async () => {
  const admin = callAs(api, company.admin);
  const all = (await admin.parked.list.query({})).rows.map((one) => one.parkedId);
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await admin.parked.list.query({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.rows.map((one) => one.parkedId));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(seen).toEqual(all);
  expect(seen.length).toBeGreaterThan(1);
});
