import { withReaches } from '@switchboard/domain/access';
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
import { aConsole, changesOf } from '../testing/console.ts';
import { aVisitor, somebodyWrites } from '../testing/visitor.ts';

/** Sonya supervises Sales, where Boris works; Vera works elsewhere. Both answer on the line. */
let api: TestApi;
let company: Company;
let sonya: Person;
let boris: Person;
let vera: Person;
let sales: string;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  company = await aCompany(api);
  sonya = await anEmployee(api, company, 'supervisor', 'Sonya');
  boris = await anEmployee(api, company, 'operator', 'Boris');
  vera = await anEmployee(api, company, 'operator', 'Vera');
  const made = await anna().people.createDepartment.mutate({ name: 'Sales', parentId: null });
  if (!made.created) throw new Error(made.because);
  sales = made.department.departmentId;
  await anna().people.setDepartmentHead.mutate({ departmentId: sales, employeeId: sonya.employeeId });
  await anna().people.putIntoDepartment.mutate({ employeeId: boris.employeeId, departmentId: sales });
  await theQueue(api, company, [boris.employeeId, vera.employeeId]);
  for (const person of [boris, vera]) await callAs(api, person).people.setAway.mutate({ away: true });
});

const anna = () => callAs(api, company.admin);
const acting = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });
const listOf = async (person: Person): Promise<number[]> =>
  (await callAs(api, person).dialogList.page.query({})).rows.map(({ dialogId }) => dialogId);

/** A dialog that this person has taken. */
async function aDialogOf(person: Person): Promise<number> {
  await somebodyWrites(api, company.address, 'Hello');
  const row = await eventually(
    async () => (await callAs(api, person).inbox.list.query({ list: 'waiting' })).rows[0],
    'the dialog',
  );
  expect(await callAs(api, person).dialogs.accept.mutate(acting(row.dialogId))).toMatchObject({ done: true });
  return row.dialogId;
}

test('a supervisor works in the dialogs of his people, and has nothing to do with those of others', async () => {
  const his = await aDialogOf(boris);
  const hers = await aDialogOf(vera);
  expect(await listOf(sonya)).toEqual([his]);
  expect((await callAs(api, sonya).inbox.counts.query({})).all).toBe(1);
  await expect(callAs(api, sonya).dialogs.get.query({ dialogId: hers })).rejects.toMatchObject({
    data: { code: 'NOT_FOUND' },
  });
  expect(await callAs(api, sonya).dialogs.takeOver.mutate(acting(hers))).toMatchObject({ done: false });
  expect(await callAs(api, sonya).dialogs.join.mutate(acting(his))).toMatchObject({ done: true });
});

test('finishing another’s is for those whose right reaches it: of his department, not of others', async () => {
  const his = await aDialogOf(boris);
  const hers = await aDialogOf(vera);
  expect(await callAs(api, sonya).dialogs.finish.mutate(acting(hers))).toMatchObject({
    refusal: { refused: 'not-allowed' },
  });
  expect(await callAs(api, sonya).dialogs.finish.mutate(acting(his))).toMatchObject({ done: true });
});

test('a live update comes where a list would show it, and what moves out of a department is gone', async () => {
  const screen = await aConsole(api, sonya);
  await screen.until((frame) => frame.frame === 'welcome');
  const his = await aDialogOf(boris);
  const hers = await aDialogOf(vera);
  await anna().dialogs.transfer.mutate({
    ...acting(his),
    to: { employeeId: vera.employeeId, evenIfUnavailable: true },
  });
  await screen.until((frame) =>
    changesOf([frame]).some((change) => change.change === 'gone' && change.dialogId === his),
  );
  const rows = changesOf(screen.frames).flatMap((change) => (change.change === 'dialog' ? [change.row] : []));
  expect(rows.some(({ dialogId }) => dialogId === his)).toBe(true);
  // What waits in the line of his people he sees, too; what she holds he does not.
  expect(rows.filter(({ dialogId }) => dialogId === hers).every(({ state }) => state === 'waiting')).toBe(true);
  expect(await listOf(sonya)).toEqual([]);
  screen.close();
});

test('who comes into a department, and another reach of a role, change what is seen at once', async () => {
  const hers = await aDialogOf(vera);
  const screen = await aConsole(api, sonya);
  await screen.until((frame) => frame.frame === 'welcome');
  await anna().people.putIntoDepartment.mutate({ employeeId: vera.employeeId, departmentId: sales });
  await screen.until((frame) => frame.frame === 'start-over');
  expect(await listOf(sonya)).toEqual([hers]);
  screen.close();

  const again = await aConsole(api, sonya);
  await again.until((frame) => frame.frame === 'welcome');
  await anna().roles.save.mutate({ roleId: 'supervisor', version: 0, rights: withReaches('own') });
  await again.until((frame) => frame.frame === 'start-over');
  expect(await listOf(sonya)).toEqual([]);
  again.close();
});

