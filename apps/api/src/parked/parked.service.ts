import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { TRPCError } from '@trpc/server';
import type { Logger } from 'pino';

import { auditIn } from '../company/changes.ts';
import { Runner } from '../dialogs/runner.ts';
import { Log } from '../platform/log.ts';
import { Signals } from '../platform/signals.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { parkedEvents, type ParkedEvent, type ShownParked } from './parked.shapes.ts';

/** The stored message an event is about. What was never read has the provider's id there, which is none of ours. */
const messageOf = (event: string): string =>
  `case when ${event}->>'event' = 'client-writes' then (${event}->>'messageId')::uuid end`;
const listParked = sql(
  'list-parked',
  `select p.parked_id as "parkedId", p.dialog_id as "dialogId", coalesce(p.event->>'event', 'received') as event, p.error, p.at, p.attempts,
     coalesce(m.text, p.event->'content'->>'text') as text,
     case when e.employee_id is null then null
       else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as by
   from parked p
     left join employee e on e.company_id = p.company_id and e.employee_id = (p.event->>'by')::uuid
     left join lateral (
       -- What is sealed until the client consents is shown to nobody.
       select case when d.state = 'held' then '' else o.text end as text
       from message o left join dialog d on d.company_id = $1 and d.dialog_id = o.dialog_id
       where o.company_id = $1 and o.message_id = ${messageOf('p.event')} limit 1
     ) m on true
   where p.company_id = $1 and ($2::uuid is null or p.parked_id < $2) order by p.parked_id desc limit $3`,
);
const countParked = sql(
  'count-parked',
  'select count(*)::int as count from (select 1 from parked where company_id = $1 limit 1000) few',
);
// The last of its dialog takes the dialog's mark with it.
const dropParked = sql(
  'drop-parked',
  `with dropped as (
     delete from parked where company_id = $1 and parked_id = $2 returning dialog_id, chat_id, event
   ), dialogs as (
     update dialog d set parked_at = null, wake_at = case when d.closed_at is null then coalesce(d.wake_at, now()) end from dropped x
     where d.company_id = $1 and d.dialog_id = x.dialog_id
       and not exists (select from parked o where o.company_id = $1 and o.dialog_id = x.dialog_id and o.parked_id <> $2)
   ), messages as (
     update message m set undecided = false from dropped x
     where m.company_id = $1 and m.message_id = ${messageOf('x.event')} and m.undecided
     returning m.number, m.chat_id, m.dialog_id
   )
   select x.dialog_id as "dialogId", x.chat_id as "chatId", m.number, m.chat_id as "messageChatId", coalesce(x.event->>'event', 'received') as event
   from dropped x left join messages m on true`,
);

type Dropped = {
  dialogId: number | null;
  chatId: string | null;
  number: number | null;
  messageChatId: string | null;
  event: string;
};

/** Decisions that failed: the messages they are about are safe, and an administrator says what becomes of them. */
@Injectable()
export class ParkedService {
  readonly #log: Logger;

  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly signals: Signals,
    log: Log,
  ) {
    this.#log = log.for('parked');
  }

  /** The latest first. */
  async list(viewer: Viewer, cursor: string | undefined, limit: number) {
    const found = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<Omit<ShownParked, 'event'> & { event: string }>(listParked, [viewer.companyId, cursor ?? null, limit + 1]),
    );
    const rows = found.slice(0, limit).map((row): ShownParked => ({ ...row, event: known(row.event) }));
    return { rows, next: found.length > limit ? (rows.at(-1)?.parkedId ?? null) : null };
  }

  /** At most a thousand. */
  async count(viewer: Viewer): Promise<{ count: number }> {
    const [row] = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<{ count: number }>(countParked, [viewer.companyId]),
    );
    return { count: row?.count ?? 0 };
  }

  /** Decides once more. `failed`: it stays parked, with what went wrong this time. */
  async retry(viewer: Viewer, parkedId: string) {
    const became = await this.runner.retry(viewer.companyId, parkedId);
    this.#log.info({ company: viewer.companyId, parked: parkedId, by: viewer.employeeId, became }, 'tried again');
    if (became !== 'gone')
      await this.db.inTurn(viewer.companyId, (turn) =>
        auditIn(turn)(viewer, 'parked.retried', { kind: 'parked', id: parkedId }, { decided: became === 'done' }),
      );
    return became === 'done' ? { retried: true as const } : { retried: false as const, because: became };
  }

  /** It is never decided. The message it is about stays where it is, no longer marked. */
  async drop(viewer: Viewer, parkedId: string): Promise<{ dropped: boolean }> {
    const { companyId } = viewer;
    const { dropped, last } = await this.db.inTurn(companyId, async (turn) => {
      const [row] = await turn.run<Dropped>(dropParked, [companyId, parkedId]);
      if (row?.messageChatId != null && row.number !== null)
        turn.announce({
          change: 'message',
          chatId: row.messageChatId,
          message: row.number,
          ...(row.dialogId === null ? {} : { dialogId: row.dialogId }),
        });
      if (row?.dialogId != null && row.chatId !== null)
        turn.announce({ change: 'dialog', dialogId: row.dialogId, chatId: row.chatId });
      if (row)
        await auditIn(turn)(
          viewer,
          'parked.dropped',
          { kind: 'parked', id: parkedId },
          { event: known(row.event), ...(row.dialogId === null ? {} : { dialogId: row.dialogId }) },
        );
      return { dropped: row, last: turn.lastChange };
    });
    if (!dropped) throw new TRPCError({ code: 'NOT_FOUND', message: 'Nothing of this kind is parked' });
    this.#log.info({ company: companyId, parked: parkedId, by: viewer.employeeId, event: dropped.event }, 'dropped');
    this.signals.changed(companyId, last);
    return { dropped: true };
  }
}

function known(event: string): ParkedEvent {
  return parkedEvents.find((one) => one === event) ?? 'received';
}
