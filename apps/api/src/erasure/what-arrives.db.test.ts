import { randomUUID } from 'node:crypto';

import type { Inbound } from '@switchboard/channels/channel';
import { Database, sql, type Turn } from '@switchboard/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { ReceiveStore, type Address } from '../receive/receive.store.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  saveLine,
  testApi,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { aChannel } from '../testing/crms.ts';
import { eraseEventsOf, erasePerson, hidePerson, isSomethingLeft, nothingErased } from './erasing.ts';

const insertPending = sql(
  'test-insert-pending',
  `insert into received (company_id, channel_id, source, external_id, event) values ($1, $2, 't', 'late', $3)`,
);

let api: TestApi;
let company: Company;
let channel: Address;
let agreementId: string;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
  channel = await aChannel(api, company, 'Telegram', 'telegram');
  const { agreements } = callAs(api, company.admin);
  const draft = { texts: [{ language: 'en' as const, own: { title: 'Privacy', text: 'We keep what you write.' } }] };
  const made = await agreements.create.mutate({ name: 'Privacy', template: 'own', draft });
  if (!made.created) throw new Error(made.because);
  agreementId = made.agreementId;
  await agreements.publish.mutate({ agreementId, draftVersion: 1 });
});

type Vouched = { phone: string | null; email: string | null };
const from = (id: string, name: string, vouched?: Vouched) => ({
  id,
  name,
  surname: 'Arriving',
  username: null,
  language: null,
  ...(vouched ? { vouched } : {}),
});
let messages = 0;
function aMessage(id: string, text: string, vouched?: Vouched): Inbound {
  const messageId = String(++messages);
  const content = { kind: 'text' as const, text };
  const externalId = `update:${messageId}`;
  const sender = from(id, 'Olga', vouched);
  return { kind: 'message', externalId, chat: id, messageId, from: sender, content, sentAt: null, page: null };
}
const declined = (id: string, dialogId: number): Inbound => ({
  kind: 'consent',
  externalId: `consent:${randomUUID()}`,
  chat: id,
  from: from(id, 'Olga'),
  agreementId,
  version: 1,
  accepts: false,
  how: 'button',
  dialogId,
  language: 'en',
  evidence: null,
});
const store = (...events: Inbound[]) =>
  api.app.get(ReceiveStore).store(channel, events, Buffer.from('raw of what Olga sent'));
async function worked(): Promise<void> {
  await eventually(async () => {
    const left = await api.query('select 1 from received where company_id = $1 and done_at is null', [
      company.companyId,
    ]);
    return left.length === 0;
  }, 'what was received');
}
async function sent(...events: Inbound[]): Promise<void> {
  await store(...events);
  await worked();
}
const inTurn = <T>(use: (turn: Turn) => Promise<T>): Promise<T> => api.app.get(Database).inTurn(company.companyId, use);
const query = <Row extends object>(text: string, ...more: unknown[]) =>
  api.query<Row>(text, [company.companyId, ...more]);
async function clientOf(externalId: string): Promise<string> {
  const [row] = await query<{ id: string }>(
    'select client_id as id from identity where company_id = $1 and external_id = $2',
    externalId,
  );
  return row?.id ?? '';
}
const texts = async () =>
  (
    await query<{ text: string }>(
      `select text from message where company_id = $1 and "from" = 'client' and text <> '' order by at, number`,
    )
  ).map(({ text }) => text);
const lastDialog = async () =>
  (await query<{ id: number }>('select max(dialog_id)::int as id from dialog where company_id = $1'))[0]?.id ?? 0;
async function running(clientId: string): Promise<string> {
  const erasureId = randomUUID();
  await query(
    `insert into erasure (company_id, erasure_id, client_id, by, because, state, started_at, counts) values ($1, $2, $3, $4, 'law', 'running', now(), $5)`,
    erasureId,
    clientId,
    company.employeeId,
    JSON.stringify(nothingErased),
  );
  return erasureId;
}
const begin = (clientId: string) =>
  callAs(api, company.admin).erasures.erase.mutate({ clientId, because: 'client-asked' });
async function stateOf(clientId: string): Promise<string | undefined> {
  const { rows } = await callAs(api, company.admin).erasures.list.query({});
  return rows.find((row) => row.clientId === clientId)?.state;
}
async function erased(clientId: string): Promise<void> {
  expect(await begin(clientId)).toMatchObject({ begun: true });
  await eventually(async () => (await stateOf(clientId)) === 'done', 'the erasure', 15);
}

