import { randomUUID } from 'node:crypto';

import { Database } from '@switchboard/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Address } from '../receive/receive.store.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  saveLine,
  testApi,
  theQueue,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { aChannel, writes } from '../testing/crms.ts';
import { mergeClients } from './merge-clients.ts';

let api: TestApi;
let company: Company;
let telegram: Address;
let chat: Address;
let phones = 0;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
  telegram = await aChannel(api, company, 'Telegram', 'telegram');
  chat = await aChannel(api, company, 'Site', 'live-chat');
});

const aPhone = () => `+7916333${String(++phones).padStart(4, '0')}`;
const rows = <Row extends object>(text: string, ...values: unknown[]) =>
  api.query<Row>(text, [company.companyId, ...values]);
const clients = () => rows('select 1 from client where company_id = $1 and merged_into is null');
const parked = () => rows('select error from parked where company_id = $1');
const recordsOf = (dialogId: number) =>
  rows<{ kind: string; confidence: string; recordId: string }>(
    `select r.kind, d.confidence, r.record_id as "recordId" from dialog_record d join crm_record r on r.company_id = $1 and r.record_id = d.record_id
     where d.company_id = $1 and d.dialog_id = $2 order by r.created_at`,
    dialogId,
  );

describe('what channels vouch for', () => {
  test('a phone and an e-mail address of two clients make them one, and the message is there', async () => {
    const [phone, email] = [aPhone(), 'b@example.test'];
    await writes(api, telegram, { id: 'a', vouched: { phone } }, 'Hello');
    await writes(api, telegram, { id: 'b', vouched: { email } }, 'Hello');
    const dialogId = await writes(api, telegram, { id: 'c', vouched: { phone, email } }, 'It is me');
    expect(dialogId).toBeGreaterThan(0);
    expect(await clients()).toHaveLength(1);
    expect(await parked()).toEqual([]);
  });

  test('an address that the kept one only wrote and the other has surely is one, and sure', async () => {
    const phone = aPhone();
    await writes(api, telegram, { id: 'kept', vouched: { email: 'kept@example.test' } }, `Call ${phone}`);
    await writes(api, telegram, { id: 'other', vouched: { phone } }, 'Hello');
    await writes(api, telegram, { id: 'other', vouched: { phone, email: 'kept@example.test' } }, 'It is me');
    expect(await clients()).toHaveLength(1);
    expect(await parked()).toEqual([]);
    expect(
      await rows(
        `select a.confidence from client_address a join client c on c.company_id = $1 and c.client_id = a.client_id and c.merged_into is null
         where a.company_id = $1 and a.value = $2`,
        phone,
      ),
    ).toEqual([{ confidence: 'verified' }]);
  });

  test('by hand it merges too, and can be undone', async () => {
    const phone = aPhone();
    await writes(api, telegram, { id: 'kept' }, `Call ${phone}`);
    await writes(api, telegram, { id: 'other', vouched: { phone } }, 'Hello');
    const of = async (id: string) =>
      (
        await rows<{ clientId: string }>(
          'select client_id as "clientId" from identity where company_id = $1 and external_id = $2',
          id,
        )
      )[0]?.clientId ?? '';
    const pair = { keptId: await of('kept'), mergedId: await of('other') };
    expect(
      await api.app
        .get(Database)
        .inTurn(company.companyId, (turn) => mergeClients(turn, pair, 'by-hand', company.employeeId)),
    ).toHaveProperty('mergeId');
  });

  test('nobody who is blocked gets rid of it by another’s number', async () => {
    const phone = aPhone();
    await writes(api, telegram, { id: 'honest', vouched: { phone } }, 'Hello');
    const dialogId = await writes(api, telegram, { id: 'blocked' }, 'Spam');
    await callAs(api, company.admin).dialogs.spam.mutate({ commandId: randomUUID(), dialogId, block: true });
    await writes(api, telegram, { id: 'blocked', vouched: { phone } }, 'More spam').catch(() => 0);
    expect(
      await rows('select 1 from client where company_id = $1 and blocked_at is not null and merged_into is null'),
    ).toHaveLength(1);
    expect(await clients()).toHaveLength(2);
  });
});

