import { afterAll, beforeAll, expect, test } from 'vitest';

import { Metrics } from '../platform/metrics.ts';
import { aCompany, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';

/** Receives and does nothing else; what it stored is there for another to find. */
let first: TestApi;
let company: Company;
let others: TestApi[] = [];

beforeAll(async () => {
  first = await testApi({ ROLES: 'web' });
  company = await aCompany(first);
});
afterAll(async () => {
  for (const api of others) await api.stop();
  await first.stop();
});

/** Events as a process that fell has left them. */
async function leftBehind(count: number, attempts: (index: number) => number): Promise<void> {
  for (let index = 0; index < count; index++)
    await first.query(
      `insert into received (company_id, channel_id, source, external_id, event, attempts) values ($1, $2, 'test', $3, $4, $5)`,
      [
        company.companyId,
        company.channelId,
        `event ${index}`,
        JSON.stringify({
          kind: 'message',
          externalId: `event ${index}`,
          chat: `chat ${index % 7}`,
          messageId: `message ${index}`,
          from: { id: `person ${index % 7}`, name: 'Olga', surname: '', username: null, language: null },
          content: { kind: 'text', text: String(index) },
          sentAt: null,
          page: null,
        }),
        attempts(index),
      ],
    );
}

test('what a fallen process left is taken up in batches and in order; what was begun before, alone; what fell three times, not at all', async () => {
  await leftBehind(400, (index) => (index === 150 ? 2 : index === 200 ? 3 : 0));
  const second = await testApi({}, first.databaseUrl);
  others.push(second);
  await eventually(
    async () => (await first.query('select from received where done_at is null')).length === 0,
    'the end of the queue',
  );
  const chats = await first.query<{ texts: string[] }>(
    `select array_agg(text order by number) as texts from message group by chat_id`,
  );
  expect(chats).toHaveLength(7);
  for (const { texts } of chats) expect(texts.map(Number)).toEqual(texts.map(Number).toSorted((a, b) => a - b));
  expect(chats.flatMap((chat) => chat.texts)).toHaveLength(399);
  expect(await first.query('select error from parked')).toEqual([
    { error: 'It was begun three times and never finished' },
  ]);
  const { values } = await second.app.get(Metrics).batches.get();
  const batches = values.find((value) => value.metricName?.endsWith('_count'))?.value ?? Number.POSITIVE_INFINITY;
  expect(batches).toBeLessThan(40);
  expect((await callAs(second, company.admin).inbox.counts.query({})).all).toBe(7);
});
