import { withReaches } from '@switchboard/domain/access';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, testApi, type Company, type Person, type TestApi } from '../testing/api.ts';

/** Anna is the administrator, Sonya a supervisor, Boris an operator. */
let api: TestApi;
let company: Company;
let sonya: Person;
let boris: Person;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
  sonya = await anEmployee(api, company, 'supervisor', 'Sonya');
  boris = await anEmployee(api, company, 'operator', 'Boris');
});

const anna = () => callAs(api, company.admin);
const rolesNow = () => anna().roles.list.query({});
const roleNow = async (roleId: string) => (await rolesNow()).find((role) => role.roleId === roleId);
const audited = async () =>
  (
    await api.query<{ what: string }>('select what from audit_entry where company_id = $1 order by audit_entry_id', [
      company.companyId,
    ])
  ).map(({ what }) => what);
async function aRole(name = 'Shift lead', rights = withReaches('own')): Promise<string> {
  const made = await anna().roles.create.mutate({ name, rights });
  if (!made.created) throw new Error(made.because);
  return made.roleId;
}
const give = (as: Person, employeeId: string, was: string[], roleIds: string[]) =>
  callAs(api, as).roles.give.mutate({ employeeId, was, roleIds });

describe('roles', () => {
  test('a company begins with the three that every one has, and everybody may read who has which', async () => {
    const roles = await callAs(api, boris).roles.list.query({});
    expect(
      roles.map(({ roleId, isDefault, version, employeeIds }) => [roleId, isDefault, version, employeeIds]),
    ).toEqual([
      ['administrator', true, 0, [company.employeeId]],
      ['supervisor', true, 0, [sonya.employeeId]],
      ['operator', true, 0, [boris.employeeId]],
    ]);
    // Those who came by a link are invitations no more, those who did not are counted.
    await anna().people.invite.mutate({ email: 'new@example.test', roleIds: ['operator', 'supervisor'] });
    expect((await roleNow('supervisor'))?.invitations).toBeGreaterThan(0);
  });

  test('an own one is made, copied, changed and called another name', async () => {
    const roleId = await aRole();
    const rights = { ...withReaches('own', { mark: 'any' }), lines: { [company.lineId]: { reply: 'none' as const } } };
    expect(await anna().roles.save.mutate({ roleId, version: 1, name: 'Lead', rights })).toEqual({
      saved: true,
      version: 2,
    });
    const copied = await anna().roles.copy.mutate({ roleId, name: 'Lead of the night' });
    if (!copied.created) throw new Error(copied.because);
    expect(await roleNow(copied.roleId)).toMatchObject({ name: 'Lead of the night', version: 1, rights });
    expect(await roleNow(roleId)).toMatchObject({ name: 'Lead', version: 2, rights });
    expect(await audited()).toEqual(expect.arrayContaining(['role.created', 'role.saved']));
  });

  test('two administrators who change the same one do not overwrite each other: the later sees both', async () => {
    const roleId = await aRole();
    await anna().roles.save.mutate({ roleId, version: 1, rights: withReaches('department') });
    const answer = await anna().roles.save.mutate({ roleId, version: 1, name: 'Mine', rights: withReaches('any') });
    expect(answer).toEqual({
      saved: false,
      because: 'stale',
      now: { version: 2, name: 'Shift lead', rights: withReaches('department') },
    });
    expect((await roleNow(roleId))?.version).toBe(2);
  });

  test('a change of the operator’s role takes effect with the next call, and is taken back by its defaults', async () => {
    const mayMark = async () => (await callAs(api, boris).session.me.query({}))?.rights.general.mark;
    expect(await mayMark()).toBe('none');
    const before = await roleNow('operator');
    if (!before) throw new Error('no operator');
    const wider = { ...before.rights, general: { ...before.rights.general, mark: 'own' as const } };
    expect(await anna().roles.save.mutate({ roleId: 'operator', version: 0, rights: wider })).toMatchObject({
      saved: true,
    });
    expect(await mayMark()).toBe('own');
    expect((await roleNow('operator'))?.isDefault).toBe(false);
    await anna().roles.save.mutate({ roleId: 'operator', version: 1, rights: before.rights });
    expect(await roleNow('operator')).toMatchObject({ isDefault: true, version: 2 });
    expect(await mayMark()).toBe('none');
  });

  test('the administrator’s is fixed, so that nobody locks the company out', async () => {
    const saved = await anna().roles.save.mutate({ roleId: 'administrator', version: 0, rights: withReaches('none') });
    expect(saved).toEqual({ saved: false, because: 'fixed' });
    expect(await anna().roles.remove.mutate({ roleId: 'administrator', moveTo: null })).toMatchObject({
      because: 'built-in',
    });
  });

  test('one that somebody has is taken away only with another in its place', async () => {
    const roleId = await aRole();
    await give(company.admin, boris.employeeId, ['operator'], [roleId]);
    await anna().people.invite.mutate({ email: 'late@example.test', roleIds: [roleId] });
    expect(await anna().roles.remove.mutate({ roleId, moveTo: null })).toEqual({
      removed: false,
      because: 'in-use',
      employees: 1,
      invitations: 1,
    });
    expect(await anna().roles.remove.mutate({ roleId, moveTo: 'operator' })).toEqual({ removed: true });
    expect((await callAs(api, boris).session.me.query({}))?.roleIds).toEqual(['operator']);
    const invited = (await anna().people.invitations.query({})).find(({ email }) => email === 'late@example.test');
    expect(invited?.roleIds).toEqual(['operator']);
    expect(await audited()).toContain('role.deleted');
  });

  const wrong: [string, { name: string; rights: ReturnType<typeof withReaches> }, string, string][] = [
    ['no name', { name: ' ', rights: withReaches('own') }, 'name', 'role.name.empty'],
    ['a name that is taken', { name: 'shift LEAD', rights: withReaches('own') }, 'name', 'role.name.taken'],
  ];
  test.each(wrong)('with %s it is refused at the field, and nothing is stored', async (_, input, path, key) => {
    await aRole();
    const answer = anna().roles.create.mutate(input);
    await expect(answer).rejects.toMatchObject({ data: { code: 'BAD_REQUEST', field: { [path]: key } } });
    expect(await rolesNow()).toHaveLength(4);
  });

  test('with a line that is not the company’s it is refused', async () => {
    const rights = { ...withReaches('own'), lines: { [crypto.randomUUID()]: { reply: 'any' as const } } };
    await expect(anna().roles.create.mutate({ name: 'Lead', rights })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });
  });
});

