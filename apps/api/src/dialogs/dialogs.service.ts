import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { TRPCError } from '@trpc/server';

import { Deliverer } from '../delivery/deliverer.ts';
import { PeopleService } from '../people/people.service.ts';
import { Signals } from '../platform/signals.ts';
import type { Viewer } from '../rpc/trpc.ts';
import type { CommandAnswer, CommandRefusal, DialogCommand } from './batch.types.ts';
import { DialogQueries, mayReply, seesRow } from './dialog.queries.ts';
import type { ShownRefusal } from './dialog.shapes.ts';
import { Overloaded, Runner } from './runner.ts';

const markRead = sql(
  'mark-read',
  `update dialog d set read_number = least($4, c.last_number) from chat c
   where d.company_id = $1 and d.dialog_id = $2 and d.operator_id = $3 and c.company_id = $1 and c.chat_id = d.chat_id and d.read_number < $4
   returning d.chat_id as "chatId"`,
);

const unblock = sql(
  'unblock-client',
  `with freed as (update client set blocked_at = null, blocked_by = null where company_id = $1 and client_id = $2 returning client_id)
   select d.dialog_id as "dialogId", d.chat_id as "chatId" from freed
   join dialog d on d.company_id = $1 and d.client_id = freed.client_id order by d.dialog_id desc limit 20`,
);

/** Calls that act on dialogs, and what became of them. */
@Injectable()
export class DialogsService {
  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly queries: DialogQueries,
    private readonly people: PeopleService,
    private readonly deliverer: Deliverer,
    private readonly signals: Signals,
  ) {}

  async act(viewer: Viewer, command: Omit<DialogCommand, 'by'>) {
    let answer: CommandAnswer;
    try {
      answer = await this.runner.command(viewer.companyId, { ...command, by: viewer.employeeId });
    } catch (error) {
      if (error instanceof Overloaded) throw new TRPCError({ code: 'TOO_MANY_REQUESTS', message: error.message });
      throw error;
    }
    return this.#outcome(viewer, answer.done ? (answer.opened ?? command.dialogId) : command.dialogId, answer);
  }

  /** Sends a message again that failed, or of which nobody knows whether it arrived. */
  async retry(viewer: Viewer, chatId: string, number: number) {
    const { messages } = await this.queries.messages(viewer, chatId, { after: number - 1, limit: 1 });
    const message = messages[0];
    if (!message?.dialogId || message.number !== number)
      throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such message' });
    const { row } = await this.queries.outcomeRows(viewer.companyId, message.dialogId, null);
    if (!row || !mayReply(viewer, row))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your role has no right to this' });
    await this.deliverer.again(viewer.companyId, chatId, number);
    return this.#outcome(viewer, message.dialogId, { done: true, message: { chatId, number } });
  }

  /** What the client of this dialog writes opens dialogs again. */
  async unblock(viewer: Viewer, dialogId: number): Promise<void> {
    const { allowed, client } = await this.queries.get(viewer, dialogId);
    if (!client.isBlocked) return;
    if (!allowed.unblock) throw new TRPCError({ code: 'FORBIDDEN', message: 'Your role has no right to this' });
    const last = await this.db.inTurn(viewer.companyId, async (turn) => {
      const rows = await turn.run<{ dialogId: number; chatId: string }>(unblock, [viewer.companyId, client.clientId]);
      for (const row of rows) turn.announce({ change: 'dialog', dialogId: row.dialogId, chatId: row.chatId });
      return turn.lastChange;
    });
    this.signals.changed(viewer.companyId, last);
  }

  /** The holder has seen the client's messages up to `number`. */
  async seen(viewer: Viewer, dialogId: number, number: number): Promise<void> {
    const last = await this.db.inTurn(viewer.companyId, async (turn) => {
      const [row] = await turn.run<{ chatId: string }>(markRead, [
        viewer.companyId,
        dialogId,
        viewer.employeeId,
        number,
      ]);
      if (row) turn.announce({ change: 'dialog', dialogId, chatId: row.chatId });
      return turn.lastChange;
    });
    this.signals.changed(viewer.companyId, last);
  }

  async #outcome(viewer: Viewer, dialogId: number, answer: CommandAnswer) {
    if (answer.done) {
      const { row, message } = await this.queries.outcomeRows(viewer.companyId, dialogId, answer.message);
      if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such dialog' });
      return { done: true as const, row, message };
    }
    const refusal = await this.#shown(viewer, answer.refusal);
    const hidden = answer.refusal.refused === 'no-dialog' || answer.refusal.refused === 'not-allowed';
    const { row } = hidden ? { row: null } : await this.queries.outcomeRows(viewer.companyId, dialogId, null);
    return { done: false as const, refusal, row: row && seesRow(viewer, row) ? row : null };
  }

  async #shown(viewer: Viewer, refusal: CommandRefusal): Promise<ShownRefusal> {
    const who =
      'by' in refusal
        ? refusal.by
        : 'holder' in refusal
          ? refusal.holder
          : 'employeeId' in refusal
            ? refusal.employeeId
            : null;
    const [person] = who ? await this.people.list(viewer.companyId, [who]) : [];
    return {
      refused: refusal.refused,
      by: person
        ? { employeeId: person.employeeId, name: person.name, surname: person.surname, photo: person.photo }
        : null,
      because: 'because' in refusal ? refusal.because : null,
      dialogId: 'dialogId' in refusal ? refusal.dialogId : null,
    };
  }
}
