import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql, type Turn } from '@switchboard/db';
import type { Logger } from 'pino';
import { z } from 'zod';

import { appendToLedger } from '../agreements/ledger.ts';
import { dueAgain, Lane, releaseAccount, settle, take, type Claimed } from '../delivery/lane.ts';
import { Runner } from '../dialogs/runner.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { Signals } from '../platform/signals.ts';
import { Mailer } from '../sign-in/mailer.ts';
import {
  countErased,
  eraseDialogs,
  eraseEventsOf,
  erasePerson,
  hidePerson,
  isSomethingLeft,
  type InTurns,
} from './erasing.ts';
import { eraseLane as lane } from './erasure.service.ts';

/** Longer than the steps of one erasure take in all but the largest companies; begun anew, they change nothing twice. */
const leaseMs = 300_000;
const perSecond = 5;

const body = z.union([
  z.object({ job: z.literal('person'), erasureId: z.uuid() }),
  z.object({ job: z.literal('dialog'), dialogId: z.number().int() }),
]);

const readErasure = sql(
  'read-erasure',
  'select client_id as "clientId", by, state from erasure where company_id = $1 and erasure_id = $2',
);
const openOf = sql(
  'open-dialogs-of',
  'select dialog_id as "dialogId" from dialog where company_id = $1 and dialog_id = any($2::bigint[]) and closed_at is null',
);
// Whoever asked may have left meanwhile: then it is closed in the name of an administrator who is there.
const closer = sql(
  'who-closes-erased-dialogs',
  `select employee_id as "employeeId" from employee where company_id = $1 and dismissed_at is null
     and (employee_id = $2 or 'administrator' = any(role_ids)) order by employee_id = $2 desc, employee_id limit 1`,
);
const finish = sql(
  'finish-erasure',
  `update erasure set state = 'done', done_at = $3, number = $4, senders = null
   where company_id = $1 and erasure_id = $2 and state = 'running' returning 1 as one`,
);
const closedDialog = sql(
  'closed-dialog-to-erase',
  'select 1 as one from dialog where company_id = $1 and dialog_id = $2 and closed_at is not null',
);

/** What may come to a person while he is erased is taken in further rounds; where they do not end, it is begun anew. */
const mostRounds = 10;

/** A dialog of the person could not be closed: the erasure is not done before it is. */
export class StillOpen extends Error {
  override readonly name = 'StillOpen';
}

