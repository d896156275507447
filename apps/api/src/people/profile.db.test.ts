import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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
import { mostInvitations } from './invitations.service.ts';

const forbidden = { data: { code: 'FORBIDDEN' } };
const notFound = { data: { code: 'NOT_FOUND' } };

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());

const people = (of: { cookie: string }) => callAs(api, of).people;
const audited = async (company: Company) =>
  (
    await api.query<{ what: string; subject: string; details: Record<string, unknown> }>(
      'select what, subject_id as subject, details from audit_entry where company_id = $1 order by audit_entry_id',
      [company.companyId],
    )
  ).map(({ what, subject, details }) => [what, subject, details]);

async function aDepartment(company: Company, name: string): Promise<string> {
  const made = await people(company.admin).createDepartment.mutate({ name, parentId: null });
  if (!made.created) throw new Error(made.because);
  return made.department.departmentId;
}

async function aPhoto(of: Person): Promise<string> {
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123' } })
    .png()
    .toBuffer();
  const image = bytes.toString('base64');
  return (await callAs(api, of).pictures.put.mutate({ purpose: 'photo', image })).url;
}

describe('a profile', () => {
  const blank = { name: 'Boris', surname: '', position: '', photo: null };

  test('says in which lines somebody answers, and by which department', async () => {
    const company = await aCompany(api);
    const [boris, vera] = [await anEmployee(api, company), await anEmployee(api, company, 'operator', 'Vera')];
    const departmentId = await aDepartment(company, 'Sales');
    const admin = people(company.admin);
    await admin.putIntoDepartment.mutate({ employeeId: boris.employeeId, departmentId });
    await admin.setDepartmentHead.mutate({ departmentId, employeeId: vera.employeeId });
    await theQueue(api, company, [vera.employeeId]);
    const { lines } = callAs(api, company.admin);
    const { version } = await lines.get.query({ lineId: company.lineId });
    await lines.save.mutate({
      lineId: company.lineId,
      version,
      changes: { 'queue.members': [{ employeeId: vera.employeeId }, { departmentId }] },
    });
    const of = (employeeId: string) => admin.employee.query({ employeeId });
    expect((await of(boris.employeeId)).lines).toMatchObject([{ lineId: company.lineId, through: departmentId }]);
    expect(await of(vera.employeeId)).toMatchObject({
      leads: [departmentId],
      lines: [{ lineId: company.lineId, through: null, active: true }],
      hiddenLines: 0,
    });
    expect((await of(company.employeeId)).lines).toEqual([]);
  });

  test('is changed by its owner and by whoever manages people, and the audit log says which fields', async () => {
    const company = await aCompany(api);
    const [boris, vera] = [await anEmployee(api, company), await anEmployee(api, company, 'operator', 'Vera')];
    const { employeeId } = boris;
    const next = { ...blank, surname: 'Ivanov' };
    expect(await people(boris).saveEmployee.mutate({ employeeId, ...next, former: blank })).toEqual({ saved: true });
    const last = { ...next, position: 'Seller' };
    expect(await people(company.admin).saveEmployee.mutate({ employeeId, ...last, former: next })).toEqual({
      saved: true,
    });
    await expect(people(vera).saveEmployee.mutate({ employeeId, ...blank, former: last })).rejects.toMatchObject(
      forbidden,
    );
    expect((await people(vera).employee.query({ employeeId })).employee).toMatchObject(last);
    const saves = (await audited(company)).filter(([what]) => what === 'employee.saved');
    expect(saves).toEqual([
      ['employee.saved', employeeId, { changed: ['surname'] }],
      ['employee.saved', employeeId, { changed: ['position'] }],
    ]);
  });

  test('is not saved over what somebody else saved meanwhile; what does not collide is', async () => {
    const company = await aCompany(api);
    const boris = await anEmployee(api, company);
    const { employeeId } = boris;
    const save = (who: Person, values: Partial<typeof blank>) =>
      people(who).saveEmployee.mutate({ employeeId, ...blank, ...values, former: blank });
    expect(await save(boris, { position: 'Seller' })).toEqual({ saved: true });
    const now = { ...blank, position: 'Seller' };
    expect(await save(company.admin, { position: 'Manager' })).toEqual({ saved: false, because: 'stale', now });
    expect(await save(company.admin, { position: 'Seller' })).toEqual({ saved: true });
  });

  test('takes a photo that was chosen here, and the former one goes', async () => {
    const company = await aCompany(api);
    const boris = await anEmployee(api, company);
    const { employeeId } = boris;
    const [first, second] = [await aPhoto(boris), await aPhoto(boris)];
    const put = (photo: string | null, former: string | null) =>
      people(boris).saveEmployee.mutate({ employeeId, ...blank, photo, former: { ...blank, photo: former } });
    const status = async (url: string) => (await fetch(api.url + new URL(url).pathname)).status;
    await put(first, null);
    expect((await people(boris).employee.query({ employeeId })).employee.photo).toBe(first);
    await put(second, first);
    expect([await status(first), await status(second)]).toEqual([404, 200]);
    await put(null, second);
    expect(await status(second)).toBe(404);
    const wrong = { data: { field: { photo: 'picture.unknown' } } };
    await expect(put('https://elsewhere.test/photo.png', null)).rejects.toMatchObject(wrong);
    const teapot = await aCompany(api, 'Teapot');
    await expect(put(await aPhoto(teapot.admin), null)).rejects.toMatchObject(wrong);
    expect((await people(boris).employee.query({ employeeId })).employee.photo).toBeNull();
  });

  test('without a name, or with words too long, is refused at the field', async () => {
    const company = await aCompany(api);
    const { employeeId } = company;
    const save = people(company.admin).saveEmployee.mutate({
      employeeId,
      ...blank,
      name: ' ',
      position: 'x'.repeat(101),
      former: blank,
    });
    await expect(save).rejects.toMatchObject({
      data: { field: { name: 'person.name.empty', position: 'person.name.long' } },
    });
  });
});

