import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql, type CompanyDb } from '@switchboard/db';
import type { Logger } from 'pino';
import { v7 } from 'uuid';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { Signals } from '../platform/signals.ts';
import { happenedBy, happenedIn, happenedTo, type Happened } from './webhook-events.ts';
import type { WebhookEvent } from './webhook.shapes.ts';

/** The lane of the outbox that webhooks are told by. */
export const webhookLane = 'webhook';
/** How long it is tried to tell something. */
export const triedMs = 3 * 86_400_000;

const mostChanges = 500;
const behind = sql(
  'webhooks-behind',
  `select c.company_id as "companyId" from webhook_cursor c join turn t on t.company_id = c.company_id
   where t.change_number > c.number limit 200`,
);
// Whoever holds the cursor tells; another process that comes meanwhile has nothing to do.
const takeCursor = sql(
  'take-webhook-cursor',
  'select number from webhook_cursor where company_id = $1 for update skip locked',
);
const moveCursor = sql('move-webhook-cursor', 'update webhook_cursor set number = $2 where company_id = $1');
const skipToEnd = sql(
  'skip-webhook-cursor',
  'update webhook_cursor c set number = t.change_number from turn t where c.company_id = $1 and t.company_id = $1',
);
const webhooksOn = sql(
  'webhooks-on',
  `select webhook_id as "webhookId", events, enabled_at as "enabledAt" from webhook where company_id = $1 and state = 'on' and removed_at is null`,
);
const nextChanges = sql(
  'changes-for-webhooks',
  `select number, change, dialog_id as "dialogId", chat_id as "chatId", message, at from change
   where company_id = $1 and number > $2 order by number limit $3`,
);
// A change says that something of a dialog is new, not what: of its facts, those of the last week. What was told is not told again.
const factsOf = sql(
  'facts-for-webhooks',
  `select dialog_id as "dialogId", number, fact, at from fact
   where company_id = $1 and dialog_id = any($2::bigint[]) and at > now() - interval '7 days' and fact = any($3::text[]) order by at, dialog_id, number`,
);
const messagesOf = sql(
  'messages-for-webhooks',
  `select m.message_id as "messageId", m.dialog_id as "dialogId", m."from", m.at from jsonb_to_recordset($2::jsonb) as x("chatId" uuid, message bigint)
     join message m on m.company_id = $1 and m.chat_id = x."chatId" and m.number = x.message
   where m.at > now() - interval '7 days' order by m.at`,
);
// A change and what the audit log tells of it are written at the same moment of the same turn.
const entriesAt = sql(
  'audit-entries-for-webhooks',
  `select audit_entry_id as "auditEntryId", what, subject_id as "subjectId", at from audit_entry
   where company_id = $1 and at = any($2::timestamptz[]) order by audit_entry_id`,
);
/** Makes an account of the lane due, holding it: what gives it back meanwhile waits, and sees what is added here. */
export const makeDue = sql(
  'make-webhook-due',
  `insert into account (company_id, lane, account, due_at, filled_at) select $1, '${webhookLane}', id, now(), now() from unnest($2::text[]) id
   on conflict (company_id, lane, account) do update set due_at = least(account.due_at, now())`,
);
/** Stores what is to be told, each once, and the rows that will be sent. */
export const addDeliveries = sql(
  'add-webhook-deliveries',
  `with added as (
     insert into webhook_delivery (company_id, delivery_id, webhook_id, event, source, subject, at, created_at, tried_until)
     select $1, x."deliveryId", x."webhookId", x.event, x.source, x.subject, to_timestamp(x.at / 1000.0), now(), now() + $3 * interval '1 millisecond'
     from jsonb_to_recordset($2::jsonb) as x("deliveryId" uuid, "webhookId" uuid, event text, source text, subject jsonb, at float8)
     on conflict (company_id, webhook_id, source) do nothing returning delivery_id, webhook_id
   )
   insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
   select $1, gen_random_uuid(), '${webhookLane}', webhook_id::text, delivery_id::text, jsonb_build_object('deliveryId', delivery_id), now(), now() from added
   returning outbox_id`,
);

type ChangeRow = {
  number: number;
  change: string;
  dialogId: number | null;
  chatId: string | null;
  message: number | null;
  at: number;
};
type On = { webhookId: string; events: WebhookEvent[]; enabledAt: number };

