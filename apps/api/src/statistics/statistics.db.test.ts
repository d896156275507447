import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';
import { StatisticsLane } from './statistics.lane.ts';

/** A minute to midnight in Moscow, on a Friday. */
const begin = Date.parse('2026-11-20T20:58:50Z');
const minute = 60_000;
let now = begin;
let api: TestApi;
let company: Company;
let boris: Person;

beforeAll(async () => {
  api = await testApi({ STATISTICS: 'off' }, undefined, () => new Date(now));
});
afterAll(() => api.stop());
beforeEach(async () => {
  now = begin;
  company = await aCompany(api);
  await api.query(`update company set time_zone = 'Europe/Moscow' where company_id = $1`, [company.companyId]);
  boris = await anEmployee(api, company, 'operator', 'Boris');
  await theQueue(api, company, [boris.employeeId]);
  await callAs(api, boris).people.setAway.mutate({ away: false });
});

const acting = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });
const counted = () => api.app.get(StatisticsLane).catchUp(company.companyId);
const anna = () => callAs(api, company.admin).statistics;
const friday = { period: { from: '2026-11-20', until: '2026-11-20' } };
const saturday = { period: { from: '2026-11-21', until: '2026-11-21' } };

/** A client writes, and Boris has the dialog; he answers a minute and a half later and closes it after another. */
async function aDialog({ answered = true, closed = true } = {}): Promise<number> {
  const visitor = await aVisitor(api, company.address);
  await visitor.write('Hello');
  const { dialogId } = await eventually(
    async () => (await callAs(api, boris).inbox.list.query({ list: 'mine' })).rows[0],
    'the dialog',
  );
  visitor.close();
  const calls = callAs(api, boris).dialogs;
  now += minute / 2;
  await calls.accept.mutate(acting(dialogId));
  now += minute;
  if (answered) await calls.reply.mutate({ ...acting(dialogId), text: 'Good day' });
  now += minute;
  if (closed) await calls.close.mutate(acting(dialogId));
  return dialogId;
}

test('a dialog counts on the day it was opened by the company’s clock, whenever it went on', async () => {
  await aDialog();
  await counted();
  expect((await anna().overview.query(friday)).now.counts).toMatchObject({ dialogs: 1, answered: 1, closed: 1 });
  expect((await anna().overview.query(saturday)).now.counts).toMatchObject({ dialogs: 0, closed: 0 });
});

test('what somebody did counts on the day he did it', async () => {
  await aDialog();
  await counted();
  const of = async (filter: typeof friday) =>
    (await anna().operators.query(filter)).rows.find(({ person }) => person.employeeId === boris.employeeId);
  expect((await of(friday))?.did).toMatchObject({ assigned: 1, accepted: 1, answered: 0, finished: 0 });
  expect((await of(saturday))?.did).toMatchObject({ assigned: 0, answers: 1, answered: 1, finished: 1 });
});

test('late facts change the day they belong to', async () => {
  const dialogId = await aDialog();
  await counted();
  now += 5 * 24 * 60 * minute;
  await callAs(api, company.admin).dialogs.mark.mutate({ ...acting(dialogId), stars: 2, comment: '' });
  await counted();
  expect((await anna().ratings.query(friday)).now).toMatchObject({ marked: 1, stars: 2 });
  expect((await anna().ratings.query(friday)).stars[1]).toEqual({ stars: 2, dialogs: 1 });
});

test('a dialog that goes on counts once, as it is by now', async () => {
  const dialogId = await aDialog({ answered: false, closed: false });
  await counted();
  expect((await anna().overview.query(friday)).now.counts).toMatchObject({ dialogs: 1, answered: 0, closed: 0 });
  await callAs(api, boris).dialogs.reply.mutate({ ...acting(dialogId), text: 'Good day' });
  await counted();
  await counted();
  expect((await anna().overview.query(friday)).now.counts).toMatchObject({ dialogs: 1, answered: 1, missed: 0 });
});

test('closed without a person’s message it is missed', async () => {
  await aDialog({ answered: false });
  await counted();
  expect((await anna().overview.query(friday)).now.counts).toMatchObject({ missed: 1, closed: 1, answered: 0 });
});

test('a dialog whose facts cannot be read holds up no other', async () => {
  const broken = await aDialog();
  await callAs(api, boris).people.setAway.mutate({ away: false });
  await api.query(
    `update fact set body = jsonb_set(body, '{fact}', '"unheard-of"') where company_id = $1 and dialog_id = $2 and number = 1`,
    [company.companyId, broken],
  );
  await aDialog();
  await counted();
  expect(
    (await anna().overview.query(friday)).now.counts.dialogs +
      (await anna().overview.query(saturday)).now.counts.dialogs,
  ).toBe(1);
});

test('with another time zone of the company its days are cut anew', async () => {
  await aDialog();
  await counted();
  await api.query(`update company set time_zone = 'Asia/Vladivostok' where company_id = $1`, [company.companyId]);
  expect((await anna().overview.query(friday)).about.counting).toBe(true);
  await counted();
  expect((await anna().overview.query(friday)).now.counts.dialogs).toBe(0);
  expect((await anna().overview.query(saturday)).now.counts.dialogs).toBe(1);
  expect((await anna().overview.query(saturday)).about.counting).toBe(false);
});

