import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, callAs, eventually, testApi, theSettings, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor, type TestVisitor } from '../testing/visitor.ts';

/** A line as it is made: it welcomes, says good-bye, and asks for a rating. */
let api: TestApi;
let company: Company;
let now = Date.UTC(2027, 0, 11, 9);

const admin = () => callAs(api, company.admin);
const act = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });
const minutes = (count: number) => {
  now += count * 60_000;
};

beforeAll(async () => {
  api = await testApi({}, undefined, () => new Date(now));
  company = await aCompany(api, 'Samovar', { talks: true });
});
afterAll(() => api.stop());

async function texts(visitor: TestVisitor): Promise<(string | null)[]> {
  const rows = await api.query<{ said: string | null }>(
    `select m.said from message m join chat c on c.company_id = m.company_id and c.chat_id = m.chat_id
     where c.external_id = $1 order by m.number`,
    [visitor.visitorId],
  );
  return rows.map(({ said }) => said);
}

async function answered(visitor: TestVisitor): Promise<number> {
  await admin().people.setAway.mutate({ away: false });
  await visitor.write('Good morning');
  const { dialogId } = await eventually(async () =>
    (await admin().inbox.list.query({ list: 'mine' })).rows.find((row) => row.state === 'offered'),
  );
  expect(await admin().dialogs.accept.mutate(act(dialogId))).toMatchObject({ done: true });
  expect(await admin().dialogs.reply.mutate({ ...act(dialogId), text: 'Good morning!' })).toMatchObject({ done: true });
  return dialogId;
}

const row = async (dialogId: number) => (await admin().dialogs.get.query({ dialogId })).row;

test('the line welcomes at the first contact, says good-bye and asks to rate, each once, and closes after the grace time', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answered(visitor);
  expect(await texts(visitor)).toEqual([null, 'welcome', null]);
  const { row: finishing } = await admin().dialogs.finish.mutate(act(dialogId));
  expect(finishing).toMatchObject({ state: 'finishing', finishedAt: now });
  const listed = async (state: 'client-waits' | 'answered') =>
    (await admin().dialogList.page.query({ filter: { states: [state] } })).rows.map((one) => one.dialogId);
  expect(await listed('answered')).toEqual([dialogId]);
  expect(await listed('client-waits')).toEqual([]);
  expect(await texts(visitor)).toEqual([null, 'welcome', null, 'closing', 'rate']);
  const { messages } = await admin().dialogs.messages.query({ chatId: finishing!.chatId });
  expect(messages[1]).toMatchObject({
    from: 'system',
    said: 'welcome',
    delivery: expect.stringMatching(/sent|delivered/),
  });
  expect(messages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);

  expect(await admin().dialogs.resume.mutate(act(dialogId))).toMatchObject({ row: { state: 'answered' } });
  expect(await admin().dialogs.finish.mutate(act(dialogId))).toMatchObject({ row: { state: 'closed' } });
  expect(await texts(visitor)).toEqual([null, 'welcome', null, 'closing', 'rate']);
  visitor.close();
});

test('the visitor is shown that he can rate, his button counts, and after closing too', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answered(visitor);
  const rating = async (is: { asked: boolean; vote: 'good' | 'bad' | null }) =>
    eventually(async () =>
      visitor.frames.some(
        (frame) =>
          frame.frame === 'standing' &&
          frame.standing.rating?.dialogId === dialogId &&
          frame.standing.rating.asked === is.asked &&
          frame.standing.rating.vote === is.vote,
      ),
    );
  await rating({ asked: false, vote: null });
  await admin().dialogs.finish.mutate(act(dialogId));
  await rating({ asked: true, vote: null });
  expect(await visitor.vote(dialogId, 'bad')).toBe(200);
  await rating({ asked: true, vote: 'bad' });
  expect(await row(dialogId)).toMatchObject({ state: 'finishing', vote: 'bad' });
  expect((await texts(visitor)).at(-1)).toBe('thanks-bad');
  minutes(61);
  await eventually(async () => (await row(dialogId)).state === 'closed');
  const closedAt = (await row(dialogId)).closedAt;
  expect(await visitor.vote(dialogId, 'good')).toBe(200);
  await eventually(async () => (await row(dialogId)).vote === 'good');
  expect(await row(dialogId)).toMatchObject({ state: 'closed', closeReason: 'finished', closedAt });
  visitor.close();
});

test('a digit while a vote is awaited is a vote, also after closing; any other message opens a dialog', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answered(visitor);
  await admin().dialogs.finish.mutate(act(dialogId));
  minutes(61);
  await eventually(async () => (await row(dialogId)).state === 'closed');
  await visitor.write('1 thank you');
  await eventually(async () => (await row(dialogId)).vote === 'good');
  expect(await row(dialogId)).toMatchObject({ state: 'closed', closeReason: 'finished' });
  await admin().people.setAway.mutate({ away: false });
  await visitor.write('1');
  const next = await eventually(async () =>
    (await admin().inbox.list.query({ list: 'mine' })).rows.find((one) => one.state === 'offered'),
  );
  expect(next.dialogId).toBe(dialogId + 1);
  await admin().dialogs.close.mutate(act(next.dialogId));
  visitor.close();
});

test('a vote for a dialog of somebody else changes nothing', async () => {
  const [visitor, other] = [await aVisitor(api, company.address), await aVisitor(api, company.address)];
  const dialogId = await answered(visitor);
  const his = await answered(other);
  expect(await visitor.vote(his, 'bad')).toBe(200);
  expect(await visitor.vote(dialogId, 'good')).toBe(200);
  await eventually(async () => (await row(dialogId)).vote === 'good');
  expect(await row(his)).toMatchObject({ vote: null });
  for (const id of [dialogId, his]) await admin().dialogs.close.mutate(act(id));
  visitor.close();
  other.close();
});

test('a client who stays silent is told so once and closed; the operator’s name stands where the text says it', async () => {
  await theSettings(api, company, (settings) => ({
    ...settings,
    autoActions: {
      ...settings.autoActions,
      fullClosingMinutes: 0,
      clientSilent: { hours: 1, then: 'text', text: '{operator.name} waits no longer, {dialog.number}.' },
    },
    rating: { ...settings.rating, ask: false },
  }));
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answered(visitor);
  minutes(61);
  await eventually(async () => (await row(dialogId)).state === 'closed');
  expect(await row(dialogId)).toMatchObject({ closeReason: 'client-silent' });
  const [last] = await api.query<{ text: string }>(
    `select text from message where said = 'client-silent' and company_id = $1`,
    [company.companyId],
  );
  expect(last?.text).toBe(`Anna Petrova waits no longer, #${dialogId}.`);
  visitor.close();
});
