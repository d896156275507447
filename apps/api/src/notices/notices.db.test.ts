import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { Housekeeping } from '../platform/housekeeping.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  testApi,
  theSettings,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aConsole, changesOf } from '../testing/console.ts';
import { aVisitor } from '../testing/visitor.ts';

let folder: string;
let api: TestApi;
let company: Company;
let manager: Person;
const stops: (() => void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-notices-'));
  api = await testApi({ MAIL_FOLDER: folder });
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  company = await aCompany(api);
  manager = await anEmployee(api, company, 'supervisor', 'Boris Kettle');
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A dialog that the administrator has answered, and that his manager marks. */
async function marked(stars: number, comment = ''): Promise<number> {
  const admin = callAs(api, company.admin);
  const visitor = await aVisitor(api, company.address);
  stops.push(() => visitor.close());
  await visitor.write('Hello');
  const { dialogId } = await eventually(async () => (await admin.inbox.list.query({ list: 'mine' })).rows[0]);
  await admin.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId });
  await mark(dialogId, stars, comment);
  return dialogId;
}

async function mark(dialogId: number, stars: number, comment = ''): Promise<void> {
  const commandId = crypto.randomUUID();
  expect(await callAs(api, manager).dialogs.mark.mutate({ commandId, dialogId, stars, comment })).toMatchObject({
    done: true,
  });
}

