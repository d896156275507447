import { randomUUID } from 'node:crypto';

import type { Inbound } from '@switchboard/channels/channel';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ReceiveStore, type Address } from '../receive/receive.store.ts';
import { aCompany, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';

const clients = 1_000;
const phoneOf = (number: number) => `+7916${String(1_000_000 + number)}`;

let processes: [TestApi, TestApi];
let company: Company;

beforeAll(async () => {
  const first = await testApi();
  processes = [first, await testApi({}, first.databaseUrl)];
});
afterAll(async () => {
  await processes[1].stop();
  await processes[0].stop();
});

/** Channels as the adapters of their kinds would connect them. */
async function aChannel(name: string, kind: Address['kind']): Promise<Address> {
  const channelId = randomUUID();
  await processes[0].query(
    `insert into channel (company_id, channel_id, line_id, kind, name, address, state, settings, created_at)
     values ($1, $2, $3, $4, $5, $6, 'connected', '{}', now())`,
    [company.companyId, channelId, company.lineId, kind, name, randomUUID()],
  );
  await processes[0].query('update turn set version = version + 1 where company_id = $1', [company.companyId]);
  return { address: '', companyId: company.companyId, channelId, kind };
}

function message(id: string, text: string, phone: string | null): Inbound {
  return {
    kind: 'message',
    externalId: `${id}:${text.length}`,
    chat: id,
    messageId: randomUUID(),
    from: {
      id,
      name: '',
      surname: '',
      username: null,
      language: null,
      ...(phone === null ? {} : { vouched: { phone, email: null } }),
    },
    content: { kind: 'text', text },
    sentAt: null,
    page: null,
  };
}

/** All at once, over both processes, in no order. */
async function write(events: [Address, Inbound][]): Promise<void> {
  const shuffled = events.toSorted(() => Math.random() - 0.5);
  await Promise.all(
    shuffled.map(([address, event], index) =>
      processes[index % 2]!.app.get(ReceiveStore).store(address, [event], null),
    ),
  );
  await eventually(
    async () => {
      const [{ left } = { left: -1 }] = await processes[0].query<{ left: number }>(
        'select count(*) as left from received where company_id = $1 and done_at is null',
        [company.companyId],
      );
      return left === 0;
    },
    'what was received',
    60,
  );
}

async function counts() {
  const [row] = await processes[0].query<Record<string, number>>(
    `select
       (select count(*) from client where company_id = $1) as clients,
       (select count(*) from identity where company_id = $1) as identities,
       (select count(*) from dialog where company_id = $1) as dialogs,
       (select count(*) from crm_record where company_id = $1 and kind = 'lead') as leads,
       (select count(*) from dialog_record where company_id = $1 and confidence = 'asserted') as likenesses,
       (select count(*) from parked where company_id = $1) as parked,
       (select max(n) from (select count(*) as n from dialog where company_id = $1 group by client_id) d) as "dialogsOfOne",
       (select count(*) from fact where company_id = $1 and fact = 'record-created') as "recordsMade"`,
    [company.companyId],
  );
  return row;
}

test('a thousand clients write at once from WhatsApp and SMS with one number each: a thousand clients, a thousand leads', async () => {
  company = await aCompany(processes[0], 'Two channels');
  const [whatsApp, sms] = [await aChannel('WhatsApp', 'telegram'), await aChannel('SMS', 'telegram')];
  await write(
    Array.from({ length: clients }, (_, number): [Address, Inbound][] => [
      [whatsApp, message(`wa-${number}`, 'Hello', phoneOf(number))],
      [sms, message(`sms-${number}`, 'Hello there', phoneOf(number))],
    ]).flat(),
  );
  expect(await counts()).toMatchObject({
    clients,
    identities: 2 * clients,
    dialogs: 2 * clients,
    leads: clients,
    recordsMade: clients,
    likenesses: 0,
    parked: 0,
    dialogsOfOne: 2,
  });
}, 120_000);

test('the same by numbers that visitors type: two thousand clients, a thousand likenesses, a thousand leads, and no shared history', async () => {
  company = await aCompany(processes[0], 'One live chat');
  const chat = await aChannel('Chat', 'live-chat');
  await write(
    Array.from({ length: clients }, (_, number): [Address, Inbound][] => [
      [chat, message(randomUUID(), `Please call me: ${phoneOf(number)}`, null)],
      [chat, message(randomUUID(), `My number is ${phoneOf(number)}, thanks`, null)],
    ]).flat(),
  );
  expect(await counts()).toMatchObject({
    clients: 2 * clients,
    identities: 2 * clients,
    dialogs: 2 * clients,
    leads: clients,
    recordsMade: clients,
    likenesses: clients,
    parked: 0,
    dialogsOfOne: 1,
  });
}, 120_000);
