import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { newLineSettings } from '@switchboard/domain/line';
import { v7 } from 'uuid';

import { newAddress } from '../channels/address.ts';
import { foundPipelines } from '../crm/pipelines/found-pipelines.ts';

const findFounding = sql(
  'find-founding',
  `select user_id as "userId", company_id as "companyId", name, email, company, language, time_zone as "timeZone" from founding where user_id = $1`,
);
const planFounding = sql(
  'plan-founding',
  `insert into founding (user_id, company_id, name, email, company, language, time_zone, created_at)
   select id, $2, $3, email, $4, $5, $6, now() from "user" where email = $1 and not "emailVerified" on conflict (user_id) do nothing`,
);
const findMember = sql(
  'find-member',
  'select company_id as "companyId", employee_id as "employeeId" from member where user_id = $1',
);
const addMember = sql(
  'add-member',
  'insert into member (user_id, company_id, employee_id, created_at) values ($1, $2, $3, now()) on conflict (user_id) do nothing',
);
const dropFounding = sql('drop-founding', 'delete from founding where user_id = $1');
const addAddress = sql(
  'add-address',
  'insert into address (address, company_id, channel_id, kind) values ($1, $2, $3, $4) on conflict (address) do nothing',
);
const found = sql(
  'found-company',
  `with made as (
     insert into company (company_id, name, language, time_zone, demo, created_at) values ($1, $2, $3, $4, $5, $17::timestamptz) on conflict do nothing returning company_id
   ), t as (insert into turn (company_id) select company_id from made),
   e as (
     insert into employee (company_id, employee_id, user_id, name, surname, email, role_ids, language, created_at)
     select company_id, $6, $7, $8, $9, $10, array['administrator'], $3, $17::timestamptz from made
   ), l as (
     insert into line (company_id, line_id, name, created_at) select company_id, $11, $12, $17::timestamptz from made
   ), s as (
     insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) select company_id, $11, 1, $13, $17::timestamptz, $6 from made
   ), q as (
     insert into queue_stamp (company_id, line_id, employee_id, assigned_at) select company_id, $11, $6, $17::timestamptz from made
   )
   insert into channel (company_id, channel_id, line_id, kind, name, address, settings, created_at)
   select company_id, $14, $11, 'live-chat', $15, $16, '{}', $17::timestamptz from made`,
);
const founded = sql(
  'founded',
  `select e.employee_id as "employeeId", l.line_id as "lineId", c.channel_id as "channelId", c.address
   from employee e join line l on l.company_id = e.company_id join channel c on c.company_id = e.company_id
   where e.company_id = $1 and e.user_id = $2 order by l.created_at, c.created_at limit 1`,
);

export type Founding = {
  userId: string;
  companyId: string;
  name: string;
  email: string;
  company: string;
  language: 'en' | 'ru';
  timeZone: string;
};
export type Founded = { employeeId: string; lineId: string; channelId: string; address: string };

/** A company comes into being: with its first administrator, a line he answers, and a live chat on it. */
@Injectable()
export class Foundings {
  constructor(private readonly db: Database) {}

  /** Remembers what to found once the address is confirmed. Does nothing for an account that is confirmed already. */
  async plan(plan: {
    name: string;
    email: string;
    company: string;
    language: string;
    timeZone: string;
  }): Promise<void> {
    await this.db.directory((db) =>
      db.run(planFounding, [plan.email.toLowerCase(), v7(), plan.name, plan.company, plan.language, plan.timeZone]),
    );
  }

  /** Who this account is, founding its company first where that is still to be done; null for an account without one. */
  async memberOf(userId: string): Promise<{ companyId: string; employeeId: string } | null> {
    const [member] = await this.db.directory((db) =>
      db.run<{ companyId: string; employeeId: string }>(findMember, [userId]),
    );
    if (member) return member;
    const [planned] = await this.db.directory((db) => db.run<Founding>(findFounding, [userId]));
    if (!planned) return null;
    const { employeeId } = await this.found(planned, false);
    return { companyId: planned.companyId, employeeId };
  }

  /** Founded at `at`. Safe to repeat: whatever a crash left undone is done by the next call, nothing twice. */
  async found(plan: Founding, demo: boolean, at = new Date()): Promise<Founded> {
    const employeeId = v7();
    const [name = '', ...rest] = plan.name.trim().split(/\s+/);
    const words =
      plan.language === 'ru'
        ? { line: 'Открытая линия', chat: 'Онлайн-чат' }
        : { line: 'Open line', chat: 'Live chat' };
    const made = await this.db.inCompany(plan.companyId, async (db) => {
      await db.run(found, [
        plan.companyId,
        plan.company,
        plan.language,
        plan.timeZone,
        demo,
        employeeId,
        plan.userId,
        name,
        rest.join(' '),
        plan.email,
        v7(),
        words.line,
        JSON.stringify(newLineSettings(employeeId, plan.language, plan.timeZone)),
        v7(),
        words.chat,
        newAddress(),
        at,
      ]);
      await foundPipelines(db, plan.language, at);
      const [row] = await db.run<Founded>(founded, [plan.companyId, plan.userId]);
      if (!row) throw new Error('A company was founded without its founder');
      return row;
    });
    await this.db.inDirectory(async (db) => {
      await db.run(addAddress, [made.address, plan.companyId, made.channelId, 'live-chat']);
      await db.run(addMember, [plan.userId, plan.companyId, made.employeeId]);
      await db.run(dropFounding, [plan.userId]);
    });
    return made;
  }
}
