import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { Runner } from './runner.ts';
import { aVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
});
afterAll(() => api.stop());

type Parked = { event: { event?: string }; error: string; dialog_id: number | null; received_id: number | null };

test('where deciding fails, the message is stored, numbered and shown, and only the decision is parked', async () => {
  const visitor = await aVisitor(api, company.address);
  const admin = callAs(api, company.admin);
  await visitor.write('One');
  const row = await eventually(async () => (await admin.dialogList.page.query({})).rows[0]);
  const [{ body: sound } = { body: null }] = await api.query<{ body: unknown }>('select body from dialog');
  // A dialog as only a defect could leave it: of no line, opened at no time.
  await api.query(`update dialog set body = '{"state": "answered"}' where company_id = $1`, [company.companyId]);
  expect(await visitor.write('Two')).toBe(200);
  const { messages } = await eventually(async () => {
    const read = await admin.dialogs.messages.query({ chatId: row.chatId });
    return read.messages.length === 2 && read;
  });
  expect(messages.map(({ number, text, undecided }) => [number, text, undecided])).toEqual([
    [1, 'One', false],
    [2, 'Two', true],
  ]);
  const parked = await api.query<Parked>('select * from parked where company_id = $1', [company.companyId]);
  expect(parked).toMatchObject([{ event: { event: 'client-writes' } }]);
  expect(parked[0]?.error).not.toBe('');
  expect((await admin.dialogList.page.query({})).rows.map((dialog) => dialog.parked)).toEqual([true]);
  // Whoever looks after it can open it.
  expect(await admin.dialogs.get.query({ dialogId: row.dialogId })).toMatchObject({ row: { parked: true } });

  // Tried again it fails again, until what was wrong is put right.
  const [waiting] = await api.query<{ parked_id: string; attempts: number }>('select parked_id, attempts from parked');
  const runner = api.app.get(Runner);
  expect(await runner.retry(company.companyId, waiting!.parked_id)).toBe('failed');
  expect(await api.query('select attempts from parked')).toEqual([{ attempts: 2 }]);
  await api.query(`update dialog set body = $2 where company_id = $1`, [company.companyId, sound]);
  expect(await runner.retry(company.companyId, waiting!.parked_id)).toBe('done');
  expect(await runner.retry(company.companyId, waiting!.parked_id)).toBe('gone');
  expect(await api.query('select from parked')).toEqual([]);
  const decided = await admin.dialogs.messages.query({ chatId: row.chatId });
  expect(decided.messages.map(({ undecided }) => undecided)).toEqual([false, false]);
  const again = (await admin.dialogList.page.query({})).rows[0];
  expect(again).toMatchObject({ parked: false, dialogId: row.dialogId });
  const { steps } = await admin.dialogs.history.query({ dialogId: row.dialogId });
  expect(steps.filter(({ fact }) => fact.fact === 'client-wrote')).toHaveLength(2);

  // Others of the company are served as if nothing had happened.
  const other = await aVisitor(api, company.address);
  await other.write('Three');
  await eventually(async () =>
    (await admin.dialogList.page.query({})).rows.some((dialog) => dialog.lastMessage?.text === 'Three'),
  );
  visitor.close();
  other.close();
});

test('an event that cannot be worked in is begun three times alone and parked, and holds up nobody', async () => {
  const visitor = await aVisitor(api, company.address);
  // What no adapter would make: a message from nobody.
  await api.query(
    `insert into received (company_id, channel_id, source, external_id, event) values ($1, $2, 'poison', 'poison', $3)`,
    [
      company.companyId,
      company.channelId,
      JSON.stringify({
        kind: 'message',
        externalId: 'poison',
        chat: 'poison',
        messageId: 'poison',
        content: { kind: 'text', text: 'poison' },
        sentAt: null,
        page: null,
      }),
    ],
  );
  expect(await visitor.write('I am well')).toBe(200);
  const admin = callAs(api, company.admin);
  await eventually(async () =>
    (await admin.dialogList.page.query({})).rows.some((dialog) => dialog.lastMessage?.text === 'I am well'),
  );
  const parked = await eventually(
    async () =>
      (
        await api.query<Parked>(`select * from parked where company_id = $1 and event->>'externalId' = 'poison'`, [
          company.companyId,
        ])
      )[0],
  );
  expect(parked.received_id).not.toBeNull();
  expect(
    await api.query('select 1 from received where company_id = $1 and done_at is null', [company.companyId]),
  ).toEqual([]);
  visitor.close();
});

test('where a deadline cannot be decided on, its dialog sleeps and the company goes on', async () => {
  const visitor = await aVisitor(api, company.address);
  const admin = callAs(api, company.admin);
  await visitor.write('Four');
  const row = await eventually(async () =>
    (await admin.dialogList.page.query({})).rows.find((dialog) => dialog.lastMessage?.text === 'Four'),
  );
  await api.query(
    `update dialog set body = body || '{"asked": null, "declined": null}', wake_at = now() where company_id = $1 and dialog_id = $2`,
    [company.companyId, row.dialogId],
  );
  await admin.people.setAway.mutate({ away: false });
  await visitor.write('Five');
  expect((await admin.people.list.query({})).map((person) => person.presence)).toEqual(['available']);
  const other = await aVisitor(api, company.address);
  await other.write('Six');
  await eventually(async () =>
    (await admin.dialogList.page.query({})).rows.some((dialog) => dialog.lastMessage?.text === 'Six'),
  );
  visitor.close();
  other.close();
});

test('a call that borrows another call’s id, or a message’s, does nothing and tells nothing', async () => {
  const admin = callAs(api, company.admin);
  await admin.people.setAway.mutate({ away: false });
  const visitor = await aVisitor(api, company.address);
  await visitor.write('Seven');
  const row = await eventually(async () =>
    (await admin.dialogList.page.query({})).rows.find((dialog) => dialog.lastMessage?.text === 'Seven'),
  );
  const commandId = crypto.randomUUID();
  expect(await admin.dialogs.accept.mutate({ commandId, dialogId: row.dialogId })).toMatchObject({ done: true });
  const another = row.dialogId - 1;
  expect(await admin.dialogs.accept.mutate({ commandId, dialogId: another })).toMatchObject({ done: false, row: null });
  const { messages } = await admin.dialogs.messages.query({ chatId: row.chatId });
  expect(
    await admin.dialogs.reply.mutate({ commandId: messages[0]!.messageId, dialogId: row.dialogId, text: 'borrowed' }),
  ).toMatchObject({ done: false });
  visitor.close();
});
