import { seededRandom } from '@switchboard/channels/testing';
import { maySee, reaches, rightsOf, withReaches, type Reach } from '@switchboard/domain/access';
import { states } from '@switchboard/domain/dialog';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Viewer } from '../rpc/trpc.ts';
import { aCompany, testApi, type Company, type TestApi } from '../testing/api.ts';
import { DialogQueries } from './dialog.queries.ts';

/**
 * Who sees a dialog stands in two places: `maySee` of the domain, to which the keys of the live feed are held equal there,
 * and the condition in SQL by which lists are read. Generated dialogs and viewers hold them equal.
 */
const random = seededRandom(20_261);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const some = <T>(from: readonly T[]): T[] => from.filter(() => random() < 0.4);

const people = Array.from({ length: 4 }, () => v7());
const dialogs = Array.from({ length: 200 }, (_, index) => {
  const state = pick(states);
  const held = state === 'accepted' || state === 'answered' || state === 'client-wrote';
  return {
    dialogId: index + 1,
    line: Math.floor(random() * 3),
    state,
    holder: held || (state === 'closed' && random() < 0.7) ? pick(people) : null,
    offeredTo:
      state === 'offered' ? [pick(people), ...some(people)].filter((id, at, all) => all.indexOf(id) === at) : [],
    joined: held ? some(people).slice(0, 1) : [],
  };
});

let api: TestApi;
let company: Company;
let lineIds: string[];
let queries: DialogQueries;

beforeAll(async () => {
  api = await testApi({ ROLES: 'web' });
  company = await aCompany(api);
  queries = api.app.get(DialogQueries);
  lineIds = [company.lineId, v7(), v7()];
  const { companyId, channelId } = company;
  const [identityId, clientId] = [v7(), v7()];
  for (const lineId of lineIds.slice(1))
    await api.query(`insert into line (company_id, line_id, name, created_at) values ($1, $2, 'A line', now())`, [
      companyId,
      lineId,
    ]);
  await api.query(`insert into client (company_id, client_id, name, created_at) values ($1, $2, 'Olga', now())`, [
    companyId,
    clientId,
  ]);
  await api.query(
    `insert into identity (company_id, identity_id, client_id, channel_id, external_id, name, created_at) values ($1, $2, $3, $4, 'x', 'Olga', now())`,
    [companyId, identityId, clientId, channelId],
  );
  for (const dialog of dialogs) {
    const chatId = v7();
    await api.query(
      `insert into chat (company_id, chat_id, channel_id, identity_id, external_id, created_at) values ($1, $2, $3, $4, $5, now())`,
      [companyId, chatId, channelId, identityId, `chat ${dialog.dialogId}`],
    );
    await api.query(
      `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, offered_to, joined,
         opened_at, last_message_at, closed_at, facts)
       values ($1, $2, $3, $4, $5, $6, 'incoming', $7, '{}', $8, $9, $10, now(), now(), case when $7 = 'closed' then now() end, 0)`,
      [
        companyId,
        dialog.dialogId,
        chatId,
        lineIds[dialog.line],
        clientId,
        channelId,
        dialog.state,
        dialog.holder,
        dialog.offeredTo,
        dialog.joined,
      ],
    );
  }
});
afterAll(() => api.stop());

/** Somebody with a general reach, lines with another one, a department or the whole company, and queues. */
const viewers = reaches.flatMap((general) =>
  Array.from({ length: 12 }, (_, index) => {
    const named = index < 4 ? [] : [0, 1, 2].filter(() => random() < 0.5).map((line) => [line, pick(reaches)] as const);
    const colleagues = index % 3 === 0 ? null : some(people);
    const lines = [0, 1, 2].filter(() => random() < 0.4);
    const told = named.map(([line, reach]) => `, line ${line}: ${reach}`).join('');
    return {
      general,
      named,
      colleagues,
      lines,
      employeeId: pick(people),
      more: [0, 1, 2].filter(() => random() < 0.3),
      name: `${index}. ${general}${told}, ${colleagues === null ? 'in no department' : `${colleagues.length} colleagues`}`,
    };
  }),
);

function viewerOf({ general, named, colleagues, lines, more, employeeId }: (typeof viewers)[number]): Viewer {
  const idsOf = (places: readonly number[]): string[] => places.map((line) => lineIds[line] as string);
  return {
    companyId: company.companyId,
    employeeId,
    userId: 'nobody',
    roleIds: [],
    rights: rightsOf([
      {
        ...withReaches(general),
        lines: Object.fromEntries(
          named.map(([line, dialogsList]): [string, { dialogsList: Reach }] => [
            lineIds[line] as string,
            { dialogsList },
          ]),
        ),
      },
    ]),
    colleagues: colleagues === null ? null : [...new Set([employeeId, ...colleagues])],
    lineIds: idsOf(lines),
    departmentLineIds: colleagues === null ? null : idsOf([...new Set([...lines, ...more])]),
  };
}

const seenBy = (viewer: Viewer): typeof dialogs =>
  dialogs.filter(({ line, holder, offeredTo, joined, state }) =>
    maySee(viewer, { lineId: lineIds[line] as string, holder, offeredTo, joined, waiting: state === 'waiting' }),
  );

test.each(viewers)('$name: sees in his lists what the rules let him see', async (given) => {
  const viewer = viewerOf(given);
  const { employeeId } = viewer;
  const sees = seenBy(viewer);
  const ids = (from: { dialogId: number }[]): number[] => from.map((row) => row.dialogId).toSorted((a, b) => a - b);
  const all = async (read: (cursor?: string) => Promise<{ rows: { dialogId: number }[]; next: string | null }>) => {
    const found: { dialogId: number }[] = [];
    for (let page = await read(); ; page = await read(page.next)) {
      found.push(...page.rows);
      if (page.next === null) return ids(found);
    }
  };
  const open = sees.filter((dialog) => dialog.state !== 'closed');
  const mine = open.filter(
    (dialog) =>
      dialog.holder === employeeId || dialog.offeredTo.includes(employeeId) || dialog.joined.includes(employeeId),
  );
  const waiting = open.filter((dialog) => dialog.state === 'waiting' || dialog.state === 'offered');
  expect(await all((cursor) => queries.list(viewer, {}, cursor, 7))).toEqual(ids(sees));
  expect(await all((cursor) => queries.inbox(viewer, 'all', cursor, 7))).toEqual(ids(open));
  expect(await all((cursor) => queries.inbox(viewer, 'mine', cursor, 7))).toEqual(ids(mine));
  expect(await all((cursor) => queries.inbox(viewer, 'waiting', cursor, 7))).toEqual(ids(waiting));
  expect(await queries.counts(viewer)).toMatchObject({
    mine: mine.length,
    waiting: waiting.length,
    all: open.length,
    offers: mine.filter((dialog) => dialog.state === 'offered').length,
  });
});

test('the generated dialogs and viewers ask everything: some see all, some none, most a part', () => {
  const counts = viewers.map((given) => seenBy(viewerOf(given)).length);
  expect(counts).toContain(dialogs.length);
  expect(counts).toContain(0);
  expect(new Set(counts).size).toBeGreaterThan(20);
  expect(new Set(dialogs.map((dialog) => dialog.state)).size).toBe(states.length);
});