test('a line that a role names has its own reach there, in lists, calls and live', async () => {
  const rights = withReaches('own');
  const line = { [company.lineId]: { dialogsList: 'any' as const, reply: 'none' as const } };
  await anna().roles.save.mutate({ roleId: 'operator', version: 0, rights: { ...rights, lines: line } });
  const screen = await aConsole(api, vera);
  await screen.until((frame) => frame.frame === 'welcome');
  const his = await aDialogOf(boris);
  expect(await listOf(vera)).toEqual([his]);
  await screen.until((frame) =>
    changesOf([frame]).some((change) => change.change === 'dialog' && change.row.state === 'accepted'),
  );
  const reply = await callAs(api, boris).dialogs.reply.mutate({ ...acting(his), text: 'Good day' });
  expect(reply).toMatchObject({ done: false, refusal: { refused: 'not-allowed' } });
  screen.close();
});

test('serving a client opens his earlier dialogs, and closes them again', async () => {
  const earlier = await aDialogOf(vera);
  await callAs(api, vera).dialogs.reply.mutate({ ...acting(earlier), text: 'Good day' });
  await callAs(api, vera).dialogs.close.mutate(acting(earlier));
  const his = callAs(api, boris);
  await expect(his.dialogs.get.query({ dialogId: earlier })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  const [{ chatId, clientId } = { chatId: '', clientId: '' }] = await api.query<{ chatId: string; clientId: string }>(
    'select chat_id as "chatId", client_id as "clientId" from dialog where company_id = $1 and dialog_id = $2',
    [company.companyId, earlier],
  );
  const now = await aDialogOf(boris);
  // The same person wrote from another chat.
  await api.query('update dialog set client_id = $3 where company_id = $1 and dialog_id = $2', [
    company.companyId,
    now,
    clientId,
  ]);
  expect((await his.dialogs.get.query({ dialogId: earlier })).allowed).toMatchObject({ history: true, mark: false });
  expect((await his.dialogs.messages.query({ chatId })).messages.length).toBeGreaterThan(0);
  expect((await his.dialogs.history.query({ dialogId: earlier })).steps.length).toBeGreaterThan(0);
  await his.dialogs.close.mutate(acting(now));
  await expect(his.dialogs.get.query({ dialogId: earlier })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  await expect(his.dialogs.messages.query({ chatId })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
});

test('of one chat everybody reads the dialogs he sees: who had the one before reads nothing of the one of now', async () => {
  const visitor = await aVisitor(api, company.address);
  const takes = async (person: Person, text: string): Promise<{ dialogId: number; chatId: string }> => {
    await visitor.write(text);
    const calls = callAs(api, person);
    const row = await eventually(async () => (await calls.inbox.list.query({ list: 'waiting' })).rows[0]);
    await calls.dialogs.accept.mutate(acting(row.dialogId));
    return row;
  };
  const texts = async (person: Person, chatId: string, limit = 50) => {
    const { messages, hasEarlier } = await callAs(api, person).dialogs.messages.query({ chatId, limit });
    return { texts: messages.flatMap(({ from, text }) => (from === 'client' ? [text] : [])), hasEarlier };
  };
  const { dialogId, chatId } = await takes(vera, 'About the kettle');
  await callAs(api, vera).dialogs.reply.mutate({ ...acting(dialogId), text: 'Good day' });
  await callAs(api, vera).dialogs.close.mutate(acting(dialogId));
  await takes(boris, 'About my money');
  expect((await texts(vera, chatId)).texts).toEqual(['About the kettle']);
  // He serves the client now, and so reads what was before; an administrator reads everything.
  expect((await texts(boris, chatId)).texts).toEqual(['About the kettle', 'About my money']);
  expect((await texts(company.admin, chatId)).texts).toEqual(['About the kettle', 'About my money']);
  expect(await texts(vera, chatId, 1)).toMatchObject({ hasEarlier: true });
  expect(await texts(boris, chatId)).toMatchObject({ hasEarlier: false });
  visitor.close();
});

test('who looks at a dialog is told to those who may open it, and nobody looks at another’s', async () => {
  const his = await aDialogOf(boris);
  const [ann, owner, other] = [
    await aConsole(api, company.admin),
    await aConsole(api, boris),
    await aConsole(api, vera),
  ];
  for (const screen of [ann, owner, other]) {
    await screen.until((frame) => frame.frame === 'welcome');
    screen.socket.send(JSON.stringify({ frame: 'looking', dialogId: his }));
  }
  const seesBoth = await ann.until((frame) => frame.frame === 'lookers' && frame.employeeIds.length > 0);
  expect(seesBoth).toMatchObject({ employeeIds: [boris.employeeId] });
  // What she asked for is decided by the time another question of hers is answered.
  const mine = await aDialogOf(vera);
  other.socket.send(JSON.stringify({ frame: 'looking', dialogId: mine }));
  await other.until((frame) => frame.frame === 'lookers' && frame.dialogId === mine);
  expect(other.frames.some((frame) => frame.frame === 'lookers' && frame.dialogId === his)).toBe(false);
  expect(
    [...ann.frames, ...owner.frames].some(
      (frame) => frame.frame === 'lookers' && frame.employeeIds.includes(vera.employeeId),
    ),
  ).toBe(false);
  for (const screen of [ann, owner, other]) screen.close();
});

test('a channel that is taken off closes its dialogs, whoever holds them', async () => {
  const hers = await aDialogOf(vera);
  await callAs(api, sonya).channels.remove.mutate({ channelId: company.channelId });
  const { row } = await anna().dialogs.get.query({ dialogId: hers });
  expect(row).toMatchObject({ state: 'closed', closeReason: 'channel-removed' });
});
