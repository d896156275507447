import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { Role } from '@switchboard/domain/access';

import { Unavailable } from '../platform/outage.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Auth } from './auth.ts';
import { Foundings } from './founding.ts';

// A department stands for the people of its parts too, without anybody who leads it or one of them: so of those that he is
// under, the ones that he is not above count.
const findViewer = sql(
  'find-viewer',
  `with recursive above as (
     select d.department_id, d.parent_id from department d
     where d.company_id = $1 and d.department_id = (select department_id from employee where company_id = $1 and employee_id = $2::uuid)
     union
     select d.department_id, d.parent_id from department d join above a on d.department_id = a.parent_id where d.company_id = $1
   ),
   led as (
     select department_id, parent_id from department where company_id = $1 and head_id = $2::uuid
     union
     select d.department_id, d.parent_id from department d join led l on d.department_id = l.parent_id where d.company_id = $1
   ),
   entries as (
     select jsonb_build_array(jsonb_build_object('employeeId', $2::text)) as entry
     union all
     select jsonb_build_array(jsonb_build_object('departmentId', department_id::text)) from above
     where department_id not in (select department_id from led)
   )
   select e.role, coalesce((
     select jsonb_agg(l.line_id) from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
     where l.company_id = $1 and exists (select 1 from entries where s.settings->'queue'->'members' @> entry)), '[]') as "lineIds"
   from employee e where e.company_id = $1 and e.employee_id = $2::uuid and e.dismissed_at is null`,
);

/** Who stands behind a cookie. */
@Injectable()
export class Viewers {
  constructor(
    private readonly db: Database,
    private readonly auth: Auth,
    private readonly foundings: Foundings,
  ) {}

  /** The employee who is signed in, or null: no session, no company, or dismissed. */
  async of(cookie: string): Promise<Viewer | null> {
    const user = await this.auth.user(cookie).catch((error: unknown) => {
      throw new Unavailable('Who calls cannot be looked up now', { cause: error });
    });
    return user ? this.ofUser(user.userId) : null;
  }

  async ofUser(userId: string): Promise<Viewer | null> {
    const member = await this.foundings.memberOf(userId);
    if (!member) return null;
    const [row] = await this.db.inCompany(member.companyId, (db) =>
      db.run<{ role: Role; lineIds: string[] }>(findViewer, [member.companyId, member.employeeId]),
    );
    return row ? { ...member, userId, role: row.role, lineIds: row.lineIds } : null;
  }
}
