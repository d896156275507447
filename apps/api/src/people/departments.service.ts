import { Injectable } from '@nestjs/common';
import { Database, sql, type Turn } from '@switchboard/db';
import { peopleOf } from '@switchboard/domain/people';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade, type Again, type Audit } from '../company/changes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { crewsChanged, readCrews, type Crews } from './crews.ts';
import { mostDeep, mostDepartments, type ShownDepartment } from './person.shapes.ts';

const addDepartment = sql(
  'add-department',
  `insert into department (company_id, department_id, parent_id, name, place, created_at)
   select $1, $2, $3, $4, coalesce(max(place), 0) + 1, $5 from department where company_id = $1 and parent_id is not distinct from $3`,
);
const renameDepartment = sql(
  'rename-department',
  'update department set name = $3 where company_id = $1 and department_id = $2',
);
const moveDepartment = sql(
  'move-department',
  `update department d set parent_id = $3, place = x.place
   from unnest($4::uuid[]) with ordinality as x(department_id, place)
   where d.company_id = $1 and d.department_id = x.department_id
     and (d.department_id = $2 or d.parent_id is not distinct from $3)`,
);
const setHead = sql(
  'set-department-head',
  'update department set head_id = $3 where company_id = $1 and department_id = $2',
);
const dropDepartment = sql(
  'drop-department',
  `with dismissed as (update employee set department_id = null where company_id = $1 and department_id = $2)
   delete from department where company_id = $1 and department_id = $2`,
);
const putInto = sql(
  'put-into-department',
  'update employee set department_id = $3 where company_id = $1 and employee_id = $2',
);
const employed = sql(
  'employed',
  'select dismissed_at is not null as dismissed from employee where company_id = $1 and employee_id = $2',
);

