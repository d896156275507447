import { Database, sql } from '@switchboard/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aConsole, changesOf, type TestConsole } from '../testing/console.ts';
import { aVisitor, somebodyWrites } from '../testing/visitor.ts';
import { Feed } from './feed.ts';
import type { FrameToConsole } from './frames.ts';

/** Two processes over one database. Anna is the administrator; Boris and Vera are operators of the line. */
let first: TestApi;
let second: TestApi;
let company: Company;
let boris: Person;
let vera: Person;

beforeAll(async () => {
  first = await testApi();
  second = await testApi({}, first.databaseUrl);
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

beforeEach(async () => {
  company = await aCompany(first);
  boris = await anEmployee(first, company, 'operator', 'Boris');
  vera = await anEmployee(first, company, 'operator', 'Vera');
  await theQueue(first, company, [boris.employeeId, vera.employeeId]);
  for (const person of [boris, vera]) await callAs(first, person).people.setAway.mutate({ away: false });
});

const head = async (): Promise<number> => first.app.get(Feed).head(company.companyId);

/** Every message that came, `chat number` as often as it came. */
function messagesOf(frames: FrameToConsole[]): string[] {
  return changesOf(frames).flatMap((change) =>
    change.change === 'message' ? [`${change.message.chatId} ${change.message.number}`] : [],
  );
}

test('a console that loses its connection again and again, over two processes, misses nothing and hears nothing twice', async () => {
  const visitors = await Promise.all([
    aVisitor(first, company.address),
    aVisitor(second, company.address),
    aVisitor(first, company.address),
  ]);
  const steady = await aConsole(second, company.admin);
  await steady.until((frame) => frame.frame === 'welcome');
  const stored = () =>
    first.query<{ key: string }>(
      `select chat_id || ' ' || number as key from message where company_id = $1 order by 1`,
      [company.companyId],
    );
  const frames: FrameToConsole[] = [];
  let cursor = steady.cursor;
  let writing = true;
  const wrote = (async () => {
    for (let count = 0; count < 16; count++) {
      for (const visitor of visitors) expect(await visitor.write(`Word ${count}`)).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    // Answered is received, and not yet worked in.
    await eventually(async () => (await stored()).length === 48, 'the last message');
    writing = false;
  })();
  let connections = 0;
  for (let last = false; !last; connections++) {
    last = !writing;
    const connected: TestConsole = await aConsole(connections % 2 ? first : second, company.admin, cursor);
    if (last) {
      const end = await head();
      await eventually(async () => connected.cursor === end, 'the last change');
    } else await new Promise((resolve) => setTimeout(resolve, 10 + (connections % 7) * 12));
    connected.close();
    // What arrived was worked in: nothing after the cursor was.
    await connected.closed;
    frames.push(...connected.frames);
    cursor = connected.cursor;
  }
  await wrote;
  const end = await head();
  await eventually(async () => steady.cursor === end, 'the steady console');

  expect(connections).toBeGreaterThan(5);
  expect(frames.some((frame) => frame.frame === 'start-over')).toBe(false);
  const cursors = frames.flatMap((frame) => (frame.frame === 'changes' ? [frame.cursor] : []));
  expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
  expect(new Set(cursors).size).toBe(cursors.length);
  const expected = (await stored()).map((row) => row.key);
  expect(messagesOf(frames).toSorted()).toEqual(expected.toSorted());
  expect(messagesOf(steady.frames).toSorted()).toEqual(expected.toSorted());
  steady.close();
  for (const visitor of visitors) visitor.close();
});

test('what an operator no longer may see is gone from his screen, at once or when he comes back', async () => {
  const screen = await aConsole(first, vera);
  const other = await aConsole(second, boris);
  await Promise.all([screen, other].map((console) => console.until((frame) => frame.frame === 'welcome')));
  const shows = (dialogId: number) => (frame: FrameToConsole) =>
    changesOf([frame]).some((change) => change.change === 'dialog' && change.row.dialogId === dialogId);
  const gone = (dialogId: number) => (frame: FrameToConsole) =>
    changesOf([frame]).some((change) => change.change === 'gone' && change.dialogId === dialogId);

  await somebodyWrites(first, company.address, 'The first');
  await Promise.all([screen.until(shows(1)), other.until(shows(1))]);
  await callAs(second, boris).dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: 1 });
  await screen.until(gone(1));
  expect(other.frames.some(gone(1))).toBe(false);

  await somebodyWrites(first, company.address, 'The second');
  await screen.until(shows(2));
  screen.close();
  await callAs(second, boris).dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: 2 });
  await callAs(second, boris).dialogs.reply.mutate({
    commandId: crypto.randomUUID(),
    dialogId: 2,
    text: 'Not for her',
  });
  const back = await aConsole(second, vera, screen.cursor);
  await back.until(gone(2));
  expect(JSON.stringify(back.frames)).not.toContain('Not for her');

  await callAs(second, boris).dialogs.transfer.mutate({
    commandId: crypto.randomUUID(),
    dialogId: 2,
    to: { employeeId: vera.employeeId, evenIfUnavailable: true },
  });
  await back.until(shows(2));
  await other.until(gone(2));
  back.close();
  other.close();
});

