import { seededRandom } from '@switchboard/channels/testing';
import { crewOf } from '@switchboard/domain/people';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { LeavingService } from './leaving.service.ts';
import { Viewers } from '../sign-in/viewer.service.ts';
import { aCompany, anEmployee, callAs, testApi, type Company, type Person, type TestApi } from '../testing/api.ts';

const day = 86_400_000;
const forbidden = { data: { code: 'FORBIDDEN' } };
const notFound = { data: { code: 'NOT_FOUND' } };

let api: TestApi;
let moved = 0;
const now = (): number => Date.now() + moved;

beforeAll(async () => {
  api = await testApi({ ROLES: 'web' }, undefined, () => new Date(now()));
});
afterAll(() => api.stop());

const people = (of: { cookie: string }) => callAs(api, of).people;

async function staff(company: Company, ...names: string[]): Promise<Person[]> {
  const found: Person[] = [];
  for (const name of names) found.push(await anEmployee(api, company, 'operator', name));
  return found;
}

async function aDepartment(company: Company, name: string, parentId: string | null = null): Promise<string> {
  const made = await people(company.admin).createDepartment.mutate({ name, parentId });
  if (!made.created) throw new Error(made.because);
  return made.department.departmentId;
}

/** Puts employees and departments, in this order, into the queue of the company's line. */
async function queueOf(company: Company, members: ({ employeeId: string } | { departmentId: string })[]) {
  const { lines } = callAs(api, company.admin);
  const { version } = await lines.get.query({ lineId: company.lineId });
  return lines.save.mutate({ lineId: company.lineId, version, changes: { 'queue.members': members } });
}

const crewNow = async (company: Company): Promise<string[]> =>
  (await callAs(api, company.admin).lines.crew.query({ lineId: company.lineId })).crew;

const personOf = async (company: Company, person: Person) => {
  const found = (await people(company.admin).list.query({})).find((row) => row.employeeId === person.employeeId);
  if (!found) throw new Error('he is not listed');
  return found;
};

/** What is kept of somebody's availability, in order. */
const factsOf = (person: Person) =>
  api.query<{ available: boolean; because: string | null }>(
    'select available, because from presence_fact where employee_id = $1 order by at, presence_fact_id',
    [person.employeeId],
  );