describe('giving roles', () => {
  test('several are held at once, the widest wins, and it is told in the audit log', async () => {
    const roleId = await aRole('Marker', withReaches('none', { mark: 'any' }));
    expect(await give(company.admin, boris.employeeId, ['operator'], ['operator', roleId])).toEqual({ set: true });
    const me = await callAs(api, boris).session.me.query({});
    expect([me?.rights.general.mark, me?.rights.general.reply]).toEqual(['any', 'own']);
    expect(await audited()).toContain('employee.roles');
  });

  test('what somebody else gave meanwhile is not overwritten', async () => {
    await give(company.admin, boris.employeeId, ['operator'], ['supervisor']);
    expect(await give(company.admin, boris.employeeId, ['operator'], ['administrator'])).toEqual({
      set: false,
      because: 'stale',
      roleIds: ['supervisor'],
    });
  });

  test('the last administrator stays one', async () => {
    expect(await give(company.admin, company.employeeId, ['administrator'], ['operator'])).toEqual({
      set: false,
      because: 'last-administrator',
    });
    await give(company.admin, boris.employeeId, ['operator'], ['administrator']);
    expect(await give(company.admin, company.employeeId, ['administrator'], ['operator'])).toEqual({ set: true });
  });

  const wider = { set: false, because: 'wider-than-yours' };
  test('nobody gives what is wider than what he has, least of all to himself', async () => {
    expect(await give(sonya, boris.employeeId, ['operator'], ['administrator'])).toEqual(wider);
    expect(await give(sonya, sonya.employeeId, ['supervisor'], ['supervisor', 'administrator'])).toEqual(wider);
    expect(await give(sonya, company.employeeId, ['administrator'], ['operator'])).toEqual(wider);
    expect(await give(sonya, boris.employeeId, ['operator'], ['supervisor'])).toEqual({ set: true });
  });

  test('nor invites or dismisses beyond that', async () => {
    const { people } = callAs(api, sonya);
    expect(await people.invite.mutate({ email: 'a@example.test', roleIds: ['administrator'] })).toEqual({
      invited: false,
      because: 'wider-than-yours',
    });
    expect(await people.dismiss.mutate({ employeeId: company.employeeId })).toMatchObject({ dismissed: false });
    await give(company.admin, boris.employeeId, ['operator'], ['administrator']);
    expect(await people.dismiss.mutate({ employeeId: boris.employeeId })).toEqual({
      dismissed: false,
      because: 'wider-than-yours',
    });
  });

  test('whoever changes roles makes none wider than his own', async () => {
    const manager = await aRole('People', withReaches('own', { people: 'any' }));
    await give(company.admin, boris.employeeId, ['operator'], [manager]);
    const { roles } = callAs(api, boris);
    expect(await roles.create.mutate({ name: 'All', rights: withReaches('any') })).toMatchObject(wider_('created'));
    expect(await roles.save.mutate({ roleId: manager, version: 1, rights: withReaches('any') })).toMatchObject(
      wider_('saved'),
    );
    expect(await roles.save.mutate({ roleId: 'supervisor', version: 0, rights: withReaches('none') })).toMatchObject(
      wider_('saved'),
    );
    expect(await roles.create.mutate({ name: 'Less', rights: withReaches('own') })).toMatchObject({ created: true });
  });

  const wider_ = (what: string) => ({ [what]: false, because: 'wider-than-yours' });

  test('an id in capitals names the same person and line, and opens nothing more', async () => {
    await give(company.admin, boris.employeeId, ['operator'], ['administrator']);
    const dismissed = callAs(api, sonya).people.dismiss.mutate({ employeeId: boris.employeeId.toUpperCase() });
    expect(await dismissed).toEqual({ dismissed: false, because: 'wider-than-yours' });
    const rights = { ...withReaches('any'), lines: { [company.lineId]: { linesEdit: 'none' as const } } };
    await anna().roles.save.mutate({ roleId: 'supervisor', version: 0, rights });
    const renamed = callAs(api, sonya).lines.rename.mutate({ lineId: company.lineId.toUpperCase(), name: 'Mine' });
    await expect(renamed).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
  });

  test('without a role, or with one that does not exist, it is refused', async () => {
    await expect(give(company.admin, boris.employeeId, ['operator'], [])).rejects.toMatchObject({
      data: { field: { roleIds: 'roles.none' } },
    });
    expect(await give(company.admin, boris.employeeId, ['operator'], [crypto.randomUUID()])).toEqual({
      set: false,
      because: 'no-such-role',
    });
  });

  test('a supervisor of a department manages its people, and nobody else', async () => {
    const made = await anna().people.createDepartment.mutate({ name: 'Sales', parentId: null });
    if (!made.created) throw new Error(made.because);
    const { departmentId } = made.department;
    const vera = await anEmployee(api, company, 'operator', 'Vera');
    for (const { employeeId } of [sonya, boris])
      await anna().people.putIntoDepartment.mutate({ employeeId, departmentId });
    expect(await give(sonya, boris.employeeId, ['operator'], ['supervisor'])).toEqual({ set: true });
    await expect(give(sonya, vera.employeeId, ['operator'], ['supervisor'])).rejects.toMatchObject({
      data: { code: 'FORBIDDEN' },
    });
    await expect(
      callAs(api, sonya).people.renameDepartment.mutate({ departmentId, name: 'Mine' }),
    ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
  });
});
