import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { PlansService } from '../company/plans.service.ts';
import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  eventually,
  saveLine,
  testApi,
  theQueue,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

/** A line is made, copied, switched off and on, and deleted; a plan says how many there are. */
let api: TestApi;
let company: Company;
let now = Date.UTC(2027, 0, 11, 9);
const day = 86_400_000;

const admin = () => callAs(api, company.admin);
const lines = async () => (await admin().lines.list.query({})).map(({ lineId }) => lineId);
const fieldsOf = (saving: Promise<unknown>) =>
  saving.then(
    () => ({}),
    (error: { data?: { field?: Record<string, string> } }) => error.data?.field,
  );
const audited = async () =>
  (
    await api.query<{ what: string }>('select what from audit_entry where company_id = $1 order by audit_entry_id', [
      company.companyId,
    ])
  ).map(({ what }) => what);

async function aDialog(text: string): Promise<number> {
  const visitor = await aVisitor(api, company.address);
  await visitor.write(text);
  const { dialogId } = await eventually(async () =>
    (await admin().dialogList.page.query({})).rows.find((row) => row.lastMessage?.text === text),
  );
  visitor.close();
  return dialogId;
}
const row = async (dialogId: number) => (await admin().dialogs.get.query({ dialogId })).row;

beforeAll(async () => {
  api = await testApi({}, undefined, () => new Date(now));
});
beforeEach(async () => {
  company = await aCompany(api);
});
afterAll(() => api.stop());

test('a line is made with the settings of another', async () => {
  await saveLine(api, company, { 'queue.offerMinutes': 17, 'rating.liveChat.ask': 'Well?' });
  const made = await admin().lines.create.mutate({ name: 'Support', likeLineId: company.lineId });
  if (!made.created) throw new Error('not made');
  const { name, settings, version } = await admin().lines.get.query({ lineId: made.lineId });
  expect({ name, version }).toEqual({ name: 'Support', version: 1 });
  expect(settings).toEqual((await admin().lines.get.query({ lineId: company.lineId })).settings);
});

test('those who answer in a copied line stand in its queue, and nobody else does', async () => {
  const boris = await anEmployee(api, company);
  await theQueue(api, company, [boris.employeeId]);
  const made = await admin().lines.create.mutate({ name: 'Support', likeLineId: company.lineId });
  if (!made.created) throw new Error('not made');
  const stamped = await api.query<{ id: string }>(
    'select employee_id as id from queue_stamp where company_id = $1 and line_id = $2',
    [company.companyId, made.lineId],
  );
  expect(stamped.map(({ id }) => id)).toEqual([boris.employeeId]);
});

