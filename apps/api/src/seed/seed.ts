import 'reflect-metadata';

import { writeFileSync } from 'node:fs';

import { NestFactory } from '@nestjs/core';
import { Database, sql } from '@switchboard/db';
import { v7 } from 'uuid';

import { AgreementsService } from '../agreements/agreements.service.ts';
import { ConsentsService } from '../agreements/consents.service.ts';
import { AppModule } from '../app.module.ts';
import { ChannelsService } from '../channels/channels.service.ts';
import { CompanyService } from '../company/company.service.ts';
import { Runner } from '../dialogs/runner.ts';
import { LinesService } from '../lines/lines.service.ts';
import { DepartmentsService } from '../people/departments.service.ts';
import { PeopleService } from '../people/people.service.ts';
import { Config } from '../platform/config.ts';
import { QuickRepliesService } from '../quick-replies/quick-replies.service.ts';
import { ReceiveStore } from '../receive/receive.store.ts';
import { Auth } from '../sign-in/auth.ts';
import { Foundings } from '../sign-in/founding.ts';
import { SignInService } from '../sign-in/sign-in.service.ts';
import { Viewers } from '../sign-in/viewer.service.ts';
import { tellRecords } from './crm.ts';
import { fillMonths } from './months.ts';
import { readStory, type Step } from './story.ts';

const password = 'lighthouse';
/** What happened before the story begins. */
const monthsBefore = 3;
const dialogsBefore = 1_200;

const nextWake = sql(
  'next-wake',
  'select extract(epoch from min(wake_at)) * 1000 as at from dialog where company_id = $1',
);
const dueAt = sql('due-at', `select dialog_id as "dialogId" from dialog where company_id = $1 and wake_at <= $2`);
const openDialogOf = sql(
  'open-dialog-of-client',
  `select d.dialog_id as "dialogId", d.operator_id as holder, d.offered_to::text[] as "offeredTo" from dialog d join client c on c.company_id = d.company_id and c.client_id = d.client_id
   where d.company_id = $1 and c.name = $2 and d.closed_at is null`,
);
const lastDialogOf = sql(
  'last-dialog-of-client',
  `select d.dialog_id as "dialogId", d.chat_id as "chatId", c.client_id as "clientId", c.name, ch.external_id as chat, d.line_id as "lineId" from dialog d
   join client c on c.company_id = d.company_id and c.client_id = d.client_id
   join chat ch on ch.company_id = d.company_id and ch.chat_id = d.chat_id
   where d.company_id = $1 and c.name = $2 order by d.dialog_id desc limit 1`,
);
const setPosition = sql('set-position', 'update employee set position = $3 where company_id = $1 and employee_id = $2');
const liveChatOf = sql(
  'live-chat-of',
  `select address from channel where company_id = $1 and line_id = $2 and kind = 'live-chat'`,
);

/**
 * Tells the demo company's story through the product's own engine, its clock moved: dialogs were offered, accepted and
 * answered by the rules, so every screen and every history shows what really follows from them.
 */
