import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { Logger } from 'pino';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { Mailer } from '../sign-in/mailer.ts';
import { checkLedger, type LedgerReport } from './check.ts';
import { headMail } from './head.mails.ts';
import { Heads, type ReadHeads, type SignedHead } from './heads.ts';

const companies = sql(
  'companies-with-rows-in-ledgers',
  'select company_id as "companyId" from turn where company_id > $1 and ledger_number > 0 order by company_id limit 500',
);
const readState = sql(
  'ledger-state',
  `select t.ledger_number as count, r.hash
   from turn t left join consent_record r on r.company_id = $1 and r.number = t.ledger_number
   where t.company_id = $1`,
);
// What is noted never grows smaller: heads that are gone from the file are missed by it.
const noteSigned = sql(
  'note-signed-head',
  `insert into ledger_head (company_id, number, signed_at, heads) values ($1, $2, $3, 1)
   on conflict (company_id) do update set number = greatest(ledger_head.number, excluded.number), signed_at = excluded.signed_at,
     heads = ledger_head.heads + 1`,
);
// Whoever gets to write the moment sends the mail; where it fails, it is tried again a day later. A moment that is yet to
// come was not written by us.
const claimMail = sql(
  'claim-head-mail',
  `insert into ledger_head (company_id, number, signed_at, mailed_at) values ($1, $3, $2, $2)
   on conflict (company_id) do update set mailed_at = excluded.mailed_at
   where ledger_head.mailed_number <> $3 and (ledger_head.mailed_at is null or ledger_head.mailed_at > $2
     or ledger_head.mailed_at <= $2::timestamptz - interval '1 day')
   returning 1 as one`,
);
const noteMailed = sql('note-head-mailed', 'update ledger_head set mailed_number = $2 where company_id = $1');
const readAdministrators = sql(
  'administrators-to-mail',
  `select e.email as "to", e.language, c.name as company from employee e join company c on c.company_id = e.company_id
   where e.company_id = $1 and e.dismissed_at is null and 'administrator' = any(e.role_ids) order by e.employee_id limit 50`,
);

type State = { count: number; hash: string | null };

/** Checks ledgers of consents, and signs how far they have come, once a day and when it is asked. */
@Injectable()
export class LedgerService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #heads: Heads;
  /** Checks under way: whoever asks meanwhile is answered by the same. */
  readonly #checks = new Map<string, Promise<LedgerReport>>();
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly mailer: Mailer,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('ledger');
    this.#heads = new Heads(config.values.LEDGER_FOLDER);
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#stop = poll(3_600_000, this.#log, async () => {
      await this.signDue();
      return false;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#stop();
  }

  /** Reads the whole ledger of a company and says whether it holds. */
  check(companyId: string): Promise<LedgerReport> {
    const under = this.#checks.get(companyId);
    if (under) return under;
    const check = checkLedger(this.db, companyId, this.#heads, this.#now().getTime()).finally(() =>
      this.#checks.delete(companyId),
    );
    this.#checks.set(companyId, check);
    return check;
  }

  /** The signed heads of a company's ledger. */
  heads(companyId: string): Promise<ReadHeads> {
    return this.#heads.of(companyId);
  }

  /** The last signed head of a company's ledger. */
  last(companyId: string): Promise<SignedHead | null> {
    return this.#heads.last(companyId);
  }

  /**
   * Signs how far the company's ledger has come; null where nothing was added since it was signed last, which is what
   * the file says: nothing in the database can keep it from being signed. Throws `KeyLost`.
   */
  async sign(companyId: string): Promise<SignedHead | null> {
    const now = this.#now();
    const last = await this.#heads.last(companyId);
    const [state] = await this.db.inCompany(companyId, (db) => db.run<State>(readState, [companyId]));
    if (!state || state.hash === null || state.count <= (last?.number ?? 0)) return null;
    const signed = await this.#heads.add(companyId, { number: state.count, hash: state.hash, at: now.getTime() });
    await this.db.inCompany(companyId, (db) => db.run(noteSigned, [companyId, state.count, now]));
    return signed;
  }

  /** Signs what is due of every company, and sends its administrators what was signed, at most once a day. */
  async signDue(): Promise<void> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const found = await this.db.acrossCompanies('the ledger of every company is signed daily', (db) =>
        db.run<{ companyId: string }>(companies, [after]),
      );
      for (const { companyId } of found) {
        await this.#signDaily(companyId).catch((error: unknown) =>
          this.#log.warn({ err: error, company: companyId }, 'a ledger could not be signed; the others go on'),
        );
      }
      const last = found.at(-1);
      if (!last) return;
      after = last.companyId;
    }
  }

  async #signDaily(companyId: string): Promise<void> {
    const now = this.#now();
    const before = await this.#heads.last(companyId);
    const rested = before === null || before.at <= now.getTime() - 86_400_000;
    const head = (rested ? await this.sign(companyId) : null) ?? before;
    if (!head) return;
    const [claimed] = await this.db.inCompany(companyId, (db) => db.run(claimMail, [companyId, now, head.number]));
    if (!claimed) return;
    const people = await this.db.inCompany(companyId, (db) =>
      db.run<{ to: string; language: string; company: string }>(readAdministrators, [companyId]),
    );
    const link = `${this.config.values.CONSOLE_URL}/consents`;
    let sent = 0;
    for (const person of people) {
      try {
        await this.mailer.send(headMail(head, { ...person, link }));
        sent++;
      } catch (error) {
        this.#log.warn({ err: error, company: companyId }, 'a signed head could not be mailed');
      }
    }
    if (sent > 0) await this.db.inCompany(companyId, (db) => db.run(noteMailed, [companyId, head.number]));
  }

  #now(): Date {
    return this.db.now() ?? new Date();
  }
}
