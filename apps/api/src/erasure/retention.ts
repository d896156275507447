import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { Logger } from 'pino';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { Signals } from '../platform/signals.ts';
import { eraseDialogs, type InTurns } from './erasing.ts';

const companies = sql(
  'companies-that-keep-for-a-time',
  'select company_id as "companyId", keep_days as "keepDays" from company where keep_days is not null and company_id > $1 order by company_id limit 200',
);
const over = sql(
  'dialogs-kept-long-enough',
  `select dialog_id as "dialogId" from dialog
   where company_id = $1 and closed_at is not null and erased_at is null and closed_at < $2 order by closed_at limit 200`,
);

/** So that one company with very much to erase does not hold up the others; the rest follows an hour later. */
const mostRounds = 50;

/** Erases what was said in closed dialogs once it was kept for as long as the company keeps it, in small steps. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('retention');
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#stop = poll(3_600_000, this.#log, () => this.erase());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#stop();
  }

  /** One round over every company that keeps dialogs for a time only. */
  async erase(): Promise<boolean> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const found = await this.db.acrossCompanies('some companies keep dialogs for a time only', (db) =>
        db.run<{ companyId: string; keepDays: number }>(companies, [after]),
      );
      for (const { companyId, keepDays } of found)
        await this.#company(companyId, keepDays).catch((error: unknown) =>
          this.#log.warn({ err: error, company: companyId }, 'erasing what was kept long enough failed; others go on'),
        );
      const last = found.at(-1);
      if (!last) return false;
      after = last.companyId;
    }
  }

  async #company(companyId: string, keepDays: number): Promise<void> {
    const inTurn: InTurns = async (use) => {
      const { answer, last } = await this.db.inTurn(companyId, async (turn) => ({
        answer: await use(turn),
        last: turn.changes.length > 0 ? turn.lastChange : null,
      }));
      if (last !== null) this.signals.changed(companyId, last);
      return answer;
    };
    for (let round = 0; round < mostRounds; round++) {
      const now = this.db.now()?.getTime() ?? Date.now();
      const until = new Date(now - keepDays * 86_400_000);
      const dialogs = await this.db.inCompany(companyId, (db) =>
        db.run<{ dialogId: number }>(over, [companyId, until]),
      );
      if (dialogs.length === 0) return;
      await eraseDialogs(
        inTurn,
        dialogs.map(({ dialogId }) => dialogId),
      );
    }
  }
}