async function tell(file: string): Promise<void> {
  const story = readStory();
  const now = Date.now();
  const begins = now - (story.steps[0]?.ago ?? 0);
  // The company is older than what is told of it: months of other dialogs lie before.
  let clock = begins - monthsBefore * 31 * 86_400_000;
  const config = Config.from({ ...process.env, ROLES: 'web' });
  const app = await NestFactory.createApplicationContext(
    AppModule.with(config, () => new Date(clock)),
    { logger: ['error'] },
  );
  const db = app.get(Database);
  const runner = app.get(Runner);
  const people = app.get(PeopleService);
  const lines = app.get(LinesService);
  const auth = app.get(Auth);

  const companyId = v7();
  const [owner, ...others] = story.people;
  if (!owner) throw new Error('A story without people');
  const ids = new Map<string, string>();
  const ownerUser = await auth.createConfirmed({
    email: owner.email,
    name: `${owner.name} ${owner.surname}`,
    password,
    language: story.company.language,
  });
  const founded = await app.get(Foundings).found(
    {
      userId: ownerUser,
      companyId,
      name: `${owner.name} ${owner.surname}`,
      email: owner.email,
      company: story.company.name,
      language: story.company.language,
      timeZone: story.company.timeZone,
    },
    true,
    new Date(clock),
  );
  ids.set(owner.key, founded.employeeId);
  await db.inCompany(companyId, (tx) => tx.run(setPosition, [companyId, founded.employeeId, owner.position]));
  for (const person of others) {
    const userId = await auth.createConfirmed({
      email: person.email,
      name: `${person.name} ${person.surname}`,
      password,
      language: story.company.language,
    });
    const employeeId = await people.join(companyId, {
      ...person,
      roleIds: [person.role],
      userId,
      language: story.company.language,
    });
    await app.get(SignInService).link(userId, companyId, employeeId);
    ids.set(person.key, employeeId);
  }
  const idOf = (key: string): string => {
    const found = ids.get(key);
    if (!found) throw new Error(`The story has nobody called ${key}`);
    return found;
  };

  const viewer = await app.get(Viewers).ofUser(ownerUser);
  if (!viewer) throw new Error('A company without its founder');
  const departments = app.get(DepartmentsService);
  const departmentIds = new Map<string, string>();
  for (const { name, head, members } of story.departments) {
    const made = await departments.create(viewer, { name, parentId: null });
    if (!made.created) throw new Error(`The department ${name} could not be made`);
    const { departmentId } = made.department;
    departmentIds.set(name, departmentId);
    for (const key of members) await departments.put(viewer, idOf(key), departmentId);
    await departments.setHead(viewer, departmentId, idOf(head));
  }
  const memberOf = (member: string | { department: string }) =>
    typeof member === 'string'
      ? { employeeId: idOf(member) }
      : { departmentId: departmentIds.get(member.department) ?? '' };
  const replies = app.get(QuickRepliesService);
  const list = await replies.createList(viewer, story.quickReplies.name);
  if (!list.created) throw new Error('The quick replies could not be made');
  const { listId } = list;
  for (const { name, replies: written } of story.quickReplies.sections) {
    const made = await replies.createSection(viewer, listId, name);
    if (!made.created) throw new Error(`The section ${name} could not be made`);
    const { sectionId } = made.section;
    for (const words of written) await replies.add(viewer, { listId, sectionId, ...words });
  }
  const agreements = app.get(AgreementsService);
  const { name, texts } = story.agreement;
  const agreement = await agreements.create(viewer, { name, template: 'gdpr', draft: { texts } });
  if (!agreement.created) throw new Error('The agreement could not be made');
  const { agreementId } = agreement;
  const published = await agreements.publish(viewer, agreementId, 1);
  if (!published.published) throw new Error(`The agreement could not be published: ${published.because}`);
  const asks = { 'agreement.ask': true, 'agreement.agreementId': agreementId, 'agreement.hold.liveChat': false };
  const addresses = new Map<string, string>();
  const addressOf = new Map<string, string>();
  for (const [index, line] of story.lines.entries()) {
    const made = index === 0 ? null : await lines.create(viewer, line.name);
    if (made !== null && !made.created) throw new Error(`The line ${line.name} could not be made`);
    const lineId = made?.lineId ?? founded.lineId;
    if (index === 0) await lines.rename(viewer, lineId, line.name);
    else await app.get(ChannelsService).addLiveChat(viewer, lineId, line.chat);
    const { members, ...rest } = line.queue;
    const queue = { ...rest, members: members.map(memberOf) };
    await lines.save(viewer, lineId, 1, {
      ...Object.fromEntries(Object.entries(queue).map(([name, value]) => [`queue.${name}`, value])),
      'kpi.first.seconds': line.goals.firstSeconds,
      'kpi.further.minutes': line.goals.furtherMinutes,
      ...(story.quickReplies.lines.includes(line.key) ? { 'autoActions.quickRepliesId': listId } : {}),
      ...(story.agreement.lines.includes(line.key) ? asks : {}),
    });
    const [chat] = await db.inCompany(companyId, (tx) => tx.run<{ address: string }>(liveChatOf, [companyId, lineId]));
    addresses.set(line.key, chat?.address ?? '');
    addressOf.set(lineId, chat?.address ?? '');
  }
  await fillMonths(config.values.DATABASE_URL, {
    companyId,
    dialogs: dialogsBefore,
    months: monthsBefore,
    seed: 1,
    until: begins - 3_600_000,
    open: 0,
  });
  clock = begins;
  await tellRecords(app, viewer, idOf);
  await app.get(CompanyService).welcomed(companyId);

  let online: string[] = [];
  const hear = async (): Promise<void> => {
    await Promise.all(
      online.map((employeeId) => runner.presence(companyId, { employeeId, connectedAt: true, usedAt: true })),
    );
    await runner.settled();
  };
  const passTo = async (moment: number): Promise<void> => {
    for (;;) {
      const [wake] = await db.inCompany(companyId, (tx) => tx.run<{ at: string | null }>(nextWake, [companyId]));
      if (wake?.at == null || Number(wake.at) > moment) break;
      clock = Math.max(clock, Math.ceil(Number(wake.at)) + 1);
      await hear();
      const dialogs = await db.inCompany(companyId, (tx) =>
        tx.run<{ dialogId: number }>(dueAt, [companyId, new Date(clock)]),
      );
      runner.due(
        companyId,
        dialogs.map((row) => row.dialogId),
        [],
      );
      await runner.settled();
    }
    clock = Math.max(clock, moment);
    await hear();
  };
  const dialogOf = async (client: string) => {
    const [row] = await db.inCompany(companyId, (tx) =>
      tx.run<{ dialogId: number; holder: string | null; offeredTo: string[] }>(openDialogOf, [companyId, client]),
    );
    if (!row) throw new Error(`The story knows no open dialog of ${client}`);
    return row;
  };
  const act = async (client: string, more: object): Promise<void> => {
    const { dialogId, holder, offeredTo } = await dialogOf(client);
    const by = holder ?? offeredTo[0];
    if (!by) throw new Error(`The story has nobody to act for ${client}`);
    const answer = await runner.command(companyId, {
      commandId: crypto.randomUUID(),
      dialogId,
      by,
      action: 'accept',
      ...more,
    });
    if (!answer.done) throw new Error(`The story cannot go on with ${client}: ${answer.refusal.refused}`);
  };
  const say = async (step: Extract<Step, { writes: string }>): Promise<void> => {
    const store = app.get(ReceiveStore);
    const address = await store.address(addresses.get(step.line) ?? '');
    if (!address) throw new Error(`The story has no line called ${step.line}`);
    const id = crypto.randomUUID();
    const [name = '', ...rest] = step.client.split(' ');
    await store.store(
      address,
      [
        {
          kind: 'message',
          externalId: id,
          chat: `story-${step.client}`,
          messageId: id,
          sentAt: null,
          page: step.page ?? null,
          from: {
            id: `story-${step.client}`,
            name,
            surname: rest.join(' '),
            username: null,
            language: null,
            ...(step.signedIn === undefined ? {} : { vouched: { phone: null, email: step.signedIn } }),
          },
          content: { kind: 'text', text: step.writes },
        },
      ],
      null,
    );
    await runner.settled();
  };

  const lastOf = async (client: string) => {
    const [row] = await db.inCompany(companyId, (tx) =>
      tx.run<{ dialogId: number; clientId: string; chat: string; lineId: string }>(lastDialogOf, [companyId, client]),
    );
    if (!row) throw new Error(`The story knows no dialog of ${client}`);
    return row;
  };
  const vote = async (step: Extract<Step, { votes: string }>): Promise<void> => {
    const { dialogId, chat, lineId } = await lastOf(step.votes);
    const store = app.get(ReceiveStore);
    const address = await store.address(addressOf.get(lineId) ?? '');
    if (!address) throw new Error('The story has a line without a chat');
    const voted = { kind: 'vote', externalId: crypto.randomUUID(), chat, dialogId, vote: step.vote } as const;
    await store.store(address, [voted], null);
    await runner.settled();
  };

  for (const step of story.steps) {
    await passTo(now - step.ago);
    if ('online' in step) {
      online = step.online.map(idOf);
      await hear();
    } else if ('writes' in step) await say(step);
    else if ('accepts' in step) await act(step.accepts, { action: 'accept' });
    else if ('replies' in step) await act(step.replies, { action: 'operator-writes', text: step.text });
    else if ('transfers' in step)
      await act(step.transfers, { action: 'transfer', to: { employeeId: idOf(step.to), evenIfUnavailable: true } });
    else if ('votes' in step) await vote(step);
    else if ('withdraws' in step) {
      const { clientId } = await lastOf(step.withdraws);
      const { reason } = step;
      const answer = await app.get(ConsentsService).withdraw(viewer, { clientId, agreementId, reason });
      if (!answer.withdrawn) throw new Error(`${step.withdraws} has no consent to withdraw`);
    } else if ('marks' in step) {
      const { stars, comment } = step;
      const { dialogId } = await lastOf(step.marks);
      const mark = {
        commandId: crypto.randomUUID(),
        dialogId,
        by: idOf(step.by),
        action: 'mark',
        stars,
        comment,
      } as const;
      const answer = await runner.command(companyId, mark);
      if (!answer.done) throw new Error(`The story cannot mark ${step.marks}: ${answer.refusal.refused}`);
    } else await act(step.finishes, { action: 'finish' });
  }
  await passTo(now);
  await app.close();
  await db.close();
  writeFileSync(
    file,
    JSON.stringify({
      company: story.company.name,
      password,
      address: addresses.get(story.lines[0]?.key ?? ''),
      people: story.people.map(({ name, surname, role, email }) => ({ name: `${name} ${surname}`, role, email })),
    }),
    { mode: 0o600 },
  );
}

const file = process.argv[2];
if (!file) throw new Error('Name the file that the sign-ins are written to');
await tell(file);
process.exit(0);
