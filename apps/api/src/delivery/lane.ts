import { sql, sqlFile, type CompanyDb, type Database } from '@switchboard/db';
import type { Logger } from 'pino';

import { poll } from '../platform/poll.ts';
import type { Signals } from '../platform/signals.ts';

const dueAccounts = sql(
  'due-accounts',
  `select company_id as "companyId", account from account where lane = $1 and due_at <= now() and (lease_until is null or lease_until < now()) order by due_at limit 200`,
);
const takeAccount = sql(
  'take-account',
  `update account set lease_until = now() + $4 * interval '1 millisecond', tokens = least($5::float8, tokens + extract(epoch from now() - filled_at) * $5), filled_at = now()
   where company_id = $1 and lane = $2 and account = $3 and due_at <= now() and (lease_until is null or lease_until < now()) returning tokens`,
);
const claim = sqlFile(import.meta.url, './claim.sql');
/** What became of the rows of one claim. */
export const settle = sqlFile(import.meta.url, './settle.sql');
/** Gives an account back, due again when the first unfinished row of one of its threads is, or later where told. */
export const releaseAccount = sql(
  'release-account',
  `update account a set lease_until = null, tokens = greatest(0, tokens - $4), failures = $5,
     due_at = greatest((select min(case when h.lease_until > now() then h.lease_until else h.due_at end) from (
       select distinct on (thread) thread, due_at, lease_until from outbox where company_id = $1 and lane = $2 and account = $3 and done_at is null order by thread, outbox_id) h), $6)
   where a.company_id = $1 and a.lane = $2 and a.account = $3`,
);

/** A row of the outbox in somebody's hands; `expired`: whoever had it before fell, and may have sent it. */
export type Claimed = { outboxId: string; thread: string; body: unknown; attempts: number; expired: boolean };

/** How long a lane's rows are leased, and how many of an account may go in a second. */
export type Pace = { lane: string; leaseMs: number; perSecond: number };

/** Takes an account that is due with the first unfinished row of each of its threads; null where another has it. */
export async function take(
  db: Pick<CompanyDb, 'run' | 'companyId'>,
  account: string,
  { lane, leaseMs, perSecond }: Pace,
): Promise<Claimed[] | null> {
  const [held] = await db.run<{ tokens: number }>(takeAccount, [db.companyId, lane, account, leaseMs, perSecond]);
  if (!held) return null;
  return db.run<Claimed>(claim, [db.companyId, lane, account, Math.floor(held.tokens), leaseMs]);
}

/** When a row that could not be sent is due again: a second after the first try, at most half an hour after later ones. */
export function dueAgain(attempts: number, now: number): string {
  return new Date(now + Math.min(1_800_000, 1_000 * 2 ** attempts)).toISOString();
}

/**
 * Finds the accounts of one lane of the outbox that have something due, in every company, and has each served by one
 * at a time in this process, again while more of it is due. Lanes do not wait for each other.
 */
export class Lane {
  readonly #busy = new Set<string>();
  readonly #again = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  readonly #db: Database;
  readonly #log: Logger;
  readonly #lane: string;
  readonly #serve: (companyId: string, account: string) => Promise<boolean>;
  #stop: () => Promise<void> = () => Promise.resolve();
  #stopping = false;

  /** `serve` sends what is due of an account, and answers whether it had anything. */
  constructor(
    lane: string,
    db: Database,
    log: Logger,
    serve: (companyId: string, account: string) => Promise<boolean>,
  ) {
    this.#lane = lane;
    this.#db = db;
    this.#log = log;
    this.#serve = serve;
  }

  start(signals: Signals, pollMs: number): void {
    signals.listen({
      outbox: (_companyId, lane) => {
        if (lane === this.#lane) void this.#look().catch(() => {});
      },
    });
    this.#stop = poll(pollMs, this.#log, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#stop();
    await Promise.all(this.#running);
  }

  async #look(): Promise<boolean> {
    if (this.#stopping) return false;
    for (const { companyId, account } of await this.#due()) {
      const key = `${companyId} ${account}`;
      if (this.#busy.has(key)) {
        this.#again.add(key);
        continue;
      }
      this.#busy.add(key);
      const work = this.#work(companyId, account, key)
        .catch((error: Error) =>
          this.#log.warn(
            { err: error, company: companyId, lane: this.#lane, account },
            'delivering failed; it is tried again',
          ),
        )
        .finally(() => {
          this.#busy.delete(key);
          this.#running.delete(work);
        });
      this.#running.add(work);
    }
    return false;
  }

  async #work(companyId: string, account: string, key: string): Promise<void> {
    do {
      this.#again.delete(key);
      if (!(await this.#serve(companyId, account))) return;
    } while (!this.#stopping && (this.#again.has(key) || (await this.#moreDue(companyId, account))));
  }

  async #moreDue(companyId: string, account: string): Promise<boolean> {
    return (await this.#due()).some((row) => row.companyId === companyId && row.account === account);
  }

  #due(): Promise<{ companyId: string; account: string }[]> {
    return this.#db.acrossCompanies('accounts of all companies that have something to send', (db) =>
      db.run<{ companyId: string; account: string }>(dueAccounts, [this.#lane]),
    );
  }
}