describe('departments', () => {
  let company: Company;
  let boris: Person;
  let vera: Person;
  let sales: string;
  let partners: string;

  beforeAll(async () => {
    company = await aCompany(api);
    [boris, vera] = (await staff(company, 'Boris', 'Vera')) as [Person, Person];
    sales = await aDepartment(company, 'Sales');
    partners = await aDepartment(company, 'Partners', sales);
  });

  test('stand in each other, with their people and who leads them', async () => {
    const admin = people(company.admin);
    expect(await admin.putIntoDepartment.mutate({ employeeId: boris.employeeId, departmentId: sales })).toEqual({
      put: true,
    });
    expect(await admin.putIntoDepartment.mutate({ employeeId: vera.employeeId, departmentId: partners })).toEqual({
      put: true,
    });
    expect(await admin.setDepartmentHead.mutate({ departmentId: sales, employeeId: boris.employeeId })).toEqual({
      set: true,
    });
    await admin.renameDepartment.mutate({ departmentId: partners, name: '  Partners abroad ' });
    expect(await people(vera).departments.query({})).toEqual([
      {
        departmentId: sales,
        parentId: null,
        headId: boris.employeeId,
        name: 'Sales',
        memberIds: [boris.employeeId],
        people: 1,
      },
      {
        departmentId: partners,
        parentId: sales,
        headId: null,
        name: 'Partners abroad',
        memberIds: [vera.employeeId],
        people: 1,
      },
    ]);
    expect((await personOf(company, vera)).departmentId).toBe(partners);
  });

  test('answer in a line for their people and those of their parts, without the heads', async () => {
    expect(await queueOf(company, [{ departmentId: sales }])).toMatchObject({ saved: true });
    expect(await crewNow(company)).toEqual([vera.employeeId]);
    expect((await callAs(api, company.admin).lines.list.query({}))[0]).toMatchObject({ members: 1 });
    await people(company.admin).setDepartmentHead.mutate({ departmentId: sales, employeeId: null });
    expect(await crewNow(company)).toEqual([boris.employeeId, vera.employeeId]);
  });

  test('a line sees who joined them, and he starts at its back', async () => {
    const [gleb] = (await staff(company, 'Gleb')) as [Person];
    const stamps = () =>
      api.query<{ employeeId: string; at: Date }>(
        'select employee_id as "employeeId", assigned_at as at from queue_stamp where line_id = $1 order by assigned_at',
        [company.lineId],
      );
    const before = await stamps();
    await people(company.admin).putIntoDepartment.mutate({ employeeId: gleb.employeeId, departmentId: partners });
    expect(await crewNow(company)).toEqual([boris.employeeId, gleb.employeeId, vera.employeeId]);
    const after = await stamps();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)?.employeeId).toBe(gleb.employeeId);
    await people(company.admin).putIntoDepartment.mutate({ employeeId: gleb.employeeId, departmentId: null });
    expect(await crewNow(company)).toEqual([boris.employeeId, vera.employeeId]);
  });

  test('whoever is listed alone as well keeps the better place', async () => {
    await queueOf(company, [{ employeeId: vera.employeeId }, { departmentId: sales }]);
    expect(await crewNow(company)).toEqual([vera.employeeId, boris.employeeId]);
  });

  test('who answers through one sees its line', async () => {
    await queueOf(company, [{ departmentId: sales }]);
    expect((await callAs(api, vera).lines.list.query({})).map((line) => line.lineId)).toEqual([company.lineId]);
    await people(company.admin).setDepartmentHead.mutate({ departmentId: partners, employeeId: vera.employeeId });
    expect(await callAs(api, vera).lines.list.query({})).toEqual([]);
    await people(company.admin).setDepartmentHead.mutate({ departmentId: partners, employeeId: null });
  });

  test('one that has people, parts or a place in a queue stays', async () => {
    const admin = people(company.admin);
    expect(await admin.removeDepartment.mutate({ departmentId: sales })).toEqual({
      removed: false,
      because: 'has-departments',
    });
    expect(await admin.removeDepartment.mutate({ departmentId: partners })).toEqual({
      removed: false,
      because: 'has-people',
    });
    const support = await aDepartment(company, 'Support');
    await queueOf(company, [{ employeeId: vera.employeeId }, { departmentId: support }]);
    expect(await admin.removeDepartment.mutate({ departmentId: support })).toEqual({
      removed: false,
      because: 'in-a-queue',
      lineIds: [company.lineId],
    });
    await queueOf(company, [{ employeeId: vera.employeeId }]);
    expect(await admin.removeDepartment.mutate({ departmentId: support })).toEqual({ removed: true });
    await expect(admin.removeDepartment.mutate({ departmentId: support })).rejects.toMatchObject(notFound);
  });

  test('none is part of itself, and none stands deeper than twenty', async () => {
    const admin = people(company.admin);
    for (const parentId of [sales, partners])
      expect(await admin.moveDepartment.mutate({ departmentId: sales, parentId })).toEqual({
        moved: false,
        because: 'cycle',
      });
    const path = [sales, partners];
    while (path.length < 20) path.push(await aDepartment(company, `Level ${path.length}`, path.at(-1)));
    const last = path.at(-1) as string;
    expect(await admin.createDepartment.mutate({ name: 'One more', parentId: last })).toEqual({
      created: false,
      because: 'too-deep',
    });
    const other = await aDepartment(company, 'Other');
    expect(await admin.moveDepartment.mutate({ departmentId: sales, parentId: other })).toEqual({
      moved: false,
      because: 'too-deep',
    });
    expect(await admin.moveDepartment.mutate({ departmentId: last, parentId: null })).toEqual({ moved: true });
    expect(await admin.moveDepartment.mutate({ departmentId: sales, parentId: other })).toEqual({ moved: true });
  });

  test('stand among their like in the order they were put in', async () => {
    const top = await aDepartment(company, 'Top');
    const [first, second, third] = [
      await aDepartment(company, 'First', top),
      await aDepartment(company, 'Second', top),
      await aDepartment(company, 'Third', top),
    ];
    const order = async () =>
      (await people(company.admin).departments.query({})).flatMap((row) => (row.parentId === top ? [row.name] : []));
    expect(await order()).toEqual(['First', 'Second', 'Third']);
    await people(company.admin).moveDepartment.mutate({ departmentId: third, parentId: top, place: 0 });
    expect(await order()).toEqual(['Third', 'First', 'Second']);
    await people(company.admin).moveDepartment.mutate({ departmentId: first, parentId: top });
    expect(await order()).toEqual(['Third', 'Second', 'First']);
    expect(second).not.toBe(first);
  });

  test('are changed by whoever manages people, and by nobody else', async () => {
    const calls = people(vera);
    await expect(calls.createDepartment.mutate({ name: 'Mine', parentId: null })).rejects.toMatchObject(forbidden);
    await expect(calls.removeDepartment.mutate({ departmentId: sales })).rejects.toMatchObject(forbidden);
    await expect(
      calls.putIntoDepartment.mutate({ employeeId: vera.employeeId, departmentId: null }),
    ).rejects.toMatchObject(forbidden);
  });

  test('of another company are nobody’s here', async () => {
    const teapot = await aCompany(api, 'Teapot');
    const calls = people(teapot.admin);
    await expect(calls.renameDepartment.mutate({ departmentId: sales, name: 'Ours' })).rejects.toMatchObject(notFound);
    await expect(calls.createDepartment.mutate({ name: 'Ours', parentId: sales })).rejects.toMatchObject(notFound);
    await expect(
      calls.putIntoDepartment.mutate({ employeeId: teapot.employeeId, departmentId: sales }),
    ).rejects.toMatchObject(notFound);
    await expect(
      calls.setDepartmentHead.mutate({ departmentId: await aDepartment(teapot, 'Ours'), employeeId: vera.employeeId }),
    ).rejects.toMatchObject(notFound);
    await expect(queueOf(teapot, [{ departmentId: sales }])).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST', field: { 'queue.members.0.departmentId': 'queue.members.unknown' } },
    });
  });
});

