import { randomUUID } from 'node:crypto';

import { withReaches } from '@switchboard/domain/access';
import { emptyRecord } from '@switchboard/domain/crm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ReceiveStore } from '../receive/receive.store.ts';
import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  eventually,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';

let api: TestApi;
let company: Company;
/** Two channels of the company's line. */
let channels: { channelId: string }[];
const anna = () => callAs(api, company.admin);
const clients = () => anna().clients;

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
  await anna().company.setPlan.mutate({ plan: 'unlimited', sure: true });
  const { lineId } = company;
  const second = await anna().channels.addLiveChat.mutate({ lineId, name: 'Second' });
  channels = [{ channelId: company.channelId }, second];
});
afterAll(async () => api.stop());

let phones = 0;
const aPhone = () => `+7916888${String(++phones).padStart(4, '0')}`;

type Said = { as: string; text: string; channel?: number; name?: string; phone?: string; at?: number };

/** Somebody writes; answers which client he is and in which dialog, once that is decided. */
async function writes({ as, text, channel = 0, name = '', phone, at }: Said) {
  const { channelId = '' } = channels[channel] ?? {};
  const vouched = phone === undefined ? {} : { vouched: { phone, email: null } };
  const messageId = randomUUID();
  await api.app.get(ReceiveStore).store(
    { address: '', companyId: company.companyId, channelId, kind: 'live-chat' },
    [
      {
        kind: 'message',
        externalId: messageId,
        chat: as,
        messageId,
        from: { id: as, name, surname: '', username: null, language: null, ...vouched },
        content: { kind: 'text', text },
        sentAt: at ?? null,
        page: null,
      },
    ],
    null,
  );
  return eventually(async () => {
    const [row] = await api.query<{ clientId: string; dialogId: number }>(
      `select d.client_id as "clientId", d.dialog_id as "dialogId" from message m join dialog d on d.company_id = m.company_id and d.dialog_id = m.dialog_id
       where m.company_id = $1 and m.external_id = $2`,
      [company.companyId, messageId],
    );
    return row;
  }, text);
}
const somebody = (said: Partial<Said> = {}) => writes({ as: randomUUID(), text: 'Hello', ...said });
const close = (dialogId: number) => anna().dialogs.close.mutate({ commandId: randomUUID(), dialogId });

/** An employee whose only role has this reach to clients and records. */
async function withReach(reach: 'own' | 'department' | 'any' | 'none'): Promise<Person> {
  const person = await anEmployee(api, company);
  const made = await anna().roles.create.mutate({ name: randomUUID(), rights: withReaches('own', { crm: reach }) });
  if (!made.created) throw new Error(made.because);
  const { employeeId } = person;
  await anna().roles.give.mutate({ employeeId, was: ['operator'], roleIds: [made.roleId] });
  return person;
}

