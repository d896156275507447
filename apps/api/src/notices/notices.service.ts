import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';

import { Signals } from '../platform/signals.ts';
import type { Viewer } from '../rpc/trpc.ts';
import type { ShownNotice } from './notice.shapes.ts';

const shown = (id: string): string =>
  `(select jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo)
    from employee e where e.company_id = $1 and e.employee_id = (n.body->>'${id}')::uuid)`;
const listNotices = sql(
  'list-notices',
  `select n.notice_id as "noticeId", n.what, n.dialog_id as "dialogId", n.at, n.read_at as "readAt",
     ${shown('operatorId')} as operator, (n.body->>'since')::float8 as since, ${shown('by')} as by, (n.body->>'stars')::int as stars,
     (select jsonb_build_object('lineId', l.line_id, 'name', l.name) from line l
      where l.company_id = $1 and l.line_id = (n.body->>'lineId')::uuid) as line
   from notice n where n.company_id = $1 and n.employee_id = $2 order by n.at desc, n.notice_id desc limit 50`,
);
const countUnread = sql(
  'unread-notices',
  `select count(*)::int as unread from (
     select 1 from notice where company_id = $1 and employee_id = $2 and read_at is null limit 1000) few`,
);
const markRead = sql(
  'mark-notices-read',
  `update notice set read_at = $3 where company_id = $1 and employee_id = $2 and read_at is null
     and ($4::uuid is null or notice_id = $4) returning notice_id as "noticeId"`,
);

/** What an employee is told in the console: each sees his own. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  /** The last fifty, the latest first, and how many he has not read. */
  async list(viewer: Viewer): Promise<{ notices: ShownNotice[]; unread: number }> {
    const who = [viewer.companyId, viewer.employeeId];
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [notices, [count]] = await Promise.all([
        db.run<ShownNotice>(listNotices, who),
        db.run<{ unread: number }>(countUnread, who),
      ]);
      return { notices, unread: count?.unread ?? 0 };
    });
  }

  /** He has read this one, or all of them. Answers whether any was unread; his other windows are told. */
  async read(viewer: Viewer, noticeId: string | null): Promise<{ read: boolean }> {
    const { companyId, employeeId } = viewer;
    const { read, last } = await this.db.inTurn(companyId, async (turn) => {
      const rows = await turn.run(markRead, [companyId, employeeId, new Date(turn.now), noticeId]);
      if (rows.length > 0) turn.announce({ change: 'notice', employeeId });
      return { read: rows.length > 0, last: turn.lastChange };
    });
    if (read) this.signals.changed(companyId, last);
    return { read };
  }
}
