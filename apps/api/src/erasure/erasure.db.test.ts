import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { WordsLane } from '../dialog-list/words.lane.ts';
import { ReceiveStore } from '../receive/receive.store.ts';
import { Mailer } from '../sign-in/mailer.ts';
import {
  aCompany,
  callAs,
  eventually,
  freePort,
  saveLine,
  testApi,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';
import { Retention } from './retention.ts';

let api: TestApi;
let telegram: FakeTelegram;
let company: Company;
let folder: string;
// In the past, so that whatever is to be done is due.
let now = Date.UTC(2026, 0, 12, 9);
const bot = '7300000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'erasure-'));
  telegram = await fakeTelegram({});
  const port = await freePort();
  api = await testApi(
    {
      API_PORT: String(port),
      API_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_API_URL: telegram.url,
      MAIL_FOLDER: path.join(folder, 'mail'),
      LEDGER_FOLDER: path.join(folder, 'ledger'),
    },
    undefined,
    () => new Date(now),
  );
  company = await aCompany(api, 'Nothing of her');
});
afterAll(async () => {
  await api.stop();
  await telegram.close();
  rmSync(folder, { recursive: true });
});

const calls = () => callAs(api, company.admin);

/** The person, in all the spellings that could be left somewhere. */
const planted = {
  name: 'Zinaida',
  surname: 'Plantedova',
  phone: '+79161112233',
  email: 'zinaida.plantedova@example.test',
  address: 'Linden Lane 17',
  text: 'my secret order is QX-PLANTED-99',
};
const needles = [
  planted.name,
  planted.surname,
  '79161112233',
  '916 111-22-33',
  planted.email,
  'zinaida',
  planted.address,
  'QX-PLANTED-99',
];

/** Every value of every column of every table that holds one of these, whoever it belongs to. */
async function found(what: readonly string[]): Promise<string[]> {
  const columns = await api.query<{ schema: string; table: string; column: string; type: string }>(
    `select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type as type
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema in ('public', 'directory') and t.table_type = 'BASE TABLE'`,
  );
  const hits: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const rows = await api.query<{ value: string }>(
      `select ${value} as value from "${schema}"."${table}" where ${what.map((_, index) => `${value} ilike $${index + 1}`).join(' or ')} limit 3`,
      what.map((one) => `%${one}%`),
    );
    for (const row of rows) hits.push(`${schema}.${table}.${column}: ${row.value.slice(0, 120)}`);
  }
  return hits;
}

/** The files that hold one of these. */
function filesWith(what: readonly string[], under = folder): string[] {
  return readdirSync(under).flatMap((name) => {
    const file = path.join(under, name);
    if (statSync(file).isDirectory()) return filesWith(what, file);
    const text = readFileSync(file, 'utf8').replaceAll('=\n', '').toLowerCase();
    return what.some((one) => text.includes(one.toLowerCase())) ? [file] : [];
  });
}

async function clientOf(dialogId: number): Promise<string> {
  return (await calls().dialogs.get.query({ dialogId })).client.clientId;
}
const dialogWith = (text: string) =>
  eventually(async () => {
    const [row] = await api.query<{ dialogId: number }>(
      'select dialog_id as "dialogId" from message where company_id = $1 and text = $2 and dialog_id is not null',
      [company.companyId, text],
    );
    return row?.dialogId;
  }, text);

async function erased(clientId: string): Promise<void> {
  expect(await calls().erasures.erase.mutate({ clientId, because: 'client-asked' })).toMatchObject({ begun: true });
  await whenErased(clientId);
}
async function whenErased(clientId: string): Promise<void> {
  await eventually(
    async () => (await calls().erasures.list.query({})).rows.find((row) => row.clientId === clientId)?.state === 'done',
    'the erasure',
  );
}

