import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

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
import { aVisitor, type TestVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;
let boris: Person;
let clara: Person;

const as = (person: Person) => callAs(api, person);
const admin = () => as(company.admin);
const act = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
  boris = await anEmployee(api, company, 'operator', 'Boris');
  clara = await anEmployee(api, company, 'operator', 'Clara');
  await theQueue(api, company, [boris.employeeId, clara.employeeId], { distribution: 'strictly' });
});
beforeEach(async () => {
  for (const person of [company.admin, boris, clara]) await as(person).people.setAway.mutate({ away: false });
});
afterAll(() => api.stop());

const row = async (dialogId: number) => (await admin().dialogs.get.query({ dialogId })).row;

async function opened(visitor: TestVisitor, text: string): Promise<number> {
  await visitor.write(text);
  const found = await eventually(async () =>
    (await admin().dialogList.page.query({ filter: { states: ['client-waits'] } })).rows.find(
      (one) => one.lastMessage?.text === text,
    ),
  );
  return found.dialogId;
}
async function answeredByBoris(visitor: TestVisitor, text: string): Promise<number> {
  const dialogId = await opened(visitor, text);
  await as(boris).dialogs.accept.mutate(act(dialogId));
  expect(await as(boris).dialogs.reply.mutate({ ...act(dialogId), text: 'Hello!' })).toMatchObject({ done: true });
  return dialogId;
}
const close = (dialogId: number) => admin().dialogs.close.mutate(act(dialogId));

test('spam closes without a word, and the next message opens a dialog', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await opened(visitor, 'Buy now');
  expect(await admin().dialogs.spam.mutate({ ...act(dialogId), block: false })).toMatchObject({
    row: { state: 'closed', closeReason: 'spam', messages: 1 },
  });
  expect(await opened(visitor, 'Buy more')).toBe(dialogId + 1);
  await close(dialogId + 1);
  visitor.close();
});

test('spam and block keeps what comes later, opens nothing and tells nobody, until the client is unblocked', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await opened(visitor, 'Cheap watches');
  const { chatId } = await row(dialogId);
  await admin().dialogs.spam.mutate({ ...act(dialogId), block: true });
  const [{ head } = { head: 0 }] = await api.query<{ head: number }>('select change_number as head from turn');
  await visitor.write('Cheaper watches');
  const messages = async () => (await admin().dialogs.messages.query({ chatId })).messages;
  await eventually(async () => (await messages()).length === 2);
  expect(await messages()).toMatchObject([{ dialogId }, { text: 'Cheaper watches', dialogId: null, undecided: false }]);
  expect(await api.query('select change_number as head from turn')).toEqual([{ head }]);
  const closed = await admin().dialogs.get.query({ dialogId });
  expect(closed).toMatchObject({ client: { isBlocked: true }, allowed: { unblock: true, writeFirst: false } });
  expect(await admin().dialogs.writeFirst.mutate({ ...act(dialogId), text: 'Hi' })).toMatchObject({
    done: false,
    refusal: { refused: 'client-blocked' },
  });
  await admin().dialogs.unblock.mutate({ dialogId });
  expect(await opened(visitor, 'Sorry')).toBe(dialogId + 1);
  await close(dialogId + 1);
  visitor.close();
});

test('an operator writes first: the dialog is his at once, outgoing, and refused with the one that is open', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answeredByBoris(visitor, 'Do you have tea?');
  await as(boris).dialogs.finish.mutate(act(dialogId));
  const command = { ...act(dialogId), text: 'Your tea is here.' };
  const wrote = await as(boris).dialogs.writeFirst.mutate(command);
  expect(wrote).toMatchObject({
    done: true,
    row: { direction: 'outgoing', state: 'answered', operator: { employeeId: boris.employeeId } },
    message: { text: 'Your tea is here.', from: 'operator' },
  });
  const next = wrote.done ? wrote.row.dialogId : 0;
  // Asked twice it is done once.
  expect(await as(boris).dialogs.writeFirst.mutate(command)).toMatchObject({ done: true, row: { dialogId: next } });
  expect(await as(boris).dialogs.writeFirst.mutate({ ...act(dialogId), text: 'Hello?' })).toMatchObject({
    done: false,
    refusal: { refused: 'has-open-dialog', dialogId: next },
  });
  await visitor.write('Thank you');
  await eventually(async () => (await row(next)).state === 'client-wrote');
  await close(next);
  visitor.close();
});

