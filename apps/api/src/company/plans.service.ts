import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { surplusNotice, type Plan } from '@switchboard/domain/plan';
import { may } from '@switchboard/domain/access';

import { LinesService } from '../lines/lines.service.ts';
import { planOf } from '../lines/planned.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Changes, NotMade } from './changes.ts';
import type { PlanChange, PlanView } from './plan.shapes.ts';

const savePlan = sql('save-plan', 'update company set plan = $2, surplus_at = $3 where company_id = $1');
const due = sql(
  'plans-due',
  'select company_id as "companyId" from company where surplus_at <= coalesce($1::timestamptz, now()) order by surplus_at limit 100',
);

/** What a company may have, and what becomes of what is too much for a smaller plan. */
@Injectable()
export class PlansService implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly lines: LinesService,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#stop = poll(60_000, this.log.for('plans'), () => this.switchOffDue());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#stop();
  }

  /** The plan, and the lines that its notice is about; those an employee may not look at are not named to him. */
  async get(viewer: Viewer): Promise<PlanView> {
    const { companyId } = viewer;
    return this.db.inCompany(companyId, async (db) => {
      const planned = await planOf({ run: (statement, values) => db.run(statement, values), companyId });
      const surplus = new Set(planned.surplusAt === null ? [] : planned.surplus());
      return {
        plan: planned.plan,
        active: planned.lines.filter(({ active }) => active).length,
        surplusAt: surplus.size === 0 ? null : planned.surplusAt,
        surplus: planned.lines
          .filter(({ lineId }) => surplus.has(lineId) && may(viewer, 'linesView', { lineId }))
          .map(({ lineId, name }) => ({ lineId, name })),
      };
    });
  }

  /**
   * Puts the company on another plan. Where it has more active lines than the new one, they go on for fourteen days and
   * the newest are switched off then; asking with `sure: false` tells which, and changes nothing.
   */
  async set(viewer: Viewer, plan: Plan, sure: boolean): Promise<PlanChange> {
    const { companyId } = viewer;
    return this.changes.make<PlanChange>(companyId, 'company', async (turn, again, audit) => {
      const planned = await planOf(turn);
      const surplus = planned.surplus(plan);
      if (planned.plan === plan) return new NotMade<PlanChange>({ changed: false, surplus: [] });
      if (!sure && surplus.length > 0) return new NotMade<PlanChange>({ changed: false, surplus });
      const surplusAt = surplus.length > 0 ? new Date(turn.now + surplusNotice) : null;
      await turn.run(savePlan, [companyId, plan, surplusAt]);
      // What is asked of clients may be another by the plan.
      await again({ openOf: planned.lines.map(({ lineId }) => lineId) });
      await audit(viewer, 'company.plan', { kind: 'company', id: companyId }, { from: planned.plan, to: plan });
      return { changed: true, surplus };
    });
  }

  /** Switches off the lines that are too many where the notice has passed. */
  async switchOffDue(): Promise<boolean> {
    const found = await this.db.acrossCompanies('the notice of a smaller plan may have passed anywhere', (db) =>
      db.run<{ companyId: string }>(due, [this.db.now()]),
    );
    let done = 0;
    for (const { companyId } of found)
      await this.lines.switchOffSurplus(companyId).then(
        () => done++,
        (error: unknown) =>
          this.log
            .for('plans')
            .warn({ err: error, company: companyId }, 'surplus lines were not switched off; the others go on'),
      );
    return found.length === 100 && done > 0;
  }
}
