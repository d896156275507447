import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { mayAnywhere } from '@switchboard/domain/access';
import { dialogColumns, dialogFilter, dialogSorts } from '@switchboard/domain/statistics';
import type { Logger } from 'pino';

import { Actors, type Access } from '../access/actors.ts';
import { DialogListQueries, type Within } from '../dialog-list/dialog-list.queries.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { scopeOf } from '../statistics/scope.ts';
import { csvFile } from './csv-file.ts';
import { keptMs } from './export.shapes.ts';
import { leanHeap } from './lean-heap.ts';
import { clockOf, tableColumns, tableRow } from './rows.ts';
import type { TableFile } from './table.ts';
import { words } from './words.ts';
import { xlsxFile } from './xlsx-file.ts';

/** Whoever writes says so again well within this; after it, another begins the file anew. */
const leaseSeconds = 60;
const mostAttempts = 3;
/** Files that one process writes at once. */
const atOnce = 2;
/** Small, so that what was written is forgotten before it grows old. */
const page = 500;
const pieceBytes = 1 << 20;

const due = sql(
  'exports-due',
  `select distinct company_id as "companyId" from export
   where (state = 'waiting' or state = 'running') and (leased_until is null or leased_until < now()) limit 50`,
);
const old = sql(
  'companies-with-old-exports',
  `select distinct company_id as "companyId" from export
   where state not in ('waiting', 'running') and coalesce(done_at, created_at) < $1 limit 50`,
);
const dropOld = sql(
  'drop-old-exports',
  `delete from export where company_id = $1 and export_id in (
     select export_id from export where company_id = $1 and state not in ('waiting', 'running') and coalesce(done_at, created_at) < $2 limit 5)`,
);
// One of a company at a time: whoever looks at the same moment finds it taken.
const oneAtATime = sql(
  'one-export-at-a-time',
  `select pg_try_advisory_xact_lock(hashtextextended('export ' || $1::text, 0)) as free`,
);
const claim = sql(
  'claim-export',
  `with due as (
     select export_id from export where company_id = $1 and state in ('waiting', 'running') and (leased_until is null or leased_until < now())
       and not exists (select from export r where r.company_id = $1 and r.state = 'running' and r.leased_until >= now())
     order by created_at limit 1 for update skip locked
   ), anew as (delete from export_piece where company_id = $1 and export_id in (select export_id from due))
   update export x set state = 'running', leased_by = $2, leased_until = now() + make_interval(secs => ${leaseSeconds}),
     attempts = attempts + 1, rows = 0, bytes = 0, pieces = 0
   from due where x.company_id = $1 and x.export_id = due.export_id
   returning x.export_id as "exportId", x.employee_id as "employeeId", x.format, x.language, x.filter, to_jsonb(x.columns) as columns, x.sort, x.ascending, x.attempts`,
);
const mine = `company_id = $1 and export_id = $2 and leased_by = $3 and state = 'running'`;
const comesOn = sql(
  'export-comes-on',
  `update export set rows = $4, about = $5, leased_until = now() + make_interval(secs => ${leaseSeconds}) where ${mine} returning 1 as one`,
);
const addPiece = sql(
  'add-export-piece',
  `with held as (
     update export set pieces = $4, bytes = bytes + octet_length($5::bytea), leased_until = now() + make_interval(secs => ${leaseSeconds})
     where ${mine} returning 1)
   insert into export_piece (company_id, export_id, number, content) select $1, $2, $4, $5::bytea from held returning 1 as one`,
);
const finished = sql(
  'export-finished',
  `update export set state = $4, error = $5, rows = $6, done_at = coalesce($7, now()), leased_by = null, leased_until = null where ${mine} returning 1 as one`,
);
const dropPieces = sql('drop-export-pieces', 'delete from export_piece where company_id = $1 and export_id = $2');
const zoneOf = sql('zone-of-export', 'select time_zone as "timeZone" from company where company_id = $1');