describe('a number that somebody only wrote', () => {
  test('makes no record surely another’s: the lead is like him, and he goes to the queue', async () => {
    const phone = aPhone();
    await writes(api, chat, { id: randomUUID() }, `Call me: ${phone}`);
    const dialogId = await writes(api, telegram, { id: 'victim', vouched: { phone } }, 'Hello');
    expect(await recordsOf(dialogId)).toMatchObject([{ kind: 'lead', confidence: 'asserted' }]);
    expect(
      await rows(`select 1 from fact where company_id = $1 and dialog_id = $2 and fact = 'recognised'`, dialogId),
    ).toEqual([]);
  });

  test('nor where a client whom one knows wrote another’s', async () => {
    const [his, hers] = [aPhone(), aPhone()];
    await writes(api, telegram, { id: 'he', vouched: { phone: his } }, `My wife is ${hers}`);
    const dialogId = await writes(api, telegram, { id: 'she', vouched: { phone: hers } }, 'Hello');
    expect(await recordsOf(dialogId)).toMatchObject([{ confidence: 'asserted' }]);
  });

  test('gives nobody a right to the record it is like', async () => {
    const boris = await anEmployee(api, company);
    await theQueue(api, company, [boris.employeeId]);
    await callAs(api, boris).people.setAway.mutate({ away: false });
    const phone = aPhone();
    const first = await writes(api, telegram, { id: 'victim', vouched: { phone } }, 'Hello');
    const [record] = await recordsOf(first);
    await api.query('update crm_record set responsible_id = $2 where record_id = $1', [
      record?.recordId,
      company.employeeId,
    ]);
    const like = await writes(api, chat, { id: randomUUID() }, `I am ${phone}`);
    expect(await callAs(api, boris).dialogs.accept.mutate({ commandId: randomUUID(), dialogId: like })).toMatchObject({
      done: true,
    });
    expect(await recordsOf(like)).toMatchObject([{ confidence: 'asserted' }]);
    await expect(callAs(api, boris).records.get.query({ recordId: record?.recordId ?? '' })).rejects.toThrow();
  });

  test('is sure on his dialog once his channel vouches for it', async () => {
    const phone = aPhone();
    await writes(api, telegram, { id: 'first', vouched: { phone } }, 'Hello');
    const dialogId = await writes(api, telegram, { id: 'later' }, `I am ${phone}`);
    expect(await recordsOf(dialogId)).toMatchObject([{ confidence: 'asserted' }]);
    await writes(api, telegram, { id: 'later', vouched: { phone } }, 'Here is my number');
    expect(await recordsOf(dialogId)).toMatchObject([{ confidence: 'verified' }]);
  });
});

describe('consent', () => {
  let agreementId: string;
  const draft = () => ({
    texts: [{ language: 'en' as const, own: { title: 'Privacy', text: `We keep it, ${Math.random()}.` } }],
  });
  beforeEach(async () => {
    const { agreements } = callAs(api, company.admin);
    const made = await agreements.create.mutate({ name: 'Privacy', template: 'own', draft: draft() });
    if (!made.created) throw new Error(made.because);
    agreementId = made.agreementId;
    await agreements.publish.mutate({ agreementId, draftVersion: 1 });
  });
  const ask = (hold: boolean) =>
    saveLine(api, company, {
      'agreement.ask': true,
      'agreement.agreementId': agreementId,
      'agreement.hold.messengers': hold,
    });
  async function publishAgain(): Promise<void> {
    const { agreements } = callAs(api, company.admin);
    const before = await agreements.get.query({ agreementId });
    const draftVersion = before?.draftVersion ?? 0;
    const saved = await agreements.saveDraft.mutate({ agreementId, draftVersion, name: 'Privacy', draft: draft() });
    if (!saved.saved) throw new Error(saved.because);
    await agreements.publish.mutate({ agreementId, draftVersion: saved.draftVersion });
  }
  const ledger = () => rows('select decision, how, version from consent_record where company_id = $1 order by number');
  const messages = () =>
    rows<{ text: string }>(`select text from message where company_id = $1 and "from" = 'client' order by at, number`);

  test('whoever writes on after a new version was published accepts what he was asked, and his message is there', async () => {
    await ask(false);
    await writes(api, telegram, { id: 'a' }, 'Hello');
    await publishAgain();
    await writes(api, telegram, { id: 'a' }, 'Are you there?');
    expect(await messages()).toEqual([{ text: 'Hello' }, { text: 'Are you there?' }]);
    expect(await ledger()).toEqual([{ decision: 'accepted', how: 'continued-writing', version: 1 }]);
    expect(await parked()).toEqual([]);
  });

  test('and so he does after the agreement was removed from the line and from the list', async () => {
    await ask(false);
    await writes(api, telegram, { id: 'a' }, 'Hello');
    await saveLine(api, company, { 'agreement.ask': false, 'agreement.agreementId': null });
    await callAs(api, company.admin).agreements.remove.mutate({ agreementId });
    await writes(api, telegram, { id: 'a' }, 'Are you there?');
    expect(await messages()).toHaveLength(2);
    expect(await parked()).toEqual([]);
  });

  test.each(['close', 'spam'] as const)(
    'a sealed dialog that is ended by %s shows nothing of what was written',
    async (how) => {
      await ask(true);
      const dialogId = await writes(api, telegram, { id: 'a' }, 'My secret');
      const { dialogs } = callAs(api, company.admin);
      if (how === 'close') await dialogs.close.mutate({ commandId: randomUUID(), dialogId });
      else await dialogs.spam.mutate({ commandId: randomUUID(), dialogId, block: false });
      const { row } = await dialogs.get.query({ dialogId });
      const shown = [row, await dialogs.messages.query({ chatId: row.chatId }), await messages()];
      expect(JSON.stringify(shown)).not.toContain('secret');
    },
  );

  test('each text is searched by itself: what ends one says nothing of the next', async () => {
    await ask(true);
    await saveLine(api, company, { 'agreement.hold.messengers': true });
    const phone = aPhone();
    const dialogId = await writes(api, telegram, { id: 'a' }, 'Hello\n--\nOlga');
    await writes(api, telegram, { id: 'a' }, `My phone is ${phone}`);
    await saveLine(api, company, { 'agreement.ask': false });
    await writes(api, telegram, { id: 'a' }, 'Well?');
    expect(
      await rows('select state from dialog where company_id = $1 and dialog_id = $2 and state <> $3', dialogId, 'held'),
    ).toHaveLength(1);
    expect(await rows('select 1 from client_address where company_id = $1 and value = $2', phone)).toHaveLength(1);
  });
});
