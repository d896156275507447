import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

import { PrismaClient, type Prisma } from './generated/client.ts';
import { run, sql, type Statement } from './statement.ts';
import { Turn, type TurnRow } from './turn.ts';

export type { Prisma };

/** Prisma inside one company's transaction: row security lets nothing else through. */
export type CompanyPrisma = Prisma.TransactionClient;

/** Statements inside one company's transaction, without its turn: for reading, and for what no decision reads. */
export type CompanyDb = {
  companyId: string;
  run<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]>;
};

/** Statements under a role that is not bound to a company. */
export type Runner = { run<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> };

export type DatabaseOptions = {
  url: string;
  /** Connections for what decides and delivers; the other pools are kept small. */
  hot?: number;
  /** Shown in `pg_stat_activity`. */
  name?: string;
  /** The moment of a turn in place of the database's clock, for tests and stories; null: the database's own. */
  clock?: () => Date | null;
  /** Told of connections that broke while idle; the pool replaces them. */
  onError?: (error: Error) => void;
};

/** No company has this id. */
export class NoSuchCompany extends Error {}

/**
 * The answer to COMMIT was lost: it may have happened or not. Everything in memory about it must be dropped and read
 * again (commands by their id).
 */
export class CommitUnknown extends Error {}

/** The only door to PostgreSQL. One pool per role; a connection takes its role on as it opens. */
export class Database {
  readonly #hot: pg.Pool;
  readonly #across: pg.Pool;
  readonly #receive: pg.Pool;
  readonly #signIn: pg.Pool;
  readonly #library: pg.Pool;
  readonly #console: pg.Pool;
  readonly #prisma: PrismaClient;
  readonly #url: string;
  readonly #clock: () => Date | null;

