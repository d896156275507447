import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
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
import { erasePerson, eraseDialogs, eraseEvents, personOf, type Counts, type InTurns } from './erasing.ts';
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
const finish = sql(
  'finish-erasure',
  `update erasure set state = 'done', done_at = $3, counts = $4, number = $5 where company_id = $1 and erasure_id = $2 and state = 'running' returning 1 as one`,
);
const chatOfDialog = sql(
  'chat-of-dialog',
  `select c.channel_id as "channelId", c.external_id as "externalId" from dialog d join chat c on c.company_id = $1 and c.chat_id = d.chat_id
   where d.company_id = $1 and d.dialog_id = $2 and d.closed_at is not null`,
);

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
    const [chat] = await this.db.inCompany(companyId, (db) =>
      db.run<{ channelId: string; externalId: string }>(chatOfDialog, [companyId, dialogId]),
    );
    if (!chat) return;
    await eraseDialogs(inTurn, [dialogId]);
    await eraseEvents(inTurn, JSON.stringify([chat]));
  }

  async #person(companyId: string, erasureId: string, inTurn: InTurns): Promise<void> {
    type Erasure = { clientId: string; by: string; state: string };
    const [erasure] = await this.db.inCompany(companyId, (db) => db.run<Erasure>(readErasure, [companyId, erasureId]));
    if (!erasure || erasure.state === 'done') return;
    const before = await this.db.inCompany(companyId, (db) => personOf(db, erasure.clientId));
    await this.#close(companyId, erasure.by, before.dialogIds);
    // What came while his dialogs closed is his too.
    const person = await this.db.inCompany(companyId, (db) => personOf(db, erasure.clientId));
    const counts: Counts = await erasePerson(inTurn, person);
    const { CONSOLE_URL } = this.config.values;
    counts.mails = await this.mailer.forget(person.dialogIds.map((dialogId) => `${CONSOLE_URL}/dialogs/${dialogId}`));
    await inTurn(async (turn) => {
      const number = turn.ledgerNumber + 1;
      const at = new Date(turn.now);
      const [done] = await turn.run(finish, [companyId, erasureId, at, JSON.stringify(counts), number]);
      if (!done) return;
      await appendToLedger(turn, [
        {
          clientId: erasure.clientId,
          channelId: null,
          dialogId: null,
          agreementId: null,
          version: null,
          language: null,
          textHash: null,
          decision: 'erased',
          how: 'by-hand',
          messageId: null,
          employeeId: erasure.by,
          evidence: { ip: null, userAgent: null, page: null, identity: null, name: null },
        },
      ]);
      turn.announce({ change: 'stale', what: 'consents' });
    });
  }

  async #close(companyId: string, by: string, dialogIds: number[]): Promise<void> {
    const open = await this.db.inCompany(companyId, (db) =>
      db.run<{ dialogId: number }>(openOf, [companyId, dialogIds]),
    );
    for (const { dialogId } of open)
      await this.runner.command(companyId, {
        commandId: crypto.randomUUID(),
        dialogId,
        by,
        action: 'close',
        because: 'erased',
      });
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