describe('the lines somebody is in', () => {
  /** They stand in two places: in the domain, which resolves a queue, and in SQL, which asks for one person. */
  test('are the same by the rules and by the question', async () => {
    const company = await aCompany(api);
    const crew = await staff(company, 'Anna', 'Boris', 'Vera', 'Gleb');
    const random = seededRandom(20_262);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const departments: string[] = [];
    for (let index = 0; index < 6; index++)
      departments.push(
        await aDepartment(company, `${index}`, index === 0 || random() < 0.2 ? null : pick(departments)),
      );
    const admin = people(company.admin);
    const found: number[] = [];
    for (let round = 0; round < 12; round++) {
      for (const { employeeId } of crew)
        await admin.putIntoDepartment.mutate({ employeeId, departmentId: random() < 0.2 ? null : pick(departments) });
      for (const departmentId of departments)
        await admin.setDepartmentHead.mutate({
          departmentId,
          employeeId: random() < 0.3 ? pick(crew).employeeId : null,
        });
      const members = [{ departmentId: pick(departments) }, { employeeId: pick(crew).employeeId }];
      await queueOf(company, random() < 0.5 ? members : members.slice(0, 1));
      const queue = (await callAs(api, company.admin).lines.get.query({ lineId: company.lineId })).settings.queue;
      const tree = (await admin.departments.query({})).map((row) => ({ ...row, id: row.departmentId }));
      const expected = crewOf(queue.members, tree);
      for (const { userId, employeeId } of crew) {
        const viewer = await api.app.get(Viewers).ofUser(userId);
        expect(viewer?.lineIds, `round ${round}`).toEqual(expected.includes(employeeId) ? [company.lineId] : []);
      }
      found.push(expected.length);
    }
    expect(new Set(found).size).toBeGreaterThan(2);
  });
});

