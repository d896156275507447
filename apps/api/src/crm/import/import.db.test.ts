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

const columns = (['name', 'phone', 'source'] as const).map((target) => ({ target, fieldId: null }));
const piece = (...rows: [name: string, phone: string, source?: string][]) => ({
  kind: 'contact' as const,
  columns,
  rows: rows.map(([name, phone, source = 'file'], at) => ({ line: at + 2, cells: [name, phone, source] })),
});
const choices = (duplicates: 'skip' | 'update' | 'create' = 'skip') => ({
  importKey: crypto.randomUUID(),
  duplicates,
  pipelineId: null,
  responsibleId: null,
  source: '',
});
const named = async (source: string) => {
  const { rows } = await anna().records.list.query({ kind: 'contact', source, sort: 'name', limit: 100 });
  return rows.map(({ name, addresses }) => `${name} ${addresses.map(({ value }) => value).join(' ')}`.trim());
};

test('a check says of each line what would become of it, and stores nothing', async () => {
  await anna().records.create.mutate({
    kind: 'contact',
    words: { ...emptyRecord, name: 'Known', phones: ['+79161000001'] },
  });
  const { rows } = await anna().recordFiles.check.mutate(
    piece(['New', '+79161000002', 'check'], ['Again', '+7 916 100-00-01', 'check'], ['Wrong', '12', 'check']),
  );
  expect(rows).toEqual([
    { line: 2, becomes: 'new', problems: [], keys: ['phone +79161000002'] },
    { line: 3, becomes: 'known', problems: [], keys: ['phone +79161000001'] },
    { line: 4, becomes: 'wrong', problems: [{ target: 'phone', message: 'records.phone.bad' }], keys: [] },
  ]);
  expect(await named('check')).toEqual([]);
});

describe('a line whose phone a record has', () => {
  test('is left out', async () => {
    const source = 'skip';
    expect(
      await anna().recordFiles.import.mutate({
        ...piece(['A', '+79162000001', source], ['B', '+79162000001', source], ['C', 'bad', source]),
        ...choices('skip'),
      }),
    ).toEqual({
      added: 1,
      changed: 0,
      skipped: 1,
      wrong: [{ line: 4, problems: [{ target: 'phone', message: 'records.phone.bad' }] }],
    });
    expect(await named(source)).toEqual(['A +79162000001']);
  });

  test('goes into that record, which tells so', async () => {
    const source = 'update';
    await anna().recordFiles.import.mutate({ ...piece(['A', '+79162000002', source]), ...choices('update') });
    const answer = await anna().recordFiles.import.mutate({
      ...piece(['A2', '+79162000002; +79162000003', source], ['A3', '+79162000003', source]),
      ...choices('update'),
    });
    expect(answer).toMatchObject({ added: 0, changed: 1, skipped: 1 });
    expect(await named(source)).toEqual(['A3 +79162000002 +79162000003']);
    const [row] = (await anna().records.list.query({ kind: 'contact', source })).rows;
    const { entries } = await anna().records.timeline.query({ recordId: row?.recordId ?? '' });
    expect(entries.map(({ what }) => what)).toEqual(['imported', 'imported']);
  });

  test('becomes one more', async () => {
    const source = 'create';
    const given = piece(['A', '+79162000004', source], ['B', '+79162000004', source]);
    expect(await anna().recordFiles.import.mutate({ ...given, ...choices('create') })).toMatchObject({ added: 2 });
    expect(await named(source)).toHaveLength(2);
  });
});

test('a piece that is sent twice is stored once', async () => {
  const source = 'twice';
  const given = { ...piece(['A', '', source], ['B', '', source]), ...choices('create') };
  const [one, other] = await Promise.all([1, 2].map(() => anna().recordFiles.import.mutate(given)));
  expect((one?.added ?? 0) + (other?.added ?? 0)).toBe(2);
  expect(await named(source)).toEqual(['A', 'B']);
});

test('leads from a file begin in the first stage, belong to whom it was given, and have its source', async () => {
  const given = {
    kind: 'lead' as const,
    columns: [{ target: 'full-name' as const, fieldId: null }],
    rows: [{ line: 2, cells: ['Ada Byron'] }],
  };
  await anna().recordFiles.import.mutate({
    ...given,
    ...choices(),
    responsibleId: company.employeeId,
    source: 'Spring fair',
  });
  const { rows } = await anna().records.list.query({ kind: 'lead', source: 'Spring fair' });
  expect(rows).toMatchObject([{ name: 'Ada', surname: 'Byron', responsible: { employeeId: company.employeeId } }]);
  const { pipelines } = await anna().pipelines.list.query({});
  expect(rows[0]?.stageId).toBe(pipelines.find(({ kind }) => kind === 'lead')?.stages[0]?.stageId);
});

test('five hundred lines go at once, one more does not', async () => {
  const source = 'many';
  const rows = Array.from({ length: 500 }, (_, at): [string, string, string] => [`N${at}`, '', source]);
  expect(await anna().recordFiles.import.mutate({ ...piece(...rows), ...choices() })).toMatchObject({ added: 500 });
  await expect(anna().recordFiles.check.mutate(piece(...rows, ['x', '', source]))).rejects.toMatchObject({
    data: { code: 'BAD_REQUEST' },
  });
});

test('a list goes into a file that reads back, with nothing a table program takes for a formula', async () => {
  const words = { ...emptyRecord, name: '=1+1', source: 'export', phones: ['+79163000001'] };
  await anna().records.create.mutate({ kind: 'contact', words });
  const header = [
    'Title',
    'Name',
    'Surname',
    'Phone',
    'E-mail',
    'Source',
    'Amount',
    'Currency',
    'Stage',
    'Responsible',
    'Created',
  ];
  const { csv, rows, next } = await anna().recordFiles.export.query({ kind: 'contact', source: 'export', header });
  expect({ rows, next }).toEqual({ rows: 1, next: null });
  expect(csv).toContain('Title,Name,Surname,Phone');
  expect(csv).toContain(`,'=1+1,,'+79163000001,`);
});
