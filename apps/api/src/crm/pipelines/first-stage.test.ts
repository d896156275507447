import { expect, test } from 'vitest';

import { firstStage, type RulePipeline } from './first-stage.ts';

const stages: RulePipeline['stages'] = [
  { stageId: 'won', place: 1, meaning: 'won' },
  { stageId: 'second', place: 3, meaning: 'open' },
  { stageId: 'first', place: 2, meaning: 'open' },
];
const pipelines: RulePipeline[] = [
  { pipelineId: 'later', kind: 'deal', crm: 'built-in', place: 2, stages },
  { pipelineId: 'sooner', kind: 'deal', crm: 'built-in', place: 1, stages },
  { pipelineId: 'other', kind: 'deal', crm: 'bitrix24', place: 0, stages: [] },
];

test.each([
  ['in the first pipeline of its kind', 'deal', null, { pipelineId: 'sooner', stageId: 'first' }],
  ['in the one that is named', 'deal', 'later', { pipelineId: 'later', stageId: 'first' }],
  ['in the first where the named one is gone', 'deal', 'gone', { pipelineId: 'sooner', stageId: 'first' }],
  ['nowhere, as a contact', 'contact', null, null],
  ['nowhere, without a pipeline', 'lead', null, null],
] as const)('a record begins %s', (_, kind, pipelineId, expected) =>
  expect(firstStage(pipelines, kind, pipelineId)).toEqual(expected),
);