describe('absences', () => {
  let company: Company;
  let boris: Person;
  let from: number;
  beforeEach(async () => {
    company = await aCompany(api);
    [boris] = (await staff(company, 'Boris')) as [Person];
    await people(boris).setAway.mutate({ away: false });
    from = now() - day;
  });
  const add = (time: { kind: 'vacation' | 'sick-leave'; from: number; until: number }) =>
    people(company.admin).addAbsence.mutate({ employeeId: boris.employeeId, time });

  test('somebody on vacation is absent, and nobody but who manages people is told why', async () => {
    const added = await add({ kind: 'sick-leave', from, until: from + 8 * day });
    expect(added).toMatchObject({ added: true, absence: { kind: 'sick-leave', createdBy: company.employeeId } });
    expect(await personOf(company, boris)).toMatchObject({ presence: 'absent', since: from });
    expect(await factsOf(boris)).toMatchObject([{ available: true }, { available: false, because: 'absent' }]);
    const [vera] = (await staff(company, 'Vera')) as [Person];
    expect(await people(boris).absences.query({})).toHaveLength(1);
    expect(await people(vera).absences.query({})).toEqual([]);
    await expect(people(vera).absences.query({ employeeId: boris.employeeId })).rejects.toMatchObject(forbidden);
    expect(JSON.stringify(await callAs(api, company.admin).lines.crew.query({ lineId: company.lineId }))).not.toContain(
      'sick-leave',
    );
  });

  test('one that is cancelled is over at once', async () => {
    const added = await add({ kind: 'vacation', from, until: from + 8 * day });
    if (!added.added) throw new Error(added.because);
    const { absenceId } = added.absence;
    await people(company.admin).cancelAbsence.mutate({ absenceId });
    await people(company.admin).cancelAbsence.mutate({ absenceId });
    expect(await personOf(company, boris)).toMatchObject({ presence: 'available', since: null });
    expect((await factsOf(boris)).map((fact) => fact.because)).toEqual([null, 'absent', null]);
    expect(
      await people(company.admin).changeAbsence.mutate({
        absenceId,
        time: { kind: 'vacation', from, until: from + day },
      }),
    ).toEqual({ changed: false, because: 'cancelled' });
    expect(await people(company.admin).absences.query({ past: true })).toEqual([]);
  });

  test('the moment at which one begins is one at which he is looked at', async () => {
    const begins = now() + 60_000;
    await add({ kind: 'vacation', from: begins, until: begins + day });
    expect(await personOf(company, boris)).toMatchObject({ presence: 'available' });
    const wake = async () =>
      (
        await api.query<{ at: Date }>('select wake_at as at from employee where employee_id = $1', [boris.employeeId])
      )[0]?.at.getTime();
    expect(await wake()).toBe(begins);
    const [absence] = await people(company.admin).absences.query({});
    await people(company.admin).changeAbsence.mutate({
      absenceId: absence?.absenceId ?? '',
      time: { kind: 'vacation', from: begins - 30_000, until: begins + day },
    });
    expect(await wake()).toBe(begins - 30_000);
  });

  test('two of one person do not overlap; one may begin where another ends', async () => {
    const first = await add({ kind: 'vacation', from, until: from + 8 * day });
    for (const [more, until] of [
      [-1, 1],
      [7, 9],
      [2, 3],
      [-1, 9],
    ] as const)
      expect(await add({ kind: 'sick-leave', from: from + more * day, until: from + until * day })).toMatchObject({
        added: false,
        because: 'overlaps',
        with: { from, until: from + 8 * day },
      });
    expect(await add({ kind: 'sick-leave', from: from + 8 * day, until: from + 9 * day })).toMatchObject({
      added: true,
    });
    if (!first.added) throw new Error(first.because);
    const change = (until: number) =>
      people(company.admin).changeAbsence.mutate({
        absenceId: first.absence.absenceId,
        time: { kind: 'vacation', from, until },
      });
    expect(await change(from + 8 * day + 1)).toMatchObject({ changed: false, because: 'overlaps' });
    expect(await change(from + 7 * day)).toMatchObject({ changed: true, absence: { until: from + 7 * day } });
  });

  test.each([
    ['ends before it begins', 0, -1, 'absence.until.early'],
    ['ends when it begins', 0, 0, 'absence.until.early'],
    ['lasts longer than two years', 0, 733 * day, 'absence.until.late'],
  ])('one that %s is refused at the field', async (_, begins, lasts, key) => {
    await expect(add({ kind: 'vacation', from: from + begins, until: from + begins + lasts })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST', field: { 'time.until': key } },
    });
  });

  test('are entered by whoever manages people, for those of his company who work there', async () => {
    const time = { kind: 'vacation' as const, from, until: from + day };
    await expect(people(boris).addAbsence.mutate({ employeeId: boris.employeeId, time })).rejects.toMatchObject(
      forbidden,
    );
    const teapot = await aCompany(api, 'Teapot');
    await expect(people(teapot.admin).addAbsence.mutate({ employeeId: boris.employeeId, time })).rejects.toMatchObject(
      notFound,
    );
    const added = await add(time);
    const absenceId = added.added ? added.absence.absenceId : '';
    await expect(people(teapot.admin).cancelAbsence.mutate({ absenceId })).rejects.toMatchObject(notFound);
    await expect(people(teapot.admin).changeAbsence.mutate({ absenceId, time })).rejects.toMatchObject(notFound);
    await people(company.admin).dismiss.mutate({ employeeId: boris.employeeId });
    expect(await add({ ...time, from: from + 2 * day, until: from + 3 * day })).toEqual({
      added: false,
      because: 'dismissed',
    });
  });
});

