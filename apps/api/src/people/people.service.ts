import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { RoleId } from '@switchboard/domain/access';
import { availability } from '@switchboard/domain/people';
import { TRPCError } from '@trpc/server';
import { v7 } from 'uuid';

import { Changes, NotMade } from '../company/changes.ts';
import { Runner } from '../dialogs/runner.ts';
import { Config } from '../platform/config.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Mailer } from '../sign-in/mailer.ts';
import { invitationMail } from '../sign-in/mails.ts';
import { newToken } from '../sign-in/token.ts';
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
const isAdministrator = sql(
  'administrators',
  `select employee_id as "employeeId", dismissed_at is not null as dismissed, 'administrator' = any(role_ids) as administrates,
     exists (select 1 from employee o where o.company_id = $1 and 'administrator' = any(o.role_ids) and o.dismissed_at is null and o.employee_id <> $2) as others
   from employee where company_id = $1 and employee_id = $2`,
);
const dismiss = sql(
  'dismiss',
  `with heads as (update department set head_id = null where company_id = $1 and head_id = $2)
   update employee set dismissed_at = $3 where company_id = $1 and employee_id = $2`,
);
const introduceTo = sql(
  'introduce',
  `select c.name as company, c.language, coalesce(nullif(trim(e.name || ' ' || e.surname), ''), e.email) as inviter
   from company c left join employee e on e.company_id = c.company_id and e.employee_id = $2 where c.company_id = $1`,
);
const addEmployee = sql(
  'add-employee',
  `insert into employee (company_id, employee_id, user_id, name, surname, email, role_ids, language, position, photo, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (company_id, user_id) do update set name = excluded.name, surname = excluded.surname returning employee_id as "employeeId"`,
);
const saveProfile = sql(
  'save-profile',
  'update employee set name = $3, surname = $4, position = $5, language = $6 where company_id = $1 and employee_id = $2',
);
const pendingInvitations = sql(
  'pending-invitations',
  `select invitation_id as "invitationId", email, role_ids as "roleIds", created_at as "createdAt", expires_at as "expiresAt" from invitation
   where company_id = $1 and accepted_at is null and expires_at > now() order by created_at desc limit 200`,
);
const addInvitation = sql(
  'add-invitation',
  `insert into invitation (invitation_id, company_id, email, role_ids, token_hash, invited_by, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, now(), now() + interval '7 days') returning created_at as "createdAt", expires_at as "expiresAt"`,
);
const dropInvitation = sql(
  'drop-invitation',
  'delete from invitation where company_id = $1 and invitation_id = $2 and accepted_at is null',
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
};

/** Employees of a company: who they are, whether they are there, and how they come in. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly changes: Changes,
    private readonly mailer: Mailer,
    private readonly config: Config,
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

  /** A new employee; he is in no queue yet. Safe to repeat: an account is one employee of a company. */
  async join(companyId: string, newcomer: Newcomer): Promise<string> {
    let employeeId = v7();
    await this.changes.make(companyId, 'people', async (turn) => {
      const [row] = await turn.run<{ employeeId: string }>(addEmployee, [
        companyId,
        employeeId,
        newcomer.userId,
        newcomer.name,
        newcomer.surname,
        newcomer.email,
        newcomer.roleIds,
        newcomer.language,
        newcomer.position ?? '',
        newcomer.photo ?? null,
        new Date(turn.now),
      ]);
      employeeId = row?.employeeId ?? employeeId;
    });
    return employeeId;
  }

  async saveProfile(
    viewer: Viewer,
    profile: { name: string; surname: string; position: string; language: string },
  ): Promise<void> {
    await this.changes.make(viewer.companyId, 'people', async (turn) => {
      await turn.run(saveProfile, [
        viewer.companyId,
        viewer.employeeId,
        profile.name,
        profile.surname,
        profile.position,
        profile.language,
      ]);
    });
  }

  /**
   * He no longer works here: his sign-in opens nothing any more, his dialogs go back to their queues, and he leads no
   * department. What he did stays his. Dismissing again does nothing.
   */
  async dismiss(viewer: Viewer, employeeId: string) {
    type Answer = { dismissed: true } | { dismissed: false; because: 'oneself' | 'last-administrator' };
    const { companyId } = viewer;
    return this.changes.make<Answer>(companyId, 'people', async (turn, again) => {
      const [employee] = await turn.run<{ dismissed: boolean; administrates: boolean; others: boolean }>(
        isAdministrator,
        [companyId, employeeId],
      );
      if (!employee) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
      if (employeeId === viewer.employeeId) return new NotMade({ dismissed: false, because: 'oneself' });
      if (employee.dismissed) return new NotMade({ dismissed: true });
      if (employee.administrates && !employee.others)
        return new NotMade({ dismissed: false, because: 'last-administrator' });
      const crews = await readCrews(turn);
      await changePersons(turn, again, [employeeId], () =>
        turn.run(dismiss, [companyId, employeeId, new Date(turn.now)]),
      );
      await crewsChanged(turn, again, crews);
      return { dismissed: true };
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

  async invitations(companyId: string) {
    return this.db.directory((db) =>
      db.run<{ invitationId: string; email: string; roleIds: RoleId[]; createdAt: number; expiresAt: number }>(
        pendingInvitations,
        [companyId],
      ),
    );
  }

  async invite(viewer: Viewer, invited: { email: string; roleIds: readonly RoleId[] }) {
    const email = invited.email.toLowerCase();
    const [people, pending] = await Promise.all([this.list(viewer.companyId), this.invitations(viewer.companyId)]);
    if (people.some((person) => person.email === email && person.dismissedAt === null))
      return { invited: false as const, because: 'already-here' as const };
    if (pending.some((invitation) => invitation.email === email))
      return { invited: false as const, because: 'already-invited' as const };
    const { token, hash } = newToken();
    const invitationId = v7();
    const [row] = await this.db.directory((db) =>
      db.run<{ createdAt: number; expiresAt: number }>(addInvitation, [
        invitationId,
        viewer.companyId,
        email,
        invited.roleIds,
        hash,
        viewer.employeeId,
      ]),
    );
    const { company, inviter, language } = await this.introduce(viewer.companyId, viewer.employeeId);
    const link = `${this.config.values.CONSOLE_URL}/invitation?token=${encodeURIComponent(token)}`;
    try {
      await this.mailer.send(invitationMail(language, email, link, inviter, company));
    } catch (error) {
      await this.withdraw(viewer, invitationId);
      throw error;
    }
    if (!row) throw new Error('An invitation was not stored');
    return { invited: true as const, invitation: { invitationId, email, roleIds: [...invited.roleIds], ...row } };
  }

  async withdraw(viewer: Viewer, invitationId: string): Promise<void> {
    await this.db.directory((db) => db.run(dropInvitation, [viewer.companyId, invitationId]));
  }
}
