import { subscribe } from 'node:diagnostics_channel';

import type { FrameToWidget } from '@switchboard/channels/live-chat';
import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { emptyRecord } from '@switchboard/domain/crm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { z } from 'zod';

import { WordsLane } from '../dialog-list/words.lane.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  consoleOrigin,
  eventually,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { anAcceptance } from '../testing/consents.ts';
import { samples, type IdField } from '../testing/samples.ts';
import { aVisitor, type TestVisitor } from '../testing/visitor.ts';
import { appRouter } from './app-router.ts';

/** Stands in every text of the first company. Nobody of the second may ever read it. */
const marker = 'only-for-samovar';
const token = '7000000002:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

/** Calls for people who are not signed in. Every other call is refused to them; a new one must be placed here or fail. */
const open = [
  'session.me',
  'signUp.begin',
  'signUp.resend',
  'signUp.confirm',
  'signIn.withPassword',
  'signIn.out',
  'reset.begin',
  'reset.finish',
  'invitations.look',
  'invitations.accept',
  'secondFactor.mine',
  'secondFactor.begin',
  'secondFactor.confirm',
  'secondFactor.newCodes',
  'secondFactor.switchOff',
  'secondFactor.step',
];

/** Calls that say nothing of what they found: that they did nothing is seen by what is stored. */
const silent = ['people.withdrawInvitation', 'dialogs.seen'];

/** Plain routes, each with what keeps companies apart there. A new one must be placed. */
const routes = {
  '/health/live': 'says nothing of companies',
  '/health/ready': 'says nothing of companies',
  '/metrics': 'counts, labels are codes',
  '/telegram/:address': 'the secret belongs to the address',
  '/live-chat/:address/config': 'public: the title of the chat whose address one has',
  '/live-chat/:address/visitor': 'public: makes a visitor of this chat',
  '/live-chat/:address/messages': 'the token belongs to the chat',
  '/live-chat/:address/consent': 'the token belongs to the chat, and what is accepted is what its line asks for',
  '/live-chat/:address/vote': 'the token belongs to the chat, and a vote only reaches its dialogs',
  '/api/v1/openapi.json': 'a document that is the same for all',
  '/api/v1/company': 'the key belongs to the company',
  '/api/v1/lines': 'the key belongs to the company',
  '/api/v1/lines/:line': 'the key belongs to the company',
  '/api/v1/people': 'the key belongs to the company',
  '/api/v1/dialogs': 'the key belongs to the company',
  '/api/v1/dialogs/:number': 'the key belongs to the company',
  '/api/v1/dialogs/:number/messages': 'the key belongs to the company',
  '/api/v1/dialogs/:number/close': 'the key belongs to the company',
  '/agreement/:address': 'public: the published version whose address one has',
  '/crm/bitrix24': 'the company stands sealed in the state that it gave, and is that of the cookie',
  '/widget/*': 'files that are the same for all',
  '/widget/frame/:address': 'a file that is the same for all',
  '/exports/:export': 'files of the company of the cookie only',
  '/pictures/:company/:picture': 'public: the picture whose address one has, of this company only',
  '/rpc/pictures.put': 'the call above, with a larger body',
  '/rpc/quickReplies.previewImport': 'the call above, with a larger body',
  '/rpc/quickReplies.import': 'the call above, with a larger body',
  '/rpc/:path': 'the calls above',
};

type Procedure = { _def: { type: 'query' | 'mutation'; inputs: z.ZodType[] } };
const procedures = Object.entries(appRouter({} as never)._def.procedures as unknown as Record<string, Procedure>);

/** Every route of the program, heard of as Fastify takes it on. */
const registered = new Set<string>();
subscribe('fastify.initialization', (message) => {
  (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ url, method }) => {
    if (method !== 'OPTIONS') registered.add(url);
  });
});

let telegram: FakeTelegram;
let api: TestApi;
let samovar: Company;
let teapot: Company;
let teapotOperator: Person;
let samovarVisitor: TestVisitor;
let teapotVisitor: TestVisitor;
let samovarIds: Record<IdField, unknown>;
let teapotIds: Record<IdField, unknown>;
/** Every id and address of the first company, as text. */
let samovarSecrets: string[];