describe('working days', () => {
  let company: Company;
  let boris: Person;
  beforeEach(async () => {
    company = await aCompany(api);
    [boris] = (await staff(company, 'Boris')) as [Person];
    await people(boris).setAway.mutate({ away: false });
  });

  test('are begun, interrupted and ended by who works, where the company keeps them', async () => {
    const own = people(boris);
    expect(await own.setWorkday.mutate({ state: 'started' })).toEqual({ set: false, because: 'not-tracked' });
    await people(company.admin).trackWorkdays.mutate({ tracked: true });
    expect(await personOf(company, boris)).toMatchObject({ presence: 'day-ended', workday: { state: 'ended' } });
    expect(await own.setWorkday.mutate({ state: 'paused' })).toEqual({ set: false, because: 'not-started' });
    const begun = await own.setWorkday.mutate({ state: 'started' });
    expect(begun).toMatchObject({ set: true, workday: { state: 'started' } });
    expect(await own.setWorkday.mutate({ state: 'started' })).toEqual(begun);
    expect(await personOf(company, boris)).toMatchObject({ presence: 'available' });
    expect((await callAs(api, boris).session.me.query({}))?.workday).toMatchObject({ state: 'started' });
    await own.setWorkday.mutate({ state: 'paused' });
    expect(await personOf(company, boris)).toMatchObject({ presence: 'on-a-break' });
    await own.setWorkday.mutate({ state: 'started' });
    await own.setWorkday.mutate({ state: 'ended' });
    expect((await own.workday.query({})).entries.map(({ state, by }) => [state, by])).toEqual(
      ['ended', 'started', 'paused', 'started'].map((state) => [state, boris.employeeId]),
    );
    expect((await factsOf(boris)).map((fact) => fact.because)).toEqual([
      null,
      'day-ended',
      null,
      'on-a-break',
      null,
      'day-ended',
    ]);
  });

  test('who keeps one is there by it alone, wherever his console is', async () => {
    await people(company.admin).trackWorkdayOf.mutate({ employeeId: boris.employeeId, tracked: true });
    await people(boris).setWorkday.mutate({ state: 'started' });
    moved += 3_600_000;
    expect(await personOf(company, boris)).toMatchObject({ presence: 'available' });
    await people(company.admin).trackWorkdayOf.mutate({ employeeId: boris.employeeId, tracked: null });
    expect(await personOf(company, boris)).toMatchObject({ presence: 'offline', workday: null });
  });

  test('an employee’s own rule goes before the company’s', async () => {
    await people(company.admin).trackWorkdays.mutate({ tracked: true });
    await people(company.admin).trackWorkdayOf.mutate({ employeeId: boris.employeeId, tracked: false });
    expect(await personOf(company, boris)).toMatchObject({
      presence: 'available',
      workday: null,
      workdayTracked: false,
    });
    expect(await people(boris).workdaysTracked.query({})).toEqual({ tracked: true });
  });

  test('are changed for others by whoever manages people, and it is kept who did', async () => {
    await people(company.admin).trackWorkdays.mutate({ tracked: true });
    const { employeeId } = boris;
    expect(await people(company.admin).setWorkday.mutate({ employeeId, state: 'started' })).toMatchObject({
      set: true,
    });
    expect((await people(company.admin).workday.query({ employeeId })).entries).toMatchObject([
      { state: 'started', by: company.employeeId },
    ]);
    const [vera] = (await staff(company, 'Vera')) as [Person];
    await expect(people(vera).setWorkday.mutate({ employeeId, state: 'ended' })).rejects.toMatchObject(forbidden);
    await expect(people(vera).workday.query({ employeeId })).rejects.toMatchObject(forbidden);
    await expect(people(vera).trackWorkdays.mutate({ tracked: false })).rejects.toMatchObject(forbidden);
    const teapot = await aCompany(api, 'Teapot');
    for (const call of [
      () => people(teapot.admin).setWorkday.mutate({ employeeId, state: 'ended' }),
      () => people(teapot.admin).workday.query({ employeeId }),
      () => people(teapot.admin).trackWorkdayOf.mutate({ employeeId, tracked: false }),
    ])
      await expect(call()).rejects.toMatchObject(notFound);
  });
});

