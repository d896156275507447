import { Injectable } from '@nestjs/common';
import type { ChannelKind, Inbound } from '@switchboard/channels/channel';
import { Database, sql, sqlFile } from '@switchboard/db';

import { Runner } from '../dialogs/runner.ts';
import { Metrics } from '../platform/metrics.ts';
import { storableValue } from '../platform/text.ts';

/** A public address and the channel behind it. */
export type Address = { address: string; companyId: string; channelId: string; kind: ChannelKind };

/** Too much waits to be stored: answered 503, and the sender comes again. */
export class ReceiveBusy extends Error {}

type Incoming = {
  address: Address;
  events: Inbound[];
  raw: string | null;
  resolve: () => void;
  reject: (error: Error) => void;
};

const findAddress = sql(
  'find-address',
  'select address, company_id as "companyId", channel_id as "channelId", kind from directory.address where address = $1',
);
const store = sqlFile(import.meta.url, './store.sql');

const batchSize = 64;
const mostWaiting = 4_000;
/** How long a looked-up address is believed. A removed channel's last calls are stored and passed over. */
const believed = 5_000;

/** Stores events before they are answered. Whatever arrives while one insert is on its way goes with the next. */
@Injectable()
export class ReceiveStore {
  readonly #addresses = new Map<string, { address: Address; until: number }>();
  #waiting: Incoming[] = [];
  #storing = 0;

  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly metrics: Metrics,
  ) {}

  /** The channel behind a public address, or null. */
  async address(address: string): Promise<Address | null> {
    if (!/^[\w-]{1,64}$/.test(address)) return null;
    const known = this.#addresses.get(address);
    if (known && known.until > performance.now()) return known.address;
    const [found] = await this.db.receive((db) => db.run<Address>(findAddress, [address]));
    if (!found) {
      this.#addresses.delete(address);
      return null;
    }
    if (this.#addresses.size > 10_000) this.#addresses.clear();
    this.#addresses.set(address, { address: found, until: performance.now() + believed });
    return found;
  }

  /**
   * Stores the events of one call and wakes the company's runner. When it answers, they are committed; events known
   * by their key are dropped. Throws `ReceiveBusy`.
   */
  async store(address: Address, events: Inbound[], raw: Buffer | null): Promise<void> {
    if (this.#waiting.length >= mostWaiting) throw new ReceiveBusy('Too much is waiting to be stored');
    await new Promise<void>((resolve, reject) => {
      // A body of which nothing is used is not kept: nothing in it would lead to the person it is about.
      const isUsed = events.some(({ kind }) => kind !== 'ignored');
      this.#waiting.push({ address, events, raw: isUsed && raw ? raw.toString('base64') : null, resolve, reject });
      if (this.#storing < 2) void this.#storeAll();
    });
  }

  async #storeAll(): Promise<void> {
    this.#storing++;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchSize);
      try {
        await this.#insert(batch);
        for (const incoming of batch) incoming.resolve();
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error as Error);
        // One row that cannot be stored must not cost the others their answer.
        else for (const incoming of batch) await this.#insert([incoming]).then(incoming.resolve, incoming.reject);
      }
      for (const companyId of new Set(batch.map((incoming) => incoming.address.companyId)))
        this.runner.events(companyId);
    }
    this.#storing--;
  }

  async #insert(batch: Incoming[]): Promise<void> {
    const rows = batch.flatMap(({ address, events, raw }) =>
      events.map((event, index) => ({
        companyId: address.companyId,
        channelId: address.channelId,
        externalId: event.externalId,
        raw: index === 0 ? raw : null,
        event: storableValue(event),
      })),
    );
    await this.db.receive((db) => db.run(store, [JSON.stringify(rows)]));
    for (const { address, events } of batch) this.metrics.received.inc({ kind: address.kind }, events.length);
  }
}
