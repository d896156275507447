import type { EmployeeId } from './person.ts';

/** A department's id, a uuid. */
export type DepartmentId = string;

/** A node of the company's tree: who leads it and who belongs to it. */
export type Department = {
  id: DepartmentId;
  /** The department it is part of; null at the top. */
  parentId: DepartmentId | null;
  /** Who leads it. A head does not answer for his department (product §3.1). */
  headId: EmployeeId | null;
  /** Those who belong to it directly, in their order; the head may be among them. */
  memberIds: readonly EmployeeId[];
};

/** One entry of a queue: a person, or a department that stands for its people. */
export type CrewMember = { employeeId: EmployeeId } | { departmentId: DepartmentId };

/**
 * The people a department stands for: its members and those of its sub-departments, top down, without the heads
 * (product §3.1). A department nobody knows stands for nobody; one that is its own ancestor is looked at once.
 */
export function peopleOf(departmentId: DepartmentId, departments: readonly Department[]): EmployeeId[] {
  const found: EmployeeId[] = [];
  const heads = new Set<EmployeeId>();
  const seen = new Set<DepartmentId>();
  const look = (id: DepartmentId): void => {
    const department = departments.find((one) => one.id === id);
    if (department === undefined || seen.has(id)) return;
    seen.add(id);
    if (department.headId !== null) heads.add(department.headId);
    found.push(...department.memberIds);
    for (const part of departments) if (part.parentId === id) look(part.id);
  };
  look(departmentId);
  return [...new Set(found)].filter((id) => !heads.has(id));
}

/**
 * The people of a queue in their order, nobody twice: who is listed alone and through a department as well has the
 * better of the two places (product §3.1).
 */
export function crewOf(members: readonly CrewMember[], departments: readonly Department[]): EmployeeId[] {
  const crew = new Set<EmployeeId>();
  for (const member of members) {
    const people = 'employeeId' in member ? [member.employeeId] : peopleOf(member.departmentId, departments);
    for (const id of people) crew.add(id);
  }
  return [...crew];
}
