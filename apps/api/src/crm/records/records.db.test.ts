import { withReaches } from '@switchboard/domain/access';
import { emptyRecord, type RecordWords } from '@switchboard/domain/crm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../../testing/api.ts';
import { aVisitor } from '../../testing/visitor.ts';

let api: TestApi;
let company: Company;
const anna = () => callAs(api, company.admin);

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
});
afterAll(async () => api.stop());

type Kind = 'contact' | 'lead' | 'deal';
const words = (given: Partial<RecordWords>): RecordWords => ({ ...emptyRecord, ...given });
const add = async (kind: Kind, given: Partial<RecordWords>, stageId: string | null = null) =>
  (await anna().records.create.mutate({ kind, words: words(given), stageId })).recordId;
const get = (recordId: string) => anna().records.get.query({ recordId });
const found = async (search: string, kind: Kind = 'contact') =>
  (await anna().records.list.query({ kind, search })).rows.map(({ name }) => name);
const timeline = async (recordId: string) => (await anna().records.timeline.query({ recordId })).entries;
const stagesOf = async (kind: Kind) => {
  const { pipelines } = await anna().pipelines.list.query({});
  return pipelines.find((one) => one.kind === kind)?.stages.map(({ stageId }) => stageId) ?? [];
};

describe('a record', () => {
  test('keeps phones in one spelling and e-mails in lower case, each once', async () => {
    const phones = ['+7 (916) 123-45-67', '+79161234567'];
    const recordId = await add('contact', { name: 'Ada', phones, emails: ['Ada@Example.TEST', ''] });
    expect((await get(recordId)).addresses).toEqual([
      { kind: 'phone', value: '+79161234567' },
      { kind: 'email', value: 'ada@example.test' },
    ]);
  });

  test.each([
    ['a phone that is none', { name: 'x', phones: ['12'] }, 'phones.0', 'records.phone.bad'],
    ['a phone of a hundred digits', { name: 'x', phones: ['1'.repeat(60)] }, 'phones.0', 'records.phone.bad'],
    ['an address that is none', { name: 'x', emails: ['a@b.example', 'nobody'] }, 'emails.1', 'records.email.bad'],
    ['nothing to know it by', {}, 'name', 'records.name.empty'],
    ['an amount without a currency', { name: 'x', amount: 5 }, 'currency', 'records.currency.empty'],
    [
      'nobody of the company',
      { name: 'x', responsibleId: crypto.randomUUID() },
      'responsibleId',
      'records.responsible.gone',
    ],
    ['a contact of a contact', { name: 'x', contactId: crypto.randomUUID() }, 'contactId', 'records.contact.gone'],
  ])('is refused at the field with %s', async (_, given, field, message) => {
    await expect(add('contact', given)).rejects.toMatchObject({ data: { field: { [field]: message } } });
  });

  test('begins in the first stage, and a stage that closes closes it', async () => {
    const recordId = await add('deal', { title: 'Boat', amount: 1_200.5, currency: 'EUR' });
    const stages = await stagesOf('deal');
    const [first = '', second = '', , won = '', lost = ''] = stages;
    expect(await get(recordId)).toMatchObject({ stageId: first, state: 'open', amount: 1_200.5, closedAt: null });
    const move = (fromStageId: string, stageId: string) =>
      anna().records.move.mutate({ recordId, fromStageId, stageId });
    expect(await move(first, won)).toMatchObject({ moved: true, record: { state: 'won' } });
    expect((await get(recordId)).closedAt).toEqual(expect.any(Number));
    // Whoever saw it elsewhere is told where it stands.
    expect(await move(first, lost)).toMatchObject({ moved: false, because: 'stale', now: { stageId: won } });
    expect(await move(won, second)).toMatchObject({ moved: true, record: { state: 'open' } });
    expect(await get(recordId)).toMatchObject({ closedAt: null });
    expect((await timeline(recordId)).map(({ what, from, to }) => [what, from, to])).toEqual([
      ['stage', 'Won', 'Negotiation'],
      ['stage', 'New', 'Won'],
      ['created', null, null],
    ]);
  });

  test('is not saved over what somebody else saved, who is shown', async () => {
    const recordId = await add('lead', { name: 'Ada' });
    const save = (changes: Partial<RecordWords>, version: number) =>
      anna().records.save.mutate({ recordId, version, changes });
    expect(await save({ surname: 'Byron' }, 1)).toMatchObject({ saved: true, record: { version: 2 } });
    expect(await save({ surname: 'King' }, 1)).toMatchObject({
      saved: false,
      because: 'stale',
      now: { surname: 'Byron', version: 2 },
    });
    expect(await get(recordId)).toMatchObject({ name: 'Ada', surname: 'Byron' });
  });

  test('tells on its timeline what was saved, by whom, before and after', async () => {
    const recordId = await add('lead', { name: 'Ada', phones: ['+79161234501'] });
    const boris = await anEmployee(api, company);
    const changes = { name: 'Augusta', phones: ['+79161234502'], responsibleId: boris.employeeId };
    await anna().records.save.mutate({ recordId, version: 1, changes });
    await anna().records.note.mutate({ recordId, text: 'Calls on Fridays' });
    const entries = await timeline(recordId);
    expect(entries.map(({ what }) => what)).toEqual(['note', 'saved', 'responsible', 'created']);
    expect(entries[0]).toMatchObject({ text: 'Calls on Fridays', by: { employeeId: company.employeeId } });
    expect(entries[1]?.changes).toEqual([
      { part: 'name', from: 'Ada', to: 'Augusta' },
      { part: 'phones', from: '+79161234501', to: '+79161234502' },
    ]);
    expect(entries[2]).toMatchObject({ from: null, to: 'Boris' });
  });

  test('that is removed is gone from lists, can be brought back, and both are told in the audit log', async () => {
    const recordId = await add('contact', { name: 'Gone' });
    expect(await anna().records.remove.mutate({ recordId })).toEqual({ removed: true });
    expect(await found('Gone')).toEqual([]);
    await expect(anna().records.save.mutate({ recordId, version: 2, changes: {} })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });
    await anna().records.restore.mutate({ recordId });
    expect(await found('Gone')).toEqual(['Gone']);
    const { rows } = await anna().audit.list.query({ subjectId: recordId });
    expect(rows.map(({ what }) => what)).toEqual(['record.restored', 'record.removed']);
  });

  test('of another CRM is shown, and not changed here', async () => {
    const recordId = await add('lead', { name: 'Elsewhere' });
    await api.query(`update crm_record set crm = 'bitrix24', external_id = '7' where record_id = $1`, [recordId]);
    expect(await anna().records.save.mutate({ recordId, version: 1, changes: { name: 'x' } })).toEqual({
      saved: false,
      because: 'elsewhere',
    });
    expect(await anna().records.remove.mutate({ recordId })).toEqual({ removed: false, because: 'elsewhere' });
  });
});