describe('deleting a line', () => {
  test('needs its name to be typed', async () => {
    const { lineId } = company;
    expect(await fieldsOf(admin().lines.remove.mutate({ lineId, name: 'Something else' }))).toEqual({
      name: 'line.delete.name',
    });
    expect(await lines()).toContain(lineId);
  });

  test('closes its open dialogs, frees its channels and keeps history', async () => {
    const { lineId } = company;
    const dialogId = await aDialog('Will you stay?');
    await admin().dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId });
    expect(await admin().lines.concerned.query({ lineId })).toEqual({ open: 1, channels: 1 });
    const { name } = await admin().lines.get.query({ lineId });
    await admin().lines.remove.mutate({ lineId, name });
    await eventually(async () => (await row(dialogId)).state === 'closed', 'the closing');
    const { steps } = await admin().dialogs.history.query({ dialogId });
    expect(steps.at(-1)?.fact).toMatchObject({ fact: 'closed', because: 'line-deleted' });
    expect((await row(dialogId)).line.name).toBe(name);
    expect(await lines()).toEqual([]);
    expect(await admin().channels.list.query({})).toEqual([]);
    await expect(admin().lines.get.query({ lineId })).rejects.toThrow('There is no such line');
    expect(await audited()).toEqual(expect.arrayContaining(['line.deleted', 'channel.removed']));
    // What the audit log tells of it keeps its name, and leads nowhere.
    const { rows } = await admin().audit.list.query({ subject: 'line', subjectId: lineId });
    expect(rows.length).toBeGreaterThan(0);
    for (const { subject } of rows) expect(subject).toMatchObject({ name, there: false });
  });

  test('takes its channels off in the same step, so that no fall leaves a channel on a line that is gone', async () => {
    const { lineId, companyId } = company;
    const { name } = await admin().lines.get.query({ lineId });
    await admin().lines.remove.mutate({ lineId, name });
    expect(
      await api.query(
        `select l.xmin = c.xmin as once, c.removed_at is not null as removed
         from line l join channel c on c.company_id = l.company_id and c.line_id = l.line_id where l.company_id = $1`,
        [companyId],
      ),
    ).toEqual([{ once: true, removed: true }]);
    expect(await audited()).toEqual(expect.arrayContaining(['line.deleted', 'channel.removed']));
    // What the audit log tells of it keeps its name, and leads nowhere.
    const { rows } = await admin().audit.list.query({ subject: 'line', subjectId: lineId });
    expect(rows.length).toBeGreaterThan(0);
    for (const { subject } of rows) expect(subject).toMatchObject({ name, there: false });
  });

  test('of many dialogs at once closes every one, and nothing can be transferred to it', async () => {
    const other = await anotherLine(api, company, 'Other');
    const ids: number[] = [];
    for (const text of ['One', 'Two', 'Three']) ids.push(await aDialog(text));
    const { name } = await admin().lines.get.query({ lineId: other });
    await admin().lines.remove.mutate({ lineId: other, name });
    const moved = await admin().dialogs.transfer.mutate({
      commandId: crypto.randomUUID(),
      dialogId: ids[0] ?? 0,
      to: { lineId: other },
    });
    expect(moved).toMatchObject({ done: false, refusal: { refused: 'no-such-line' } });
    const own = await admin().lines.get.query({ lineId: company.lineId });
    await admin().lines.remove.mutate({ lineId: company.lineId, name: own.name });
    for (const dialogId of ids) await eventually(async () => (await row(dialogId)).state === 'closed');
  });
});

describe('switching a line off', () => {
  test('keeps its channels unless told', async () => {
    const { lineId } = company;
    await admin().lines.setActive.mutate({ lineId, active: false });
    expect(await admin().channels.list.query({ lineId })).toHaveLength(1);
    expect(await admin().lines.setActive.mutate({ lineId, active: true })).toEqual({ set: true });
  });

  test('may move its channels to another line: open dialogs stay, new ones come there', async () => {
    const { lineId } = company;
    const other = await anotherLine(api, company, 'Other');
    const before = await aDialog('Before');
    await admin().lines.setActive.mutate({ lineId, active: false, channels: { then: 'move', lineId: other } });
    const after = await aDialog('After');
    expect((await row(before)).line.lineId).toBe(lineId);
    expect((await row(after)).line.lineId).toBe(other);
    expect(await audited()).toEqual(expect.arrayContaining(['channel.moved', 'line.switched-off']));
  });

  test('moves its channels although somebody switched it off meanwhile', async () => {
    const { lineId } = company;
    const other = await anotherLine(api, company, 'Support');
    await admin().lines.setActive.mutate({ lineId, active: false });
    await admin().lines.setActive.mutate({ lineId, active: false, channels: { then: 'move', lineId: other } });
    expect((await admin().channels.list.query({})).map((channel) => channel.lineId)).toEqual([other]);
    expect(await audited()).toEqual(expect.arrayContaining(['line.switched-off', 'channel.moved']));
  });

  test('may take its channels off: their dialogs close', async () => {
    const { lineId } = company;
    const dialogId = await aDialog('Are you there?');
    await admin().lines.setActive.mutate({ lineId, active: false, channels: { then: 'disconnect' } });
    expect(await admin().channels.list.query({ lineId })).toEqual([]);
    await eventually(async () => (await row(dialogId)).state === 'closed');
  });

  test('does not move them to itself, or to nowhere', async () => {
    const { lineId } = company;
    const to = (target: string) =>
      fieldsOf(admin().lines.setActive.mutate({ lineId, active: false, channels: { then: 'move', lineId: target } }));
    expect(await to(lineId)).toEqual({ 'channels.lineId': 'line.channels.lineId.unknown' });
    expect((await admin().lines.get.query({ lineId })).active).toBe(true);
  });
});

