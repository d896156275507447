import type { Address } from '@switchboard/domain/crm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Config } from '../../platform/config.ts';
import { Egress } from '../../platform/egress.ts';
import { FakeBitrix24, type Mood } from '../../testing/fake-bitrix24.ts';
import { CrmBlocked, CrmBusy, CrmRefused, CrmUnreachable } from './answers.ts';
import { Bitrix24, type NewPortalRecord } from './bitrix24.ts';
import { Pacer } from './pacer.ts';
import { Portal } from './portal.ts';

const egress = new Egress(
  Config.from({
    DATABASE_URL: 'postgres://127.0.0.1/x',
    SECRET: 'a secret of tests, as long as it must be',
    EGRESS_ALLOW: '127.0.0.1',
  }),
);
const phone: Address = { kind: 'phone', value: '+79123456789' };
const email: Address = { kind: 'email', value: 'ivan@mail.example' };
const lead: NewPortalRecord = {
  recordId: '0198a000-0000-7000-8000-000000000001',
  kind: 'lead',
  title: 'Ivan, live chat',
  name: 'Ivan',
  surname: 'Sidorov',
  responsible: '7',
  source: { id: 'WEB' },
  pipeline: null,
  contact: null,
  addresses: [phone, email],
};

let fake: FakeBitrix24;
let crm: Bitrix24;
beforeEach(async () => {
  fake = await new FakeBitrix24().start();
  crm = byWebhook();
});
afterEach(() => fake.stop());

function byWebhook(endpoint = fake.webhook): Bitrix24 {
  return new Bitrix24(new Portal(egress, { endpoint, token: null, renew: null }, new Pacer()));
}

describe('a client is looked for', () => {
  test('by phones and e-mail addresses, each list answered by itself', async () => {
    const contact = fake.put('contact', { NAME: 'Ivan', PHONE: [{ VALUE: '8 (912) 345-67-89' }] });
    const known = fake.put('lead', { TITLE: 'A question', EMAIL: [{ VALUE: 'Ivan@Mail.example' }] });
    expect(await crm.find({ verified: [phone], asserted: [email], none: [] })).toEqual({
      verified: { contacts: [contact], leads: [] },
      asserted: { contacts: [], leads: [known] },
      none: { contacts: [], leads: [] },
    });
  });

  test('and his contact brings his open deals, the newest first, and no closed one', async () => {
    const contact = fake.put('contact', { NAME: 'Ivan', LAST_NAME: 'Sidorov', ASSIGNED_BY_ID: '7' });
    fake.put('deal', { TITLE: 'Won before', CONTACT_ID: contact, STAGE_SEMANTIC_ID: 'S', CLOSED: 'Y' });
    const old = fake.put('deal', { TITLE: 'A bicycle', CONTACT_ID: contact });
    const recent = fake.put('deal', { TITLE: 'A helmet', CONTACT_ID: contact, CATEGORY_ID: '4' });
    const records = await crm.records({ contact: [contact], lead: [], deal: [] });
    expect(records.map(({ kind, externalId }) => [kind, externalId])).toEqual([
      ['contact', contact],
      ['deal', recent],
      ['deal', old],
    ]);
    expect(records[0]).toMatchObject({ name: 'Ivan', surname: 'Sidorov', responsible: '7', state: 'open' });
    expect(records[1]).toMatchObject({ title: 'A helmet', pipeline: '4', contact, state: 'open' });
  });

  test('and a lead tells whether it is won or lost', async () => {
    const won = fake.put('lead', { TITLE: 'Won', STATUS_SEMANTIC_ID: 'S' });
    const lost = fake.put('lead', { TITLE: 'Lost', STATUS_SEMANTIC_ID: 'F' });
    const records = await crm.records({ contact: [], lead: [won, lost], deal: [] });
    expect(records.map(({ title, state }) => [title, state])).toEqual([
      ['Lost', 'lost'],
      ['Won', 'won'],
    ]);
  });

  test('without anything to look for, without a call', async () => {
    await crm.find({ verified: [], asserted: [] });
    await crm.records({ contact: [], lead: [], deal: [] });
    expect(fake.calls).toEqual([]);
  });
});

