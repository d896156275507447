import { Injectable } from '@nestjs/common';
import { Database, type NewChange, type Turn } from '@switchboard/db';

import { lookAgain, type Concerned } from '../dialogs/look-again.ts';
import { Runner } from '../dialogs/runner.ts';
import { Signals } from '../platform/signals.ts';

/** An answer that tells why nothing was changed. */
export class NotMade<T> {
  readonly answer: T;
  constructor(answer: T) {
    this.answer = answer;
  }
}

/**
 * Has the open dialogs that a change concerns decided on once more, as soon as the change is committed; `waitingOf`:
 * lines whose waiting dialogs and offers to all are tried too, because somebody came or went.
 */
export type Again = (concerned: Concerned & { waitingOf?: readonly string[] }) => Promise<void>;

/** Changes of what decisions read: lines, settings, people, channels, the company itself. */
@Injectable()
export class Changes {
  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
    private readonly runner: Runner,
  ) {}

  /**
   * Runs `change` under the company's turn, makes what processes keep of the company old, and announces what changed;
   * none of that where it answers `NotMade`. Dialogs that it has look again are handed to the runner after the commit.
   */
  async make<T>(
    companyId: string,
    what: NonNullable<NewChange['what']>,
    change: (turn: Turn, again: Again) => Promise<T | NotMade<T>>,
  ): Promise<T> {
    const { answer, last, due, lines } = await this.db.inTurn(companyId, async (turn) => {
      const concerned = new Set<number>();
      const stirred = new Set<string>();
      const made = await change(turn, async ({ waitingOf = [], ...which }) => {
        for (const lineId of waitingOf) stirred.add(lineId);
        for (const dialogId of await lookAgain(turn, which)) concerned.add(dialogId);
      });
      if (made instanceof NotMade) return { answer: made.answer, last: null, due: [], lines: [] };
      turn.outdate();
      turn.announce({ change: 'stale', what });
      return { answer: made, last: turn.lastChange, due: [...concerned], lines: [...stirred] };
    });
    if (last !== null) this.signals.changed(companyId, last);
    if (due.length > 0) this.runner.due(companyId, due, []);
    if (lines.length > 0) this.runner.stir(companyId, lines);
    return answer;
  }
}
