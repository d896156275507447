import { randomUUID } from 'node:crypto';

import type { CrmSettings } from '@switchboard/domain/crm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Runner } from '../dialogs/runner.ts';
import type { Address } from '../receive/receive.store.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  testApi,
  theQueue,
  theSettings,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aChannel, aCrm, settled, writes, type TestCrm, type TestRecord } from '../testing/crms.ts';

const phone = '+79123456789';
const other = '+79991234567';
const email = 'ivan@mail.example';

describe.each(['built-in', 'bitrix24'] as const)('with the CRM %s', (kind) => {
  let api: TestApi;
  let crm: TestCrm;
  let moved = 0;
  let company: Company;
  /** In the queue: Anna, then Boris. Vera is in no queue. */
  let boris: Person;
  let vera: Person;
  let messenger: Address;
  let chat: Address;

  beforeAll(async () => {
    api = await testApi({ POLL_MS: '50' }, undefined, () => new Date(Date.now() + moved));
    crm = aCrm(kind, api);
  });
  afterAll(async () => {
    await api.stop();
    await crm.stop();
  });
  beforeEach(async () => {
    // What waits to be sent is due by the clock of the database.
    moved = 0;
    company = await aCompany(api);
    boris = await anEmployee(api, company, 'operator', 'Boris');
    vera = await anEmployee(api, company, 'operator', 'Vera');
    await theQueue(api, company, [company.employeeId, boris.employeeId], { distribution: 'strictly' });
    await crm.connect(company, [company.employeeId, boris.employeeId, vera.employeeId]);
    messenger = await aChannel(api, company, 'Messenger', 'telegram');
    chat = await aChannel(api, company, 'Site', 'live-chat');
    await present(company.admin, boris, vera);
  });

  /** They are at their consoles. */
  async function present(...people: { employeeId: string }[]): Promise<void> {
    const runner = api.app.get(Runner);
    await Promise.all(
      people.map(({ employeeId }) =>
        runner.presence(company.companyId, { employeeId, connectedAt: true, usedAt: true }),
      ),
    );
  }

  const settings = (change: Partial<CrmSettings>) =>
    theSettings(api, company, (now) => ({ ...now, crm: { ...now.crm, ...change } }));
  const given = (record: TestRecord) => crm.given(company, record);
  const ivan = (vouched?: { phone?: string; email?: string }) => ({
    id: 'ivan',
    name: 'Ivan',
    ...(vouched ? { vouched } : {}),
  });
  /** A client of a messenger, where it vouches for something of him. */
  const clientWrites = (vouched?: { phone?: string; email?: string }, text = 'Hello') =>
    writes(api, messenger, ivan(vouched), text);
  const visitorWrites = (text: string, id = 'visitor') => writes(api, chat, { id }, text);

  /** The records that are new since `before`. */
  async function madeSince(before: readonly string[] = []) {
    return (await crm.records(company)).filter(({ ref }) => !before.includes(ref));
  }

  /** What a dialog has of the CRM, as kinds with how sure that is. */
  async function linked(dialogId: number): Promise<string[]> {
    const rows = await api.query<{ kind: string; confidence: string }>(
      `select r.kind, d.confidence from dialog_record d join crm_record r using (company_id, record_id)
       where d.company_id = $1 and d.dialog_id = $2 order by r.kind, d.confidence`,
      [company.companyId, dialogId],
    );
    return rows.map((row) => `${row.kind} ${row.confidence}`);
  }

  async function facts(dialogId: number): Promise<string[]> {
    const rows = await api.query<{ fact: string; body: { because?: string } }>(
      'select fact, body from fact where company_id = $1 and dialog_id = $2 order by number',
      [company.companyId, dialogId],
    );
    return rows.map(({ fact, body }) => (body.because === undefined ? fact : `${fact} ${body.because}`));
  }

  async function offeredTo(dialogId: number): Promise<string[]> {
    const [row] = await api.query<{ offered_to: string[] }>(
      'select offered_to from dialog where company_id = $1 and dialog_id = $2',
      [company.companyId, dialogId],
    );
    return row?.offered_to ?? [];
  }

  async function act(
    who: { cookie: string },
    action: (dialogs: ReturnType<typeof callAs>['dialogs'], commandId: string) => Promise<{ done: boolean }>,
  ): Promise<void> {
    expect(await action(callAs(api, who).dialogs, randomUUID())).toMatchObject({ done: true });
    await settled(api, company.companyId);
  }

  describe('check the client in the CRM', () => {
    test('off: nobody is looked for, and nothing is made', async () => {
      await settings({ check: false });
      const contact = await given({ kind: 'contact', name: 'Ivan', phones: [phone], responsible: vera.employeeId });
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual([]);
      expect(await madeSince([contact])).toEqual([]);
      expect(await offeredTo(dialogId)).toEqual([company.employeeId]);
    });

    test('on: whoever is not known gets a lead, with his name, his number and where he came from', async () => {
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['lead made']);
      expect(await madeSince()).toMatchObject([
        {
          kind: 'lead',
          name: 'Ivan',
          phones: [phone],
          emails: [],
          state: 'open',
          source: expect.stringContaining('Messenger'),
        },
      ]);
      expect(await facts(dialogId)).toContain('record-created not-found');
    });
  });

  describe('a client is identified', () => {
    test('by his account: who wrote before has his lead, and no second one', async () => {
      const first = await clientWrites();
      await act(company.admin, (dialogs, commandId) => dialogs.close.mutate({ commandId, dialogId: first }));
      const second = await clientWrites();
      expect(second).not.toBe(first);
      expect(await linked(second)).toEqual(['lead verified']);
      expect(await madeSince()).toHaveLength(1);
    });

    test.each([
      ['number', { phone }, { phones: [phone] }],
      ['e-mail address', { email }, { emails: [email] }],
    ])('by a verified %s', async (_, vouched, addresses) => {
      const known = [
        await given({ kind: 'contact', name: 'Ivan', ...addresses }),
        await given({ kind: 'lead', name: 'A question', ...addresses }),
      ];
      const dialogId = await clientWrites(vouched);
      expect(await linked(dialogId)).toEqual(['contact verified', 'lead verified']);
      expect(await madeSince(known)).toEqual([]);
      expect(await facts(dialogId)).toContain('record-attached');
    });

    test('by what he only wrote: attached with a mark, to nobody responsible, and nothing is made', async () => {
      const contact = await given({ kind: 'contact', name: 'Ivan', phones: [phone], responsible: vera.employeeId });
      const dialogId = await visitorWrites(`My number is ${phone}`);
      expect(await linked(dialogId)).toEqual(['contact asserted']);
      expect(await madeSince([contact])).toEqual([]);
      expect(await offeredTo(dialogId)).toEqual([company.employeeId]);
      expect(await facts(dialogId)).toContain('not-recorded likeness');
    });

    test('in two channels that vouch for one number: one client, one lead, one history', async () => {
      const second = await aChannel(api, company, 'Text messages', 'telegram');
      const dialogs = [
        await clientWrites({ phone }),
        await writes(api, second, { id: 'sms', vouched: { phone } }, 'Hello'),
      ];
      expect(await madeSince()).toHaveLength(1);
      const [clients] = await api.query<{ count: number }>(
        'select count(distinct client_id) as count from dialog where company_id = $1 and dialog_id = any($2)',
        [company.companyId, dialogs],
      );
      expect(clients).toEqual({ count: 1 });
      expect(await linked(dialogs[1] ?? 0)).toEqual(['lead verified']);
    });

    test('by a closed lead not: that is over, and a new one is made', async () => {
      const closed = await given({ kind: 'lead', name: 'Long ago', phones: [phone], state: 'lost' });
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['lead made']);
      expect(await madeSince([closed])).toMatchObject([{ kind: 'lead', phones: [phone] }]);
    });
  });

  describe('the chat tracker', () => {
    test('adds what a client writes to him and to his lead', async () => {
      const dialogId = await clientWrites();
      await clientWrites(undefined, `Write to ${email} or call 8 (912) 345-67-89, UTC or not: ${phone}`);
      expect(await linked(dialogId)).toEqual(['lead made']);
      expect(await madeSince()).toMatchObject([{ kind: 'lead', phones: [phone], emails: [email] }]);
    });

    test('searches again with what it found', async () => {
      await settings({ notFound: 'nothing' });
      const contact = await given({ kind: 'contact', name: 'Ivan', emails: [email] });
      const dialogId = await clientWrites();
      expect(await linked(dialogId)).toEqual([]);
      await clientWrites(undefined, `My address is ${email}`);
      expect(await linked(dialogId)).toEqual(['contact asserted']);
      expect(await madeSince([contact])).toEqual([]);
    });

    test('off: what is written is not looked at', async () => {
      await settings({ tracker: false });
      const dialogId = await visitorWrites(`My number is ${phone}`);
      expect(await linked(dialogId)).toEqual([]);
      expect(await madeSince()).toEqual([]);
    });

    test('of ten thousand addresses takes twenty at most', async () => {
      const text = Array.from({ length: 10_000 }, (_, index) => `p${index}@x.example`).join(' ');
      await clientWrites(undefined, text.slice(0, 60_000));
      const [found] = await api.query<{ count: number }>(
        'select count(*) as count from client_address where company_id = $1',
        [company.companyId],
      );
      expect(found?.count).toBe(20);
      expect(await madeSince()).toMatchObject([{ kind: 'lead' }]);
    });
  });

  describe('when he is not found', () => {
    test('a contact', async () => {
      await settings({ notFound: 'contact' });
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['contact made']);
      expect(await madeSince()).toMatchObject([{ kind: 'contact', name: 'Ivan', phones: [phone] }]);
    });

    test('a deal, in the pipeline that the line names, with his contact', async () => {
      const repairs = (await crm.pipelines(company)).find(({ name }) => name === 'Repairs');
      await settings({ notFound: 'deal', pipelineId: repairs?.pipelineId ?? null });
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['contact made', 'deal made']);
      const made = await madeSince();
      const contact = made.find((record) => record.kind === 'contact');
      expect(contact).toMatchObject({ name: 'Ivan', phones: [phone] });
      expect(made.find((record) => record.kind === 'deal')).toMatchObject({
        pipeline: 'Repairs',
        contact: contact?.ref,
      });
    });

    test('a deal, in the first pipeline where the line names none', async () => {
      const [first] = await crm.pipelines(company);
      await settings({ notFound: 'deal' });
      await clientWrites({ phone });
      const made = await madeSince();
      expect(made.find((record) => record.kind === 'deal')).toMatchObject({ pipeline: first?.name });
    });

    test('nothing', async () => {
      await settings({ notFound: 'nothing' });
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual([]);
      expect(await madeSince()).toEqual([]);
    });

    test('by hand: nothing by itself, and a lead with his name once an operator makes it, no second', async () => {
      await settings({ notFound: 'manually' });
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual([]);
      expect(await facts(dialogId)).toContain('not-recorded manually');
      await act(company.admin, (dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId }));
      await act(company.admin, (dialogs, commandId) =>
        dialogs.makeRecord.mutate({ commandId, dialogId, record: 'lead' }),
      );
      expect(await linked(dialogId)).toEqual(['lead made']);
      expect(await madeSince()).toMatchObject([
        { kind: 'lead', name: 'Ivan', phones: [phone], responsible: company.employeeId },
      ]);
      await clientWrites({ phone }, 'Another message');
      expect(await madeSince()).toHaveLength(1);
    });
  });

  describe('with an open deal', () => {
    const aClientWithADeal = async (state: 'open' | 'won' = 'open') => {
      const contact = await given({ kind: 'contact', name: 'Ivan', phones: [phone] });
      return [contact, await given({ kind: 'deal', name: 'A bicycle', contact, state })];
    };

    test('attached to it', async () => {
      const known = await aClientWithADeal();
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['contact verified', 'deal verified']);
      expect(await madeSince(known)).toEqual([]);
    });

    test('always a new one, of the same contact', async () => {
      await settings({ openDeal: 'new' });
      const known = await aClientWithADeal();
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['contact verified', 'deal made']);
      expect(await madeSince(known)).toMatchObject([{ kind: 'deal', contact: known[0] }]);
      expect(await facts(dialogId)).toContain('record-created always-new-deal');
    });

    test('that is won there is none: his contact alone', async () => {
      await settings({ openDeal: 'new' });
      const known = await aClientWithADeal('won');
      const dialogId = await clientWrites({ phone });
      expect(await linked(dialogId)).toEqual(['contact verified']);
      expect(await madeSince(known)).toEqual([]);
    });
  });

  describe('the source of the new record', () => {
    test('by channel and line', async () => {
      await clientWrites({ phone });
      const [{ name: line } = { name: '' }] = await callAs(api, company.admin).lines.list.query({});
      expect(await madeSince()).toMatchObject([{ source: `Messenger – ${line}` }]);
    });

    test('as chosen', async () => {
      await settings({ source: 'Website' });
      await clientWrites({ phone });
      expect(await madeSince()).toMatchObject([{ source: 'Website' }]);
    });
  });

  test('a visitor who left nothing has no record until he leaves a contact, and then one', async () => {
    const dialogId = await visitorWrites('Hello');
    expect(await linked(dialogId)).toEqual([]);
    expect(await facts(dialogId)).toContain('not-recorded cannot-be-written-to');
    await visitorWrites(`Call me: ${phone}`);
    expect(await linked(dialogId)).toEqual(['lead made']);
    await visitorWrites(`Or write to ${email}`);
    await visitorWrites(`Or call ${other}`);
    expect(await linked(dialogId)).toEqual(['lead made']);
    expect(await madeSince()).toMatchObject([
      { kind: 'lead', phones: [phone, other], emails: [email], source: expect.stringContaining('Site') },
    ]);
  });

  describe('routing to the responsible employee', () => {
    const aClientOf = (responsible: string | null) =>
      given({ kind: 'contact', name: 'Ivan', phones: [phone], responsible });

    test('goes straight to him, in the queue or not', async () => {
      await aClientOf(vera.employeeId);
      const dialogId = await clientWrites({ phone });
      await eventually(async () => (await offeredTo(dialogId))[0] === vera.employeeId, 'the offer to her');
    });

    test('past the limit', async () => {
      await theQueue(api, company, [company.employeeId, boris.employeeId], { distribution: 'strictly', limit: 1 });
      await aClientOf(boris.employeeId);
      await given({ kind: 'contact', name: 'Petr', phones: [other], responsible: boris.employeeId });
      const first = await writes(api, messenger, { id: 'petr', vouched: { phone: other } }, 'Hello');
      await eventually(async () => (await offeredTo(first))[0] === boris.employeeId, 'the first offer');
      await act(boris, (dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId: first }));
      const second = await clientWrites({ phone });
      await eventually(async () => (await offeredTo(second))[0] === boris.employeeId, 'the offer past the limit');
    });

    test('off: to the queue', async () => {
      await settings({ routeToResponsible: false });
      await aClientOf(vera.employeeId);
      expect(await offeredTo(await clientWrites({ phone }))).toEqual([company.employeeId]);
    });

    test('not to somebody who is away: to the queue, and the history says why', async () => {
      await callAs(api, vera).people.setAway.mutate({ away: true });
      await aClientOf(vera.employeeId);
      const dialogId = await clientWrites({ phone });
      expect(await offeredTo(dialogId)).toEqual([company.employeeId]);
      expect(await linked(dialogId)).toEqual(['contact verified']);
    });

    test('of nobody in the company: to the queue', async () => {
      await aClientOf(null);
      expect(await offeredTo(await clientWrites({ phone }))).toEqual([company.employeeId]);
    });

    test('is given up after its time, and goes to the queue', async () => {
      await settings({ giveUpMinutes: 7 });
      await aClientOf(vera.employeeId);
      const dialogId = await clientWrites({ phone });
      await eventually(async () => (await offeredTo(dialogId))[0] === vera.employeeId, 'the offer to her');
      moved += 6 * 60_000;
      await present(company.admin, boris, vera);
      expect(await offeredTo(dialogId)).toEqual([vera.employeeId]);
      moved += 1.1 * 60_000;
      await present(company.admin, boris, vera);
      await eventually(async () => (await offeredTo(dialogId))[0] === company.employeeId, 'the queue');
    });
  });

  describe('a record made by a dialog', () => {
    test('belongs to the first of the queue, and then to whoever first accepts it', async () => {
      const dialogId = await clientWrites({ phone });
      expect(await madeSince()).toMatchObject([{ responsible: company.employeeId }]);
      await act(company.admin, (dialogs, commandId) => dialogs.decline.mutate({ commandId, dialogId }));
      await act(boris, (dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId }));
      expect(await madeSince()).toMatchObject([{ responsible: boris.employeeId }]);
    });

    const transfer = (dialogId: number) =>
      act(company.admin, (dialogs, commandId) =>
        dialogs.transfer.mutate({ commandId, dialogId, to: { employeeId: vera.employeeId, evenIfUnavailable: true } }),
      );
    test.each([
      ['a transfer by hand', true],
      ['a transfer by hand, the switch being off,', false],
    ])('after %s belongs to whom it should', async (_, changeResponsible) => {
      await settings({ changeResponsible });
      const dialogId = await clientWrites({ phone });
      await act(company.admin, (dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId }));
      await transfer(dialogId);
      expect(await madeSince()).toMatchObject([
        { responsible: changeResponsible ? vera.employeeId : company.employeeId },
      ]);
    });

    test.each([
      ['a take-over', true],
      ['a take-over, the switch being off,', false],
    ])('after %s belongs to whom it should', async (_, changeResponsible) => {
      await settings({ changeResponsible });
      const dialogId = await clientWrites({ phone });
      await act(company.admin, (dialogs, commandId) => dialogs.decline.mutate({ commandId, dialogId }));
      await act(boris, (dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId }));
      await act(company.admin, (dialogs, commandId) => dialogs.takeOver.mutate({ commandId, dialogId }));
      expect(await madeSince()).toMatchObject([
        { responsible: changeResponsible ? company.employeeId : boris.employeeId },
      ]);
    });

    test('before it was there: never changed', async () => {
      await given({ kind: 'lead', name: 'A question', phones: [phone], responsible: boris.employeeId });
      const dialogId = await clientWrites({ phone });
      await eventually(async () => (await offeredTo(dialogId))[0] === boris.employeeId, 'the offer to him');
      await act(boris, (dialogs, commandId) => dialogs.accept.mutate({ commandId, dialogId }));
      await transfer(dialogId);
      expect(await crm.records(company)).toMatchObject([{ kind: 'lead', responsible: boris.employeeId }]);
    });
  });
});
