import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { poll } from '../platform/poll.ts';
import { Runner } from './runner.ts';

const dueDialogs = sql(
  'due-dialogs',
  `select company_id, dialog_id, extract(epoch from coalesce($2, now()) - wake_at)::float8 as late from dialog
   where wake_at <= coalesce($2::timestamptz, now()) order by wake_at limit $1`,
);
const dueEmployees = sql(
  'due-employees',
  'select company_id, employee_id from employee where wake_at <= coalesce($2::timestamptz, now()) order by wake_at limit $1',
);
const leftBehind = sql(
  'left-behind',
  `select distinct company_id from received where done_at is null and at < now() - $1 * interval '1 millisecond' limit 1000`,
);

const page = 2_000;

/** Reads what is due without locks and hands it to the runner; finds events that another process left behind. */
@Injectable()
export class Waker implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => Promise<void>)[] = [];

  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    const log = this.log.for('waker');
    this.#stop = [
      poll(this.config.values.POLL_MS, log, () => this.#wake()),
      poll(this.config.values.POLL_MS * 2, log, () => this.#findLeftBehind(5_000)),
    ];
    void this.#findLeftBehind(0).catch(() => {});
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#stop.map((stop) => stop()));
  }

  async #wake(): Promise<boolean> {
    const [dialogs, employees] = await this.db.acrossCompanies('deadlines of all companies', async (db) => [
      await db.run<{ company_id: string; dialog_id: number; late: number }>(dueDialogs, [page, this.db.now()]),
      await db.run<{ company_id: string; employee_id: string }>(dueEmployees, [page, this.db.now()]),
    ]);
    const work = new Map<string, { dialogs: number[]; employees: string[] }>();
    const of = (companyId: string): { dialogs: number[]; employees: string[] } => {
      const known = work.get(companyId) ?? { dialogs: [], employees: [] };
      work.set(companyId, known);
      return known;
    };
    for (const row of dialogs) {
      of(row.company_id).dialogs.push(row.dialog_id);
      this.metrics.lateness.observe(row.late);
    }
    for (const row of employees) of(row.company_id).employees.push(row.employee_id);
    for (const [companyId, due] of work) this.runner.due(companyId, due.dialogs, due.employees);
    if (dialogs.length === page)
      await Promise.race([
        this.runner.settled(),
        new Promise((resolve) => setTimeout(resolve, this.config.values.POLL_MS).unref()),
      ]);
    return dialogs.length === page;
  }

  async #findLeftBehind(olderThan: number): Promise<boolean> {
    const rows = await this.db.acrossCompanies('events that a fallen process left', (db) =>
      db.run<{ company_id: string }>(leftBehind, [olderThan]),
    );
    for (const row of rows) this.runner.leftBehind(row.company_id);
    return false;
  }
}
