import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb, type Turn } from '@switchboard/db';
import { mostFields, type FieldWords, type RecordKind } from '@switchboard/domain/crm';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../../company/changes.ts';
import { FieldError, type Viewer } from '../../rpc/trpc.ts';
import { foundPipelines } from './found-pipelines.ts';
import { mostPipelines, mostStages, type Arrangement, type FieldRow, type PipelineRow } from './pipeline.shapes.ts';

type StageMeaning = PipelineRow['stages'][number]['meaning'];
type Language = 'en' | 'ru';

const readPipelines = sql(
  'crm-pipelines',
  `select p.pipeline_id as "pipelineId", p.crm, p.kind, p.name,
     (select coalesce(jsonb_agg(jsonb_build_object('stageId', s.stage_id, 'name', s.name, 'meaning', s.meaning) order by s.place, s.stage_id), '[]')
      from crm_stage s where s.company_id = $1 and s.pipeline_id = p.pipeline_id and s.removed_at is null) as stages
   from crm_pipeline p where p.company_id = $1 and p.removed_at is null order by p.crm, p.kind, p.place, p.created_at, p.pipeline_id limit 200`,
);
const readFields = sql(
  'crm-fields',
  `select field_id as "fieldId", kind, name, type, options from crm_field
   where company_id = $1 and removed_at is null and ($2::text is null or kind = $2) order by kind, place, field_id limit 500`,
);
const readField = sql(
  'crm-field',
  `select field_id as "fieldId", kind, name, type, options from crm_field
   where company_id = $1 and field_id = $2 and (removed_at is not null) = $3`,
);
const readCrm = sql('crm-in-use', 'select crm from crm_connection where company_id = $1 and removed_at is null');
const readLanguage = sql('company-language', 'select language from company where company_id = $1');
const addPipeline = sql(
  'add-crm-pipeline',
  `insert into crm_pipeline (company_id, pipeline_id, crm, kind, name, place, created_at)
   select $1, $2, 'built-in', $3, $4, coalesce(max(place), 0) + 1, $5 from crm_pipeline where company_id = $1`,
);
const addStages = sql(
  'add-crm-stages',
  `insert into crm_stage (company_id, stage_id, pipeline_id, name, place, meaning, created_at)
   select $1, s.id, $2, s.name, s.position + coalesce((select max(place) from crm_stage where company_id = $1 and pipeline_id = $2), 0), s.meaning, $6
   from unnest($3::uuid[], $4::text[], $5::text[]) with ordinality as s(id, name, meaning, position)`,
);
const namePipeline = sql(
  'name-crm-pipeline',
  'update crm_pipeline set name = $3 where company_id = $1 and pipeline_id = $2',
);
const orderPipelines = sql(
  'order-crm-pipelines',
  `update crm_pipeline p set place = o.position from unnest($2::uuid[]) with ordinality as o(id, position)
   where p.company_id = $1 and p.pipeline_id = o.id`,
);
const orderStages = sql(
  'order-crm-stages',
  `update crm_stage s set place = o.position from unnest($2::uuid[]) with ordinality as o(id, position)
   where s.company_id = $1 and s.stage_id = o.id`,
);
const orderFields = sql(
  'order-crm-fields',
  `update crm_field f set place = o.position from unnest($2::uuid[]) with ordinality as o(id, position)
   where f.company_id = $1 and f.field_id = o.id`,
);
const putPipelineAway = sql(
  'remove-crm-pipeline',
  `with stages as (update crm_stage set removed_at = $3 where company_id = $1 and pipeline_id = $2 and removed_at is null)
   update crm_pipeline set removed_at = $3 where company_id = $1 and pipeline_id = $2`,
);
const putStageAway = sql(
  'remove-crm-stage',
  'update crm_stage set removed_at = $3 where company_id = $1 and stage_id = $2',
);
const saveStage = sql(
  'save-crm-stage',
  'update crm_stage set name = $3, meaning = $4 where company_id = $1 and stage_id = $2',
);
// What was removed or merged goes along, so that it has a stage when it comes back.
const moveRecords = sql(
  'move-crm-records',
  `with piece as (
     select record_id from crm_record where company_id = $1 and stage_id = any($2::uuid[]) and stage_id <> $3::uuid limit $6),
   moved as (
     update crm_record r set pipeline_id = s.pipeline_id, stage_id = s.stage_id, state = s.meaning, stage_at = $4,
       closed_at = case when s.meaning = 'open' then null else coalesce(r.closed_at, $4) end, version = version + 1
     from crm_stage s, piece where r.company_id = $1 and r.record_id = piece.record_id and s.company_id = $1 and s.stage_id = $3::uuid
     returning r.record_id),
   told as (
     insert into crm_entry (company_id, entry_id, record_id, at, what, by, body)
     select $1, gen_random_uuid(), record_id, $4, 'stage', $5, jsonb_build_object('to', $3::uuid) from moved)
   select count(*)::int as count from moved`,
);
const meanAnew = sql(
  'mean-crm-stage-anew',
  `with piece as (select record_id from crm_record where company_id = $1 and stage_id = $2 and state <> $3 limit $5),
   changed as (
     update crm_record r set state = $3, closed_at = case when $3 = 'open' then null else coalesce(closed_at, $4) end, version = version + 1
     from piece where r.company_id = $1 and r.record_id = piece.record_id returning r.record_id)
   select count(*)::int as count from changed`,
);
const addField = sql(
  'add-crm-field',
  `insert into crm_field (company_id, field_id, kind, name, type, options, place, created_at)
   select $1, $2, $3, $4, $5, $6, coalesce(max(place), 0) + 1, $7 from crm_field where company_id = $1 and kind = $3`,
);
const saveField = sql(
  'save-crm-field',
  'update crm_field set name = $3, options = $4 where company_id = $1 and field_id = $2',
);
const putFieldAway = sql(
  'remove-crm-field',
  'update crm_field set removed_at = $3 where company_id = $1 and field_id = $2',
);