describe('an invitation', () => {
  const operator = { roleIds: ['operator' as const] };
  test('names the department that somebody joins', async () => {
    const company = await aCompany(api);
    const departmentId = await aDepartment(company, 'Sales');
    const { people: calls } = callAs(api, company.admin);
    const invited = await calls.invite.mutate({
      email: `${crypto.randomUUID()}@example.test`,
      ...operator,
      departmentId,
    });
    expect(invited).toMatchObject({ invited: true, invitation: { departmentId, expired: false } });
    await expect(
      calls.invite.mutate({ email: 'x@example.test', ...operator, departmentId: crypto.randomUUID() }),
    ).rejects.toMatchObject(notFound);
  });

  test('that is sent again has a new link, and the former is dead', async () => {
    const company = await aCompany(api);
    const calls = people(company.admin);
    const invited = await calls.invite.mutate({ email: `${crypto.randomUUID()}@example.test`, ...operator });
    if (!invited.invited) throw new Error(invited.because);
    const { invitationId } = invited.invitation;
    const hash = async () =>
      (
        await api.query<{ hash: string }>(
          'select token_hash as hash from directory.invitation where invitation_id = $1',
          [invitationId],
        )
      )[0]?.hash;
    const before = await hash();
    expect(await calls.resendInvitation.mutate({ invitationId })).toMatchObject({ sent: true });
    expect(await hash()).not.toBe(before);
    await calls.withdrawInvitation.mutate({ invitationId });
    expect(await calls.resendInvitation.mutate({ invitationId })).toEqual({ sent: false, because: 'gone' });
    expect((await audited(company)).slice(-3).map(([what]) => what)).toEqual([
      'employee.invited',
      'invitation.resent',
      'invitation.withdrawn',
    ]);
  });

  test('is one of five hundred at most that wait for an answer', async () => {
    const company = await aCompany(api);
    const calls = people(company.admin);
    await api.query(
      `insert into directory.invitation (invitation_id, company_id, email, role_ids, token_hash, invited_by, created_at, expires_at)
       select gen_random_uuid(), $1, n || '@example.test', '{operator}', gen_random_uuid()::text, $2, now(), now() + interval '1 day'
       from generate_series(1, $3::int) n`,
      [company.companyId, company.employeeId, mostInvitations],
    );
    const [first] = await calls.invitations.query({});
    expect(await calls.invite.mutate({ email: 'new@example.test', ...operator })).toEqual({
      invited: false,
      because: 'too-many',
    });
    await calls.withdrawInvitation.mutate({ invitationId: first?.invitationId ?? '' });
    expect(await calls.invite.mutate({ email: 'new@example.test', ...operator })).toMatchObject({ invited: true });
  });

  test('whose week is over is shown as such, and gives way to a new one', async () => {
    const company = await aCompany(api);
    const calls = people(company.admin);
    const email = `${crypto.randomUUID()}@example.test`;
    await calls.invite.mutate({ email, ...operator });
    await api.query("update directory.invitation set expires_at = now() - interval '1 hour' where email = $1", [email]);
    expect(await calls.invitations.query({})).toMatchObject([{ email, expired: true }]);
    expect(await calls.invite.mutate({ email, ...operator })).toMatchObject({ invited: true });
    expect(await calls.invitations.query({})).toMatchObject([{ email, expired: false }]);
    expect(await calls.invite.mutate({ email, ...operator })).toEqual({ invited: false, because: 'already-invited' });
  });
});

