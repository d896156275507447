import { createHash } from 'node:crypto';

import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { Seal } from '../platform/seal.ts';
import {
  aCompany,
  callAs,
  consoleOrigin,
  eventually,
  freePort,
  testApi,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';
import { webhookSecret } from './telegram.routes.ts';

const token = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

let telegram: FakeTelegram;
let api: TestApi;
let company: Company;
let webhook: string;
let secret: string;

beforeAll(async () => {
  telegram = await fakeTelegram();
  const port = await freePort();
  api = await testApi({
    API_PORT: String(port),
    API_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_API_URL: telegram.url,
  });
  company = await aCompany(api);
  const answer = await callAs(api, company.admin).channels.connectTelegram.mutate({ lineId: company.lineId, token });
  expect(answer.connected).toBe(true);
  const [row] = await api.query<{ address: string }>("select address from channel where kind = 'telegram'");
  webhook = `${api.url}/telegram/${row?.address}`;
  secret = webhookSecret(api.app.get(Seal), row?.address ?? '');
});
afterAll(async () => {
  await api.stop();
  await telegram.close();
});

/** Every call of this file goes through here: whatever is sent, the answer is never that something broke. */
async function call(url: string, init: RequestInit = {}): Promise<{ status: number; body: string }> {
  const answer = await fetch(url, { method: 'POST', ...init });
  expect(answer.status, `${url} answers ${await answer.clone().text()}`).toBeLessThan(500);
  return { status: answer.status, body: await answer.text() };
}

const received = async (): Promise<number> =>
  (await api.query<{ n: number }>('select count(*)::int as n from received'))[0]?.n ?? -1;
const texts = async (): Promise<string[]> =>
  (await api.query<{ text: string }>('select text from message order by at, number')).map((row) => row.text);

/** Nothing is waiting to be decided, and nothing had to be put aside. */
async function worked(): Promise<void> {
  await eventually(
    async () => (await api.query('select from received where done_at is null')).length === 0,
    'the end of the queue',
  );
  expect(await api.query('select error from parked')).toEqual([]);
}

let updates = 500;
function update(more: object = {}, text: unknown = 'Is it in stock?'): Record<string, unknown> {
  const id = ++updates;
  return {
    update_id: id,
    message: {
      message_id: id,
      from: { id: 482913077, is_bot: false, first_name: 'Anna' },
      chat: { id: 482913077, type: 'private' },
      date: 1765454402,
      text,
      ...more,
    },
  };
}

describe('a webhook of Telegram', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    call(webhook, {
      body,
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret, ...headers },
    });

  test('a signed update becomes one message', async () => {
    expect(await post(JSON.stringify(update({}, 'The first')))).toEqual({ status: 200, body: '{}' });
    await worked();
    expect(await texts()).toEqual(['The first']);
  });

  test('the same update again, also many times at once, is answered 200 and is no second message', async () => {
    const body = JSON.stringify(update({}, 'Once only'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    await worked();
    expect((await post(body)).status).toBe(200);
    await worked();
    expect((await texts()).filter((text) => text === 'Once only')).toHaveLength(1);
  });

  test('another secret, none, or it twice: 401, and nothing is stored', async () => {
    const before = await received();
    const body = JSON.stringify(update());
    for (const wrong of ['', 'x', secret.slice(1), `${secret}x`, `${secret},${secret}`])
      expect((await post(body, { 'x-telegram-bot-api-secret-token': wrong })).status).toBe(401);
    expect((await call(webhook, { body, headers: { 'content-type': 'application/json' } })).status).toBe(401);
    expect(await received()).toBe(before);
  });

  test.each(['AAAAAAAAAAAAAAAAAAAAAA', 'x', '%00', '%F0%9F', 'a'.repeat(2_000), '..%2f..%2fhealth', "';--"])(
    'an address that nobody has, %s, is not found',
    async (address) => {
      const { status } = await call(`${api.url}/telegram/${address}`, {
        body: JSON.stringify(update()),
        headers: { 'x-telegram-bot-api-secret-token': secret },
      });
      expect([400, 404]).toContain(status);
    },
  );

  test('the address of a live chat is not found here', async () => {
    expect((await call(`${api.url}/telegram/${company.address}`, { body: '{}' })).status).toBe(404);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{"update_id":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"update"'],
    ['an update without a number', '{"message":{}}'],
    ['an update whose number is a text', '{"update_id":"7"}'],
    ['an update whose number is a fraction', '{"update_id":7.5}'],
    ['an update whose number is too large', '{"update_id":1e300}'],
    ['a message that is none', '{"update_id":1,"message":7}'],
    ['a message without its chat', '{"update_id":1,"message":{"message_id":1,"date":1}}'],
    ['a text that is a number', JSON.stringify(update({}, 7))],
    ['a sender that is a list', JSON.stringify(update({ from: [] }))],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0x80])],
    ['lists in lists, a hundred thousand deep', '['.repeat(100_000)],
    ['lists in lists, closed', '['.repeat(100_000) + ']'.repeat(100_000)],
  ])('%s is refused with 400, and nothing is stored', async (_, body) => {
    const before = await received();
    expect((await post(body)).status).toBe(400);
    expect(await received()).toBe(before);
  });

  test.each([
    ['something of the future', () => ({ update_id: ++updates, hologram: { of: 'a client' } })],
    ['nothing but a number', () => ({ update_id: ++updates })],
    ['a message in a group', () => update({ chat: { id: -5, type: 'supergroup' } })],
    [
      'a prototype',
      () => JSON.parse(`{"update_id":${++updates},"__proto__":{"message":{}},"constructor":1}`) as object,
    ],
  ])('%s is taken and passed over', async (_, make) => {
    const before = await texts();
    expect((await post(JSON.stringify(make()))).status).toBe(200);
    await worked();
    expect(await texts()).toEqual(before);
  });

  test('another content type is read all the same: the secret says who it is', async () => {
    for (const type of ['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded'])
      expect((await post(JSON.stringify(update({}, `as ${type}`)), { 'content-type': type })).status).toBe(200);
    await worked();
  });

  test('two megabytes are too large', async () => {
    const before = await received();
    expect((await post(JSON.stringify(update({}, 'x'.repeat(2_000_000))))).status).toBe(413);
    expect(await received()).toBe(before);
  });

  test('what PostgreSQL cannot hold, and moments beyond every calendar, do not cost the message', async () => {
    expect((await post(JSON.stringify(update({}, 'zero \0 and half \ud83d of a pair')))).status).toBe(200);
    expect((await post(JSON.stringify(update({ date: Number.MAX_SAFE_INTEGER }, 'far future')))).status).toBe(200);
    expect((await post(JSON.stringify(update({ date: -Number.MAX_SAFE_INTEGER }, 'far past')))).status).toBe(200);
    const long = 'long '.repeat(100_000);
    expect((await post(JSON.stringify(update({}, long)))).status).toBe(200);
    expect(
      (
        await post(
          JSON.stringify(
            update({ from: { id: 482913078, is_bot: false, first_name: '\0\udfff'.repeat(500) } }, 'named'),
          ),
        )
      ).status,
    ).toBe(200);
    await worked();
    const stored = await texts();
    for (const text of ['zero \u{FFFD} and half \u{FFFD} of a pair', 'far future', 'far past', long, 'named'])
      expect(stored).toContain(text);
  });
});