  constructor(options: DatabaseOptions) {
    const { url, name = 'switchboard', onError = () => {} } = options;
    this.#url = url;
    this.#clock = options.clock ?? (() => null);
    const pool = (
      role: string,
      max: number,
      settings: Record<string, string | number>,
      more: pg.PoolConfig = {},
    ): pg.Pool => {
      const made = new pg.Pool({
        connectionString: url,
        max,
        application_name: name,
        connectionTimeoutMillis: 5_000,
        // A server that vanished without a word answers nothing, and would be waited for until TCP gives up.
        query_timeout: 8_000,
        idleTimeoutMillis: 30_000,
        keepAlive: true,
        types,
        options: Object.entries({ role, timezone: 'UTC', ...settings })
          .map(([setting, value]) => `-c ${setting}=${value}`)
          .join(' '),
        ...more,
      });
      made.on('error', onError);
      made.on('connect', (client) => client.on('error', onError));
      return made;
    };
    const short = { lock_timeout: 2_000, idle_in_transaction_session_timeout: 2_000, transaction_timeout: 5_000 };
    this.#hot = pool('switchboard_serve', options.hot ?? 8, short, { pipeline: true } as pg.PoolConfig);
    this.#across = pool('switchboard_across', 3, { statement_timeout: 5_000 });
    this.#receive = pool('switchboard_receive', 3, short);
    this.#signIn = pool('switchboard_sign_in', 4, { ...short, search_path: 'directory' });
    this.#library = pool(
      'switchboard_sign_in',
      4,
      { ...short, search_path: 'directory' },
      { types: pg.types as never },
    );
    this.#console = pool(
      'switchboard_serve',
      6,
      { statement_timeout: 5_000, idle_in_transaction_session_timeout: 5_000 },
      { types: {} as never },
    );
    this.#prisma = new PrismaClient({ adapter: new PrismaPg(this.#console) });
  }

  /**
   * Runs `use` as the company's one writer, in one transaction that commits when it answers and rolls back when it
   * throws. Nothing may leave the process inside; what must be told is told after. `first` is read in the same round
   * trip that takes the turn, after it is held, and handed to `use`.
   * Throws `NoSuchCompany`, and `CommitUnknown` where the connection went while committing.
   */
  async inTurn<T, First extends object = never>(
    companyId: string,
    use: (turn: Turn, first: First[]) => Promise<T>,
    first?: { statement: Statement; values: unknown[] },
  ): Promise<T> {
    return this.#transaction(this.#hot, beginTurn, async (client, begin, end) => {
      const [[row], found] = await begin(
        Promise.all([
          run<TurnRow>(client, takeTurn, [companyId, this.#clock()]),
          first ? run<First>(client, first.statement, first.values) : Promise.resolve<First[]>([]),
        ]),
      );
      if (!row) throw new NoSuchCompany(companyId);
      const turn = new Turn(client, companyId, row);
      const answer = await use(turn, found);
      end(turn.end());
      return answer;
    });
  }

  /** One company's transaction without its turn. What decisions read is never written here. */
  async inCompany<T>(companyId: string, use: (db: CompanyDb) => Promise<T>): Promise<T> {
    return this.#transaction(this.#hot, 'begin', async (client, begin) => {
      await begin(run(client, nameCompany, [companyId]));
      return use({ companyId, run: (statement, values) => run(client, statement, values) });
    });
  }

  /** The same over Prisma, for screens: lists, forms, simple reads and writes. */
  async inCompanyPrisma<T>(companyId: string, use: (prisma: CompanyPrisma) => Promise<T>): Promise<T> {
    return this.#prisma.$transaction(
      async (prisma) => {
        await prisma.$executeRaw`select set_config('app.company', ${companyId}, true)`;
        return use(prisma);
      },
      { timeout: 5_000, maxWait: 5_000 },
    );
  }

  /** Reads over all companies. `reason` says why one company is not enough; the role can only read. */
  async acrossCompanies<T>(reason: string, use: (db: Runner) => Promise<T>): Promise<T> {
    if (reason === '') throw new Error('Reading across companies needs a reason');
    return this.#session(this.#across, use);
  }

  /** For what comes from outside: looks up public addresses and stores events, over companies, nothing else. */
  async receive<T>(use: (db: Runner) => Promise<T>): Promise<T> {
    return this.#session(this.#receive, use);
  }

  /** For sign-in: accounts, membership, invitations, public addresses. */
  async directory<T>(use: (db: Runner) => Promise<T>): Promise<T> {
    return this.#session(this.#signIn, use);
  }

  /** Several directory statements that belong together. */
  async inDirectory<T>(use: (db: Runner) => Promise<T>): Promise<T> {
    return this.#transaction(this.#signIn, 'begin', async (client, begin) => {
      await begin(Promise.resolve());
      return use({ run: (statement, values) => run(client, statement, values) });
    });
  }

  /** The directory's pool, for the sign-in library, which speaks to PostgreSQL itself. */
  get signInPool(): pg.Pool {
    return this.#library;
  }

  /** The moment that stands in place of the database's clock, or null: a parameter of every statement that asks for now. */
  now(): Date | null {
    return this.#clock();
  }

  /** A connection of its own for LISTEN, under a role that can read nothing. The caller reconnects. */
  listener(): pg.Client {
    const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 5_000, keepAlive: true });
    return client;
  }

  /** Wakes other processes. Only a hint: they read on from their own cursors. */
  async notify(channel: string, payload: string): Promise<void> {
    await this.#session(this.#across, (db) => db.run(notify, [channel, payload]));
  }

  /** Whether the database answers, within two seconds. */
  async answers(): Promise<boolean> {
    try {
      await this.#across.query({ text: 'select 1', query_timeout: 2_000 } as pg.QueryConfig);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#prisma.$disconnect();
    await Promise.all(
      [this.#hot, this.#across, this.#receive, this.#signIn, this.#library, this.#console].map((pool) => pool.end()),
    );
  }

  async #session<T>(pool: pg.Pool, use: (db: Runner) => Promise<T>): Promise<T> {
    return use({
      run: async (statement, values) => (await pool.query({ ...statement, values })).rows,
    });
  }

  async #transaction<T>(
    pool: pg.Pool,
    beginning: string,
    use: (
      client: pg.ClientBase,
      begin: <R>(first: Promise<R>) => Promise<R>,
      end: (sent: Promise<unknown>[]) => void,
    ) => Promise<T>,
  ): Promise<T> {
    const client = await pool.connect();
    let committing = false;
    let broken: Error | undefined;
    try {
      const begun = client.query(beginning);
      let last: Promise<unknown>[] = [];
      const answer = await use(
        client,
        async (first) => {
          const [, answered] = await Promise.all([begun, first]);
          return answered;
        },
        (sent) => (last = sent),
      );
      committing = true;
      // The last statements and COMMIT leave together: where one fails, COMMIT is a rollback.
      const committed = client.query('commit');
      const failed = (await Promise.allSettled([...last, committed])).find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      const { command } = await committed;
      if (command !== 'COMMIT') throw new Error('The transaction was rolled back instead of committed');
      return answer;
    } catch (error) {
      const failure = error as Error & { code?: string; severity?: string };
      const refusedByServer = typeof failure.code === 'string' && failure.severity === 'ERROR';
      if (
        committing &&
        !refusedByServer &&
        failure.message !== 'The transaction was rolled back instead of committed'
      ) {
        broken = failure;
        throw new CommitUnknown('The answer to COMMIT was lost', { cause: error });
      }
      await client.query('rollback').catch((rollback: Error) => {
        broken = rollback;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** bigint counts and numbers stay below 2^53 here; moments are milliseconds everywhere outside the database. */
const types = new pg.TypeOverrides();
types.setTypeParser(20, Number);
types.setTypeParser(1184, (text) => Date.parse(text));

// A turn's statements are written for their indexes whatever their values: planning each anew costs more than running it.
const beginTurn = 'begin; set local plan_cache_mode = force_generic_plan';
const takeTurn = sql(
  'take-turn',
  'select now, dialog_number, change_number, ledger_number, version from take_turn($1, $2)',
);
const nameCompany = sql('name-company', "select set_config('app.company', $1, true)");
const notify = sql('notify', 'select pg_notify($1, $2)');