beforeAll(async () => {
  telegram = await fakeTelegram();
  api = await testApi({ STATISTICS: 'off', TELEGRAM_API_URL: telegram.url });
  samovar = await aCompany(api, `Samovar ${marker}`);
  teapot = await aCompany(api, 'Teapot');
  teapotOperator = await anEmployee(api, teapot);
  await theQueue(api, teapot, [teapot.employeeId, teapotOperator.employeeId]);
  samovarVisitor = await aVisitor(api, samovar.address);
  teapotVisitor = await aVisitor(api, teapot.address);

  const anna = callAs(api, samovar.admin);
  await anna.people.saveProfile.mutate({ name: marker, surname: marker, position: marker, language: 'en' });
  await anna.lines.rename.mutate({ lineId: samovar.lineId, name: marker });
  await theQueue(api, samovar, [samovar.employeeId], {
    hidden: { name: marker, position: marker, photo: '' },
    operatorData: 'hidden',
  });
  const invited = await anna.people.invite.mutate({ email: `${marker}@example.test`, roleIds: ['operator'] });
  await anna.channels.addLiveChat.mutate({ lineId: samovar.lineId, name: marker });
  expect((await anna.channels.connectTelegram.mutate({ lineId: samovar.lineId, token })).connected).toBe(true);
  for (const company of [samovar, teapot]) {
    await callAs(api, company.admin).roles.create.mutate({
      name: company === samovar ? marker : 'Shift lead',
      rights: { general: {} },
    });
    await withReplies(company, company === samovar ? marker : 'Hello');
    await withAgreement(company, company === samovar ? marker : 'Privacy');
    await withDepartment(company, company === samovar ? marker : 'Sales');
    await withNotice(company, company === samovar ? marker : 'Error');
    await withWebhook(company, company === samovar ? marker : 'hook');
    await withRecords(company, company === samovar ? marker : 'Boat');
    await callAs(api, company.admin).apiKeys.create.mutate({
      name: company === samovar ? marker : 'Reports',
      rights: 'act',
      days: null,
    });
  }
  await anna.people.setAway.mutate({ away: false });
  await callAs(api, teapot.admin).people.setAway.mutate({ away: false });

  // Three dialogs here and one there, so that the numbers of the first name nothing in the second.
  for (const [company, visitor, text, times] of [
    [samovar, samovarVisitor, marker, 3],
    [teapot, teapotVisitor, 'Hello', 1],
  ] as const) {
    const operator = callAs(api, company.admin);
    for (let count = 1; count <= times; count++) {
      await visitor.write(text);
      const row = await eventually(async () => (await operator.inbox.list.query({ list: 'mine' })).rows[0]);
      await operator.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId });
      await operator.dialogs.reply.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId, text });
      if (count < times)
        await operator.dialogs.finish.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId });
    }
  }
  for (const [company, name] of [
    [samovar, marker],
    [teapot, 'Olga'],
  ] as const) {
    const { clientId, agreementId } = (await idsOf(company)) as { clientId: string; agreementId: string };
    await anAcceptance(api, company.companyId, { clientId, agreementId, name });
  }
  samovarIds = { ...(await idsOf(samovar)), invitationId: invited.invited ? invited.invitation.invitationId : '' };
  teapotIds = await idsOf(teapot);
  await api.app.get(WordsLane).catchUp(samovar.companyId);
  samovarSecrets = await secretsOf(samovar.companyId);
});
afterAll(async () => {
  samovarVisitor.close();
  teapotVisitor.close();
  await api.stop();
  await telegram.close();
});

/** Quick replies of the company's line: a list with a section and a reply. */
async function withReplies({ admin, lineId }: Company, words: string): Promise<void> {
  const { quickReplies, lines } = callAs(api, admin);
  const list = await quickReplies.createList.mutate({ name: words });
  if (!list.created) throw new Error(list.because);
  const { listId } = list;
  const section = await quickReplies.createSection.mutate({ listId, name: words });
  if (!section.created) throw new Error(section.because);
  const { sectionId } = section.section;
  expect(await quickReplies.add.mutate({ listId, sectionId, name: words, text: words })).toMatchObject({ added: true });
  const { version } = await lines.get.query({ lineId });
  const changes = { 'autoActions.quickRepliesId': listId };
  expect(await lines.save.mutate({ lineId, version, changes })).toMatchObject({ saved: true });
}

