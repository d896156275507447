import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import type { Logger } from 'pino';
import { z } from 'zod';

import { Actors } from '../access/actors.ts';
import { Changes, NotMade } from '../company/changes.ts';
import { DialogQueries } from '../dialogs/dialog.queries.ts';
import { Config } from '../platform/config.ts';
import { Egress, EgressRefused, EgressTimeout, EgressUnreachable } from '../platform/egress.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { Signals } from '../platform/signals.ts';
import { storable } from '../platform/text.ts';
import { triedMs, webhookLane as lane } from '../webhooks/dispatcher.ts';
import { signatureOf } from '../webhooks/signature.ts';
import { WebhooksService } from '../webhooks/webhooks.service.ts';
import { Lane, releaseAccount, settle, take, type Claimed } from './lane.ts';

/** Longer than any call out may take, so that a lease that ran out means the process fell. */
const leaseMs = 30_000;
const callMs = 10_000;
const perSecond = 20;
/** After so long without anything getting through a webhook is given up: as long as one delivery is tried, but for its first call. */
const hopelessMs = triedMs - 3_600_000;
/** How much is kept of what comes back. */
const keptBytes = 2_048;

const body = z.object({ deliveryId: z.uuid() });

const holdAccount = sql(
  'hold-webhook-account',
  'select 1 as held from account where company_id = $1 and lane = $2 and account = $3 for update',
);
const readDelivery = sql(
  'webhook-delivery-to-send',
  `select d.event, d.subject, d.at, d.attempts, d.tried_until as "triedUntil", w.address, w.content, w.secrets, w.state, w.removed_at is not null as removed
   from webhook_delivery d join webhook w on w.company_id = d.company_id and w.webhook_id = d.webhook_id
   where d.company_id = $1 and d.delivery_id = $2`,
);
const messageKey = sql(
  'message-of-webhook',
  'select chat_id as "chatId", number from message where company_id = $1 and message_id = $2',
);
const addAttempts = sql(
  'add-webhook-attempts',
  `with tries as (
     select * from jsonb_to_recordset($2::jsonb) as x("deliveryId" uuid, state text, status int, took int, answer text, error text, called boolean)
   ), told as (
     update webhook_delivery d set state = t.state, attempts = d.attempts + t.called::int, done_at = case when t.state = 'queued' then null else now() end
     from tries t where d.company_id = $1 and d.delivery_id = t."deliveryId" returning d.delivery_id, d.attempts
   )
   insert into webhook_attempt (company_id, delivery_id, number, at, status, took, answer, error)
   select $1, t."deliveryId", told.attempts, now(), t.status, t.took, t.answer, t.error
   from tries t join told on told.delivery_id = t."deliveryId" where t.called`,
);
const markWebhook = sql(
  'mark-webhook',
  `update webhook set failing_since = case when $3 then null else coalesce(failing_since, now()) end
   where company_id = $1 and webhook_id = $2 returning state = 'on' and failing_since < now() - $4 * interval '1 millisecond' as hopeless`,
);
const giveUp = sql(
  'give-webhook-up',
  `update webhook set state = 'off', off_because = 'failing' where company_id = $1 and webhook_id = $2 and state = 'on' returning webhook_id`,
);
const workingHere = sql(
  'employees-working-here',
  'select employee_id as "employeeId" from employee where company_id = $1 and dismissed_at is null limit 1000',
);
const addNotices = sql(
  'add-webhook-notices',
  `with told as (
     insert into notice (company_id, notice_id, employee_id, what, body, at)
     select $1, x."noticeId", x."employeeId", 'webhook-off', jsonb_build_object('webhookId', $3::text), $4
     from jsonb_to_recordset($2::jsonb) as x("noticeId" uuid, "employeeId" uuid, "outboxId" uuid)
   ), due as (
     insert into account (company_id, lane, account, due_at, filled_at) values ($1, 'mail', 'mail', $4, $4)
     on conflict (company_id, lane, account) do update set due_at = least(account.due_at, $4)
   )
   insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
   select $1, x."outboxId", 'mail', 'mail', x."employeeId"::text, jsonb_build_object('noticeId', x."noticeId"), $4, $4
   from jsonb_to_recordset($2::jsonb) as x("noticeId" uuid, "employeeId" uuid, "outboxId" uuid)`,
);

