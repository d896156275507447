import { Injectable } from '@nestjs/common';
import {
  deleteWebhook,
  getMe,
  looksLikeToken,
  readGetMeAnswer,
  readWebhookAnswer,
  setWebhook,
  type Bot,
} from '@switchboard/channels/telegram';
import { Database, sql, type Turn } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';
import { v7 } from 'uuid';
import { z } from 'zod';

import { Changes, NotMade, type Audit } from '../company/changes.ts';
import { Runner } from '../dialogs/runner.ts';
import { Config } from '../platform/config.ts';
import { Egress, EgressRefused, EgressTimeout, EgressUnreachable } from '../platform/egress.ts';
import { Log } from '../platform/log.ts';
import { Seal } from '../platform/seal.ts';
import { webhookSecret } from '../receive/telegram.routes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { newAddress } from './address.ts';
import type { ChannelRow } from './channel.shapes.ts';

const telegramSettings = z.object({ botId: z.string(), username: z.string() });
const telegramSecrets = z.object({ token: z.string() });

const lineExists = sql(
  'line-exists',
  'select 1 as one from line where company_id = $1 and line_id = $2 and deleted_at is null',
);
const moveChannel = sql(
  'move-channel',
  'update channel set line_id = $3 where company_id = $1 and channel_id = $2 and removed_at is null returning channel_id',
);
const botConnected = sql(
  'bot-connected',
  `select channel_id from channel where company_id = $1 and kind = 'telegram' and removed_at is null and settings->>'botId' = $2`,
);
const addChannel = sql(
  'add-channel',
  `insert into channel (company_id, channel_id, line_id, kind, name, address, settings, secrets, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const removeChannel = sql(
  'remove-channel',
  'update channel set removed_at = $3, secrets = null where company_id = $1 and channel_id = $2 and removed_at is null returning kind, address, secrets',
);
const removeChannelsOf = sql(
  'remove-channels-of-line',
  `with old as (
     select channel_id, kind, secrets from channel where company_id = $1 and line_id = $2 and removed_at is null
   ), gone as (
     update channel set removed_at = $3, secrets = null where company_id = $1 and line_id = $2 and removed_at is null
   )
   select channel_id as "channelId", kind, secrets from old order by channel_id`,
);
const readSecrets = sql(
  'read-secrets',
  'select kind, line_id as "lineId", secrets, address, removed_at is not null as removed from channel where company_id = $1 and channel_id = $2',
);
const openDialogsOf = sql(
  'open-dialogs-of-channel',
  'select dialog_id from dialog where company_id = $1 and channel_id = $2 and closed_at is null order by dialog_id limit $3',
);
const addAddress = sql(
  'add-channel-address',
  'insert into address (address, company_id, channel_id, kind) values ($1, $2, $3, $4)',
);
const dropAddress = sql('drop-channel-address', 'delete from address where company_id = $1 and channel_id = $2');

/** A channel that is taken off, with what it was connected by. */
type Freed = { channelId: string; kind: string; secrets: Buffer | null };

/** Connected accounts: making, checking with the provider, taking off. */
@Injectable()
export class ChannelsService {
  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly changes: Changes,
    private readonly egress: Egress,
    private readonly seal: Seal,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** The channels of lines that this employee may look at. */
  async shownTo(viewer: Viewer, lineId: string | undefined): Promise<ChannelRow[]> {
    const rows = await this.list(viewer.companyId, { lineId });
    return rows.filter((row) => may(viewer, 'linesView', { lineId: row.lineId }));
  }

  async list(companyId: string, only: { lineId?: string | undefined; channelId?: string } = {}): Promise<ChannelRow[]> {
    const rows = await this.db.inCompanyPrisma(companyId, (prisma) =>
      prisma.channel.findMany({
        where: {
          companyId,
          removedAt: null,
          ...(only.lineId ? { lineId: only.lineId } : {}),
          ...(only.channelId ? { channelId: only.channelId } : {}),
        },
        orderBy: { createdAt: 'asc' },
        take: 1_000,
        include: { line: { select: { name: true } } },
        omit: { secrets: true },
      }),
    );
    return rows.map((row) => {
      const isChat = row.kind === 'live-chat';
      const bot = isChat ? null : telegramSettings.parse(row.settings);
      return {
        channelId: row.channelId,
        kind: isChat ? ('live-chat' as const) : ('telegram' as const),
        name: row.name,
        lineId: row.lineId,
        lineName: row.line.name,
        state: row.state === 'broken' ? ('broken' as const) : ('connected' as const),
        problem: row.problem,
        createdAt: row.createdAt.getTime(),
        liveChat: isChat
          ? {
              page: `${this.config.values.CONSOLE_URL}/c/${row.address}`,
              snippet: `<script async src="${this.config.values.API_URL}/widget/loader.js" data-channel="${row.address}"></script>`,
            }
          : null,
        telegram: bot ? { username: bot.username, link: `https://t.me/${bot.username}` } : null,
      };
    });
  }

  async addLiveChat(viewer: Viewer, lineId: string, name: string): Promise<ChannelRow> {
    const channelId = v7();
    await this.#add(viewer, {
      channelId,
      lineId,
      kind: 'live-chat',
      name,
      address: newAddress(),
      settings: {},
      secrets: null,
    });
    return this.#row(viewer.companyId, channelId);
  }

  /** Asks Telegram who the bot is, stores the channel, and registers its webhook; a webhook that is refused takes the channel off again. */
  async connectTelegram(viewer: Viewer, lineId: string, token: string) {
    const refused = (
      because:
        | 'not-a-token'
        | 'token-refused'
        | 'already-connected'
        | 'no-public-address'
        | 'provider-unreachable'
        | 'webhook-refused',
      detail: string | null = null,
    ) => ({
      connected: false as const,
      because,
      detail,
    });
    if (!looksLikeToken(token)) return refused('not-a-token');
    const api = this.config.values.TELEGRAM_API_URL;
    let bot: Bot;
    try {
      const asked = readGetMeAnswer(await this.egress.send(getMe(token, api)));
      if (asked.outcome === 'failed') return refused('token-refused', asked.because);
      if (asked.outcome !== 'done') return refused('provider-unreachable', asked.because);
      bot = asked.value;
    } catch (error) {
      return refused('provider-unreachable', this.#calling(error));
    }
    const [known] = await this.db.inCompany(viewer.companyId, (db) => db.run(botConnected, [viewer.companyId, bot.id]));
    if (known) return refused('already-connected');
    const channelId = v7();
    const address = newAddress();
    await this.#add(viewer, {
      channelId,
      lineId,
      kind: 'telegram',
      name: bot.name,
      address,
      settings: { botId: bot.id, username: bot.username },
      secrets: this.seal.seal({ token }, `${viewer.companyId} ${channelId}`),
    });
    try {
      const set = readWebhookAnswer(
        await this.egress.send(
          setWebhook(
            token,
            { url: `${this.config.values.API_URL}/telegram/${address}`, secret: webhookSecret(this.seal, address) },
            api,
          ),
        ),
      );
      if (set.outcome === 'done')
        return { connected: true as const, channel: await this.#row(viewer.companyId, channelId) };
      await this.#takeOff(viewer, channelId);
      return set.outcome === 'failed' && /https/i.test(set.because)
        ? refused('no-public-address', set.because)
        : refused('webhook-refused', set.because);
    } catch (error) {
      await this.#takeOff(viewer, channelId);
      return refused('provider-unreachable', this.#calling(error));
    }
  }

  /** Moves a channel to another line: dialogs that are open finish on the old one, new ones come to the new one. */
  async move(viewer: Viewer, channelId: string, lineId: string): Promise<ChannelRow> {
    const { companyId } = viewer;
    const row = await this.#row(companyId, channelId);
    for (const concerned of [row.lineId, lineId])
      if (!may(viewer, 'channelsEdit', { lineId: concerned }))
        throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
    await this.changes.make<null>(companyId, 'channels', async (turn, _again, audit) => {
      const [line] = await turn.run(lineExists, [companyId, lineId]);
      if (!line) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      if (row.lineId === lineId) return new NotMade(null);
      const moved = await turn.run(moveChannel, [companyId, channelId, lineId]);
      if (moved.length === 0) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such channel' });
      await audit(viewer, 'channel.moved', { kind: 'channel', id: channelId }, { from: row.lineId, to: lineId });
      return null;
    });
    return this.#row(companyId, channelId);
  }

  /** Takes a channel off: its address answers nobody any more, its open dialogs close, history stays. */
  async remove(viewer: Viewer, channelId: string): Promise<void> {
    const { companyId } = viewer;
    await this.#free(viewer, channelId);
    for (;;) {
      const open = await this.db.inCompany(companyId, (db) =>
        db.run<{ dialog_id: number }>(openDialogsOf, [companyId, channelId, 64]),
      );
      if (open.length === 0) return;
      const answers = await Promise.all(
        open.map(({ dialog_id: dialogId }) =>
          this.runner.command(companyId, {
            commandId: crypto.randomUUID(),
            dialogId,
            by: viewer.employeeId,
            action: 'close',
            because: 'channel-removed',
          }),
        ),
      );
      if (!answers.some((answer) => answer.done)) return;
    }
  }

  /**
   * Takes the channels of a line off and leaves their dialogs to the line: the accounts can be connected elsewhere. Who may
   * is for the caller to know; `freed` follows, with what this answers, once the turn is committed.
   */
  async freeAll(turn: Turn, audit: Audit, viewer: Viewer, lineId: string): Promise<Freed[]> {
    const freed = await turn.run<Freed>(removeChannelsOf, [turn.companyId, lineId, new Date(turn.now)]);
    for (const { channelId } of freed) await audit(viewer, 'channel.removed', { kind: 'channel', id: channelId });
    return freed;
  }

  /** Has nothing come any more to channels that were taken off. A fall before it leaves addresses that answer nobody. */
  async freed(companyId: string, channels: readonly Freed[]): Promise<void> {
    for (const channel of channels) {
      await this.db.directory((db) => db.run(dropAddress, [companyId, channel.channelId]));
      await this.#disconnect(companyId, channel);
    }
  }

  /** Takes a channel off and leaves its dialogs to the line. */
  async #free(viewer: Viewer, channelId: string): Promise<void> {
    const { companyId } = viewer;
    const [row] = await this.db.inCompany(companyId, (db) =>
      db.run<{ kind: string; lineId: string; secrets: Buffer | null; removed: boolean }>(readSecrets, [
        companyId,
        channelId,
      ]),
    );
    if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such channel' });
    if (!may(viewer, 'channelsEdit', { lineId: row.lineId }))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
    // One that an earlier call took off without coming to its end is gone on with.
    if (!row.removed) await this.#takeOff(viewer, channelId);
    await this.#disconnect(companyId, { channelId, ...row });
  }

  async #disconnect(companyId: string, { channelId, kind, secrets }: Freed): Promise<void> {
    if (kind !== 'telegram' || !secrets) return;
    const { token } = telegramSecrets.parse(this.seal.open(secrets, `${companyId} ${channelId}`));
    await this.egress
      .send(deleteWebhook(token, this.config.values.TELEGRAM_API_URL))
      .catch((error: Error) =>
        this.log
          .for('channels')
          .warn({ err: error, channel: channelId }, 'the webhook could not be taken off; its address answers 404'),
      );
  }

  async #row(companyId: string, channelId: string): Promise<ChannelRow> {
    const [row] = await this.list(companyId, { channelId });
    if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such channel' });
    return row;
  }

  async #add(
    viewer: Viewer,
    channel: {
      channelId: string;
      lineId: string;
      kind: string;
      name: string;
      address: string;
      settings: object;
      secrets: Buffer | null;
    },
  ): Promise<void> {
    const { companyId } = viewer;
    if (!may(viewer, 'channelsEdit', { lineId: channel.lineId }))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
    await this.changes.make(companyId, 'channels', async (turn, _again, audit) => {
      const [line] = await turn.run(lineExists, [companyId, channel.lineId]);
      if (!line) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      await turn.run(addChannel, [
        companyId,
        channel.channelId,
        channel.lineId,
        channel.kind,
        channel.name,
        channel.address,
        JSON.stringify(channel.settings),
        channel.secrets,
        new Date(turn.now),
      ]);
      const { channelId, lineId, kind } = channel;
      await audit(viewer, 'channel.connected', { kind: 'channel', id: channelId }, { lineId, kind });
    });
    await this.db.directory((db) => db.run(addAddress, [channel.address, companyId, channel.channelId, channel.kind]));
  }

  async #takeOff(viewer: Viewer, channelId: string): Promise<void> {
    const { companyId } = viewer;
    await this.changes.make(companyId, 'channels', async (turn, _again, audit) => {
      await turn.run(removeChannel, [companyId, channelId, new Date(turn.now)]);
      await audit(viewer, 'channel.removed', { kind: 'channel', id: channelId });
    });
    await this.db.directory((db) => db.run(dropAddress, [companyId, channelId]));
  }

  #calling(error: unknown): string {
    if (error instanceof EgressTimeout || error instanceof EgressUnreachable || error instanceof EgressRefused)
      return error.message;
    throw error;
  }
}
