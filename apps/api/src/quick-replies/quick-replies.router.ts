import { listName, mostReplies, replyWords, sectionName } from '@switchboard/domain/quick-replies';
import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import {
  imported,
  importPreview,
  lineReplies,
  listMade,
  listRow,
  listView,
  mostCsv,
  replyMade,
  replySaved,
  restored,
  sectionMade,
  sectionRemoved,
} from './quick-reply.shapes.ts';
import type { QuickRepliesService } from './quick-replies.service.ts';

const list = z.object({ listId: z.uuid() });
const section = z.object({ sectionId: z.uuid() });
const reply = z.object({ replyId: z.uuid() });
const inSection = { sectionId: z.uuid().nullable() };
const file = list.extend({ csv: z.string().max(mostCsv, 'quickReplies.csv.large') });

export function quickRepliesRouter(replies: QuickRepliesService) {
  const write = procedureFor('quickReplies');
  return router({
    lists: memberProcedure
      .input(nothing)
      .output(z.array(listRow))
      .query(({ ctx }) => replies.lists(ctx.viewer)),
    get: memberProcedure
      .input(list)
      .output(listView.nullable())
      .query(({ ctx, input }) => replies.get(ctx.viewer, input.listId)),
    ofLine: memberProcedure
      .input(z.object({ lineId: z.uuid() }))
      .output(lineReplies.nullable())
      .query(({ ctx, input }) => replies.ofLine(ctx.viewer, input.lineId)),
    createList: write
      .input(z.object({ name: listName }))
      .output(listMade)
      .mutation(({ ctx, input }) => replies.createList(ctx.viewer, input.name)),
    renameList: write
      .input(list.extend({ name: listName }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await replies.renameList(ctx.viewer, input.listId, input.name);
        return {};
      }),
    removeList: write
      .input(list)
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await replies.removeList(ctx.viewer, input.listId);
        return {};
      }),
    restoreList: write
      .input(list)
      .output(restored)
      .mutation(({ ctx, input }) => replies.restoreList(ctx.viewer, input.listId)),
    createSection: write
      .input(list.extend({ name: sectionName }))
      .output(sectionMade)
      .mutation(({ ctx, input }) => replies.createSection(ctx.viewer, input.listId, input.name)),
    renameSection: write
      .input(section.extend({ name: sectionName }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await replies.renameSection(ctx.viewer, input.sectionId, input.name);
        return {};
      }),
    moveSection: write
      .input(section.extend({ beforeSectionId: z.uuid().nullable() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await replies.moveSection(ctx.viewer, input.sectionId, input.beforeSectionId);
        return {};
      }),
    removeSection: write
      .input(section.extend({ replies: z.enum(['remove', 'move']), toSectionId: z.uuid().nullable() }))
      .output(sectionRemoved)
      .mutation(({ ctx, input }) => replies.removeSection(ctx.viewer, input)),
    /** `replyIds`: those that were moved out of it when it was removed. */
    restoreSection: write
      .input(section.extend({ replyIds: z.array(z.uuid()).max(mostReplies) }))
      .output(restored)
      .mutation(({ ctx, input }) => replies.restoreSection(ctx.viewer, input.sectionId, input.replyIds)),
    add: write
      .input(list.extend({ ...inSection, ...replyWords.shape }))
      .output(replyMade)
      .mutation(({ ctx, input }) => replies.add(ctx.viewer, input)),
    save: write
      .input(reply.extend({ version: z.number().int().min(1), ...inSection, ...replyWords.shape }))
      .output(replySaved)
      .mutation(({ ctx, input }) => replies.save(ctx.viewer, input)),
    move: write
      .input(reply.extend({ ...inSection, beforeReplyId: z.uuid().nullable() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await replies.move(ctx.viewer, input);
        return {};
      }),
    remove: write
      .input(reply)
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await replies.remove(ctx.viewer, input.replyId);
        return {};
      }),
    restore: write
      .input(reply)
      .output(restored)
      .mutation(({ ctx, input }) => replies.restore(ctx.viewer, input.replyId)),
    /** The message was begun from the reply and is sent. Asked again, it is counted once. */
    used: memberProcedure
      .input(reply.extend({ messageId: z.uuid() }))
      .output(z.object({ counted: z.boolean() }))
      .mutation(async ({ ctx, input }) => ({
        counted: await replies.used(ctx.viewer, input.replyId, input.messageId),
      })),
    previewImport: write
      .input(file)
      .output(importPreview)
      .mutation(({ ctx, input }) => replies.previewImport(ctx.viewer, input.listId, input.csv)),
    /** `expected`: what the preview said it would do. */
    import: write
      .input(
        file.extend({
          expected: z.object({ added: z.number().int().min(0), changed: z.number().int().min(0) }),
        }),
      )
      .output(imported)
      .mutation(({ ctx, input }) => replies.import(ctx.viewer, input)),
    export: memberProcedure
      .input(list)
      .output(z.object({ name: z.string(), csv: z.string() }).nullable())
      .query(({ ctx, input }) => replies.export(ctx.viewer, input.listId)),
  });
}
