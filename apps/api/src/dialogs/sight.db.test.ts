import { seededRandom } from '@switchboard/channels/testing';
import { maySee, roles } from '@switchboard/domain/access';
import { states } from '@switchboard/domain/dialog';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Viewer } from '../rpc/trpc.ts';
import { aCompany, testApi, type Company, type TestApi } from '../testing/api.ts';
import { DialogQueries } from './dialog.queries.ts';

/**
 * Who sees a dialog stands in two places: `maySee` of the domain, by which the live feed is cut, and the condition in
 * SQL by which lists are read. Generated dialogs and viewers hold them equal.
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
      `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, offered_to,
         opened_at, last_message_at, closed_at, facts)
       values ($1, $2, $3, $4, $5, $6, 'incoming', $7, '{}', $8, $9, now(), now(), case when $7 = 'closed' then now() end, 0)`,
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
      ],
    );
  }
});
afterAll(() => api.stop());

const viewers = roles.flatMap((role) =>
  people.flatMap((employeeId) =>
    [[], [0], [1, 2], [0, 1, 2]].map((lines) => ({
      role,
      employeeId,
      lines,
      name: `${role} in ${lines.length} lines`,
    })),
  ),
);

test.each(viewers)('$name sees in his lists what the rules let him see', async ({ role, employeeId, lines }) => {
  const viewer: Viewer = {
    companyId: company.companyId,
    employeeId,
    userId: 'nobody',
    role,
    lineIds: lines.map((line) => lineIds[line] as string),
  };
  const sees = dialogs.filter(({ line, holder, offeredTo, state }) =>
    maySee(viewer, { lineId: lineIds[line] as string, holder, offeredTo, waiting: state === 'waiting' }),
  );
  const ids = (from: { dialogId: number }[]): number[] => from.map((row) => row.dialogId).toSorted((a, b) => a - b);
  const all = async (read: (cursor?: string) => Promise<{ rows: { dialogId: number }[]; next: string | null }>) => {
    const found: { dialogId: number }[] = [];
    for (let page = await read(); ; page = await read(page.next)) {
      found.push(...page.rows);
      if (page.next === null) return ids(found);
    }
  };
  const open = sees.filter((dialog) => dialog.state !== 'closed');
  const mine = open.filter((dialog) => dialog.holder === employeeId || dialog.offeredTo.includes(employeeId));
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
  const counts = viewers.map(
    ({ role, employeeId, lines }) =>
      dialogs.filter(({ line, holder, offeredTo, state }) =>
        maySee(
          { role, employeeId, lineIds: lines.map(String) },
          { lineId: String(line), holder, offeredTo, waiting: state === 'waiting' },
        ),
      ).length,
  );
  expect(counts).toContain(dialogs.length);
  expect(new Set(counts).size).toBeGreaterThan(8);
  expect(new Set(dialogs.map((dialog) => dialog.state)).size).toBe(states.length);
});
