import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { Logger } from 'pino';
import { z } from 'zod';

import { noticeMail, type NoticeToMail } from '../notices/notice.mails.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { Signals } from '../platform/signals.ts';
import { Mailer } from '../sign-in/mailer.ts';
import { dueAgain, Lane, releaseAccount, settle, take, type Claimed } from './lane.ts';

const lane = 'mail';
/** Longer than a mail may take, so that a lease that ran out means the process fell. */
const leaseMs = 60_000;
const mailMs = 20_000;
const perSecond = 5;
/** After this many tries a mail counts as failed; the backoff before has taken some hours. */
const mostAttempts = 12;

const body = z.object({ noticeId: z.uuid() });

// Whom and what a notice is about, resolved at sending: the outbox and the notice hold ids only.
const readNotice = sql(
  'notice-to-mail',
  `select n.what, n.dialog_id as "dialogId", e.email as "to", e.language, c.language as "companyLanguage",
     jsonb_build_object('first', coalesce(s.settings->'kpi'->'first'->>'text', ''), 'further', coalesce(s.settings->'kpi'->'further'->>'text', '')) as text,
     (select nullif(trim(o.name || ' ' || o.surname), '') from employee o where o.company_id = $1 and o.employee_id = (n.body->>'operatorId')::uuid) as operator,
     coalesce(l.name, dl.name) as line,
     (select nullif(trim(o.name || ' ' || o.surname), '') from employee o where o.company_id = $1 and o.employee_id = (n.body->>'by')::uuid) as by,
     (n.body->>'stars')::int as stars, m.comment
   from notice n
     join employee e on e.company_id = n.company_id and e.employee_id = n.employee_id and e.dismissed_at is null
     join company c on c.company_id = n.company_id
     left join dialog d on d.company_id = n.company_id and d.dialog_id = n.dialog_id
     left join line dl on dl.company_id = d.company_id and dl.line_id = d.line_id
     left join line_settings s on s.company_id = dl.company_id and s.line_id = dl.line_id and s.version = dl.version
     left join line l on l.company_id = n.company_id and l.line_id = (n.body->>'lineId')::uuid
     left join dialog_mark m on n.what = 'marked' and m.company_id = n.company_id and m.dialog_id = n.dialog_id
   where n.company_id = $1 and n.notice_id = $2`,
);

type Outcome =
  | { outcome: 'sent' }
  /** There is nobody to tell any more. */
  | { outcome: 'dropped'; because: string }
  | { outcome: 'retry'; because: string }
  | { outcome: 'failed'; because: string };

/**
 * Mails what employees are told. A mail that nobody knows of whether it left goes once more: told twice is better than
 * not told. Several processes share the lane; the order of one person's mails is kept.
 */
@Injectable()
export class MailLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #lane: Lane;

  constructor(
    private readonly db: Database,
    private readonly mailer: Mailer,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('mail');
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
    const settled = await Promise.all(
      claimed.map(async (row) => ({ row, outcome: await this.#deliver(companyId, row) })),
    );
    await this.#settle(companyId, account, settled);
    return claimed.length > 0;
  }

  async #deliver(companyId: string, row: Claimed): Promise<Outcome> {
    const read = body.safeParse(row.body);
    if (!read.success) return { outcome: 'failed', because: 'What is stored for sending is no mail' };
    try {
      const [notice] = await this.db.inCompany(companyId, (db) =>
        db.run<NoticeToMail>(readNotice, [companyId, read.data.noticeId]),
      );
      if (!notice) return { outcome: 'dropped', because: 'Nobody is to be told any more' };
      await within(
        mailMs,
        this.mailer.send({ ...noticeMail(spoken(notice), this.config.values.CONSOLE_URL), companyId }),
      );
      return { outcome: 'sent' };
    } catch (error) {
      this.#log.warn({ err: error, company: companyId, outbox: row.outboxId }, 'a mail could not be sent');
      const { name, responseCode, code, command } = error as Error & {
        responseCode?: number;
        code?: string;
        command?: string;
      };
      // The words of a mail server may name the address, which nothing but the employee's own row may hold.
      const because = responseCode === undefined ? name : `${name} ${responseCode}`;
      // The address itself was turned down for good; whatever else is wrong may be put right.
      const refused = code === 'EENVELOPE' && command === 'RCPT TO' && (responseCode ?? 0) >= 500;
      return refused || row.attempts >= mostAttempts ? { outcome: 'failed', because } : { outcome: 'retry', because };
    }
  }

  async #settle(companyId: string, account: string, settled: { row: Claimed; outcome: Outcome }[]): Promise<void> {
    for (const { outcome } of settled) this.metrics.deliveries.inc({ lane, outcome: outcome.outcome });
    // In the company's turn: what is written to the outbox meanwhile would be missed when the account falls due next.
    await this.db.inTurn(companyId, async (turn) => {
      const rows = settled.map(({ row, outcome }) => ({
        outboxId: row.outboxId,
        thread: row.thread,
        state: outcome.outcome === 'retry' ? 'queued' : outcome.outcome === 'failed' ? 'failed' : 'done',
        dueAt: outcome.outcome === 'retry' ? dueAgain(row.attempts, turn.now) : null,
        error: 'because' in outcome ? outcome.because : null,
      }));
      if (rows.length > 0)
        await turn.run(settle, [companyId, new Date(turn.now), JSON.stringify(rows), 0, lane, account]);
      const failures = settled.some(({ outcome }) => outcome.outcome === 'retry') ? 1 : 0;
      await turn.run(releaseAccount, [companyId, lane, account, settled.length, failures, null]);
    });
  }
}

function spoken(notice: NoticeToMail): NoticeToMail {
  const known = (language: string) => (language === 'ru' ? 'ru' : 'en');
  return { ...notice, language: known(notice.language), companyLanguage: known(notice.companyLanguage) };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error('The mail server took too long');
    error.name = 'Timeout';
    late.reject(error);
  }, milliseconds);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
