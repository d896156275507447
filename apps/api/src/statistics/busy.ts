import { sql, type Database } from '@switchboard/db';

/** What counts as busy: so many changes in a second, over all companies. */
const busyFrom = 50;
const changesSoFar = sql('changes-so-far', 'select coalesce(sum(change_number), 0)::float8 as changes from turn');

/** Whether companies are busy, so that whatever can wait makes room. */
export class Busy {
  readonly #db: Database;
  #seen = { changes: 0, at: 0 };

  constructor(db: Database) {
    this.#db = db;
  }

  /** Has much happened since it was asked last? */
  async isBusy(): Promise<boolean> {
    const [row] = await this.#db.acrossCompanies('how much happens in all companies', (db) =>
      db.run<{ changes: number }>(changesSoFar, []),
    );
    const now = { changes: row?.changes ?? 0, at: performance.now() };
    const before = this.#seen;
    this.#seen = now;
    return now.changes - before.changes > (busyFrom * Math.max(100, now.at - before.at)) / 1000;
  }
}
