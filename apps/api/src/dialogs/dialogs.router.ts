import { longestText } from '@switchboard/channels/live-chat';
import { recordKinds } from '@switchboard/domain/crm';
import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { DialogQueries } from './dialog.queries.ts';
import { dialogRow, dialogView, historyStep, messageRow, outcome } from './dialog.shapes.ts';
import type { DialogsService } from './dialogs.service.ts';

const paged = { cursor: z.string().max(200).optional(), limit: z.number().int().min(1).max(100).default(50) };
const rows = z.object({ rows: z.array(dialogRow), next: z.string().nullable() });
const dialogId = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const acting = z.object({ commandId: z.uuid(), dialogId });
const messageText = z
  .string()
  .trim()
  .min(1, 'message.empty')
  .max(longestText * 10, 'message.long');

export function inboxRouter(queries: DialogQueries) {
  return router({
    list: memberProcedure
      .input(z.object({ list: z.enum(['mine', 'waiting', 'all']), ...paged }))
      .output(rows)
      .query(({ ctx, input }) => queries.inbox(ctx.viewer, input.list, input.cursor, input.limit)),
    counts: memberProcedure
      .input(nothing)
      .output(
        z.object({
          mine: z.number().int(),
          waiting: z.number().int(),
          all: z.number().int(),
          offers: z.number().int(),
          unread: z.number().int(),
        }),
      )
      .query(({ ctx }) => queries.counts(ctx.viewer)),
  });
}

export function dialogsRouter(dialogs: DialogsService, queries: DialogQueries) {
  return router({
    get: memberProcedure
      .input(z.object({ dialogId }))
      .output(dialogView)
      .query(({ ctx, input }) => queries.get(ctx.viewer, input.dialogId)),
    messages: memberProcedure
      .input(
        z.object({
          chatId: z.uuid(),
          before: number.optional(),
          after: z.number().int().min(0).optional(),
          limit: paged.limit,
        }),
      )
      .output(z.object({ messages: z.array(messageRow), hasEarlier: z.boolean() }))
      .query(({ ctx, input: { chatId, ...window } }) => queries.messages(ctx.viewer, chatId, window)),
    history: procedureFor('history')
      .input(z.object({ dialogId }))
      .output(
        z.object({
          steps: z.array(historyStep),
          people: z.record(z.uuid(), z.object({ name: z.string(), surname: z.string(), photo: z.string().nullable() })),
          lines: z.record(z.uuid(), z.object({ name: z.string() })),
          departments: z.record(z.uuid(), z.object({ name: z.string() })),
          records: z.record(z.uuid(), z.object({ title: z.string() })),
        }),
      )
      .query(({ ctx, input }) => queries.history(ctx.viewer, input.dialogId)),
    accept: procedureFor('accept')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'accept' })),
    decline: procedureFor('accept')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'decline' })),
    reply: procedureFor('reply')
      .input(acting.extend({ text: messageText }))
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'operator-writes' })),
    transfer: procedureFor('transfer')
      .input(
        acting.extend({
          to: z.union([
            z.object({ employeeId: z.uuid(), evenIfUnavailable: z.boolean() }),
            z.object({ lineId: z.uuid() }),
            z.object({ departmentId: z.uuid() }),
          ]),
        }),
      )
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'transfer' })),
    finish: procedureFor('finish')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'finish' })),
    close: procedureFor('finish')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'close', because: 'forced' })),
    /** The message names a dialog of the chat in which another is opened; what is done is about the new one. */
    writeFirst: procedureFor('startOutgoing')
      .input(acting.extend({ text: messageText }))
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'write-first' })),
    takeOver: procedureFor('takeOver')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'take-over' })),
    join: procedureFor('join')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'join' })),
    leave: procedureFor('reply')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'leave' })),
    pin: procedureFor('reply')
      .input(acting.extend({ pinned: z.boolean() }))
      .output(outcome)
      .mutation(({ ctx, input: { pinned, ...input } }) =>
        dialogs.act(ctx.viewer, { ...input, action: pinned ? 'pin' : 'unpin' }),
      ),
    resume: procedureFor('reply')
      .input(acting)
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'resume' })),
    spam: procedureFor('finish')
      .input(acting.extend({ block: z.boolean() }))
      .output(outcome)
      .mutation(({ ctx, input: { block, ...input } }) =>
        dialogs.act(ctx.viewer, { ...input, action: 'close', because: 'spam', blocks: block }),
      ),
    unblock: procedureFor('block')
      .input(z.object({ dialogId }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await dialogs.unblock(ctx.viewer, input.dialogId);
        return {};
      }),
    mark: procedureFor('mark')
      .input(acting.extend({ stars: z.number().int().min(1).max(5), comment: z.string().trim().max(2_000) }))
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'mark' })),
    makeRecord: procedureFor('crm')
      .input(acting.extend({ record: z.enum(recordKinds) }))
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.act(ctx.viewer, { ...input, action: 'make-record' })),
    retry: procedureFor('reply')
      .input(z.object({ commandId: z.uuid(), chatId: z.uuid(), number }))
      .output(outcome)
      .mutation(({ ctx, input }) => dialogs.retry(ctx.viewer, input.chatId, input.number)),
    seen: memberProcedure
      .input(z.object({ dialogId, number }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await dialogs.seen(ctx.viewer, input.dialogId, input.number);
        return {};
      }),
  });
}
