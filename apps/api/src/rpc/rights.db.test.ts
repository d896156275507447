import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import {
  may,
  mayAnywhere,
  reachOf,
  withReaches,
  type Action,
  type Actor,
  type Reach,
} from '@switchboard/domain/access';
import { emptyRecord } from '@switchboard/domain/crm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';

import { Actors } from '../access/actors.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  consoleOrigin,
  eventually,
  testApi,
  theSettings,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { anAcceptance } from '../testing/consents.ts';
import { FakeBitrix24 } from '../testing/fake-bitrix24.ts';
import { samples, type IdField } from '../testing/samples.ts';
import { aVisitor } from '../testing/visitor.ts';
import { appRouter } from './app-router.ts';

/**
 * What guards a call, and what it is done to. `anything`: a right somewhere. `company`: what belongs to all of it, so that
 * the right must be bound to nothing. The others name an object, and the right must reach that one; `person or himself`:
 * of himself everybody may. `reply`: a quick reply that somebody wrote; `list`: what is nobody's own.
 */
type Guard = {
  rights: readonly Action[];
  on: 'anything' | 'company' | 'line' | 'person' | 'person or himself' | 'dialog' | 'reply' | 'list' | 'record';
};
const by = (on: Guard['on'], ...rights: Action[]): Guard => ({ rights, on });