/** Records that go from one stage to another in one turn: what is more goes in the next. */
const atOnce = 5_000;

/** Pipelines, stages and fields: how the records of a company are arranged. */
@Injectable()
export class PipelinesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  /** Pipelines of the CRM in use, and the fields of the built-in one. A company that has none yet is given its first. */
  async list(companyId: string): Promise<Arrangement> {
    const read = () => this.db.inCompany(companyId, (db) => arrangementIn(db));
    const found = await read();
    const kinds = new Set(found.pipelines.map(({ kind }) => kind));
    if (found.crm !== 'built-in' || kinds.size === 2) return found;
    await this.changes.make<boolean>(companyId, 'crm', async (turn) => {
      const [company] = await turn.run<{ language: Language }>(readLanguage, [companyId]);
      const made = await foundPipelines(turn, company?.language ?? 'en', new Date(turn.now));
      return made || new NotMade(false);
    });
    return read();
  }

  async create(viewer: Viewer, kind: 'lead' | 'deal', name: string) {
    type Answer = { created: true; pipelineId: string } | { created: false; because: 'too-many' };
    await this.list(viewer.companyId);
    return this.changes.make<Answer>(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const ofKind = (await pipelinesIn(turn)).filter((one) => one.kind === kind);
      checkName(ofKind, name, null);
      if (ofKind.length >= mostPipelines) return new NotMade({ created: false, because: 'too-many' });
      const pipelineId = turn.id();
      await turn.run(addPipeline, [turn.companyId, pipelineId, kind, name, new Date(turn.now)]);
      // With the stages of the company's first, in its own words.
      const like = ofKind[0]?.stages ?? [];
      const stages = like.length > 0 ? like : [{ name, meaning: 'open' }];
      await turn.run(addStages, [
        turn.companyId,
        pipelineId,
        stages.map(() => turn.id()),
        stages.map((stage) => stage.name),
        stages.map((stage) => stage.meaning),
        new Date(turn.now),
      ]);
      await audit(viewer, 'crm.pipeline-created', of(pipelineId));
      return { created: true, pipelineId };
    });
  }

  async rename(viewer: Viewer, pipelineId: string, name: string): Promise<void> {
    await this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const all = await pipelinesIn(turn);
      const { kind } = pipelineAmong(all, pipelineId);
      checkName(
        all.filter((one) => one.kind === kind),
        name,
        pipelineId,
      );
      await turn.run(namePipeline, [turn.companyId, pipelineId, name]);
      await audit(viewer, 'crm.pipeline-renamed', of(pipelineId));
    });
  }

  /** Puts a pipeline before another of its kind, or at the end. The first is the one that is meant where none is named. */
  async move(viewer: Viewer, pipelineId: string, beforePipelineId: string | null): Promise<void> {
    await this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const all = await pipelinesIn(turn);
      const { kind } = pipelineAmong(all, pipelineId);
      if (beforePipelineId !== null) pipelineAmong(all, beforePipelineId);
      const ids = all.filter((one) => one.kind === kind).map((one) => one.pipelineId);
      await turn.run(orderPipelines, [turn.companyId, placed(ids, pipelineId, beforePipelineId)]);
      await audit(viewer, 'crm.pipeline-moved', of(pipelineId));
    });
  }

  /** Takes a pipeline away; its records go into a stage of another one of its kind. */
  async remove(viewer: Viewer, pipelineId: string, toStageId: string) {
    type Answer = { removed: true } | { removed: false; because: 'last' };
    return this.#inPieces<Answer>(viewer, async (turn, audit) => {
      const all = await pipelinesIn(turn);
      const pipeline = pipelineAmong(all, pipelineId);
      const others = all.filter((one) => one.kind === pipeline.kind && one !== pipeline);
      if (others.length === 0) return { answer: { removed: false, because: 'last' }, made: false };
      if (!others.some((one) => one.stages.some(({ stageId }) => stageId === toStageId))) throw nothingThere('stage');
      const stageIds = pipeline.stages.map(({ stageId }) => stageId);
      if ((await moved(turn, viewer, stageIds, toStageId)) === atOnce) return null;
      await turn.run(putPipelineAway, [turn.companyId, pipelineId, new Date(turn.now)]);
      await audit(viewer, 'crm.pipeline-removed', of(pipelineId));
      return { answer: { removed: true }, made: true };
    });
  }

  async addStage(viewer: Viewer, pipelineId: string, words: { name: string; meaning: StageMeaning }) {
    type Answer = { added: true; stageId: string } | { added: false; because: 'too-many' };
    return this.changes.make<Answer>(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const { stages } = pipelineAmong(await pipelinesIn(turn), pipelineId);
      checkName(stages, words.name, null);
      if (stages.length >= mostStages) return new NotMade({ added: false, because: 'too-many' });
      const stageId = turn.id();
      const at = new Date(turn.now);
      await turn.run(addStages, [turn.companyId, pipelineId, [stageId], [words.name], [words.meaning], at]);
      // A new open stage stands behind the open ones, before what closes.
      const ids = stages.map((stage) => stage.stageId);
      const before = words.meaning === 'open' ? stages.find(({ meaning }) => meaning !== 'open') : undefined;
      await turn.run(orderStages, [turn.companyId, placed(ids, stageId, before?.stageId ?? null)]);
      await audit(viewer, 'crm.stage-added', of(pipelineId));
      return { added: true, stageId };
    });
  }

  /** Another meaning closes or reopens the records that stand in the stage. */
  async saveStage(viewer: Viewer, stageId: string, words: { name: string; meaning: StageMeaning }) {
    type Answer = { saved: true } | { saved: false; because: 'last-open' };
    return this.#inPieces<Answer>(viewer, async (turn, audit) => {
      const { pipeline, stage } = stageAmong(await pipelinesIn(turn), stageId);
      checkName(pipeline.stages, words.name, stageId);
      if (words.meaning !== 'open' && isLastOpen(pipeline, stageId))
        return { answer: { saved: false, because: 'last-open' }, made: false };
      if (stage.meaning !== words.meaning) {
        const at = new Date(turn.now);
        const [row] = await turn.run<{ count: number }>(meanAnew, [turn.companyId, stageId, words.meaning, at, atOnce]);
        if (row?.count === atOnce) return null;
      }
      await turn.run(saveStage, [turn.companyId, stageId, words.name, words.meaning]);
      await audit(viewer, 'crm.stage-saved', of(pipeline.pipelineId));
      return { answer: { saved: true }, made: true };
    });
  }

  async moveStage(viewer: Viewer, stageId: string, beforeStageId: string | null): Promise<void> {
    await this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const { pipeline } = stageAmong(await pipelinesIn(turn), stageId);
      const ids = pipeline.stages.map((stage) => stage.stageId);
      if (beforeStageId !== null && !ids.includes(beforeStageId)) throw nothingThere('stage');
      await turn.run(orderStages, [turn.companyId, placed(ids, stageId, beforeStageId)]);
      await audit(viewer, 'crm.stage-moved', of(pipeline.pipelineId));
    });
  }

  /** Takes a stage away; its records go into another one of the same pipeline. */
  async removeStage(viewer: Viewer, stageId: string, toStageId: string) {
    type Answer = { removed: true } | { removed: false; because: 'last' };
    return this.#inPieces<Answer>(viewer, async (turn, audit) => {
      const { pipeline } = stageAmong(await pipelinesIn(turn), stageId);
      if (stageId === toStageId || !pipeline.stages.some((one) => one.stageId === toStageId))
        throw nothingThere('stage');
      if (isLastOpen(pipeline, stageId)) return { answer: { removed: false, because: 'last' }, made: false };
      if ((await moved(turn, viewer, [stageId], toStageId)) === atOnce) return null;
      await turn.run(putStageAway, [turn.companyId, stageId, new Date(turn.now)]);
      await audit(viewer, 'crm.stage-removed', of(pipeline.pipelineId));
      return { answer: { removed: true }, made: true };
    });
  }

  async addField(viewer: Viewer, kind: RecordKind, words: FieldWords) {
    type Answer = { added: true; fieldId: string } | { added: false; because: 'too-many' };
    return this.changes.make<Answer>(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const fields = await fieldsIn(turn, kind);
      checkName(fields, words.name, null);
      if (fields.length >= mostFields) return new NotMade({ added: false, because: 'too-many' });
      const fieldId = turn.id();
      const options = words.type === 'choice' ? words.options : [];
      const at = new Date(turn.now);
      await turn.run(addField, [turn.companyId, fieldId, kind, words.name, words.type, options, at]);
      await audit(viewer, 'crm.field-added', of(fieldId));
      return { added: true, fieldId };
    });
  }

  /** Its name and what can be chosen; its type stays, and with it every value that records hold. */
  async saveField(viewer: Viewer, fieldId: string, words: { name: string; options: string[] }): Promise<void> {
    await this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const field = await fieldIn(turn, fieldId, false);
      checkName(await fieldsIn(turn, field.kind), words.name, fieldId);
      if (field.type === 'choice' && words.options.length === 0)
        throw new FieldError({ options: 'crmFields.options.none' });
      const options = field.type === 'choice' ? words.options : [];
      await turn.run(saveField, [turn.companyId, fieldId, words.name, options]);
      await audit(viewer, 'crm.field-saved', of(fieldId));
    });
  }

  async moveField(viewer: Viewer, fieldId: string, beforeFieldId: string | null): Promise<void> {
    await this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const field = await fieldIn(turn, fieldId, false);
      const ids = (await fieldsIn(turn, field.kind)).map((one) => one.fieldId);
      if (beforeFieldId !== null && !ids.includes(beforeFieldId)) throw nothingThere('field');
      await turn.run(orderFields, [turn.companyId, placed(ids, fieldId, beforeFieldId)]);
      await audit(viewer, 'crm.field-moved', of(fieldId));
    });
  }

  /** Takes a field away from forms; what records hold in it stays, and shows again when it is brought back. */
  async removeField(viewer: Viewer, fieldId: string): Promise<void> {
    await this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      await fieldIn(turn, fieldId, false);
      await turn.run(putFieldAway, [turn.companyId, fieldId, new Date(turn.now)]);
      await audit(viewer, 'crm.field-removed', of(fieldId));
    });
  }

  async restoreField(viewer: Viewer, fieldId: string) {
    type Answer = { restored: true } | { restored: false; because: 'too-many' | 'name-taken' };
    return this.changes.make<Answer>(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const [there] = await turn.run<FieldRow>(readField, [turn.companyId, fieldId, false]);
      if (there) return new NotMade({ restored: true });
      const field = await fieldIn(turn, fieldId, true);
      const others = await fieldsIn(turn, field.kind);
      if (others.length >= mostFields) return new NotMade({ restored: false, because: 'too-many' });
      if (others.some(({ name }) => folded(name) === folded(field.name)))
        return new NotMade({ restored: false, because: 'name-taken' });
      await turn.run(putFieldAway, [turn.companyId, fieldId, null]);
      await audit(viewer, 'crm.field-restored', of(fieldId));
      return { restored: true };
    });
  }

  /** One turn after another until `use` has an answer: what concerns very many records holds no turn for long. */
  async #inPieces<T>(
    viewer: Viewer,
    use: (
      turn: Turn,
      audit: Parameters<Parameters<Changes['make']>[2]>[2],
    ) => Promise<{ answer: T; made: boolean } | null>,
  ): Promise<T> {
    for (;;) {
      const done = await this.changes.make<{ answer: T } | null>(
        viewer.companyId,
        'crm',
        async (turn, _again, audit) => {
          const made = await use(turn, audit);
          return made === null || made.made ? made : new NotMade({ answer: made.answer });
        },
      );
      if (done !== null) return done.answer;
    }
  }
}

