import { fakeTelegram, type FakeTelegram, type SentByBot } from '@switchboard/channels/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

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

let api: TestApi;
let telegram: FakeTelegram;
let company: Company;
let agreementId: string;
let bot: string;
let bots = 7_400_000_000;
let people = 100;

beforeAll(async () => {
  telegram = await fakeTelegram({});
  const port = await freePort();
  api = await testApi({
    API_PORT: String(port),
    API_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_API_URL: telegram.url,
  });
});
afterAll(async () => {
  await api.stop();
  await telegram.close();
});
beforeEach(async () => {
  company = await aCompany(api);
  const calls = callAs(api, company.admin);
  await calls.people.setAway.mutate({ away: false });
  bot = `${++bots}:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0`;
  expect(await calls.channels.connectTelegram.mutate({ lineId: company.lineId, token: bot })).toMatchObject({
    connected: true,
  });
  const draft = { texts: [{ language: 'en' as const, own: { title: 'Privacy', text: 'We keep what you write.' } }] };
  const made = await calls.agreements.create.mutate({ name: 'Privacy', template: 'own', draft });
  if (!made.created) throw new Error(made.because);
  agreementId = made.agreementId;
  expect(await calls.agreements.publish.mutate({ agreementId, draftVersion: 1 })).toMatchObject({ version: 1 });
});

const ask = (hold = false) =>
  saveLine(api, company, {
    'agreement.ask': true,
    'agreement.agreementId': agreementId,
    'agreement.hold.messengers': hold,
  });
async function publishAgain(): Promise<void> {
  const { agreements } = callAs(api, company.admin);
  const now = await agreements.get.query({ agreementId });
  const draft = { texts: [{ language: 'en' as const, own: { title: 'Privacy', text: `Anew, ${Math.random()}.` } }] };
  const saved = await agreements.saveDraft.mutate({
    agreementId,
    draftVersion: now?.draftVersion ?? 0,
    name: 'Privacy',
    draft,
  });
  if (!saved.saved) throw new Error(saved.because);
  expect(await agreements.publish.mutate({ agreementId, draftVersion: saved.draftVersion })).toMatchObject({
    published: true,
  });
}

/** A client with his chat, who writes and presses. */
function aClient() {
  const chatId = ++people;
  let last = 0;
  const sent = (): SentByBot[] => telegram.sent(bot)[String(chatId)] ?? [];
  const asked = () => sent().filter(({ buttons }) => buttons?.some(({ data }) => data.startsWith('c:')));
  return {
    writes: async (text: string) => {
      telegram.clientWrites({ bot, chatId, name: 'Olga', text });
      return eventually(async () => {
        const [row] = await api.query<{ dialogId: number; messageId: string; number: number }>(
          `select m.number, m.dialog_id as "dialogId", m.message_id as "messageId" from message m
           join chat c on c.company_id = m.company_id and c.chat_id = m.chat_id
           where m.company_id = $1 and m."from" = 'client' and c.external_id = $2 and m.number = (
             select max(number) from message x where x.company_id = $1 and x.chat_id = m.chat_id and x."from" = 'client')
             and m.number > $3`,
          [company.companyId, String(chatId), last],
        );
        if (row) last = row.number;
        return row;
      }, `the message ${text}`);
    },
    /** The request for consent, once the bot has sent so many. */
    asked: async (times = 1) => {
      await eventually(async () => asked().length >= times, 'the request');
      const last = asked().at(-1);
      return { text: last?.text ?? '', yes: last?.buttons?.[0]?.data ?? '', no: last?.buttons?.[1]?.data ?? '' };
    },
    askedTimes: () => asked().length,
    presses: async (data: string) => {
      const { updateId } = telegram.clientPresses({ bot, chatId, data });
      await eventually(async () => {
        const done = await api.query(
          'select 1 from received where company_id = $1 and external_id = $2 and done_at is not null',
          [company.companyId, `update:${updateId}`],
        );
        return done.length > 0;
      }, 'the press');
    },
  };
}
const ledger = () =>
  api.query<Record<string, unknown>>(
    `select number, decision, how, version, message_id as "messageId", dialog_id as "dialogId" from consent_record where company_id = $1 order by number`,
    [company.companyId],
  );