/** Every call and what guards it. A new one must be placed here, or the first test fails. */
const guards: Record<string, Guard | 'everybody' | 'employees'> = {
  'session.me': 'everybody',
  'signUp.begin': 'everybody',
  'signUp.resend': 'everybody',
  'signUp.confirm': 'everybody',
  'signIn.withPassword': 'everybody',
  'signIn.out': 'everybody',
  'reset.begin': 'everybody',
  'reset.finish': 'everybody',
  'invitations.look': 'everybody',
  'invitations.accept': 'everybody',
  'secondFactor.mine': 'everybody',
  'secondFactor.begin': 'everybody',
  'secondFactor.confirm': 'everybody',
  'secondFactor.newCodes': 'everybody',
  'secondFactor.switchOff': 'everybody',
  'secondFactor.step': 'everybody',
  'company.get': 'employees',
  'company.save': by('company', 'settings'),
  'company.plan': 'employees',
  'company.setPlan': by('company', 'settings'),
  'company.welcomed': by('company', 'settings'),
  'people.list': 'employees',
  'people.invitations': by('anything', 'people'),
  'people.invite': by('anything', 'people'),
  'people.resendInvitation': by('anything', 'people'),
  'people.withdrawInvitation': by('anything', 'people'),
  'people.saveProfile': 'employees',
  'people.setAway': 'employees',
  'people.employee': 'employees',
  'people.saveEmployee': by('person or himself', 'people'),
  'people.dismissal': by('person', 'people'),
  'people.dismiss': by('person', 'people'),
  'people.reinstate': by('person', 'people'),
  'people.departments': 'employees',
  'people.createDepartment': by('company', 'people'),
  'people.renameDepartment': by('company', 'people'),
  'people.moveDepartment': by('company', 'people'),
  'people.setDepartmentHead': by('company', 'people'),
  'people.removeDepartment': by('company', 'people'),
  'people.putIntoDepartment': by('company', 'people'),
  'people.absences': by('person or himself', 'people'),
  'people.addAbsence': by('person', 'people'),
  'people.changeAbsence': by('person', 'people'),
  'people.cancelAbsence': by('person', 'people'),
  'people.workdaysTracked': 'employees',
  'people.trackWorkdays': by('company', 'people'),
  'people.trackWorkdayOf': by('person', 'people'),
  'people.workday': by('person or himself', 'people'),
  'people.setWorkday': by('person or himself', 'people'),
  'roles.list': 'employees',
  'roles.create': by('company', 'people'),
  'roles.copy': by('company', 'people'),
  'roles.save': by('company', 'people'),
  'roles.remove': by('company', 'people'),
  'roles.give': by('person', 'people'),
  'pictures.put': 'employees',
  'quickReplies.lists': 'employees',
  'quickReplies.get': 'employees',
  'quickReplies.ofLine': 'employees',
  'quickReplies.createList': by('list', 'quickReplies'),
  'quickReplies.renameList': by('list', 'quickReplies'),
  'quickReplies.removeList': by('list', 'quickReplies'),
  'quickReplies.restoreList': by('list', 'quickReplies'),
  'quickReplies.createSection': by('list', 'quickReplies'),
  'quickReplies.renameSection': by('list', 'quickReplies'),
  'quickReplies.moveSection': by('list', 'quickReplies'),
  'quickReplies.removeSection': by('list', 'quickReplies'),
  'quickReplies.restoreSection': by('list', 'quickReplies'),
  'quickReplies.add': by('anything', 'quickReplies'),
  'quickReplies.save': by('reply', 'quickReplies'),
  'quickReplies.move': by('reply', 'quickReplies'),
  'quickReplies.remove': by('reply', 'quickReplies'),
  'quickReplies.restore': by('reply', 'quickReplies'),
  'quickReplies.used': 'employees',
  'quickReplies.previewImport': by('list', 'quickReplies'),
  'quickReplies.import': by('list', 'quickReplies'),
  'quickReplies.export': 'employees',
  'lines.list': 'employees',
  'lines.countries': 'employees',
  'lines.publicHolidays': 'employees',
  'lines.get': by('line', 'linesView'),
  'lines.crew': by('line', 'linesView'),
  'lines.create': by('company', 'linesEdit'),
  'lines.concerned': by('line', 'linesEdit'),
  'lines.remove': by('line', 'linesEdit', 'channelsEdit'),
  'lines.rename': by('line', 'linesEdit'),
  'lines.setActive': by('line', 'linesEdit'),
  'lines.save': by('line', 'linesEdit'),
  'channels.list': 'employees',
  'channels.addLiveChat': by('line', 'channelsEdit'),
  'channels.connectTelegram': by('line', 'channelsEdit'),
  'channels.move': by('line', 'channelsEdit'),
  'channels.remove': by('line', 'channelsEdit'),
  'inbox.list': 'employees',
  'inbox.counts': 'employees',
  'dialogs.get': by('dialog', 'dialogsList'),
  'dialogs.messages': by('dialog', 'dialogsList'),
  'dialogs.history': by('dialog', 'dialogsList', 'history'),
  'dialogs.accept': by('dialog', 'accept'),
  'dialogs.decline': by('dialog', 'accept'),
  'dialogs.reply': by('dialog', 'reply'),
  'dialogs.transfer': by('dialog', 'transfer'),
  'dialogs.finish': by('dialog', 'finish'),
  'dialogs.close': by('dialog', 'finish'),
  'dialogs.writeFirst': by('line', 'startOutgoing'),
  'dialogs.takeOver': by('dialog', 'takeOver'),
  'dialogs.join': by('dialog', 'join'),
  'dialogs.leave': by('dialog', 'reply'),
  'dialogs.pin': by('dialog', 'reply'),
  'dialogs.resume': by('dialog', 'reply'),
  'dialogs.spam': by('dialog', 'finish', 'block'),
  'dialogs.unblock': by('dialog', 'dialogsList', 'block'),
  'dialogs.mark': by('dialog', 'mark'),
  'dialogs.makeRecord': by('dialog', 'crm'),
  'dialogs.retry': by('dialog', 'dialogsList', 'reply'),
  'dialogs.seen': 'employees',
  'dialogList.page': 'employees',
  'dialogList.count': 'employees',
  'dialogList.matching': 'employees',
  'dialogList.finish': by('anything', 'finish'),
  'dialogList.transfer': by('anything', 'transfer'),
  'dialogList.views': 'employees',
  'dialogList.addView': 'employees',
  'dialogList.saveView': 'employees',
  'dialogList.removeView': 'employees',
  'dialogList.restoreView': 'employees',
  'dialogList.setDefaultView': 'employees',
  'exports.list': by('anything', 'statistics'),
  'exports.start': by('anything', 'statistics'),
  'exports.cancel': by('anything', 'statistics'),
  'notices.list': 'employees',
  'notices.read': 'employees',
  'parked.list': by('company', 'settings'),
  'parked.count': by('company', 'settings'),
  'parked.retry': by('company', 'settings'),
  'parked.drop': by('company', 'settings'),
  'apiKeys.list': by('company', 'api'),
  'apiKeys.create': by('company', 'api'),
  'apiKeys.revoke': by('company', 'api'),
  'webhooks.list': by('company', 'api'),
  'webhooks.create': by('company', 'api'),
  'webhooks.save': by('company', 'api'),
  'webhooks.setOn': by('company', 'api'),
  'webhooks.rollSecret': by('company', 'api'),
  'webhooks.remove': by('company', 'api'),
  'webhooks.deliveries': by('company', 'api'),
  'webhooks.attempts': by('company', 'api'),
  'webhooks.replay': by('company', 'api'),
  'webhooks.replayFailed': by('company', 'api'),
  'webhooks.test': by('company', 'api'),
  'secondFactor.security': by('company', 'settings'),
  'secondFactor.require': by('company', 'settings'),
  'secondFactor.reset': by('company', 'settings'),
  'audit.list': by('company', 'settings'),
  'crmConnection.get': by('company', 'settings'),
  'crmConnection.connect': by('company', 'settings'),
  'crmConnection.authorise': by('company', 'settings'),
  'crmConnection.check': by('company', 'settings'),
  'crmConnection.putUser': by('company', 'settings'),
  'crmConnection.disconnect': by('company', 'settings'),
  'pipelines.list': 'employees',
  'pipelines.create': by('company', 'settings'),
  'pipelines.rename': by('company', 'settings'),
  'pipelines.move': by('company', 'settings'),
  'pipelines.remove': by('company', 'settings'),
  'pipelines.addStage': by('company', 'settings'),
  'pipelines.saveStage': by('company', 'settings'),
  'pipelines.moveStage': by('company', 'settings'),
  'pipelines.removeStage': by('company', 'settings'),
  'pipelines.addField': by('company', 'settings'),
  'pipelines.saveField': by('company', 'settings'),
  'pipelines.moveField': by('company', 'settings'),
  'pipelines.removeField': by('company', 'settings'),
  'pipelines.restoreField': by('company', 'settings'),
  'records.list': by('anything', 'crm'),
  'records.totals': by('anything', 'crm'),
  'records.sources': by('anything', 'crm'),
  'records.get': by('record', 'crm'),
  'records.timeline': by('record', 'crm'),
  'records.create': by('anything', 'crm'),
  'records.save': by('record', 'crm'),
  'records.move': by('record', 'crm'),
  'records.note': by('record', 'crm'),
  'records.remove': by('record', 'crm'),
  'records.restore': by('record', 'crm'),
  'records.duplicates': by('anything', 'crm'),
  'records.merge': by('record', 'crm'),
  'records.unmerge': by('record', 'crm'),
  'recordFiles.check': by('anything', 'crm'),
  'recordFiles.import': by('anything', 'crm'),
  'recordFiles.export': by('anything', 'crm'),
  'agreements.list': by('company', 'agreements'),
  'agreements.get': by('company', 'agreements'),
  'agreements.version': by('company', 'agreements'),
  'agreements.choices': by('anything', 'linesView'),
  'agreements.create': by('company', 'agreements'),
  'agreements.saveDraft': by('company', 'agreements'),
  'agreements.publish': by('company', 'agreements'),
  'agreements.remove': by('company', 'agreements'),
  'agreements.restore': by('company', 'agreements'),
  'statistics.overview': by('anything', 'statistics'),
  'statistics.operators': by('anything', 'statistics'),
  'statistics.ratings': by('anything', 'statistics'),
  'statistics.kpi': by('anything', 'statistics'),
  'statistics.channels': by('anything', 'statistics'),
  'statistics.choices': by('anything', 'statistics'),
  'statistics.board': by('anything', 'statistics'),
  'clients.list': by('anything', 'crm'),
  'clients.get': by('record', 'crm'),
  'clients.ofDialog': by('dialog', 'dialogsList', 'crm'),
  'clients.dialogs': by('record', 'crm'),
  'clients.thread': by('record', 'crm'),
  'clients.rename': by('record', 'crm'),
  'clients.addAddress': by('record', 'crm'),
  'clients.removeAddress': by('record', 'crm'),
  'clients.attachRecord': by('record', 'crm'),
  'clients.detachRecord': by('record', 'crm'),
  'clients.merge': by('record', 'crm'),
  'clients.unmerge': by('record', 'crm'),
  'erasures.preview': by('company', 'erasure'),
  'erasures.list': by('company', 'erasure'),
  'erasures.erase': by('company', 'erasure'),
  'erasures.retention': by('company', 'settings'),
  'erasures.setRetention': by('company', 'settings'),
  'consents.list': by('company', 'agreements'),
  'consents.file': by('company', 'agreements'),
  'consents.get': by('company', 'agreements'),
  'consents.ofClient': by('company', 'agreements'),
  'consents.withdraw': by('company', 'agreements'),
  'consents.state': by('company', 'agreements'),
  'consents.check': by('company', 'agreements'),
  'consents.sign': by('company', 'agreements'),
};

