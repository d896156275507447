import { randomUUID } from 'node:crypto';

import { Database } from '@switchboard/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { appendToLedger } from '../agreements/ledger.ts';
import { ReceiveStore } from '../receive/receive.store.ts';
import { aCompany, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { mergeClients, unmergeClients } from './merge-clients.ts';

let api: TestApi;
let company: Company;
let channelId: string;

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
  const [row] = await api.query<{ id: string }>('select channel_id as id from channel where company_id = $1', [
    company.companyId,
  ]);
  channelId = row?.id ?? '';
});
afterAll(() => api.stop());

let phones = 0;
const aPhone = () => `+7916777${String(++phones).padStart(4, '0')}`;

/** Somebody writes, and is who he is after that. */
async function writes(id: string, text: string, phone: string | null = null): Promise<string> {
  const from = { id, name: '', surname: '', username: null, language: null };
  const vouched = phone === null ? {} : { vouched: { phone, email: null } };
  const messageId = randomUUID();
  await api.app.get(ReceiveStore).store(
    { address: '', companyId: company.companyId, channelId, kind: 'live-chat' },
    [
      {
        kind: 'message',
        externalId: messageId,
        chat: id,
        messageId,
        from: { ...from, ...vouched },
        content: { kind: 'text', text },
        sentAt: null,
        page: null,
      },
    ],
    null,
  );
  await eventually(async () => (await of('message', 'external_id', messageId)).length > 0);
  return clientOf(id);
}
async function clientOf(id: string): Promise<string> {
  const [row] = await of<{ client_id: string }>('identity', 'external_id', id);
  return row?.client_id ?? '';
}
const of = <Row extends object>(table: string, column: string, value: string) =>
  api.query<Row>(`select * from ${table} where company_id = $1 and ${column} = $2`, [company.companyId, value]);
const inTurn: Database['inTurn'] = (...args) => api.app.get(Database).inTurn(...args);
const merge = (keptId: string, mergedId: string) =>
  inTurn(company.companyId, (turn) => mergeClients(turn, { keptId, mergedId }, 'by-hand', company.employeeId));
const undo = (mergeId: string) =>
  inTurn(company.companyId, (turn) => unmergeClients(turn, mergeId, company.employeeId));

/** Everything that says whose is what. */
async function whose(): Promise<unknown> {
  const rows = [];
  for (const [table, columns] of [
    ['identity', 'identity_id, client_id'],
    ['client_address', 'client_id, kind, value, confidence'],
    ['client_record', 'client_id, record_id, confidence'],
    ['client_consent', 'client_id, agreement_id, version, decision, number'],
    ['dialog', 'dialog_id, client_id'],
    ['client', 'client_id, name, merged_into'],
  ] as const)
    rows.push(
      await api.query(`select ${columns} from ${table} where company_id = $1 order by ${columns}`, [company.companyId]),
    );
  return rows;
}