test('a person is planted everywhere, and after the erasure nothing of her is in any column of any table, nor in a file', async () => {
  const { lineId, companyId } = company;
  await calls().people.setAway.mutate({ away: false });
  expect(await calls().channels.connectTelegram.mutate({ lineId, token: bot })).toMatchObject({ connected: true });
  const made = await calls().agreements.create.mutate({
    name: 'Privacy',
    template: 'own',
    draft: { texts: [{ language: 'en', own: { title: 'Privacy', text: 'We keep what you write.' } }] },
  });
  if (!made.created) throw new Error(made.because);
  await calls().agreements.publish.mutate({ agreementId: made.agreementId, draftVersion: 1 });
  await saveLine(api, company, {
    'agreement.ask': true,
    'agreement.agreementId': made.agreementId,
    'agreement.hold.liveChat': false,
  });

  // Telegram: a name, a shared number, texts, an edit, a consent by a button.
  const name = `${planted.name} ${planted.surname}`;
  const first = `Hello, I am ${name}, ${planted.email}`;
  telegram.clientWrites({ bot, chatId: 501, name, text: first });
  const dialogId = await dialogWith(first);
  telegram.clientSends({
    bot,
    chatId: 501,
    name,
    content: { contact: { phone_number: planted.phone, first_name: name, user_id: 501 } },
  });
  const edited = telegram.clientWrites({ bot, chatId: 501, name, text: `I live at ${planted.address}` });
  await dialogWith(`I live at ${planted.address}`);
  telegram.clientEdits({ bot, chatId: 501, messageId: edited.messageId, text: planted.text });
  const asked = await eventually(async () => telegram.sent(bot)['501']?.find(({ buttons }) => buttons?.length === 2));
  telegram.clientPresses({ bot, chatId: 501, data: asked.buttons?.[0]?.data ?? '' });
  await calls().dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId });
  await calls().dialogs.reply.mutate({
    commandId: crypto.randomUUID(),
    dialogId,
    text: `Dear ${name}, your order is on its way`,
  });
  await calls().dialogs.mark.mutate({ commandId: crypto.randomUUID(), dialogId, stars: 2, comment: `Rude to ${name}` });

  // SMS, as its adapter will: one number, so the same client; and a live chat in which she wrote who she is.
  const [chat] = await api.query<{ channelId: string; address: string }>(
    `select channel_id as "channelId", address from channel where company_id = $1 and kind = 'live-chat'`,
    [companyId],
  );
  await api.app.get(ReceiveStore).store(
    { address: '', companyId, channelId: chat?.channelId ?? '', kind: 'live-chat' },
    [
      {
        kind: 'message',
        externalId: `${planted.phone}:1`,
        chat: planted.phone,
        messageId: '1',
        from: {
          id: planted.phone,
          name: planted.name,
          surname: planted.surname,
          username: 'zinaida_p',
          language: 'ru',
          vouched: { phone: planted.phone, email: null },
        },
        content: { kind: 'text', text: `By SMS: ${planted.text}` },
        sentAt: null,
        page: { url: `https://shop.example/?name=${planted.name}`, title: planted.surname },
      },
    ],
    Buffer.from(`raw of ${name}`),
  );
  await dialogWith(`By SMS: ${planted.text}`);
  const visitor = await aVisitor(api, chat?.address ?? '', api.url);
  await visitor.write(`I am ${name}, call ${planted.phone}, ${planted.text}`);
  const chatDialog = await dialogWith(`I am ${name}, call ${planted.phone}, ${planted.text}`);

  // She is one client in two channels, and another who only wrote so: both are erased, one after the other, and merged before.
  const clientId = await eventually(async () => {
    const id = await clientOf(dialogId);
    const [owner] = await api.query<{ id: string }>(
      `select client_id as id from client_address where company_id = $1 and value = $2 and confidence = 'verified'`,
      [companyId, planted.phone],
    );
    return owner?.id === id ? id : null;
  }, 'one client');
  const likeId = await clientOf(chatDialog);
  expect(likeId).not.toBe(clientId);

  // A record with everything, a note, a merge of records; a parked decision; a webhook that answered; a mail; something to be sent.
  const [record] = await api.query<{ recordId: string }>(
    'select record_id as "recordId" from client_record where company_id = $1 and client_id = $2',
    [companyId, clientId],
  );
  expect(record).toBeDefined();
  await api.query(
    `insert into crm_entry (company_id, entry_id, record_id, at, what, body) values ($1, gen_random_uuid(), $2, now(), 'note', $3)`,
    [companyId, record?.recordId, JSON.stringify({ text: `${name} lives at ${planted.address}` })],
  );
  await api.query(
    `insert into crm_merge (company_id, merge_id, kept_id, merged_id, by, at, before) values ($1, gen_random_uuid(), $2, gen_random_uuid(), $3, now(), $4)`,
    [companyId, record?.recordId, company.employeeId, JSON.stringify({ name })],
  );
  const [place] = await api.query<{ chatId: string; channelId: string }>(
    'select chat_id as "chatId", channel_id as "channelId" from dialog where company_id = $1 and dialog_id = $2',
    [companyId, dialogId],
  );
  await api.query(
    `insert into parked (company_id, parked_id, dialog_id, chat_id, event, error, at) values ($1, gen_random_uuid(), $2, $3, $4, $5, now())`,
    [companyId, dialogId, place?.chatId, JSON.stringify({ content: { text: planted.text } }), `Error: ${name}`],
  );
  await api.query(
    `insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at, error)
     values ($1, gen_random_uuid(), 'message', $2, $3, $4, now() + interval '1 day', now(), $5)`,
    [companyId, place?.channelId, place?.chatId, JSON.stringify({ text: `Dear ${name}` }), `refused for ${name}`],
  );
  await api.query(
    `with w as (
       insert into webhook (company_id, webhook_id, address, events, content, state, secrets, created_by, created_at, enabled_at)
       values ($1, gen_random_uuid(), 'https://x.example', '[]', true, 'off', '', $2, now(), now()) returning webhook_id
     ), d as (
       insert into webhook_delivery (company_id, delivery_id, webhook_id, event, source, subject, at, created_at, tried_until, state)
       select $1, gen_random_uuid(), webhook_id, 'message', 's', $3, now(), now(), now(), 'done' from w returning delivery_id
     ) insert into webhook_attempt (company_id, delivery_id, number, at, took, answer) select $1, delivery_id, 1, now(), 1, $4 from d`,
    [companyId, company.employeeId, JSON.stringify({ dialogId, chatId: place?.chatId }), `thanks, ${name}`],
  );
  mkdirSync(path.join(folder, 'mail'), { recursive: true });
  const aMail = (of: string, words: string) =>
    `X-Switchboard-Company: ${of}\nSubject: A mark\n\nA manager wrote: ${words}\nhttp://console.test/dialogs/${dialogId}\n`;
  writeFileSync(path.join(folder, 'mail', 'about-her.eml'), aMail(companyId, `Rude to ${name}`));
  // Another company has a dialog of this number, too.
  writeFileSync(path.join(folder, 'mail', 'of-others.eml'), aMail(crypto.randomUUID(), 'Well done'));

  // The words of her dialogs, for searching, and a file in which she stands.
  await api.app.get(WordsLane).catchUp(companyId);
  await api.query(
    `with made as (
       insert into export (company_id, export_id, employee_id, state, format, language, filter, columns, sort, ascending, created_at, done_at)
       values ($1, gen_random_uuid(), $2, 'done', 'csv', 'en', $3, '{client}', 'number', false, now(), now()) returning export_id)
     insert into export_piece (company_id, export_id, number, content) select $1, export_id, 1, convert_to($4, 'UTF8') from made`,
    [companyId, company.employeeId, JSON.stringify({ search: name }), `Client\n${name}`],
  );

  expect((await found(needles)).length).toBeGreaterThan(20);
  const places = (await found(needles)).map((hit) => hit.split(': ')[0]);
  for (const place of ['public.dialog_words.words', 'public.export.filter', 'public.export_piece.content'])
    expect(places).toContain(place);
  expect(filesWith(needles)).not.toEqual([]);
  const before = await statistics();
  expect(await calls().erasures.preview.query({ clientId })).toMatchObject({ identities: 2, openDialogs: 2 });

  await erased(clientId);
  await erased(likeId);

  expect(await found(needles)).toEqual([]);
  expect(filesWith(needles)).toEqual([]);
  expect(filesWith(['Well done'])).toHaveLength(1);
  expect(await statistics()).toEqual(before);
  const report = await calls().consents.check.query({});
  expect(report).toMatchObject({ holds: true });
  const ledger = await api.query<{ decision: string }>(
    'select decision from consent_record where company_id = $1 order by number',
    [companyId],
  );
  expect(ledger.map(({ decision }) => decision)).toContain('accepted');
  expect(ledger.filter(({ decision }) => decision === 'erased')).toHaveLength(2);
  visitor.close();

  // She may come back, as somebody nobody knows.
  telegram.clientWrites({ bot, chatId: 501, name: 'Somebody', text: 'A new beginning' });
  expect(await clientOf(await dialogWith('A new beginning'))).not.toBe(clientId);
}, 60_000);