/** What takes an object away from the calls that come after it, so it comes last, in this order. */
const last = [
  'dialogs.takeOver',
  'channels.remove',
  'lines.remove',
  'webhooks.remove',
  'people.cancelAbsence',
  'people.dismiss',
  'people.reinstate',
  'roles.remove',
  'people.removeDepartment',
];

/** Calls that change nothing of settings, people, rights, channels or lines, or nothing that anybody must be told of. */
const untold: Record<string, string> = {
  'company.welcomed': 'the wizard was seen',
  'people.setAway': 'one’s own status',
  'people.setWorkday': 'one’s own day, which has a log of its own',
  'pictures.put': 'a picture that nothing shows yet',
  'notices.read': 'one’s own notices',
  'dialogList.finish': 'told in the history of each dialog',
  'dialogList.transfer': 'told in the history of each dialog',
  'dialogList.addView': 'a way to look at dialogs',
  'dialogList.saveView': 'a way to look at dialogs',
  'dialogList.removeView': 'a way to look at dialogs',
  'dialogList.restoreView': 'a way to look at dialogs',
  'dialogList.setDefaultView': 'a way to look at dialogs',
  'exports.start': 'a file changes nothing',
  'exports.cancel': 'a file changes nothing',
  'consents.sign': 'a signature of what is there',
  'quickReplies.used': 'a count',
  'quickReplies.previewImport': 'what a file would do',
  'crmConnection.authorise': 'nothing is connected yet',
  'crmConnection.check': 'what is there is read again',
  'webhooks.replay': 'what was to be sent is sent again',
  'webhooks.replayFailed': 'what was to be sent is sent again',
  'webhooks.test': 'a call that tells nothing',
  'records.create': 'told on the record’s own timeline',
  'records.save': 'told on the record’s own timeline',
  'records.move': 'told on the record’s own timeline',
  'records.note': 'told on the record’s own timeline',
  'records.remove': 'a test of its own',
  'records.restore': 'a test of its own',
  'records.merge': 'a test of its own',
  'records.unmerge': 'a test of its own',
  'recordFiles.check': 'what a file would do',
  'clients.rename': 'what is known of a client is no setting',
  'clients.addAddress': 'what is known of a client is no setting',
  'clients.removeAddress': 'what is known of a client is no setting',
  'clients.attachRecord': 'what is known of a client is no setting',
  'clients.detachRecord': 'what is known of a client is no setting',
  'secondFactor.require': 'told where whoever asks has one himself, which has a test of its own',
  'secondFactor.reset': 'told where there was one, which has a test of its own',
};

