import type { Fact } from '@switchboard/domain/dialog';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Runner } from '../dialogs/runner.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  saveQueue,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

const day = 86_400_000;

let api: TestApi;
let moved = 0;
let company: Company;
let boris: Person;
let vera: Person;

// Nothing is found by looking again in time: what follows from a change follows at once.
beforeAll(async () => {
  api = await testApi({ POLL_MS: '60000' }, undefined, () => new Date(Date.now() + moved));
});
afterAll(() => api.stop());

beforeEach(async () => {
  company = await aCompany(api);
  boris = await anEmployee(api, company, 'operator', 'Boris');
  vera = await anEmployee(api, company, 'operator', 'Vera');
  await theQueue(api, company, [boris.employeeId, vera.employeeId], { distribution: 'strictly' });
  await here(boris, vera);
});

const admin = () => callAs(api, company.admin);

async function here(...people: Person[]): Promise<void> {
  for (const person of people) await callAs(api, person).people.setAway.mutate({ away: false });
}

/** A dialog that its client has just opened. */
async function aDialog(): Promise<{ dialogId: number; write: (text: string) => Promise<void> }> {
  const visitor = await aVisitor(api, company.address);
  const text = `Hello ${crypto.randomUUID()}`;
  await visitor.write(text);
  const row = await eventually(async () =>
    (await admin().dialogList.page.query({})).rows.find((one) => one.lastMessage?.text === text),
  );
  return {
    dialogId: row.dialogId,
    write: async (more) => {
      await visitor.write(more);
      await eventually(async () => (await rowOf(row.dialogId)).lastMessage?.text === more);
    },
  };
}

/** The same, accepted by Boris; answered too, unless told otherwise. */
async function held({ answered = true } = {}) {
  const dialog = await aDialog();
  const { dialogs } = callAs(api, boris);
  const acting = { commandId: crypto.randomUUID(), dialogId: dialog.dialogId };
  expect(await dialogs.accept.mutate(acting)).toMatchObject({ done: true });
  if (answered)
    expect(await dialogs.reply.mutate({ ...acting, commandId: crypto.randomUUID(), text: 'Good day' })).toMatchObject({
      done: true,
    });
  return dialog;
}

const rowOf = async (dialogId: number) => (await admin().dialogs.get.query({ dialogId })).row;

async function lastFacts(dialogId: number, count: number): Promise<Fact[]> {
  const { steps } = await admin().dialogs.history.query({ dialogId });
  return steps.slice(-count).map((step) => step.fact);
}

/** It went back from Boris for this reason, and Vera is asked. */
async function wentToVera(dialogId: number, because: string): Promise<void> {
  await eventually(async () => (await rowOf(dialogId)).offeredTo[0] === vera.employeeId, 'the offer to Vera');
  expect(await lastFacts(dialogId, 2)).toMatchObject([
    { fact: 'returned', from: boris.employeeId, because },
    { fact: 'offered', to: { kind: 'one', employeeId: vera.employeeId } },
  ]);
}

/** Whatever was to follow has followed, and it is still with Boris. */
async function stayed(dialogId: number): Promise<void> {
  await api.app.get(Runner).settled();
  expect((await rowOf(dialogId)).operator?.employeeId).toBe(boris.employeeId);
}

const vacation = (from: number) =>
  admin().people.addAbsence.mutate({
    employeeId: boris.employeeId,
    time: { kind: 'vacation', from, until: from + 10 * day },
  });

describe('a vacation', () => {
  test('returns the dialogs in which the client waits, and leaves the answered ones until he writes', async () => {
    const answered = await held();
    const waiting = await held();
    await waiting.write('One more thing');
    await vacation(Date.now() + moved - day);
    await wentToVera(waiting.dialogId, 'absent');
    await stayed(answered.dialogId);
    await answered.write('And another');
    await wentToVera(answered.dialogId, 'absent');
  });

  test('that is cancelled gives him what waits', async () => {
    const added = await vacation(Date.now() + moved - day);
    await callAs(api, vera).people.setAway.mutate({ away: true });
    const { dialogId } = await aDialog();
    await eventually(async () => (await rowOf(dialogId)).state === 'waiting');
    await admin().people.cancelAbsence.mutate({ absenceId: added.added ? added.absence.absenceId : '' });
    await eventually(async () => (await rowOf(dialogId)).offeredTo[0] === boris.employeeId, 'the offer to Boris');
  });

  test('that begins by itself returns them when it does', async () => {
    const { dialogId, write } = await held();
    await write('One more thing');
    await vacation(Date.now() + moved + day);
    await stayed(dialogId);
    moved += day + 1_000;
    await here(vera);
    const worker = await testApi(
      { ROLES: 'worker', POLL_MS: '100' },
      api.databaseUrl,
      () => new Date(Date.now() + moved),
    );
    try {
      await wentToVera(dialogId, 'absent');
    } finally {
      await worker.stop();
    }
  });
});