/** A department of the company, and an absence of its administrator to come. */
async function withDepartment({ admin, employeeId }: Company, name: string): Promise<void> {
  const { people } = callAs(api, admin);
  const made = await people.createDepartment.mutate({ name, parentId: null });
  expect(made.created).toBe(true);
  const time = { kind: 'vacation' as const, from: values.from - 86_400_000, until: values.from };
  expect(await people.addAbsence.mutate({ employeeId, time })).toMatchObject({ added: true });
}

/** An agreement that was published. */
async function withAgreement({ admin }: Company, words: string): Promise<void> {
  const { agreements } = callAs(api, admin);
  const draft = { texts: [{ language: 'en' as const, own: { title: words, text: words } }] };
  const made = await agreements.create.mutate({ name: words, template: 'own', draft });
  if (!made.created) throw new Error(made.because);
  const { agreementId } = made;
  expect(await agreements.publish.mutate({ agreementId, draftVersion: 1 })).toMatchObject({ published: true });
}

/** A webhook that nobody listens at, and something it could not be told. */
async function withWebhook({ admin, companyId }: Company, path: string): Promise<void> {
  const form = { address: `${values.address}/${path}`, events: ['dialog.rated' as const], content: false };
  const made = await callAs(api, admin).webhooks.create.mutate(form);
  if (!made.created) throw new Error(made.because);
  await api.query(
    `insert into webhook_delivery (company_id, delivery_id, webhook_id, event, source, subject, at, created_at, tried_until, state, done_at)
     values ($1, gen_random_uuid(), $2, 'dialog.rated', 'test', '{}', now(), now(), now(), 'failed', now())`,
    [companyId, made.webhook.webhookId],
  );
}

/** A notice to its administrator, and a decision that failed. */
async function withNotice({ companyId, employeeId }: Company, error: string): Promise<void> {
  await api.query(
    `with told as (
       insert into notice (company_id, notice_id, employee_id, what, body, at) values ($1, gen_random_uuid(), $2, 'nobody-left', '{}', now()))
     insert into parked (company_id, parked_id, event, error, at) values ($1, gen_random_uuid(), '{"event":"time-passed"}', $3, now())`,
    [companyId, employeeId, error],
  );
}

/** A pipeline, a field and records of each kind, two of them merged. */
async function withRecords({ admin, employeeId }: Company, words: string): Promise<void> {
  const { pipelines, records } = callAs(api, admin);
  expect(await pipelines.create.mutate({ kind: 'deal', name: words })).toMatchObject({ created: true });
  const field = { name: words, type: 'text' as const, options: [] };
  const added = await pipelines.addField.mutate({ kind: 'contact', words: field });
  if (!added.added) throw new Error(added.because);
  const person = { ...emptyRecord, name: words, surname: words, emails: [`${words}@crm.example.test`] };
  const contact = { ...person, source: words, responsibleId: employeeId, fields: { [added.fieldId]: words } };
  const { recordId: contactId } = await records.create.mutate({ kind: 'contact', words: contact });
  const { recordId: keptId } = await records.create.mutate({ kind: 'lead', words: { ...person, title: words } });
  const { recordId: mergedId } = await records.create.mutate({ kind: 'lead', words: person });
  await records.create.mutate({ kind: 'deal', words: { ...emptyRecord, title: words, contactId } });
  await records.note.mutate({ recordId: contactId, text: words });
  const given = { keptId, mergedId, keptVersion: 1, mergedVersion: 1, take: [] };
  expect(await records.merge.mutate(given)).toMatchObject({ merged: true });
}

/** What calls about records and their arrangement name. */
async function crmIdsOf({ admin, employeeId }: Company) {
  const { pipelines, records } = callAs(api, admin);
  const arranged = await pipelines.list.query({});
  const deals = arranged.pipelines.filter(({ kind }) => kind === 'deal');
  const stages = deals.at(-1)?.stages ?? [];
  const listed = async (kind: 'contact' | 'lead' | 'deal') => (await records.list.query({ kind })).rows[0]?.recordId;
  const merged = (await records.list.query({ kind: 'lead' })).rows.find(({ version }) => version > 1);
  const { merges } = await records.get.query({ recordId: merged?.recordId ?? '' });
  return {
    recordId: await listed('contact'),
    keptId: merged?.recordId,
    mergedId: await listed('deal'),
    mergeId: merges[0]?.mergeId,
    contactId: await listed('contact'),
    responsibleId: employeeId,
    pipelineId: deals.at(-1)?.pipelineId,
    beforePipelineId: deals[0]?.pipelineId,
    stageId: stages[0]?.stageId,
    fromStageId: stages[0]?.stageId,
    toStageId: stages[1]?.stageId,
    beforeStageId: stages[1]?.stageId,
    fieldId: arranged.fields[0]?.fieldId,
    beforeFieldId: arranged.fields[0]?.fieldId,
  };
}