describe('a record is made', () => {
  test('with everything that is known, under our id', async () => {
    const made = await crm.make(lead);
    expect(fake.leads).toMatchObject([
      {
        ID: made,
        TITLE: 'Ivan, live chat',
        NAME: 'Ivan',
        LAST_NAME: 'Sidorov',
        ASSIGNED_BY_ID: '7',
        SOURCE_ID: 'WEB',
        PHONE: [{ VALUE: '+79123456789', VALUE_TYPE: 'WORK' }],
        EMAIL: [{ VALUE: 'ivan@mail.example', VALUE_TYPE: 'WORK' }],
        ORIGINATOR_ID: 'switchboard',
        ORIGIN_ID: lead.recordId,
      },
    ]);
  });

  test('a deal in its pipeline, of its contact, with a source in words', async () => {
    const contact = await crm.make({ ...lead, kind: 'contact' });
    await crm.make({ ...lead, kind: 'deal', pipeline: '4', contact, source: { words: 'Telegram, Shop' } });
    expect(fake.deals).toMatchObject([
      { CATEGORY_ID: '4', CONTACT_ID: contact, SOURCE_ID: 'OTHER', SOURCE_DESCRIPTION: 'Telegram, Shop' },
    ]);
  });

  test('and is found by our id where the portal forgot to answer', async () => {
    fake.mood = 'forgetful';
    await expect(crm.make(lead)).rejects.toMatchObject({ done: 'maybe' });
    fake.mood = 'well';
    expect(await crm.made('lead', lead.recordId)).toBe(fake.leads[0]?.ID);
    expect(await crm.made('lead', '0198a000-0000-7000-8000-000000000002')).toBeNull();
  });
});

test('addresses are added to a record once, however they are spelled there', async () => {
  const contact = fake.put('contact', { NAME: 'Ivan', PHONE: [{ VALUE: '8 (912) 345-67-89' }] });
  await crm.addAddresses('contact', contact, [phone, email]);
  await crm.addAddresses('contact', contact, [phone, email]);
  expect(fake.contacts[0]).toMatchObject({
    PHONE: [{ VALUE: '8 (912) 345-67-89' }],
    EMAIL: [{ VALUE: 'ivan@mail.example' }],
  });
});

test('the responsible changes, and what was said stands on the timeline', async () => {
  const known = fake.put('lead', { TITLE: 'A question' });
  await crm.setResponsible('lead', known, '7');
  await crm.comment('lead', known, 'Ivan: hello');
  expect(fake.leads[0]).toMatchObject({ ASSIGNED_BY_ID: '7' });
  expect(await crm.comments('lead', known)).toEqual(['Ivan: hello']);
});

test('users, pipelines and sources are read, the default pipeline first, page by page', async () => {
  for (let more = 0; more < 120; more++)
    fake.users.push({
      ID: `u${more}`,
      NAME: 'N',
      LAST_NAME: `${more}`,
      EMAIL: `U${more}@portal.example`,
      ACTIVE: more !== 5,
    });
  const users = await crm.users();
  expect(users).toHaveLength(121);
  expect(users.slice(0, 3)).toEqual([
    { externalId: '1', name: 'Anna Petrova', email: 'anna@portal.example' },
    { externalId: '7', name: 'Boris Orlov', email: 'boris@portal.example' },
    { externalId: 'u0', name: 'N 0', email: 'u0@portal.example' },
  ]);
  expect(await crm.lists()).toEqual({
    pipelines: [
      {
        externalId: '0',
        name: 'Sales',
        place: 0,
        stages: [
          { name: 'New', place: 0, meaning: 'open' },
          { name: 'Won', place: 1, meaning: 'won' },
          { name: 'Lost', place: 2, meaning: 'lost' },
        ],
      },
      { externalId: '4', name: 'Repairs', place: 1, stages: [{ name: 'Brought', place: 0, meaning: 'open' }] },
    ],
    sources: [
      { id: 'CALL', name: 'Call' },
      { id: 'WEB', name: 'Website' },
      { id: 'OTHER', name: 'Other' },
    ],
  });
});

