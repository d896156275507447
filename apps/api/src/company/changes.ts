import { Injectable } from '@nestjs/common';
import { Database, sql, type NewChange, type Turn } from '@switchboard/db';

import { lookAgain, type Concerned } from '../dialogs/look-again.ts';
import { Runner } from '../dialogs/runner.ts';
import { Signals } from '../platform/signals.ts';
import type { AuditDetails, Audited, AuditedBy, AuditSubject } from './audited.ts';

const addEntry = sql(
  'add-audit-entry',
  `insert into audit_entry (company_id, audit_entry_id, at, by_kind, by_id, what, subject_kind, subject_id, details)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

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

/**
 * Writes a line of the audit log in the turn of the change it tells. `by` is an employee, as calls know him, or somebody
 * named; what is told beside holds ids, codes and numbers only.
 */
export type Audit = (
  by: { employeeId: string } | AuditedBy,
  what: Audited,
  subject: AuditSubject,
  details?: AuditDetails,
) => Promise<void>;

/** What processes keep nothing of: it is read with each decision. */
const keptNowhere: readonly string[] = ['clients', 'consents'] satisfies NonNullable<NewChange['what']>[];

/** Changes of what decisions read: lines, settings, people, channels, clients and their records, the company itself. */
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
    change: (turn: Turn, again: Again, audit: Audit) => Promise<T | NotMade<T>>,
  ): Promise<T> {
    const { answer, last, due, lines } = await this.db.inTurn(companyId, async (turn) => {
      const concerned = new Set<number>();
      const stirred = new Set<string>();
      const again: Again = async ({ waitingOf = [], ...which }) => {
        for (const lineId of waitingOf) stirred.add(lineId);
        for (const dialogId of await lookAgain(turn, which)) concerned.add(dialogId);
      };
      const made = await change(turn, again, auditIn(turn));
      if (made instanceof NotMade) return { answer: made.answer, last: null, due: [], lines: [] };
      if (!keptNowhere.includes(what)) turn.outdate();
      turn.announce({ change: 'stale', what });
      return { answer: made, last: turn.lastChange, due: [...concerned], lines: [...stirred] };
    });
    if (last !== null) this.signals.changed(companyId, last);
    if (due.length > 0) this.runner.due(companyId, due, []);
    if (lines.length > 0) this.runner.stir(companyId, lines);
    return answer;
  }
}

/** The audit log of a turn. */
export function auditIn(turn: Turn): Audit {
  return async (by, what, subject, details = {}) => {
    const who: AuditedBy = 'employeeId' in by ? { kind: 'employee', id: by.employeeId } : by;
    await turn.run(addEntry, [
      turn.companyId,
      turn.id(),
      new Date(turn.now),
      who.kind,
      who.kind === 'system' ? null : who.id,
      what,
      subject.kind,
      subject.id,
      JSON.stringify(details),
    ]);
  };
}
