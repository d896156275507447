import type { DepartmentId, EmployeeId } from '../people/index.ts';

import type { Actor } from './may.ts';
import { defaultRights, isBuiltIn, rightsOf, type Rights, type RoleId, type RoleRights } from './rights.ts';

/** A company as far as it decides who may do what in it. */
export type Company = {
  /** What its roles may do, where that is not what they start with; its own ones always. */
  roles: ReadonlyMap<RoleId, RoleRights>;
  employees: readonly { employeeId: EmployeeId; departmentId: DepartmentId | null; roleIds: readonly RoleId[] }[];
  departments: readonly { id: DepartmentId; parentId: DepartmentId | null; headId: EmployeeId | null }[];
  /** The people of each line's queue. */
  crews: ReadonlyMap<string, readonly EmployeeId[]>;
};

/** What a role may do: the administrator everything, whatever is stored; one that nobody knows nothing. */
export function rightsOfRole(roles: ReadonlyMap<RoleId, RoleRights>, roleId: RoleId): RoleRights | null {
  if (roleId === 'administrator') return defaultRights.administrator;
  return roles.get(roleId) ?? (isBuiltIn(roleId) ? defaultRights[roleId] : null);
}

/**
 * Compiles a company's roles, departments and queues into what each of its people may do (product §7). Made once for a
 * state of the company; who somebody is, is worked out when he is first asked for. Undefined for whom it does not know.
 */
export function actorsOf(company: Company): (employeeId: EmployeeId) => Actor | undefined {
  const employees = new Map(company.employees.map((employee) => [employee.employeeId, employee]));
  const known = new Map<EmployeeId, Actor>();
  const rights = new Map<string, Rights>();
  const teams = new Map<string, Pick<Actor, 'colleagues' | 'departmentLineIds'>>();

  function rightsOfRoles(roleIds: readonly RoleId[]): Rights {
    const key = roleIds.toSorted().join(' ');
    const compiled =
      rights.get(key) ?? rightsOf(roleIds.flatMap((roleId) => rightsOfRole(company.roles, roleId) ?? []));
    rights.set(key, compiled);
    return compiled;
  }

  function teamOf(departmentIds: readonly DepartmentId[]): Pick<Actor, 'colleagues' | 'departmentLineIds'> {
    const key = departmentIds.toSorted().join(' ');
    const before = teams.get(key);
    if (before !== undefined) return before;
    const all = withParts(departmentIds, company.departments);
    const people = new Set(
      company.employees.flatMap(({ employeeId, departmentId }) =>
        departmentId !== null && all.has(departmentId) ? [employeeId] : [],
      ),
    );
    for (const { id, headId } of company.departments) if (headId !== null && all.has(id)) people.add(headId);
    const team = { colleagues: [...people], departmentLineIds: linesOf(people) };
    teams.set(key, team);
    return team;
  }

  function linesOf(people: ReadonlySet<EmployeeId>): string[] {
    return [...company.crews].flatMap(([lineId, crew]) => (crew.some((id) => people.has(id)) ? [lineId] : []));
  }

  return (employeeId) => {
    const before = known.get(employeeId);
    if (before !== undefined) return before;
    const employee = employees.get(employeeId);
    if (employee === undefined) return undefined;
    const departmentIds = ownDepartments(company.departments, employee);
    const team = departmentIds.length === 0 ? { colleagues: null, departmentLineIds: null } : teamOf(departmentIds);
    const actor: Actor = {
      employeeId,
      rights: rightsOfRoles(employee.roleIds),
      ...team,
      lineIds: linesOf(new Set([employeeId])),
    };
    known.set(employeeId, actor);
    return actor;
  };
}

/**
 * The departments of somebody, as far as rights reach them: the one he belongs to and those he leads, with all their parts.
 * Null: he is in none and leads none, so that his department is everybody.
 */
export function departmentsOf(
  departments: Company['departments'],
  employee: { employeeId: EmployeeId; departmentId: DepartmentId | null },
): ReadonlySet<DepartmentId> | null {
  const own = ownDepartments(departments, employee);
  return own.length === 0 ? null : withParts(own, departments);
}

function ownDepartments(
  departments: Company['departments'],
  { employeeId, departmentId }: { employeeId: EmployeeId; departmentId: DepartmentId | null },
): DepartmentId[] {
  const led = departments.flatMap(({ id, headId }) => (headId === employeeId ? [id] : []));
  return [...new Set([...(departmentId === null ? [] : [departmentId]), ...led])];
}

/** The departments and all their parts. */
function withParts(departmentIds: readonly DepartmentId[], departments: Company['departments']): Set<DepartmentId> {
  const found = new Set(departmentIds);
  for (const id of found) for (const { id: part, parentId } of departments) if (parentId === id) found.add(part);
  return found;
}