type Procedure = { _def: { type: 'query' | 'mutation'; inputs: z.ZodType[] } };
const order = ([path]: [string, Procedure]): number => last.indexOf(path) + (path.startsWith('dialogs.') ? 0 : 100);
const procedures = Object.entries(appRouter({} as never)._def.procedures as unknown as Record<string, Procedure>).sort(
  (one, other) => Number(last.includes(one[0])) - Number(last.includes(other[0])) || order(one) - order(other) || 0,
);

const places = ['own', 'department', 'another'] as const;
type Place = (typeof places)[number];
type Objects = {
  lineId: string;
  channelId: string;
  dialogId: number;
  chatId: string;
  /** Who holds the dialog. */
  holder: string;
  /** Whom a call about people names. */
  employeeId: string;
  name: string;
  absenceId: string;
  /** A quick reply that he wrote. */
  replyId: string;
  /** Leads of whoever holds the dialog: one, two that can be merged, and two that were. */
  recordId: string;
  keptId: string;
  mergedId: string;
  mergeId: string;
  responsibleId: string;
  /** The client of the dialog, another who has a lead of its holder, and a merge of two such. */
  clientId: string;
  otherClientId: string;
  clientMergeId: string;
};
type World = {
  company: Company;
  crm: Arranged;
  who: Person;
  of: Record<Place, Objects>;
  ids: Partial<Record<IdField, unknown>>;
  /** For calls that take away what they name. */
  spare: {
    departmentId: string;
    parkedId: string;
    apiKeyId: string;
    listId: string;
    sectionId: string;
    clientId: string;
    forgottenId: string;
  };
};

let api: TestApi;

let telegram: FakeTelegram;
let portal: FakeBitrix24;

beforeAll(async () => {
  telegram = await fakeTelegram();
  portal = await new FakeBitrix24().start();
  api = await testApi({ TELEGRAM_API_URL: telegram.url });
});
afterAll(async () => {
  await api.stop();
  await telegram.close();
  await portal.stop();
});

/**
 * A company in which somebody has one role, with this reach. He holds a dialog on a line of his own, a colleague of his
 * department one on another, and a stranger one on a third.
 */
async function aWorld(reach: Reach): Promise<World> {
  const company = await aCompany(api);
  const anna = callAs(api, company.admin);
  const [who, colleague, stranger, second, third] = await Promise.all(
    ['Who', 'Colleague', 'Stranger', 'Second', 'Third'].map((name) => anEmployee(api, company, 'operator', name)),
  );
  if (!who || !colleague || !stranger || !second || !third) throw new Error('nobody');
  const made = await anna.people.createDepartment.mutate({ name: 'Sales', parentId: null });
  if (!made.created) throw new Error(made.because);
  const { departmentId } = made.department;
  for (const { employeeId } of [who, colleague, second])
    await anna.people.putIntoDepartment.mutate({ employeeId, departmentId });
  const { quickReplies } = anna;
  const listOf = async (list: string): Promise<string> => {
    const created = await quickReplies.createList.mutate({ name: list });
    return created.created ? created.listId : '';
  };
  const sectionOf = async (section: string): Promise<string> => {
    const created = await quickReplies.createSection.mutate({ listId, name: section });
    return created.created ? created.section.sectionId : '';
  };
  const listId = await listOf('Answers');
  const crm = await anArrangement(company);
  const sectionId = await sectionOf('Shop');
  const objects = async (holder: Person, person: Person, name: string): Promise<Objects> => {
    const line = await anna.lines.create.mutate({ name: holder.employeeId });
    if (!line.created) throw new Error(line.because);
    const { lineId } = line;
    await theSettings(
      api,
      company,
      (settings) => ({
        ...settings,
        queue: { ...settings.queue, members: [{ employeeId: holder.employeeId }] },
        autoActions: {
          ...settings.autoActions,
          welcome: { ...settings.autoActions.welcome, on: false },
          quickRepliesId: listId,
        },
      }),
      lineId,
    );
    const { channelId, liveChat } = await anna.channels.addLiveChat.mutate({ lineId, name: 'Chat' });
    await callAs(api, holder).people.setAway.mutate({ away: false });
    const visitor = await aVisitor(api, liveChat?.page.split('/').at(-1) ?? '');
    await visitor.write('Hello');
    visitor.close();
    const { inbox, dialogs } = callAs(api, holder);
    const row = await eventually(async () => (await inbox.list.query({ list: 'mine' })).rows[0], 'the offer');
    const commandId = crypto.randomUUID();
    expect(await dialogs.accept.mutate({ commandId, dialogId: row.dialogId })).toMatchObject({ done: true });
    const { employeeId } = person;
    const absent = await anna.people.addAbsence.mutate({
      employeeId,
      time: { kind: 'vacation', from: values.from - 86_400_000, until: values.from },
    });
    if (!absent.added) throw new Error(absent.because);
    const { absenceId } = absent.absence;
    const { dialogId, chatId } = row;
    const { clientId } = row.client;
    const leads = await leadsOf(company, holder);
    const written = await quickReplies.add.mutate({ listId, sectionId, name, text: name });
    const replyId = written.added ? written.reply.replyId : '';
    await api.query('update quick_reply set created_by = $2 where reply_id = $1', [replyId, employeeId]);
    return {
      lineId,
      channelId,
      dialogId,
      chatId,
      holder: holder.employeeId,
      employeeId,
      name,
      absenceId,
      replyId,
      clientId,
      ...leads,
      ...(await clientsOf(company, leads.recordId)),
    };
  };
  const of = {
    own: await objects(who, who, 'Who'),
    department: await objects(colleague, second, 'Second'),
    another: await objects(stranger, third, 'Third'),
  };
  const role = await anna.roles.create.mutate({ name: 'Spare', rights: withReaches('none') });
  const invited = await anna.people.invite.mutate({
    email: `${crypto.randomUUID()}@example.test`,
    roleIds: ['operator'],
  });
  const ids = {
    roleId: role.created ? role.roleId : '',
    roleIds: 'operator',
    departmentId,
    parentId: null,
    listId,
    sectionId,
    toSectionId: null,
    beforeSectionId: null,
    beforeReplyId: null,
    invitationId: invited.invited ? invited.invitation.invitationId : '',
    ...crm.ids,
    ...(await somethingTold(company, who)),
  };
  const empty = await anna.people.createDepartment.mutate({ name: 'Nobody', parentId: null });
  const told = await anna.webhooks.create.mutate({ address: hook.address, events: ['line.changed'], content: false });
  const webhookId = told.created ? told.webhook.webhookId : '';
  const { deliveryId } = await anna.webhooks.test.mutate({ webhookId });
  const agreed = await anna.agreements.create.mutate({
    name: 'Privacy',
    template: 'own',
    draft: { texts: [{ language: 'en', own: { title: 'Privacy', text: 'Words' } }] },
  });
  const key = await anna.apiKeys.create.mutate({ name: 'Key', rights: 'read', days: 30 });
  const world = {
    company,
    crm,
    who,
    of,
    ids: { ...ids, webhookId, deliveryId, agreementId: agreed.created ? agreed.agreementId : '' },
    spare: {
      departmentId: empty.created ? empty.department.departmentId : '',
      parkedId: (await somethingTold(company, who)).parkedId,
      apiKeyId: key.created ? key.key.apiKeyId : '',
      listId: await listOf('Spare'),
      sectionId: await sectionOf('Spare'),
      clientId: agreed.created ? await whoAgreed(company, agreed.agreementId) : '',
      forgottenId: await somebody(company),
    },
  };
  await become(world, withReaches(reach));
  return world;
}

