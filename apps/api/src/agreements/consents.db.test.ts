import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { Database } from '@switchboard/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';

import {
  aCompany,
  anotherLine,
  callAs,
  eventually,
  testApi,
  theQueue,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';
import { appendToLedger, type NewEntry } from './ledger.ts';

let api: TestApi;
let folder: string;
let company: Company;
let agreementId: string;
let hash: string;
let now = Date.UTC(2026, 10, 23, 9);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'consents-test-'));
  api = await testApi({ LEDGER_FOLDER: folder }, undefined, () => new Date(now));
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  company = await aCompany(api);
  const { agreements } = callAs(api, company.admin);
  const draft = { texts: [{ language: 'en' as const, own: { title: 'Privacy', text: 'We keep what you write.' } }] };
  const made = await agreements.create.mutate({ name: 'Privacy', template: 'own', draft });
  if (!made.created) throw new Error(made.because);
  agreementId = made.agreementId;
  await agreements.publish.mutate({ agreementId, draftVersion: 1 });
  hash = (await agreements.version.query({ agreementId, version: 1 }))?.texts[0]?.hash ?? '';
});

const consents = () => callAs(api, company.admin).consents;

async function aClient(name: string, mergedInto: string | null = null): Promise<string> {
  const clientId = v7();
  await api.query(
    'insert into client (company_id, client_id, name, created_at, merged_into) values ($1, $2, $3, now(), $4)',
    [company.companyId, clientId, name, mergedInto],
  );
  return clientId;
}

function decide(clientId: string, more: Partial<NewEntry> = {}): Promise<number[]> {
  return api.app.get(Database).inTurn(company.companyId, (turn) =>
    appendToLedger(turn, [
      {
        clientId,
        channelId: company.channelId,
        dialogId: null,
        agreementId,
        version: 1,
        language: 'en',
        textHash: hash,
        decision: 'accepted',
        how: 'button',
        messageId: null,
        employeeId: null,
        evidence: { ip: '192.0.2.7', userAgent: 'Browser', page: 'https://shop.test/', identity: 'v1', name: 'Olga' },
        ...more,
      },
    ]),
  );
}

const numbers = async (filter: Parameters<ReturnType<typeof consents>['list']['query']>[0]) =>
  (await consents().list.query(filter)).rows.map(({ number }) => number);

describe('the list', () => {
  test('has the latest decision first, and goes on where a page ended', async () => {
    const olga = await aClient('Olga');
    for (let index = 0; index < 5; index++) await decide(olga);
    const first = await consents().list.query({ limit: 2 });
    expect(first.rows.map(({ number }) => number)).toEqual([5, 4]);
    expect(first.rows[0]).toMatchObject({
      decision: 'accepted',
      how: 'button',
      version: 1,
      agreement: { agreementId, name: 'Privacy' },
      client: { clientId: olga, name: 'Olga', erased: false },
      channel: { channelId: company.channelId },
      line: { lineId: company.lineId },
    });
    const second = await consents().list.query({ limit: 2, cursor: first.next ?? 0 });
    expect(second.rows.map(({ number }) => number)).toEqual([3, 2]);
    expect((await consents().list.query({ limit: 2, cursor: second.next ?? 0 })).next).toBeNull();
  });

  test('is narrowed by agreement, version, decision, line, channel, client and days of the company', async () => {
    const [olga, ivan] = [await aClient('Olga'), await aClient('Ivan')];
    const lineId = await anotherLine(api, company, 'Shop');
    const chat = await callAs(api, company.admin).channels.addLiveChat.mutate({ lineId, name: 'Shop' });
    await decide(olga);
    await decide(ivan, { decision: 'declined' });
    await decide(olga, { version: 2, channelId: chat.channelId });
    now += 2 * 86_400_000;
    await decide(ivan, { agreementId: v7() });
    const day = (shift: number) => new Date(now + shift * 86_400_000).toISOString().slice(0, 10);
    expect(await numbers({ agreementId })).toEqual([3, 2, 1]);
    expect(await numbers({ version: 2 })).toEqual([3]);
    expect(await numbers({ decision: 'declined' })).toEqual([2]);
    expect(await numbers({ lineId })).toEqual([3]);
    expect(await numbers({ channelId: company.channelId })).toEqual([4, 2, 1]);
    expect(await numbers({ clientId: olga })).toEqual([3, 1]);
    expect(await numbers({ from: day(-1) })).toEqual([4]);
    expect(await numbers({ until: day(-1) })).toEqual([3, 2, 1]);
    expect(await numbers({ clientId: ivan, decision: 'accepted' })).toEqual([4]);
  });

  test('shows a client who was found to be another as that one', async () => {
    const olga = await aClient('Olga');
    await decide(await aClient('Visitor', olga));
    expect((await consents().list.query({ clientId: olga })).rows[0]?.client).toEqual({
      clientId: olga,
      name: 'Olga',
      erased: false,
    });
    expect(await consents().ofClient.query({ clientId: olga })).toMatchObject([{ agreementId, decision: 'accepted' }]);
  });

  test('is a file as well, in which nothing is taken for a formula', async () => {
    await decide(await aClient('=cmd()'));
    const file = await consents().file.query({});
    expect(file).toMatchObject({ rows: 1, more: false });
    expect(file.csv).toContain('number,time,decision');
    expect(file.csv).toContain(`'=cmd()`);
  });
});