describe('a live chat', () => {
  const base = (): string => `${api.url}/live-chat/${company.address}`;
  const json = { 'content-type': 'application/json' };
  const good = (): Record<string, unknown> => ({ id: crypto.randomUUID(), text: 'Hello', page: null });

  test.each(['config', 'visitor', 'messages'])('%s of an address that nobody has is not found', async (route) => {
    for (const address of ['AAAAAAAAAAAAAAAAAAAAAA', '%00', '%F0%9F', 'a'.repeat(3_000), "'"]) {
      const { status } = await call(`${api.url}/live-chat/${address}/${route}`, {
        method: route === 'config' ? 'GET' : 'POST',
        ...(route === 'config' ? {} : { headers: json, body: '{}' }),
      });
      expect([400, 404, 414]).toContain(status);
    }
  });

  test.each([
    ['no JSON', '{"id":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no id', JSON.stringify({ text: 'x', page: null })],
    ['an id that is no uuid', JSON.stringify({ ...good(), id: 'x' })],
    ['a text that is a number', JSON.stringify({ ...good(), text: 7 })],
    ['an empty text', JSON.stringify({ ...good(), text: '  ' })],
    ['a text that is too long', JSON.stringify({ ...good(), text: 'x'.repeat(4_001) })],
    ['a page that is no address', JSON.stringify({ ...good(), page: { url: 'javascript', title: '' } })],
    ['a prototype', '{"__proto__":{"id":1},"text":"x"}'],
    ['a hundred thousand lists', '['.repeat(20_000)],
  ])('%s is no message: 400, and nothing is stored', async (_, body) => {
    const visitor = await aVisitor(api, company.address, api.url);
    const before = await received();
    const headers = { ...json, authorization: `Bearer ${visitor.token}` };
    expect((await call(`${base()}/messages`, { body, headers })).status).toBe(400);
    expect(await received()).toBe(before);
    visitor.close();
  });

  test('a megabyte is too large, another content type is not read', async () => {
    const visitor = await aVisitor(api, company.address, api.url);
    const headers = { ...json, authorization: `Bearer ${visitor.token}` };
    expect((await call(`${base()}/messages`, { body: 'x'.repeat(1_000_000), headers })).status).toBe(413);
    expect(
      (await call(`${base()}/messages`, { body: '<x/>', headers: { ...headers, 'content-type': 'text/xml' } })).status,
    ).toBe(415);
    visitor.close();
  });

  test('a token that is none, is another chat’s, or was changed: 401', async () => {
    const visitor = await aVisitor(api, company.address, api.url);
    const other = await callAs(api, company.admin).channels.addLiveChat.mutate({
      lineId: company.lineId,
      name: 'The other',
    });
    const [row] = await api.query<{ address: string }>('select address from channel where channel_id = $1', [
      other.channelId,
    ]);
    const foreign = await aVisitor(api, row?.address ?? '', api.url);
    const [body, mac] = visitor.token.split('.');
    const changed = Buffer.from(JSON.stringify({ channelId: company.channelId, visitorId: foreign.visitorId }));
    const before = await received();
    for (const wrong of [
      '',
      'x',
      '.',
      foreign.token,
      `${body}.`,
      `${changed.toString('base64url')}.${mac}`,
      `${body}.${createHash('sha256').digest('base64url')}`,
      `${visitor.token}.x`,
    ])
      expect(
        (
          await call(`${base()}/messages`, {
            body: JSON.stringify(good()),
            headers: { ...json, authorization: `Bearer ${wrong}` },
          })
        ).status,
      ).toBe(401);
    expect((await call(`${base()}/messages`, { body: JSON.stringify(good()), headers: json })).status).toBe(401);
    expect(await received()).toBe(before);
    visitor.close();
    foreign.close();
  });

  test('NUL and half a surrogate pair become the sign for what cannot be shown; the rest is kept', async () => {
    const visitor = await aVisitor(api, company.address, api.url);
    expect(await visitor.write('a\0b \ud83d c')).toBe(200);
    await worked();
    expect(await texts()).toContain('a\u{FFFD}b \u{FFFD} c');
    visitor.close();
  });

  test('a message sent again under its id is answered 200 and stored once', async () => {
    const visitor = await aVisitor(api, company.address, api.url);
    const id = crypto.randomUUID();
    expect(await Promise.all(Array.from({ length: 10 }, () => visitor.write('Ten times', id)))).toEqual(
      Array.from({ length: 10 }, () => 200),
    );
    await worked();
    expect((await texts()).filter((text) => text === 'Ten times')).toHaveLength(1);
    visitor.close();
  });
});

