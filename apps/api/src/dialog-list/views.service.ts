import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb } from '@switchboard/db';
import { reachOf } from '@switchboard/domain/access';
import {
  dialogColumns,
  dialogFilter,
  dialogSorts,
  type DialogColumn,
  type DialogFilter,
} from '@switchboard/domain/statistics';
import type { z } from 'zod';

import type { Viewer } from '../rpc/trpc.ts';
import { type defaultSet, mostViews, type view, type ViewForm, type viewSaved } from './dialog-list.shapes.ts';

type View = z.infer<typeof view>;
type Saved = z.infer<typeof viewSaved>;
type Row = Omit<View, 'mayChange' | 'filter' | 'columns' | 'sort'> & {
  filter: unknown;
  columns: string[];
  sort: string;
  ownerId: string;
};

const listViews = sql(
  'dialog-views',
  `select v.view_id as "viewId", v.name, v.filter, to_jsonb(v.columns) as columns, v.sort, v.ascending, v.shared, v.owner_id as "ownerId",
     coalesce(f.view_id = v.view_id, false) as "isDefault"
   from dialog_view v left join dialog_view_default f on f.company_id = $1 and f.employee_id = $2
   where v.company_id = $1 and v.removed_at is null and (v.shared or v.owner_id = $2) order by v.shared desc, lower(v.name), v.view_id limit 300`,
);
const countViews = sql(
  'count-dialog-views',
  'select count(*)::int as views from dialog_view where company_id = $1 and owner_id = $2 and removed_at is null',
);
const addView = sql(
  'add-dialog-view',
  `insert into dialog_view (company_id, view_id, name, filter, columns, sort, ascending, shared, owner_id, created_at)
   values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, now()) returning view_id as "viewId"`,
);
// One's own, and with the right to it what all share. Another's own view is not there for anybody else.
const changeable = `company_id = $1 and view_id = $2 and (owner_id = $3 and not shared or shared and $4::bool)`;
const saveView = sql(
  'save-dialog-view',
  `update dialog_view set name = $5, filter = $6, columns = $7, sort = $8, ascending = $9, shared = $10
   where ${changeable} and removed_at is null returning view_id as "viewId"`,
);
const removeView = sql(
  'remove-dialog-view',
  `update dialog_view set removed_at = now() where ${changeable} and removed_at is null returning view_id as "viewId"`,
);
const restoreView = sql(
  'restore-dialog-view',
  `update dialog_view set removed_at = null where ${changeable} and removed_at is not null returning view_id as "viewId"`,
);
const seenView = sql(
  'seen-dialog-view',
  'select shared from dialog_view where company_id = $1 and view_id = $2 and removed_at is null and (shared or owner_id = $3)',
);
const setDefault = sql(
  'set-default-dialog-view',
  `insert into dialog_view_default (company_id, employee_id, view_id) select $1, $2, view_id from dialog_view
   where company_id = $1 and view_id = $3 and removed_at is null and (shared or owner_id = $2)
   on conflict (company_id, employee_id) do update set view_id = excluded.view_id returning view_id as "viewId"`,
);
const dropDefault = sql(
  'drop-default-dialog-view',
  'delete from dialog_view_default where company_id = $1 and employee_id = $2',
);

// What a filter names and the company does not have.
const strangers = sql(
  'strangers-of-filter',
  `select 1 as one from (
     select id from unnest($2::uuid[]) id where not exists (select from line where company_id = $1 and line_id = id)
     union all select id from unnest($3::uuid[]) id where not exists (select from channel where company_id = $1 and channel_id = id)
     union all select id from unnest($4::uuid[]) id where not exists (select from employee where company_id = $1 and employee_id = id)
     union all select id from unnest($5::uuid[]) id where not exists (select from department where company_id = $1 and department_id = id)
     union all select id from unnest($6::uuid[]) id where not exists (select from client where company_id = $1 and client_id = id)) x limit 1`,
);

/** Does everything that a filter names belong to the company? Those who left and what was deleted does. */
export async function knows(db: CompanyDb, filter: Omit<DialogFilter, 'search'>): Promise<boolean> {
  const { lines = [], channels = [], departments = [], clientId } = filter;
  const people = [...(filter.operators ?? []), ...(filter.offeredTo ?? [])];
  const clients = clientId === undefined ? [] : [clientId];
  if ([lines, channels, people, departments, clients].every(({ length }) => length === 0)) return true;
  const found = await db.run(strangers, [db.companyId, lines, channels, people, departments, clients]);
  return found.length === 0;
}