type Arranged = Awaited<ReturnType<typeof anArrangement>>;

/** Pipelines of leads, with one to spare, stages and fields. */
async function anArrangement({ admin }: Company) {
  const { pipelines, records } = callAs(api, admin);
  const ada = { ...emptyRecord, name: 'Ada' };
  const { recordId: contactId } = await records.create.mutate({ kind: 'contact', words: ada });
  const made = async (name: string) => {
    const answer = await pipelines.create.mutate({ kind: 'lead', name });
    return answer.created ? answer.pipelineId : '';
  };
  const field = async (name: string) => {
    const answer = await pipelines.addField.mutate({ kind: 'lead', words: { name, type: 'text', options: [] } });
    return answer.added ? answer.fieldId : '';
  };
  const [pipelineId, sparePipelineId, fieldId, spareFieldId] = [
    await made('Other'),
    await made('Spare'),
    await field('Field'),
    await field('Spare'),
  ];
  const { stages = [] } = (await pipelines.list.query({})).pipelines.find((one) => one.pipelineId === pipelineId) ?? {};
  const [first, second, won, lost] = stages.map(({ stageId }) => stageId);
  if (!first || !second || !won || !lost) throw new Error('no stages');
  return {
    ids: {
      pipelineId,
      beforePipelineId: sparePipelineId,
      contactId,
      stageId: first,
      fromStageId: first,
      toStageId: second,
      beforeStageId: won,
      fieldId,
      beforeFieldId: spareFieldId,
    },
    sparePipelineId,
    spareFieldId,
    second,
    lost,
  };
}

async function leadsOf({ admin }: Company, { employeeId: responsibleId }: Person) {
  const { records, pipelines } = callAs(api, admin);
  const other = (await pipelines.list.query({})).pipelines.find(({ name }) => name === 'Other');
  const made: string[] = [];
  for (const name of ['One', 'Kept', 'Merged', 'Stays', 'Goes']) {
    const words = { ...emptyRecord, name, responsibleId };
    made.push((await records.create.mutate({ kind: 'lead', words, pipelineId: other?.pipelineId ?? null })).recordId);
  }
  const [recordId = '', keptId = '', mergedId = '', stays = '', goes = ''] = made;
  const merged = { keptId: stays, mergedId: goes, keptVersion: 1, mergedVersion: 1, take: [] };
  const answer = await records.merge.mutate(merged);
  return { recordId, keptId, mergedId, mergeId: answer.merged ? answer.mergeId : '', responsibleId };
}

/** A client of a record, and two more who were made one. */
async function clientsOf(company: Company, recordId: string) {
  const { companyId, admin } = company;
  const made: string[] = [];
  for (let count = 0; count < 3; count++) {
    const id = await somebody(company);
    await api.query("insert into client_record values ($1, $2, $3, 'by-hand', now())", [companyId, id, recordId]);
    made.push(id);
  }
  const [otherClientId = '', kept = '', gone = ''] = made;
  const merged = await callAs(api, admin).clients.merge.mutate({ clientId: kept, otherClientId: gone });
  return { otherClientId, clientMergeId: merged.merged ? merged.clientMergeId : '' };
}