describe('the list of clients', () => {
  test('is read page by page, the newest dialog first, and nobody is left out or shown twice', async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count++) made.push((await somebody()).clientId);
    const quiet = randomUUID();
    await api.query("insert into client (company_id, client_id, name, created_at) values ($1, $2, 'Quiet', now())", [
      company.companyId,
      quiet,
    ]);
    const read = async (more: object) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await clients().list.query({ limit: 3, ...more, ...(cursor === undefined ? {} : { cursor }) });
        found.push(...page.rows.map(({ clientId }) => clientId));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    const all = await read({});
    expect(all.slice(0, 7)).toEqual(made.toReversed());
    expect(all.at(-1)).toBe(quiet);
    expect(new Set(all).size).toBe(all.length);
    const open = await read({ open: true });
    expect(open.slice(0, 7)).toEqual(made.toReversed());
    expect(open).not.toContain(quiet);
  });

  test.each([
    ['his name, in whatever letters', 'РЫНДИН'],
    ['a part of his e-mail address', 'ryndin@'],
    ['his number as people write it', '8 (916) 700-01-02'],
    ['his number in E.164', '+79167000102'],
    ['the last figures of his number', '7000102'],
  ])('finds somebody by %s', async (_, search) => {
    const name = 'Пётр Рындин';
    const [known] = (await clients().list.query({ search: 'рындин' })).rows;
    const clientId =
      known?.clientId ?? (await somebody({ name, text: '+7 916 700-01-02, ryndin@example.test' })).clientId;
    await somebody({ name: 'Somebody else' });
    const { rows } = await clients().list.query({ search });
    expect(rows.map((row) => row.clientId)).toEqual([clientId]);
    expect(rows[0]).toMatchObject({ hasOpen: true, dialogs: 1, channels: ['live-chat'], isBlocked: false });
  });

  test('shows those who are blocked, and nobody who is a part of another', async () => {
    const one = await somebody();
    const other = await somebody();
    await api.query('update client set blocked_at = now() where company_id = $1 and client_id = $2', [
      company.companyId,
      one.clientId,
    ]);
    const ids = async (filter: object) => (await clients().list.query(filter)).rows.map(({ clientId }) => clientId);
    expect(await ids({ blocked: true })).toEqual([one.clientId]);
    await clients().merge.mutate({ clientId: one.clientId, otherClientId: other.clientId });
    expect(await ids({})).not.toContain(other.clientId);
  });

  test.each(['own', 'department', 'none', 'any'] as const)(
    'and a single client are there as far as a right that reaches %s',
    async (reach) => {
      const holder = await withReach(reach);
      const held = await somebody();
      const lead = await somebody();
      const strange = await somebody();
      const like = await somebody();
      await api.query('update dialog set operator_id = $3 where company_id = $1 and dialog_id = $2', [
        company.companyId,
        held.dialogId,
        holder.employeeId,
      ]);
      const words = { ...emptyRecord, name: 'Mine', responsibleId: holder.employeeId };
      const { recordId } = await anna().records.create.mutate({ kind: 'lead', words });
      await clients().attachRecord.mutate({ clientId: lead.clientId, recordId });
      await api.query("insert into client_record values ($1, $2, $3, 'asserted', now())", [
        company.companyId,
        like.clientId,
        recordId,
      ]);
      const calls = callAs(api, holder).clients;
      if (reach === 'none') {
        await expect(calls.list.query({})).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
        return;
      }
      const listed = (await calls.list.query({ limit: 100 })).rows.map(({ clientId }) => clientId);
      for (const [{ clientId }, mine] of [
        [held, true],
        [lead, true],
        // Whoever is in no department belongs to the company itself.
        [strange, reach !== 'own'],
        // What somebody only wrote makes nobody his.
        [like, reach !== 'own'],
      ] as const) {
        expect(listed.includes(clientId)).toBe(mine);
        const single = calls.get.query({ clientId });
        if (mine) expect((await single).clientId).toBe(clientId);
        else await expect(single).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
      }
    },
  );
});

describe('a client', () => {
  test('is shown with what is known of him and how sure it is', async () => {
    const phone = aPhone();
    const as = randomUUID();
    const { clientId } = await writes({ as, text: 'I am at me@example.test', name: 'Olga', phone });
    expect(await clients().get.query({ clientId })).toMatchObject({
      name: 'Olga',
      identities: [{ channel: { kind: 'live-chat' }, name: 'Olga' }],
      addresses: [
        { kind: 'phone', value: phone, confidence: 'verified', source: 'channel' },
        { kind: 'email', value: 'me@example.test', confidence: 'asserted', source: 'text' },
      ],
      records: [{ kind: 'lead', confidence: 'made', opens: true, address: null }],
      counts: { dialogs: 1, open: 1 },
      merges: [],
      erased: null,
    });
  });

  test('is renamed, and his open dialogs say so', async () => {
    const { clientId, dialogId } = await somebody({ name: 'Olga' });
    await clients().rename.mutate({ clientId, name: '  Olga Petrova ' });
    expect((await anna().dialogs.get.query({ dialogId })).row.client.name).toBe('Olga Petrova');
    await expect(clients().rename.mutate({ clientId, name: ' ' })).rejects.toMatchObject({
      data: { field: { name: 'clients.name.empty' } },
    });
  });

  test('takes an address from an employee as asserted, in one spelling and once; and gives it up', async () => {
    const { clientId } = await somebody();
    const phone = aPhone();
    const spelt = `+7 (${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`;
    expect(await clients().addAddress.mutate({ clientId, kind: 'phone', value: spelt })).toEqual({ value: phone });
    await clients().addAddress.mutate({ clientId, kind: 'phone', value: phone });
    const addresses = async () => (await clients().get.query({ clientId })).addresses;
    expect(await addresses()).toMatchObject([{ value: phone, confidence: 'asserted', source: 'by-hand' }]);
    const remove = () => clients().removeAddress.mutate({ clientId, kind: 'phone', value: phone });
    expect(await remove()).toEqual({ removed: true });
    expect(await remove()).toEqual({ removed: false, because: 'not-there' });
    expect(await addresses()).toEqual([]);
  });

  test('keeps what his channel vouches for', async () => {
    const phone = aPhone();
    const { clientId } = await somebody({ phone });
    expect(await clients().removeAddress.mutate({ clientId, kind: 'phone', value: phone })).toEqual({
      removed: false,
      because: 'verified',
    });
  });

  test.each([
    ['phone', '12', 'clients.phone.bad'],
    ['phone', '9'.repeat(40), 'clients.phone.bad'],
    ['email', 'nobody', 'clients.email.bad'],
    ['email', '', 'clients.address.empty'],
    ['phone', '1'.repeat(400), 'clients.address.long'],
  ] as const)('takes as %s nothing that is none, such as %j', async (kind, value, because) => {
    const { clientId } = await somebody();
    await expect(clients().addAddress.mutate({ clientId, kind, value })).rejects.toMatchObject({
      data: { field: { value: because } },
    });
  });

  test('is given a record by hand, which makes a likeness sure, and it is taken from him', async () => {
    const { clientId } = await somebody();
    const { recordId } = await anna().records.create.mutate({ kind: 'deal', words: { ...emptyRecord, title: 'Boat' } });
    await api.query("insert into client_record values ($1, $2, $3, 'asserted', now())", [
      company.companyId,
      clientId,
      recordId,
    ]);
    const found = async () =>
      (await clients().get.query({ clientId })).records.find((record) => record.recordId === recordId)?.confidence;
    expect(await found()).toBe('asserted');
    await clients().attachRecord.mutate({ clientId, recordId });
    expect(await found()).toBe('by-hand');
    expect(await clients().detachRecord.mutate({ clientId, recordId })).toEqual({ detached: true });
    expect(await clients().detachRecord.mutate({ clientId, recordId })).toEqual({
      detached: false,
      because: 'not-there',
    });
    expect(await found()).toBeUndefined();
  });

  test('who was erased is there with when, by whom and its row, and takes nothing any more', async () => {
    const { clientId } = await somebody({ name: 'Olga', text: `I am ${aPhone()}` });
    await anna().erasures.erase.mutate({ clientId, because: 'client-asked' });
    await expect(clients().rename.mutate({ clientId, name: 'Olga' })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });
    const view = await eventually(async () => {
      const now = await clients().get.query({ clientId });
      return now.erased?.state === 'done' ? now : undefined;
    }, 'the erasure');
    expect(view).toMatchObject({
      name: '',
      addresses: [],
      identities: [{ name: '', username: null }],
      records: [],
      erased: { by: { employeeId: company.employeeId }, number: expect.any(Number) },
    });
    expect((await clients().list.query({ limit: 100 })).rows.map((row) => row.clientId)).not.toContain(clientId);
  });
});

