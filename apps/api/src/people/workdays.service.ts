import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import { day, type Workday } from '@switchboard/domain/people';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { changePersons, readPersons } from './persons.ts';

const trackAll = sql('track-workdays', 'update company set workday_tracking = $2 where company_id = $1');
const trackOne = sql(
  'track-workday-of',
  'update employee set workday_tracked = $3 where company_id = $1 and employee_id = $2',
);
const readTracking = sql(
  'read-workday-tracking',
  'select workday_tracking as tracked from company where company_id = $1',
);
const setState = sql(
  'set-workday',
  `with entry as (
     insert into workday_entry (company_id, workday_entry_id, employee_id, state, at, by) values ($1, $3, $2, $4, $5, $6)
   )
   update employee set workday_state = $4, workday_since = $5 where company_id = $1 and employee_id = $2`,
);
const readEntries = sql(
  'workday-entries',
  // With the last one before, which says how the first of these days began.
  `(select state, at, by, workday_entry_id from workday_entry where company_id = $1 and employee_id = $2 and at >= $3 order by at desc, workday_entry_id desc limit 2000)
   union all
   (select state, at, by, workday_entry_id from workday_entry where company_id = $1 and employee_id = $2 and at < $3 order by at desc, workday_entry_id desc limit 1)
   order by at desc, workday_entry_id desc`,
);

/** For how long back the log of working days is shown. */
const logged = 61 * day;

/** Working days kept by hand: whose are kept, and how each stands. */
@Injectable()
export class WorkdaysService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async tracked(companyId: string): Promise<boolean> {
    const [row] = await this.db.inCompany(companyId, (db) => db.run<{ tracked: boolean }>(readTracking, [companyId]));
    return row?.tracked ?? false;
  }

  /** Whether working days are kept in the company, for those who have no rule of their own. */
  async trackAll(viewer: Viewer, tracked: boolean): Promise<void> {
    await this.changes.make<null>(viewer.companyId, 'people', async (turn, again, audit) => {
      const [row] = await turn.run<{ tracked: boolean }>(readTracking, [viewer.companyId]);
      if (row?.tracked === tracked) return new NotMade(null);
      await changePersons(turn, again, null, () => turn.run(trackAll, [viewer.companyId, tracked]));
      await audit(viewer, 'workdays.tracked', { kind: 'company', id: viewer.companyId }, { tracked });
      return null;
    });
  }

  /** Whether this employee keeps a working day; null: as the company says. */
  async trackOne(viewer: Viewer, employeeId: string, tracked: boolean | null): Promise<void> {
    await this.changes.make<null>(viewer.companyId, 'people', async (turn, again, audit) => {
      if (!(await readPersons(turn, [employeeId], turn.now)).has(employeeId)) throw nobody();
      await changePersons(turn, again, [employeeId], () => turn.run(trackOne, [viewer.companyId, employeeId, tracked]));
      await audit(viewer, 'employee.tracked', { kind: 'employee', id: employeeId }, { tracked });
      return null;
    });
  }

  /** Begins, interrupts or ends a working day: one's own, or that of another by whoever manages people. */
  async set(viewer: Viewer, employeeId: string, state: Workday['state']) {
    type Answer =
      | { set: true; workday: Workday }
      | { set: false; because: 'not-tracked' | 'not-started' | 'dismissed' };
    this.#own(viewer, employeeId);
    return this.changes.make<Answer>(viewer.companyId, 'people', async (turn, again) => {
      const person = (await readPersons(turn, [employeeId], turn.now)).get(employeeId);
      if (!person) throw nobody();
      if (person.dismissedAt !== null) return new NotMade({ set: false, because: 'dismissed' });
      if (person.workday === null) return new NotMade({ set: false, because: 'not-tracked' });
      if (person.workday.state === state) return new NotMade({ set: true, workday: person.workday });
      if (person.workday.state === 'ended' && state === 'paused')
        return new NotMade({ set: false, because: 'not-started' });
      await changePersons(turn, again, [employeeId], () =>
        turn.run(setState, [viewer.companyId, employeeId, turn.id(), state, new Date(turn.now), viewer.employeeId]),
      );
      return { set: true, workday: { state, since: turn.now } };
    });
  }

  /** How a working day stands and went on, the latest first. */
  async get(viewer: Viewer, employeeId: string) {
    this.#own(viewer, employeeId);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const now = this.db.now()?.getTime() ?? Date.now();
      const person = (await readPersons(db, [employeeId], now)).get(employeeId);
      if (!person) throw nobody();
      const entries = await db.run<{ state: Workday['state']; at: number; by: string }>(readEntries, [
        viewer.companyId,
        employeeId,
        new Date(now - logged),
      ]);
      return { workday: person.workday, entries };
    });
  }

  #own(viewer: Viewer, employeeId: string): void {
    if (employeeId !== viewer.employeeId && !may(viewer, 'people', { person: employeeId }))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your role has no right to this' });
  }
}

function nobody(): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
}
