import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb } from '@switchboard/db';
import { availability } from '@switchboard/domain/people';
import { TRPCError } from '@trpc/server';

import { compile, mayPlace } from '../access/actors.ts';
import { isAbove } from '../access/roles.service.ts';
import { Changes, NotMade } from '../company/changes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { crewsChanged, readCrews } from './crews.ts';
import type { DismissalConsequences, Dismissed, Reinstated } from './leaving.shapes.ts';
import { changePersons, readPersons } from './persons.ts';

const findLeaver = sql(
  'find-leaver',
  `select user_id as "userId", dismissed_at is not null as dismissed, 'administrator' = any(role_ids) as administrates,
     exists (select 1 from employee o where o.company_id = $1 and 'administrator' = any(o.role_ids) and o.dismissed_at is null and o.employee_id <> $2) as others
   from employee where company_id = $1 and employee_id = $2`,
);
const holdsByLine = sql(
  'leaver-holds',
  `select l.line_id as "lineId", l.name,
     count(*) filter (where d.state not in ('offered', 'finishing'))::int as dialogs,
     count(*) filter (where d.state = 'offered')::int as offers,
     count(*) filter (where d.state = 'finishing')::int as finishing
   from dialog d join line l on l.company_id = d.company_id and l.line_id = d.line_id
   where d.company_id = $1 and d.closed_at is null and d.operator_id = $2
   group by l.line_id, l.name order by l.name, l.line_id`,
);
const linesNamed = sql(
  'lines-by-id',
  'select line_id as "lineId", name from line where company_id = $1 and line_id = any($2::uuid[]) order by name, line_id',
);
const keysOf = sql(
  'keys-of-leaver',
  `select count(*)::int as count from api_key
   where company_id = $1 and created_by = $2 and revoked_at is null and (expires_at is null or expires_at > $3)`,
);
const dismiss = sql(
  'dismiss',
  `with heads as (update department set head_id = null where company_id = $1 and head_id = $2)
   update employee set dismissed_at = $3 where company_id = $1 and employee_id = $2`,
);
const reinstate = sql(
  'reinstate',
  'update employee set dismissed_at = null, department_id = $3 where company_id = $1 and employee_id = $2',
);
const endSessions = sql('end-sessions', 'delete from session where "userId" = $1');

type Leaver = { userId: string; dismissed: boolean; administrates: boolean; others: boolean };
type Refusal = 'oneself' | 'last-administrator' | 'wider-than-yours';

/** Dismissals: what one would do is said before, and can be taken back. */
@Injectable()
export class LeavingService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  /** What would happen if he were dismissed now. */
  async preview(viewer: Viewer, employeeId: string) {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const leaver = await find(db, employeeId);
      if (leaver.dismissed) return { possible: false as const, because: 'dismissed' as const };
      const because = await refusal(db, viewer, employeeId, leaver);
      if (because !== null) return { possible: false as const, because };
      const now = this.db.now()?.getTime() ?? Date.now();
      return { possible: true as const, consequences: await consequencesOf(db, employeeId, now) };
    });
  }

  /**
   * He no longer works here: he is signed out everywhere, his dialogs go back to their queues, and he leads no department.
   * What he did stays his. Dismissing again does nothing.
   */
  async dismiss(viewer: Viewer, employeeId: string): Promise<Dismissed> {
    const { companyId } = viewer;
    let userId: string | null = null;
    const answer = await this.changes.make<Dismissed>(companyId, 'people', async (turn, again, audit) => {
      const leaver = await find(turn, employeeId);
      const because = await refusal(turn, viewer, employeeId, leaver);
      if (because === 'oneself') return new NotMade<Dismissed>({ dismissed: false, because });
      if (leaver.dismissed) return new NotMade<Dismissed>({ dismissed: true, consequences: null });
      if (because !== null) return new NotMade<Dismissed>({ dismissed: false, because });
      const consequences = await consequencesOf(turn, employeeId, turn.now);
      const crews = await readCrews(turn);
      await changePersons(turn, again, [employeeId], () =>
        turn.run(dismiss, [companyId, employeeId, new Date(turn.now)]),
      );
      await crewsChanged(turn, again, crews);
      const dialogs = consequences.returning.reduce((sum, line) => sum + line.dialogs, 0);
      await audit(viewer, 'employee.dismissed', { kind: 'employee', id: employeeId }, { dialogs });
      userId = leaver.userId;
      return { dismissed: true, consequences };
    });
    // Nobody who was dismissed is let in, whatever cookie he has; his sessions go all the same.
    if (userId !== null) await this.db.directory((db) => db.run(endSessions, [userId]));
    return answer;
  }

  /**
   * Takes a dismissal back: he may sign in again, with the roles he had, as a member of this department or of none. Lines
   * whose lists name him still, or the department, ask him again.
   */
  async reinstate(viewer: Viewer, employeeId: string, departmentId: string | null): Promise<Reinstated> {
    const { companyId } = viewer;
    return this.changes.make<Reinstated>(companyId, 'people', async (turn, again, audit) => {
      const leaver = await find(turn, employeeId);
      if (!leaver.dismissed) return new NotMade<Reinstated>({ reinstated: false, because: 'not-dismissed' });
      const access = await compile(turn);
      if (isAbove(access, viewer, employeeId))
        return new NotMade<Reinstated>({ reinstated: false, because: 'wider-than-yours' });
      const crews = await readCrews(turn);
      if (departmentId !== null && !crews.departments.some(({ id }) => id === departmentId))
        throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such department' });
      if (!mayPlace(access, viewer, departmentId))
        return new NotMade<Reinstated>({ reinstated: false, because: 'not-your-department' });
      await changePersons(turn, again, [employeeId], () => turn.run(reinstate, [companyId, employeeId, departmentId]));
      await crewsChanged(turn, again, crews);
      await audit(viewer, 'employee.reinstated', { kind: 'employee', id: employeeId }, { departmentId });
      const after = await readCrews(turn);
      const lineIds = [...after.crewOf].flatMap(([lineId, crew]) => (crew.includes(employeeId) ? [lineId] : []));
      return {
        reinstated: true,
        lines: await turn.run<{ lineId: string; name: string }>(linesNamed, [companyId, lineIds]),
      };
    });
  }
}

