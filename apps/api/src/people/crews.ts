import { sql, sqlFile, type CompanyDb, type Turn } from '@switchboard/db';
import { crewOf, peopleOf, type CrewMember, type Department } from '@switchboard/domain/people';

import type { Again } from '../company/changes.ts';

const readCrewsSql = sqlFile(import.meta.url, './crews.sql');
const addStamps = sql(
  'add-stamps',
  `insert into queue_stamp (company_id, line_id, employee_id, assigned_at)
   select $1, x."lineId", x."employeeId", $3 from jsonb_to_recordset($2::jsonb) as x("lineId" uuid, "employeeId" uuid)
   on conflict (company_id, line_id, employee_id) do update set assigned_at = excluded.assigned_at`,
);

export type NamedDepartment = Department & { name: string };

/** The company's tree, and the people of each line's queue in their order. */
export type Crews = {
  departments: NamedDepartment[];
  membersOf: Map<string, CrewMember[]>;
  crewOf: Map<string, string[]>;
};

export async function readCrews(db: Pick<CompanyDb, 'run' | 'companyId'>): Promise<Crews> {
  const [row] = await db.run<{ departments: NamedDepartment[]; lines: { lineId: string; members: CrewMember[] }[] }>(
    readCrewsSql,
    [db.companyId],
  );
  const { departments, lines } = row ?? { departments: [], lines: [] };
  return {
    departments,
    membersOf: new Map(lines.map(({ lineId, members }) => [lineId, members])),
    crewOf: new Map(lines.map(({ lineId, members }) => [lineId, crewOf(members, departments)])),
  };
}

/** The lines in whose queues any of these people is. */
export function linesOf(crews: Crews, employeeIds: readonly string[]): string[] {
  const sought = new Set(employeeIds);
  return [...crews.crewOf].flatMap(([lineId, crew]) => (crew.some((id) => sought.has(id)) ? [lineId] : []));
}

/** The departments that stand for any of these people. */
export function departmentsOf(crews: Crews, employeeIds: readonly string[]): string[] {
  const sought = new Set(employeeIds);
  return crews.departments.flatMap(({ id }) =>
    peopleOf(id, crews.departments).some((employeeId) => sought.has(employeeId)) ? [id] : [],
  );
}

/**
 * What follows for queues from another tree or other lists (product §3.1): newcomers start at the back, the dialogs of
 * those who are no longer in a queue are looked at for going back to it, and what nobody has accepted is distributed
 * among those who are there now. Announces the lines where any changed.
 */
export async function crewsChanged(turn: Turn, again: Again, before: Crews): Promise<void> {
  const after = await readCrews(turn);
  const changed: string[] = [];
  const leavers = new Set<string>();
  const newcomers: { lineId: string; employeeId: string }[] = [];
  for (const [lineId, crew] of after.crewOf) {
    const former = before.crewOf.get(lineId) ?? [];
    if (isSame(former, crew)) continue;
    changed.push(lineId);
    const [was, is] = [new Set(former), new Set(crew)];
    for (const employeeId of former) if (!is.has(employeeId)) leavers.add(employeeId);
    for (const employeeId of crew) if (!was.has(employeeId)) newcomers.push({ lineId, employeeId });
  }
  const peopleBefore = new Map(before.departments.map(({ id }) => [id, peopleOf(id, before.departments)]));
  const givenTo = [...new Set([...peopleBefore.keys(), ...after.departments.map(({ id }) => id)])].filter(
    (id) => !isSame(peopleBefore.get(id) ?? [], peopleOf(id, after.departments)),
  );
  if (newcomers.length > 0) await turn.run(addStamps, [turn.companyId, JSON.stringify(newcomers), new Date(turn.now)]);
  await again({ inHandsOf: [...leavers], unacceptedOf: changed, waitingOf: changed, givenTo });
  if (changed.length > 0) turn.announce({ change: 'stale', what: 'lines' });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