describe('the evidence sheet', () => {
  test('shows who agreed to what exact text, how, and its place in the chain', async () => {
    const olga = await aClient('Olga');
    await decide(await aClient('Ivan'));
    await decide(olga);
    const sheet = await consents().get.query({ number: 2 });
    expect(sheet).toMatchObject({
      number: 2,
      client: { name: 'Olga' },
      text: { title: 'Privacy', text: 'We keep what you write.', fits: true },
      textHash: hash,
      evidence: { ip: '192.0.2.7', userAgent: 'Browser', name: 'Olga', fits: true },
      chain: { fits: true, of: 2, signed: null },
      later: null,
    });
    expect(
      createHash('sha256')
        .update(sheet?.chain.sealed ?? '')
        .digest('hex'),
    ).toBe(sheet?.chain.hash);
    await consents().sign.mutate({});
    expect((await consents().get.query({ number: 1 }))?.chain.signed).toEqual({ number: 2, at: now });
    expect(await consents().state.query({})).toEqual({ rows: 2, signed: { number: 2, at: now } });
  });

  test('says where its evidence was erased, and where the row or the evidence was touched', async () => {
    await decide(await aClient('Olga'));
    const own = [company.companyId];
    await api.query(
      `update consent_evidence set evidence = evidence || '{"ip":"203.0.113.1"}' where company_id = $1`,
      own,
    );
    expect((await consents().get.query({ number: 1 }))?.evidence?.fits).toBe(false);
    await api.query('delete from consent_evidence where company_id = $1', own);
    expect((await consents().get.query({ number: 1 }))?.evidence).toBeNull();
    await api.query(`update consent_record set how = 'form' where company_id = $1`, own);
    expect((await consents().get.query({ number: 1 }))?.chain.fits).toBe(false);
    expect(await consents().check.query({})).toMatchObject({ holds: false, tampering: { kind: 'edited', number: 1 } });
  });

  test('shows the message that proves it', async () => {
    await theQueue(api, company, [company.employeeId]);
    const visitor = await aVisitor(api, company.address);
    await visitor.write('Yes, I agree');
    visitor.close();
    const [message] = await eventually(async () => {
      const found = await api.query<{ messageId: string; clientId: string }>(
        `select m.message_id as "messageId", d.client_id as "clientId" from message m join dialog d on d.company_id = m.company_id and d.dialog_id = m.dialog_id
         where m.company_id = $1 and m."from" = 'client'`,
        [company.companyId],
      );
      return found.length > 0 && found;
    });
    await decide(message?.clientId ?? '', { how: 'continued-writing', messageId: message?.messageId ?? null });
    expect(await consents().get.query({ number: 1 })).toMatchObject({
      how: 'continued-writing',
      message: { text: 'Yes, I agree', from: 'client' },
    });
  });

  test('of a number that the ledger does not have is none', async () => {
    expect(await consents().get.query({ number: 7 })).toBeNull();
  });
});

describe('a withdrawal that an employee enters', () => {
  test('is a row of its own with who entered it and why; the ledger stays whole', async () => {
    const olga = await aClient('Olga');
    await decide(olga);
    const reason = 'She called us on Monday';
    expect(await consents().withdraw.mutate({ clientId: olga, agreementId, reason })).toEqual({
      withdrawn: true,
      numbers: [2],
    });
    expect(await consents().get.query({ number: 2 })).toMatchObject({
      decision: 'withdrawn',
      how: 'by-hand',
      employee: { employeeId: company.employeeId },
      evidence: { reason, fits: true },
    });
    expect((await consents().get.query({ number: 1 }))?.later).toEqual({ number: 2, decision: 'withdrawn', at: now });
    expect(await consents().ofClient.query({ clientId: olga })).toMatchObject([{ decision: 'withdrawn', number: 2 }]);
    expect(await consents().check.query({})).toMatchObject({ holds: true, rows: 2 });
    const [told] = (await callAs(api, company.admin).audit.list.query({ what: 'consent.withdrawn' })).rows;
    expect(told?.details).toEqual({ number: 2, clientId: olga });
  });

  test('reaches what he accepted from all of his accounts', async () => {
    const olga = await aClient('Olga');
    await decide(olga);
    await decide(await aClient('Visitor', olga));
    expect(await consents().withdraw.mutate({ clientId: olga, agreementId, reason: 'A letter' })).toEqual({
      withdrawn: true,
      numbers: [3, 4],
    });
  });

  test('reaches, as the list does, whoever became him by more than one merge', async () => {
    const olga = await aClient('Olga');
    const visitor = await aClient('Visitor', olga);
    await decide(await aClient('First of all', visitor));
    const { rows } = await consents().list.query({ clientId: olga });
    expect(rows.map(({ number, client }) => [number, client])).toEqual([
      [1, { clientId: olga, name: 'Olga', erased: false }],
    ]);
    expect(await consents().ofClient.query({ clientId: olga })).toMatchObject([{ decision: 'accepted', number: 1 }]);
    expect(await consents().withdraw.mutate({ clientId: olga, agreementId, reason: 'A letter' })).toEqual({
      withdrawn: true,
      numbers: [2],
    });
  });

  test('is made once, and not where nothing was accepted', async () => {
    const olga = await aClient('Olga');
    await decide(olga);
    const withdraw = () => consents().withdraw.mutate({ clientId: olga, agreementId, reason: 'A letter' });
    const answers = await Promise.all([withdraw(), withdraw(), withdraw()]);
    expect(answers.filter((answer) => answer.withdrawn)).toHaveLength(1);
    expect(await withdraw()).toEqual({ withdrawn: false, because: 'not-accepted' });
  });

  test('says why', async () => {
    await expect(
      consents().withdraw.mutate({ clientId: await aClient('Olga'), agreementId, reason: ' ' }),
    ).rejects.toMatchObject({ data: { field: { reason: 'consents.reason.empty' } } });
  });
});