type DeliveryRow = {
  event: string;
  subject: Record<string, string | number | null>;
  at: number;
  attempts: number;
  triedUntil: number;
  address: string;
  content: boolean;
  secrets: Buffer;
  state: string;
  removed: boolean;
};
type Tried = {
  deliveryId: string;
  state: 'queued' | 'done' | 'failed';
  status: number | null;
  took: number;
  answer: string;
  error: string | null;
  called: boolean;
  dueAt: string | null;
};

/** When what could not be told is told again: after ten seconds first, at last every six hours. */
export function webhookDueAgain(attempts: number, now: number): number {
  return now + Math.min(6 * 3_600_000, 10_000 * 3 ** Math.max(0, attempts - 1));
}

/**
 * Tells webhooks what happened: at least once, in any order, again for three days where it does not get through. One
 * that nothing reaches for so long is switched off, and whoever looks after the API is told.
 */
@Injectable()
export class WebhookLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #lane: Lane;

  constructor(
    private readonly db: Database,
    private readonly egress: Egress,
    private readonly webhooks: WebhooksService,
    private readonly queries: DialogQueries,
    private readonly actors: Actors,
    private readonly changes: Changes,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('webhooks');
    this.#lane = new Lane(lane, db, this.#log, (companyId, account) => this.#serve(companyId, account));
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#lane.start(this.signals, this.config.values.POLL_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#lane.stop();
  }

  async #serve(companyId: string, webhookId: string): Promise<boolean> {
    const claimed = await this.db.inCompany(companyId, (db) => take(db, webhookId, { lane, leaseMs, perSecond }));
    if (!claimed) return false;
    const tried = await Promise.all(
      claimed.map(async (row) => ({ row, tried: await this.#tell(companyId, webhookId, row) })),
    );
    const hopeless = await this.#settle(companyId, webhookId, tried);
    if (hopeless) await this.#switchOff(companyId, webhookId);
    return claimed.length > 0;
  }

  async #tell(companyId: string, webhookId: string, row: Claimed): Promise<Tried> {
    const deliveryId = body.safeParse(row.body).data?.deliveryId ?? row.thread;
    const none = { deliveryId, status: null, took: 0, answer: '', error: null, called: false, dueAt: null };
    const began = Date.now();
    try {
      const read = await this.#read(companyId, deliveryId);
      if (!read) return { ...none, state: 'failed' };
      const { delivery, text } = read;
      if (delivery.removed || (delivery.state === 'off' && delivery.event !== 'test'))
        return { ...none, state: 'failed' };
      const again = (): Pick<Tried, 'state' | 'dueAt'> => {
        const now = Date.now();
        if (now >= delivery.triedUntil) return { state: 'failed', dueAt: null };
        // The last try is at the end of its time.
        const due = Math.min(webhookDueAgain(row.attempts, now), delivery.triedUntil);
        return { state: 'queued', dueAt: new Date(due).toISOString() };
      };
      try {
        const answer = await this.egress.send(
          {
            method: 'POST',
            url: delivery.address,
            headers: {
              'content-type': 'application/json',
              'user-agent': 'Switchboard',
              'switchboard-event': delivery.event,
              'switchboard-delivery': deliveryId,
              'switchboard-signature': signatureOf(
                text,
                this.webhooks.secretsOf(companyId, webhookId, delivery.secrets, began),
                began,
              ),
            },
            body: text,
          },
          { milliseconds: callMs, bytes: 1_000_000 },
        );
        const kept = Buffer.from(storable(answer.body)).subarray(0, keptBytes).toString('utf8');
        const called = {
          ...none,
          status: answer.status,
          took: Date.now() - began,
          answer: storable(kept),
          called: true,
        };
        return answer.status >= 200 && answer.status < 300 ? { ...called, state: 'done' } : { ...called, ...again() };
      } catch (error) {
        if (!(error instanceof EgressTimeout || error instanceof EgressUnreachable || error instanceof EgressRefused))
          throw error;
        return { ...none, took: Date.now() - began, error: error.message, called: true, ...again() };
      }
    } catch (error) {
      this.#log.error({ err: error, company: companyId, webhook: webhookId }, 'a webhook cannot be told');
      return { ...none, state: 'queued', dueAt: new Date(webhookDueAgain(row.attempts, Date.now())).toISOString() };
    }
  }

  /** What is told, read as it is now; null where nothing is stored of it any more. */
  async #read(companyId: string, deliveryId: string): Promise<{ delivery: DeliveryRow; text: string } | null> {
    return this.db.inCompany(companyId, async (db) => {
      const [delivery] = await db.run<DeliveryRow>(readDelivery, [companyId, deliveryId]);
      if (!delivery) return null;
      const { subject } = delivery;
      const told: Record<string, unknown> = {
        id: deliveryId,
        event: delivery.event,
        at: new Date(delivery.at).toISOString(),
        company: companyId,
        ...subject,
      };
      if (delivery.content && typeof subject['dialogId'] === 'number') {
        const [dialog] = await this.queries.rows(db, [subject['dialogId']]);
        if (dialog) told['dialog'] = dialog;
      }
      if (delivery.content && typeof subject['messageId'] === 'string') {
        const keys = await db.run<{ chatId: string; number: number }>(messageKey, [companyId, subject['messageId']]);
        const [message] = keys.length === 0 ? [] : await this.queries.messageRows(db, keys);
        if (message) told['message'] = message;
      }
      return { delivery, text: JSON.stringify(told) };
    });
  }

  /** Answers whether nothing has got through for so long that it is given up. */
  async #settle(companyId: string, webhookId: string, settled: { row: Claimed; tried: Tried }[]): Promise<boolean> {
    for (const { tried } of settled) this.metrics.deliveries.inc({ lane, outcome: tried.state });
    return this.db.inCompany(companyId, async (db) => {
      // Held first: what is added meanwhile is seen when the account falls due next.
      await db.run(holdAccount, [companyId, lane, webhookId]);
      const tries = settled.map(({ tried }) => tried);
      const rows = settled.map(({ row, tried }) => ({
        outboxId: row.outboxId,
        thread: row.thread,
        state: tried.state,
        dueAt: tried.dueAt,
        error: tried.error,
      }));
      let hopeless = false;
      if (rows.length > 0) {
        await db.run(addAttempts, [companyId, JSON.stringify(tries)]);
        await db.run(settle, [companyId, new Date(), JSON.stringify(rows), 0, lane, webhookId]);
        const called = tries.filter((one) => one.called);
        if (called.length > 0) {
          const through = called.some((one) => one.state === 'done');
          const [marked] = await db.run<{ hopeless: boolean | null }>(markWebhook, [
            companyId,
            webhookId,
            through,
            hopelessMs,
          ]);
          hopeless = marked?.hopeless === true;
        }
      }
      const failures = tries.some((one) => one.state === 'queued') ? 1 : 0;
      await db.run(releaseAccount, [companyId, lane, webhookId, settled.length, failures, null]);
      return hopeless;
    });
  }

  async #switchOff(companyId: string, webhookId: string): Promise<void> {
    const access = await this.actors.of(companyId);
    await this.changes.make<null>(companyId, 'company', async (turn, _again, audit) => {
      const off = await turn.run(giveUp, [companyId, webhookId]);
      if (off.length === 0) return new NotMade(null);
      const people = await turn.run<{ employeeId: string }>(workingHere, [companyId]);
      const told = people.filter(({ employeeId }) => {
        const actor = access.actorOf(employeeId);
        return actor !== undefined && may(actor, 'api', {});
      });
      const notices = told.map(({ employeeId }) => ({ employeeId, noticeId: turn.id(), outboxId: turn.id() }));
      await turn.run(addNotices, [companyId, JSON.stringify(notices), webhookId, new Date(turn.now)]);
      for (const { employeeId } of told) turn.announce({ change: 'notice', employeeId });
      await audit({ kind: 'system' }, 'webhook.switched-off', { kind: 'webhook', id: webhookId });
      return null;
    });
    this.signals.outbox(companyId, 'mail');
  }
}
