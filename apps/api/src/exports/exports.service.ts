import { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { reachOf } from '@switchboard/domain/access';

import { Actors } from '../access/actors.ts';
import { knows } from '../dialog-list/views.service.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { keptMs, mostWaiting, type ExportForm, type ExportRow } from './export.shapes.ts';
import { fileSightOf } from './sight.ts';
import { words } from './words.ts';

type Row = Omit<ExportRow, 'keptUntil'> & { sight: string };

// One's own. Whoever has the right to everybody's figures sees that others' wait, so that he may make room: nothing of what
// is in them, which is written with their authors' sight.
const underWay = `state in ('waiting', 'running')`;
const readable = `company_id = $1 and (employee_id = $2 or ($3::bool and ${underWay}))`;
const listExports = sql(
  'exports',
  `select x.export_id as "exportId", x.state, x.format, x.mine, x.sight, x.cut and x.mine as cut, x.error,
     case when x.mine then x.rows else 0 end as rows, case when x.mine then x.about else 0 end as about, case when x.mine then x.bytes else 0 end as bytes, x.created_at as "createdAt", x.done_at as "doneAt",
     case when e.employee_id is null then null else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname) end as by
   from (select *, employee_id = $2 as mine from export where ${readable} order by created_at desc, export_id limit 100) x
   left join employee e on e.company_id = $1 and e.employee_id = x.employee_id order by x.created_at desc, x.export_id`,
);
const unfinished = sql(
  'count-unfinished-exports',
  `select count(*)::int as exports from export where company_id = $1 and state in ('waiting', 'running')`,
);
const startExport = sql(
  'start-export',
  `insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, created_at)
   values ($1, gen_random_uuid(), $2, 'waiting', $3, $4, $5, $6, $7, $8, coalesce($9, now())) returning export_id as "exportId"`,
);
// Whoever writes it finds out with the next rows.
const cancelExport = sql(
  'cancel-export',
  `with cancelled as (
     update export set state = 'cancelled', done_at = coalesce($5, now()), leased_by = null, leased_until = null
     where ${readable} and export_id = $4 and ${underWay} returning export_id
   ), pieces as (delete from export_piece where company_id = $1 and export_id in (select export_id from cancelled))
   select 1 as one from cancelled`,
);
const doneExport = sql(
  'done-export',
  `select format, language, bytes, pieces, created_at as "createdAt" from export
   where company_id = $1 and employee_id = $2 and export_id = $3 and sight = $4 and state = 'done'`,
);
const readPiece = sql(
  'read-export-piece',
  'select content from export_piece where company_id = $1 and export_id = $2 and number = $3',
);

/** A file as it is handed out. */
export type ExportFile = { name: string; mediaType: string; bytes: number; content: Readable };

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Files of dialogs: who has them written, how far they are, and their content. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly db: Database,
    private readonly actors: Actors,
  ) {}

  async list(viewer: Viewer): Promise<ExportRow[]> {
    const digest = await this.#digest(viewer);
    const rows = await this.db.inCompany(viewer.companyId, (db) => db.run<Row>(listExports, reader(viewer)));
    return rows.map(({ sight, ...row }) =>
      row.state === 'done' && sight !== digest
        ? { ...row, state: 'failed', error: 'rights-changed', rows: 0, about: 0, cut: false, bytes: 0, keptUntil: null }
        : { ...row, keptUntil: row.state === 'done' && row.doneAt !== null ? row.doneAt + keptMs : null },
    );
  }

  async start(
    viewer: Viewer,
    { filter, columns, sort, ascending, format, language }: ExportForm,
  ): Promise<{ started: true; exportId: string } | { started: false; because: 'too-many' | 'unknown' }> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      if (!(await knows(db, filter))) return { started: false, because: 'unknown' };
      const [count] = await db.run<{ exports: number }>(unfinished, [viewer.companyId]);
      if ((count?.exports ?? 0) >= mostWaiting) return { started: false, because: 'too-many' };
      const values = [viewer.companyId, viewer.employeeId, format, language, JSON.stringify(filter), columns, sort];
      const [made] = await db.run<{ exportId: string }>(startExport, [...values, ascending, this.db.now()]);
      return { started: true, exportId: made?.exportId ?? '' };
    });
  }

  /** What is not done yet is not written on; nothing of it is kept. */
  async cancel(viewer: Viewer, exportId: string): Promise<{ cancelled: boolean }> {
    const cancelled = await this.db.inCompany(viewer.companyId, (db) =>
      db.run(cancelExport, [...reader(viewer), exportId, this.db.now()]),
    );
    return { cancelled: cancelled.length > 0 };
  }

  /**
   * A file of one's own that is done, piece by piece as it is read; null where he has none by this id, or sees otherwise by
   * now than when it was written.
   */
  async file(viewer: Viewer, exportId: string): Promise<ExportFile | null> {
    const digest = await this.#digest(viewer);
    if (digest === null) return null;
    const { companyId } = viewer;
    const [found] = await this.db.inCompany(companyId, (db) =>
      db.run<{ format: 'csv' | 'xlsx'; language: 'en' | 'ru'; bytes: number; pieces: number; createdAt: number }>(
        doneExport,
        [companyId, viewer.employeeId, exportId, digest],
      ),
    );
    if (!found) return null;
    const { db } = this;
    const content = Readable.from(
      (async function* () {
        for (let number = 1; number <= found.pieces; number++) {
          const [piece] = await db.inCompany(companyId, (one) =>
            one.run<{ content: Uint8Array }>(readPiece, [companyId, exportId, number]),
          );
          // Taken away while it was read: the connection breaks, so that nobody has half a file for the whole.
          if (!piece) throw new Error('The file was taken away while it was read');
          yield Buffer.from(piece.content);
        }
      })(),
      { objectMode: false },
    );
    const day = new Date(found.createdAt).toISOString().slice(0, 10);
    return {
      name: `${words[found.language].file} ${day}.${found.format}`,
      mediaType: mediaTypes[found.format],
      bytes: found.bytes,
      content,
    };
  }

  /** What stands for what he may have in a file now; null: none. */
  async #digest({ companyId, employeeId }: Viewer): Promise<string | null> {
    return fileSightOf(await this.actors.of(companyId), companyId, employeeId)?.digest ?? null;
  }
}

function reader(viewer: Viewer): [companyId: string, employeeId: string, everybodys: boolean] {
  return [viewer.companyId, viewer.employeeId, reachOf(viewer.rights, 'statistics') === 'any'];
}
