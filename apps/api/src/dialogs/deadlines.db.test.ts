import { afterAll, beforeAll, expect, test } from 'vitest';

import { Runner } from './runner.ts';
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
import { aVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;
let boris: Person;
let moved = 0;

beforeAll(async () => {
  api = await testApi({}, undefined, () => new Date(Date.now() + moved));
  company = await aCompany(api);
  boris = await anEmployee(api, company);
  await save({ distribution: 'strictly', offerMinutes: 5 });
});
afterAll(() => api.stop());

const admin = () => callAs(api, company.admin);

async function save(change: object): Promise<void> {
  await theQueue(api, company, [company.employeeId, boris.employeeId], change);
}

/** Time passes while both are at their consoles. */
async function pass(minutes: number): Promise<void> {
  moved += minutes * 60_000;
  const runner = api.app.get(Runner);
  await Promise.all(
    [company.admin, boris].map(({ employeeId }) =>
      runner.presence(company.companyId, { employeeId, connectedAt: true, usedAt: true }),
    ),
  );
}

const rowOf = async (dialogId: number) => (await admin().dialogs.get.query({ dialogId })).row;

test('an offer that is not accepted in time goes to the next, and after the last begins anew', async () => {
  await pass(0);
  const visitor = await aVisitor(api, company.address);
  await visitor.write('Who is first?');
  const first = await eventually(async () => (await admin().inbox.list.query({ list: 'mine' })).rows[0]);
  expect(first.offeredTo).toEqual([company.employeeId]);
  await pass(4);
  expect((await rowOf(first.dialogId)).offeredTo).toEqual([company.employeeId]);
  await pass(1.1);
  await eventually(async () => (await rowOf(first.dialogId)).offeredTo[0] === boris.employeeId, 'the hand-over');
  await pass(5.1);
  await eventually(async () => (await rowOf(first.dialogId)).offeredTo[0] === company.employeeId, 'the second round');
  const { steps } = await admin().dialogs.history.query({ dialogId: first.dialogId });
  expect(steps.map((step) => step.fact.fact)).toEqual([
    'opened',
    'client-wrote',
    'not-recorded',
    'offered',
    'unanswered',
    'offer-expired',
    'offered',
    'offer-expired',
    'offered',
  ]);
  visitor.close();
});

test('a shorter time before the next moves offers that run already', async () => {
  const visitor = await aVisitor(api, company.address);
  await visitor.write('How long must I wait?');
  const offer = await eventually(async () =>
    (await admin().dialogList.page.query({ limit: 1 })).rows.find(
      (row) => row.lastMessage?.text === 'How long must I wait?',
    ),
  );
  const asked = offer.offeredTo[0];
  await save({ distribution: 'strictly', offerMinutes: 1 });
  await eventually(
    async () => ((await rowOf(offer.dialogId)).offerUntil ?? Infinity) < (offer.offerUntil ?? 0),
    'the new end in the lists',
  );
  await pass(1.1);
  await eventually(async () => (await rowOf(offer.dialogId)).offeredTo[0] !== asked, 'the earlier hand-over');
  visitor.close();
});

test('whoever is silent for long enough closes the dialog: the operators after thirty days', async () => {
  const visitor = await aVisitor(api, company.address);
  await visitor.write('Is anybody left?');
  const waiting = await eventually(async () =>
    (await admin().dialogList.page.query({ limit: 1 })).rows.find(
      (row) => row.lastMessage?.text === 'Is anybody left?',
    ),
  );
  moved += 30 * 86_400_000 + 60_000;
  await eventually(async () => (await rowOf(waiting.dialogId)).closeReason === 'operator-silent', 'the closing');
  visitor.close();
});