/** The mails about dialogs to this person that came into the folder, decoded, in the order of sending. */
async function mailsTo(email: string): Promise<string[]> {
  const files = await Promise.all(
    (await readdir(folder)).toSorted().map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  return files
    .filter((mail) => mail.includes(`To: ${email}`) && mail.includes('/dialogs/'))
    .map((mail) =>
      Buffer.from(
        mail
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
        'latin1',
      ).toString('utf8'),
    );
}

const outbox = () =>
  api.query<{ state: string; attempts: number; error: string | null; body: object }>(
    `select state, attempts, error, body from outbox where company_id = $1 and lane = 'mail' order by outbox_id`,
    [company.companyId],
  );

test('an operator is told of his mark: in the console with names, over the live feed, and by mail', async () => {
  const screen = await aConsole(api, company.admin);
  stops.push(() => screen.close());
  const dialogId = await marked(4, 'Well said');
  const { notices, unread } = await callAs(api, company.admin).notices.list.query({});
  expect(notices).toMatchObject([
    { what: 'marked', dialogId, readAt: null, stars: 4, by: { name: 'Boris Kettle' }, operator: null },
  ]);
  expect(unread).toBe(1);
  await screen.until((frame) => changesOf([frame]).some((change) => change.change === 'notice'));

  const [mail] = await eventually(async () => {
    const mails = await mailsTo(company.admin.email);
    return mails.length > 0 && mails;
  });
  expect(mail).toContain(`Boris Kettle gave your dialog #${dialogId} 4 of 5 stars.`);
  expect(mail).toContain('Well said');
  expect(mail).toContain(`http://console.test/dialogs/${dialogId}`);
  await eventually(async () => (await outbox()).every((row) => row.state === 'done'));
  // Nothing of a person stands in what waits to be sent.
  expect(Object.keys((await outbox())[0]?.body ?? {})).toEqual(['noticeId']);
});

test('a notice is read once, one or all of them, by the one it is for', async () => {
  const admin = callAs(api, company.admin);
  const dialogId = await marked(3);
  await mark(dialogId, 5);
  const { notices } = await admin.notices.list.query({});
  expect(notices.map((one) => one.stars)).toEqual([5, 3]);
  const noticeId = notices[0]?.noticeId ?? '';
  expect(await callAs(api, manager).notices.read.mutate({ noticeId })).toEqual({ read: false });
  expect(await admin.notices.read.mutate({ noticeId })).toEqual({ read: true });
  expect(await admin.notices.read.mutate({ noticeId })).toEqual({ read: false });
  expect((await admin.notices.list.query({})).unread).toBe(1);
  expect(await admin.notices.read.mutate({ noticeId: null })).toEqual({ read: true });
  expect((await admin.notices.list.query({})).unread).toBe(0);
});

test('of an overdue answer the mail says the line’s own words, with the operator or that there is none yet', async () => {
  await theSettings(api, company, (settings) => ({
    ...settings,
    kpi: {
      ...settings.kpi,
      first: { seconds: 1, notify: true, whom: [manager.employeeId], text: '#OPERATOR# owes an answer in #DIALOG#' },
    },
  }));
  const visitor = await aVisitor(api, company.address);
  stops.push(() => visitor.close());
  await visitor.write('Is anybody there?');
  const [mail] = await eventually(async () => {
    const mails = await mailsTo(manager.email);
    return mails.length > 0 && mails;
  });
  const { notices } = await callAs(api, manager).notices.list.query({});
  expect(notices).toMatchObject([{ what: 'first-answer-overdue', operator: null }]);
  expect(notices[0]?.since).toBeGreaterThan(0);
  expect(mail).toContain(`Nobody yet owes an answer in #${notices[0]?.dialogId}`);
  expect(mail).toContain(`http://console.test/dialogs/${notices[0]?.dialogId}`);
});

test('a mail that a fallen process had in hand goes once more; one to somebody who left does not go', async () => {
  await marked(2);
  await eventually(async () => (await outbox())[0]?.state === 'done');
  const sent = (await mailsTo(company.admin.email)).length;
  await api.query(
    `with fallen as (
       update outbox set state = 'sending', done_at = null, lease_until = now() - interval '1 second' where company_id = $1 and lane = 'mail' returning account)
     update account set due_at = now(), lease_until = null where company_id = $1 and lane = 'mail'`,
    [company.companyId],
  );
  await eventually(async () => (await mailsTo(company.admin.email)).length === sent + 1);
  await eventually(async () => (await outbox())[0]?.state === 'done');

  await api.query(`update employee set dismissed_at = now() where company_id = $1 and employee_id = $2`, [
    company.companyId,
    company.employeeId,
  ]);
  await api.query(
    `with again as (update outbox set state = 'queued', done_at = null, due_at = now() where company_id = $1 and lane = 'mail')
     update account set due_at = now(), lease_until = null where company_id = $1 and lane = 'mail'`,
    [company.companyId],
  );
  await eventually(async () => (await outbox())[0]?.error === 'Nobody is to be told any more');
  expect(await mailsTo(company.admin.email)).toHaveLength(sent + 1);
});

test('a mail server that is away is tried again later, and its words are not kept', async () => {
  const port = 1;
  const unreachable = await testApi({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  try {
    const other = await aCompany(unreachable);
    const [line] = await unreachable.query<{ noticeId: string }>(
      `with told as (
         insert into notice (company_id, notice_id, employee_id, what, body, at) values ($1, gen_random_uuid(), $2, 'nobody-left', '{}', now()) returning notice_id
       ), rows as (
         insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
         select $1, gen_random_uuid(), 'mail', 'mail', 'someone', jsonb_build_object('noticeId', notice_id), now(), now() from told
       )
       insert into account (company_id, lane, account, due_at, filled_at) values ($1, 'mail', 'mail', now(), now()) returning 'x' as "noticeId"`,
      [other.companyId, other.employeeId],
    );
    expect(line).toBeDefined();
    const row = await eventually(async () => {
      const [found] = await unreachable.query<{
        state: string;
        attempts: number;
        error: string | null;
        later: boolean;
      }>(`select state, attempts, error, due_at > now() as later from outbox where company_id = $1 and lane = 'mail'`, [
        other.companyId,
      ]);
      return found && found.attempts >= 1 && found.state === 'queued' && found;
    });
    expect(row.error).toBe('Error');
  } finally {
    await unreachable.stop();
  }
});

test('notices are kept ninety days', async () => {
  const add = (age: string): Promise<object[]> =>
    api.query(
      `insert into notice (company_id, notice_id, employee_id, what, body, at) values ($1, gen_random_uuid(), $2, 'nobody-left', '{}', now() - $3::interval)`,
      [company.companyId, company.employeeId, age],
    );
  await add('91 days');
  await add('89 days');
  await api.app.get(Housekeeping).tidy();
  expect((await callAs(api, company.admin).notices.list.query({})).notices).toHaveLength(1);
});