test('a channel is moved to another line', async () => {
  const other = await anotherLine(api, company, 'Other');
  const [channel] = await admin().channels.list.query({});
  const moved = await admin().channels.move.mutate({ channelId: channel?.channelId ?? '', lineId: other });
  expect(moved.lineId).toBe(other);
  expect((await row(await aDialog('Hello'))).line.lineId).toBe(other);
});

describe('a plan', () => {
  const set = (plan: 'free' | 'team' | 'unlimited', sure = true) => admin().company.setPlan.mutate({ plan, sure });

  test('has so many active lines and no more', async () => {
    await set('free');
    const second = await anotherLine(api, company, 'Second');
    expect(await admin().lines.create.mutate({ name: 'Third' })).toEqual({ created: false, because: 'plan', most: 2 });
    await admin().lines.setActive.mutate({ lineId: second, active: false });
    const third = await anotherLine(api, company, 'Third');
    expect(await admin().lines.setActive.mutate({ lineId: second, active: true })).toEqual({
      set: false,
      because: 'plan',
      most: 2,
    });
    expect(await lines()).toEqual(expect.arrayContaining([second, third]));
  });

  test('that is too small is said before, and switches the newest lines off after fourteen days', async () => {
    const made: string[] = [];
    for (const name of ['Second', 'Third', 'Fourth']) {
      now += 1_000;
      made.push(await anotherLine(api, company, name));
    }
    const [, third = '', fourth = ''] = made;
    expect(await set('free', false)).toEqual({ changed: false, surplus: [third, fourth] });
    expect((await admin().company.plan.query({})).plan).toBe('unlimited');
    expect(await set('free')).toEqual({ changed: true, surplus: [third, fourth] });
    expect(await admin().company.plan.query({})).toMatchObject({
      plan: 'free',
      active: 4,
      surplusAt: now + 14 * day,
      surplus: [{ lineId: third }, { lineId: fourth }],
    });
    await api.app.get(PlansService).switchOffDue();
    expect((await admin().company.plan.query({})).active).toBe(4);
    now += 14 * day;
    await api.app.get(PlansService).switchOffDue();
    expect(await admin().company.plan.query({})).toMatchObject({ active: 2, surplusAt: null, surplus: [] });
    expect((await admin().lines.get.query({ lineId: fourth })).active).toBe(false);
    expect((await audited()).filter((what) => what === 'line.switched-off')).toHaveLength(2);
  });

  test('that grows again in time switches nothing off', async () => {
    for (const name of ['Second', 'Third']) await anotherLine(api, company, name);
    await set('free');
    await set('team');
    now += 15 * day;
    await api.app.get(PlansService).switchOffDue();
    expect((await admin().company.plan.query({})).active).toBe(3);
  });

  test('without ratings asks for none and takes no marks, whatever is set', async () => {
    await saveLine(api, company, { 'rating.ask': true });
    await set('free');
    const dialogId = await aDialog('Thanks');
    const act = () => ({ commandId: crypto.randomUUID(), dialogId });
    await admin().dialogs.accept.mutate(act());
    await admin().dialogs.reply.mutate({ ...act(), text: 'You are welcome' });
    await admin().dialogs.finish.mutate(act());
    expect((await row(dialogId)).state).toBe('closed');
    expect(await admin().dialogs.mark.mutate({ ...act(), stars: 5, comment: '' })).toMatchObject({
      done: false,
      refusal: { refused: 'not-in-plan' },
    });
    expect((await admin().lines.get.query({ lineId: company.lineId })).settings.rating.ask).toBe(true);
  });
});
