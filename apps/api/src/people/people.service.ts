import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { RoleId } from '@switchboard/domain/access';
import { availability } from '@switchboard/domain/people';

import { Changes, NotMade } from '../company/changes.ts';
import { Runner } from '../dialogs/runner.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { crewsChanged, readCrews } from './crews.ts';
import type { Employee } from './person.shapes.ts';
import { changePersons, readPersons } from './persons.ts';

const listPeople = sql(
  'list-people',
  `select e.employee_id as "employeeId", e.name, e.surname, e.position, e.photo, e.email, e.role_ids as "roleIds", e.dismissed_at as "dismissedAt",
     e.department_id as "departmentId", e.workday_tracked as "workdayTracked",
     (select count(*)::int from dialog d where d.company_id = e.company_id and d.operator_id = e.employee_id and d.closed_at is null) as holds
   from employee e where e.company_id = $1 and ($2::uuid[] is null or e.employee_id = any($2)) order by e.dismissed_at nulls first, e.surname, e.name limit 2000`,
);
const readClock = sql('people-clock', 'select coalesce($1::timestamptz, now()) as now');
const introduceTo = sql(
  'introduce',
  `select c.name as company, c.language, coalesce(nullif(trim(e.name || ' ' || e.surname), ''), e.email) as inviter
   from company c left join employee e on e.company_id = c.company_id and e.employee_id = $2 where c.company_id = $1`,
);
const findFormer = sql(
  'find-former-employee',
  'select employee_id as "employeeId", dismissed_at is not null as dismissed from employee where company_id = $1 and user_id = $2',
);
const addEmployee = sql(
  'add-employee',
  `insert into employee (company_id, employee_id, user_id, name, surname, email, role_ids, language, position, photo, created_at, department_id)
   select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (select department_id from department where company_id = $1 and department_id = $12)
   on conflict (company_id, user_id) do update set name = excluded.name, surname = excluded.surname`,
);
const takeBack = sql(
  'take-employee-back',
  `update employee set dismissed_at = null, name = $3, surname = $4, role_ids = $5,
     department_id = (select department_id from department where company_id = $1 and department_id = $6)
   where company_id = $1 and employee_id = $2`,
);
const readProfile = sql(
  'read-own-profile',
  'select name, surname, position, language from employee where company_id = $1 and employee_id = $2',
);
const saveProfile = sql(
  'save-profile',
  'update employee set name = $3, surname = $4, position = $5, language = $6 where company_id = $1 and employee_id = $2',
);
type PersonRow = Omit<Employee, 'presence' | 'since' | 'workday'>;
type Newcomer = {
  userId: string;
  name: string;
  surname: string;
  email: string;
  roleIds: readonly RoleId[];
  language: string;
  position?: string;
  photo?: string | null;
  departmentId?: string | null;
};

/** Employees of a company: who they are, whether they are there, and how they come in. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly changes: Changes,
  ) {}

  async list(companyId: string, only: string[] | null = null): Promise<Employee[]> {
    return this.db.inCompany(companyId, async (db) => {
      const [clock] = await db.run<{ now: number }>(readClock, [this.db.now()]);
      const now = clock?.now ?? 0;
      const [rows, persons] = await Promise.all([
        db.run<PersonRow>(listPeople, [companyId, only]),
        readPersons(db, only, now),
      ]);
      return rows.flatMap((row): Employee[] => {
        const person = persons.get(row.employeeId);
        if (!person) return [];
        const here = availability(person, now, true);
        const { workday } = person;
        if (here.available) return [{ ...row, presence: 'available', since: null, workday }];
        return [{ ...row, presence: here.because, since: here.since > 0 ? here.since : null, workday }];
      });
    });
  }

  /** The company and the person who speaks for it, for mails and the invitation's page. */
  async introduce(
    companyId: string,
    employeeId: string,
  ): Promise<{ company: string; inviter: string; language: 'en' | 'ru' }> {
    const [row] = await this.db.inCompany(companyId, (db) =>
      db.run<{ company: string; inviter: string | null; language: 'en' | 'ru' }>(introduceTo, [companyId, employeeId]),
    );
    if (!row) throw new Error('An invitation to no company');
    return { ...row, inviter: row.inviter ?? row.company };
  }

  /**
   * A new employee, in the department that he was invited to. Safe to repeat: an account is one employee of a company, so
   * whoever was dismissed and is invited again comes back as himself, with the roles of the invitation.
   */
  async join(companyId: string, newcomer: Newcomer): Promise<string> {
    const { userId, name, surname, roleIds } = newcomer;
    const departmentId = newcomer.departmentId ?? null;
    return this.changes.make(companyId, 'people', async (turn, again, audit) => {
      const crews = await readCrews(turn);
      const [former] = await turn.run<{ employeeId: string; dismissed: boolean }>(findFormer, [companyId, userId]);
      const employeeId = former?.employeeId ?? turn.id();
      if (former?.dismissed === true) {
        await changePersons(turn, again, [employeeId], () =>
          turn.run(takeBack, [companyId, employeeId, name, surname, roleIds, departmentId]),
        );
      } else {
        await turn.run(addEmployee, [
          companyId,
          employeeId,
          userId,
          name,
          surname,
          newcomer.email,
          roleIds,
          newcomer.language,
          newcomer.position ?? '',
          newcomer.photo ?? null,
          new Date(turn.now),
          departmentId,
        ]);
      }
      await crewsChanged(turn, again, crews);
      if (former?.dismissed !== false)
        await audit({ employeeId }, 'employee.joined', { kind: 'employee', id: employeeId }, { roleIds: [...roleIds] });
      return employeeId;
    });
  }

  /** Whether this account is an employee of the company who was not dismissed. */
  async worksHere(companyId: string, userId: string): Promise<boolean> {
    const [found] = await this.db.inCompany(companyId, (db) =>
      db.run<{ dismissed: boolean }>(findFormer, [companyId, userId]),
    );
    return found?.dismissed === false;
  }

  async saveProfile(
    viewer: Viewer,
    profile: { name: string; surname: string; position: string; language: string },
  ): Promise<void> {
    const { companyId, employeeId } = viewer;
    await this.changes.make<null>(companyId, 'people', async (turn, _again, audit) => {
      const [now] = await turn.run<typeof profile>(readProfile, [companyId, employeeId]);
      const changed = (['name', 'surname', 'position', 'language'] as const).filter(
        (field) => now?.[field] !== profile[field],
      );
      if (changed.length === 0) return new NotMade(null);
      const { name, surname, position, language } = profile;
      await turn.run(saveProfile, [companyId, employeeId, name, surname, position, language]);
      await audit(viewer, 'employee.saved', { kind: 'employee', id: employeeId }, { changed });
      return null;
    });
  }

  /** The operator's own switch. Stored and acted on by the runner, in one step with what it frees or takes. */
  async setAway(viewer: Viewer, away: boolean): Promise<void> {
    await this.runner.presence(viewer.companyId, {
      employeeId: viewer.employeeId,
      away,
      ...(away ? {} : { connectedAt: true, usedAt: true }),
    });
  }
}
