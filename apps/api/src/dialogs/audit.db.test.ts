import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { problems } from '../../../../scripts/chaos/audit.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  eventually,
  freePort,
  testApi,
  theQueue,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

const token = '7000000003:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

/**
 * A small real history: a dialog answered over Telegram, one closed and one waiting in the live chat. In another company,
 * whose line talks and offers to one after the other, a dialog that Anna declined and Boris finished, marked by her; one
 * that he got by a transfer, with Anna joined; one that went back to the queue; and one of a client who is blocked now.
 */
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
  await theTalkative();
  await api.app.close();
  owner = new pg.Client({ connectionString: api.databaseUrl });
  await owner.connect();
});
async function theTalkative(): Promise<void> {
  const company = await aCompany(api, 'Teapot', { talks: true });
  const boris = await anEmployee(api, company);
  const order = { distribution: 'evenly', limit: 3, notCounted: 'closed' } as const;
  await theQueue(api, company, [company.employeeId, boris.employeeId], order);
  const [anna, other] = [callAs(api, company.admin), callAs(api, boris)];
  for (const person of [anna, other]) await person.people.setAway.mutate({ away: false });
  const done = async (call: Promise<{ done: boolean }>): Promise<void> =>
    expect(await call).toMatchObject({ done: true });
  const offeredTo = async (dialogId: number): Promise<Person> => {
    const offered = await eventually(async () => (await anna.dialogs.get.query({ dialogId })).row.offeredTo[0]);
    return offered === boris.employeeId ? boris : company.admin;
  };
  const aDialog = async (dialogId: number): Promise<{ dialogId: number; commandId: string }> => {
    const visitor = await aVisitor(api, company.address, api.url);
    await visitor.write('Hello');
    visitor.close();
    await eventually(async () => (await anna.dialogList.page.query({})).rows.some((row) => row.dialogId === dialogId));
    await offeredTo(dialogId);
    return {
      dialogId,
      get commandId() {
        return crypto.randomUUID();
      },
    };
  };
  const one = await aDialog(1);
  await done(callAs(api, await offeredTo(1)).dialogs.decline.mutate({ ...one }));
  const second = await offeredTo(1);
  await done(callAs(api, second).dialogs.accept.mutate({ ...one }));
  await done(callAs(api, second).dialogs.transfer.mutate({ ...one, to: { lineId: company.lineId } }));
  await done(callAs(api, await offeredTo(1)).dialogs.accept.mutate({ ...one }));
  const { operator } = (await anna.dialogs.get.query({ dialogId: 1 })).row;
  const holder = operator?.employeeId === boris.employeeId ? other : anna;
  const to = { employeeId: boris.employeeId, evenIfUnavailable: true };
  if (holder === anna) await done(anna.dialogs.transfer.mutate({ ...one, to }));
  await done(anna.dialogs.join.mutate({ ...one }));
  await done(anna.dialogs.reply.mutate({ ...one, text: 'Good day' }));
  await done(other.dialogs.reply.mutate({ ...one, text: 'What can I do for you?' }));
  await done(other.dialogs.finish.mutate({ ...one }));
  await done(anna.dialogs.mark.mutate({ ...one, stars: 5, comment: '' }));
  const two = await aDialog(2);
  await done(callAs(api, await offeredTo(2)).dialogs.accept.mutate({ ...two }));
  const three = await aDialog(3);
  await done(callAs(api, await offeredTo(3)).dialogs.accept.mutate({ ...three }));
  await done(anna.dialogs.takeOver.mutate({ ...three }));
  await done(anna.dialogs.spam.mutate({ ...three, block: true }));
}

afterAll(async () => {
  await owner.end();
  await api.stop();
  await telegram.close();
});

test('a history in which nothing went wrong has no problems', async () => {
  expect(await problems(owner)).toEqual([]);
  const { rows } = await owner.query<{ messages: number; facts: string[] }>(
    `select (select count(*)::int from message) as messages, (select array_agg(distinct fact) from fact) as facts`,
  );
  expect(rows[0]?.messages).toBeGreaterThan(10);
  expect(rows[0]?.facts).toEqual(expect.arrayContaining(['joined', 'marked', 'rating-asked', 'said', 'transferred']));
});

/** One more fact of every dialog, or of those told, of this very moment. */
const add = (fact: string, body: string, of = 'true'): string =>
  `insert into fact (company_id, dialog_id, number, at, fact, body)
   select company_id, dialog_id, facts + 1, now(), '${fact}',
     jsonb_build_object('fact', '${fact}', 'at', (extract(epoch from now()::timestamptz(3)) * 1000)::bigint) || ${body}
   from dialog d where ${of}`;
