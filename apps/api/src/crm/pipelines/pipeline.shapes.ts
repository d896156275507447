import { fieldTypes, recordKinds } from '@switchboard/domain/crm';
import { z } from 'zod';

export const stageMeanings = ['open', 'won', 'lost'] as const;
export const pipelineKinds = ['lead', 'deal'] as const;

/** The most pipelines of a kind, and stages of one of them. */
export const mostPipelines = 20;
export const mostStages = 30;

const stageRow = z.object({
  stageId: z.uuid(),
  name: z.string(),
  meaning: z.enum(stageMeanings),
});

/** A pipeline of the CRM in use, with its stages in their order. The first of its kind is the one meant where none is named. */
export const pipelineRow = z.object({
  pipelineId: z.uuid(),
  crm: z.enum(['built-in', 'bitrix24']),
  kind: z.enum(pipelineKinds),
  name: z.string(),
  stages: z.array(stageRow),
});
export type PipelineRow = z.infer<typeof pipelineRow>;

export const fieldRow = z.object({
  fieldId: z.uuid(),
  kind: z.enum(recordKinds),
  name: z.string(),
  type: z.enum(fieldTypes),
  options: z.array(z.string()),
});
export type FieldRow = z.infer<typeof fieldRow>;

/** How records of the company are arranged. */
export const arrangement = z.object({
  /** Another CRM is connected: the built-in records stay, and nothing new begins in them. */
  crm: z.enum(['built-in', 'bitrix24']),
  pipelines: z.array(pipelineRow),
  fields: z.array(fieldRow),
});
export type Arrangement = z.infer<typeof arrangement>;

export const pipelineName = z.string().trim().min(1, 'pipelines.name.empty').max(100, 'pipelines.name.long');

export const pipelineMade = z.union([
  z.object({ created: z.literal(true), pipelineId: z.uuid() }),
  z.object({ created: z.literal(false), because: z.literal('too-many') }),
]);
export const stageMade = z.union([
  z.object({ added: z.literal(true), stageId: z.uuid() }),
  z.object({ added: z.literal(false), because: z.literal('too-many') }),
]);
/** `last-open`: records begin in an open stage, so that one must stay. */
export const stageSaved = z.union([
  z.object({ saved: z.literal(true) }),
  z.object({ saved: z.literal(false), because: z.literal('last-open') }),
]);
/** `last`: a kind keeps one pipeline, a pipeline one open stage. */
export const removed = z.union([
  z.object({ removed: z.literal(true) }),
  z.object({ removed: z.literal(false), because: z.literal('last') }),
]);
export const fieldMade = z.union([
  z.object({ added: z.literal(true), fieldId: z.uuid() }),
  z.object({ added: z.literal(false), because: z.literal('too-many') }),
]);
export const fieldRestored = z.union([
  z.object({ restored: z.literal(true) }),
  z.object({ restored: z.literal(false), because: z.enum(['too-many', 'name-taken']) }),
]);
