import { emptyRecord } from '@switchboard/domain/crm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aCompany, callAs, testApi, type Company, type TestApi } from '../../testing/api.ts';

let api: TestApi;
let company: Company;
const anna = () => callAs(api, company.admin);

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
});
afterAll(async () => api.stop());

const pipelineOf = async (kind: 'lead' | 'deal', name?: string) => {
  const { pipelines } = await anna().pipelines.list.query({});
  const found = pipelines.find((one) => one.kind === kind && (name === undefined || one.name === name));
  if (!found) throw new Error('no pipeline');
  return found;
};
const aLead = async (name: string, stageId: string) =>
  (await anna().records.create.mutate({ kind: 'lead', words: { ...emptyRecord, name }, stageId })).recordId;

test('a company begins with a pipeline of leads and one of deals', async () => {
  const { pipelines } = await anna().pipelines.list.query({});
  expect(pipelines.map(({ kind, stages }) => [kind, stages.map(({ name, meaning }) => `${name}: ${meaning}`)])).toEqual(
    [
      ['deal', ['New: open', 'Negotiation: open', 'Contract: open', 'Won: won', 'Lost: lost']],
      ['lead', ['New: open', 'In work: open', 'Qualified: won', 'Junk: lost']],
    ],
  );
});

test('a company from before there were pipelines is given them at the first look, once', async () => {
  const old = await aCompany(api);
  await api.query('delete from crm_stage where company_id = $1', [old.companyId]);
  await api.query('delete from crm_pipeline where company_id = $1', [old.companyId]);
  const looks = await Promise.all([1, 2, 3].map(() => callAs(api, old.admin).pipelines.list.query({})));
  for (const { pipelines } of looks) expect(pipelines.map(({ kind }) => kind)).toEqual(['deal', 'lead']);
});

describe('a stage', () => {
  test('that is open stands before those that close', async () => {
    const { pipelineId } = await pipelineOf('lead');
    await anna().pipelines.addStage.mutate({ pipelineId, name: 'Called', meaning: 'open' });
    expect((await pipelineOf('lead')).stages.map(({ name }) => name)).toEqual([
      'New',
      'In work',
      'Called',
      'Qualified',
      'Junk',
    ]);
  });

  test('is refused a name that another has, whatever its letters', async () => {
    const { pipelineId } = await pipelineOf('lead');
    await expect(anna().pipelines.addStage.mutate({ pipelineId, name: 'NEW', meaning: 'open' })).rejects.toMatchObject({
      data: { field: { name: 'pipelines.name.taken' } },
    });
  });

  test('that goes hands its records to a named one, and their timeline says so', async () => {
    const { stages } = await pipelineOf('lead');
    const [first, , called, won] = stages.map(({ stageId }) => stageId);
    if (!first || !called || !won) throw new Error('no stages');
    const recordId = await aLead('Ada', called);
    expect(await anna().pipelines.removeStage.mutate({ stageId: called, toStageId: won })).toEqual({ removed: true });
    expect(await anna().records.get.query({ recordId })).toMatchObject({
      stageId: won,
      state: 'won',
      closedAt: expect.any(Number),
    });
    const { entries } = await anna().records.timeline.query({ recordId });
    expect(entries[0]).toMatchObject({ what: 'stage', to: 'Qualified' });
  });

  test('that gets another meaning closes and reopens what stands in it', async () => {
    const { stages } = await pipelineOf('lead');
    const stage = stages[1];
    if (!stage) throw new Error('no stage');
    const recordId = await aLead('Grace', stage.stageId);
    const state = async () => (await anna().records.get.query({ recordId })).state;
    await anna().pipelines.saveStage.mutate({ stageId: stage.stageId, name: stage.name, meaning: 'lost' });
    expect(await state()).toBe('lost');
    await anna().pipelines.saveStage.mutate({ stageId: stage.stageId, name: stage.name, meaning: 'open' });
    expect(await state()).toBe('open');
  });

  test('that is the last open one stays', async () => {
    const made = await anna().pipelines.create.mutate({ kind: 'deal', name: 'Short' });
    expect(made).toMatchObject({ created: true });
    const { stages } = await pipelineOf('deal', 'Short');
    const [first, second, third, won] = stages.map(({ stageId }) => stageId);
    if (!first || !second || !third || !won) throw new Error('no stages');
    for (const stageId of [second, third])
      expect(await anna().pipelines.removeStage.mutate({ stageId, toStageId: first })).toEqual({ removed: true });
    expect(await anna().pipelines.removeStage.mutate({ stageId: first, toStageId: won })).toEqual({
      removed: false,
      because: 'last',
    });
    expect(await anna().pipelines.saveStage.mutate({ stageId: first, name: 'New', meaning: 'won' })).toEqual({
      saved: false,
      because: 'last-open',
    });
  });
});

test('a pipeline that goes hands its records over, and the last of a kind stays', async () => {
  const home = await pipelineOf('lead');
  const toStageId = home.stages[0]?.stageId ?? '';
  const made = await anna().pipelines.create.mutate({ kind: 'lead', name: 'Fair' });
  const pipelineId = made.created ? made.pipelineId : '';
  const fair = await pipelineOf('lead', 'Fair');
  const recordId = await aLead('Edsger', fair.stages[0]?.stageId ?? '');
  expect(await anna().pipelines.remove.mutate({ pipelineId, toStageId })).toEqual({ removed: true });
  expect(await anna().records.get.query({ recordId })).toMatchObject({
    pipelineId: home.pipelineId,
    stageId: toStageId,
  });
  expect(await anna().pipelines.remove.mutate({ pipelineId: home.pipelineId, toStageId })).toEqual({
    removed: false,
    because: 'last',
  });
});

describe('a field of the company’s own', () => {
  test('that is taken away keeps what records hold, and shows it when it is back', async () => {
    const added = await anna().pipelines.addField.mutate({
      kind: 'contact',
      words: { name: 'Size', type: 'number', options: [] },
    });
    const fieldId = added.added ? added.fieldId : '';
    const words = { ...emptyRecord, name: 'Ada', fields: { [fieldId]: 4 } };
    const { recordId } = await anna().records.create.mutate({ kind: 'contact', words });
    await anna().pipelines.removeField.mutate({ fieldId });
    const saved = await anna().records.save.mutate({ recordId, version: 1, changes: { surname: 'Byron' } });
    expect(saved).toMatchObject({ saved: true });
    expect(await anna().pipelines.restoreField.mutate({ fieldId })).toEqual({ restored: true });
    expect((await anna().records.get.query({ recordId })).fields).toEqual({ [fieldId]: 4 });
  });

  test('says at the field what it does not take', async () => {
    const words = { name: 'Colour', type: 'choice' as const, options: ['Red', 'Blue'] };
    const added = await anna().pipelines.addField.mutate({ kind: 'contact', words });
    const fieldId = added.added ? added.fieldId : '';
    const of = (value: string) => ({ ...emptyRecord, name: 'Ada', fields: { [fieldId]: value } });
    await expect(anna().records.create.mutate({ kind: 'contact', words: of('Green') })).rejects.toMatchObject({
      data: { field: { [`fields.${fieldId}`]: 'records.field.choice' } },
    });
    const { recordId } = await anna().records.create.mutate({ kind: 'contact', words: of('red') });
    // A value that is no longer offered stays where it stands.
    await anna().pipelines.saveField.mutate({ fieldId, name: 'Colour', options: ['Blue'] });
    const saved = await anna().records.save.mutate({ recordId, version: 1, changes: { fields: { [fieldId]: 'Red' } } });
    expect(saved).toMatchObject({ saved: true });
  });
});