describe('two clients merged by hand', () => {
  test('are one: his identities, addresses, records and dialogs; and undone, they are two as before', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const phone = aPhone();
    const keptId = await writes(one, `I am ${aPhone()}`);
    const mergedId = await writes(other, `I am ${phone} and also one@example.test`);
    expect(mergedId).not.toBe(keptId);
    const before = await whose();
    const made = await merge(keptId, mergedId);
    expect(await clientOf(other)).toBe(keptId);
    expect(await of('client_address', 'client_id', keptId)).toHaveLength(3);
    expect(await of('dialog', 'client_id', keptId)).toHaveLength(2);
    expect(await of('client_record', 'client_id', keptId)).toHaveLength(2);
    expect(await of('client', 'client_id', mergedId)).toMatchObject([{ merged_into: keptId }]);
    if (!('mergeId' in made)) throw new Error(made.because);
    expect(await undo(made.mergeId)).toEqual(made);
    expect(await whose()).toEqual(before);
    expect(await undo(made.mergeId)).toEqual({ because: 'cannot-be-undone' });
  });

  test('have the later of both decisions on an agreement, and each his own again', async () => {
    const [keptId, mergedId] = [await writes(randomUUID(), 'Hello'), await writes(randomUUID(), 'Hello')];
    const agreementId = randomUUID();
    const evidence = { ip: null, userAgent: null, page: null, identity: null, name: null };
    const entry = {
      channelId: null,
      dialogId: null,
      agreementId,
      version: 1,
      language: 'en',
      textHash: 'x',
      how: 'form' as const,
      messageId: null,
      employeeId: null,
      evidence,
    };
    await inTurn(company.companyId, (turn) =>
      appendToLedger(turn, [
        { ...entry, clientId: keptId, decision: 'declined' },
        { ...entry, clientId: mergedId, decision: 'accepted' },
      ]),
    );
    const before = await whose();
    const made = await merge(keptId, mergedId);
    expect(await of('client_consent', 'client_id', keptId)).toMatchObject([{ decision: 'accepted' }]);
    if (!('mergeId' in made)) throw new Error(made.because);
    await undo(made.mergeId);
    expect(await whose()).toEqual(before);
  });

  test('what is theirs of after the merge stays where it is', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const keptId = await writes(one, 'Hello');
    const mergedId = await writes(other, 'Hello');
    const made = await merge(keptId, mergedId);
    const phone = aPhone();
    await writes(other, `My number is ${phone}`);
    if (!('mergeId' in made)) throw new Error(made.because);
    await undo(made.mergeId);
    expect(await of('client_address', 'value', phone)).toMatchObject([{ client_id: keptId }]);
    expect(await clientOf(other)).toBe(mergedId);
  });

  test.each([
    ['himself', async (id: string) => [id, id] as const, 'same-client'],
    ['somebody who is not there', async (id: string) => [id, randomUUID()] as const, 'no-such-client'],
  ])('nobody is merged with %s', async (_, pair, because) => {
    const [keptId, mergedId] = await pair(await writes(randomUUID(), 'Hello'));
    expect(await merge(keptId, mergedId)).toEqual({ because });
  });

  test('who is part of another is not merged again, and the last merge is undone first', async () => {
    const [a, b, c] = [
      await writes(randomUUID(), '1'),
      await writes(randomUUID(), '2'),
      await writes(randomUUID(), '3'),
    ];
    const first = await merge(a, b);
    expect(await merge(c, b)).toEqual({ because: 'merged-before' });
    const second = await merge(c, a);
    if (!('mergeId' in first) || !('mergeId' in second)) throw new Error('not merged');
    expect(await undo(first.mergeId)).toEqual({ because: 'cannot-be-undone' });
    expect(await undo(second.mergeId)).toEqual(second);
    expect(await undo(first.mergeId)).toEqual(first);
  });
});

describe('what a channel vouches for', () => {
  test('makes one of two clients who both turn out to have the number, and the history is one', async () => {
    const [telegram, sms] = [randomUUID(), randomUUID()];
    const phone = aPhone();
    const before = await writes(telegram, 'Hello');
    const known = await writes(sms, 'Hello', phone);
    expect(known).not.toBe(before);
    await writes(telegram, 'This is my number', phone);
    await eventually(async () => (await clientOf(telegram)) === (await clientOf(sms)));
    const [merged] = await of<{ because: string }>('client_merge', 'because', 'verified-address');
    expect(merged).toMatchObject({ because: 'verified-address' });
    expect(await of('dialog', 'client_id', await clientOf(sms))).toHaveLength(2);
  });

  test('a number that he only wrote makes nobody one', async () => {
    const [telegram, chat] = [randomUUID(), randomUUID()];
    const phone = aPhone();
    const known = await writes(telegram, 'Hello', phone);
    expect(await writes(chat, `I am ${phone}`)).not.toBe(known);
  });
});
