import { Database } from '@switchboard/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

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
import { somebodyWrites } from '../testing/visitor.ts';
import { lookAgain } from './look-again.ts';
import { Runner } from './runner.ts';

let api: TestApi;
let company: Company;
let boris: Person;

let moved = 0;

// Nothing is found by looking again in time.
beforeAll(async () => {
  api = await testApi({ POLL_MS: '60000' }, undefined, () => new Date(Date.now() + moved));
});
afterAll(() => api.stop());

/** Boris has accepted dialog 1 and not replied yet; Anna could have it. */
beforeEach(async () => {
  company = await aCompany(api);
  boris = await anEmployee(api, company);
  await callAs(api, boris).people.setAway.mutate({ away: false });
  await theQueue(api, company, [boris.employeeId, company.employeeId], { distribution: 'strictly' });
  await somebodyWrites(api, company.address, 'Hello');
  await eventually(async () => (await row()).offeredTo[0] === boris.employeeId, 'the offer');
  await callAs(api, boris).dialogs.accept.mutate(press());
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
});

const press = () => ({ commandId: crypto.randomUUID(), dialogId: 1 });

async function row(): Promise<{ state: string; offeredTo: string[]; due: boolean }> {
  const [found] = await api.query<{ state: string; offeredTo: string[]; due: boolean }>(
    `select state, offered_to as "offeredTo", wake_at <= $2 as due from dialog where company_id = $1`,
    [company.companyId, new Date(Date.now() + moved)],
  );
  return found ?? { state: 'none', offeredTo: [], due: false };
}

test('a dialog that must be looked at again stays due when something else is written of it', async () => {
  await api.app.get(Database).inTurn(company.companyId, (turn) => lookAgain(turn, { inHandsOf: [boris.employeeId] }));
  expect(await row()).toMatchObject({ state: 'accepted', due: true });
  expect(await callAs(api, company.admin).dialogs.join.mutate(press())).toMatchObject({ done: true });
  expect(await row()).toMatchObject({ state: 'accepted', due: true });
  api.app.get(Runner).due(company.companyId, [1], []);
  await eventually(async () => !(await row()).due, 'looking at it');
});

test('who goes away in the same moment in which somebody joins his dialog gives it back', async () => {
  const runner = api.app.get(Runner);
  const { companyId, employeeId } = company;
  // The first is on its way alone; what comes meanwhile goes together.
  await Promise.all([
    runner.presence(companyId, { employeeId, usedAt: true }),
    runner.presence(companyId, { employeeId: boris.employeeId, away: true }),
    runner.command(companyId, { ...press(), by: employeeId, action: 'join' }),
  ]);
  await eventually(async () => (await row()).offeredTo[0] === employeeId, 'the offer to Anna');
});

test('a vacation that begins in the moment in which he was heard of returns what he has', async () => {
  const { companyId, employeeId } = company;
  const here = (id: string) =>
    api.app.get(Runner).presence(companyId, { employeeId: id, connectedAt: true, usedAt: true });
  const from = Date.now() + moved + 3_600_000;
  const time = { kind: 'vacation', from, until: from + 86_400_000 } as const;
  await callAs(api, company.admin).people.addAbsence.mutate({ employeeId: boris.employeeId, time });
  moved += 3_600_000;
  await here(employeeId);
  await here(boris.employeeId);
  const [person] = await api.query<{ due: boolean }>(
    'select wake_at <= $2 as due from employee where employee_id = $1',
    [boris.employeeId, new Date(Date.now() + moved)],
  );
  expect(person).toEqual({ due: true });
  api.app.get(Runner).due(companyId, [], [boris.employeeId]);
  await eventually(async () => (await row()).offeredTo[0] === employeeId, 'the offer to Anna');
});

test('what is offered to somebody of a department stays with him when somebody of the line comes', async () => {
  const { companyId, employeeId } = company;
  const admin = callAs(api, company.admin);
  const vera = await anEmployee(api, company, 'operator', 'Vera');
  await callAs(api, vera).people.setAway.mutate({ away: false });
  const made = await admin.people.createDepartment.mutate({ name: 'Sales', parentId: null });
  const departmentId = made.created ? made.department.departmentId : '';
  await admin.people.putIntoDepartment.mutate({ employeeId: vera.employeeId, departmentId });
  await admin.dialogs.transfer.mutate({ ...press(), to: { departmentId } });
  expect(await row()).toMatchObject({ state: 'offered', offeredTo: [vera.employeeId] });
  for (const away of [true, false]) await api.app.get(Runner).presence(companyId, { employeeId, away });
  await api.app.get(Runner).settled();
  expect(await row()).toMatchObject({ state: 'offered', offeredTo: [vera.employeeId] });
});

test('a deadline that cannot be decided on sleeps, though something else is written of its dialog', async () => {
  const { companyId, employeeId } = company;
  // As only a defect could leave it: what was said is not known.
  await api.query(
    `update dialog set body = body || '{"said": null, "unacceptedSince": 1}', wake_at = '2020-01-01' where company_id = $1`,
    [companyId],
  );
  const runner = api.app.get(Runner);
  const first = runner.presence(companyId, { employeeId, usedAt: true });
  runner.due(companyId, [1], []);
  expect(await runner.command(companyId, { ...press(), by: employeeId, action: 'join' })).toMatchObject({ done: true });
  await first;
  const [found] = await api.query<{ joined: number; wakeAt: Date | null; parked: number }>(
    `select cardinality(joined) as joined, wake_at as "wakeAt", (select count(*)::int from parked where company_id = $1) as parked
     from dialog where company_id = $1`,
    [companyId],
  );
  expect(found).toEqual({ joined: 1, wakeAt: null, parked: 1 });
});

test('who comes is shown the younger dialog too, once the older one has been offered to him', async () => {
  const { employeeId } = company;
  const admin = callAs(api, company.admin);
  const today = Date.now() + moved;
  const time = { kind: 'vacation', from: today - 3_600_000, until: today + 86_400_000 } as const;
  const vacation = await admin.people.addAbsence.mutate({ employeeId, time });
  await saveQueue(api, company, { distribution: 'all' });
  for (const dialogId of [2, 3]) {
    await somebodyWrites(api, company.address, 'Hello');
    const offered = async () => (await offers()).some((one) => one.dialogId === dialogId);
    await eventually(offered, 'the offer');
    // The older one waits, declined by him.
    if (dialogId === 2) await callAs(api, boris).dialogs.decline.mutate({ commandId: crypto.randomUUID(), dialogId });
  }
  if (vacation.added) await admin.people.cancelAbsence.mutate({ absenceId: vacation.absence.absenceId });
  await api.app.get(Runner).settled();
  expect(await offers()).toEqual([
    { dialogId: 2, to: [employeeId] },
    { dialogId: 3, to: expect.arrayContaining([employeeId, boris.employeeId]) },
  ]);
});

async function offers(): Promise<{ dialogId: number; to: string[] }[]> {
  return api.query(
    `select dialog_id as "dialogId", offered_to as to from dialog where company_id = $1 and state = 'offered' order by 1`,
    [company.companyId],
  );
}