/** A client who accepted an agreement. */
async function whoAgreed({ companyId }: Company, agreementId: string): Promise<string> {
  const [dialog] = await api.query<{ clientId: string }>(
    'select client_id as "clientId" from dialog where company_id = $1 limit 1',
    [companyId],
  );
  const clientId = dialog?.clientId ?? '';
  await anAcceptance(api, companyId, { clientId, agreementId });
  return clientId;
}

/** A client who never wrote anything. */
async function somebody({ companyId }: Company): Promise<string> {
  const clientId = crypto.randomUUID();
  await api.query("insert into client (company_id, client_id, name, created_at) values ($1, $2, '', now())", [
    companyId,
    clientId,
  ]);
  return clientId;
}

/** A notice to him, and a decision that failed. */
async function somethingTold(
  { companyId }: Company,
  { employeeId }: Person,
): Promise<{ noticeId: string; parkedId: string }> {
  const told = { noticeId: crypto.randomUUID(), parkedId: crypto.randomUUID() };
  await api.query(
    `with told as (
       insert into notice (company_id, notice_id, employee_id, what, body, at) values ($1, $2, $3, 'nobody-left', '{}', now()))
     insert into parked (company_id, parked_id, event, error, at) values ($1, $4, '{"event":"time-passed"}', 'Error', now())`,
    [companyId, told.noticeId, employeeId, told.parkedId],
  );
  return told;
}

/** He has one role, and it has these rights. */
async function become({ company, who }: World, rights: ReturnType<typeof withReaches>): Promise<void> {
  const { roles } = callAs(api, company.admin);
  const me = await callAs(api, who).session.me.query({});
  const mine = (await roles.list.query({})).find(({ name }) => name === 'Level');
  if (mine) {
    expect(await roles.save.mutate({ roleId: mine.roleId, version: mine.version, rights })).toMatchObject({
      saved: true,
    });
    return;
  }
  const made = await roles.create.mutate({ name: 'Level', rights });
  if (!made.created) throw new Error(made.because);
  const { employeeId } = who;
  const given = await roles.give.mutate({ employeeId, was: me?.roleIds ?? [], roleIds: [made.roleId] });
  expect(given).toEqual({ set: true });
}

const values = {
  timeZone: 'UTC',
  password: 'a password of tests',
  token: '7000000002:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0',
  from: 4_100_000_000_000,
  until: 4_100_086_400_000,
};

/** Words for fields whose rule a sample does not know. */
const given: Record<string, (objects: Objects, world: World) => Record<string, unknown>> = {
  'recordFiles.check': () => ({ kind: 'lead' }),
  'recordFiles.import': () => ({ kind: 'lead', columns: [{ target: 'name', fieldId: null }] }),
  'pipelines.create': () => ({ kind: 'lead', name: crypto.randomUUID() }),
  'pipelines.rename': () => ({ name: crypto.randomUUID() }),
  'pipelines.remove': (_, { crm }) => ({ pipelineId: crm.sparePipelineId }),
  'pipelines.addStage': () => ({ name: crypto.randomUUID() }),
  'pipelines.saveStage': () => ({ name: crypto.randomUUID() }),
  'pipelines.removeStage': (_, { crm }) => ({ stageId: crm.lost, toStageId: crm.second }),
  'pipelines.addField': () => ({ kind: 'lead', words: { name: crypto.randomUUID(), type: 'text', options: [] } }),
  'pipelines.saveField': () => ({ name: crypto.randomUUID(), options: [] }),
  'pipelines.removeField': (_, { crm }) => ({ fieldId: crm.spareFieldId }),
  'pipelines.restoreField': (_, { crm }) => ({ fieldId: crm.spareFieldId }),
  'records.create': () => ({ kind: 'lead', words: { ...emptyRecord, name: 'Ada' } }),
  'records.save': () => ({ version: 1, changes: { name: crypto.randomUUID() } }),
  'records.merge': () => ({ keptVersion: 1, mergedVersion: 1, take: [] }),
  'lines.save': () => ({ version: 1, changes: { 'queue.nameInText': false } }),
  'lines.publicHolidays': () => ({ country: 'RU', from: 2026, to: 2026 }),
  'roles.create': () => ({ name: crypto.randomUUID() }),
  'roles.copy': () => ({ name: crypto.randomUUID() }),
  'lines.setActive': () => ({ active: false }),
  'roles.give': () => ({ was: ['operator'], roleIds: ['supervisor'] }),
  'dialogs.transfer': () => ({ to: { employeeId: crypto.randomUUID(), evenIfUnavailable: true } }),
  // What it is called since the call that names it.
  'lines.remove': () => ({ name: 'x' }),
  'company.setPlan': () => ({ plan: 'team', sure: true }),
  'webhooks.create': () => hook,
  'webhooks.setOn': () => ({ on: false }),
  'channels.move': (_, { of }) => ({ lineId: of.own.lineId }),
  'webhooks.save': () => hook,
  'quickReplies.createList': () => ({ name: crypto.randomUUID() }),
  'quickReplies.renameList': () => ({ name: crypto.randomUUID() }),
  'quickReplies.removeList': (_, { spare }) => ({ listId: spare.listId }),
  'quickReplies.restoreList': (_, { spare }) => ({ listId: spare.listId }),
  'quickReplies.createSection': () => ({ name: crypto.randomUUID() }),
  'quickReplies.renameSection': () => ({ name: crypto.randomUUID() }),
  'quickReplies.removeSection': (_, { spare }) => ({ sectionId: spare.sectionId }),
  'quickReplies.restoreSection': (_, { spare }) => ({ sectionId: spare.sectionId, replyIds: [] }),
  'quickReplies.import': () => ({
    csv: `name,text\n${crypto.randomUUID()},Text`,
    expected: { added: 1, changed: 0 },
  }),
  'pictures.put': () => ({ purpose: 'photo', image: pixel }),
  'people.setWorkday': () => ({ state: 'ended' }),
  'dialogs.spam': () => ({ block: true }),
  'company.save': () => ({ former: { name: 'Samovar', language: 'en', timeZone: 'UTC' } }),
  'people.saveEmployee': ({ name }) => ({ photo: null, former: { name, surname: '', position: '', photo: null } }),
  'people.changeAbsence': () => ({
    time: { kind: 'vacation', from: values.until + 86_400_000, until: values.until + 2 * 86_400_000 },
  }),
  'people.removeDepartment': (_, { spare }) => ({ departmentId: spare.departmentId }),
  'roles.save': (_, { ids }) => ({ roleId: ids.roleId }),
  'roles.remove': (_, { ids }) => ({ roleId: ids.roleId, moveTo: null }),
  'parked.drop': (_, { spare }) => ({ parkedId: spare.parkedId }),
  'apiKeys.revoke': (_, { spare }) => ({ apiKeyId: spare.apiKeyId }),
  'agreements.create': () => ({ name: crypto.randomUUID(), template: 'own', draft: ownText }),
  'agreements.saveDraft': () => ({ name: crypto.randomUUID(), draft: ownText }),
  'agreements.publish': () => ({ draftVersion: 2 }),
  'crmConnection.connect': () => ({ address: portal.webhook }),
  'crmConnection.authorise': () => ({ portal: portal.url, clientId: 'x', clientSecret: 'x' }),
  'crmConnection.putUser': () => ({ externalId: '1' }),
  'clients.addAddress': () => ({ kind: 'phone', value: '+79161234567' }),
  'clients.removeAddress': () => ({ kind: 'phone', value: '+79161234567' }),
  'erasures.erase': (_, { spare }) => ({ clientId: spare.forgottenId }),
  'erasures.setRetention': () => ({ keepDays: 30 + Math.floor(Math.random() * 300) }),
  'consents.withdraw': (_, { spare }) => ({ clientId: spare.clientId }),
};
const ownText = { texts: [{ language: 'en', own: { title: 'Privacy', text: 'We keep what you write.' } }] };
const hook = { address: 'http://127.0.0.1:9/', events: ['line.changed'], content: false };
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function inputOf(path: string, { _def }: Procedure, world: World, place: Place): unknown {
  const objects = world.of[place];
  const ids: Partial<Record<IdField, unknown>> = {
    ...world.ids,
    ...objects,
    operatorId: objects.holder,
    dialogIds: objects.dialogId,
    employeeIds: objects.employeeId,
  };
  const [made] = samples(
    _def.inputs[0] as z.ZodType,
    (field) => (field in ids ? ids[field] : crypto.randomUUID()),
    values,
  );
  const input = { ...(made?.input as object), ...given[path]?.(objects, world) };
  return 'commandId' in input ? { ...input, commandId: crypto.randomUUID() } : input;
}

