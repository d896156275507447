import { Injectable } from '@nestjs/common';
import { Database, sql, type Turn } from '@switchboard/db';
import {
  builtInRoles,
  defaultRights,
  isBuiltIn,
  isWider,
  rightsOf,
  rightsOfRole,
  roleRights,
  type RoleId,
  type RoleRights,
} from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { compile, type Access } from './actors.ts';
import { mostRoles, type RoleRow } from './role.shapes.ts';

const listRoles = sql(
  'list-roles',
  'select role_id as "roleId", name, rights, version from role where company_id = $1 order by created_at, role_id',
);
const rolesOfPeople = sql(
  'roles-of-people',
  'select employee_id as "employeeId", role_ids as "roleIds" from employee where company_id = $1 and dismissed_at is null order by surname, name, employee_id',
);
const rolesOfInvitations = sql(
  'roles-of-invitations',
  'select role_ids as "roleIds" from invitation where company_id = $1 and accepted_at is null and expires_at > now()',
);
const addRole = sql(
  'add-role',
  'insert into role (company_id, role_id, name, rights, version, created_at) values ($1, $2, $3, $4, 1, $5)',
);
const saveRole = sql(
  'save-role',
  `insert into role (company_id, role_id, name, rights, version, created_at) values ($1, $2, $3, $4, $5, $6)
   on conflict (company_id, role_id) do update set name = excluded.name, rights = excluded.rights, version = excluded.version`,
);
const dropRole = sql('drop-role', 'delete from role where company_id = $1 and role_id = $2');
const moveFromRole = sql(
  'move-from-role',
  `update employee set role_ids = (select array_agg(distinct case when r = $2 then $3 else r end) from unnest(role_ids) r)
   where company_id = $1 and $2 = any(role_ids)`,
);
const moveInvitations = sql(
  'move-invitations-from-role',
  `update invitation set role_ids = (select array_agg(distinct case when r = $2 then $3 else r end) from unnest(role_ids) r)
   where company_id = $1 and $2 = any(role_ids)`,
);
const setRoles = sql('set-roles', 'update employee set role_ids = $3 where company_id = $1 and employee_id = $2');
const administrators = sql(
  'count-administrators',
  `select employee_id as "employeeId" from employee where company_id = $1 and dismissed_at is null and 'administrator' = any(role_ids) limit 2`,
);
const linesOf = sql(
  'lines-of-role',
  'select line_id as "lineId" from line where company_id = $1 and line_id = any($2::uuid[])',
);

type StoredRole = { roleId: RoleId; name: string; rights: unknown; version: number };
type Wider = { because: 'wider-than-yours' };

