import { randomUUID } from 'node:crypto';

import { emptyRecord } from '@switchboard/domain/crm';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, callAs, eventually, testApi, type TestApi } from '../../testing/api.ts';
import { aChannel, writes } from '../../testing/crms.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());

test('the timeline of a contact tells a dialog of his from one of somebody like him, and when it was closed', async () => {
  const company = await aCompany(api);
  const calls = callAs(api, company.admin);
  const words = { ...emptyRecord, name: 'Ada', surname: 'Keel', phones: ['+79123456789'] };
  const { recordId } = await calls.records.create.mutate({ kind: 'contact', words });
  const told = async () =>
    (await calls.records.timeline.query({ recordId })).entries
      .filter(({ what }) => what === 'dialog')
      .map(({ dialogId, dialog }) => [dialogId, dialog]);

  const chat = await aChannel(api, company, 'Site', 'live-chat');
  await writes(api, chat, { id: 'visitor' }, 'Call me: +7 912 345-67-89');
  await eventually(async () => (await told()).length === 1, 'the likeness');
  const messenger = await aChannel(api, company, 'Messenger', 'telegram');
  await writes(api, messenger, { id: 'ada', name: 'Ada', vouched: { phone: '+79123456789' } }, 'Hello');
  await eventually(async () => (await told()).length === 2, 'what the channel vouched for');
  for (const dialogId of [1, 2]) await calls.dialogs.close.mutate({ commandId: randomUUID(), dialogId });
  await eventually(async () => (await told()).length === 3, 'the end');

  expect(await told()).toEqual([
    [2, 'closed'],
    [2, 'attached'],
    [1, 'likeness'],
  ]);
});