test('what was gone from the feed before it was read is looked up again', async () => {
  await counted();
  await aDialog();
  await api.query('delete from change where company_id = $1', [company.companyId]);
  await counted();
  expect((await anna().overview.query(friday)).now.counts.dialogs).toBe(1);
});

test('how long somebody could be offered dialogs is counted within the period, and not beyond now', async () => {
  await aDialog();
  // He is seen again, so that his silence meanwhile is no news after this.
  await callAs(api, boris).people.setAway.mutate({ away: false });
  await api.query('delete from presence_fact where company_id = $1', [company.companyId]);
  for (const [at, available] of [
    ['2026-11-19T12:00:00Z', true],
    ['2026-11-20T01:00:00Z', false],
    ['2026-11-20T20:00:00Z', true],
  ])
    await api.query(
      'insert into presence_fact (company_id, presence_fact_id, employee_id, at, available) values ($1, gen_random_uuid(), $2, $3, $4)',
      [company.companyId, boris.employeeId, at, available],
    );
  await counted();
  const online = async (filter: typeof friday) => (await anna().operators.query(filter)).rows[0]?.online;
  // From midnight in Moscow to four in the morning, and the hour before the next midnight.
  expect(await online(friday)).toBe(5 * 3600);
  expect(await online(saturday)).toBe((now - Date.parse('2026-11-20T21:00:00Z')) / 1000);
});

test('an operator is offered the lines that he may see, to narrow figures by', async () => {
  await callAs(api, company.admin).lines.create.mutate({ name: 'Board of directors' });
  const offered = async (person: Person) =>
    (await callAs(api, person).statistics.choices.query({})).lines.map(({ name }) => name);
  expect(await offered(company.admin)).toContain('Board of directors');
  expect(await offered(boris)).not.toContain('Board of directors');
});

describe('the right to statistics', () => {
  test('own shows what is his, and nothing of others', async () => {
    await aDialog();
    await counted();
    const vera = await anEmployee(api, company, 'operator', 'Vera');
    expect((await callAs(api, boris).statistics.overview.query(friday)).now.counts.dialogs).toBe(1);
    expect((await callAs(api, vera).statistics.overview.query(friday)).now.counts.dialogs).toBe(0);
    const asked = { ...friday, operators: [boris.employeeId] };
    expect((await callAs(api, vera).statistics.overview.query(asked)).now.counts.dialogs).toBe(0);
    expect((await callAs(api, vera).statistics.choices.query({})).operators.map(({ name }) => name)).toEqual(['Vera']);
  });
});

test('the board tells how things stand now', async () => {
  await aDialog({ closed: false });
  await callAs(api, boris).people.setAway.mutate({ away: false });
  const { lines, operators } = await anna().board.query({});
  expect(lines).toMatchObject([{ active: true, waiting: 0, held: 1, unanswered: 0, overdue: 0 }]);
  expect(operators).toMatchObject([{ person: { name: 'Boris' }, held: 1, presence: 'available' }]);
});

test('an offer that is overdue is a delay of its line, not of whoever is asked', async () => {
  const visitor = await aVisitor(api, company.address);
  await visitor.write('Hello');
  const { dialogId } = await eventually(
    async () => (await callAs(api, boris).inbox.list.query({ list: 'mine' })).rows[0],
    'the offer',
  );
  visitor.close();
  const late = 'update dialog set overdue = true where company_id = $1 and dialog_id = $2';
  await api.query(late, [company.companyId, dialogId]);
  const offered = await anna().board.query({});
  expect(offered.lines).toMatchObject([{ offered: 1, overdue: 1 }]);
  expect(offered.operators).toMatchObject([{ offered: 1, held: 0, overdue: 0 }]);
  await callAs(api, boris).dialogs.accept.mutate(acting(dialogId));
  await api.query(late, [company.companyId, dialogId]);
  expect((await anna().board.query({})).operators).toMatchObject([{ offered: 0, held: 1, overdue: 1 }]);
});

describe('is refused at its field', () => {
  test.each([
    ['a period that ends before it begins', { period: { from: '2026-11-20', until: '2026-11-19' } }],
    ['more than ten years', { period: { from: '2010-01-01', until: '2026-11-19' } }],
    ['a day that no calendar has', { period: { from: '2026-02-30', until: '2026-11-19' } }],
  ])('%s', async (_, filter) => {
    await expect(anna().overview.query(filter)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
  });
});

test('ten years at once, an operator who left and a deleted line are answered', async () => {
  await aDialog();
  await callAs(api, company.admin).people.dismiss.mutate({ employeeId: boris.employeeId });
  await counted();
  const decade = { period: { from: '2017-01-01', until: '2026-12-31' } };
  const page = await anna().operators.query(decade);
  expect(page.rows).toMatchObject([{ person: { name: 'Boris', gone: true }, did: { accepted: 1 } }]);
  expect((await anna().overview.query(decade)).course).toHaveLength(120);
});
