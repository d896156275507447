import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@switchboard/db';
import type { Logger } from 'pino';
import { z } from 'zod';

import type { Wrote } from '../dialogs/batch.types.ts';
import { Log } from './log.ts';

const channel = 'switchboard';
const payload = z.object({
  /** The process that sent it; its own come back and are passed over. */
  p: z.string(),
  /** Company → number of its last change. */
  c: z.record(z.string(), z.number()).optional(),
  /** Company → lanes of its outbox that have something. */
  o: z.record(z.string(), z.array(z.string())).optional(),
  /** Company → dialog → employees who look at it. */
  l: z.array(z.object({ c: z.string(), d: z.number(), e: z.string(), on: z.boolean() })).optional(),
});

type Listener = {
  /** A company's changes up to this number are there; with what was written, where this process wrote it. */
  changed?: (companyId: string, number: number, wrote: Wrote | null) => void;
  /** Whether what this process writes for this company is wanted with the news of it. */
  wants?: (companyId: string) => boolean;
  outbox?: (companyId: string, lane: string) => void;
  looking?: (look: Look) => void;
  reconnected?: () => void;
};
export type Look = { companyId: string; dialogId: number; employeeId: string; on: boolean };

/**
 * Wakes this process's own parts at once and the other processes by one coalesced NOTIFY. A wake-up only, never the
 * truth: whoever listens also polls, and reads on from a cursor of his own.
 */
@Injectable()
export class Signals implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #listeners = new Set<Listener>();
  readonly #log: Logger;
  readonly #process = crypto.randomUUID().slice(0, 8);
  #changes = new Map<string, number>();
  #outbox = new Map<string, Set<string>>();
  #looks: Look[] = [];
  #sending = false;
  #stopped = false;
  #client: ReturnType<Database['listener']> | undefined;

  constructor(
    private readonly db: Database,
    log: Log,
  ) {
    this.#log = log.for('signals');
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Whether anybody in this process wants to be handed what is written for this company. */
  wanted(companyId: string): boolean {
    for (const listener of this.#listeners) if (listener.wants?.(companyId)) return true;
    return false;
  }

  changed(companyId: string, number: number, wrote: Wrote | null = null): void {
    for (const listener of this.#listeners) listener.changed?.(companyId, number, wrote);
    this.#changes.set(companyId, Math.max(number, this.#changes.get(companyId) ?? 0));
    void this.#send();
  }

  outbox(companyId: string, lane: string): void {
    for (const listener of this.#listeners) listener.outbox?.(companyId, lane);
    this.#outbox.set(companyId, (this.#outbox.get(companyId) ?? new Set()).add(lane));
    void this.#send();
  }

  /** Somebody opened or left a dialog on his screen. May be lost. */
  looking(look: Look): void {
    for (const listener of this.#listeners) listener.looking?.(look);
    this.#looks.push(look);
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#stopped) return;
    this.#sending = true;
    // What arrives while one NOTIFY is on its way goes with the next.
    while (this.#changes.size + this.#outbox.size + this.#looks.length > 0) {
      const changes = Object.fromEntries([...this.#changes].slice(0, 60));
      const outbox = Object.fromEntries(
        [...this.#outbox].slice(0, 30).map(([company, lanes]) => [company, [...lanes]]),
      );
      const looks = this.#looks
        .splice(0, 20)
        .map((look) => ({ c: look.companyId, d: look.dialogId, e: look.employeeId, on: look.on }));
      for (const company of Object.keys(changes)) this.#changes.delete(company);
      for (const company of Object.keys(outbox)) this.#outbox.delete(company);
      const text = JSON.stringify({ p: this.#process, c: changes, o: outbox, l: looks });
      await this.db
        .notify(channel, text)
        .catch((error: Error) => this.#log.debug({ err: error }, 'NOTIFY failed; pollers will see it'));
    }
    this.#sending = false;
  }

  onApplicationBootstrap(): void {
    void this.#keepListening();
  }

  async #keepListening(): Promise<void> {
    for (let wait = 100; !this.#stopped; wait = Math.min(wait * 2, 5_000)) {
      const client = this.db.listener();
      try {
        const ended = new Promise<void>((resolve) => {
          client.on('error', () => resolve());
          client.on('end', () => resolve());
        });
        client.on('notification', (message) => this.#heard(message.payload ?? ''));
        await client.connect();
        await client.query(`listen ${channel}`);
        this.#client = client;
        wait = 100;
        for (const listener of this.#listeners) listener.reconnected?.();
        await ended;
      } catch (error) {
        this.#log.debug({ err: error as Error }, 'LISTEN failed; trying again');
      }
      await client.end().catch(() => {});
      if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    }
  }

  #heard(text: string): void {
    let read;
    try {
      read = payload.safeParse(JSON.parse(text));
    } catch {
      return;
    }
    if (!read.success || read.data.p === this.#process) return;
    for (const listener of this.#listeners) {
      for (const [companyId, number] of Object.entries(read.data.c ?? {})) listener.changed?.(companyId, number, null);
      for (const [companyId, lanes] of Object.entries(read.data.o ?? {}))
        for (const lane of lanes) listener.outbox?.(companyId, lane);
      for (const look of read.data.l ?? [])
        listener.looking?.({ companyId: look.c, dialogId: look.d, employeeId: look.e, on: look.on });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end().catch(() => {});
  }
}