async function find(db: Pick<CompanyDb, 'run' | 'companyId'>, employeeId: string): Promise<Leaver> {
  const [leaver] = await db.run<Leaver>(findLeaver, [db.companyId, employeeId]);
  if (!leaver) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
  return leaver;
}

async function refusal(
  db: Pick<CompanyDb, 'run' | 'companyId'>,
  viewer: Viewer,
  employeeId: string,
  leaver: Leaver,
): Promise<Refusal | null> {
  if (employeeId === viewer.employeeId) return 'oneself';
  if (leaver.administrates && !leaver.others) return 'last-administrator';
  return isAbove(await compile(db), viewer, employeeId) ? 'wider-than-yours' : null;
}

/**
 * What a dismissal does (product §3.1, Back to the queue): every open dialog goes back but those that are finishing, lines
 * may be left without anybody, and departments without a head.
 */
async function consequencesOf(
  db: Pick<CompanyDb, 'run' | 'companyId'>,
  employeeId: string,
  now: number,
): Promise<DismissalConsequences> {
  const { companyId } = db;
  const rows = await db.run<{ lineId: string; name: string; dialogs: number; offers: number; finishing: number }>(
    holdsByLine,
    [companyId, employeeId],
  );
  const { crewOf, departments } = await readCrews(db);
  const crews = [...crewOf].filter(([, crew]) => crew.includes(employeeId));
  const persons = await readPersons(db, [...new Set(crews.flatMap(([, crew]) => crew))], now);
  const works = (id: string): boolean => {
    const person = persons.get(id);
    return person !== undefined && availability(person, now, false).available;
  };
  const emptied = crews.flatMap(([lineId, crew]) =>
    crew.some((id) => id !== employeeId && works(id)) ? [] : [lineId],
  );
  const [keys] = await db.run<{ count: number }>(keysOf, [companyId, employeeId, new Date(now)]);
  return {
    returning: rows.flatMap(({ lineId, name, dialogs, offers }) =>
      dialogs + offers > 0 ? [{ lineId, name, dialogs, offers }] : [],
    ),
    finishing: rows.reduce((sum, { finishing }) => sum + finishing, 0),
    emptied: await db.run<{ lineId: string; name: string }>(linesNamed, [companyId, emptied]),
    apiKeys: keys?.count ?? 0,
    headless: departments.flatMap(({ id, headId, name }) =>
      headId === employeeId ? [{ departmentId: id, name }] : [],
    ),
  };
}