describe('a dismissed employee', () => {
  test('signs in no more, leads nothing, and keeps what he did', async () => {
    const company = await aCompany(api);
    const [boris] = (await staff(company, 'Boris')) as [Person];
    const departmentId = await aDepartment(company, 'Sales');
    const admin = people(company.admin);
    await admin.putIntoDepartment.mutate({ employeeId: boris.employeeId, departmentId });
    await admin.setDepartmentHead.mutate({ departmentId, employeeId: boris.employeeId });
    expect(await admin.dismiss.mutate({ employeeId: boris.employeeId })).toMatchObject({
      dismissed: true,
      consequences: { headless: [{ departmentId }] },
    });
    expect(await admin.dismiss.mutate({ employeeId: boris.employeeId })).toEqual({
      dismissed: true,
      consequences: null,
    });
    expect(await callAs(api, boris).session.me.query({})).toBeNull();
    expect(await personOf(company, boris)).toMatchObject({ presence: 'dismissed' });
    expect(await admin.departments.query({})).toMatchObject([{ headId: null, memberIds: [] }]);
    expect(await admin.setDepartmentHead.mutate({ departmentId, employeeId: boris.employeeId })).toEqual({
      set: false,
      because: 'dismissed',
    });
    expect(await admin.removeDepartment.mutate({ departmentId })).toEqual({ removed: true });
    expect(await factsOf(boris)).toMatchObject([{ available: false, because: 'dismissed' }]);
  });

  test('is neither oneself nor the last administrator, and dismissed by whoever manages people', async () => {
    const company = await aCompany(api);
    const admin = people(company.admin);
    expect(await admin.dismiss.mutate({ employeeId: company.employeeId })).toEqual({
      dismissed: false,
      because: 'oneself',
    });
    const second = await anEmployee(api, company, 'administrator', 'Vera');
    const hers = await api.app.get(Viewers).ofUser(second.userId);
    const [boris] = (await staff(company, 'Boris')) as [Person];
    await expect(people(boris).dismiss.mutate({ employeeId: second.employeeId })).rejects.toMatchObject(forbidden);
    const teapot = await aCompany(api, 'Teapot');
    await expect(people(teapot.admin).dismiss.mutate({ employeeId: boris.employeeId })).rejects.toMatchObject(notFound);
    // She was still there when she called, and no longer when it was her turn.
    await admin.dismiss.mutate({ employeeId: second.employeeId });
    expect(hers && (await api.app.get(LeavingService).dismiss(hers, company.employeeId))).toEqual({
      dismissed: false,
      because: 'last-administrator',
    });
  });
});