/** The company's roles: what each may do, and who has it. Nobody makes, changes or gives one that is wider than his own. */
@Injectable()
export class RolesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  /** Those that every company has, the widest first, and then the company's own in the order they were made. */
  async list(companyId: string): Promise<RoleRow[]> {
    const [{ stored, people }, invitations] = await Promise.all([
      this.db.inCompany(companyId, async (db) => ({
        stored: await db.run<StoredRole>(listRoles, [companyId]),
        people: await db.run<{ employeeId: string; roleIds: RoleId[] }>(rolesOfPeople, [companyId]),
      })),
      this.#invitations(companyId),
    ]);
    const known = new Map(stored.map((role) => [role.roleId, role]));
    const ids = [...builtInRoles, ...stored.map(({ roleId }) => roleId).filter((roleId) => !isBuiltIn(roleId))];
    return ids.map((roleId) => ({
      ...shown(roleId, known.get(roleId)),
      employeeIds: people.flatMap((one) => (one.roleIds.includes(roleId) ? [one.employeeId] : [])),
      invitations: invitations.filter((roleIds) => roleIds.includes(roleId)).length,
    }));
  }

  async create(viewer: Viewer, { name, rights }: { name: string; rights: RoleRights }) {
    type Answer = { created: true; roleId: string } | ({ created: false } & (Wider | { because: 'too-many' }));
    return this.changes.make<Answer>(viewer.companyId, 'people', async (turn, _again, audit) => {
      const roles = await turn.run<StoredRole>(listRoles, [viewer.companyId]);
      checkName(roles, name, null);
      await checkLines(turn, rights);
      if (roles.filter(({ roleId }) => !isBuiltIn(roleId)).length >= mostRoles)
        return new NotMade({ created: false, because: 'too-many' });
      const access = await compile(turn);
      if (reachesBeyond(access, viewer, rights)) return new NotMade({ created: false, because: 'wider-than-yours' });
      const roleId = turn.id();
      await turn.run(addRole, [viewer.companyId, roleId, name, JSON.stringify(rights), new Date(turn.now)]);
      await audit(viewer, 'role.created', { kind: 'role', id: roleId });
      return { created: true, roleId };
    });
  }

  /** A role of one's own with the rights of another, the company's own or one that every company has. */
  async copy(viewer: Viewer, { roleId, name }: { roleId: RoleId; name: string }) {
    const role = (await this.list(viewer.companyId)).find((one) => one.roleId === roleId);
    if (!role) throw nobodys();
    return this.create(viewer, { name, rights: roleRights.parse(role.rights) });
  }

  /** Saves a role's name and rights, unless somebody saved it since `version` was read. */
  async save(viewer: Viewer, given: { roleId: RoleId; version: number; name: string | undefined; rights: RoleRights }) {
    type Answer =
      | { saved: true; version: number }
      | { saved: false; because: 'stale'; now: Pick<RoleRow, 'version' | 'name' | 'rights'> }
      | ({ saved: false } & (Wider | { because: 'fixed' }));
    const { roleId, version, rights } = given;
    return this.changes.make<Answer>(viewer.companyId, 'people', async (turn, _again, audit) => {
      if (roleId === 'administrator') return new NotMade({ saved: false, because: 'fixed' });
      const roles = await turn.run<StoredRole>(listRoles, [viewer.companyId]);
      const stored = roles.find((one) => one.roleId === roleId);
      if (!stored && !isBuiltIn(roleId)) throw nobodys();
      const now = shown(roleId, stored);
      if (now.version !== version) {
        const { name: nameNow, rights: rightsNow } = now;
        return new NotMade({
          saved: false,
          because: 'stale',
          now: { version: now.version, name: nameNow, rights: rightsNow },
        });
      }
      const name = isBuiltIn(roleId) ? '' : (given.name ?? now.name);
      if (!isBuiltIn(roleId)) checkName(roles, name, roleId);
      await checkLines(turn, rights);
      const access = await compile(turn);
      if (reachesBeyond(access, viewer, rights) || reachesBeyond(access, viewer, roleRights.parse(now.rights)))
        return new NotMade({ saved: false, because: 'wider-than-yours' });
      await turn.run(saveRole, [
        viewer.companyId,
        roleId,
        name,
        JSON.stringify(rights),
        version + 1,
        new Date(turn.now),
      ]);
      await audit(viewer, 'role.saved', subjectOf(roleId), { role: roleId, version: version + 1 });
      return { saved: true, version: version + 1 };
    });
  }

  /** Takes a role of one's own away. Whoever has it, or is invited as it, is given `moveTo` in its place, or it is refused. */
  async remove(viewer: Viewer, { roleId, moveTo }: { roleId: RoleId; moveTo: RoleId | null }) {
    type Answer =
      | { removed: true }
      | { removed: false; because: 'in-use'; employees: number; invitations: number }
      | ({ removed: false } & (Wider | { because: 'built-in' }));
    const { companyId } = viewer;
    const invitations = (await this.#invitations(companyId)).filter((roleIds) => roleIds.includes(roleId)).length;
    const answer = await this.changes.make<Answer>(companyId, 'people', async (turn, _again, audit) => {
      if (isBuiltIn(roleId)) return new NotMade({ removed: false, because: 'built-in' });
      const access = await compile(turn);
      const rights = access.roles.get(roleId);
      if (!rights || moveTo === roleId || (moveTo !== null && !rightsOfRole(access.roles, moveTo))) throw nobodys();
      const people = await turn.run<{ roleIds: RoleId[] }>(rolesOfPeople, [companyId]);
      const employees = people.filter((one) => one.roleIds.includes(roleId)).length;
      if (moveTo === null && employees + invitations > 0)
        return new NotMade({ removed: false, because: 'in-use', employees, invitations });
      const others = moveTo === null ? [] : [rightsOfRole(access.roles, moveTo) ?? rights];
      if ([rights, ...others].some((one) => reachesBeyond(access, viewer, one)))
        return new NotMade({ removed: false, because: 'wider-than-yours' });
      if (moveTo !== null) await turn.run(moveFromRole, [companyId, roleId, moveTo]);
      await turn.run(dropRole, [companyId, roleId]);
      await audit(viewer, 'role.deleted', { kind: 'role', id: roleId }, { employees, moveTo });
      return { removed: true };
    });
    if (answer.removed && moveTo !== null && invitations > 0)
      await this.db.directory((db) => db.run(moveInvitations, [companyId, roleId, moveTo]));
    return answer;
  }

  /** Gives an employee these roles in place of `was`. The last administrator stays one. */
  async give(viewer: Viewer, given: { employeeId: string; was: readonly RoleId[]; roleIds: readonly RoleId[] }) {
    type Answer =
      | { set: true }
      | { set: false; because: 'stale'; roleIds: RoleId[] }
      | ({ set: false } & (Wider | { because: 'dismissed' | 'last-administrator' | 'no-such-role' }));
    const { companyId } = viewer;
    const { employeeId } = given;
    const roleIds = [...new Set(given.roleIds)];
    return this.changes.make<Answer>(companyId, 'people', async (turn, _again, audit) => {
      const access = await compile(turn);
      if (!access.actorOf(employeeId)) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
      const now = access.rolesOf(employeeId);
      if (now === null) return new NotMade({ set: false, because: 'dismissed' });
      if (!isSame(now, given.was)) return new NotMade({ set: false, because: 'stale', roleIds: [...now] });
      if (isSame(now, roleIds)) return new NotMade({ set: true });
      if (isAbove(access, viewer, employeeId)) return new NotMade({ set: false, because: 'wider-than-yours' });
      const because = whyNotGiven(access, viewer, roleIds);
      if (because !== null) return new NotMade({ set: false, because });
      if (now.includes('administrator') && !roleIds.includes('administrator')) {
        const found = await turn.run<{ employeeId: string }>(administrators, [companyId]);
        if (found.length < 2) return new NotMade({ set: false, because: 'last-administrator' });
      }
      await turn.run(setRoles, [companyId, employeeId, roleIds]);
      await audit(viewer, 'employee.roles', { kind: 'employee', id: employeeId }, { before: [...now], after: roleIds });
      return { set: true };
    });
  }

  async #invitations(companyId: string): Promise<RoleId[][]> {
    const rows = await this.db.directory((db) => db.run<{ roleIds: RoleId[] }>(rolesOfInvitations, [companyId]));
    return rows.map(({ roleIds }) => roleIds);
  }
}