test('a dialog is taken over, joined and pinned; who joined writes in it, and sees it live', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answeredByBoris(visitor, 'Where is my order?');
  // An operator's rights reach his own dialogs only.
  expect(await as(clara).dialogs.takeOver.mutate(act(dialogId))).toMatchObject({ refusal: { refused: 'not-allowed' } });
  await as(boris).dialogs.pin.mutate({ ...act(dialogId), pinned: true });
  expect(await row(dialogId)).toMatchObject({ pinned: true });
  expect(await admin().dialogs.join.mutate(act(dialogId))).toMatchObject({
    row: { joined: [company.employeeId], operator: { employeeId: boris.employeeId } },
  });
  expect((await admin().inbox.list.query({ list: 'mine' })).rows.map((one) => one.dialogId)).toContain(dialogId);
  expect(await admin().dialogs.reply.mutate({ ...act(dialogId), text: 'It leaves today.' })).toMatchObject({
    row: { operator: { employeeId: boris.employeeId }, state: 'answered' },
  });
  expect(await admin().dialogs.takeOver.mutate(act(dialogId))).toMatchObject({
    row: { joined: [], pinned: false, operator: { employeeId: company.employeeId } },
  });
  const { steps } = await admin().dialogs.history.query({ dialogId });
  expect(steps.map(({ fact }) => fact.fact).slice(-4)).toEqual(['pinned', 'joined', 'answered', 'taken-over']);
  await close(dialogId);
  visitor.close();
});

test('away returns what was offered and what he has not replied to; an answered one when the client writes', async () => {
  const [first, second, third] = await Promise.all(
    ['one', 'two', 'three'].map(async () => aVisitor(api, company.address)),
  );
  const answered = await answeredByBoris(first!, 'First');
  const accepted = await opened(second!, 'Second');
  await as(boris).dialogs.accept.mutate(act(accepted));
  const offered = await opened(third!, 'Third');
  expect(await row(offered)).toMatchObject({ state: 'offered', offeredTo: [boris.employeeId] });

  await as(boris).people.setAway.mutate({ away: true });
  for (const dialogId of [accepted, offered])
    await eventually(async () => (await row(dialogId)).offeredTo.includes(clara.employeeId));
  expect(await row(answered)).toMatchObject({ state: 'answered', operator: { employeeId: boris.employeeId } });
  await first!.write('Still there?');
  await eventually(async () => (await row(answered)).offeredTo.includes(clara.employeeId));
  const { steps } = await admin().dialogs.history.query({ dialogId: accepted });
  expect(steps.at(-2)?.fact).toMatchObject({ fact: 'returned', from: boris.employeeId, because: 'away' });
  for (const dialogId of [answered, accepted, offered]) await close(dialogId);
  for (const visitor of [first!, second!, third!]) visitor.close();
});

test('whose rights reach the dialogs of others finishes them, an operator does not', async () => {
  const dave = await anEmployee(api, company, 'operator', 'Dave');
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answeredByBoris(visitor, 'Fifth');
  expect((await as(boris).dialogs.get.query({ dialogId })).allowed.finish).toBe(true);
  expect((await admin().dialogs.get.query({ dialogId })).allowed.finish).toBe(true);
  expect(await as(dave).dialogs.finish.mutate(act(dialogId))).toMatchObject({ refusal: { refused: 'not-allowed' } });
  expect(await admin().dialogs.finish.mutate(act(dialogId))).toMatchObject({
    row: { state: 'closed', closeReason: 'finished', operator: { employeeId: boris.employeeId } },
  });
  visitor.close();
});

test('removal from the queue returns every open dialog, answered ones too; with nobody left administrators are told', async () => {
  const visitor = await aVisitor(api, company.address);
  const dialogId = await answeredByBoris(visitor, 'Fourth');
  await theQueue(api, company, [clara.employeeId]);
  await eventually(async () => (await row(dialogId)).offeredTo.includes(clara.employeeId));
  await as(clara).dialogs.accept.mutate(act(dialogId));
  await admin().people.dismiss.mutate({ employeeId: clara.employeeId });
  await eventually(async () => (await row(dialogId)).state === 'waiting');
  await eventually(async () =>
    (await admin().notices.list.query({})).notices.some((notice) => notice.what === 'nobody-left'),
  );
  await close(dialogId);
  visitor.close();
});
