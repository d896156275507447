import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { differingPaths, lineSettings, linePaths, valueAt, type LinePath } from '@switchboard/domain/line';

import { auditDetails, audited, auditSubjects, type AuditDetails } from './audited.ts';
import type { AuditFilter, AuditPage, ShownAuditEntry } from './audit.shapes.ts';

// Days are the company's: the first moment of one, and the first after another.
const listEntries = sql(
  'list-audit-entries',
  `select a.audit_entry_id as "auditEntryId", a.at, a.by_kind as "byKind", a.by_id as "byId", a.what,
     a.subject_kind as "subjectKind", a.subject_id as "subjectId", a.details, old.settings as before, new.settings as after
   from audit_entry a
     join company c on c.company_id = a.company_id
     left join line_settings new on a.what = 'line.saved' and new.company_id = a.company_id and new.line_id = a.subject_id
       and new.version = (a.details->>'version')::int
     left join line_settings old on a.what = 'line.saved' and old.company_id = a.company_id and old.line_id = a.subject_id
       and old.version = (a.details->>'version')::int - 1
   where a.company_id = $1 and ($2::uuid is null or a.audit_entry_id < $2)
     and ($3::uuid is null or (a.by_kind = 'employee' and a.by_id = $3)) and ($4::text is null or a.by_kind = $4)
     and ($5::text is null or a.what = $5) and ($6::text is null or a.subject_kind = $6) and ($7::uuid is null or a.subject_id = $7)
     and ($8::date is null or a.at >= $8::date::timestamp at time zone c.time_zone)
     and ($9::date is null or a.at < ($9::date + 1)::timestamp at time zone c.time_zone)
   order by a.audit_entry_id desc limit $10`,
);
// Of a webhook the host: what stands behind it is often a secret.
const namesOf = sql(
  'names-in-audit-log',
  `select employee_id as id, nullif(trim(name || ' ' || surname), '') as name, photo, false as gone from employee where company_id = $1 and employee_id = any($2::uuid[])
   union all select department_id, name, null, false from department where company_id = $1 and department_id = any($2::uuid[])
   union all select line_id, name, null, deleted_at is not null from line where company_id = $1 and line_id = any($2::uuid[])
   union all select channel_id, name, null, removed_at is not null from channel where company_id = $1 and channel_id = any($2::uuid[])
   union all select company_id, name, null, false from company where company_id = $1 and company_id = any($2::uuid[])
   union all select role_id::uuid, name, null, false from role where company_id = $1 and role_id = any($2::uuid[]::text[])
   union all select webhook_id, substring(address from '^https?://(?:[^/?#]*@)?([^/?#]+)'), null, false from webhook where company_id = $1 and webhook_id = any($2::uuid[])
   union all select list_id, name, null, false from quick_reply_list where company_id = $1 and list_id = any($2::uuid[])
   union all select pipeline_id, name, null, removed_at is not null from crm_pipeline where company_id = $1 and pipeline_id = any($2::uuid[])
   union all select field_id, name, null, removed_at is not null from crm_field where company_id = $1 and field_id = any($2::uuid[])
   union all select record_id, nullif(trim(coalesce(nullif(title, ''), name || ' ' || surname)), ''), null, removed_at is not null or merged_into is not null from crm_record where company_id = $1 and record_id = any($2::uuid[])
   union all select client_id, nullif(trim(name), ''), null, erased_at is not null or merged_into is not null from client where company_id = $1 and client_id = any($2::uuid[])
   union all select agreement_id, name, null, removed_at is not null from agreement where company_id = $1 and agreement_id = any($2::uuid[])
   union all select api_key_id, name, null, false from api_key where company_id = $1 and api_key_id = any($2::uuid[])`,
);

type Row = {
  auditEntryId: string;
  at: number;
  byKind: 'employee' | 'api-key' | 'system';
  byId: string | null;
  what: string;
  subjectKind: string;
  subjectId: string | null;
  details: unknown;
  before: unknown;
  after: unknown;
};
type Named = { id: string; name: string | null; photo: string | null; gone: boolean };

/** What was changed of settings and rights, by whom and when. */
@Injectable()
export class AuditService {
  constructor(private readonly db: Database) {}

  /** The latest first; `cursor` is the last entry that was read. */
  async list(companyId: string, filter: AuditFilter, cursor: string | undefined, limit: number): Promise<AuditPage> {
    return this.db.inCompany(companyId, async (db) => {
      const found = await db.run<Row>(listEntries, [
        companyId,
        cursor ?? null,
        filter.employeeId ?? null,
        filter.byKind ?? null,
        filter.what ?? null,
        filter.subject ?? null,
        filter.subjectId ?? null,
        filter.from ?? null,
        filter.until ?? null,
        limit + 1,
      ]);
      const shown = found.slice(0, limit).flatMap((row) => {
        const what = audited.find((one) => one === row.what);
        const kind = auditSubjects.find((one) => one === row.subjectKind);
        // Written by a newer release than this one.
        if (what === undefined || kind === undefined) return [];
        const details = auditDetails.safeParse(row.details).data ?? {};
        return [{ row, what, kind, details, changes: changesOf(row, details) }];
      });
      const ids = new Set<string>();
      for (const { row, details, changes } of shown) idsIn([row.byId, row.subjectId, details, changes], ids);
      const named = ids.size === 0 ? [] : await db.run<Named>(namesOf, [companyId, [...ids]]);
      const known = new Map(named.map((one) => [one.id, one]));
      const rows = shown.map(({ row, what, kind, details, changes }): ShownAuditEntry => {
        const by = row.byId === null ? undefined : known.get(row.byId);
        const subject = row.subjectId === null ? undefined : known.get(row.subjectId);
        return {
          auditEntryId: row.auditEntryId,
          at: row.at,
          by: { kind: row.byKind, id: row.byId, name: by?.name ?? null, photo: by?.photo ?? null },
          what,
          subject: { kind, id: row.subjectId, name: subject?.name ?? null, there: subject?.gone === false },
          details,
          changes,
        };
      });
      return {
        rows,
        names: Object.fromEntries(named.flatMap(({ id, name }) => (name === null ? [] : [[id, name]]))),
        next: found.length > limit ? (found[limit - 1]?.auditEntryId ?? null) : null,
      };
    });
  }
}

/** What a save of a line's settings changed: what its entry names, or else all in which the two versions differ. */
function changesOf(row: Row, details: AuditDetails): ShownAuditEntry['changes'] {
  if (row.before === null || row.after === null) return [];
  const [before, after] = [lineSettings.safeParse(row.before).data, lineSettings.safeParse(row.after).data];
  if (before === undefined || after === undefined) return [];
  const named = Array.isArray(details['paths']) ? details['paths'] : null;
  const differing: LinePath[] = differingPaths(before, after);
  const paths = named === null ? differing : linePaths.filter((path) => named.includes(path));
  return paths.map((path) => ({ path, from: valueAt(before, path), to: valueAt(after, path) }));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every id that stands somewhere in a value. */
function idsIn(value: unknown, ids: Set<string>): void {
  if (typeof value === 'string' && uuid.test(value)) ids.add(value);
  else if (Array.isArray(value)) for (const one of value) idsIn(one, ids);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      idsIn(key, ids);
      idsIn(one, ids);
    }
}