describe('a working day', () => {
  beforeEach(async () => {
    await admin().people.trackWorkdays.mutate({ tracked: true });
    for (const person of [boris, vera]) await callAs(api, person).people.setWorkday.mutate({ state: 'started' });
  });

  test('that is interrupted returns what he has not replied to yet', async () => {
    const answered = await held();
    await answered.write('One more thing');
    const accepted = await held({ answered: false });
    const { dialogId: offered } = await aDialog();
    await callAs(api, boris).people.setWorkday.mutate({ state: 'paused' });
    await wentToVera(accepted.dialogId, 'on-a-break');
    await wentToVera(offered, 'on-a-break');
    await stayed(answered.dialogId);
  });

  test('that ends returns those in which the client waits', async () => {
    const { dialogId, write } = await held();
    await write('One more thing');
    await callAs(api, boris).people.setWorkday.mutate({ state: 'ended' });
    await wentToVera(dialogId, 'day-ended');
  });

  test('that begins gives him what waits', async () => {
    for (const person of [boris, vera]) await callAs(api, person).people.setWorkday.mutate({ state: 'ended' });
    const { dialogId } = await aDialog();
    await eventually(async () => (await rowOf(dialogId)).state === 'waiting');
    await callAs(api, vera).people.setWorkday.mutate({ state: 'started' });
    await eventually(async () => (await rowOf(dialogId)).offeredTo[0] === vera.employeeId, 'the offer to Vera');
  });
});

describe('whoever leaves a queue', () => {
  test('gives back every dialog of it: dismissed', async () => {
    const { dialogId } = await held();
    await admin().people.dismiss.mutate({ employeeId: boris.employeeId });
    await wentToVera(dialogId, 'dismissed');
  });

  test('gives back every dialog of it: taken off the list', async () => {
    const { dialogId } = await held();
    await theQueue(api, company, [vera.employeeId]);
    await wentToVera(dialogId, 'removed-from-line');
  });

  test('gives back every dialog of it: moved out of its department, made its head', async () => {
    const made = await admin().people.createDepartment.mutate({ name: 'Sales', parentId: null });
    const departmentId = made.created ? made.department.departmentId : '';
    await admin().people.putIntoDepartment.mutate({ employeeId: boris.employeeId, departmentId });
    await saveQueue(api, company, { members: [{ departmentId }, { employeeId: vera.employeeId }] });
    const first = await held();
    await admin().people.setDepartmentHead.mutate({ departmentId, employeeId: boris.employeeId });
    await wentToVera(first.dialogId, 'removed-from-line');
    await admin().people.setDepartmentHead.mutate({ departmentId, employeeId: null });
    const second = await held();
    await admin().people.putIntoDepartment.mutate({ employeeId: boris.employeeId, departmentId: null });
    await wentToVera(second.dialogId, 'removed-from-line');
  });
});

test('who joins a department is asked for what waits in its line', async () => {
  const made = await admin().people.createDepartment.mutate({ name: 'Sales', parentId: null });
  const departmentId = made.created ? made.department.departmentId : '';
  await saveQueue(api, company, { members: [{ departmentId }] });
  const { dialogId } = await aDialog();
  await eventually(async () => (await rowOf(dialogId)).state === 'waiting');
  await admin().people.putIntoDepartment.mutate({ employeeId: vera.employeeId, departmentId });
  await eventually(async () => (await rowOf(dialogId)).offeredTo[0] === vera.employeeId, 'the offer to Vera');
});

test('a line that begins to check who is there returns what those who are not there hold', async () => {
  await theQueue(api, company, [boris.employeeId, vera.employeeId], { checkAvailability: false });
  const { dialogId, write } = await held();
  await write('One more thing');
  await vacation(Date.now() + moved - day);
  await stayed(dialogId);
  await theQueue(api, company, [boris.employeeId, vera.employeeId], { checkAvailability: true });
  await wentToVera(dialogId, 'absent');
});