describe('whoever manages the people of his departments alone', () => {
  test('brings people into these, and neither into others nor into none, where everybody would be theirs', async () => {
    const company = await aCompany(api);
    const sonya = await anEmployee(api, company, 'supervisor', 'Sonya');
    const [sales, support] = [await aDepartment(company, 'Sales'), await aDepartment(company, 'Support')];
    const admin = people(company.admin);
    await admin.setDepartmentHead.mutate({ departmentId: sales, employeeId: sonya.employeeId });
    const asked = (departmentId: string | null) =>
      people(sonya).invite.mutate({
        email: `${crypto.randomUUID()}@example.test`,
        roleIds: ['supervisor'],
        departmentId,
      });
    expect(await asked(null)).toEqual({ invited: false, because: 'not-your-department' });
    expect(await asked(support)).toEqual({ invited: false, because: 'not-your-department' });
    const hers = await asked(sales);
    if (!hers.invited) throw new Error(hers.because);
    const boss = await admin.invite.mutate({ email: 'boss@example.test', roleIds: ['administrator'] });
    if (!boss.invited) throw new Error(boss.because);

    // Of the letters to others she neither knows nor can take one back.
    const { invitationId } = boss.invitation;
    expect(await people(sonya).invitations.query({})).toEqual([hers.invitation]);
    expect(await people(sonya).resendInvitation.mutate({ invitationId })).toEqual({ sent: false, because: 'gone' });
    await people(sonya).withdrawInvitation.mutate({ invitationId });
    expect((await admin.invitations.query({})).map((one) => one.invitationId)).toContain(invitationId);

    const boris = await anEmployee(api, company);
    const { employeeId } = boris;
    await admin.putIntoDepartment.mutate({ employeeId, departmentId: sales });
    await people(sonya).dismiss.mutate({ employeeId });
    const back = (departmentId: string | null) => people(sonya).reinstate.mutate({ employeeId, departmentId });
    expect(await back(null)).toEqual({ reinstated: false, because: 'not-your-department' });
    expect(await back(support)).toEqual({ reinstated: false, because: 'not-your-department' });
    expect(await back(sales)).toMatchObject({ reinstated: true });
  });
});