/**
 * Reads the numbers of the live feed on from where it stands, and stores what webhooks are to be told of them together
 * with how far it read: a fall in between loses nothing and tells nothing twice. It waits for nobody's turn.
 */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  #stop: () => Promise<void> = () => Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('webhooks');
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#stop = poll(this.config.values.POLL_MS, this.#log, () => this.#look());
    this.signals.listen({ changed: () => this.#soon() });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#stop();
    await this.#looking;
  }

  /** Many changes of a moment are looked at once. */
  #soon(): void {
    if (this.#timer !== undefined || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#looking = this.#look().catch(() => {});
    }, 100).unref();
  }

  async #look(): Promise<boolean> {
    const companies = await this.db.acrossCompanies('webhooks of all companies that were not told everything', (db) =>
      db.run<{ companyId: string }>(behind, []),
    );
    let more = false;
    for (const { companyId } of companies) {
      if (this.#stopped) return false;
      more =
        (await this.#tell(companyId).catch((error: unknown) => {
          this.#log.warn({ err: error, company: companyId }, 'webhooks were not told; they are at the next look');
          return false;
        })) || more;
    }
    return more && !this.#stopped;
  }

  /** Answers whether there is more to read. */
  async #tell(companyId: string): Promise<boolean> {
    const { more, added } = await this.db.inCompany(companyId, async (db) => {
      const [cursor] = await db.run<{ number: number }>(takeCursor, [companyId]);
      if (!cursor) return { more: false, added: 0 };
      const webhooks = await db.run<On>(webhooksOn, [companyId]);
      if (webhooks.length === 0) {
        await db.run(skipToEnd, [companyId]);
        return { more: false, added: 0 };
      }
      const changes = await db.run<ChangeRow>(nextChanges, [companyId, cursor.number, mostChanges]);
      const last = changes.at(-1);
      if (!last) {
        // What was to be read is no longer kept.
        await db.run(skipToEnd, [companyId]);
        return { more: false, added: 0 };
      }
      const happened = await happenedOf(db, changes);
      const deliveries = webhooks.flatMap(({ webhookId, events, enabledAt }) =>
        happened
          .filter(({ event, at }) => events.includes(event) && at >= enabledAt)
          .map((one) => ({ ...one, webhookId, deliveryId: v7() })),
      );
      let added = 0;
      if (deliveries.length > 0) {
        await db.run(makeDue, [companyId, [...new Set(deliveries.map((one) => one.webhookId))].toSorted()]);
        added = (await db.run(addDeliveries, [companyId, JSON.stringify(deliveries), triedMs])).length;
      }
      await db.run(moveCursor, [companyId, last.number]);
      return { more: changes.length === mostChanges, added };
    });
    if (added > 0) this.signals.outbox(companyId, webhookLane);
    return more;
  }
}

async function happenedOf(db: CompanyDb, changes: ChangeRow[]): Promise<Happened[]> {
  const { companyId } = db;
  const dialogIds = [
    ...new Set(changes.flatMap(({ change, dialogId }) => (change === 'dialog' && dialogId !== null ? [dialogId] : []))),
  ];
  const messages = changes.flatMap(({ change, chatId, message }) =>
    change === 'message' && chatId !== null && message !== null ? [{ chatId, message }] : [],
  );
  const moments = [...new Set(changes.flatMap(({ change, at }) => (change === 'stale' ? [at] : [])))];
  const facts =
    dialogIds.length === 0
      ? []
      : await db.run<Parameters<typeof happenedIn>[0]>(factsOf, [
          companyId,
          dialogIds,
          ['opened', 'accepted', 'answered', 'voted', 'closed'],
        ]);
  const written =
    messages.length === 0
      ? []
      : await db.run<Parameters<typeof happenedBy>[0]>(messagesOf, [companyId, JSON.stringify(messages)]);
  const entries =
    moments.length === 0
      ? []
      : await db.run<Parameters<typeof happenedTo>[0]>(entriesAt, [companyId, moments.map((at) => new Date(at))]);
  return [...facts.map(happenedIn), ...written.map(happenedBy), ...entries.map(happenedTo)]
    .filter((one) => one !== null)
    .toSorted((a, b) => a.at - b.at);
}