const stateOf = async (dialogId: number) =>
  (
    await api.query<{ state: string; reason: string | null }>(
      'select state, close_reason as reason from dialog where company_id = $1 and dialog_id = $2',
      [company.companyId, dialogId],
    )
  )[0];

describe('in a messenger with buttons', () => {
  test('the line sends the text with a link and two buttons, and the dialog goes on', async () => {
    await ask();
    const client = aClient();
    const { dialogId } = await client.writes('Hello');
    const { text } = await client.asked();
    expect(text).toMatch(/http:\/\/console\.test\/agreement\/\S+/);
    expect(await stateOf(dialogId)).toMatchObject({ state: 'offered' });
    expect(await ledger()).toEqual([]);
  });

  test('a press of the button is the consent, and pressed twice it is one', async () => {
    await ask();
    const client = aClient();
    const { dialogId } = await client.writes('Hello');
    const { yes } = await client.asked();
    await client.presses(yes);
    await client.presses(yes);
    expect(await ledger()).toEqual([
      { number: 1, decision: 'accepted', how: 'button', version: 1, messageId: null, dialogId },
    ]);
  });

  test('so is the next message, which proves it; the one that opened the chat is not', async () => {
    await ask();
    const client = aClient();
    await client.writes('Hello');
    await client.asked();
    const { messageId } = await client.writes('Are you there?');
    expect(await ledger()).toMatchObject([{ decision: 'accepted', how: 'continued-writing', messageId }]);
  });

  test('whoever has consented is not asked again, until a new version', async () => {
    await ask();
    const client = aClient();
    const first = await client.writes('Hello');
    await client.presses((await client.asked()).yes);
    await callAs(api, company.admin).dialogs.close.mutate({
      commandId: crypto.randomUUID(),
      dialogId: first.dialogId,
    });
    await client.writes('Hello again');
    expect(client.askedTimes()).toBe(1);
    await publishAgain();
    const { dialogId } = await client.writes('And again');
    await callAs(api, company.admin).dialogs.close.mutate({
      commandId: crypto.randomUUID(),
      dialogId,
    });
    await client.writes('A third dialog');
    await client.asked(2);
  });

  test('a button of an older version is noted as what it showed, and opens nothing', async () => {
    await ask(true);
    const client = aClient();
    const first = await client.writes('Hello');
    const old = await client.asked();
    await callAs(api, company.admin).dialogs.close.mutate({
      commandId: crypto.randomUUID(),
      dialogId: first.dialogId,
    });
    await publishAgain();
    const { dialogId } = await client.writes('Hello anew');
    await client.asked(2);
    await client.presses(old.yes);
    expect(await ledger()).toMatchObject([{ decision: 'accepted', version: 1 }]);
    expect(await stateOf(dialogId)).toMatchObject({ state: 'held' });
    await client.presses((await client.asked(2)).yes);
    expect(await ledger()).toMatchObject([{ version: 1 }, { decision: 'accepted', version: 2, dialogId }]);
    expect(await stateOf(dialogId)).toMatchObject({ state: 'offered' });
  });

  test('one that somebody made up proves nothing', async () => {
    await ask();
    const client = aClient();
    await client.writes('Hello');
    const { yes } = await client.asked();
    await client.presses(yes.replace(/:1:/, ':zz:'));
    expect(await ledger()).toEqual([]);
  });
});

