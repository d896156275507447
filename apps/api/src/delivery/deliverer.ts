import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { SendOutcome } from '@switchboard/channels/channel';
import { capabilities as telegram, readSendAnswer, send, type Pressed } from '@switchboard/channels/telegram';
import { Database, sql } from '@switchboard/db';
import { votes } from '@switchboard/domain/rating';
import type { Logger } from 'pino';
import { z } from 'zod';

import { Config } from '../platform/config.ts';
import { Egress, EgressRefused, EgressTimeout, EgressUnreachable } from '../platform/egress.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { Seal } from '../platform/seal.ts';
import { Signals } from '../platform/signals.ts';
import { dueAgain, Lane, releaseAccount, settle, take, type Claimed } from './lane.ts';

const lane = 'message';
/** Longer than any call out may take, so that a lease that ran out means the process fell. */
const leaseMs = 30_000;
const callMs = 10_000;
/** Telegram takes thirty messages a second of one bot, one a second in a chat. */
const perSecond = 30;
const betweenMs = 1_000;
/** After this many tries a message counts as failed; the backoff before has taken some hours. */
const mostAttempts = 12;

const pressed: z.ZodType<Pressed> = z.discriminatedUnion('pressed', [
  z.object({
    pressed: z.literal('consent'),
    agreementId: z.uuid(),
    version: z.number().int(),
    dialogId: z.number().int(),
    language: z.string(),
    accepts: z.boolean(),
  }),
  z.object({ pressed: z.literal('vote'), dialogId: z.number().int(), vote: z.enum(votes) }),
]);
const message = z.object({
  chat: z.string(),
  chatId: z.uuid(),
  number: z.number().int(),
  text: z.string(),
  last: z.boolean(),
  /** What stands under it to be pressed. */
  buttons: z.array(z.object({ text: z.string(), says: pressed })).optional(),
});
const secrets = z.object({ token: z.string() });

/** The parts that stand behind one that did not get through: a text goes out whole, or from there on when asked again. */
const endRest = sql(
  'end-rest',
  `update outbox o set state = x.state, error = x.error, done_at = $4, lease_until = null
   from jsonb_to_recordset($5::jsonb) as x("outboxId" uuid, thread text, number bigint, state text, error text)
   where o.company_id = $1 and o.lane = $2 and o.account = $3 and o.thread = x.thread and o.done_at is null
     and o.outbox_id > x."outboxId" and o.body->>'number' = x.number::text`,
);
const channelSecrets = sql(
  'channel-secrets',
  'select secrets, removed_at is not null as removed from channel where company_id = $1 and channel_id = $2',
);
const markMessage = sql(
  'mark-delivery',
  `update message m set delivery = x.delivery, problem = x.problem, 
     -- A name that another message of the chat has already is not taken over: it must not cost the others their marks.
     external_id = case when x."externalId" is null or exists (
       select from message o where o.company_id = $1 and o.chat_id = x."chatId" and o.external_id = x."externalId"
     ) then m.external_id else x."externalId" end
   from jsonb_to_recordset($2::jsonb) as x("chatId" uuid, number bigint, delivery text, problem text, "externalId" text)
   where m.company_id = $1 and m.chat_id = x."chatId" and m.number = x.number returning m.chat_id as "chatId", m.number, m.dialog_id as "dialogId"`,
);
const breakChannel = sql(
  'break-channel',
  `update channel set state = 'broken', problem = $3 where company_id = $1 and channel_id = $2 and state <> 'broken' returning channel_id`,
);
const requeue = sql(
  'requeue',
  `with again as (
     update outbox set state = 'queued', done_at = null, due_at = now(), attempts = 0, lease_until = null, error = null
     where company_id = $1 and lane = $2 and thread = $3 and (body->>'number')::bigint = $4 and state in ('failed', 'unknown') returning account
   ), due as (
     update account a set due_at = least(a.due_at, now()) from again where a.company_id = $1 and a.lane = $2 and a.account = again.account
   )
   update message set delivery = 'queued', problem = null where company_id = $1 and chat_id = $3::uuid and number = $4 and exists (select 1 from again) returning dialog_id as "dialogId"`,
);

type Body = z.infer<typeof message>;
type Outcome = SendOutcome | { outcome: 'unknown'; because: string };
/** `body` is null where what is stored cannot be read. */
type Settled = { row: Claimed; body: Body | null; outcome: Outcome };

/**
 * Sends what the outbox holds: in order within a chat, side by side across chats, within the provider's limits.
 * `sending` is committed before the request leaves; an answer that never came is *unknown* where the provider has no
 * key of ours, shown to the operator, and does not hold up what stands behind it.
 */
