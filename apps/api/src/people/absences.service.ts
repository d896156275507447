import { Injectable } from '@nestjs/common';
import { Database, sql, type Turn } from '@switchboard/db';
import { may, mayAnywhere } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { changePersons } from './persons.ts';
import type { AbsenceTime, ShownAbsence } from './person.shapes.ts';

const columns = `absence_id as "absenceId", employee_id as "employeeId", kind, from_at as "from", until_at as "until",
  created_by as "createdBy", created_at as "createdAt"`;
const listAbsences = sql(
  'list-absences',
  `select ${columns} from absence
   where company_id = $1 and cancelled_at is null and ($2::uuid[] is null or employee_id = any($2))
     and ($3 or until_at > coalesce($4::timestamptz, now()))
   order by until_at desc, absence_id limit 1000`,
);
const findAbsence = sql(
  'find-absence',
  `select ${columns}, cancelled_at is not null as cancelled from absence where company_id = $1 and absence_id = $2`,
);
const overlapping = sql(
  'overlapping-absence',
  `select ${columns} from absence
   where company_id = $1 and employee_id = $2 and cancelled_at is null and until_at > $3 and from_at < $4
     and absence_id is distinct from $5 order by from_at limit 1`,
);
const addAbsence = sql(
  'add-absence',
  `insert into absence (company_id, absence_id, employee_id, kind, from_at, until_at, created_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
);
const changeAbsence = sql(
  'change-absence',
  `update absence set kind = $3, from_at = $4, until_at = $5 where company_id = $1 and absence_id = $2 returning ${columns}`,
);
const cancelAbsence = sql(
  'cancel-absence',
  'update absence set cancelled_at = $3 where company_id = $1 and absence_id = $2',
);
const employed = sql(
  'employed',
  'select dismissed_at is not null as dismissed from employee where company_id = $1 and employee_id = $2',
);

/** Vacations and sick leaves. */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  /**
   * Present and coming absences, with `past` those that are over too; the latest first. Why somebody is not there is his
   * own affair: of others, whoever manages them is told.
   */
  async list(viewer: Viewer, asked: { employeeId?: string | undefined; past: boolean }): Promise<ShownAbsence[]> {
    const { companyId, employeeId } = viewer;
    const manages = (person: string): boolean => person === employeeId || may(viewer, 'people', { person });
    if (asked.employeeId !== undefined && !manages(asked.employeeId)) throw notHis();
    const everybody = may(viewer, 'people', {}) || viewer.colleagues === null;
    const managed = everybody && mayAnywhere(viewer, 'people') ? null : (viewer.colleagues ?? []).filter(manages);
    const people =
      asked.employeeId === undefined ? managed && [...new Set([...managed, employeeId])] : [asked.employeeId];
    return this.db.inCompany(companyId, (db) =>
      db.run<ShownAbsence>(listAbsences, [companyId, people, asked.past, this.db.now()]),
    );
  }

  async add(viewer: Viewer, employeeId: string, time: AbsenceTime) {
    type Answer =
      | { added: true; absence: ShownAbsence }
      | { added: false; because: 'dismissed' }
      | { added: false; because: 'overlaps'; with: ShownAbsence };
    return this.changes.make<Answer>(viewer.companyId, 'people', async (turn, again, audit) => {
      const [employee] = await turn.run<{ dismissed: boolean }>(employed, [viewer.companyId, employeeId]);
      if (!employee) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
      if (employee.dismissed) return new NotMade({ added: false, because: 'dismissed' });
      const other = await overlap(turn, employeeId, time, null);
      if (other) return new NotMade({ added: false, because: 'overlaps', with: other });
      const [absence] = await changePersons(turn, again, [employeeId], () =>
        turn.run<ShownAbsence>(addAbsence, [
          viewer.companyId,
          turn.id(),
          employeeId,
          time.kind,
          new Date(time.from),
          new Date(time.until),
          viewer.employeeId,
          new Date(turn.now),
        ]),
      );
      if (!absence) throw new Error('An absence was not stored');
      const { absenceId } = absence;
      await audit(viewer, 'absence.added', { kind: 'absence', id: absenceId }, { employeeId, ...time });
      return { added: true, absence };
    });
  }

  async change(viewer: Viewer, absenceId: string, time: AbsenceTime) {
    type Answer =
      | { changed: true; absence: ShownAbsence }
      | { changed: false; because: 'cancelled' }
      | { changed: false; because: 'overlaps'; with: ShownAbsence };
    return this.changes.make<Answer>(viewer.companyId, 'people', async (turn, again, audit) => {
      const found = await find(turn, viewer, absenceId);
      if (found.cancelled) return new NotMade({ changed: false, because: 'cancelled' });
      const other = await overlap(turn, found.employeeId, time, absenceId);
      if (other) return new NotMade({ changed: false, because: 'overlaps', with: other });
      const [absence] = await changePersons(turn, again, [found.employeeId], () =>
        turn.run<ShownAbsence>(changeAbsence, [
          viewer.companyId,
          absenceId,
          time.kind,
          new Date(time.from),
          new Date(time.until),
        ]),
      );
      if (!absence) throw new Error('An absence was not stored');
      const { employeeId } = absence;
      await audit(viewer, 'absence.changed', { kind: 'absence', id: absenceId }, { employeeId, ...time });
      return { changed: true, absence };
    });
  }

  /** It does not take place, or ends with this moment. Cancelling again does nothing. */
  async cancel(viewer: Viewer, absenceId: string): Promise<void> {
    await this.changes.make<null>(viewer.companyId, 'people', async (turn, again, audit) => {
      const found = await find(turn, viewer, absenceId);
      if (found.cancelled) return new NotMade(null);
      await changePersons(turn, again, [found.employeeId], () =>
        turn.run(cancelAbsence, [viewer.companyId, absenceId, new Date(turn.now)]),
      );
      const { employeeId } = found;
      await audit(viewer, 'absence.cancelled', { kind: 'absence', id: absenceId }, { employeeId });
      return null;
    });
  }
}

/** The absence, if its owner is somebody whom the viewer manages. */
async function find(turn: Turn, viewer: Viewer, absenceId: string): Promise<ShownAbsence & { cancelled: boolean }> {
  const [found] = await turn.run<ShownAbsence & { cancelled: boolean }>(findAbsence, [turn.companyId, absenceId]);
  if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such absence' });
  if (!may(viewer, 'people', { person: found.employeeId })) throw notHis();
  return found;
}

function notHis(): TRPCError {
  return new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
}

/** Another absence of this person at the same time. */
async function overlap(turn: Turn, employeeId: string, time: AbsenceTime, but: string | null) {
  const [found] = await turn.run<ShownAbsence>(overlapping, [
    turn.companyId,
    employeeId,
    new Date(time.from),
    new Date(time.until),
    but,
  ]);
  return found;
}
