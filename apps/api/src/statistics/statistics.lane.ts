import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql, type CompanyDb } from '@switchboard/db';
import { localTime, plus, type Day } from '@switchboard/domain/statistics';
import type { Logger } from 'pino';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { Busy } from './busy.ts';
import { countDays, countWholeMonths, firstOfNext, monthOf } from './figures.ts';
import { summarise, type Untold } from './summaries.ts';

/** Dialogs that are worked in at once, and the changes among which they are looked for. */
const atOnce = 200;
const changesAtOnce = 5_000;
/** Days that are counted at once. */
const daysAtOnce = 7;
/** Whole months that are counted at once. */
const monthsAtOnce = 3;
/** A day that changes all the time is counted again no sooner than this. */
const restOfDayMs = 10_000;
/** However much happens, days that are due are counted at least this often. */
const latestMs = 60_000;
/** While a company is busy, statistics take no more than this part of a processor. */
const share = 1 / 60;
/** After one company's work it rests no longer than this, so that the others have their turn. */
const longestRestMs = 30_000;

const behind = sql(
  'statistics-behind',
  `select t.company_id as "companyId" from turn t join company c on c.company_id = t.company_id
     left join statistics_cursor s on s.company_id = t.company_id
   where s.company_id is null or s.number < t.change_number or s.looked_at is not null or s.time_zone <> c.time_zone
     or exists (select 1 from figure_dirty d where d.company_id = t.company_id)
   order by s.counted_at nulls first limit 200`,
);
const beginCursor = sql(
  'begin-statistics-cursor',
  `insert into statistics_cursor (company_id, number, looked_at, time_zone)
   select $1, t.change_number, 0, c.time_zone from turn t join company c on c.company_id = t.company_id where t.company_id = $1
   on conflict (company_id) do nothing`,
);
// Whoever holds the cursor counts; another process that comes meanwhile has nothing to do.
const takeCursor = sql(
  'take-statistics-cursor',
  `select s.number, s.looked_at as "lookedAt", s.anew, s.time_zone as "cutBy", c.time_zone as "timeZone", t.change_number as "lastChange",
     to_char(s.months_through, 'YYYY-MM-DD') as "monthsThrough", (extract(epoch from s.counted_at) * 1000)::float8 as "countedAt",
     (select min(number) from change where company_id = $1) as "firstKept"
   from statistics_cursor s join company c on c.company_id = s.company_id join turn t on t.company_id = s.company_id
   where s.company_id = $1 for update of s skip locked`,
);
const nextChanges = sql(
  'changes-for-statistics',
  'select number, change, dialog_id as "dialogId" from change where company_id = $1 and number > $2 order by number limit $3',
);
const nextDialogs = sql(
  'dialogs-for-statistics',
  'select dialog_id as "dialogId" from dialog where company_id = $1 and dialog_id > $2 order by dialog_id limit $3',
);
const moveCursor = sql(
  'move-statistics-cursor',
  'update statistics_cursor set number = $2, looked_at = $3, anew = $4, time_zone = $5 where company_id = $1',
);
// As many days as have so many dialogs together, one at least.
const dirtyDays = sql(
  'dirty-days',
  `with due as (
     select day, since, (select count(*) from dialog_summary s where s.company_id = $1 and s.day = f.day) as dialogs
     from figure_dirty f where company_id = $1 and ($2 or since < $3) order by since, day limit $4
   ), sized as (
     select day, sum(dialogs) over (order by since, day) - dialogs as before from due
   )
   delete from figure_dirty where company_id = $1 and day in (select day from sized where before < 20000)
   returning to_char(day, 'YYYY-MM-DD') as day`,
);
const counted = sql(
  'statistics-counted',
  'update statistics_cursor set counted_at = $2, months_through = coalesce($3::date, months_through) where company_id = $1',
);
const firstDay = sql(
  'first-day-of-statistics',
  `select to_char(min(day), 'YYYY-MM-DD') as day from figure_day where company_id = $1 and by = 'all'`,
);

type Cursor = {
  number: number;
  lookedAt: number | null;
  anew: boolean;
  cutBy: string;
  timeZone: string;
  lastChange: number;
  monthsThrough: Day | null;
  countedAt: number | null;
  firstKept: number | null;
};

/**
 * Keeps statistics up to date in the background (product §6): reads the numbers of the live feed on from where it stands,
 * works in the dialogs that changed, and counts the days anew that this concerns, late facts included. What it read and
 * what it wrote are one transaction: a fall in between loses nothing and counts nothing twice. It takes nobody's turn, and
 * while companies are busy no more than a small part of the processor.
 */