/** Why somebody may not be given these roles by this person, or null: nobody gives what is wider than what he has. */
export function whyNotGiven(
  access: Access,
  giver: { employeeId: string },
  roleIds: readonly RoleId[],
): 'no-such-role' | 'wider-than-yours' | null {
  if (!roleIds.every((roleId) => isKnown(access, roleId))) return 'no-such-role';
  const rights = roleIds.flatMap((roleId) => rightsOfRole(access.roles, roleId) ?? []);
  return rights.some((one) => reachesBeyond(access, giver, one)) ? 'wider-than-yours' : null;
}

/** Somebody's rights go beyond those of this person; of somebody unknown nobody can say that they do not. */
export function isAbove(access: Access, viewer: { employeeId: string }, employeeId: string): boolean {
  const [own, other] = [access.actorOf(viewer.employeeId), access.actorOf(employeeId)];
  return own === undefined || other === undefined || isWider(other.rights, own.rights);
}

function isKnown(access: Access, roleId: RoleId): boolean {
  return rightsOfRole(access.roles, roleId) !== null;
}

/** The rights go beyond those of this person, as they stand now. */
function reachesBeyond(access: Access, { employeeId }: { employeeId: string }, rights: RoleRights): boolean {
  const own = access.actorOf(employeeId);
  return own === undefined || isWider(rightsOf([rights]), own.rights);
}

function shown(roleId: RoleId, stored: StoredRole | undefined): Omit<RoleRow, 'employeeIds' | 'invitations'> {
  const standard = isBuiltIn(roleId) ? defaultRights[roleId] : null;
  const rights =
    roleId === 'administrator' || stored === undefined
      ? (standard ?? defaultRights.operator)
      : roleRights.parse(stored.rights);
  return {
    roleId,
    name: stored?.name ?? '',
    isDefault: standard !== null && JSON.stringify(standard) === JSON.stringify(rights),
    version: stored?.version ?? 0,
    rights: { general: rights.general, lines: { ...rights.lines } },
  };
}

function checkName(roles: readonly StoredRole[], name: string, but: RoleId | null): void {
  const lower = name.toLowerCase();
  if (roles.some((role) => role.roleId !== but && role.name.toLowerCase() === lower))
    throw new FieldError({ name: 'role.name.taken' });
}

async function checkLines(turn: Turn, { lines }: RoleRights): Promise<void> {
  const ids = Object.keys(lines);
  if (ids.length === 0) return;
  const found = ids.every(isUuid) ? await turn.run<{ lineId: string }>(linesOf, [turn.companyId, ids]) : [];
  if (found.length < ids.length) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

function isSame(one: readonly RoleId[], other: readonly RoleId[]): boolean {
  return one.toSorted().join(' ') === other.toSorted().join(' ');
}

function subjectOf(roleId: RoleId) {
  return { kind: 'role' as const, id: isBuiltIn(roleId) ? null : roleId };
}

function nobodys(): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such role' });
}