type Claimed = {
  exportId: string;
  employeeId: string;
  format: 'csv' | 'xlsx';
  language: 'en' | 'ru';
  filter: unknown;
  columns: string[];
  sort: string;
  ascending: boolean;
  attempts: number;
};

/** It was cancelled, taken by another, or is gone. */
class NotOurs extends Error {
  override readonly name = 'NotOurs';
}
/** Whoever asked for it may not any more. */
class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** Writes files of dialogs in the background, a piece at a time, so that their size costs no memory. */
@Injectable()
export class ExportLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #process = crypto.randomUUID();
  readonly #running = new Set<Promise<void>>();
  #stop: () => Promise<void> = () => Promise.resolve();
  #stopping = false;

  constructor(
    private readonly db: Database,
    private readonly list: DialogListQueries,
    private readonly actors: Actors,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('exports');
  }

  onApplicationBootstrap(): void {
    const { ROLES, POLL_MS } = this.config.values;
    if (!ROLES.includes('worker')) return;
    this.#stop = poll(POLL_MS, this.#log, () => this.#look());
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#stop();
    await Promise.all(this.#running);
  }

  /** Takes away what was kept long enough; answers whether there may be more. */
  async tidy(): Promise<boolean> {
    const before = new Date((this.db.now()?.getTime() ?? Date.now()) - keptMs);
    const companies = await this.db.acrossCompanies('files of all companies that were kept long enough', (db) =>
      db.run<{ companyId: string }>(old, [before]),
    );
    for (const { companyId } of companies)
      await this.db.inCompany(companyId, (db) => db.run(dropOld, [companyId, before]));
    return companies.length > 0;
  }

  async #look(): Promise<boolean> {
    const tidied = await this.tidy();
    if (this.#stopping || this.#running.size >= atOnce) return tidied;
    const companies = await this.db.acrossCompanies('files that somebody of any company waits for', (db) =>
      db.run<{ companyId: string }>(due, []),
    );
    for (const { companyId } of companies) {
      if (this.#stopping || this.#running.size >= atOnce) break;
      const claimed = await this.#claim(companyId);
      if (claimed === null) continue;
      const writing: Promise<void> = this.#carryOut(companyId, claimed).finally(() => this.#running.delete(writing));
      this.#running.add(writing);
    }
    return tidied;
  }

  async #claim(companyId: string): Promise<Claimed | null> {
    return this.db.inCompany(companyId, async (db) => {
      const [lock] = await db.run<{ free: boolean }>(oneAtATime, [companyId]);
      if (!lock?.free) return null;
      return (await db.run<Claimed>(claim, [companyId, this.#process]))[0] ?? null;
    });
  }

  async #carryOut(companyId: string, claimed: Claimed): Promise<void> {
    const { exportId, attempts } = claimed;
    const end = async (state: 'done' | 'failed', error: string | null, rows: number): Promise<void> => {
      await this.db.inCompany(companyId, async (db) => {
        const values = [companyId, exportId, this.#process, state, error, rows, this.db.now()];
        const ended = await db.run(finished, values);
        if (ended.length > 0 && state === 'failed') await db.run(dropPieces, [companyId, exportId]);
      });
    };
    try {
      if (attempts > mostAttempts) return await end('failed', 'gave-up', 0);
      await end('done', null, await leanHeap(() => this.#write(companyId, claimed)));
    } catch (error) {
      if (error instanceof NotOurs) return;
      if (error instanceof NotAllowed) return await end('failed', 'not-allowed', 0).catch(() => {});
      // The lease runs out, and it is begun anew.
      this.#log.warn({ err: error, company: companyId, export: exportId }, 'a file was not written; it is begun anew');
    }
  }

  /** Writes the whole file; answers how many dialogs are in it. */
  async #write(companyId: string, claimed: Claimed): Promise<number> {
    const { exportId, language, format } = claimed;
    const columns = claimed.columns.flatMap((name) => dialogColumns.find((column) => column === name) ?? []);
    const sort = dialogSorts.find((one) => one === claimed.sort) ?? 'number';
    const filter = dialogFilter.parse(claimed.filter);
    let access = await this.#access(companyId, claimed.employeeId);
    const begunAt = access.version;
    const { ids, timeZone } = await this.db.inCompany(companyId, async (db) => {
      const understood = await this.list.understand(db, filter);
      const [zone] = await db.run<{ timeZone: string }>(zoneOf, [companyId]);
      const order = { sort, ascending: claimed.ascending };
      return {
        ids: await this.list.allIds(db, access.viewer, understood, order, access.within),
        timeZone: zone?.timeZone ?? 'UTC',
      };
    });
    const table = tableColumns(columns, language);
    const file = format === 'csv' ? csvFile(table, language) : xlsxFile(table, words[language].file);
    const clock = clockOf(timeZone);
    let rows = 0;
    const told = async (): Promise<void> => {
      for (let at = 0; at < ids.length; at += page) {
        if (this.#stopping) throw new NotOurs();
        const some = [...ids.subarray(at, at + page)].map(Number);
        // Whoever lost a right meanwhile gets no more than he may see now.
        access = await this.#access(companyId, claimed.employeeId);
        const { viewer, within, version } = access;
        const dialogs = await this.db.inCompany(companyId, async (db) => {
          const seen = version === begunAt ? some : await this.list.stillSeen(db, viewer, some, within);
          return this.list.told(db, viewer, seen);
        });
        await file.write(dialogs.map((dialog) => tableRow(columns, dialog, language, clock)));
        rows += dialogs.length;
        await this.#held(companyId, comesOn, [companyId, exportId, this.#process, rows, ids.length]);
      }
      await file.end();
    };
    await bothOrNeither(file, told(), this.#keep(companyId, exportId, file));
    return rows;
  }

  /** Stores what comes out of the file, in pieces. */
  async #keep(companyId: string, exportId: string, file: TableFile): Promise<void> {
    let number = 0;
    let parts: Buffer[] = [];
    let length = 0;
    const store = async (content: Buffer): Promise<void> => {
      number++;
      await this.#held(companyId, addPiece, [companyId, exportId, this.#process, number, content]);
    };
    for await (const chunk of file.output as AsyncIterable<Buffer>) {
      parts.push(chunk);
      length += chunk.length;
      while (length >= pieceBytes) {
        const whole = Buffer.concat(parts);
        await store(whole.subarray(0, pieceBytes));
        parts = [whole.subarray(pieceBytes)];
        length -= pieceBytes;
      }
    }
    if (length > 0) await store(Buffer.concat(parts));
  }

  async #held(companyId: string, statement: ReturnType<typeof sql>, values: unknown[]): Promise<void> {
    const held = await this.db.inCompany(companyId, (db) => db.run(statement, values));
    if (held.length === 0) throw new NotOurs();
  }

  /** What whoever asked for it may see now: by his sight of lists and by his right to statistics, both. */
  async #access(companyId: string, employeeId: string): Promise<{ viewer: Viewer; within: Within; version: number }> {
    const access: Access = await this.actors.of(companyId);
    const roleIds = access.rolesOf(employeeId);
    const actor = access.actorOf(employeeId);
    if (!roleIds || !actor || !mayAnywhere(actor, 'statistics')) throw new NotAllowed();
    const { operators, departments, nobodys } = scopeOf(actor, access.departmentsOf(employeeId), {}, () => []);
    return {
      viewer: { ...actor, companyId, userId: '', roleIds },
      version: access.version,
      within: {
        ...(operators === null ? {} : { operators }),
        ...(departments === null ? {} : { departments, nobodys }),
      },
    };
  }
}

/** What writes and what stores end together: where one fails, the other is not waited for. */
async function bothOrNeither(file: TableFile, writing: Promise<void>, storing: Promise<void>): Promise<void> {
  let first: unknown;
  const broke = (error: unknown): void => {
    first ??= error;
    file.abort();
  };
  await Promise.all([writing.catch(broke), storing.catch(broke)]);
  if (first !== undefined) throw first;
}
