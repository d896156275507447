import { fieldWords, recordKind } from '@switchboard/domain/crm';
import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../../rpc/trpc.ts';
import {
  arrangement,
  fieldMade,
  fieldRestored,
  pipelineKinds,
  pipelineMade,
  pipelineName,
  removed,
  stageMade,
  stageMeanings,
  stageSaved,
} from './pipeline.shapes.ts';
import type { PipelinesService } from './pipelines.service.ts';

const change = procedureFor('settings');
const pipeline = z.object({ pipelineId: z.uuid() });
const stage = z.object({ stageId: z.uuid() });
const field = z.object({ fieldId: z.uuid() });
const stageWords = z.object({ name: pipelineName, meaning: z.enum(stageMeanings) });

/** How the records of the built-in CRM are arranged: pipelines, their stages, fields of the company's own. */
export function pipelinesRouter(pipelines: PipelinesService) {
  return router({
    list: memberProcedure
      .input(z.object({}))
      .output(arrangement)
      .query(({ ctx }) => pipelines.list(ctx.viewer.companyId)),
    create: change
      .input(z.object({ kind: z.enum(pipelineKinds), name: pipelineName }))
      .output(pipelineMade)
      .mutation(({ ctx, input }) => pipelines.create(ctx.viewer, input.kind, input.name)),
    rename: change
      .input(pipeline.extend({ name: pipelineName }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await pipelines.rename(ctx.viewer, input.pipelineId, input.name);
        return {};
      }),
    move: change
      .input(pipeline.extend({ beforePipelineId: z.uuid().nullable() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await pipelines.move(ctx.viewer, input.pipelineId, input.beforePipelineId);
        return {};
      }),
    remove: change
      .input(pipeline.extend({ toStageId: z.uuid() }))
      .output(removed)
      .mutation(({ ctx, input }) => pipelines.remove(ctx.viewer, input.pipelineId, input.toStageId)),
    addStage: change
      .input(stageWords.extend({ pipelineId: z.uuid() }))
      .output(stageMade)
      .mutation(({ ctx, input: { pipelineId, ...words } }) => pipelines.addStage(ctx.viewer, pipelineId, words)),
    saveStage: change
      .input(stageWords.extend({ stageId: z.uuid() }))
      .output(stageSaved)
      .mutation(({ ctx, input: { stageId, ...words } }) => pipelines.saveStage(ctx.viewer, stageId, words)),
    moveStage: change
      .input(stage.extend({ beforeStageId: z.uuid().nullable() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await pipelines.moveStage(ctx.viewer, input.stageId, input.beforeStageId);
        return {};
      }),
    removeStage: change
      .input(stage.extend({ toStageId: z.uuid() }))
      .output(removed)
      .mutation(({ ctx, input }) => pipelines.removeStage(ctx.viewer, input.stageId, input.toStageId)),
    addField: change
      .input(z.object({ kind: recordKind, words: fieldWords }))
      .output(fieldMade)
      .mutation(({ ctx, input }) => pipelines.addField(ctx.viewer, input.kind, input.words)),
    saveField: change
      .input(field.extend({ name: fieldWords.shape.name, options: fieldWords.shape.options }))
      .output(nothing)
      .mutation(async ({ ctx, input: { fieldId, ...words } }) => {
        await pipelines.saveField(ctx.viewer, fieldId, words);
        return {};
      }),
    moveField: change
      .input(field.extend({ beforeFieldId: z.uuid().nullable() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await pipelines.moveField(ctx.viewer, input.fieldId, input.beforeFieldId);
        return {};
      }),
    removeField: change
      .input(field)
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await pipelines.removeField(ctx.viewer, input.fieldId);
        return {};
      }),
    restoreField: change
      .input(field)
      .output(fieldRestored)
      .mutation(({ ctx, input }) => pipelines.restoreField(ctx.viewer, input.fieldId)),
  });
}
