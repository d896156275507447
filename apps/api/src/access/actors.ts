import { Injectable } from '@nestjs/common';
import { Database, sql, sqlFile, type CompanyDb } from '@switchboard/db';
import {
  actorsOf,
  departmentsOf,
  may,
  roleRights,
  type Actor,
  type RoleId,
  type RoleRights,
} from '@switchboard/domain/access';
import { crewOf, type CrewMember, type Department } from '@switchboard/domain/people';

type Employee = { employeeId: string; departmentId: string | null; roleIds: RoleId[]; dismissed: boolean };
type AccessRow = {
  version: number;
  roles: { roleId: RoleId; rights: unknown }[];
  employees: Employee[];
  departments: Omit<Department, 'memberIds'>[];
  lines: { lineId: string; members: CrewMember[] }[];
};

/** Who may do what in a company, as of a version of its rules. */
export type Access = {
  version: number;
  /** What its roles may do, where that is not what they start with. */
  roles: ReadonlyMap<RoleId, RoleRights>;
  /** The roles of an employee who works here; null for whom it does not know, and for the dismissed. */
  rolesOf: (employeeId: string) => readonly RoleId[] | null;
  /** What somebody may do, dismissed or not. */
  actorOf: (employeeId: string) => Actor | undefined;
  /** His departments with their parts; null for who is in none, whose department is everybody. */
  departmentsOf: (employeeId: string) => ReadonlySet<string> | null;
};

const readAccess = sqlFile(import.meta.url, './access.sql');
const readVersion = sql('read-version', 'select version from turn where company_id = $1');

/** Companies kept at once; the one unused longest goes first. */
const kept = 1_000;

/** Who may do what, compiled once for each version of a company's rules and kept while that version stands. */
@Injectable()
export class Actors {
  readonly #known = new Map<string, Access>();

  constructor(private readonly db: Database) {}

  async of(companyId: string): Promise<Access> {
    const known = this.#known.get(companyId);
    const access = await this.db.inCompany(companyId, async (db) => {
      const [row] = await db.run<{ version: number }>(readVersion, [companyId]);
      return known !== undefined && known.version === row?.version ? known : compile(db);
    });
    this.#known.delete(companyId);
    this.#known.set(companyId, access);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= kept) break;
      this.#known.delete(oldest);
    }
    return access;
  }
}

/** Reads a company's access as it stands in this very transaction. */
export async function compile(db: Pick<CompanyDb, 'run' | 'companyId'>): Promise<Access> {
  const [row] = await db.run<AccessRow>(readAccess, [db.companyId]);
  if (row === undefined) throw new Error('A company without a row');
  const memberIds = new Map<string, string[]>();
  for (const { employeeId, departmentId, dismissed } of row.employees)
    if (departmentId !== null && !dismissed)
      memberIds.set(departmentId, [...(memberIds.get(departmentId) ?? []), employeeId]);
  const departments = row.departments.map((one) => ({ ...one, memberIds: memberIds.get(one.id) ?? [] }));
  const employees = new Map(row.employees.map((employee) => [employee.employeeId, employee]));
  const roles = new Map(row.roles.map(({ roleId, rights }) => [roleId, roleRights.parse(rights)]));
  const actorOf = actorsOf({
    roles,
    employees: row.employees,
    departments,
    crews: new Map(row.lines.map(({ lineId, members }) => [lineId, crewOf(members, departments)])),
  });
  return {
    version: row.version,
    roles,
    rolesOf: (employeeId) => {
      const employee = employees.get(employeeId);
      return employee === undefined || employee.dismissed ? null : employee.roleIds;
    },
    actorOf,
    departmentsOf: (employeeId) => {
      const employee = employees.get(employeeId);
      return employee === undefined ? new Set() : departmentsOf(departments, employee);
    },
  };
}

/**
 * May this person bring somebody into this department, or with null into none? Whoever manages the people of his
 * departments brings nobody elsewhere: in no department, somebody's department would be everybody.
 */
export function mayPlace(access: Access, viewer: Actor, departmentId: string | null): boolean {
  const own = may(viewer, 'people', {}) ? null : access.departmentsOf(viewer.employeeId);
  return own === null || (departmentId !== null && own.has(departmentId));
}
