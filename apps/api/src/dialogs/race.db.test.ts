import { afterAll, beforeAll, expect, test } from 'vitest';

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
import { somebodyWrites } from '../testing/visitor.ts';

/** Two processes of the API over one database; Anna sits at the first, Boris at the second. */
let first: TestApi;
let second: TestApi;
let company: Company;
let boris: Person;

beforeAll(async () => {
  first = await testApi();
  second = await testApi({}, first.databaseUrl);
  company = await aCompany(first);
  boris = await anEmployee(first, company);
  await theQueue(first, company, [company.employeeId, boris.employeeId]);
  await callAs(first, company.admin).people.setAway.mutate({ away: false });
  await callAs(second, boris).people.setAway.mutate({ away: false });
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

const rounds = 100;

test('two operators press Accept at once, a hundred times: one has it, the other is told who', async () => {
  for (let index = 0; index < rounds; index++)
    await somebodyWrites(index % 2 ? first : second, company.address, 'Hello');
  const both = [company.employeeId, boris.employeeId];
  const offered = await eventually(async () => {
    const rows = await first.query<{ dialogId: number; offeredTo: string[] }>(
      `select dialog_id as "dialogId", offered_to as "offeredTo" from dialog where state = 'offered'`,
    );
    return rows.length === rounds && rows;
  }, 'a hundred offers');
  for (const offer of offered) expect(new Set(offer.offeredTo)).toEqual(new Set(both));

  const anna = callAs(first, company.admin);
  const other = callAs(second, boris);
  const winners = new Map<number, string>();
  for (const { dialogId } of offered) {
    const press = [
      () => anna.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId }),
      () => other.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId }),
    ];
    // Whose call leaves first changes from round to round.
    const answers = await Promise.all((dialogId % 2 ? press : press.toReversed()).map((call) => call()));
    const [byAnna, byBoris] = dialogId % 2 ? answers : answers.toReversed();
    const winner = byAnna?.done ? company.employeeId : boris.employeeId;
    const [won, lost] = byAnna?.done ? [byAnna, byBoris] : [byBoris, byAnna];
    expect(won).toMatchObject({ done: true, row: { state: 'accepted', operator: { employeeId: winner } } });
    expect(lost).toMatchObject({ done: false, refusal: { refused: 'taken', by: { employeeId: winner } } });
    winners.set(dialogId, winner);
  }
  // Both were faster at times, or this was no race.
  expect(new Set(winners.values())).toEqual(new Set(both));

  const accepted = await first.query<{ dialogId: number; by: string; times: number }>(
    `select dialog_id as "dialogId", min(body->>'employeeId') as by, count(*)::int as times from fact where fact = 'accepted' group by 1`,
  );
  expect(accepted).toHaveLength(rounds);
  for (const { dialogId, by, times } of accepted) expect([by, times]).toEqual([winners.get(dialogId), 1]);
});

test('one press sent five times at once over both processes is one acceptance, and every answer says so', async () => {
  await somebodyWrites(first, company.address, 'Once more');
  const dialogId = rounds + 1;
  await eventually(
    async () => (await first.query('select from dialog where dialog_id = $1', [dialogId])).length === 1,
    'the dialog',
  );
  const press = { commandId: crypto.randomUUID(), dialogId };
  const answers = await Promise.all(
    [first, second, first, second, first].map((api) => callAs(api, boris).dialogs.accept.mutate(press)),
  );
  for (const answer of answers)
    expect(answer).toMatchObject({ done: true, row: { operator: { employeeId: boris.employeeId } } });
  expect(await first.query(`select from fact where fact = 'accepted' and dialog_id = $1`, [dialogId])).toHaveLength(1);
});