@Injectable()
export class StatisticsLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #busy: Busy;
  #stop: () => Promise<void> = () => Promise.resolve();
  #stopped = false;
  #wake: () => void = () => {};

  constructor(
    private readonly db: Database,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('statistics');
    this.#busy = new Busy(db);
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker') || this.config.values.STATISTICS === 'off') return;
    this.#stop = poll(this.config.values.POLL_MS, this.#log, () => this.#look());
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#stop();
  }

  /** Works everything in that there is to work in, now and without a rest: for tests, stories and measurements. */
  async catchUp(companyId: string): Promise<void> {
    while (await this.#work(companyId, true)) if (this.#stopped) return;
  }

  async #look(): Promise<boolean> {
    const companies = await this.db.acrossCompanies('companies whose statistics are behind', (db) =>
      db.run<{ companyId: string }>(behind, []),
    );
    const busy = companies.length > 0 && (await this.#busy.isBusy());
    let more = false;
    for (const { companyId } of companies) {
      if (this.#stopped) return false;
      const began = performance.now();
      const left = await this.#work(companyId, false).catch((error: unknown) => {
        this.#log.warn({ err: error, company: companyId }, 'statistics were not counted; they are at the next look');
        return false;
      });
      more ||= left;
      if (busy) await this.#rest((performance.now() - began) * (1 / share - 1));
    }
    return more && !this.#stopped;
  }

  async #rest(milliseconds: number): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(milliseconds, longestRestMs));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One piece of a company's work. Answers whether there is more. */
  async #work(companyId: string, atOnceAll: boolean): Promise<boolean> {
    return this.db.inCompany(companyId, async (db) => {
      await db.run(beginCursor, [companyId]);
      const [cursor] = await db.run<Cursor>(takeCursor, [companyId]);
      if (!cursor) return false;
      const now = this.db.now()?.getTime() ?? Date.now();
      const recut = cursor.cutBy !== cursor.timeZone;
      if (recut) Object.assign(cursor, { lookedAt: 0, anew: true, cutBy: cursor.timeZone });
      // What was to be read is no longer kept, or the database is another one: everything is looked at again.
      const lost =
        cursor.number > cursor.lastChange ||
        (cursor.number < cursor.lastChange && (cursor.firstKept ?? Infinity) > cursor.number + 1);
      if (lost) Object.assign(cursor, { number: cursor.lastChange, lookedAt: 0 });
      const read = await this.#read(db, cursor, now);
      if (read || recut || lost)
        await db.run(moveCursor, [companyId, cursor.number, cursor.lookedAt, cursor.anew, cursor.timeZone]);
      const late = (cursor.countedAt ?? 0) < now - latestMs;
      if (read && cursor.number < cursor.lastChange && !late) return true;
      const left = await this.#count(db, cursor, now, atOnceAll);
      return cursor.number < cursor.lastChange || cursor.lookedAt !== null || left;
    });
  }

  /** Works in what is new, and a piece of what is old where everything is looked at. */
  async #read(db: CompanyDb, cursor: Cursor, now: number): Promise<boolean> {
    const { companyId } = db;
    const at = { timeZone: cursor.timeZone, now };
    let did = false;
    if (cursor.number < cursor.lastChange) {
      const changes = await db.run<{ number: number; change: string; dialogId: number | null }>(nextChanges, [
        companyId,
        cursor.number,
        changesAtOnce,
      ]);
      // A dialog in which much is said changes often and is worked in once.
      const ids = new Set<number>();
      let through: number | undefined;
      for (const { number, change, dialogId } of changes) {
        if (change === 'dialog' && dialogId !== null && !ids.has(dialogId)) {
          if (ids.size === atOnce) break;
          ids.add(dialogId);
        }
        through = number;
      }
      this.#note(companyId, await summarise(db, [...ids], at));
      cursor.number = through ?? cursor.lastChange;
      did = true;
    }
    if (cursor.lookedAt !== null) {
      const dialogs = await db.run<{ dialogId: number }>(nextDialogs, [companyId, cursor.lookedAt, atOnce]);
      const ids = dialogs.map(({ dialogId }) => dialogId);
      this.#note(companyId, await summarise(db, ids, { ...at, anew: cursor.anew }));
      cursor.lookedAt = ids.at(-1) ?? null;
      if (cursor.lookedAt === null) cursor.anew = false;
      did = true;
    }
    return did;
  }

  #note(companyId: string, untold: readonly Untold[]): void {
    for (const { dialogId, error } of untold)
      this.#log.error({ err: error, company: companyId, dialog: dialogId }, 'a dialog is left out of statistics');
  }

  /** Counts days that are due, and whole months that are over. Answers whether there may be more. */
  async #count(db: CompanyDb, cursor: Cursor, now: number, atOnceAll: boolean): Promise<boolean> {
    const { companyId } = db;
    const rested = new Date(now - restOfDayMs);
    // What has rested is due, and everything where nothing was counted for as long.
    const all = atOnceAll || cursor.countedAt === null || cursor.countedAt < rested.getTime();
    const days = await db.run<{ day: Day }>(dirtyDays, [companyId, all, rested, daysAtOnce]);
    const lastOver = monthOf(plus(monthOf(localTime(cursor.timeZone, now).day), -1));
    const isNewMonth = cursor.monthsThrough === null || cursor.monthsThrough < lastOver;
    if (days.length === 0 && (!isNewMonth || cursor.countedAt === null)) return false;
    await countDays(
      db,
      days.map(({ day }) => day),
      cursor.monthsThrough,
    );
    const through = isNewMonth && cursor.lookedAt === null ? await this.#countNewMonths(db, cursor, lastOver) : null;
    await db.run(counted, [companyId, new Date(now), through]);
    return days.length > 0 || (through !== null && through < lastOver);
  }

  /** Counts the next months that are over; a long history takes several times. Answers the last that is counted now. */
  async #countNewMonths(db: CompanyDb, cursor: Cursor, lastOver: Day): Promise<Day> {
    const [first] = await db.run<{ day: Day | null }>(firstDay, [db.companyId]);
    if (!first?.day) return lastOver;
    const months: Day[] = [];
    const begin = cursor.monthsThrough === null ? monthOf(first.day) : firstOfNext(cursor.monthsThrough);
    for (let month = begin; month <= lastOver && months.length < monthsAtOnce; month = firstOfNext(month))
      months.push(month);
    await countWholeMonths(db, months);
    return months.at(-1) ?? lastOver;
  }
}