/** A client who never wrote, and a merge of two such; made at the first call. */
async function clientMergeOf({ companyId, admin }: Company) {
  const known = await api.query<{ otherClientId: string; clientMergeId: string }>(
    `select kept_id as "otherClientId", merge_id as "clientMergeId" from client_merge where company_id = $1 and because = 'by-hand'`,
    [companyId],
  );
  if (known[0]) return known[0];
  const made = await api.query<{ clientId: string }>(
    `insert into client (company_id, client_id, name, created_at) select $1, gen_random_uuid(), '', now() from generate_series(1, 2)
     returning client_id as "clientId"`,
    [companyId],
  );
  const [kept = '', gone = ''] = made.map(({ clientId }) => clientId);
  const merged = await callAs(api, admin).clients.merge.mutate({ clientId: kept, otherClientId: gone });
  return { otherClientId: kept, clientMergeId: merged.merged ? merged.clientMergeId : '' };
}

/** A view of the list of dialogs, and a file of them; made at the first call. */
async function listIdsOf({ companyId, employeeId }: Company) {
  const [known] = await api.query<{ viewId: string; exportId: string }>(
    `select (select view_id from dialog_view where company_id = $1 limit 1) as "viewId", (select export_id from export where company_id = $1 limit 1) as "exportId"`,
    [companyId],
  );
  if (known?.viewId) return known;
  const words = companyId === samovar.companyId ? marker : 'Open';
  const [made] = await api.query<{ viewId: string; exportId: string }>(
    `with made as (
       insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, created_at, done_at)
       values ($1, gen_random_uuid(), $2, 'done', 'csv', 'en', jsonb_build_object('search', $3::text), '{number}', 'number', false, now(), now()) returning export_id)
     insert into dialog_view (company_id, view_id, name, filter, columns, sort, ascending, shared, owner_id, created_at)
     values ($1, gen_random_uuid(), $3, '{}', '{number}', 'number', false, true, $2, now()) returning view_id as "viewId", (select export_id from made) as "exportId"`,
    [companyId, employeeId, words],
  );
  return made ?? { viewId: undefined, exportId: undefined };
}

async function idsOf(company: Company): Promise<Record<IdField, unknown>> {
  const { rows } = await callAs(api, company.admin).inbox.list.query({ list: 'all' });
  const row = rows[0];
  if (!row) throw new Error('no dialog');
  const [department] = await callAs(api, company.admin).people.departments.query({});
  const [absence] = await callAs(api, company.admin).people.absences.query({});
  const { messages } = await callAs(api, company.admin).dialogs.messages.query({ chatId: row.chatId });
  const role = (await callAs(api, company.admin).roles.list.query({})).at(-1);
  const [notice] = (await callAs(api, company.admin).notices.list.query({})).notices;
  const [parked] = (await callAs(api, company.admin).parked.list.query({})).rows;
  const { webhooks } = callAs(api, company.admin);
  const [webhook] = await webhooks.list.query({});
  const [delivered] = (await webhooks.deliveries.query({ webhookId: webhook?.webhookId ?? '' })).rows;
  const { list } = (await callAs(api, company.admin).quickReplies.ofLine.query({ lineId: company.lineId })) ?? {};
  return {
    ...(await crmIdsOf(company)),
    companyId: company.companyId,
    lineId: company.lineId,
    channelId: company.channelId,
    chatId: row.chatId,
    dialogId: row.dialogId,
    dialogIds: row.dialogId,
    ...(await listIdsOf(company)),
    clientId: row.client.clientId,
    ...(await clientMergeOf(company)),
    messageId: messages[0]?.messageId,
    employeeId: company.employeeId,
    operatorId: company.employeeId,
    employeeIds: company.employeeId,
    roleId: role?.roleId,
    roleIds: role?.roleId,
    invitationId: crypto.randomUUID(),
    departmentId: department?.departmentId,
    parentId: department?.departmentId,
    absenceId: absence?.absenceId,
    noticeId: notice?.noticeId,
    parkedId: parked?.parkedId,
    webhookId: webhook?.webhookId,
    deliveryId: delivered?.deliveryId,
    listId: list?.listId,
    sectionId: list?.sections[0]?.sectionId,
    toSectionId: list?.sections[0]?.sectionId,
    beforeSectionId: list?.sections[0]?.sectionId,
    replyId: list?.replies[0]?.replyId,
    replyIds: list?.replies[0]?.replyId,
    beforeReplyId: list?.replies[0]?.replyId,
    agreementId: (await callAs(api, company.admin).agreements.list.query({}))[0]?.agreementId,
    apiKeyId: (await callAs(api, company.admin).apiKeys.list.query({}))[0]?.apiKeyId,
  };
}