describe('a socket', () => {
  type Ended = { frames: string[]; code: number; status: number | null };

  /** Opens a socket, sends these, and answers what came back until it was closed. */
  function rubbish(url: string, headers: Record<string, string>, frames: (string | Buffer)[]): Promise<Ended> {
    return new Promise((resolve) => {
      const socket = new WebSocket(url, { headers });
      const ended: Ended = { frames: [], code: 0, status: null };
      socket.on('unexpected-response', (_, answer) => {
        ended.status = answer.statusCode ?? 0;
        socket.terminate();
      });
      socket.on('error', () => {});
      socket.on('open', () => frames.forEach((frame) => socket.send(frame)));
      socket.on('message', (data) => ended.frames.push(String(data)));
      socket.on('close', (code) => resolve({ ...ended, code }));
    });
  }
  const live = (): string => `${api.url.replace('http', 'ws')}/live`;
  const chat = (address = company.address): string => `${api.url.replace('http', 'ws')}/live-chat/${address}/socket`;
  const consoleHeaders = (): Record<string, string> => ({ origin: consoleOrigin, cookie: company.admin.cookie });
  const nonsense = ['{', '[]', '7', '{"frame":"nonsense"}', Buffer.from([1, 2, 3])];

  test('of the console that sends rubbish is told so, and closed after several', async () => {
    const ended = await rubbish(live(), consoleHeaders(), nonsense);
    expect(ended.frames.filter((frame) => JSON.parse(frame).frame === 'error')).toHaveLength(5);
    expect(ended.code).toBe(4400);
  });

  test('of the widget that sends rubbish is told so, and closed after several', async () => {
    const ended = await rubbish(chat(), { origin: api.url }, nonsense);
    expect(ended.frames.filter((frame) => JSON.parse(frame).frame === 'error')).toHaveLength(5);
    expect(ended.code).toBe(4400);
  });

  test('that sends a frame larger than four kilobytes is closed', async () => {
    expect((await rubbish(live(), consoleHeaders(), ['x'.repeat(5_000)])).code).toBe(1009);
    expect((await rubbish(chat(), { origin: api.url }, ['x'.repeat(5_000)])).code).toBe(1009);
  });

  test('of the widget with a bad token is told so and closed', async () => {
    const hello = JSON.stringify({ frame: 'hello', token: 'x', after: 0 });
    const ended = await rubbish(chat(), { origin: api.url }, [hello]);
    expect(JSON.parse(ended.frames[0] ?? '{}')).toMatchObject({ frame: 'error', error: { error: 'bad-token' } });
    expect(ended.code).toBe(4401);
  });

  test.each([
    ['the console without signing in', () => rubbish(live(), { origin: consoleOrigin }, []), 401],
    [
      'the console from another site',
      () => rubbish(live(), { ...consoleHeaders(), origin: 'http://evil.test' }, []),
      403,
    ],
    ['the console without an origin', () => rubbish(live(), { cookie: company.admin.cookie }, []), 403],
    ['the widget from another site', () => rubbish(chat(), { origin: 'http://evil.test' }, []), 403],
    ['the widget of an address that nobody has', () => rubbish(chat('AAAA'), { origin: api.url }, []), 404],
    ['anything else', () => rubbish(live().replace('/live', '/elsewhere'), {}, []), 404],
  ] as const)('%s is not opened', async (_, open, status) => {
    expect((await open()).status).toBe(status);
  });

  test('that breaks off, or says what is no WebSocket at all, leaves the process alive', async () => {
    const { connect } = await import('node:net');
    const port = Number(new URL(api.url).port);
    const upgrade = `GET /live HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\norigin: ${consoleOrigin}\r\ncookie: ${company.admin.cookie}\r\n\r\n`;
    for (const said of ['\0\0\0\0', 'GET / HTTP/9\r\n\r\n', upgrade, `${upgrade}\xff\xff\xff\xff`]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(said, 'latin1'));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        setTimeout(() => socket.destroy(), 50);
      });
    }
    expect((await call(`${api.url}/health/ready`, { method: 'GET' })).status).toBe(200);
  });
});