describe('a dismissal', () => {
  /** A line with Anna and Boris, in which Boris holds one dialog. */
  async function held() {
    const company = await aCompany(api);
    const boris = await anEmployee(api, company);
    await theQueue(api, company, [boris.employeeId]);
    await people(boris).setAway.mutate({ away: false });
    const visitor = await aVisitor(api, company.address);
    await visitor.write('Hello');
    const calls = callAs(api, boris);
    const row = await eventually(async () => (await calls.inbox.list.query({ list: 'mine' })).rows[0]);
    const commandId = crypto.randomUUID();
    expect(await calls.dialogs.accept.mutate({ commandId, dialogId: row.dialogId })).toMatchObject({ done: true });
    visitor.close();
    return { company, boris, dialogId: row.dialogId };
  }

  test('says before what it does, and does it', async () => {
    const { company, boris, dialogId } = await held();
    const { employeeId } = boris;
    const departmentId = await aDepartment(company, 'Sales');
    const admin = people(company.admin);
    await admin.setDepartmentHead.mutate({ departmentId, employeeId });
    const line = { lineId: company.lineId, name: expect.any(String) };
    const consequences = {
      returning: [{ ...line, dialogs: 1, offers: 0 }],
      finishing: 0,
      emptied: [line],
      apiKeys: 0,
      headless: [{ departmentId, name: 'Sales' }],
    };
    expect(await admin.dismissal.query({ employeeId })).toEqual({ possible: true, consequences });
    expect(await admin.dismiss.mutate({ employeeId })).toEqual({ dismissed: true, consequences });
    const dialog = await eventually(async () => {
      const found = await callAs(api, company.admin).dialogs.get.query({ dialogId });
      return found.row.state === 'waiting' && found;
    }, 'going back');
    expect(dialog.row.operator).toBeNull();
    expect(await admin.dismissal.query({ employeeId })).toEqual({ possible: false, because: 'dismissed' });
    expect((await audited(company)).at(-1)).toEqual(['employee.dismissed', employeeId, { dialogs: 1 }]);
  });

  test('signs him out everywhere at once', async () => {
    const { boris, company } = await held();
    expect(await people(company.admin).dismiss.mutate({ employeeId: boris.employeeId })).toMatchObject({
      dismissed: true,
    });
    expect(await callAs(api, boris).session.me.query({})).toBeNull();
    expect(await api.query('select from directory.session where "userId" = $1', [boris.userId])).toEqual([]);
  });

  test('is taken back: he has his roles, and is asked where lists name him', async () => {
    const { boris, company } = await held();
    const { employeeId } = boris;
    const admin = people(company.admin);
    const departmentId = await aDepartment(company, 'Sales');
    await admin.putIntoDepartment.mutate({ employeeId, departmentId });
    expect(await admin.reinstate.mutate({ employeeId, departmentId: null })).toEqual({
      reinstated: false,
      because: 'not-dismissed',
    });
    await admin.dismiss.mutate({ employeeId });
    expect(await admin.reinstate.mutate({ employeeId, departmentId: null })).toMatchObject({
      reinstated: true,
      lines: [{ lineId: company.lineId }],
    });
    const { employee } = await admin.employee.query({ employeeId });
    expect(employee).toMatchObject({ dismissedAt: null, departmentId: null, roleIds: ['operator'] });
    expect((await audited(company)).at(-1)).toEqual(['employee.reinstated', employeeId, { departmentId: null }]);
    await expect(people(boris).reinstate.mutate({ employeeId, departmentId: null })).rejects.toMatchObject({
      data: { code: 'UNAUTHORIZED' },
    });
  });

  test('is for whoever manages people, of his own company', async () => {
    const { boris, company } = await held();
    const vera = await anEmployee(api, company, 'operator', 'Vera');
    const { employeeId } = boris;
    await expect(people(vera).dismissal.query({ employeeId })).rejects.toMatchObject(forbidden);
    await expect(people(vera).reinstate.mutate({ employeeId, departmentId: null })).rejects.toMatchObject(forbidden);
    const teapot = await aCompany(api, 'Teapot');
    await expect(people(teapot.admin).dismissal.query({ employeeId })).rejects.toMatchObject(notFound);
    await expect(people(teapot.admin).reinstate.mutate({ employeeId, departmentId: null })).rejects.toMatchObject(
      notFound,
    );
    expect(await people(company.admin).dismissal.query({ employeeId: company.employeeId })).toEqual({
      possible: false,
      because: 'oneself',
    });
  });
});

test('every change of people, departments, absences and working days is told in the audit log', async () => {
  const company = await aCompany(api);
  const boris = await anEmployee(api, company);
  const { employeeId } = boris;
  const admin = people(company.admin);
  const before = (await audited(company)).length;
  const departmentId = await aDepartment(company, 'Sales');
  await admin.renameDepartment.mutate({ departmentId, name: 'Shop' });
  await admin.moveDepartment.mutate({ departmentId, parentId: null });
  await admin.setDepartmentHead.mutate({ departmentId, employeeId });
  await admin.putIntoDepartment.mutate({ employeeId, departmentId });
  await admin.putIntoDepartment.mutate({ employeeId, departmentId: null });
  await admin.setDepartmentHead.mutate({ departmentId, employeeId: null });
  await admin.removeDepartment.mutate({ departmentId });
  const [from, until] = [4_100_000_000_000, 4_100_086_400_000];
  const added = await admin.addAbsence.mutate({ employeeId, time: { kind: 'vacation', from, until } });
  if (!added.added) throw new Error(added.because);
  const { absenceId } = added.absence;
  await admin.changeAbsence.mutate({ absenceId, time: { kind: 'sick-leave', from, until } });
  await admin.cancelAbsence.mutate({ absenceId });
  await admin.trackWorkdayOf.mutate({ employeeId, tracked: true });
  await admin.trackWorkdays.mutate({ tracked: true });
  const told = (await audited(company)).slice(before);
  expect(told.map(([what, subject]) => [what, subject])).toEqual([
    ['department.created', departmentId],
    ['department.renamed', departmentId],
    ['department.moved', departmentId],
    ['department.head', departmentId],
    ['employee.put', employeeId],
    ['employee.put', employeeId],
    ['department.head', departmentId],
    ['department.removed', departmentId],
    ['absence.added', absenceId],
    ['absence.changed', absenceId],
    ['absence.cancelled', absenceId],
    ['employee.tracked', employeeId],
    ['workdays.tracked', company.companyId],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/Sales|Shop/);
});
