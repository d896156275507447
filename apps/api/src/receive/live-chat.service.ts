import { Injectable } from '@nestjs/common';
import type { LiveChatConfig } from '@switchboard/channels/live-chat';
import { Database, sql } from '@switchboard/db';
import { z } from 'zod';

import { agreementLink } from '../agreements/agreement-link.ts';
import { Config } from '../platform/config.ts';
import { Seal } from '../platform/seal.ts';
import { ReceiveStore, type Address } from './receive.store.ts';

const visitorToken = z.object({ channelId: z.uuid(), visitorId: z.uuid() });

const readConfig = sql(
  'live-chat-config',
  `select coalesce(nullif(ch.settings->>'title', ''), l.name) as title, co.language, ch.removed_at is null as open, a.asks
   from channel ch join line l on l.company_id = ch.company_id and l.line_id = ch.line_id join company co on co.company_id = ch.company_id
     left join lateral (
       select jsonb_build_object('agreementId', a.agreement_id, 'version', a.version, 'address', v.address, 'texts', (
           select jsonb_agg(jsonb_build_object('language', t.language, 'title', t.title) order by t.language <> co.language, t.language)
           from agreement_text t where t.company_id = $1 and t.agreement_id = a.agreement_id and t.version = a.version)) as asks
       from line_settings s
         join agreement a on a.company_id = $1 and a.agreement_id = (s.settings->'agreement'->>'agreementId')::uuid and a.version > 0 and a.removed_at is null
         join agreement_version v on v.company_id = $1 and v.agreement_id = a.agreement_id and v.version = a.version
       where s.company_id = $1 and s.line_id = l.line_id and s.version = l.version and (s.settings->'agreement'->>'ask')::boolean
         and coalesce((s.settings->'agreement'->'hold'->>'liveChat')::boolean, true)
     ) a on true
   where ch.company_id = $1 and ch.channel_id = $2`,
);

const decisionOf = sql(
  'decision-of-visitor',
  `select c.decision from identity i join client_consent c on c.company_id = $1 and c.client_id = i.client_id and c.agreement_id = $4 and c.version = $5
   where i.company_id = $1 and i.channel_id = $2 and i.external_id = $3`,
);

type ConfigRow = Pick<LiveChatConfig, 'title' | 'language' | 'open'> & {
  asks: { agreementId: string; version: number; address: string; texts: { language: string; title: string }[] } | null;
};

/** How long it is believed what a line asks for. */
const believed = 2_000;
/** How often, and how long in between, it is looked whether a decision stands in the ledger. */
const noteTries = 100;
const noteMs = 50;

/** Messages one visitor may send in a row, and how many a second come back. */
const burst = 20;
const perSecond = 2;

/** Who a visitor is, and how fast he may write. */
@Injectable()
export class LiveChatService {
  readonly #asked = new Map<string, { asks: LiveChatConfig['asks']; until: number }>();
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(
    private readonly db: Database,
    private readonly store: ReceiveStore,
    private readonly seal: Seal,
    private readonly settings: Config,
  ) {}

  /** What the widget needs before anybody wrote, or null where no live chat has this address. */
  async config(addressText: string): Promise<LiveChatConfig | null> {
    const address = await this.store.address(addressText);
    if (address?.kind !== 'live-chat') return null;
    const [row] = await this.db.inCompany(address.companyId, (db) =>
      db.run<ConfigRow>(readConfig, [address.companyId, address.channelId]),
    );
    if (!row) return null;
    const { title, language, open, asks } = row;
    return { title, language, open, asks: asks && this.#withLinks(asks) };
  }

  #withLinks({ agreementId, version, address, texts }: NonNullable<ConfigRow['asks']>): LiveChatConfig['asks'] {
    const link = (language: string) => agreementLink(this.settings, address, language);
    return { agreementId, version, texts: texts.map((text) => ({ ...text, link: link(text.language) })) };
  }

  /**
   * Whether this visitor may send anything: where the line asks for consent first, he has given it to the version that is
   * asked now. What slips through while that changes is sealed by the rules, never lost.
   */
  async hasConsented(address: Address, visitorId: string): Promise<boolean> {
    const asks = await this.#asks(address);
    if (asks === null) return true;
    return (await this.#decision(address, visitorId, asks)) === 'accepted';
  }

  /** Answers once what the visitor decided stands in the ledger; false where it does not in time. */
  async noted(
    address: Address,
    visitorId: string,
    to: { agreementId: string; version: number },
    accepts: boolean,
  ): Promise<boolean> {
    for (let tries = 0; tries < noteTries; tries++) {
      const decision = await this.#decision(address, visitorId, to);
      if (decision === (accepts ? 'accepted' : 'declined')) return true;
      await new Promise((resolve) => setTimeout(resolve, noteMs));
    }
    return false;
  }

  /** What the channel's line asks a visitor to accept first; believed for a moment, so that messages cost no more for it. */
  async #asks(address: Address): Promise<{ agreementId: string; version: number } | null> {
    const known = this.#asked.get(address.channelId);
    if (known && known.until > performance.now()) return known.asks;
    const asks = (await this.config(address.address))?.asks ?? null;
    if (this.#asked.size > 10_000) this.#asked.clear();
    this.#asked.set(address.channelId, { asks, until: performance.now() + believed });
    return asks;
  }

  async #decision(
    { companyId, channelId }: Address,
    visitorId: string,
    { agreementId, version }: { agreementId: string; version: number },
  ): Promise<string | null> {
    const [row] = await this.db.inCompany(companyId, (db) =>
      db.run<{ decision: string }>(decisionOf, [companyId, channelId, visitorId, agreementId, version]),
    );
    return row?.decision ?? null;
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