describe('a list', () => {
  test('finds by words of names, by e-mail, and by a phone in any spelling', async () => {
    const moscow = await aCompany(api);
    await api.query(`update company set time_zone = 'Europe/Moscow' where company_id = $1`, [moscow.companyId]);
    const { records } = callAs(api, moscow.admin);
    const grace = { name: 'Grace', surname: 'Hopper', phones: ['8 916 555-44-33'], emails: ['grace@navy.example'] };
    await records.create.mutate({ kind: 'contact', words: words(grace) });
    await records.create.mutate({ kind: 'contact', words: words({ name: 'Alan', surname: 'Turing' }) });
    for (const search of ['hopper GRACE', 'NAVY', '8 (916) 555 44 33', '+7 916 555-44-33', '555-44', '89165554433'])
      expect(
        (await records.list.query({ kind: 'contact', search })).rows.map(({ name }) => name),
        search,
      ).toEqual(['Grace']);
    expect((await records.list.query({ kind: 'contact', search: 'grace turing' })).rows).toEqual([]);
  });

  test.each(['changed', 'created', 'name', 'amount', 'stage'] as const)(
    'goes through all of it in pages, by %s',
    async (sort) => {
      const source = `pages ${sort}`;
      for (const name of ['Anna', 'boris', 'Clara', 'Dora', 'dora'])
        await add('lead', { name, source, ...(name === 'Clara' ? { amount: 7, currency: 'EUR' } : {}) });
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await anna().records.list.query({
          kind: 'lead',
          source,
          sort,
          limit: 2,
          ...(cursor ? { cursor } : {}),
        });
        names.push(...page.rows.map(({ name }) => name));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(names.toSorted()).toEqual(['Anna', 'Clara', 'Dora', 'boris', 'dora']);
      if (sort === 'amount') expect(names[0]).toBe('Clara');
      if (sort === 'name') expect(names.slice(0, 3)).toEqual(['Anna', 'boris', 'Clara']);
    },
  );

  test('says that a place in it is none', async () => {
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url')])
      await expect(anna().records.list.query({ kind: 'lead', cursor })).rejects.toMatchObject({
        data: { code: 'BAD_REQUEST' },
      });
  });

  test('is narrowed by stage, responsible, source, state and days', async () => {
    const source = 'narrow';
    const [first = '', second = '', won = ''] = await stagesOf('lead');
    await add('lead', { name: 'One', source, responsibleId: company.employeeId }, first);
    await add('lead', { name: 'Two', source }, second);
    await add('lead', { name: 'Three', source }, won);
    const names = async (filter: object) =>
      (await anna().records.list.query({ kind: 'lead', source, ...filter })).rows.map(({ name }) => name).toSorted();
    const today = new Date().toISOString().slice(0, 10);
    expect(await names({ stageId: second })).toEqual(['Two']);
    expect(await names({ responsibleId: company.employeeId })).toEqual(['One']);
    expect(await names({ nobodys: true })).toEqual(['Three', 'Two']);
    expect(await names({ state: 'won' })).toEqual(['Three']);
    expect(await names({ createdFrom: today, createdTo: today })).toHaveLength(3);
    expect(await names({ createdTo: '2020-01-01' })).toEqual([]);
  });

  test('counts and sums the stages of a pipeline, each currency by itself', async () => {
    const source = 'sums';
    const [first = '', second = ''] = await stagesOf('deal');
    const deal = (amount: number | null, currency: 'EUR' | 'USD' | null, stageId: string) =>
      add('deal', { title: 'x', source, amount, currency }, stageId);
    await deal(10, 'EUR', first);
    await deal(5.25, 'EUR', first);
    await deal(3, 'USD', first);
    await deal(null, null, second);
    const totals = await anna().records.totals.query({ kind: 'deal', source });
    expect(totals.toSorted((one, other) => other.count - one.count)).toEqual([
      {
        stageId: first,
        count: 3,
        sums: [
          { currency: 'EUR', sum: 15.25 },
          { currency: 'USD', sum: 3 },
        ],
      },
      { stageId: second, count: 1, sums: [] },
    ]);
  });
});

