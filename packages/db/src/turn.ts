import type pg from 'pg';
import { v7 } from 'uuid';

import { run, sql, type Statement } from './statement.ts';

/** Something the live feed will announce. Ids only; content is read when it is sent. */
export type NewChange = {
  change: 'dialog' | 'message' | 'presence' | 'notice' | 'stale';
  dialogId?: number;
  chatId?: string;
  message?: number;
  employeeId?: string;
  what?: 'lines' | 'channels' | 'people' | 'company' | 'quickReplies' | 'clients' | 'crm' | 'agreements' | 'consents';
  /** Who could see the dialog before this change, where that may differ from after. */
  before?: { lineId: string; state: string; operatorId: string | null; offeredTo: string[]; joined?: string[] } | null;
};

/** The company's row of numbers, as it stood when the turn was taken. */
export type TurnRow = {
  now: number;
  dialog_number: number;
  change_number: number;
  ledger_number: number;
  version: number;
};

/**
 * The only handle that can write facts and changes: whoever has it is the one writer of the company until the
 * transaction ends. Only `Database.inTurn` makes one.
 */
export class Turn {
  readonly companyId: string;
  /** The database's clock, read once after the turn was held; milliseconds. */
  readonly now: number;
  /** What processes may have kept of lines, settings and people is good while this number stands. */
  readonly version: number;
  readonly changes: NewChange[] = [];
  readonly #client: pg.ClientBase;
  readonly #start: TurnRow;
  readonly #last: { statement: Statement; values: unknown[]; sent: PromiseWithResolvers<never[]> }[] = [];
  #dialogNumber: number;
  #ledgerNumber: number;
  #versionGrew = false;
  #ids = 0;

  constructor(client: pg.ClientBase, companyId: string, row: TurnRow) {
    this.#client = client;
    this.#start = row;
    this.companyId = companyId;
    this.now = row.now;
    this.version = row.version;
    this.#dialogNumber = row.dialog_number;
    this.#ledgerNumber = row.ledger_number;
  }

  /** Runs a statement inside the turn's transaction. */
  run<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> {
    return run<Row>(this.#client, statement, values);
  }

  /**
   * Runs a statement as one of the last, sent together with the numbers and COMMIT in one round trip. What it answers
   * is there once the turn is over, so it is never awaited inside; where it fails, so does the turn.
   */
  atEnd<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> {
    const sent = Promise.withResolvers<never[]>();
    // Whoever does not wait for the answer hears of a failure from the turn itself.
    sent.promise.catch(() => {});
    this.#last.push({ statement, values, sent });
    return sent.promise;
  }

  /** The number the next dialog will have, for deciding before one is opened. */
  get nextDialogNumber(): number {
    return this.#dialogNumber + 1;
  }

  /** The next dialog's number. Given back unused where the transaction does not commit. */
  takeDialogNumber(): number {
    return ++this.#dialogNumber;
  }

  /** The number of the last row of the ledger of consents. */
  get ledgerNumber(): number {
    return this.#ledgerNumber;
  }

  /** The next row's number in the ledger of consents. */
  takeLedgerNumber(): number {
    return ++this.#ledgerNumber;
  }

  /** A new id, a uuid v7: ids of one company sort in the order in which they were taken, whichever process took them. */
  id(): string {
    return v7({ msecs: this.now, seq: this.#ids++ });
  }

  /** Announces a change to the live feed, in the order of the calls. */
  announce(change: NewChange): void {
    this.changes.push(change);
  }

  /** Lines, settings, people or channels changed: what processes kept of them is old now. */
  outdate(): void {
    this.#versionGrew = true;
  }

  /** The number the last change of this turn will have. */
  get lastChange(): number {
    return this.#start.change_number + this.changes.length;
  }

  /** Sends what was kept for the end, then what stores the changes and the numbers where any moved. COMMIT follows. */
  end(): Promise<unknown>[] {
    const last = this.#last.map(({ statement, values, sent }) => {
      const answered = this.run<never>(statement, values);
      answered.then(sent.resolve, sent.reject);
      return answered;
    });
    const moved = this.#dialogNumber !== this.#start.dialog_number || this.#ledgerNumber !== this.#start.ledger_number;
    if (!moved && !this.#versionGrew && this.changes.length === 0) return last;
    return [
      ...last,
      this.run(finishTurn, [
        this.companyId,
        this.#dialogNumber,
        this.#ledgerNumber,
        this.#versionGrew ? 1 : 0,
        this.changes.length,
        JSON.stringify(this.changes),
        new Date(this.now),
      ]),
    ];
  }
}

const finishTurn = sql(
  'finish-turn',
  `with numbers as (
     update turn set dialog_number = $2, ledger_number = $3, version = version + $4, change_number = change_number + $5
     where company_id = $1 returning change_number - $5 as before
   )
   insert into change (company_id, number, change, dialog_id, chat_id, message, employee_id, what, before, at)
   select $1, numbers.before + c.position, c.row->>'change', (c.row->>'dialogId')::bigint, (c.row->>'chatId')::uuid,
          (c.row->>'message')::bigint, (c.row->>'employeeId')::uuid, c.row->>'what', nullif(c.row->'before', 'null'::jsonb), $7
   from numbers, jsonb_array_elements($6::jsonb) with ordinality as c(row, position)`,
);
