import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { seesEveryDialog } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';
import { v7 } from 'uuid';
import { z } from 'zod';

import { Changes, NotMade } from '../company/changes.ts';
import { Egress, EgressRefused, EgressUnreachable } from '../platform/egress.ts';
import { Seal } from '../platform/seal.ts';
import { Signals } from '../platform/signals.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { addDeliveries, makeDue, triedMs, webhookLane } from './dispatcher.ts';
import { delivery, type ShownDelivery, type ShownWebhook, type WebhookForm } from './webhook.shapes.ts';

/** The most webhooks of a company. */
const mostWebhooks = 20;
/** How long the former secret is good beside a new one. */
const formerMs = 86_400_000;
/** The most deliveries that one call replays. */
const mostReplayed = 10_000;

const columns = `w.webhook_id as "webhookId", w.address, w.events, w.content, w.state, w.off_because as "offBecause", w.created_at as "createdAt",
  w.failing_since as "failingSince", w.version,
  (select jsonb_build_object('done', count(*) filter (where d.state = 'done'), 'failed', count(*) filter (where d.state = 'failed'),
     'queued', count(*) filter (where d.state = 'queued')) from webhook_delivery d where d.company_id = w.company_id and d.webhook_id = w.webhook_id) as counts`;
const listWebhooks = sql(
  'list-webhooks',
  `select ${columns} from webhook w where w.company_id = $1 and w.removed_at is null and ($2::uuid is null or w.webhook_id = $2) order by w.webhook_id limit 100`,
);
const countWebhooks = sql(
  'count-webhooks',
  'select count(*)::int as count from webhook where company_id = $1 and removed_at is null',
);
const addWebhook = sql(
  'add-webhook',
  `with cursor as (
     insert into webhook_cursor (company_id, number) select company_id, change_number from turn where company_id = $1 on conflict do nothing
   )
   insert into webhook (company_id, webhook_id, address, events, content, state, secrets, created_by, created_at, enabled_at)
   values ($1, $2, $3, $4, $5, 'on', $6, $7, $8, $8)`,
);
const saveWebhook = sql(
  'save-webhook',
  `update webhook set address = $4, events = $5, content = $6, version = version + 1
   where company_id = $1 and webhook_id = $2 and version = $3 and removed_at is null returning webhook_id`,
);
const switchWebhook = sql(
  'switch-webhook',
  `update webhook set state = case when $3 then 'on' else 'off' end, off_because = case when $3 then null else 'by-hand' end,
     enabled_at = case when $3 then $4 else enabled_at end, failing_since = null
   where company_id = $1 and webhook_id = $2 and removed_at is null and (state = 'on') <> $3 returning webhook_id`,
);
const readSecrets = sql(
  'read-webhook-secrets',
  'select secrets from webhook where company_id = $1 and webhook_id = $2 and removed_at is null',
);
const putSecrets = sql(
  'put-webhook-secrets',
  'update webhook set secrets = $3 where company_id = $1 and webhook_id = $2',
);
const removeWebhook = sql(
  'remove-webhook',
  `with gone as (
     update webhook set removed_at = $3, state = 'off', off_because = 'by-hand' where company_id = $1 and webhook_id = $2 and removed_at is null returning webhook_id
   ), dropped as (
     update webhook_delivery d set state = 'failed', done_at = $3 from gone where d.company_id = $1 and d.webhook_id = gone.webhook_id and d.state = 'queued'
   )
   select webhook_id from gone`,
);
const listDeliveries = sql(
  'list-webhook-deliveries',
  `select d.delivery_id as "deliveryId", d.event, d.state, d.at, d.attempts, (d.subject->>'dialogId')::float8 as "dialogId",
     (select o.due_at from outbox o where o.company_id = $1 and o.lane = '${webhookLane}' and o.account = d.webhook_id::text
       and o.thread = d.delivery_id::text and o.done_at is null limit 1) as "nextAt",
     (select a.status from webhook_attempt a where a.company_id = $1 and a.delivery_id = d.delivery_id order by a.number desc limit 1) as "lastStatus"
   from webhook_delivery d where d.company_id = $1 and d.webhook_id = $2 and ($3::text is null or d.state = $3)
     and ($4::uuid is null or d.delivery_id < $4) order by d.delivery_id desc limit $5`,
);
const listAttempts = sql(
  'list-webhook-attempts',
  'select number, at, status, took, answer, error from webhook_attempt where company_id = $1 and delivery_id = $2 order by number limit 100',
);
const findDelivery = sql(
  'find-webhook-delivery',
  `select d.webhook_id as "webhookId" from webhook_delivery d join webhook w on w.company_id = d.company_id and w.webhook_id = d.webhook_id
   where d.company_id = $1 and d.delivery_id = $2 and w.removed_at is null`,
);
const failedSince = sql(
  'failed-webhook-deliveries',
  `select delivery_id as "deliveryId" from webhook_delivery where company_id = $1 and webhook_id = $2 and state = 'failed' and created_at >= $3
   order by delivery_id limit $4`,
);
// One that is under way already goes on as it is.
const replayDeliveries = sql(
  'replay-webhook-deliveries',
  `with again as (
     update webhook_delivery set state = 'queued', done_at = null, tried_until = now() + $3 * interval '1 millisecond'
     where company_id = $1 and delivery_id = any($2::uuid[]) and state <> 'queued' returning delivery_id, webhook_id
   )
   insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
   select $1, gen_random_uuid(), '${webhookLane}', webhook_id::text, delivery_id::text, jsonb_build_object('deliveryId', delivery_id), now(), now() from again
   returning outbox_id`,
);