describe('somebody who may be the same person', () => {
  test('is told with what both have, and nobody else is', async () => {
    const phone = aPhone();
    const one = await somebody({ phone, name: 'One' });
    const other = await somebody({ text: `Call me: ${phone}`, name: 'Other', channel: 1 });
    await somebody({ text: `Call me: ${aPhone()}` });
    const likenesses = async (clientId: string) => (await clients().get.query({ clientId })).likenesses;
    expect(await likenesses(one.clientId)).toMatchObject([
      { clientId: other.clientId, name: 'Other', shared: [{ kind: 'phone', value: phone }] },
    ]);
    expect(await likenesses(other.clientId)).toMatchObject([{ clientId: one.clientId, channels: ['live-chat'] }]);
  });

  test('is one with him after a merge, which is told in the audit log, can be undone from his page, and is told again', async () => {
    const phone = aPhone();
    const one = await somebody({ phone, name: 'One' });
    const other = await somebody({ text: `Call me: ${phone}`, name: 'Other', channel: 1 });
    const ids = { clientId: one.clientId, otherClientId: other.clientId };
    const made = await clients().merge.mutate(ids);
    expect(made).toMatchObject({ merged: true });
    const kept = await clients().get.query({ clientId: one.clientId });
    expect(kept).toMatchObject({
      likenesses: [],
      counts: { dialogs: 2, open: 2 },
      merges: [{ because: 'by-hand', by: { employeeId: company.employeeId }, other: { name: 'Other' }, identities: 1 }],
    });
    // Whoever asks for the other finds him.
    expect((await clients().get.query({ clientId: other.clientId })).clientId).toBe(one.clientId);
    expect(await clients().merge.mutate(ids)).toEqual({ merged: false, because: 'merged-before' });
    expect(await clients().merge.mutate({ ...ids, otherClientId: one.clientId })).toEqual({
      merged: false,
      because: 'same-client',
    });
    const clientMergeId = made.merged ? made.clientMergeId : '';
    expect(await clients().unmerge.mutate({ clientMergeId })).toEqual({ undone: true, ...ids });
    expect(await clients().unmerge.mutate({ clientMergeId })).toEqual({ undone: false, because: 'cannot-be-undone' });
    expect((await clients().get.query({ clientId: other.clientId })).clientId).toBe(other.clientId);
    const { rows } = await anna().audit.list.query({ subject: 'client', subjectId: one.clientId });
    expect(rows.map(({ what, details }) => ({ what, details }))).toEqual([
      { what: 'client.unmerged', details: { otherId: other.clientId, mergeId: clientMergeId } },
      { what: 'client.merged', details: { otherId: other.clientId, mergeId: clientMergeId } },
    ]);
  });
});