/** Saved ways to look at the list of dialogs: one's own, and those that everybody shares. */
@Injectable()
export class ViewsService {
  constructor(private readonly db: Database) {}

  async list(viewer: Viewer): Promise<{ views: View[]; mayShare: boolean }> {
    const mayShare = sharesViews(viewer);
    const rows = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<Row>(listViews, [viewer.companyId, viewer.employeeId]),
    );
    return {
      mayShare,
      views: rows.map(({ ownerId, filter, columns, sort, ...row }) => ({
        ...row,
        filter: readFilter(filter),
        columns: readColumns(columns),
        sort: dialogSorts.find((one) => one === sort) ?? 'number',
        mayChange: row.shared ? mayShare : ownerId === viewer.employeeId,
      })),
    };
  }

  async add(viewer: Viewer, form: ViewForm): Promise<Saved> {
    if (form.shared && !sharesViews(viewer)) return { saved: false, because: 'not-allowed' };
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [count] = await db.run<{ views: number }>(countViews, [viewer.companyId, viewer.employeeId]);
      if ((count?.views ?? 0) >= mostViews) return { saved: false, because: 'too-many' };
      if (!(await knows(db, form.filter))) return { saved: false, because: 'unknown' };
      const [added] = await db.run<{ viewId: string }>(addView, [...valuesOf(viewer, form), viewer.employeeId]);
      return added === undefined ? { saved: false, because: 'gone' } : { saved: true, viewId: added.viewId };
    });
  }

  async save(viewer: Viewer, viewId: string, form: ViewForm): Promise<Saved> {
    const mayShare = sharesViews(viewer);
    if (form.shared && !mayShare) return { saved: false, because: 'not-allowed' };
    const values = [viewer.companyId, viewId, viewer.employeeId, mayShare, ...valuesOf(viewer, form).slice(1)];
    if (!(await this.db.inCompany(viewer.companyId, (db) => knows(db, form.filter))))
      return { saved: false, because: 'unknown' };
    return this.#change(viewer, viewId, (db) => db.run(saveView, values));
  }

  async remove(viewer: Viewer, viewId: string): Promise<Saved> {
    return this.#change(viewer, viewId, (db) =>
      db.run(removeView, [viewer.companyId, viewId, viewer.employeeId, sharesViews(viewer)]),
    );
  }

  async restore(viewer: Viewer, viewId: string): Promise<Saved> {
    return this.#change(viewer, viewId, (db) =>
      db.run(restoreView, [viewer.companyId, viewId, viewer.employeeId, sharesViews(viewer)]),
    );
  }

  /** The view with which his list begins; null: with none. */
  async setDefault(viewer: Viewer, viewId: string | null): Promise<z.infer<typeof defaultSet>> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      if (viewId === null) {
        await db.run(dropDefault, [viewer.companyId, viewer.employeeId]);
        return { saved: true };
      }
      const set = await db.run(setDefault, [viewer.companyId, viewer.employeeId, viewId]);
      return set.length > 0 ? { saved: true } : { saved: false, because: 'gone' };
    });
  }

  async #change(viewer: Viewer, viewId: string, change: (db: CompanyDb) => Promise<object[]>): Promise<Saved> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      if ((await change(db)).length > 0) return { saved: true, viewId };
      const [seen] = await db.run(seenView, [viewer.companyId, viewId, viewer.employeeId]);
      return { saved: false, because: seen === undefined ? 'gone' : 'not-allowed' };
    });
  }
}

/** Whoever sees the figures of everybody arranges what everybody looks at. */
function sharesViews(viewer: Viewer): boolean {
  return reachOf(viewer.rights, 'statistics') === 'any';
}

function valuesOf({ companyId }: Viewer, { name, filter, columns, sort, ascending, shared }: ViewForm): unknown[] {
  return [companyId, name, JSON.stringify(filter), columns, sort, ascending, shared];
}

/** What was saved with names that are no longer known is left out. */
function readFilter(stored: unknown): Omit<DialogFilter, 'search'> {
  const shape = dialogFilter.omit({ search: true }).shape;
  const kept = Object.entries(typeof stored === 'object' && stored !== null ? stored : {}).filter(
    ([name, value]) => name in shape && shape[name as keyof typeof shape].safeParse(value).success,
  );
  return Object.fromEntries(kept);
}

function readColumns(stored: readonly string[]): DialogColumn[] {
  const known = dialogColumns.filter((column) => stored.includes(column));
  return known.length === 0 ? ['number'] : known.toSorted((a, b) => stored.indexOf(a) - stored.indexOf(b));
}