/** Erases people, and what was said without consent. A job that falls is begun anew: each of its steps may be done again. */
@Injectable()
export class EraseLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #lane: Lane;

  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly mailer: Mailer,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('erasure');
    this.#lane = new Lane(lane, db, this.#log, (companyId, account) => this.#serve(companyId, account));
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#lane.start(this.signals, this.config.values.POLL_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#lane.stop();
  }

  async #serve(companyId: string, account: string): Promise<boolean> {
    const claimed = await this.db.inCompany(companyId, (db) => take(db, account, { lane, leaseMs, perSecond }));
    if (!claimed) return false;
    const settled: { row: Claimed; error: string | null }[] = [];
    for (const row of claimed) {
      const error = await this.#carryOut(companyId, row).catch((failed: Error) => {
        this.#log.error({ err: failed, company: companyId, outbox: row.outboxId }, 'erasing failed; it is begun again');
        return failed.name;
      });
      settled.push({ row, error });
    }
    await this.#settle(companyId, account, settled);
    return claimed.length > 0;
  }

  async #carryOut(companyId: string, row: Claimed): Promise<null> {
    const job = body.parse(row.body);
    const inTurn: InTurns = (use) => this.#inTurn(companyId, use);
    if (job.job === 'dialog') await this.#dialog(companyId, job.dialogId, inTurn);
    else await this.#person(companyId, job.erasureId, inTurn);
    return null;
  }

  async #dialog(companyId: string, dialogId: number, inTurn: InTurns): Promise<void> {
    const [closed] = await this.db.inCompany(companyId, (db) => db.run(closedDialog, [companyId, dialogId]));
    if (!closed) return;
    await eraseDialogs(inTurn, [dialogId]);
    await eraseEventsOf(inTurn, dialogId);
  }

  async #person(companyId: string, erasureId: string, inTurn: InTurns): Promise<void> {
    type Erasure = { clientId: string; by: string; state: string };
    const [erasure] = await this.db.inCompany(companyId, (db) => db.run<Erasure>(readErasure, [companyId, erasureId]));
    if (!erasure || erasure.state === 'done') return;
    const { clientId, by } = erasure;
    for (let round = 0; round < mostRounds; round++) {
      const person = await inTurn((turn) => hidePerson(turn, erasureId, clientId));
      const open = await this.#close(companyId, by, person.dialogIds);
      await erasePerson(inTurn, erasureId, person);
      await this.#forgetMails(companyId, erasureId, person.dialogIds, inTurn);
      // What is his goes even where one of his dialogs cannot be closed; done it is only after that.
      if (open > 0) throw new StillOpen(`${open} dialogs could not be closed`);
      if (await inTurn((turn) => this.#finish(turn, erasureId, erasure))) return;
    }
    throw new StillOpen('Something comes again and again');
  }

  /** Ends an erasure and notes it in the ledger; answers whether it did, or something is left. */
  async #finish(turn: Turn, erasureId: string, { clientId, by }: { clientId: string; by: string }): Promise<boolean> {
    if (await isSomethingLeft(turn, clientId)) return false;
    const number = turn.ledgerNumber + 1;
    const [done] = await turn.run(finish, [turn.companyId, erasureId, new Date(turn.now), number]);
    if (!done) return true;
    await appendToLedger(turn, [
      {
        clientId,
        channelId: null,
        dialogId: null,
        agreementId: null,
        version: null,
        language: null,
        textHash: null,
        decision: 'erased',
        how: 'by-hand',
        messageId: null,
        employeeId: by,
        evidence: { ip: null, userAgent: null, page: null, identity: null, name: null },
      },
    ]);
    turn.announce({ change: 'stale', what: 'consents' });
    turn.announce({ change: 'stale', what: 'clients' });
    return true;
  }

  async #forgetMails(companyId: string, erasureId: string, dialogIds: number[], inTurn: InTurns): Promise<void> {
    const { CONSOLE_URL } = this.config.values;
    const links = dialogIds.map((dialogId) => `${CONSOLE_URL}/dialogs/${dialogId}`);
    const mails = await this.mailer.forget(companyId, links);
    if (mails > 0) await inTurn((turn) => countErased(turn, erasureId, { mails }));
  }

  /** Closes what is open of these dialogs; answers how many of them still are. */
  async #close(companyId: string, asked: string, dialogIds: number[]): Promise<number> {
    const read = async (): Promise<number[]> => {
      const open = await this.db.inCompany(companyId, (db) =>
        db.run<{ dialogId: number }>(openOf, [companyId, dialogIds]),
      );
      return open.map(({ dialogId }) => dialogId);
    };
    const open = await read();
    if (open.length === 0) return 0;
    const [by] = await this.db.inCompany(companyId, (db) => db.run<{ employeeId: string }>(closer, [companyId, asked]));
    for (const dialogId of by ? open : []) {
      const commandId = crypto.randomUUID();
      const close = { commandId, dialogId, by: by?.employeeId ?? asked, action: 'close', because: 'erased' } as const;
      const failed = (error: Error) => ({ done: false, refusal: error.name }) as const;
      const answer = await this.runner.command(companyId, close).catch(failed);
      if (!answer.done)
        this.#log.warn({ company: companyId, dialog: dialogId, refusal: answer.refusal }, 'a dialog was not closed');
    }
    return (await read()).length;
  }

  async #inTurn<T>(companyId: string, use: Parameters<InTurns>[0]): Promise<T> {
    const { answer, last } = await this.db.inTurn(companyId, async (turn) => {
      const made = await use(turn);
      return { answer: made as T, last: turn.changes.length > 0 ? turn.lastChange : null };
    });
    if (last !== null) this.signals.changed(companyId, last);
    return answer;
  }

  async #settle(companyId: string, account: string, settled: { row: Claimed; error: string | null }[]): Promise<void> {
    for (const { error } of settled) this.metrics.deliveries.inc({ lane, outcome: error === null ? 'sent' : 'retry' });
    await this.db.inTurn(companyId, async (turn) => {
      const rows = settled.map(({ row, error }) => ({
        outboxId: row.outboxId,
        thread: row.thread,
        state: error === null ? 'done' : 'queued',
        dueAt: error === null ? null : dueAgain(row.attempts, turn.now),
        error,
      }));
      if (rows.length > 0)
        await turn.run(settle, [companyId, new Date(turn.now), JSON.stringify(rows), 0, lane, account]);
      const failures = settled.some(({ error }) => error !== null) ? 1 : 0;
      await turn.run(releaseAccount, [companyId, lane, account, settled.length, failures, null]);
    });
  }
}