test('a deal names its contact, whose page counts his deals', async () => {
  const contactId = await add('contact', { name: 'Ada' });
  const recordId = await add('deal', { title: 'Boat', contactId });
  expect((await get(recordId)).contact).toMatchObject({ recordId: contactId, name: 'Ada' });
  expect((await get(contactId)).deals).toBe(1);
});

describe('duplicates', () => {
  test('are those of one kind with a phone or an e-mail address in common', async () => {
    const phones = ['+79160000001'];
    const one = await add('contact', { name: 'One', phones });
    const other = await add('contact', { name: 'Other', phones });
    await add('lead', { name: 'A lead', phones });
    const of = async (recordId?: string) =>
      (await anna().records.duplicates.query({ kind: 'contact', ...(recordId ? { recordId } : {}) })).groups.filter(
        ({ value }) => value === phones[0],
      );
    expect((await of())[0]?.records.map(({ recordId }) => recordId)).toEqual([one, other]);
    expect((await of(other))[0]?.records).toHaveLength(2);
    expect(await of(await add('contact', { name: 'Third', phones: ['+79160000009'] }))).toEqual([]);
  });

  test('become one: values as chosen, addresses, deals, clients and dialogs together; and two again', async () => {
    const visitor = await aVisitor(api, company.address);
    await theQueue(api, company, [company.employeeId]);
    await anna().people.setAway.mutate({ away: false });
    await visitor.write('Hello');
    visitor.close();
    const row = await eventually(async () => (await anna().inbox.list.query({ list: 'all' })).rows[0]);
    const keptId = await add('contact', { name: 'Ada', phones: ['+79160000002'] });
    const mergedId = await add('contact', { name: 'A.', surname: 'Byron', phones: ['+79160000002', '+79160000003'] });
    const dealId = await add('deal', { title: 'Boat', contactId: mergedId });
    const { companyId } = company;
    const link = [companyId, mergedId];
    await api.query(
      `insert into client_record (company_id, client_id, record_id, confidence, at) values ($1, $3, $2, 'verified', now())`,
      [...link, row.client.clientId],
    );
    await api.query(
      `insert into dialog_record (company_id, dialog_id, record_id, confidence, at) values ($1, $3, $2, 'made', now())`,
      [...link, row.dialogId],
    );
    const before = [await get(keptId), await get(mergedId)];

    const versions = { keptVersion: 1, mergedVersion: 1 };
    const stale = { keptId, mergedId, keptVersion: 9, mergedVersion: 1, take: [] };
    expect(await anna().records.merge.mutate(stale)).toEqual({ merged: false, because: 'stale' });
    const made = await anna().records.merge.mutate({ keptId, mergedId, ...versions, take: ['name'] });
    const mergeId = made.merged ? made.mergeId : '';
    expect(await get(keptId)).toMatchObject({
      name: 'A.',
      surname: 'Byron',
      addresses: [{ value: '+79160000002' }, { value: '+79160000003' }],
      clients: [{ clientId: row.client.clientId, confidence: 'verified' }],
      dialogs: [{ dialogId: row.dialogId, confidence: 'made', opens: true }],
      deals: 1,
      merges: [{ mergeId }],
    });
    expect((await get(dealId)).contact?.recordId).toBe(keptId);
    expect((await get(mergedId)).mergedInto).toBe(keptId);
    expect(await found('Byron')).toEqual(['A.']);

    await anna().records.save.mutate({ recordId: keptId, version: 2, changes: { source: 'Fair' } });
    expect(await anna().records.unmerge.mutate({ mergeId })).toEqual({ undone: true });
    expect(await anna().records.unmerge.mutate({ mergeId })).toEqual({ undone: false, because: 'already' });
    const parts = ({ name, surname, addresses, clients, dialogs, deals, mergedInto }: (typeof before)[number]) => ({
      name,
      surname,
      addresses,
      clients,
      dialogs,
      deals,
      mergedInto,
    });
    expect([await get(keptId), await get(mergedId)].map(parts)).toEqual(before.map(parts));
    // What was changed since stays.
    expect((await get(keptId)).source).toBe('Fair');
    const { rows } = await anna().audit.list.query({ subjectId: keptId });
    expect(rows.map(({ what }) => what)).toEqual(['record.unmerged', 'record.merged']);
  });

  test('are not made one of a contact and a lead', async () => {
    const keptId = await add('contact', { name: 'x' });
    const mergedId = await add('lead', { name: 'x' });
    expect(await anna().records.merge.mutate({ keptId, mergedId, keptVersion: 1, mergedVersion: 1, take: [] })).toEqual(
      { merged: false, because: 'kinds' },
    );
  });
});