@Injectable()
export class Deliverer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #lane: Lane;

  constructor(
    private readonly db: Database,
    private readonly egress: Egress,
    private readonly seal: Seal,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('delivery');
    this.#lane = new Lane(lane, db, this.#log, (companyId, account) => this.#serve(companyId, account));
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#lane.start(this.signals, this.config.values.POLL_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#lane.stop();
  }

  /** Puts a failed or unknown message back in the queue. */
  async again(companyId: string, chatId: string, number: number): Promise<void> {
    const last = await this.db.inTurn(companyId, async (turn) => {
      const [row] = await turn.run<{ dialogId: number | null }>(requeue, [companyId, lane, chatId, number]);
      if (row)
        turn.announce({
          change: 'message',
          chatId,
          message: number,
          ...(row.dialogId === null ? {} : { dialogId: row.dialogId }),
        });
      return turn.lastChange;
    });
    this.signals.changed(companyId, last);
    this.signals.outbox(companyId, lane);
  }

  async #serve(companyId: string, account: string): Promise<boolean> {
    const claimed = await this.db.inCompany(companyId, async (db) => {
      const rows = await take(db, account, { lane, leaseMs, perSecond });
      if (!rows) return null;
      const [channel] = await db.run<{ secrets: Buffer | null; removed: boolean }>(channelSecrets, [
        companyId,
        account,
      ]);
      return { rows, secrets: channel?.removed ? null : (channel?.secrets ?? null) };
    });
    if (!claimed) return false;
    const settled = await Promise.all(
      claimed.rows.map(async (row): Promise<Settled> => {
        const body = message.safeParse(row.body).data ?? null;
        const outcome = await this.#deliver(companyId, account, claimed.secrets, row, body).catch(
          (error: unknown): Outcome => {
            this.#log.error({ err: error, company: companyId, outbox: row.outboxId }, 'a message cannot be sent');
            return { outcome: 'failed', because: 'It could not be sent', blocksChannel: false };
          },
        );
        return { row, body, outcome };
      }),
    );
    await this.#settle(companyId, account, settled);
    return claimed.rows.length > 0;
  }

  async #deliver(
    companyId: string,
    account: string,
    sealed: Buffer | null,
    row: Claimed,
    body: Body | null,
  ): Promise<Outcome> {
    if (row.expired && !telegram.hasSendKey)
      return { outcome: 'unknown', because: 'the process fell while it was sending' };
    if (sealed === null) return { outcome: 'failed', because: 'The channel was removed', blocksChannel: false };
    if (body === null) throw new Error('What is stored for sending is not a message');
    const { token } = secrets.parse(this.seal.open(sealed, `${companyId} ${account}`));
    try {
      return readSendAnswer(
        await this.egress.send(send(token, body.chat, body.text, this.config.values.TELEGRAM_API_URL, body.buttons), {
          milliseconds: callMs,
          bytes: 1_000_000,
        }),
      );
    } catch (error) {
      if (error instanceof EgressTimeout) return { outcome: 'unknown', because: error.message };
      if (error instanceof EgressUnreachable) return { outcome: 'retry', because: error.message };
      if (error instanceof EgressRefused) return { outcome: 'failed', because: error.message, blocksChannel: false };
      throw error;
    }
  }

  async #settle(companyId: string, account: string, settled: Settled[]): Promise<void> {
    for (const { outcome } of settled) this.metrics.deliveries.inc({ lane, outcome: outcome.outcome });
    const wait = Math.max(0, ...settled.map(({ outcome }) => (outcome.outcome === 'wait' ? outcome.seconds : 0)));
    const last = await this.db.inTurn(companyId, async (turn) => {
      const rows = settled.map(({ row, outcome }) => ({
        outboxId: row.outboxId,
        thread: row.thread,
        ...stateAfter(row, outcome, turn.now),
      }));
      if (rows.length > 0)
        await turn.run(settle, [companyId, new Date(turn.now), JSON.stringify(rows), betweenMs, lane, account]);
      const broken = rows.flatMap((row, index) => {
        const body = settled[index]?.body;
        return body && !body.last && row.state !== 'queued' && row.state !== 'done'
          ? [{ ...row, number: body.number }]
          : [];
      });
      if (broken.length > 0)
        await turn.run(endRest, [companyId, lane, account, new Date(turn.now), JSON.stringify(broken)]);
      const marks = settled.flatMap(({ body, outcome }, index) => {
        const state = rows[index]?.state;
        if (!body || state === 'queued') return [];
        if (state === 'done' && !body.last) return [];
        return [
          {
            chatId: body.chatId,
            number: body.number,
            delivery: state === 'done' ? 'sent' : state,
            problem: 'because' in outcome ? outcome.because : null,
            externalId: outcome.outcome === 'sent' ? outcome.externalId : null,
          },
        ];
      });
      const marked =
        marks.length > 0
          ? await turn.run<{ chatId: string; number: number; dialogId: number | null }>(markMessage, [
              companyId,
              JSON.stringify(marks),
            ])
          : [];
      for (const row of marked)
        turn.announce({
          change: 'message',
          chatId: row.chatId,
          message: row.number,
          ...(row.dialogId === null ? {} : { dialogId: row.dialogId }),
        });
      const blocked = settled.find(({ outcome }) => outcome.outcome === 'failed' && outcome.blocksChannel);
      if (blocked && 'because' in blocked.outcome) {
        await turn.run(breakChannel, [companyId, account, blocked.outcome.because]);
        turn.outdate();
        turn.announce({ change: 'stale', what: 'channels' });
      }
      const failures = settled.some(({ outcome }) => outcome.outcome === 'retry') ? 1 : 0;
      await turn.run(releaseAccount, [
        companyId,
        lane,
        account,
        settled.length,
        failures,
        wait > 0 ? new Date(turn.now + wait * 1_000) : null,
      ]);
      return turn.lastChange;
    });
    this.signals.changed(companyId, last);
  }
}

/** Where a row stands after an attempt, and when it is due again. */
function stateAfter(
  row: Claimed,
  outcome: Outcome,
  now: number,
): { state: string; dueAt: string | null; error: string | null } {
  switch (outcome.outcome) {
    case 'sent':
      return { state: 'done', dueAt: null, error: null };
    case 'wait':
      return { state: 'queued', dueAt: new Date(now + outcome.seconds * 1_000).toISOString(), error: outcome.because };
    case 'retry':
      if (row.attempts >= mostAttempts) return { state: 'failed', dueAt: null, error: outcome.because };
      return { state: 'queued', dueAt: dueAgain(row.attempts, now), error: outcome.because };
    case 'unknown':
      return { state: 'unknown', dueAt: null, error: outcome.because };
    case 'failed':
      return { state: 'failed', dueAt: null, error: outcome.because };
  }
}