describe('held until the consent', () => {
  test('operators see that something waits, not what; accepted, it is theirs', async () => {
    await ask(true);
    const client = aClient();
    const { dialogId } = await client.writes('My secret');
    const { dialogs, dialogList, inbox } = callAs(api, company.admin);
    const { row } = await dialogs.get.query({ dialogId });
    const seen = async () =>
      (await dialogs.messages.query({ chatId: row.chatId })).messages.filter((one) => one.from === 'client');
    expect(await seen()).toMatchObject([{ kind: 'sealed', text: '' }]);
    expect(
      JSON.stringify([row, await inbox.list.query({ list: 'all' }), await dialogList.page.query({})]),
    ).not.toContain('secret');
    await client.presses((await client.asked()).yes);
    expect(await seen()).toMatchObject([{ kind: 'text', text: 'My secret' }]);
    expect(await stateOf(dialogId)).toMatchObject({ state: 'offered' });
  });

  test('the lead is made after the consent, with what was written before it', async () => {
    await ask(true);
    const client = aClient();
    const { dialogId } = await client.writes('Call me: +7 916 123-45-67');
    const records = () =>
      api.query(
        `select a.value from dialog_record d join crm_record_address a on a.company_id = d.company_id and a.record_id = d.record_id
         where d.company_id = $1 and d.dialog_id = $2`,
        [company.companyId, dialogId],
      );
    const addresses = () => api.query('select value from client_address where company_id = $1', [company.companyId]);
    expect([await records(), await addresses()]).toEqual([[], []]);
    await client.presses((await client.asked()).yes);
    expect(await records()).toEqual([{ value: '+79161234567' }]);
  });

  test('declined, it closes as no-consent, what was written is gone, and the refusal is in the ledger', async () => {
    await ask(true);
    const client = aClient();
    const { dialogId } = await client.writes('My secret');
    await client.presses((await client.asked()).no);
    expect(await stateOf(dialogId)).toEqual({ state: 'closed', reason: 'no-consent' });
    expect(await ledger()).toMatchObject([{ decision: 'declined', how: 'button', dialogId }]);
    const texts = await api.query(
      'select kind, text from message where company_id = $1 and dialog_id = $2 and "from" = $3',
      [company.companyId, dialogId, 'client'],
    );
    expect(texts).toEqual([{ kind: 'erased', text: '' }]);
  });

  test('whoever declined may write again, and is asked again', async () => {
    await ask(true);
    const client = aClient();
    await client.writes('Hello');
    await client.presses((await client.asked()).no);
    const { dialogId } = await client.writes('After all');
    await client.presses((await client.asked(2)).yes);
    expect(await stateOf(dialogId)).toMatchObject({ state: 'offered' });
    expect(await ledger()).toMatchObject([{ decision: 'declined' }, { decision: 'accepted' }]);
  });
});

test('whoever withdrew is asked anew, and that he writes is no consent', async () => {
  await ask();
  const client = aClient();
  const first = await client.writes('Hello');
  await client.presses((await client.asked()).yes);
  const [{ clientId } = { clientId: '' }] = await api.query<{ clientId: string }>(
    'select client_id as "clientId" from dialog where company_id = $1 and dialog_id = $2',
    [company.companyId, first.dialogId],
  );
  await callAs(api, company.admin).consents.withdraw.mutate({ clientId, agreementId, reason: 'He asked for it' });
  await callAs(api, company.admin).dialogs.close.mutate({
    commandId: crypto.randomUUID(),
    dialogId: first.dialogId,
  });
  await client.writes('Hello again');
  await client.asked(2);
  expect(await ledger()).toMatchObject([{ decision: 'accepted' }, { decision: 'withdrawn' }]);
});

test('the chain of what clients decided holds', async () => {
  await ask();
  for (let one = 0; one < 3; one++) {
    const client = aClient();
    await client.writes('Hello');
    await client.presses((await client.asked())[one === 1 ? 'no' : 'yes']);
  }
  const report = await callAs(api, company.admin).consents.check.query({});
  expect(report).toMatchObject({ holds: true, rows: 3 });
});

test('where the ledger was cut off only decisions wait: messages are stored, and other dialogs go on', async () => {
  await ask();
  const [agreed, writes, other] = [aClient(), aClient(), aClient()];
  await agreed.writes('Hello');
  await agreed.presses((await agreed.asked()).yes);
  await writes.writes('Hello');
  await writes.asked();
  await api.query('delete from consent_record where company_id = $1', [company.companyId]);

  const [more, opened] = await Promise.all([writes.writes('Are you there?'), other.writes('Good day')]);
  expect(await stateOf(opened.dialogId)).toMatchObject({ state: 'offered' });
  const undecided = await api.query<{ messageId: string }>(
    'select message_id as "messageId" from message where company_id = $1 and undecided',
    [company.companyId],
  );
  expect(undecided).toEqual([{ messageId: more.messageId }]);
  const parked = await api.query<{ error: string }>('select error from parked where company_id = $1', [
    company.companyId,
  ]);
  expect(parked).toEqual([{ error: expect.stringContaining('ledger') }]);
});
