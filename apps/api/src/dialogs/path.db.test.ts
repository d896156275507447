import type { FrameToWidget } from '@switchboard/channels/live-chat';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;

beforeAll(async () => {
  api = await testApi();
  company = await aCompany(api);
});
afterAll(() => api.stop());

test('a client writes in the live chat, the operator accepts and answers, the client has the answer', async () => {
  const admin = callAs(api, company.admin);
  await admin.people.setAway.mutate({ away: false });
  const visitor = await aVisitor(api, company.address);
  await visitor.write('Is the samovar in stock?');
  const [offer] = await eventually(async () => {
    const { rows } = await admin.inbox.list.query({ list: 'mine' });
    return rows.length > 0 && rows;
  }, 'the offer');
  expect(offer).toMatchObject({
    dialogId: 1,
    state: 'offered',
    offeredTo: [company.employeeId],
    lastMessage: { text: 'Is the samovar in stock?' },
  });

  const accepted = await admin.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: 1 });
  expect(accepted).toMatchObject({
    done: true,
    row: { state: 'accepted', operator: { employeeId: company.employeeId } },
  });
  const commandId = crypto.randomUUID();
  const replied = await admin.dialogs.reply.mutate({ commandId, dialogId: 1, text: 'It is.' });
  expect(replied).toMatchObject({
    done: true,
    row: { state: 'answered' },
    message: { messageId: commandId, number: 2 },
  });

  const frames = await visitor.until(
    (frame): frame is Extract<FrameToWidget, { frame: 'messages' }> =>
      frame.frame === 'messages' && frame.messages.some((message) => message.from === 'operator'),
  );
  expect(frames.messages.at(-1)).toMatchObject({ number: 2, text: 'It is.', sender: { name: 'Anna Petrova' } });
  await eventually(async () => {
    const { messages } = await admin.dialogs.messages.query({ chatId: offer!.chatId });
    return messages[1]?.delivery === 'delivered';
  }, 'the delivery mark');

  const again = await admin.dialogs.reply.mutate({ commandId, dialogId: 1, text: 'It is.' });
  expect(again).toMatchObject({ done: true, message: { number: 2 } });
  expect((await admin.dialogs.finish.mutate({ commandId: crypto.randomUUID(), dialogId: 1 })).row).toMatchObject({
    state: 'closed',
    closeReason: 'finished',
  });
  const { steps } = await admin.dialogs.history.query({ dialogId: 1 });
  expect(steps.map((step) => step.fact.fact)).toEqual([
    'opened',
    'client-wrote',
    'not-recorded',
    'offered',
    'accepted',
    'answered',
    'closed',
  ]);
  visitor.close();
});

test('the next message after closing opens another dialog in the same chat, and messages stay numbered without gaps', async () => {
  const visitor = await aVisitor(api, company.address);
  const admin = callAs(api, company.admin);
  await visitor.write('One');
  const offer = await eventually(async () => (await admin.inbox.list.query({ list: 'mine' })).rows[0]);
  await admin.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId: offer.dialogId });
  await admin.dialogs.finish.mutate({ commandId: crypto.randomUUID(), dialogId: offer.dialogId });
  await visitor.write('Two');
  const next = await eventually(async () => (await admin.inbox.list.query({ list: 'mine' })).rows[0]);
  expect(next.chatId).toBe(offer.chatId);
  expect(next.dialogId).toBe(offer.dialogId + 1);
  const { messages } = await admin.dialogs.messages.query({ chatId: offer.chatId });
  expect(messages.map((message) => [message.number, message.dialogId, message.text])).toEqual([
    [1, offer.dialogId, 'One'],
    [2, next.dialogId, 'Two'],
  ]);
  visitor.close();
});

test('nobody available: the dialog waits, and is offered to whoever comes back', async () => {
  const other = await aCompany(api, 'Teapot');
  const visitor = await aVisitor(api, other.address);
  await visitor.write('Anybody there?');
  const admin = callAs(api, other.admin);
  const waiting = await eventually(async () => (await admin.inbox.list.query({ list: 'waiting' })).rows[0]);
  expect(waiting.state).toBe('waiting');
  await admin.people.setAway.mutate({ away: false });
  const offered = await eventually(async () => {
    const { rows } = await admin.inbox.list.query({ list: 'mine' });
    return rows[0]?.state === 'offered' && rows[0];
  });
  expect(offered.dialogId).toBe(waiting.dialogId);
  visitor.close();
});

test('an operator sees what waits in his lines and nothing of the others', async () => {
  const boris = await anEmployee(api, company);
  expect((await callAs(api, boris).inbox.list.query({ list: 'all' })).rows).toEqual([]);
  await expect(callAs(api, boris).dialogs.get.query({ dialogId: 1 })).rejects.toMatchObject({
    data: { code: 'NOT_FOUND' },
  });
});