test('what came and went between two looks of the feed is gone too: a list read in between may show it', async () => {
  await somebodyWrites(first, company.address, 'Here and gone');
  await eventually(async () => (await callAs(first, vera).inbox.list.query({ list: 'mine' })).rows[0]);
  const before = await head();
  await callAs(first, boris).dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: 1 });
  await callAs(first, boris).dialogs.transfer.mutate({
    commandId: crypto.randomUUID(),
    dialogId: 1,
    to: { employeeId: vera.employeeId, evenIfUnavailable: true },
  });
  await callAs(first, vera).dialogs.transfer.mutate({
    commandId: crypto.randomUUID(),
    dialogId: 1,
    to: { employeeId: boris.employeeId, evenIfUnavailable: true },
  });
  // Her cursor stands where Boris had just accepted; she held it for a moment after that.
  const back = await aConsole(second, vera, before + 1);
  await back.until((frame) => changesOf([frame]).some((change) => change.change === 'gone'));
  back.close();
});

test('a cursor that is too old, or of a feed that is no longer this one, starts over', async () => {
  await somebodyWrites(first, company.address, 'Hello');
  await eventually(async () => (await callAs(first, boris).inbox.list.query({ list: 'mine' })).rows[0]);
  const end = await head();
  await first.query('delete from change where company_id = $1 and number < $2', [company.companyId, end]);
  for (const api of [first, second]) {
    for (const cursor of [0, 1, end - 2, end + 1_000]) {
      const old = await aConsole(api, company.admin, cursor);
      expect(await old.until((frame) => frame.frame !== 'lookers')).toMatchObject({ frame: 'start-over' });
      await eventually(async () => (old.cursor ?? 0) >= end && (old.cursor ?? 0) < end + 100, 'the feed’s own cursor');
      old.close();
    }
    const kept = await aConsole(api, company.admin, end - 1);
    expect(await kept.until(() => true)).toMatchObject({ frame: 'welcome', cursor: end - 1 });
    await kept.until((frame) => changesOf([frame]).length > 0);
    kept.close();
  }
});

test('other rights mean reading everything anew, and nothing of what is no longer his comes after that', async () => {
  const screen = await aConsole(second, vera);
  await screen.until((frame) => frame.frame === 'welcome');
  for (const person of [boris, vera]) await callAs(first, person).people.setAway.mutate({ away: true });
  await somebodyWrites(first, company.address, 'Waiting for anybody');
  await screen.until((frame) => JSON.stringify(frame).includes('Waiting for anybody'));
  await theQueue(first, company, [boris.employeeId]);
  await screen.until((frame) => frame.frame === 'start-over');
  const seen = screen.frames.length;
  await somebodyWrites(first, company.address, 'Waiting for Boris');
  await eventually(async () => (await head()) === screen.cursor, 'the feed');
  expect(JSON.stringify(screen.frames.slice(seen))).not.toContain('Waiting for Boris');
  screen.close();
});