describe('a call of the console', () => {
  const headers = (): Record<string, string> => ({
    'content-type': 'application/json',
    origin: consoleOrigin,
    cookie: company.admin.cookie,
  });

  test.each([
    ['no JSON', 'POST', 'company.save', '{"name":'],
    ['nothing', 'POST', 'company.save', ''],
    ['a list', 'POST', 'company.save', '[]'],
    ['null', 'POST', 'dialogs.accept', 'null'],
    ['a number for an id', 'POST', 'dialogs.accept', '{"commandId":7,"dialogId":"x"}'],
    [
      'a dialog number beyond every number',
      'POST',
      'dialogs.accept',
      `{"commandId":"${crypto.randomUUID()}","dialogId":1e300}`,
    ],
    ['a call that there is not', 'POST', 'nothing.here', '{}'],
    ['a prototype for a call', 'GET', '__proto__.constructor', ''],
    ['a query that is no JSON', 'GET', 'dialogs.get?input=%7B', ''],
    ['a query with a NUL', 'GET', 'dialogs.get?input=%00', ''],
    [
      'a cursor that is not ours',
      'GET',
      `inbox.list?input=${encodeURIComponent('{"list":"all","cursor":"WzEsMl0"}')}`,
      '',
    ],
    [
      'a cursor beyond every number',
      'GET',
      `inbox.list?input=${encodeURIComponent(JSON.stringify({ list: 'all', cursor: Buffer.from('[1e30,1e308,1e300]').toString('base64url') }))}`,
      '',
    ],
    [
      'a batch that is too large',
      'GET',
      `${Array.from({ length: 60 }, () => 'session.me').join(',')}?batch=1&input={}`,
      '',
    ],
  ])('%s is refused in the 4xx', async (_, method, path, body) => {
    const { status } = await call(`${api.url}/rpc/${path}`, {
      method,
      headers: headers(),
      ...(method === 'POST' ? { body } : {}),
    });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  test('NUL and half a surrogate pair in any text are stored harmlessly', async () => {
    const admin = callAs(api, company.admin);
    const odd = 'odd \0 and \ud83d';
    const kept = 'odd \u{FFFD} and \u{FFFD}';
    const { name, language, timeZone } = await admin.company.get.query({});
    await admin.company.save.mutate({ name: odd, language, timeZone, former: { name, language, timeZone } });
    expect((await admin.company.get.query({})).name).toBe(kept);
    await admin.people.saveProfile.mutate({ name: odd, surname: odd, position: odd, language: 'en' });
    await admin.lines.rename.mutate({ lineId: company.lineId, name: odd });
    expect((await admin.lines.get.query({ lineId: company.lineId })).name).toBe(kept);
    expect((await admin.dialogList.page.query({ filter: { search: odd } })).rows).toEqual([]);
    expect(await admin.invitations.look.query({ token: odd })).toBeNull();
    expect(await admin.signIn.withPassword.mutate({ email: 'a@example.test', password: odd })).toMatchObject({
      signedIn: false,
    });
    await admin.people.setAway.mutate({ away: false });
    const visitor = await aVisitor(api, company.address, api.url);
    await visitor.write('Say something odd');
    const row = await eventually(async () =>
      (await admin.inbox.list.query({ list: 'mine' })).rows.find(
        (found) => found.lastMessage?.text === 'Say something odd',
      ),
    );
    await admin.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId });
    const replied = await admin.dialogs.reply.mutate({
      commandId: crypto.randomUUID(),
      dialogId: row.dialogId,
      text: odd,
    });
    expect(replied).toMatchObject({ done: true, message: { text: kept } });
    visitor.close();
  });

  test('from another site is refused before anything is read', async () => {
    const { status } = await call(`${api.url}/rpc/company.get`, {
      method: 'GET',
      headers: { ...headers(), origin: 'http://evil.test' },
    });
    expect(status).toBe(403);
  });

  test('with a session that has run out is told to sign in, in queries, commands and for the socket', async () => {
    const other = await aCompany(api, 'Teapot');
    const admin = callAs(api, other.admin);
    expect((await admin.company.get.query({})).name).toBe('Teapot');
    await api.query(`update directory.session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [
      other.admin.userId,
    ]);
    const unauthorized = { data: { code: 'UNAUTHORIZED' } };
    await expect(admin.company.get.query({})).rejects.toMatchObject(unauthorized);
    await expect(admin.people.setAway.mutate({ away: true })).rejects.toMatchObject(unauthorized);
    expect(await admin.session.me.query({})).toBeNull();
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/live`, {
      origin: consoleOrigin,
      headers: { cookie: other.admin.cookie },
    });
    const status = await new Promise<number | undefined>((resolve) => {
      socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode));
      socket.on('error', () => {});
    });
    expect(status).toBe(401);
    socket.terminate();
  });
});