const sealed = z.object({ current: z.string(), former: z.string().nullable(), formerUntil: z.number() });
/** What a webhook is signed with. */
export type WebhookSecrets = z.infer<typeof sealed>;

/** Addresses of the company's own programs that are told what happens, and what became of telling them. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly egress: Egress,
    private readonly seal: Seal,
    private readonly signals: Signals,
  ) {}

  async list(companyId: string, only: string | null = null): Promise<ShownWebhook[]> {
    return this.db.inCompany(companyId, (db) => db.run<ShownWebhook>(listWebhooks, [companyId, only]));
  }

  async create(viewer: Viewer, form: WebhookForm) {
    mayTell(viewer, form);
    await this.#mayBeCalled(form.address);
    const { companyId, employeeId } = viewer;
    const secret = newSecret();
    const webhookId = await this.changes.make<string | null>(companyId, 'company', async (turn, _again, audit) => {
      const [row] = await turn.run<{ count: number }>(countWebhooks, [companyId]);
      if ((row?.count ?? 0) >= mostWebhooks) return new NotMade(null);
      const id = turn.id();
      const secrets: WebhookSecrets = { current: secret, former: null, formerUntil: 0 };
      await turn.run(addWebhook, [
        companyId,
        id,
        form.address,
        JSON.stringify(form.events),
        form.content,
        this.seal.seal(secrets, contextOf(companyId, id)),
        employeeId,
        new Date(turn.now),
      ]);
      await audit(viewer, 'webhook.created', { kind: 'webhook', id }, { events: form.events, content: form.content });
      return id;
    });
    if (webhookId === null) return { created: false as const, because: 'too-many' as const };
    return { created: true as const, webhook: await this.#one(companyId, webhookId), secret };
  }

  /** Refused with what is in force where somebody saved another version meanwhile. */
  async save(viewer: Viewer, webhookId: string, version: number, form: WebhookForm) {
    mayTell(viewer, form);
    await this.#mayBeCalled(form.address);
    const { companyId } = viewer;
    const before = await this.#one(companyId, webhookId);
    const saved = await this.changes.make<boolean>(companyId, 'company', async (turn, _again, audit) => {
      const rows = await turn.run(saveWebhook, [
        companyId,
        webhookId,
        version,
        form.address,
        JSON.stringify(form.events),
        form.content,
      ]);
      if (rows.length === 0) return new NotMade(false);
      const details = {
        events: form.events,
        content: form.content,
        ...(before.address === form.address ? {} : { changed: ['address'] }),
      };
      await audit(viewer, 'webhook.saved', { kind: 'webhook', id: webhookId }, details);
      return true;
    });
    const webhook = await this.#one(companyId, webhookId);
    return saved ? { saved: true as const, webhook } : { saved: false as const, because: 'stale' as const, webhook };
  }

  /** Off, it is told nothing and what waited for it fails; on, it is told what happens from then on. */
  async setOn(viewer: Viewer, webhookId: string, on: boolean): Promise<void> {
    const { companyId } = viewer;
    await this.#one(companyId, webhookId);
    await this.changes.make<null>(companyId, 'company', async (turn, _again, audit) => {
      const rows = await turn.run(switchWebhook, [companyId, webhookId, on, new Date(turn.now)]);
      if (rows.length === 0) return new NotMade(null);
      await audit(viewer, on ? 'webhook.switched-on' : 'webhook.switched-off', { kind: 'webhook', id: webhookId });
      return null;
    });
  }

  async rollSecret(viewer: Viewer, webhookId: string): Promise<{ secret: string; formerUntil: number }> {
    const { companyId } = viewer;
    const secret = newSecret();
    return this.changes.make(companyId, 'company', async (turn, _again, audit) => {
      const [row] = await turn.run<{ secrets: Buffer }>(readSecrets, [companyId, webhookId]);
      if (!row) throw notThere();
      const context = contextOf(companyId, webhookId);
      const { current } = sealed.parse(this.seal.open(row.secrets, context));
      const formerUntil = turn.now + formerMs;
      const secrets: WebhookSecrets = { current: secret, former: current, formerUntil };
      await turn.run(putSecrets, [companyId, webhookId, this.seal.seal(secrets, context)]);
      await audit(viewer, 'webhook.secret', { kind: 'webhook', id: webhookId });
      return { secret, formerUntil };
    });
  }

  async remove(viewer: Viewer, webhookId: string): Promise<void> {
    const { companyId } = viewer;
    await this.changes.make<null>(companyId, 'company', async (turn, _again, audit) => {
      const rows = await turn.run(removeWebhook, [companyId, webhookId, new Date(turn.now)]);
      if (rows.length === 0) throw notThere();
      await audit(viewer, 'webhook.removed', { kind: 'webhook', id: webhookId });
      return null;
    });
  }

  /** The latest first. */
  async deliveries(
    companyId: string,
    webhookId: string,
    state: ShownDelivery['state'] | undefined,
    cursor: string | undefined,
    limit: number,
  ) {
    await this.#one(companyId, webhookId);
    const found = await this.db.inCompany(companyId, (db) =>
      db.run<ShownDelivery>(listDeliveries, [companyId, webhookId, state ?? null, cursor ?? null, limit + 1]),
    );
    const rows = found.slice(0, limit).filter((row) => delivery.shape.event.safeParse(row.event).success);
    return { rows, next: found.length > limit ? (found[limit - 1]?.deliveryId ?? null) : null };
  }

  /** Every try of one delivery. */
  async attempts(companyId: string, deliveryId: string) {
    return this.db.inCompany(companyId, async (db) => {
      const [found] = await db.run(findDelivery, [companyId, deliveryId]);
      if (!found) throw notThere();
      return db.run<{
        number: number;
        at: number;
        status: number | null;
        took: number;
        answer: string;
        error: string | null;
      }>(listAttempts, [companyId, deliveryId]);
    });
  }

  /** Tells it once more, whether it got through before or not, under the same id. */
  async replay(companyId: string, deliveryId: string): Promise<void> {
    await this.db.inCompany(companyId, async (db) => {
      const [found] = await db.run<{ webhookId: string }>(findDelivery, [companyId, deliveryId]);
      if (!found) throw notThere();
      await db.run(makeDue, [companyId, [found.webhookId]]);
      await db.run(replayDeliveries, [companyId, [deliveryId], triedMs]);
    });
    this.signals.outbox(companyId, webhookLane);
  }

  /** Tells everything once more that failed since a moment, at most ten thousand. */
  async replayFailed(companyId: string, webhookId: string, since: number): Promise<{ count: number }> {
    await this.#one(companyId, webhookId);
    const count = await this.db.inCompany(companyId, async (db) => {
      await db.run(makeDue, [companyId, [webhookId]]);
      const rows = await db.run<{ deliveryId: string }>(failedSince, [
        companyId,
        webhookId,
        new Date(since),
        mostReplayed,
      ]);
      const again = await db.run(replayDeliveries, [companyId, rows.map((row) => row.deliveryId), triedMs]);
      return again.length;
    });
    this.signals.outbox(companyId, webhookLane);
    return { count };
  }

  /** Tells it something that did not happen, also while it is off. */
  async test(companyId: string, webhookId: string): Promise<{ deliveryId: string }> {
    await this.#one(companyId, webhookId);
    const deliveryId = v7();
    const told = { webhookId, deliveryId, event: 'test', source: `test:${deliveryId}`, subject: {}, at: Date.now() };
    await this.db.inCompany(companyId, async (db) => {
      await db.run(makeDue, [companyId, [webhookId]]);
      await db.run(addDeliveries, [companyId, JSON.stringify([told]), triedMs]);
    });
    this.signals.outbox(companyId, webhookLane);
    return { deliveryId };
  }

  /** What a webhook is signed with now: the current secret, and the former one while it is good. */
  secretsOf(companyId: string, webhookId: string, stored: Buffer, now: number): string[] {
    const { current, former, formerUntil } = sealed.parse(this.seal.open(stored, contextOf(companyId, webhookId)));
    return former !== null && formerUntil > now ? [current, former] : [current];
  }

  async #one(companyId: string, webhookId: string): Promise<ShownWebhook> {
    const [webhook] = await this.list(companyId, webhookId);
    if (!webhook) throw notThere();
    return webhook;
  }

  /** Only what is encrypted is called, and no address within: but for those that the installation names. */
  async #mayBeCalled(address: string): Promise<void> {
    if (new URL(address).protocol !== 'https:' && !this.egress.isAllowed(address))
      throw new FieldError({ address: 'webhook.address.https' });
    try {
      await this.egress.check(address);
    } catch (error) {
      if (error instanceof EgressRefused) throw new FieldError({ address: 'webhook.address.private' });
      if (error instanceof EgressUnreachable) throw new FieldError({ address: 'webhook.address.unknown' });
      throw error;
    }
  }
}

/** Names and texts of every dialog are told by those alone who may read every one. */
function mayTell(viewer: Viewer, { content }: WebhookForm): void {
  if (content && !seesEveryDialog(viewer)) throw new FieldError({ content: 'webhook.content.beyond' });
}

function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64url')}`;
}

function contextOf(companyId: string, webhookId: string): string {
  return `webhook ${companyId} ${webhookId}`;
}

function notThere(): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such webhook' });
}
