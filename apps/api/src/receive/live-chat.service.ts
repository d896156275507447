import { Injectable } from '@nestjs/common';
import type { LiveChatConfig } from '@switchboard/channels/live-chat';
import { Database, sql } from '@switchboard/db';
import { z } from 'zod';

import { Seal } from '../platform/seal.ts';
import { ReceiveStore, type Address } from './receive.store.ts';

const visitorToken = z.object({ channelId: z.uuid(), visitorId: z.uuid() });

const readConfig = sql(
  'live-chat-config',
  `select coalesce(nullif(ch.settings->>'title', ''), l.name) as title, co.language, ch.removed_at is null as open
   from channel ch join line l on l.company_id = ch.company_id and l.line_id = ch.line_id join company co on co.company_id = ch.company_id
   where ch.company_id = $1 and ch.channel_id = $2`,
);

/** Messages one visitor may send in a row, and how many a second come back. */
const burst = 20;
const perSecond = 2;

/** Who a visitor is, and how fast he may write. */
@Injectable()
export class LiveChatService {
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(
    private readonly db: Database,
    private readonly store: ReceiveStore,
    private readonly seal: Seal,
  ) {}

  /** What the widget needs before anybody wrote, or null where no live chat has this address. */
  async config(addressText: string): Promise<LiveChatConfig | null> {
    const address = await this.store.address(addressText);
    if (address?.kind !== 'live-chat') return null;
    const [row] = await this.db.inCompany(address.companyId, (db) =>
      db.run<LiveChatConfig>(readConfig, [address.companyId, address.channelId]),
    );
    return row ? { title: row.title, language: row.language, open: row.open } : null;
  }

  /** A new visitor of this channel. The token is all that makes him the same one the next time. */
  newVisitor(address: Address): { token: string; visitorId: string } {
    const visitorId = crypto.randomUUID();
    return { visitorId, token: this.seal.sign('visitor', { channelId: address.channelId, visitorId }) };
  }

  /** The visitor a token stands for in this channel, or null. */
  visitorOf(address: Address, token: string): string | null {
    const read = visitorToken.safeParse(this.seal.verify('visitor', token));
    return read.success && read.data.channelId === address.channelId ? read.data.visitorId : null;
  }

  /** Whether this visitor may write once more now. */
  mayWrite(visitorId: string): boolean {
    const now = performance.now();
    const bucket = this.#buckets.get(visitorId) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    if (this.#buckets.size > 50_000) this.#buckets.clear();
    this.#buckets.set(visitorId, bucket);
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  }
}