describe('a client who declined', () => {
  const ask = () =>
    saveLine(api, company, {
      'agreement.ask': true,
      'agreement.agreementId': agreementId,
      'agreement.hold.messengers': true,
    });

  test('loses nothing of what he writes next, at once or while what he said is erased', async () => {
    await ask();
    const clients = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
    for (const id of clients) {
      await sent(aMessage(id, 'Hello'));
      await sent(declined(id, await lastDialog()));
      await Promise.all([1, 2, 3].map((number) => store(aMessage(id, `After all ${number}`))));
    }
    await worked();
    const jobs = () => query(`select 1 from outbox where company_id = $1 and lane = 'erase' and done_at is null`);
    await eventually(async () => (await jobs()).length === 0, 'the jobs', 15);
    const kept = await query<{ count: number }>(
      `select count(*)::int as count from message where company_id = $1 and "from" = 'client' and text like 'After all %'`,
    );
    expect(kept[0]?.count).toBe(clients.length * 3);
  });

  test('keeps what he said in other dialogs, and what waits to be worked in, with their raw events', async () => {
    await sent(aMessage('decliner', 'With consent'));
    const earlier = await lastDialog();
    const { dialogs } = callAs(api, company.admin);
    await dialogs.close.mutate({ commandId: randomUUID(), dialogId: earlier });
    await sent(aMessage('decliner', 'Declined'));
    const dialogId = await lastDialog();
    expect(dialogId).not.toBe(earlier);
    await dialogs.close.mutate({ commandId: randomUUID(), dialogId });
    await sent(aMessage('decliner', 'Afterwards'));
    // In a channel that is worked in by nobody: nothing else can be pending for long.
    await query(
      `insert into received (company_id, channel_id, source, external_id, event, at) values ($1, $2, 't', 'waits', $3, now())`,
      channel.channelId,
      JSON.stringify(aMessage('decliner', 'Pending')),
    );
    expect(await eraseEventsOf(inTurn, dialogId)).toBe(1);
    await worked();
    const events = await query<{ text: string | null }>(
      `select event->'content'->>'text' as text from received where company_id = $1 order by received_id`,
    );
    expect(events.map(({ text }) => text)).toEqual(['With consent', null, 'Afterwards', 'Pending']);
  });
});

describe('who writes while he is erased', () => {
  test('is somebody nobody knows: nothing of him joins what is being erased, and his message is not lost', async () => {
    const vouched = { phone: '+79160001177', email: null };
    await sent(aMessage('meets', 'Before', vouched));
    const clientId = await clientOf('meets');
    const erasureId = await running(clientId);
    const person = await inTurn((turn) => hidePerson(turn, erasureId, clientId));
    let steps = 0;
    await erasePerson(
      async (use) => {
        const made = await inTurn(use);
        if (++steps === 2) await sent(aMessage('meets', 'Meanwhile', vouched));
        return made;
      },
      erasureId,
      person,
    );
    expect(steps).toBeGreaterThan(2);
    expect(await texts()).toEqual(['Meanwhile']);
    const stranger = await clientOf('meets');
    expect(stranger).not.toBe(clientId);
    const addresses = await query<{ clientId: string }>(
      'select client_id as "clientId" from client_address where company_id = $1',
    );
    expect(addresses).toEqual([{ clientId: stranger }]);
    const raw = await query<{ event: { content?: { text: string } } }>(
      `select event from received where company_id = $1 order by received_id`,
    );
    expect(raw.map(({ event }) => event.content?.text)).toEqual([undefined, 'Meanwhile']);
  });

  test('what he had sent and nobody had worked in goes with him, and makes nobody of him', async () => {
    await sent(aMessage('pending', 'Before'));
    const clientId = await clientOf('pending');
    const erasureId = await running(clientId);
    await inTurn(async (turn) => {
      const late = JSON.stringify(aMessage('pending', 'Never worked in'));
      await turn.run(insertPending, [company.companyId, channel.channelId, late]);
      await hidePerson(turn, erasureId, clientId);
    });
    await worked();
    expect(await texts()).toEqual(['Before']);
    expect(await clientOf('pending')).toBe('');
    const found = await query(`select 1 from received where company_id = $1 and event::text like '%Never worked in%'`);
    expect(found).toEqual([]);
  });

  test('an erasure that fell is begun anew: it finds what it was to erase, and counts nothing twice', async () => {
    await sent(aMessage('fallen', 'One'), aMessage('fallen', 'Two'));
    const clientId = await clientOf('fallen');
    const erasureId = await running(clientId);
    await inTurn((turn) => hidePerson(turn, erasureId, clientId));
    const again = await inTurn((turn) => hidePerson(turn, erasureId, clientId));
    let steps = 0;
    const falls = erasePerson(
      async (use) => {
        if (++steps === 4) throw new Error('The process fell');
        return inTurn(use);
      },
      erasureId,
      again,
    );
    await expect(falls).rejects.toThrow('fell');
    const third = await inTurn((turn) => hidePerson(turn, erasureId, clientId));
    await erasePerson(inTurn, erasureId, third);
    const [row] = await query<{ counts: object }>('select counts from erasure where company_id = $1');
    expect(row?.counts).toMatchObject({ identities: 1, events: 2 });
    expect(await texts()).toEqual([]);
    const raw = await query(
      `select 1 from received where company_id = $1 and (raw is not null or event::text like '%Olga%')`,
    );
    expect(raw).toEqual([]);
    // His dialog is open still: it is not done.
    expect(await inTurn((turn) => isSomethingLeft(turn, clientId))).toBe(true);
  });
});