/** How records are arranged, as it stands. */
export async function arrangementIn(db: CompanyDb): Promise<Arrangement> {
  const [all, fields, [connected]] = await Promise.all([
    db.run<PipelineRow>(readPipelines, [db.companyId]),
    db.run<FieldRow>(readFields, [db.companyId, null]),
    db.run<{ crm: 'bitrix24' }>(readCrm, [db.companyId]),
  ]);
  const crm = connected?.crm ?? 'built-in';
  return { crm, pipelines: all.filter((pipeline) => pipeline.crm === crm), fields };
}

/** The pipelines of the built-in CRM, in their order. */
export async function pipelinesIn(db: Turn | CompanyDb): Promise<PipelineRow[]> {
  return (await db.run<PipelineRow>(readPipelines, [db.companyId])).filter(({ crm }) => crm === 'built-in');
}

/** The fields of a kind of records, in their order. */
export function fieldsIn(db: Turn | CompanyDb, kind: RecordKind): Promise<FieldRow[]> {
  return db.run<FieldRow>(readFields, [db.companyId, kind]);
}

async function fieldIn(turn: Turn, fieldId: string, isRemoved: boolean): Promise<FieldRow> {
  const [field] = await turn.run<FieldRow>(readField, [turn.companyId, fieldId, isRemoved]);
  if (!field) throw nothingThere('field');
  return field;
}