/** The company's tree: departments in departments, each with its people and who leads it. */
@Injectable()
export class DepartmentsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async list(companyId: string): Promise<ShownDepartment[]> {
    return shown(await this.db.inCompany(companyId, readCrews));
  }

  async create(viewer: Viewer, { name, parentId }: { name: string; parentId: string | null }) {
    type Answer = { created: true; department: ShownDepartment } | { created: false; because: 'too-many' | 'too-deep' };
    return this.#change<Answer>(viewer, async (turn, crews, audit) => {
      if (parentId !== null) known(crews, parentId);
      if (crews.departments.length >= mostDepartments) return new NotMade({ created: false, because: 'too-many' });
      if (depthOf(crews, parentId) + 1 > mostDeep) return new NotMade({ created: false, because: 'too-deep' });
      const departmentId = turn.id();
      await turn.run(addDepartment, [viewer.companyId, departmentId, parentId, name, new Date(turn.now)]);
      await audit(viewer, 'department.created', { kind: 'department', id: departmentId }, { parentId });
      return { created: true, department: { departmentId, parentId, headId: null, name, memberIds: [], people: 0 } };
    });
  }

  async rename(viewer: Viewer, departmentId: string, name: string): Promise<void> {
    await this.#change<null>(viewer, async (turn, crews, audit) => {
      if (known(crews, departmentId).name === name) return new NotMade(null);
      await turn.run(renameDepartment, [viewer.companyId, departmentId, name]);
      await audit(viewer, 'department.renamed', { kind: 'department', id: departmentId });
      return null;
    });
  }

  /** Makes it a part of another one, or of none, with `place` others before it there; the last without one. */
  async move(viewer: Viewer, to: { departmentId: string; parentId: string | null; place?: number | undefined }) {
    type Answer = { moved: true } | { moved: false; because: 'cycle' | 'too-deep' };
    return this.#change<Answer>(viewer, async (turn, crews, audit) => {
      const { departmentId, parentId } = to;
      const { parentId: from } = known(crews, departmentId);
      if (parentId !== null) known(crews, parentId);
      if (parentId !== null && pathOf(crews, parentId).includes(departmentId))
        return new NotMade({ moved: false, because: 'cycle' });
      if (depthOf(crews, parentId) + heightOf(crews, departmentId) > mostDeep)
        return new NotMade({ moved: false, because: 'too-deep' });
      const siblings = crews.departments.flatMap((one) =>
        one.parentId === parentId && one.id !== departmentId ? [one.id] : [],
      );
      siblings.splice(to.place ?? siblings.length, 0, departmentId);
      await turn.run(moveDepartment, [viewer.companyId, departmentId, parentId, siblings]);
      const place = siblings.indexOf(departmentId);
      await audit(viewer, 'department.moved', { kind: 'department', id: departmentId }, { from, to: parentId, place });
      return { moved: true };
    });
  }

  /** Who leads it; null: nobody. A head does not answer for his department. */
  async setHead(viewer: Viewer, departmentId: string, headId: string | null) {
    type Answer = { set: true } | { set: false; because: 'dismissed' };
    return this.#change<Answer>(viewer, async (turn, crews, audit) => {
      const { headId: from } = known(crews, departmentId);
      if (headId !== null && (await isDismissed(turn, headId)))
        return new NotMade({ set: false, because: 'dismissed' });
      if (from === headId) return new NotMade({ set: true });
      await turn.run(setHead, [viewer.companyId, departmentId, headId]);
      await audit(viewer, 'department.head', { kind: 'department', id: departmentId }, { from, to: headId });
      return { set: true };
    });
  }

  /** Takes an empty department away: without people, without parts, and in no line's queue. */
  async remove(viewer: Viewer, departmentId: string) {
    type Answer =
      | { removed: true }
      | { removed: false; because: 'has-people' | 'has-departments' }
      | { removed: false; because: 'in-a-queue'; lineIds: string[] };
    return this.#change<Answer>(viewer, async (turn, crews, audit) => {
      const { memberIds } = known(crews, departmentId);
      if (crews.departments.some((one) => one.parentId === departmentId))
        return new NotMade({ removed: false, because: 'has-departments' });
      if (memberIds.length > 0) return new NotMade({ removed: false, because: 'has-people' });
      const lineIds = [...crews.membersOf].flatMap(([lineId, members]) =>
        members.some((member) => 'departmentId' in member && member.departmentId === departmentId) ? [lineId] : [],
      );
      if (lineIds.length > 0) return new NotMade({ removed: false, because: 'in-a-queue', lineIds });
      await turn.run(dropDepartment, [viewer.companyId, departmentId]);
      await audit(viewer, 'department.removed', { kind: 'department', id: departmentId });
      return { removed: true };
    });
  }

  /** Makes an employee a member of this department, and of no other; null: of none. */
  async put(viewer: Viewer, employeeId: string, departmentId: string | null) {
    type Answer = { put: true } | { put: false; because: 'dismissed' };
    return this.#change<Answer>(viewer, async (turn, crews, audit) => {
      if (departmentId !== null) known(crews, departmentId);
      if (await isDismissed(turn, employeeId)) return new NotMade({ put: false, because: 'dismissed' });
      const from = crews.departments.find(({ memberIds }) => memberIds.includes(employeeId))?.id ?? null;
      if (from === departmentId) return new NotMade({ put: true });
      await turn.run(putInto, [viewer.companyId, employeeId, departmentId]);
      await audit(viewer, 'employee.put', { kind: 'employee', id: employeeId }, { from, to: departmentId });
      return { put: true };
    });
  }

  /** A change of the tree, and what follows from it for queues. */
  async #change<T>(
    viewer: Viewer,
    change: (turn: Turn, crews: Crews, audit: Audit) => Promise<T | NotMade<T>>,
  ): Promise<T> {
    return this.changes.make<T>(viewer.companyId, 'people', async (turn, again: Again, audit) => {
      const crews = await readCrews(turn);
      const made = await change(turn, crews, audit);
      if (!(made instanceof NotMade)) await crewsChanged(turn, again, crews);
      return made;
    });
  }
}

function shown({ departments }: Crews): ShownDepartment[] {
  return departments.map(({ id, parentId, headId, name, memberIds }) => ({
    departmentId: id,
    parentId,
    headId,
    name,
    memberIds: [...memberIds],
    people: peopleOf(id, departments).length,
  }));
}

function known(crews: Crews, departmentId: string): Crews['departments'][number] {
  const department = crews.departments.find((one) => one.id === departmentId);
  if (!department) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such department' });
  return department;
}

async function isDismissed(turn: Turn, employeeId: string): Promise<boolean> {
  const [row] = await turn.run<{ dismissed: boolean }>(employed, [turn.companyId, employeeId]);
  if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
  return row.dismissed;
}

/** The department and those it is part of, itself first. */
function pathOf(crews: Crews, departmentId: string | null): string[] {
  const path: string[] = [];
  for (let id = departmentId; id !== null && !path.includes(id);) {
    path.push(id);
    id = crews.departments.find((one) => one.id === id)?.parentId ?? null;
  }
  return path;
}

/** How deep a department stands; 0 for none, 1 at the top. */
function depthOf(crews: Crews, departmentId: string | null): number {
  return pathOf(crews, departmentId).length;
}

/** How many levels a department has with its parts. */
function heightOf(crews: Crews, departmentId: string): number {
  const parts = crews.departments.filter((one) => one.parentId === departmentId);
  return 1 + Math.max(0, ...parts.map((part) => heightOf(crews, part.id)));
}