describe('rights', () => {
  let people: Record<'who' | 'colleague' | 'stranger', Person>;
  let records: { recordId: string; of: string; kind: Kind }[];
  let firm: Company;

  // Records of three people in two departments, by who is responsible and by whose dialog they hang on.
  beforeAll(async () => {
    firm = await aCompany(api);
    const admin = callAs(api, firm.admin);
    const [who, colleague, stranger] = await Promise.all(
      ['Who', 'Colleague', 'Stranger'].map((name) => anEmployee(api, firm, 'operator', name)),
    );
    if (!who || !colleague || !stranger) throw new Error('nobody');
    people = { who, colleague, stranger };
    const sales = await admin.people.createDepartment.mutate({ name: 'Sales', parentId: null });
    const departmentId = sales.created ? sales.department.departmentId : '';
    for (const { employeeId } of [who, colleague])
      await admin.people.putIntoDepartment.mutate({ employeeId, departmentId });
    await theQueue(
      api,
      firm,
      Object.values(people).map(({ employeeId }) => employeeId),
    );
    for (const person of Object.values(people)) await callAs(api, person).people.setAway.mutate({ away: false });
    records = [];
    const make = async (of: string, kind: Kind, given: Partial<RecordWords>) => {
      const text = { title: `${of} ${kind}`, name: of, phones: ['+79161112233'], ...given };
      const { recordId } = await admin.records.create.mutate({ kind, words: words(text) });
      records.push({ recordId, of, kind });
      return recordId;
    };
    for (const [name, { employeeId, ...person }] of Object.entries(people)) {
      for (const kind of ['contact', 'lead', 'deal'] as const) await make(name, kind, { responsibleId: employeeId });
      const me = callAs(api, person);
      const visitor = await aVisitor(api, firm.address);
      await visitor.write('Hello');
      visitor.close();
      const row = await eventually(
        async () => (await me.inbox.list.query({ list: 'mine' })).rows.find(({ state }) => state === 'offered'),
        'the offer',
      );
      await me.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId });
      await api.query('delete from dialog_record where company_id = $1 and dialog_id = $2', [
        firm.companyId,
        row.dialogId,
      ]);
      await api.query(
        `insert into dialog_record (company_id, dialog_id, record_id, confidence, at) values ($1, $2, $3, 'by-hand', now())`,
        [firm.companyId, row.dialogId, await make(name, 'contact', { responsibleId: null })],
      );
    }
    await make('nobody', 'lead', { responsibleId: null });
  });

  test.each([
    ['none', []],
    ['own', ['who']],
    ['department', ['who', 'colleague']],
    ['any', ['who', 'colleague', 'stranger', 'nobody']],
  ] as const)(
    'that reach %s show in lists, boards, files and duplicates what single calls open',
    async (reach, expected) => {
      const admin = callAs(api, firm.admin);
      const made = await admin.roles.create.mutate({
        name: `Level ${reach}`,
        rights: withReaches('none', { crm: reach }),
      });
      if (!made.created) throw new Error(made.because);
      const { employeeId } = people.who;
      const was = (await admin.people.list.query({})).find((one) => one.employeeId === employeeId)?.roleIds ?? [];
      expect(await admin.roles.give.mutate({ employeeId, was, roleIds: [made.roleId] })).toEqual({ set: true });
      const me = callAs(api, people.who);
      const may = records.filter(({ of }) => (expected as readonly string[]).includes(of));
      for (const { recordId, of } of records) {
        const opens = await me.records.get.query({ recordId }).then(
          () => true,
          () => false,
        );
        expect(opens, of).toBe((expected as readonly string[]).includes(of));
        const notes = await me.records.note.mutate({ recordId, text: 'x' }).then(
          () => true,
          () => false,
        );
        expect(notes, of).toBe(opens);
      }
      if (reach === 'none') {
        await expect(me.records.list.query({ kind: 'lead' })).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
        return;
      }
      for (const kind of ['contact', 'lead', 'deal'] as const) {
        const ids = may.flatMap((one) => (one.kind === kind ? [one.recordId] : []));
        // Leads that dialogs made by themselves are no part of this.
        const known = ({ recordId }: { recordId: string }) => records.some((one) => one.recordId === recordId);
        const listed = (await me.records.list.query({ kind, limit: 100 })).rows;
        expect(
          listed
            .filter(known)
            .map(({ recordId }) => recordId)
            .toSorted(),
        ).toEqual(ids.toSorted());
        const totals = await me.records.totals.query({ kind });
        if (kind !== 'contact') expect(totals.reduce((sum, one) => sum + one.count, 0)).toBe(listed.length);
        const header = Array.from({ length: 11 }, () => 'x');
        expect((await me.recordFiles.export.query({ kind, header })).rows).toBe(listed.length);
        const { groups } = await me.records.duplicates.query({ kind });
        const shown = groups.flatMap((group) => group.records.map(({ recordId }) => recordId));
        expect(shown.toSorted()).toEqual(ids.length > 1 ? ids.toSorted() : []);
      }
    },
  );
});