/** What statistics count: dialogs and what happened to them, as far as no erasure adds to it. */
async function statistics(): Promise<unknown> {
  return api.query(
    `select d.dialog_id, d.line_id, d.channel_id, d.opened_at, d.accepted_at, d.first_answer_at, d.messages, d.operator_id, d.stars,
       (select count(*) from fact f where f.company_id = d.company_id and f.dialog_id = d.dialog_id and f.fact <> 'closed') as facts
     from dialog d where company_id = $1 order by 1`,
    [company.companyId],
  );
}

describe('an erasure', () => {
  async function writer(text: string): Promise<{ clientId: string; dialogId: number }> {
    const [chat] = await api.query<{ address: string }>(
      `select address from channel where company_id = $1 and kind = 'live-chat'`,
      [company.companyId],
    );
    const visitor = await aVisitor(api, chat?.address ?? '', api.url);
    await visitor.write(text);
    const dialogId = await dialogWith(text);
    visitor.close();
    return { clientId: await clientOf(dialogId), dialogId };
  }

  test('closes what is open as erased, and the messages keep their places', async () => {
    const { clientId, dialogId } = await writer('Please forget me');
    await erased(clientId);
    const { row } = await calls().dialogs.get.query({ dialogId });
    expect(row).toMatchObject({ state: 'closed', closeReason: 'erased', client: { name: '' } });
    const { messages } = await calls().dialogs.messages.query({ chatId: row.chatId });
    expect(messages.map(({ kind, text }) => `${kind}:${text}`)).toContain('erased:');
    expect(messages.map(({ number }) => number)).toEqual(messages.map((_, index) => index + 1));
  });

  test('takes the mails that lead to its dialogs, and none of another company or another number', async () => {
    const { dialogId } = await writer('Mails were sent about me');
    const mailer = api.app.get(Mailer);
    const to = 'somebody@lighthouse.example';
    const aMail = (companyId: string, number: number) =>
      mailer.send({
        to,
        subject: 'Subject of a test',
        text: `${companyId} #${number}`,
        link: `http://console.test/dialogs/${number}`,
        button: 'Open',
        companyId,
      });
    const other = crypto.randomUUID();
    await aMail(company.companyId, dialogId);
    await aMail(company.companyId, dialogId * 10);
    await aMail(other, dialogId);
    expect(await mailer.forget(company.companyId, [`http://console.test/dialogs/${dialogId}`])).toBe(1);
    expect(filesWith([`${company.companyId} #${dialogId * 10}`])).toHaveLength(1);
    expect(filesWith([`${other} #${dialogId}`])).toHaveLength(1);
  });

  test('asked for twice is one, and whoever was erased is not erased again', async () => {
    const { clientId } = await writer('Forget me once');
    const [one, other] = await Promise.all([
      calls().erasures.erase.mutate({ clientId, because: 'law' }),
      calls().erasures.erase.mutate({ clientId, because: 'law' }),
    ]);
    const ids = [one, other].map((begun) => (begun.begun ? begun.erasureId : begun.because));
    await whenErased(clientId);
    expect(new Set(ids.filter((id) => id !== 'erased-before')).size).toBe(1);
    expect(await calls().erasures.erase.mutate({ clientId, because: 'law' })).toEqual({
      begun: false,
      because: 'erased-before',
    });
  });

  test('leaves a record that is another client’s too, without what was his', async () => {
    const { clientId } = await writer('My number is +7 916 000-11-22');
    const other = await writer('Another of the same household');
    const [link] = await api.query<{ recordId: string }>(
      'select record_id as "recordId" from client_record where company_id = $1 and client_id = $2',
      [company.companyId, clientId],
    );
    await api.query(`insert into client_record values ($1, $2, $3, 'by-hand', now())`, [
      company.companyId,
      other.clientId,
      link?.recordId,
    ]);
    await erased(clientId);
    expect(await api.query('select 1 from crm_record where record_id = $1', [link?.recordId])).toHaveLength(1);
    expect(await found(['79160001122'])).toEqual([]);
  });
});

