import { sql, sqlFile, type CompanyDb, type Turn } from '@switchboard/db';
import { availability, departure, personWakeAt, type Instant, type Person } from '@switchboard/domain/people';

import type { Again } from '../company/changes.ts';
import { departmentsOf, linesOf, readCrews } from './crews.ts';

const readPersonsSql = sqlFile(import.meta.url, './persons.sql');
const storeStanding = sql(
  'store-standing',
  `with rows as materialized (
     select * from jsonb_to_recordset($2::jsonb) as x("employeeId" uuid, "wakeAt" timestamptz, "factId" uuid, available boolean, because text)
   ), facts as (
     insert into presence_fact (company_id, presence_fact_id, employee_id, at, available, because)
     select $1, "factId", "employeeId", $3, available, because from rows where "factId" is not null
   )
   -- A moment that has come stays until the runner has looked at it, unless that is done here.
   update employee e set wake_at = case when e.wake_at <= $3 and x."factId" is null then e.wake_at else x."wakeAt" end from rows x
   where e.company_id = $1 and e.employee_id = x."employeeId" and e.employee_id = any(array(select "employeeId" from rows))`,
);

/** These employees, or everybody, as routing knows them at this moment. */
export async function readPersons(
  db: Pick<CompanyDb, 'run' | 'companyId'>,
  employeeIds: readonly string[] | null,
  now: Instant,
): Promise<Map<string, Person>> {
  const rows = await db.run<Person>(readPersonsSql, [db.companyId, employeeIds, new Date(now)]);
  return new Map(rows.map((person) => [person.id, person]));
}

/**
 * Runs a change of these employees, or of everybody, and does what follows from it in the same turn: when time alone
 * changes their availability next is stored anew; where it changed now, that is kept as a fact and announced, the dialogs
 * in their hands are looked at for going back, and what waits in their lines is tried.
 */
export async function changePersons<T>(
  turn: Turn,
  again: Again,
  employeeIds: readonly string[] | null,
  change: () => Promise<T>,
): Promise<T> {
  const crews = await readCrews(turn);
  const before = await readPersons(turn, employeeIds, turn.now);
  const made = await change();
  const after = await readPersons(turn, employeeIds, turn.now);
  const moved: string[] = [];
  const rows = [...after.values()].map((person) => {
    const former = before.get(person.id);
    const here = availability(person, turn.now, true);
    const changed = former === undefined || standing(former, turn.now) !== standing(person, turn.now);
    if (changed) moved.push(person.id);
    return {
      employeeId: person.id,
      wakeAt: dateOf(personWakeAt(person, turn.now)),
      factId: changed ? turn.id() : null,
      available: here.available,
      because: here.available ? null : here.because,
    };
  });
  await turn.run(storeStanding, [turn.companyId, JSON.stringify(rows), new Date(turn.now)]);
  for (const employeeId of moved) turn.announce({ change: 'presence', employeeId });
  if (moved.length > 0)
    await again({ inHandsOf: moved, waitingOf: linesOf(crews, moved), givenTo: departmentsOf(crews, moved) });
  return made;
}

/** Whether he is there, why not, and how far he has left, in one word to compare. */
function standing(person: Person, now: Instant): string {
  const here = availability(person, now, true);
  return here.available ? 'available' : `${here.because} ${departure(person, now)?.left ?? ''}`;
}

function dateOf(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