type Answer = { refused: boolean; code: string | null; text: string; data: Record<string, unknown> | null };

async function call(path: string, { _def }: Procedure, input: unknown, cookie?: string): Promise<Answer> {
  const query = _def.type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const answer = await fetch(`${api.url}/rpc/${path}${query}`, {
    method: _def.type === 'query' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: consoleOrigin, ...(cookie ? { cookie } : {}) },
    ...(_def.type === 'query' ? {} : { body: JSON.stringify(input) }),
  });
  const text = await answer.text();
  const body = JSON.parse(text) as {
    error?: { data: { code: string } };
    result?: { data: Record<string, unknown> | null };
  };
  const code = body.error?.data.code ?? null;
  const data = body.result?.data ?? null;
  const refusal = (data?.['refusal'] as { refused?: string } | undefined)?.refused ?? '';
  const refused =
    ['FORBIDDEN', 'NOT_FOUND', 'UNAUTHORIZED'].includes(code ?? '') || ['not-allowed', 'no-dialog'].includes(refusal);
  return { refused, code, text: text.slice(0, 300), data };
}

function isReached({ rights, on }: Guard, actor: Actor, world: World, place: Place): boolean {
  const { lineId, holder, employeeId } = world.of[place];
  return rights.every((action) => {
    switch (on) {
      case 'anything':
        return mayAnywhere(actor, action);
      case 'company':
        return may(actor, action, {});
      case 'line':
        return may(actor, action, { lineId });
      case 'person':
        return may(actor, action, { person: employeeId });
      case 'person or himself':
        return place === 'own' || may(actor, action, { person: employeeId });
      case 'reply':
        return may(actor, action, { author: employeeId });
      case 'record': {
        const reach = reachOf(actor.rights, action);
        const colleagues = actor.colleagues ?? [holder];
        return (
          reach === 'any' || (reach === 'department' ? colleagues.includes(holder) : reach === 'own' && place === 'own')
        );
      }
      case 'list':
        return may(actor, action, { author: null });
      case 'dialog':
        return may(actor, action, { lineId, holder, offeredTo: [], joined: [], waiting: false });
    }
  });
}

