import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { problems } from '../../../../scripts/chaos/audit.ts';
import { aCompany, callAs, eventually, freePort, testApi, type TestApi } from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

const token = '7000000003:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

/** A small real history: a dialog answered over Telegram, one closed and one waiting in the live chat. */
let telegram: FakeTelegram;
let api: TestApi;
let owner: pg.Client;

beforeAll(async () => {
  telegram = await fakeTelegram();
  const port = await freePort();
  api = await testApi({ API_PORT: String(port), API_URL: `http://127.0.0.1:${port}`, TELEGRAM_API_URL: telegram.url });
  const company = await aCompany(api);
  const operator = callAs(api, company.admin);
  await operator.people.setAway.mutate({ away: false });
  await operator.channels.connectTelegram.mutate({ lineId: company.lineId, token });
  telegram.clientWrites({ bot: token, chatId: 9, name: 'Olga', text: 'Hello' });
  const offer = async (kind: 'live-chat' | 'telegram') =>
    eventually(async () =>
      (await operator.inbox.list.query({ list: 'mine' })).rows.find(
        (row) => row.state === 'offered' && row.channel.kind === kind,
      ),
    );
  const act = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });
  const { dialogId } = await offer('telegram');
  expect(await operator.dialogs.accept.mutate(act(dialogId))).toMatchObject({ done: true });
  expect(await operator.dialogs.reply.mutate({ ...act(dialogId), text: 'Hello!' })).toMatchObject({ done: true });
  await eventually(async () => (await api.query("select from outbox where state = 'done'")).length === 1);
  const visitor = await aVisitor(api, company.address, api.url);
  await visitor.write('One');
  const second = await offer('live-chat');
  expect(await operator.dialogs.close.mutate(act(second.dialogId))).toMatchObject({ done: true });
  await visitor.write('Two');
  await offer('live-chat');
  visitor.close();
  await api.app.close();
  owner = new pg.Client({ connectionString: api.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await api.stop();
  await telegram.close();
});

test('a history in which nothing went wrong has no problems', async () => {
  expect(await problems(owner)).toEqual([]);
  const { rows } = await owner.query('select from message');
  expect(rows).toHaveLength(4);
});

// Each is planted in a transaction that is rolled back.
test.each([
  ['a message that is gone', 'delete from message where number = 2', /^chat .*: messages are not numbered 1 to 2/],
  ['a number that was passed over', 'update chat set last_number = last_number + 1', /messages are not numbered/],
  [
    'an event that nobody worked in',
    'update received set done_at = null',
    /^event \d+ was received and is not worked in/,
  ],
  [
    'an event without its message',
    `update message set external_id = message_id where "from" = 'client'`,
    /^event \d+ is done, and its message is not there/,
  ],
  [
    'a message twice under two names',
    `update message set external_id = external_id || 'x' where "from" = 'client'`,
    /^message 1 of chat .* came from nowhere/,
  ],
  [
    'a decision put aside',
    `insert into parked select company_id, gen_random_uuid(), 1, null, null, '{}', 'Error: no', now() from turn`,
    /^the decision .* is parked: Error: no/,
  ],
  ['a message without a decision', 'update message set undecided = true', /is undecided$/],
  ['a fact that is gone', 'delete from fact where number = 2', /^dialog \d: facts are not numbered/],
  [
    'a fact that was changed',
    `update fact set body = jsonb_set(body, '{employeeId}', to_jsonb(gen_random_uuid())) where fact = 'accepted'`,
    /^dialog 1: its facts replayed give another state/,
  ],
  ['a fact that is none', `update fact set body = '{"fact":"vanished"}' where number = 1`, /cannot be replayed/],
  ['a state that was changed', `update dialog set body = body || '{"asked":["x"]}'`, /replayed give another state/],
  [
    'a column that was changed',
    `update dialog set state = 'waiting' where state = 'answered'`,
    /^dialog 1: its columns/,
  ],
  [
    'a closed dialog that counts as open',
    `update dialog set closed_at = null where dialog_id = 2`,
    /^chat .* has 2 open/,
  ],
  [
    'a message that was not counted',
    'update dialog set messages = messages + 1',
    /^dialog \d counts 3 messages and has 2/,
  ],
  [
    'a dialog number that was lost',
    'update turn set dialog_number = dialog_number + 1',
    /dialogs are not numbered 1 to 4/,
  ],
  ['a change number that was lost', 'update turn set change_number = change_number + 1', /changes are not numbered/],
  ['a change in the middle that is gone', 'delete from change where number = 5', /changes are not numbered/],
  [
    'a message that no console heard of',
    `update change set change = 'presence' where change = 'message'`,
    /^message 1 of chat .* was never announced/,
  ],
  [
    'an answer that was promised and is gone',
    `update message set message_id = gen_random_uuid() where "from" = 'operator'`,
    /answered with a message that is not there/,
  ],
  ['a call that did nothing', 'update fact set command_id = null', /^the call .* was answered and left no fact/],
  ['an answer that nobody will send', 'delete from outbox', /^message 2 of chat .* is on no way out/],
  [
    'an answer that was sent and says it was not',
    `update message set delivery = 'queued'`,
    /^message 2 of chat .* says queued, its way out says done/,
  ],
  [
    'a deadline that nobody kept',
    `update dialog set wake_at = now() - interval '1 minute' where closed_at is null`,
    /^dialog \d is 60 seconds past its deadline/,
  ],
  [
    'a dialog without a deadline',
    'update dialog set wake_at = null where closed_at is null',
    /^dialog 1 is open and has no deadline/,
  ],
])('%s is found', async (_, statement, sentence) => {
  await owner.query('begin');
  try {
    await owner.query('set local session_replication_role = replica');
    await owner.query('drop index dialog_one_open');
    const { rowCount } = await owner.query(statement);
    expect(rowCount).toBeGreaterThan(0);
    expect((await problems(owner)).filter((problem) => sentence.test(problem))).not.toEqual([]);
  } finally {
    await owner.query('rollback');
  }
});