describe('the thread of a client', () => {
  test('is one of all his channels in the order of time, page by page, with nothing left out or shown twice', async () => {
    const phone = aPhone();
    const [one, other] = [randomUUID(), randomUUID()];
    const said: string[] = [];
    let clientId = '';
    for (let count = 0; count < 9; count++) {
      const text = `Message ${count}`;
      said.push(text);
      ({ clientId } = await writes({
        as: count % 3 === 0 ? one : other,
        channel: count % 3 === 0 ? 0 : 1,
        phone,
        text,
      }));
    }
    const texts: string[] = [];
    const chats = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await clients().thread.query({ clientId, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      texts.unshift(...page.messages.flatMap(({ from, text }) => (from === 'client' ? [text] : [])));
      for (const { channel } of page.chats) chats.add(channel.name);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(texts).toEqual(said);
    expect(chats.size).toBe(2);
  });

  test('leaves sealed what is sealed', async () => {
    const { clientId, dialogId } = await somebody({ text: 'A secret' });
    await api.query(`update dialog set state = 'held' where company_id = $1 and dialog_id = $2`, [
      company.companyId,
      dialogId,
    ]);
    const { messages } = await clients().thread.query({ clientId });
    expect(messages.filter(({ from }) => from === 'client')).toMatchObject([{ kind: 'sealed', text: '' }]);
  });

  test('holds the dialogs that the reader may read, and no other', async () => {
    const operator = await withReach('own');
    const lineId = await anotherLine(api, company, 'Wholesale');
    const phone = aPhone();
    const mine = await somebody({ phone, text: 'For him' });
    const others = await somebody({ phone, text: 'For somebody else', channel: 1 });
    await close(mine.dialogId);
    await close(others.dialogId);
    await api.query('update dialog set operator_id = $3 where company_id = $1 and dialog_id = $2', [
      company.companyId,
      mine.dialogId,
      operator.employeeId,
    ]);
    await api.query('update dialog set operator_id = $3, line_id = $4 where company_id = $1 and dialog_id = $2', [
      company.companyId,
      others.dialogId,
      company.employeeId,
      lineId,
    ]);
    await theQueue(api, company, [company.employeeId, operator.employeeId]);
    const { clientId } = mine;
    const texts = ({ messages }: { messages: { from: string; text: string }[] }) =>
      messages.flatMap(({ from, text }) => (from === 'client' ? [text] : []));
    const calls = callAs(api, operator).clients;
    expect(texts(await calls.thread.query({ clientId }))).toEqual(['For him']);
    expect(texts(await clients().thread.query({ clientId }))).toEqual(['For him', 'For somebody else']);
    expect((await calls.dialogs.query({ clientId })).rows).toMatchObject([
      { dialogId: others.dialogId, opens: false },
      { dialogId: mine.dialogId, opens: true },
    ]);
  });
});

describe('the card beside a dialog', () => {
  test('tells what is known, marks a likeness, and offers a record where none was surely found', async () => {
    const phone = aPhone();
    const known = await somebody({ phone, name: 'Known' });
    const { dialogId } = await somebody({ text: `My number is ${phone}`, channel: 1 });
    const card = () => clients().ofDialog.query({ dialogId });
    const { records, likenesses } = await eventually(async () => {
      const now = await card();
      return now.records.length > 0 && now.likenesses.length > 0 ? now : undefined;
    }, 'the likeness');
    expect(likenesses).toMatchObject([{ clientId: known.clientId }]);
    expect(records).toMatchObject([{ kind: 'lead', confidence: 'asserted', here: true, opens: true }]);
    expect((await card()).canMake).toBe(true);
    const made = await anna().dialogs.makeRecord.mutate({ commandId: randomUUID(), dialogId, record: 'deal' });
    expect(made).toMatchObject({ done: true });
    expect(await card()).toMatchObject({ canMake: false });
    expect((await card()).records.map(({ kind, confidence }) => `${kind} ${confidence}`)).toContain('deal made');
  });

  test('is not for whoever may not open the dialog', async () => {
    const { dialogId } = await somebody();
    const nobody = await withReach('own');
    await expect(callAs(api, nobody).clients.ofDialog.query({ dialogId })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });
  });
});