const somebody = `jsonb_build_object('employeeId', gen_random_uuid(), 'messageId', gen_random_uuid())`;
const open = `state in ('accepted', 'answered', 'client-wrote')`;
/** Changes what an offer to one says of the one it chose. */
const chosen = (change: string): string =>
  `update fact set body = jsonb_set(body, '{candidates}', (select jsonb_agg(
     case when c->>'employeeId' = body->'to'->>'employeeId' then ${change} else c end) from jsonb_array_elements(body->'candidates') c))
   where fact = 'offered' and body->'to'->>'kind' = 'one'`;

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
  ['a call that left no fact', 'update fact set command_id = null', /^the call .* wrote a message and left no fact/],
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
  [
    'a finishing dialog without a deadline, though its line is inactive',
    `with off as (update line set active = false) update dialog set wake_at = null where state = 'finishing'`,
    /^dialog 1 is finishing and has no deadline/,
  ],
  [
    'a closed dialog that would wake',
    `update dialog set wake_at = now() + interval '1 hour' where closed_at is not null`,
    /^dialog \d is closed and would wake/,
  ],
  [
    'somebody who has left, and nobody noticed',
    `update employee set wake_at = now() - interval '1 minute'`,
    /^employee .* is 60 seconds past/,
  ],
  ['a fact of another moment than it tells', `update fact set at = at + interval '1 second'`, /told of another moment/],
  [
    'a fact that goes back in time',
    `update fact set at = at - interval '1 day', body = jsonb_set(body, '{at}', to_jsonb((body->>'at')::bigint - 86400000)) where number = 3`,
    /^dialog \d: .* goes back in time/,
  ],
  ['a pin that is shown and was not set', 'update dialog set pinned = true', /^dialog \d: its columns \(pin\)/],
  ['a vote that nobody gave', `update dialog set vote = 'good'`, /^dialog \d: its columns \(vote\)/],
  ['stars of another number', 'update dialog set stars = 1 where stars = 5', /^dialog 1: its columns \(stars\)/],
  [
    'somebody who is said to have joined',
    'update dialog set joined = joined || gen_random_uuid()',
    /its columns \(joined\)/,
  ],
  [
    'an offer shown to another',
    `update dialog set offered_to = array[gen_random_uuid()] where state = 'offered'`,
    /its columns \(offer\)/,
  ],
  [
    'a first answer of another moment',
    `update dialog set first_answer_at = now() where first_answer_at is not null`,
    /^dialog 1: when it was first answered is not/,
  ],
  [
    'a message outside of every dialog',
    `update message set dialog_id = null where text = 'Two'`,
    /belongs to no dialog, and its client was not blocked$/,
  ],
  [
    'a blocked client whose message opened a dialog',
    `update dialog set opened_at = now() + interval '1 second' where close_reason = 'spam'`,
    /^dialog 3 was opened by a client who was blocked/,
  ],
  ['a notice without its mail', `delete from outbox where lane = 'mail'`, /^notice .* \(marked\) has no mail/],
  ['two who accepted', add('accepted', somebody, open), /^dialog \d was accepted by .* while .* held it/],
  [
    'an offer of what somebody holds',
    add(
      'offered',
      `(select body from fact where fact = 'offered' limit 1) || jsonb_build_object('at', (extract(epoch from now()::timestamptz(3)) * 1000)::bigint)`,
      open,
    ),
    /^dialog \d was offered while .* held it/,
  ],
  ['a stranger who answered', add('answered', somebody, open), /^dialog \d was answered by .*, who neither held/],
  [
    'a colleague who answered and had not joined',
    `delete from fact where fact = 'joined'`,
    /^dialog 1 was answered by .*, who neither held nor joined it/,
  ],
  [
    'a stranger who finished it',
    `update fact set body = jsonb_set(body, '{by}', to_jsonb(gen_random_uuid())) where fact = 'finished'`,
    /^dialog 1 was finished by .*, held by/,
  ],
  [
    'a dialog in two hands',
    `update dialog set operator_id = gen_random_uuid() where operator_id is not null`,
    /^dialog \d is in the hands of .*, by its facts of/,
  ],
  [
    'more dialogs than one may hold',
    `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, opened_at, last_message_at, facts)
     select company_id, 100 + n, gen_random_uuid(), line_id, client_id, channel_id, direction, state, body, operator_id, opened_at, last_message_at, 0
     from dialog, generate_series(1, 1000) n where state = 'answered'`,
    /holds 1001 dialogs$/,
  ],
  [
    'a dialog with somebody who was dismissed',
    `update employee set dismissed_at = now() + interval '1 hour'`,
    /^dialog \d is with .*, who was dismissed/,
  ],
  [
    'an offer to somebody who had been dismissed',
    `update employee set dismissed_at = now() - interval '1 hour'`,
    /^dialog \d was offered to .*, who had been dismissed/,
  ],
  [
    'an offer past the limit',
    chosen(`jsonb_set(c, '{slots,taken}', '3')`),
    /^dialog \d was offered to .*, who was at his limit/,
  ],
  [
    'an offer to somebody who was passed over',
    chosen(`jsonb_set(c, '{passedOver}', '"absent"')`),
    /^dialog \d was offered to .*, whom it passes over as absent/,
  ],
  [
    'an offer out of turn',
    `update fact set body = jsonb_set(body, '{candidates}', (select jsonb_agg(
       jsonb_set(c, '{assignedAt}', case when c->>'passedOver' is null then '2'::jsonb else '1' end)) from jsonb_array_elements(body->'candidates') c))
     where fact = 'offered' and body->'to'->>'kind' = 'one'`,
    /^dialog \d went past .*, who was assigned one longer ago than/,
  ],
  [
    'somebody asked twice in a round',
    `update fact set body = jsonb_set(body, '{to,employeeId}', (
       select f.body->'employeeId' from fact f where f.company_id = fact.company_id and f.dialog_id = fact.dialog_id and f.fact = 'declined'))
     where fact = 'offered' and body->'to'->>'kind' = 'one' and exists (
       select from fact f where f.company_id = fact.company_id and f.dialog_id = fact.dialog_id and f.fact = 'declined' and f.number < fact.number)`,
    /^dialog 1 was offered to .* twice in one round/,
  ],
  [
    'a round that began anew too early',
    `update fact set body = jsonb_set(body, '{newRound}', 'true') where fact = 'offered' and body->'to'->>'kind' = 'one'`,
    /^dialog \d began a new round before .* was asked/,
  ],
  [
    'a place in the order that was moved',
    `update queue_stamp set assigned_at = assigned_at + interval '1 second'`,
    /^the place of .* is that of .*, his last offer was at/,
  ],
  ['a place in the order that is gone', 'delete from queue_stamp', /^the place of .* is that of never, his last offer/],
  [
    'a welcome said twice',
    add('said', `'{"what":"welcome"}'`, `first_answer_at is not null`),
    /^dialog 1: welcome was said 2 times/,
  ],
  [
    'a goodbye for a client who was not silent, beside the other',
    add('said', `'{"what":"client-silent"}'`, `state = 'finishing'`),
    /^dialog 1: both the closing text and that for a silent client/,
  ],
  [
    'a welcome where a bot took the dialog',
    add('bot-took', `'{"because":"each-dialog"}'`),
    /^dialog \d was welcomed, and a bot took it/,
  ],
  [
    'two excuses before the first answer',
    `update fact set fact = 'said', body = body || jsonb_build_object('fact', 'said', 'what', case when number % 2 = 0 then 'no-answer' else 'outside-hours' end) where number < 5`,
    /^dialog \d: before the first answer both that nobody is there/,
  ],
  [
    'a text that was said without a message',
    `delete from message where said = 'closing'`,
    /^dialog 1: closing was said 1 times, its messages are 0/,
  ],
  [
    'a text of the line that nothing tells of',
    `update message set said = 'closing' where text = 'Two'`,
    /^dialog 3: closing was said 0 times, its messages are 1/,
  ],
  [
    'a client asked twice to rate',
    add('rating-asked', `'{"until":null,"operatorId":null}'`, `state = 'finishing'`),
    /^dialog 1 was asked to be rated 2 times/,
  ],
  [
    'a client asked to rate what no person wrote in',
    add('rating-asked', `'{"until":null,"operatorId":null}'`, 'first_answer_at is null'),
    /^dialog \d was asked to be rated, and no person had written/,
  ],
  [
    'a burst that was overdue twice',
    `update fact set fact = 'overdue', body = body || '{"fact":"overdue","since":1}' where number < 3`,
    /^dialog \d was marked overdue 2 times for one clock/,
  ],
  [
    'a dialog that was unanswered twice',
    `update fact set fact = 'unanswered', body = body || '{"fact":"unanswered","since":1}' where number < 3`,
    /^dialog \d was marked unanswered 2 times for one clock/,
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

test('a hundred thousand facts are looked through in seconds', async () => {
  await owner.query('begin');
  try {
    await owner.query('set local session_replication_role = replica');
    await owner.query('drop index dialog_one_open');
    const copies = 2_500;
    const { rowCount: facts } = await owner.query(
      `insert into fact select company_id, n * 1000 + dialog_id, number, at, fact, body, null from fact, generate_series(1, $1) n`,
      [copies],
    );
    expect(facts).toBeGreaterThan(100_000);
    await owner.query(
      `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, offered_to,
         opened_at, last_message_at, closed_at, close_reason, facts, messages)
       select company_id, n * 1000 + dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, offered_to,
         opened_at, last_message_at, closed_at, close_reason, facts, messages from dialog, generate_series(1, $1) n`,
      [copies],
    );
    await owner.query(
      `insert into message (company_id, chat_id, number, message_id, dialog_id, "from", kind, text, external_id, at, delivery, said)
       select company_id, chat_id, n * 1000 + number, gen_random_uuid(), n * 1000 + dialog_id, "from", kind, text, external_id || n, at, delivery, said
       from message, generate_series(1, $1) n`,
      [copies],
    );
    await owner.query(`set local statement_timeout = '15s'`);
    const found = await problems(owner);
    expect(found.length).toBeGreaterThan(copies);
  } finally {
    await owner.query('rollback');
  }
});