test('a socket whose sign-in ended is closed', async () => {
  const screen = await aConsole(first, boris);
  await screen.until((frame) => frame.frame === 'welcome');
  await callAs(first, boris).signIn.out.mutate({});
  await callAs(first, company.admin).lines.rename.mutate({ lineId: company.lineId, name: 'Another name' });
  expect(await screen.closed).toBe(4401);
});

test('a socket that takes nothing is closed, the others go on, and it comes back by its cursor', async () => {
  const slow = await aConsole(first, company.admin);
  const quick = await aConsole(first, company.admin);
  await Promise.all([slow, quick].map((console) => console.until((frame) => frame.frame === 'welcome')));
  await somebodyWrites(first, company.address, 'The first');
  await quick.until((frame) => JSON.stringify(frame).includes('The first'));
  slow.socket.pause();
  const db = new Database({ url: first.databaseUrl, hot: 1 });
  const [chat] = await first.query<{ chatId: string }>('select chat_id as "chatId" from chat where company_id = $1', [
    company.companyId,
  ]);
  const flood = sql(
    'test-flood',
    `insert into message (company_id, chat_id, number, message_id, dialog_id, "from", kind, text, at)
     select $1, $2, n, gen_random_uuid(), 1, 'client', 'text', repeat('flood ', 1000), now() from generate_series($3::int, $3 + 499) n`,
  );
  for (let number = 2; number < 1_500; number += 500) {
    await db.inTurn(company.companyId, async (turn) => {
      await turn.run(flood, [company.companyId, chat?.chatId, number]);
      for (let n = number; n < number + 500; n++)
        turn.announce({ change: 'message', chatId: chat?.chatId ?? '', message: n, dialogId: 1 });
    });
  }
  const end = await head();
  await eventually(async () => quick.cursor === end, 'the quick one');
  expect(messagesOf(quick.frames)).toHaveLength(1_501);
  slow.socket.resume();
  expect(await slow.closed).toBe(4408);
  expect(slow.cursor).toBeLessThan(end);
  const back = await aConsole(first, company.admin, slow.cursor);
  await eventually(async () => back.cursor === end, 'the rest');
  expect(new Set([...messagesOf(slow.frames), ...messagesOf(back.frames)]).size).toBe(1_501);
  expect(messagesOf(slow.frames).length + messagesOf(back.frames).length).toBe(1_501);
  quick.close();
  back.close();
  await db.close();
});

test('whoever missed very much starts over', async () => {
  const feed = first.app.get(Feed);
  expect(await feed.between(company.companyId, 1, 2_002)).toBeNull();
  expect(await feed.between(company.companyId, 0, await head())).not.toBeNull();
});

test('a visitor’s marks go up only, and one who floods the socket is closed', async () => {
  const visitor = await aVisitor(first, company.address);
  await visitor.write('Hello');
  await visitor.until((frame): frame is typeof frame & { frame: 'messages' } => frame.frame === 'messages');
  const seen = async (): Promise<number | undefined> =>
    (
      await first.query<{ seen: string }>(
        'select c.seen_number as seen from chat c join channel h using (company_id, channel_id) where h.address = $1 order by c.created_at desc limit 1',
        [company.address],
      )
    ).map((row) => Number(row.seen))[0];
  visitor.say({ frame: 'seen', number: 1_000_000 });
  await eventually(async () => (await seen()) === 1, 'the mark, as far as there are messages');
  const before = await head();
  for (let number = 1; number <= 5; number++) visitor.say({ frame: 'seen', number: 1_000_000 - number });
  visitor.say({ frame: 'ping' });
  await visitor.until((frame): frame is typeof frame & { frame: 'pong' } => frame.frame === 'pong');
  expect(await seen()).toBe(1);
  expect(await head()).toBe(before);
  for (let n = 0; n < 40; n++) visitor.say({ frame: 'ping' });
  expect(await visitor.closed).toBe(4400);
});
