import type { RecordKind } from '@switchboard/domain/crm';

/** A pipeline as far as it says where a record begins. */
export type RulePipeline = {
  pipelineId: string;
  kind: 'lead' | 'deal';
  crm: 'built-in' | 'bitrix24';
  place: number;
  stages: readonly { stageId: string; place: number; meaning: 'open' | 'won' | 'lost' }[];
};

/**
 * Where a new record begins: the first open stage of the pipeline that is named, or of the CRM's first one of its kind
 * where none is, or where the named one is gone or of another kind. Null for contacts, and where there is no pipeline.
 */
export function firstStage(
  pipelines: readonly RulePipeline[],
  kind: RecordKind,
  pipelineId: string | null,
  crm: RulePipeline['crm'] = 'built-in',
): { pipelineId: string; stageId: string } | null {
  const ofKind = pipelines
    .filter((pipeline) => pipeline.kind === kind && pipeline.crm === crm)
    .toSorted((one, other) => one.place - other.place);
  const pipeline = ofKind.find((one) => one.pipelineId === pipelineId) ?? ofKind[0];
  const stage = pipeline?.stages
    .filter(({ meaning }) => meaning === 'open')
    .toSorted((one, other) => one.place - other.place)[0];
  return pipeline && stage ? { pipelineId: pipeline.pipelineId, stageId: stage.stageId } : null;
}