test('an erasure goes on where whoever asked for it has left, and closes what is open', async () => {
  const boris = await anEmployee(api, company, 'administrator', 'Boris');
  await sent(aMessage('left', 'Hello'));
  const clientId = await clientOf('left');
  await query('update employee set dismissed_at = now() where company_id = $1 and employee_id = $2', boris.employeeId);
  const erasureId = await running(clientId);
  await query('update erasure set by = $2 where company_id = $1', boris.employeeId);
  await query('update turn set version = version + 1 where company_id = $1');
  await query(
    `with account as (
       insert into account (company_id, lane, account, due_at, filled_at) values ($1, 'erase', 'erase', now(), now())
       on conflict (company_id, lane, account) do update set due_at = now())
     insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
     values ($1, gen_random_uuid(), 'erase', 'erase', $2::text, jsonb_build_object('job', 'person', 'erasureId', $2::text), now(), now())`,
    erasureId,
  );
  await eventually(async () => (await stateOf(clientId)) === 'done', 'the erasure', 15);
  const closed = await query('select state, close_reason as reason from dialog where company_id = $1');
  expect(closed).toEqual([{ state: 'closed', reason: 'erased' }]);
});

describe('records', () => {
  test('one that is another’s too loses the name where it was made for the person, and keeps what is the other’s', async () => {
    const phone = '+79160000077';
    await sent(aMessage('first', `Call me ${phone}`));
    await sent(aMessage('second', 'Hello', { phone, email: null }));
    const [first, second] = [await clientOf('first'), await clientOf('second')];
    const [made] = await query<{ recordId: string }>(
      `select record_id as "recordId" from client_record where company_id = $1 and client_id = $2 and confidence = 'made'`,
      first,
    );
    await query(
      `insert into client_record values ($1, $2, $3, 'verified', now()) on conflict (company_id, client_id, record_id) do update set confidence = 'verified'`,
      second,
      made?.recordId,
    );
    await query(
      `update crm_record set name = 'Olga', surname = 'Arriving', title = 'Olga Arriving' where company_id = $1 and record_id = $2`,
      made?.recordId,
    );
    await erased(first);
    const kept = await query(
      `select name, surname, title, array(select value from crm_record_address a where a.company_id = r.company_id and a.record_id = r.record_id) as addresses
       from crm_record r where company_id = $1 and record_id = $2`,
      made?.recordId,
    );
    expect(kept).toEqual([{ name: '', surname: '', title: '', addresses: [phone] }]);
  });

  test('go with all that went into them, by however many merges', async () => {
    await sent(aMessage('chain', 'Hello'));
    const clientId = await clientOf('chain');
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [recordId, into] of [
      [c, null],
      [b, c],
      [a, b],
    ])
      await query(
        `insert into crm_record (company_id, record_id, kind, name, merged_into, created_at, changed_at) values ($1, $2, 'contact', 'Chainova', $3, now(), now())`,
        recordId,
        into,
      );
    await query(`insert into client_record values ($1, $2, $3, 'by-hand', now())`, clientId, c);
    await erased(clientId);
    expect(await query(`select 1 from crm_record where company_id = $1 and name = 'Chainova'`)).toEqual([]);
  });
});

test('of a call in which nothing is used no body is kept', async () => {
  await sent({ kind: 'ignored', externalId: 'update:ignored', why: 'other' } as Inbound);
  await sent(aMessage('used', 'Hello'));
  const rows = await query<{ kind: string; raw: boolean }>(
    `select event->>'kind' as kind, raw is not null as raw from received where company_id = $1 order by received_id`,
  );
  expect(rows).toEqual([
    { kind: 'ignored', raw: false },
    { kind: 'message', raw: true },
  ]);
});

test('what is looked through for a person goes back to when he was met, not to the beginning', async () => {
  await query(
    `insert into received (company_id, channel_id, source, external_id, event, done_at)
     select $1::uuid, $2::uuid, 't', 'old-' || g, '{"kind":"message","chat":"c","from":{"id":"f"}}', now() - interval '9 days' from generate_series(1, 40000) g`,
    channel.channelId,
  );
  await sent(aMessage('recent', 'Hello'));
  const clientId = await clientOf('recent');
  const erasureId = await running(clientId);
  const person = await inTurn((turn) => hidePerson(turn, erasureId, clientId));
  let turns = 0;
  await erasePerson(
    (use) => {
      turns++;
      return inTurn(use);
    },
    erasureId,
    person,
  );
  expect(turns).toBeLessThan(12);
  turns = 0;
  await eraseEventsOf(
    (use) => {
      turns++;
      return inTurn(use);
    },
    await lastDialog(),
  );
  expect(turns).toBeLessThan(5);
});