async function actorIn({ company, who }: World): Promise<Actor> {
  const actor = (await api.app.get(Actors).of(company.companyId)).actorOf(who.employeeId);
  if (!actor) throw new Error('nobody');
  return actor;
}

/** The places a call tells apart: one where it names no object. */
const placesOf = (guard: Guard): readonly Place[] =>
  guard.on === 'anything' || guard.on === 'company' || guard.on === 'list' ? ['another'] : places;

test('every call says what guards it', () => {
  expect(Object.keys(guards).toSorted()).toEqual(procedures.map(([path]) => path).toSorted());
});

test('whoever is not signed in may call nothing but what is open to everybody', async () => {
  for (const [path, procedure] of procedures) {
    const { code } = await call(path, procedure, {});
    expect(code === 'UNAUTHORIZED', `${path} → ${code}`).toBe(guards[path] !== 'everybody');
  }
});

describe.each(['none', 'own', 'department', 'any'] as const)('somebody whose role reaches %s', (reach) => {
  let world: World;
  let actor: Actor;
  beforeAll(async () => {
    world = await aWorld(reach);
    actor = await actorIn(world);
  });

  if (reach === 'any')
    test('may not what his role leaves out, whatever else he may: each call is guarded by the right it names', async () => {
      for (const [path, procedure] of procedures) {
        const guard = guards[path];
        if (guard === undefined || typeof guard === 'string') continue;
        for (const action of guard.rights) {
          await become(world, withReaches('any', { [action]: 'none' }));
          const input = inputOf(path, procedure, world, 'another');
          const answer = await call(path, procedure, input, world.who.cookie);
          expect(answer.refused, `${path} without ${action} ${JSON.stringify(input)} → ${answer.text}`).toBe(true);
        }
      }
      await become(world, withReaches('any'));
    });

  test('may what the rules say of his own, of his department’s and of another’s', async () => {
    const asked = { allowed: 0, refused: 0 };
    for (const [path, procedure] of procedures) {
      const guard = guards[path];
      if (guard === undefined || guard === 'everybody') continue;
      for (const place of guard === 'employees' ? (['own'] as const) : placesOf(guard)) {
        const expected = guard === 'employees' || isReached(guard, actor, world, place);
        const input = inputOf(path, procedure, world, place);
        const answer = await call(path, procedure, input, world.who.cookie);
        const where = `${path} ${place} ${JSON.stringify(input)} → ${answer.text}`;
        expect(answer.code, where).not.toBe('BAD_REQUEST');
        expect(answer.code, where).not.toBe('INTERNAL_SERVER_ERROR');
        expect(!answer.refused, where).toBe(expected);
        asked[expected ? 'allowed' : 'refused']++;
      }
    }
    expect(asked.allowed).toBeGreaterThan(10);
    if (reach !== 'any') expect(asked.refused).toBeGreaterThan(10);
  });
});

test('lists hold what single calls would open', async () => {
  for (const reach of ['none', 'own', 'department', 'any'] as const) {
    const world = await aWorld(reach);
    const actor = await actorIn(world);
    const { inbox, dialogList, lines, channels } = callAs(api, world.who);
    const seen = (action: Action) =>
      places.filter((place) => isReached({ rights: [action], on: 'dialog' }, actor, world, place));
    const dialogIds = seen('dialogsList').map((place) => world.of[place].dialogId);
    const idsOf = (page: { rows: { dialogId: number }[] }) => page.rows.map(({ dialogId }) => dialogId).toSorted();
    expect(idsOf(await dialogList.page.query({}))).toEqual(dialogIds.toSorted());
    expect(idsOf(await inbox.list.query({ list: 'all' }))).toEqual(dialogIds.toSorted());
    expect((await inbox.counts.query({})).all).toBe(dialogIds.length);
    const lineIds = places
      .map((place) => world.of[place].lineId)
      .filter((lineId) => may(actor, 'linesView', { lineId }));
    const shown = (await lines.list.query({})).map(({ lineId }) => lineId);
    expect(shown.filter((lineId) => lineId !== world.company.lineId).toSorted()).toEqual(lineIds.toSorted());
    const ofLines = new Set((await channels.list.query({})).map(({ lineId }) => lineId));
    ofLines.delete(world.company.lineId);
    expect([...ofLines].toSorted()).toEqual(lineIds.toSorted());
  }
});

test('every change of settings, people, rights, channels and lines is told in the audit log', async () => {
  const world = await aWorld('any');
  const { company } = world;
  const count = async (): Promise<number> => {
    const [row] = await api.query<{ count: number }>(
      'select count(*)::int as count from audit_entry where company_id = $1',
      [company.companyId],
    );
    return row?.count ?? 0;
  };
  const silent: string[] = [];
  const undone: string[] = [];
  for (const [path, procedure] of procedures) {
    if (
      procedure._def.type === 'query' ||
      guards[path] === 'everybody' ||
      path.startsWith('dialogs.') ||
      path in untold
    )
      continue;
    const before = await count();
    const input = inputOf(path, procedure, world, 'another');
    const answer = await call(path, procedure, input, company.admin.cookie);
    const succeeded = answer.code === null && !Object.values({ ...answer.data }).includes(false);
    if (!succeeded) undone.push(`${path} ${JSON.stringify(input)} → ${answer.text}`);
    else if ((await count()) === before) silent.push(path);
  }
  expect(silent).toEqual([]);
  // An input that brings nothing about would prove nothing.
  expect(undone).toEqual([]);
});
