import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { dialogColumns, dialogFilter, dialogSorts } from '@switchboard/domain/statistics';
import type { Logger } from 'pino';

import { Actors } from '../access/actors.ts';
import { DialogListQueries } from '../dialog-list/dialog-list.queries.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { csvFile } from './csv-file.ts';
import { keptMs } from './export.shapes.ts';
import { leanHeap } from './lean-heap.ts';
import { clockOf, tableColumns, tableRow } from './rows.ts';
import { fileSightOf, type FileSight } from './sight.ts';
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
     attempts = attempts + 1, rows = 0, about = 0, bytes = 0, pieces = 0, cut = false
   from due where x.company_id = $1 and x.export_id = due.export_id
   returning x.export_id as "exportId", x.employee_id as "employeeId", x.format, x.language, x.filter, to_jsonb(x.columns) as columns, x.sort, x.ascending, x.attempts, x.leased_by as lease`,
);
// Each attempt has a name of its own: one that was held up and lost its lease is not taken for the next of its process.
const mine = `company_id = $1 and export_id = $2 and leased_by = $3 and state = 'running'`;
const goesOn = sql(
  'export-goes-on',
  `update export set leased_until = now() + make_interval(secs => ${leaseSeconds}) where ${mine} returning 1 as one`,
);
const begins = sql(
  'export-begins',
  `update export set about = $4, cut = $5, sight = $6, leased_until = now() + make_interval(secs => ${leaseSeconds}) where ${mine} returning 1 as one`,
);
const giveBack = sql(
  'give-export-back',
  `update export set state = 'waiting', attempts = attempts - 1, leased_by = null, leased_until = null where ${mine}`,
);
const comesOn = sql(
  'export-comes-on',
  `update export set rows = $4, leased_until = now() + make_interval(secs => ${leaseSeconds}) where ${mine} returning 1 as one`,
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
  lease: string;
};

/** It was cancelled, taken by another, or is gone. */
class NotOurs extends Error {
  override readonly name = 'NotOurs';
}
/** Whoever asked for it may not any more, or sees otherwise than when it was begun. */
class NotAllowed extends Error {
  override readonly name = 'NotAllowed';

  constructor(readonly why: 'not-allowed' | 'rights-changed') {
    super(why);
  }
}
/** The process ends, and another goes on. */
class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** Writes files of dialogs in the background, a piece at a time, so that their size costs no memory. */
@Injectable()
export class ExportLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
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
      return (await db.run<Claimed>(claim, [companyId, crypto.randomUUID()]))[0] ?? null;
    });
  }

  async #carryOut(companyId: string, claimed: Claimed): Promise<void> {
    const { exportId, attempts, lease } = claimed;
    const end = async (state: 'done' | 'failed', error: string | null, rows: number): Promise<void> => {
      await this.db.inCompany(companyId, async (db) => {
        const values = [companyId, exportId, lease, state, error, rows, this.db.now()];
        const ended = await db.run(finished, values);
        if (ended.length > 0 && state === 'failed') await db.run(dropPieces, [companyId, exportId]);
      });
    };
    try {
      if (attempts > mostAttempts) return await end('failed', 'gave-up', 0);
      await end('done', null, await leanHeap(() => this.#write(companyId, claimed)));
    } catch (error) {
      if (error instanceof NotOurs) return;
      if (error instanceof NotAllowed) return await end('failed', error.why, 0).catch(() => {});
      if (error instanceof Stopping) {
        // At once for another process, and no attempt of the few; else the lease runs out, as after a fall.
        await this.db
          .inCompany(companyId, (db) => db.run(giveBack, [companyId, exportId, lease]))
          .catch((failure: unknown) =>
            this.#log.warn({ err: failure, company: companyId }, 'a file was not given back'),
          );
        return;
      }
      // The lease runs out, and it is begun anew.
      this.#log.warn({ err: error, company: companyId, export: exportId }, 'a file was not written; it is begun anew');
    }
  }

  /** Writes the whole file; answers how many dialogs are in it. */
  async #write(companyId: string, claimed: Claimed): Promise<number> {
    const { exportId, language, format, lease } = claimed;
    const columns = claimed.columns.flatMap((name) => dialogColumns.find((column) => column === name) ?? []);
    const sort = dialogSorts.find((one) => one === claimed.sort) ?? 'number';
    const filter = dialogFilter.parse(claimed.filter);
    const { viewer, within, digest } = await this.#sight(companyId, claimed.employeeId);
    const { understood, timeZone } = await this.db.inCompany(companyId, async (db) => {
      const [zone] = await db.run<{ timeZone: string }>(zoneOf, [companyId]);
      return { understood: await this.list.understand(db, filter), timeZone: zone?.timeZone ?? 'UTC' };
    });
    const { found, dialogs, cut } = await this.list.allIds(
      viewer,
      understood,
      { sort, ascending: claimed.ascending },
      within,
      {
        afterEach: async () => {
          if (this.#stopping) throw new Stopping();
          await this.#held(companyId, goesOn, [companyId, exportId, lease]);
        },
      },
    );
    await this.#held(companyId, begins, [companyId, exportId, lease, dialogs, cut, digest]);
    const table = tableColumns(columns, language);
    const file = format === 'csv' ? csvFile(table, language) : xlsxFile(table, words[language].file);
    const clock = clockOf(timeZone);
    let rows = 0;
    const told = async (): Promise<void> => {
      for (let some = found.take(page); some.length > 0; some = found.take(page)) {
        if (this.#stopping) throw new Stopping();
        // One file is written with one sight: whoever sees otherwise meanwhile asks for another.
        const now = await this.#sight(companyId, claimed.employeeId);
        if (now.digest !== digest) throw new NotAllowed('rights-changed');
        const ids = some;
        const read = await this.db.inCompany(companyId, (db) => this.list.told(db, viewer, ids));
        await file.write(read.map((dialog) => tableRow(columns, dialog, language, clock)));
        rows += read.length;
        await this.#held(companyId, comesOn, [companyId, exportId, lease, rows]);
      }
      await file.end();
    };
    await bothOrNeither(file, told(), this.#keep(companyId, claimed, file));
    return rows;
  }

  /** Stores what comes out of the file, in pieces. */
  async #keep(companyId: string, { exportId, lease }: Claimed, file: TableFile): Promise<void> {
    let number = 0;
    let parts: Buffer[] = [];
    let length = 0;
    const store = async (content: Buffer): Promise<void> => {
      number++;
      await this.#held(companyId, addPiece, [companyId, exportId, lease, number, content]);
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
  async #sight(companyId: string, employeeId: string): Promise<FileSight> {
    const sight = fileSightOf(await this.actors.of(companyId), companyId, employeeId);
    if (sight === null) throw new NotAllowed('not-allowed');
    return sight;
  }
}

/** What writes and what stores end together: where one fails, the file is no more, and the other fails with its next step. */
async function bothOrNeither(file: TableFile, writing: Promise<void>, storing: Promise<void>): Promise<void> {
  let first: unknown;
  const broke = (error: unknown): void => {
    first ??= error;
    file.abort();
  };
  await Promise.all([writing.catch(broke), storing.catch(broke)]);
  if (first !== undefined) throw first;
}