describe('retention', () => {
  test('erases what was said in dialogs that closed long enough ago, and nothing else', async () => {
    const [chat] = await api.query<{ address: string }>(
      `select address from channel where company_id = $1 and kind = 'live-chat'`,
      [company.companyId],
    );
    const visitor = await aVisitor(api, chat?.address ?? '', api.url);
    await visitor.write('Said long ago');
    const long = await dialogWith('Said long ago');
    await calls().dialogs.close.mutate({ commandId: crypto.randomUUID(), dialogId: long });
    now += 40 * 86_400_000;
    await visitor.write('Said today');
    const today = await dialogWith('Said today');
    await calls().dialogs.close.mutate({ commandId: crypto.randomUUID(), dialogId: today });
    visitor.close();
    const said = async () =>
      (
        await api.query<{ text: string }>(
          `select text from message where company_id = $1 and dialog_id = any($2) and "from" = 'client' order by number`,
          [company.companyId, [long, today]],
        )
      ).map(({ text }) => text);
    await api.app.get(Retention).erase();
    expect(await said()).toEqual(['Said long ago', 'Said today']);
    await api.query('update company set keep_days = 30 where company_id = $1', [company.companyId]);
    await api.app.get(Retention).erase();
    expect(await said()).toEqual(['', 'Said today']);
  });
});
