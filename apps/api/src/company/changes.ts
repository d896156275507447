import { Injectable } from '@nestjs/common';
import { Database, type NewChange, type Turn } from '@switchboard/db';

import { Signals } from '../platform/signals.ts';

/** Changes of what decisions read: lines, settings, people, channels, the company itself. */
@Injectable()
export class Changes {
  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  /** Runs `change` under the company's turn, makes what processes keep of the company old, and announces what changed. */
  async make<T>(
    companyId: string,
    what: NonNullable<NewChange['what']>,
    change: (turn: Turn) => Promise<T>,
  ): Promise<T> {
    const { answer, last } = await this.db.inTurn(companyId, async (turn) => {
      const made = await change(turn);
      turn.outdate();
      turn.announce({ change: 'stale', what });
      return { answer: made, last: turn.lastChange };
    });
    this.signals.changed(companyId, last);
    return answer;
  }
}