describe('an answer is told apart', () => {
  test.each<[Mood, object]>([
    ['down', { constructor: CrmUnreachable, done: 'maybe' }],
    ['html', { constructor: CrmUnreachable, done: 'maybe' }],
    ['truncated', { constructor: CrmUnreachable, done: 'maybe' }],
    ['cut', { constructor: CrmUnreachable, done: 'maybe' }],
    ['limited', { constructor: CrmBusy, seconds: 2 }],
    ['gone', { constructor: CrmBlocked, problem: 'gone' }],
  ])('of a portal that is %s', async (mood, error) => {
    fake.mood = mood;
    await expect(crm.made('lead', lead.recordId)).rejects.toMatchObject(error);
  });

  test('of a portal that is not there', async () => {
    await fake.stop();
    await expect(crm.users()).rejects.toMatchObject({ constructor: CrmUnreachable, done: 'no' });
  });

  test('of a portal at a private address', async () => {
    const nearby = byWebhook('http://10.0.0.1/rest/1/secret/');
    await expect(nearby.users()).rejects.toMatchObject({ constructor: CrmBlocked, problem: 'gone' });
  });

  test('of a wrong secret', async () => {
    await expect(byWebhook(`${fake.url}/rest/1/another/`).users()).rejects.toMatchObject({ problem: 'forbidden' });
  });

  test('of a webhook that may not do this', async () => {
    fake.scopes = ['crm'];
    await expect(crm.users()).rejects.toMatchObject({ constructor: CrmBlocked, problem: 'scope' });
    await expect(crm.lists()).resolves.toBeDefined();
    fake.scopes = ['user'];
    await expect(crm.lists()).rejects.toMatchObject({ constructor: CrmBlocked, problem: 'scope' });
  });

  test('of a record that is not there any more', async () => {
    await expect(crm.setResponsible('lead', '404', '7')).rejects.toBeInstanceOf(CrmRefused);
    await expect(crm.addAddresses('lead', '404', [phone])).rejects.toBeInstanceOf(CrmRefused);
  });

  test('and tells no secret', async () => {
    fake.mood = 'html';
    const error = (await crm.users().catch((thrown: unknown) => thrown)) as Error;
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret0');
  });
});

describe('a token that is too old', () => {
  const withToken = (renew: ((old: string) => Promise<string>) | null) =>
    new Bitrix24(new Portal(egress, { endpoint: `${fake.url}/rest/`, token: 'old', renew }, new Pacer()));

  test('is renewed, and the call is made again', async () => {
    const renewed = async (old: string) => {
      expect(old).toBe('old');
      const answer = await fetch(
        `${fake.url}/oauth/token/?grant_type=authorization_code&client_id=${fake.client.id}&client_secret=${encodeURIComponent(fake.client.secret)}&code=${fake.letApplicationIn()}`,
      );
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    expect(await withToken(renewed).users()).toHaveLength(2);
  });

  test('blocks the connection where there is no other to be had', async () => {
    await expect(withToken(null).users()).rejects.toMatchObject({ problem: 'expired' });
  });

  test('is not renewed for ever', async () => {
    await expect(withToken(async () => 'also old').users()).rejects.toBeInstanceOf(CrmUnreachable);
  });
});

test('the portal is not asked more than it lets pass', async () => {
  const pacer = new Pacer();
  for (let call = 0; call < 40; call++) await pacer.turn();
  const begun = Date.now();
  await pacer.turn();
  expect(Date.now() - begun).toBeGreaterThan(300);
  pacer.rest(60);
  await expect(pacer.turn()).rejects.toBeInstanceOf(CrmBusy);
});