async function moved(turn: Turn, viewer: Viewer, stageIds: string[], toStageId: string): Promise<number> {
  const at = new Date(turn.now);
  const values = [turn.companyId, stageIds, toStageId, at, viewer.employeeId, atOnce];
  const [row] = await turn.run<{ count: number }>(moveRecords, values);
  return row?.count ?? 0;
}

function pipelineAmong(all: readonly PipelineRow[], pipelineId: string): PipelineRow {
  const pipeline = all.find((one) => one.pipelineId === pipelineId);
  if (!pipeline) throw nothingThere('pipeline');
  return pipeline;
}

function stageAmong(all: readonly PipelineRow[], stageId: string) {
  for (const pipeline of all) {
    const stage = pipeline.stages.find((one) => one.stageId === stageId);
    if (stage) return { pipeline, stage };
  }
  throw nothingThere('stage');
}

function isLastOpen({ stages }: PipelineRow, stageId: string): boolean {
  const open = stages.filter(({ meaning }) => meaning === 'open');
  return open.length === 1 && open[0]?.stageId === stageId;
}

function checkName(
  others: readonly { name: string; pipelineId?: string; stageId?: string; fieldId?: string }[],
  name: string,
  but: string | null,
): void {
  const taken = others.some(
    (one) => folded(one.name) === folded(name) && ![one.pipelineId, one.stageId, one.fieldId].includes(but ?? ''),
  );
  if (taken) throw new FieldError({ name: 'pipelines.name.taken' });
}

/** The ids with one of them put before another, or at the end. */
function placed(ids: readonly string[], id: string, before: string | null): string[] {
  if (id === before) return [...ids];
  const others = ids.filter((one) => one !== id);
  const place = before === null ? others.length : others.indexOf(before);
  return place < 0 ? [...others, id] : others.toSpliced(place, 0, id);
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}

function of(id: string) {
  return { kind: 'crm' as const, id };
}

function nothingThere(what: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `There is no such ${what}` });
}
