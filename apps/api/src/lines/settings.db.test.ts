import { differingPaths, valueAt, type LineSettings } from '@switchboard/domain/line';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { aCompany, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor, type TestVisitor } from '../testing/visitor.ts';

/** Every tab is saved by a call, what is wrong is said at its field, and what is right is felt in the next dialog. */
let api: TestApi;
let company: Company;
// A Monday, nine in the morning.
let now = Date.UTC(2027, 0, 11, 9);

const admin = () => callAs(api, company.admin);
const act = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });
const minutes = (count: number) => {
  now += count * 60_000;
};
const current = () => admin().lines.get.query({ lineId: company.lineId });

type Tab = Exclude<keyof LineSettings, 'queue'>;
async function save<K extends Tab>(tab: K, change: (settings: LineSettings[K]) => object) {
  const { version, settings } = await current();
  const changed = { ...settings, [tab]: change(settings[tab]) };
  const changes = Object.fromEntries(differingPaths(settings, changed).map((path) => [path, valueAt(changed, path)]));
  return admin().lines.save.mutate({ lineId: company.lineId, version, changes });
}
async function fieldsOf(saving: Promise<unknown>): Promise<Record<string, string>> {
  const error = await saving.then(
    () => null,
    (refused: { data?: { field?: Record<string, string> } }) => refused,
  );
  return error?.data?.field ?? {};
}

beforeAll(async () => {
  api = await testApi({}, undefined, () => new Date(now));
  company = await aCompany(api);
});
beforeEach(() => admin().people.setAway.mutate({ away: false }));
afterAll(() => api.stop());

async function opened(visitor: TestVisitor, text = 'Hello'): Promise<number> {
  await visitor.write(text);
  const { dialogId } = await eventually(async () =>
    (await admin().dialogList.page.query({ filter: { states: ['client-waits'] } })).rows.find(
      (row) => row.lastMessage?.text === text,
    ),
  );
  return dialogId;
}
const row = async (dialogId: number) => (await admin().dialogs.get.query({ dialogId })).row;
const said = async (dialogId: number) => {
  const rows = await api.query<{ said: string }>(
    'select said from message where company_id = $1 and dialog_id = $2 and said is not null order by number',
    [company.companyId, dialogId],
  );
  return rows.map((one) => one.said);
};

describe('what cannot be meant is refused at its field, and nothing is saved', () => {
  const somebody = 'a0a0a0a0-0000-4000-8000-000000000001';
  const cases: [string, Tab, (settings: never) => object, Record<string, string>][] = [
    [
      'an unknown time zone',
      'hours',
      (hours: object) => ({ ...hours, timeZone: 'Mars/Olympus' }),
      { 'hours.timeZone': 'hours.timeZone.unknown' },
    ],
    [
      'intervals that overlap',
      'hours',
      (hours: LineSettings['hours']) => ({
        ...hours,
        week: {
          ...hours.week,
          monday: [
            { from: '09:00', to: '13:00' },
            { from: '12:00', to: '18:00' },
          ],
        },
      }),
      { 'hours.week.monday.1': 'hours.week.overlap' },
    ],
    [
      'a schedule that is on and never open',
      'hours',
      (hours: LineSettings['hours']) => ({
        ...hours,
        schedule: true,
        week: Object.fromEntries(Object.keys(hours.week).map((day) => [day, []])),
      }),
      { 'hours.week': 'hours.week.empty' },
    ],
    [
      'a text that would be sent and is empty',
      'autoActions',
      (tab: LineSettings['autoActions']) => ({ ...tab, unanswered: { ...tab.unanswered, then: 'text', text: ' ' } }),
      { 'autoActions.unanswered.text': 'autoActions.unanswered.text.empty' },
    ],
    [
      'a bot first that is nobody',
      'bot',
      (bot: object) => ({ ...bot, first: true }),
      { 'bot.botId': 'bot.botId.empty' },
    ],
    [
      'a bot that does not exist',
      'bot',
      (bot: object) => ({ ...bot, first: true, botId: somebody }),
      { 'bot.botId': 'bot.botId.unknown' },
    ],
    [
      'consent to no agreement',
      'agreement',
      (agreement: object) => ({ ...agreement, ask: true }),
      { 'agreement.agreementId': 'agreement.agreementId.empty' },
    ],
    [
      'a notice to somebody who is not there',
      'kpi',
      (kpi: LineSettings['kpi']) => ({ ...kpi, first: { ...kpi.first, seconds: 60, notify: true, whom: [somebody] } }),
      { 'kpi.first.whom.0': 'kpi.whom.unknown' },
    ],
  ];
  test.each(cases)('%s', async (_, tab, change, fields) => {
    const before = await current();
    expect(await fieldsOf(save(tab, change as (settings: unknown) => object))).toEqual(fields);
    expect(await current()).toEqual(before);
  });

  test('an empty queue', async () => {
    const { version } = await current();
    const { lineId } = company;
    const saving = admin().lines.save.mutate({ lineId, version, changes: { 'queue.members': [] } });
    expect(await fieldsOf(saving)).toEqual({ 'queue.members': 'queue.members.empty' });
  });

  test('a save of what somebody else has changed since, with what is in force', async () => {
    const { version } = await current();
    await save('clientEmails', (tab) => ({ ...tab, transcript: true }));
    const { lineId } = company;
    const stale = await admin().lines.save.mutate({ lineId, version, changes: { 'clientEmails.answered': false } });
    expect(stale).toMatchObject({ saved: false, because: 'stale', settings: { clientEmails: { transcript: true } } });
    expect((await current()).settings.clientEmails).toMatchObject({ transcript: true, answered: true });
  });

  test('but not where he changed another card: both hold', async () => {
    const { version } = await current();
    const { lineId } = company;
    await save('clientEmails', (tab) => ({ ...tab, language: 'ru' }));
    const saved = await admin().lines.save.mutate({ lineId, version, changes: { 'queue.offerMinutes': 7 } });
    expect(saved).toMatchObject({ saved: true, version: version + 2 });
    expect((await current()).settings).toMatchObject({ clientEmails: { language: 'ru' }, queue: { offerMinutes: 7 } });
  });

  test('a version that never was', async () => {
    const { lineId } = company;
    const stale = await admin().lines.save.mutate({ lineId, version: 999, changes: { 'queue.offerMinutes': 8 } });
    expect(stale).toMatchObject({ saved: false, because: 'stale' });
  });

  test('a setting that does not exist', async () => {
    const { version } = await current();
    const changes = { 'queue.__proto__': 1 } as object;
    await expect(admin().lines.save.mutate({ lineId: company.lineId, version, changes })).rejects.toThrow();
  });
});