async function tables(): Promise<string[]> {
  const rows = await api.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
     where table_schema in ('public', 'directory') and column_name = 'company_id' order by table_schema desc, table_name`,
  );
  return rows.map((row) => row.name);
}

/** Everything that is stored of a company, table by table. */
async function stored(companyId: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const table of await tables()) {
    const rows = await api.query<{ rows: string }>(
      `select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text as rows from ${table} t where company_id = $1`,
      [companyId],
    );
    all[table] = rows[0]?.rows ?? '';
  }
  return all;
}

async function secretsOf(companyId: string): Promise<string[]> {
  const text = Object.values(await stored(companyId)).join(' ');
  const uuids = text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [];
  const addresses = await api.query<{ address: string }>('select address from channel where company_id = $1', [
    companyId,
  ]);
  return [...new Set([...uuids, ...addresses.map((row) => row.address)])];
}

async function call(
  path: string,
  type: 'query' | 'mutation',
  input: unknown,
  cookie?: string,
): Promise<{ status: number; text: string; code: string | null; data: Record<string, unknown> | null }> {
  const query = type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const answer = await fetch(`${api.url}/rpc/${path}${query}`, {
    method: type === 'query' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: consoleOrigin, ...(cookie ? { cookie } : {}) },
    ...(type === 'query' ? {} : { body: JSON.stringify(input) }),
  });
  const text = await answer.text();
  const body = JSON.parse(text) as {
    error?: { data: { code: string } };
    result?: { data: Record<string, unknown> | null };
  };
  return { status: answer.status, text, code: body.error?.data.code ?? null, data: body.result?.data ?? null };
}

/** Nothing of the first company stands in this text: no word and no id of it. */
function expectNothingOfSamovar(text: string, where: string): void {
  expect(text, where).not.toContain(marker);
  for (const secret of samovarSecrets) expect(text, where).not.toContain(secret);
}

const values = {
  timeZone: 'UTC',
  token,
  password: 'a password of tests',
  address: 'http://127.0.0.1:1',
  from: 4_100_000_000_000,
  until: 4_100_086_400_000,
  changes: { 'queue.nameInText': false },
};

test('the marker was planted wherever a company keeps words', async () => {
  const all = await stored(samovar.companyId);
  const marked = Object.entries(all).flatMap(([table, rows]) => (rows.includes(marker) ? [table] : []));
  expect(marked).toEqual([
    'public.agreement',
    'public.agreement_text',
    'public.api_key',
    'public.channel',
    'public.company',
    'public.consent_evidence',
    'public.crm_entry',
    'public.crm_field',
    'public.crm_merge',
    'public.crm_pipeline',
    'public.crm_record',
    'public.crm_record_address',
    'public.department',
    'public.dialog_view',
    'public.dialog_words',
    'public.employee',
    'public.export',
    'public.line',
    'public.line_settings',
    'public.message',
    'public.parked',
    'public.quick_reply',
    'public.quick_reply_list',
    'public.quick_reply_section',
    'public.received',
    'public.role',
    'public.webhook',
    'directory.invitation',
  ]);
  const own = await call('dialogs.get', 'query', { dialogId: samovarIds.dialogId }, samovar.admin.cookie);
  expect(own.text).toContain(marker);
  expect(samovarSecrets.length).toBeGreaterThan(20);
});

describe('a call', () => {
  test('is open to those who are not signed in only where it is listed', async () => {
    const answered: string[] = [];
    for (const [path, { _def }] of procedures) {
      const { code } = await call(path, _def.type, {});
      if (code !== 'UNAUTHORIZED') answered.push(path);
    }
    expect(answered.toSorted()).toEqual(open.toSorted());
  });

  const closed = procedures.filter(([path]) => !open.includes(path));

  test.each(closed)('%s tells another company nothing and does nothing to it', async (path, { _def }) => {
    const before = await stored(samovar.companyId);
    const schema = _def.inputs[0];
    if (!schema) throw new Error(`${path} has no input`);
    const people = [teapot.admin.cookie, teapotOperator.cookie];
    // All ids of the other company; then each alone among one's own.
    const places = new Set(samples(schema, (field) => samovarIds[field], values).flatMap((sample) => sample.ids));
    for (const strange of [null, ...places]) {
      const made = samples(
        schema,
        (field, place) => (strange === null || strange === place ? samovarIds : teapotIds)[field],
        values,
      );
      for (const { input, ids } of made) {
        for (const cookie of people) {
          const answer = await call(path, _def.type, input, cookie);
          const where = `${path} ${JSON.stringify(input)} → ${answer.status} ${answer.text.slice(0, 300)}`;
          expect(answer.status, where).toBeLessThan(500);
          expectNothingOfSamovar(answer.text, where);
          const named = strange === null ? ids.length > 0 : ids.includes(strange);
          if (_def.type === 'mutation' && named && !silent.includes(path)) {
            const refused =
              answer.code !== null ||
              Object.values({ ...answer.data }).some((value) => value === false && answer.data !== null);
            expect(refused, where).toBe(true);
          }
        }
      }
    }
    expect(await stored(samovar.companyId)).toEqual(before);
  });

  test('takes an input that its schema takes, or the test above would have asked nothing', () => {
    for (const [path, { _def }] of procedures) {
      for (const { input } of samples(_def.inputs[0] as z.ZodType, (field) => teapotIds[field], values))
        expect(_def.inputs[0]?.safeParse(input).error?.issues, `${path} ${JSON.stringify(input)}`).toBeUndefined();
    }
  });
});

describe('a plain route', () => {
  test('is one of those that were thought about', () => {
    expect([...registered].toSorted()).toEqual(Object.keys(routes).toSorted());
  });

  test('of the health and the numbers names no company', async () => {
    for (const route of ['/health/live', '/health/ready', '/metrics'])
      expectNothingOfSamovar(await (await fetch(`${api.url}${route}`)).text(), route);
  });

  test('of a chat takes no token of another company’s visitor', async () => {
    const answer = await fetch(`${api.url}/live-chat/${samovar.address}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${teapotVisitor.token}` },
      body: JSON.stringify({ id: crypto.randomUUID(), text: 'Hello', page: null }),
    });
    expect(answer.status).toBe(401);
    expectNothingOfSamovar(await answer.text(), 'the refusal');
  });

  test('tells of a chat its title, what it asks for, and nothing else', async () => {
    const answer = await fetch(`${api.url}/live-chat/${samovar.address}/config`);
    expect(await answer.json()).toEqual({ title: marker, language: 'en', open: true, asks: null });
  });
});

describe('a socket', () => {
  test('of another company hears nothing, from the first change on', async () => {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/live`, {
      origin: consoleOrigin,
      headers: { cookie: teapot.admin.cookie },
    });
    const frames: string[] = [];
    socket.on('message', (data) => frames.push(String(data)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ frame: 'hello', cursor: 0 }));
    socket.send(JSON.stringify({ frame: 'looking', dialogId: samovarIds.dialogId }));
    const anna = callAs(api, samovar.admin);
    await samovarVisitor.write(marker);
    await anna.dialogs.reply.mutate({
      commandId: crypto.randomUUID(),
      dialogId: samovarIds.dialogId as number,
      text: marker,
    });
    await teapotVisitor.write('The last word');
    await eventually(async () => frames.some((frame) => frame.includes('The last word')), 'his own change');
    expectNothingOfSamovar(frames.join('\n'), 'the console’s frames');
    expectNothingOfSamovar(JSON.stringify(teapotVisitor.frames), 'the visitor’s frames');
    socket.terminate();
  });

  test('of a visitor takes no token of another company', async () => {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/live-chat/${samovar.address}/socket`, {
      origin: 'http://127.0.0.1:4000',
    });
    const frames: FrameToWidget[] = [];
    socket.on('message', (data) => frames.push(JSON.parse(String(data)) as FrameToWidget));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ frame: 'hello', token: teapotVisitor.token, after: 0 }));
    const code = await new Promise((resolve) => socket.once('close', resolve));
    expect(code).toBe(4401);
    expect(frames).toMatchObject([{ frame: 'error', error: { error: 'bad-token' } }]);
  });
});
