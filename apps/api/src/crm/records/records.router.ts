import { longestNote, mergedParts, recordKind, recordWords } from '@switchboard/domain/crm';
import { z } from 'zod';

import { nothing, procedureFor, router } from '../../rpc/trpc.ts';
import {
  duplicatesPage,
  entryPage,
  merged,
  noted,
  recordFilter,
  recordMade,
  recordMoved,
  recordPage,
  recordRemoved,
  recordSaved,
  recordSorts,
  recordView,
  stageTotals,
  unmerged,
} from './record.shapes.ts';
import type { RecordQueries } from './records.queries.ts';
import type { RecordsService } from './records.service.ts';

const work = procedureFor('crm');
const record = z.object({ recordId: z.uuid() });
const cursor = z.string().max(2_000).optional();
const limit = (most: number, usual: number) => z.number().int().min(1).max(most).default(usual);

/** Contacts, leads and deals. */
export function recordsRouter(records: RecordsService, queries: RecordQueries) {
  return router({
    list: work
      .input(recordFilter.extend({ sort: z.enum(recordSorts).default('changed'), cursor, limit: limit(100, 50) }))
      .output(recordPage)
      .query(({ ctx, input: { sort, cursor: from, limit: most, ...filter } }) =>
        queries.list(ctx.viewer, filter, sort, from, most),
      ),
    /** The stages of a pipeline: how many records stand in each, and what they come to. */
    totals: work
      .input(recordFilter)
      .output(stageTotals)
      .query(({ ctx, input }) => queries.totals(ctx.viewer, input)),
    sources: work
      .input(z.object({ kind: recordKind }))
      .output(z.array(z.string()))
      .query(({ ctx, input }) => queries.sources(ctx.viewer, input.kind)),
    get: work
      .input(record)
      .output(recordView)
      .query(({ ctx, input }) => queries.get(ctx.viewer, input.recordId)),
    timeline: work
      .input(record.extend({ cursor, limit: limit(100, 30) }))
      .output(entryPage)
      .query(({ ctx, input }) => queries.timeline(ctx.viewer, input.recordId, input.cursor, input.limit)),
    create: work
      .input(
        z.object({
          kind: recordKind,
          words: recordWords,
          /** Where it begins; null: in the first stage of the pipeline, or of the first pipeline. */
          stageId: z.uuid().nullable().default(null),
          pipelineId: z.uuid().nullable().default(null),
        }),
      )
      .output(recordMade)
      .mutation(({ ctx, input: { kind, words, stageId, pipelineId } }) =>
        records.create(ctx.viewer, kind, words, stageId, pipelineId),
      ),
    save: work
      .input(record.extend({ version: z.number().int(), changes: recordWords.partial() }))
      .output(recordSaved)
      .mutation(({ ctx, input }) => records.save(ctx.viewer, input.recordId, input.version, input.changes)),
    move: work
      .input(record.extend({ fromStageId: z.uuid().nullable(), stageId: z.uuid() }))
      .output(recordMoved)
      .mutation(({ ctx, input }) => records.move(ctx.viewer, input.recordId, input.fromStageId, input.stageId)),
    note: work
      .input(
        record.extend({
          text: z.string().trim().min(1, 'records.note.empty').max(longestNote, 'records.note.long'),
        }),
      )
      .output(noted)
      .mutation(({ ctx, input }) => records.note(ctx.viewer, input.recordId, input.text)),
    remove: work
      .input(record)
      .output(recordRemoved)
      .mutation(({ ctx, input }) => records.remove(ctx.viewer, input.recordId)),
    restore: work
      .input(record)
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await records.restore(ctx.viewer, input.recordId);
        return {};
      }),
    /** Records that share a phone number or an e-mail address; of one record, those it shares. */
    duplicates: work
      .input(z.object({ kind: recordKind, recordId: z.uuid().optional(), cursor, limit: limit(50, 20) }))
      .output(duplicatesPage)
      .query(({ ctx, input }) => queries.duplicates(ctx.viewer, input, input.cursor, input.limit)),
    merge: work
      .input(
        z.object({
          keptId: z.uuid(),
          mergedId: z.uuid(),
          keptVersion: z.number().int(),
          mergedVersion: z.number().int(),
          /** The parts, and the ids of the fields, of which the other's value is chosen. */
          take: z.array(z.union([z.enum(mergedParts), z.uuid()])).max(300),
        }),
      )
      .output(merged)
      .mutation(({ ctx, input }) => records.merge(ctx.viewer, input)),
    unmerge: work
      .input(z.object({ mergeId: z.uuid() }))
      .output(unmerged)
      .mutation(({ ctx, input }) => records.unmerge(ctx.viewer, input.mergeId)),
  });
}