test('outside the schedule the dialog carries the mark, and the text goes once', async () => {
  await save('hours', (hours) => ({
    ...hours,
    schedule: true,
    timeZone: 'Europe/Berlin',
    week: { ...hours.week, monday: [{ from: '12:00', to: '13:00' }] },
    outside: { then: 'text', text: 'We open at noon.' },
  }));
  const visitor = await aVisitor(api, company.address);
  const dialogId = await opened(visitor, 'Are you there?');
  expect(await row(dialogId)).toMatchObject({ state: 'offered', outsideHours: true });
  await visitor.write('Hello?');
  await eventually(async () => (await row(dialogId)).messages === 3);
  expect(await said(dialogId)).toEqual(['outside-hours']);
  await admin().dialogs.close.mutate(act(dialogId));
  await save('hours', (hours) => ({ ...hours, schedule: false }));
  visitor.close();
});

test('an unanswered dialog is marked at its time, is told so, and is not moved; a changed time moves a running clock', async () => {
  await save('autoActions', (tab) => ({
    ...tab,
    unanswered: { minutes: 30, then: 'text', text: 'A moment, please.' },
  }));
  const visitor = await aVisitor(api, company.address);
  const dialogId = await opened(visitor, 'Is anybody there?');
  const due = async () =>
    (await admin().dialogs.get.query({ dialogId })).deadlines.find(({ deadline }) => deadline === 'unanswered')?.at;
  expect(await due()).toBe(now + 30 * 60_000);
  await save('autoActions', (tab) => ({ ...tab, unanswered: { ...tab.unanswered, minutes: 2 } }));
  expect(await due()).toBe(now + 2 * 60_000);
  minutes(2);
  await eventually(async () => (await row(dialogId)).unanswered);
  expect(await row(dialogId)).toMatchObject({ state: 'offered', offeredTo: [company.employeeId] });
  expect(await said(dialogId)).toEqual(['no-answer']);
  await admin().dialogs.close.mutate(act(dialogId));
  visitor.close();
});

test('an answer that is overdue is noted once, and whom the line names is told', async () => {
  const whom = [company.employeeId];
  await save('kpi', (kpi) => ({ ...kpi, first: { ...kpi.first, seconds: 90, notify: true, whom } }));
  const visitor = await aVisitor(api, company.address);
  const dialogId = await opened(visitor, 'How long will it take?');
  now += 90_000;
  await eventually(async () => (await row(dialogId)).overdue);
  minutes(10);
  const { notices } = await admin().notices.list.query({});
  expect(notices.filter((notice) => notice.dialogId === dialogId)).toMatchObject([{ what: 'first-answer-overdue' }]);
  await admin().dialogs.close.mutate(act(dialogId));
  visitor.close();
});

test('a clock that jumps an hour: forward, what is due happens once; back, nothing happens again and no fact goes back in time', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await opened(visitor, 'What time is it?');
  await admin().dialogs.accept.mutate(act(dialogId));
  await admin().dialogs.reply.mutate({ ...act(dialogId), text: 'Noon.' });
  minutes(60);
  await visitor.write('Thanks');
  await eventually(async () => (await row(dialogId)).unansweredSince !== null);
  minutes(-60);
  await admin().people.setAway.mutate({ away: false });
  await visitor.write('And now?');
  await eventually(async () => (await row(dialogId)).lastMessage?.text === 'And now?');
  const { steps } = await admin().dialogs.history.query({ dialogId });
  const times = steps.map(({ fact }) => fact.at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(steps.filter(({ fact }) => fact.fact === 'unanswered' || fact.fact === 'overdue')).toHaveLength(0);
  expect(await row(dialogId)).toMatchObject({ state: 'client-wrote', operator: { employeeId: company.employeeId } });
  visitor.close();
});
