import { Database, type CompanyDb } from '@switchboard/db';
import {
  behind,
  counted,
  countedFigures,
  dialogSorts,
  facets,
  facetsOf,
  type DialogFilter,
  type DialogSort,
  type Summary,
} from '@switchboard/domain/statistics';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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
import { countDays } from '../statistics/figures.ts';
import { aVisitor } from '../testing/visitor.ts';
import { StatisticsLane } from '../statistics/statistics.lane.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { WordsLane } from './words.lane.ts';

/** A noon of a Saturday. */
const noon = Date.parse('2026-11-21T12:00:00Z');
const day = 86_400_000;
let api: TestApi;
let company: Company;
let boris: Person;

beforeAll(async () => {
  api = await testApi({ STATISTICS: 'off' }, undefined, () => new Date(noon));
  company = await aCompany(api);
  boris = await anEmployee(api, company, 'operator', 'Boris');
  await theQueue(api, company, [boris.employeeId]);
  await callAs(api, boris).people.setAway.mutate({ away: false });
});
afterAll(() => api.stop());

const anna = () => callAs(api, company.admin).dialogList;
const acting = (dialogId: number) => ({ commandId: crypto.randomUUID(), dialogId });

/** A dialog as it comes about: somebody writes, and it is offered to Boris. */
async function aDialog(text: string, of = company): Promise<number> {
  const visitor = await aVisitor(api, of.address);
  await visitor.write(text);
  const { dialogId } = await eventually(
    async () =>
      (
        await api.query<{ dialogId: number }>(
          'select dialog_id as "dialogId" from message where company_id = $1 and text = $2 and dialog_id is not null',
          [of.companyId, text],
        )
      )[0],
    text,
  );
  visitor.close();
  return dialogId;
}

async function listed(
  filter: DialogFilter,
  by: { sort?: DialogSort; ascending?: boolean; limit?: number } = {},
  of = anna(),
): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await of.page.query({ limit: 100, ...by, filter, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.rows.map(({ dialogId }) => dialogId));
    if (page.next === null) return ids;
    cursor = page.next;
  }
}

type Made = Omit<Summary, 'departmentId'> & { departmentId: string; channelId: string };

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('of dialogs of all kinds', () => {
  const nil = '00000000-0000-0000-0000-000000000000';
  const many = 120;
  let departments: string[];
  let made: Made[];
  let crowd: Company;
  /** Known nowhere else: who held them need not be there any more. */
  const operatorId = crypto.randomUUID();
  const found: typeof listed = (filter, by) => listed(filter, by, callAs(api, crowd.admin).dialogList);

  beforeAll(async () => {
    crowd = await aCompany(api, 'Crowd');
    const first = await aDialog('The first of all', crowd);
    departments = [];
    for (const name of ['Sales', 'Support']) {
      const department = await callAs(api, crowd.admin).people.createDepartment.mutate({ name, parentId: null });
      if (department.created) departments.push(department.department.departmentId);
    }
    const roll = chance(20_261_121);
    const often = (part: number) => roll(100) < part;
    made = Array.from({ length: many }, (_, index): Made => {
      const openedAt = noon - roll(40 * day);
      const accepted = often(70);
      const answered = accepted && often(80);
      const closedAt = often(75) ? openedAt + roll(3_600_000) : null;
      const operatorMessages = answered ? 1 + roll(5) : 0;
      const furtherAnswers = answered ? roll(3) : 0;
      return {
        dialogId: first + 1 + index,
        lineId: crowd.lineId,
        channelId: crowd.channelId,
        operatorId: accepted ? operatorId : nil,
        departmentId: accepted ? departments[roll(2)]! : nil,
        direction: often(85) ? 'incoming' : 'outgoing',
        state:
          closedAt !== null
            ? 'closed'
            : accepted
              ? answered
                ? 'answered'
                : 'accepted'
              : often(50)
                ? 'offered'
                : 'waiting',
        openedAt,
        assignedAt: accepted ? openedAt + 1000 : null,
        acceptedAt: accepted ? openedAt + 2000 : null,
        firstAnswerAt: answered ? openedAt + 3000 : null,
        lastMessageAt: openedAt + roll(3_600_000),
        finishedAt: null,
        closedAt,
        closeReason: closedAt === null ? null : (['finished', 'spam', 'forced'] as const)[roll(3)]!,
        newClient: often(40),
        unanswered: often(20),
        missed: closedAt !== null && !answered,
        outsideHours: often(20),
        pinned: often(10),
        withBot: often(15),
        clientMessages: 1 + roll(9),
        operatorMessages,
        otherMessages: roll(4),
        transfers: roll(3),
        toAccept: accepted ? roll(600) : null,
        toFirstAnswer: answered ? roll(600) : null,
        toFirstAnswerWorking: answered ? roll(600) : null,
        furtherAnswers,
        furtherTotal: furtherAnswers * roll(100),
        furtherLongest: furtherAnswers === 0 ? null : roll(200),
        handling: closedAt !== null && accepted ? roll(3600) : null,
        toClose: closedAt === null ? null : roll(3600),
        botTime: null,
        firstGoal: often(60),
        firstLate: often(30),
        furtherGoals: roll(2),
        furtherLate: roll(2),
        vote: often(30) ? 'good' : often(30) ? 'bad' : null,
        votedAt: null,
        votedFor: null,
        stars: often(30) ? 1 + roll(5) : null,
        markedAt: null,
      };
    });
    // They stand in the table as if statistics had written them; what the list itself keeps of a dialog goes with it.
    const rows = JSON.stringify(
      made.map(({ openedAt, ...one }) => ({
        ...Object.fromEntries(
          Object.entries({ ...one, openedAt }).map(([name, value]) => [
            name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
            name.endsWith('At') && value !== null ? new Date(value as number) : value,
          ]),
        ),
        day: new Date(openedAt).toISOString().slice(0, 10),
        quarter: quarterOf(openedAt),
        messages: one.clientMessages + one.operatorMessages + one.otherMessages,
        facts: 1,
        company_id: crowd.companyId,
      })),
    );
    await api.query(
      `with rows as (select row, (row->>'dialog_id')::bigint as id, gen_random_uuid() as chat from jsonb_array_elements($3::jsonb) row),
       chats as (
         insert into chat select (jsonb_populate_record(c, jsonb_build_object('chat_id', chat, 'external_id', chat))).*
         from rows join dialog d on d.company_id = $1 and d.dialog_id = $2 join chat c on c.company_id = $1 and c.chat_id = d.chat_id)
       insert into dialog select (jsonb_populate_record(d, row || jsonb_build_object('chat_id', chat, 'wake_at', null,
         'operator_id', nullif(row->>'operator_id', '${nil}'), 'offered_to', array[]::uuid[]))).*
       from rows join dialog d on d.company_id = $1 and d.dialog_id = $2`,
      [crowd.companyId, first, rows],
    );
    await api.query(
      `insert into dialog_summary select (jsonb_populate_record(null::dialog_summary, row)).* from jsonb_array_elements($1::jsonb) row`,
      [rows],
    );
  });

  const quarterOf = (openedAt: number) => Math.floor((openedAt % day) / (15 * 60_000));
  const which = (is: (one: Made) => boolean) =>
    made
      .filter(is)
      .map(({ dialogId }) => dialogId)
      .toSorted((a, b) => b - a);

  test.each(facets)('narrowed to “%s” the list holds exactly those for whom it is true', async (facet) => {
    const expected = which((one) =>
      facetsOf[facet]({ ...one, operatorId: one.operatorId === nil ? null : operatorId }),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(many);
    const ofOurs = new Set(made.map(({ dialogId }) => dialogId));
    expect((await found({ facets: [facet] })).filter((id) => ofOurs.has(id))).toEqual(expected);
    // Asked together with what only statistics know it is asked of them.
    const period = { from: '2026-10-01', until: '2026-11-21' };
    expect((await found({ facets: [facet], period })).toSorted((a, b) => b - a)).toEqual(expected);
  });

  test.each(countedFigures)('behind the figure “%s” lie exactly those that add to it', async (figure) => {
    const { facet, vote } = behind[figure] ?? {};
    const period = { from: '2026-10-01', until: '2026-11-21' };
    const shown = await found({
      period,
      ...(facet === undefined ? {} : { facets: [facet] }),
      ...(vote === undefined ? {} : { vote }),
    });
    const adds = (one: Made) => counted[figure](one) > 0;
    if (figure === 'furtherTotal' || figure === 'otherMessages')
      expect(shown).toEqual(expect.arrayContaining(which(adds)));
    else expect(shown.toSorted((a, b) => b - a)).toEqual(which(adds));
  });

  const inOrder: Record<DialogSort, (one: Made) => number | null> = {
    number: ({ dialogId }) => dialogId,
    lastMessage: ({ lastMessageAt }) => lastMessageAt,
    closed: ({ closedAt }) => closedAt,
    toFirstAnswer: ({ toFirstAnswer }) => toFirstAnswer,
    handling: ({ handling }) => handling,
    messages: (one) => one.clientMessages + one.operatorMessages + one.otherMessages,
  };
  test.each(dialogSorts.flatMap((sort) => [[sort, true] as const, [sort, false] as const]))(
    'ordered by “%s” (ascending: %s) page follows page, and those that have nothing there come last',
    async (sort, ascending) => {
      const value = inOrder[sort];
      const way = ascending ? 1 : -1;
      const expected = made
        .filter(({ closedAt }) => sort !== 'handling' || closedAt !== null)
        .toSorted((a, b) => {
          const [x, y] = [value(a), value(b)];
          if (x === null || y === null) return x === y ? way * (a.dialogId - b.dialogId) : x === null ? 1 : -1;
          return way * (x - y || a.dialogId - b.dialogId);
        })
        .map(({ dialogId }) => dialogId);
      const filter: DialogFilter = sort === 'handling' ? { facets: ['closed'] } : { lines: [crowd.lineId] };
      const shown = await found(filter, { sort, ascending, limit: 17 });
      const ofOurs = new Set(made.map(({ dialogId }) => dialogId));
      expect(shown.filter((id) => ofOurs.has(id))).toEqual(expected);
    },
  );

  test('each filter narrows by itself, and together they all hold', async () => {
    const open = (one: Made) => one.closedAt === null;
    expect(await found({ facets: ['open', 'rated'] })).toEqual(which((one) => open(one) && one.vote !== null));
    expect(await found({ vote: 'bad', stars: [1, 2] })).toEqual(
      which(({ vote, stars }) => vote === 'bad' && stars !== null && stars <= 2),
    );
    expect(await found({ closeReasons: ['spam'] })).toEqual(which(({ closeReason }) => closeReason === 'spam'));
    expect(await found({ departments: [departments[0]!] })).toEqual(
      which(({ departmentId }) => departmentId === departments[0]),
    );
    expect(await found({ departments: [crypto.randomUUID()] })).toEqual([]);
    expect(await found({ firstAnswer: { atLeast: 100, atMost: 300 } })).toEqual(
      which(({ toFirstAnswer }) => toFirstAnswer !== null && toFirstAnswer >= 100 && toFirstAnswer <= 300),
    );
    expect(await found({ handling: { atMost: 60 } })).toEqual(
      which(({ handling }) => handling !== null && handling <= 60),
    );
    expect(await found({ operators: [operatorId], states: ['closed'] })).toEqual(
      which((one) => one.operatorId === operatorId && one.state === 'closed'),
    );
    expect(await found({ channels: [crypto.randomUUID()] })).toEqual([]);
  });

  test('overdue are open dialogs whose answer is too late, and they join those of other states', async () => {
    const open = which(({ state }) => state !== 'closed');
    const closed = which(({ state }) => state === 'closed');
    const late = (ids: number[]) =>
      api.query(`update dialog set overdue = dialog_id = any($2::bigint[]) where company_id = $1`, [
        crowd.companyId,
        ids,
      ]);
    await late([open[0]!, closed[0]!]);
    expect(await found({ states: ['overdue'] })).toEqual([open[0]]);
    expect(await found({ states: ['closed', 'overdue'] })).toEqual(
      [open[0]!, ...closed].toSorted((one, other) => other - one),
    );
    await late([]);
  });

  test('a period holds the dialogs opened on its days, the newest first', async () => {
    const from = Date.parse('2026-11-01T00:00:00Z');
    const until = Date.parse('2026-11-11T00:00:00Z');
    const shown = await found({ period: { from: '2026-11-01', until: '2026-11-10' } }, { limit: 7 });
    expect(shown.toSorted((a, b) => b - a)).toEqual(which(({ openedAt }) => openedAt >= from && openedAt < until));
  });

  test('behind each cell of hours and weekdays lie as many dialogs as it says', async () => {
    const period = { from: '2026-10-20', until: '2026-11-21' };
    // Narrowed in two ways figures are counted of the dialogs themselves, which nobody added up here.
    const same = { period, lines: [crowd.lineId], channels: [crowd.channelId] };
    const { hours } = await callAs(api, crowd.admin).statistics.overview.query({ ...same, compare: 'none' });
    expect(hours.length).toBeGreaterThan(20);
    expect(hours.some(({ dialogs }) => dialogs > 1)).toBe(true);
    for (const { weekday, hour, dialogs } of hours)
      expect(await found({ ...same, opened: { weekday, hour } })).toHaveLength(dialogs);
  });

  /** As if somebody had done this in a dialog on a day. */
  async function part(
    dialog: Made | undefined,
    employeeId: string,
    what: 'missed' | 'answers' | 'good' | 'bad',
    on: string,
    lineId = crowd.lineId,
  ): Promise<void> {
    await api.query(`insert into dialog_part select (jsonb_populate_record(null::dialog_part, $1)).*`, [
      JSON.stringify({
        ...Object.fromEntries(
          ['assigned', 'accepted', 'declined', 'missed', 'answers', 'finished', 'transferred', 'taken_over']
            .concat(['good', 'bad', 'marked', 'stars'])
            .map((act) => [act, act === what ? 1 : 0]),
        ),
        company_id: crowd.companyId,
        dialog_id: dialog?.dialogId,
        employee_id: employeeId,
        day: on,
        line_id: lineId,
        channel_id: crowd.channelId,
        department_id: nil,
      }),
    ]);
  }

  test('what somebody did is found by whom and on which days', async () => {
    const [some, other, later] = made;
    await part(some, operatorId, 'missed', '2026-11-12');
    await part(other, operatorId, 'answers', '2026-11-12');
    await part(later, operatorId, 'missed', '2026-11-19');
    const period = { from: '2026-11-10', until: '2026-11-14' };
    expect(await found({ did: 'missed', period })).toEqual([some?.dialogId]);
    expect(await found({ did: 'missed', operators: [operatorId] })).toEqual([later?.dialogId, some?.dialogId]);
    expect(await found({ did: 'missed', operators: [crowd.employeeId] })).toEqual([]);
  });

  test('answered on two days a dialog counts, and is listed, on the first alone', async () => {
    const [, , , one, other] = made;
    const who = crowd.employeeId;
    // On its second day it moved to another line, and on the first day the other stood on two.
    const [lines, days] = [[crowd.lineId, crypto.randomUUID()].toSorted(), ['2026-11-10', '2026-11-11'] as const];
    await part(one, who, 'answers', days[0], lines[1]);
    await part(one, who, 'answers', days[1], lines[0]);
    await part(other, who, 'answers', days[1], lines[0]);
    await part(other, who, 'answers', days[1], lines[1]);
    await api.app.get(Database).inCompany(crowd.companyId, (db) => countDays(db, [...days], null));
    const on = async (day: string, line?: string) => {
      const lines = line === undefined ? {} : { lines: [line] };
      const same = { period: { from: day, until: day }, operators: [who], ...lines };
      const { rows } = await callAs(api, crowd.admin).statistics.operators.query({ ...same, compare: 'none' });
      const dialogs = await found({ ...same, did: 'answered' });
      expect(rows[0]?.did.answered ?? 0).toBe(dialogs.length);
      return dialogs;
    };
    expect(await on(days[0])).toEqual([one?.dialogId]);
    expect(await on(days[1])).toEqual([other?.dialogId]);
    expect(await on(days[1], lines[0])).toEqual([other?.dialogId]);
    expect(await on(days[1], lines[1])).toEqual([]);
  });

  test('whom clients rated is found, well or badly', async () => {
    const [, , , , , good, bad] = made;
    const [period, operators] = [{ from: '2026-11-13', until: '2026-11-13' }, [crowd.employeeId]];
    await part(good, crowd.employeeId, 'good', period.from);
    await part(bad, crowd.employeeId, 'bad', period.from);
    expect(await found({ period, operators, did: 'rated' })).toEqual([bad?.dialogId, good?.dialogId]);
    expect(await found({ period, operators, did: 'good' })).toEqual([good?.dialogId]);
  });

  test('they are counted no further than anybody reads', async () => {
    expect(await callAs(api, crowd.admin).dialogList.count.query({ filter: { facets: ['closed'] } })).toEqual({
      dialogs: which(({ closedAt }) => closedAt !== null).length,
      more: false,
      searchCut: false,
      beyond: 0,
    });
  });
});

test('a dialog is listed before statistics have seen it', async () => {
  const dialogId = await aDialog('So new that nobody counted me');
  const [row] = (await anna().page.query({})).rows;
  expect(row).toMatchObject({ dialogId, figures: null });
  expect(await listed({}, { sort: 'lastMessage' })).toContain(dialogId);
});

test('a cursor that is none of ours is refused', async () => {
  for (const cursor of ['x', Buffer.from('[0,"1; drop table dialog",1]').toString('base64url')])
    await expect(anna().page.query({ cursor, sort: 'lastMessage' })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST' },
    });
});

test('an operator finds what he may see and nothing else', async () => {
  const own = await aDialog('Boris is offered this');
  const vera = await anEmployee(api, company, 'operator', 'Vera');
  expect(await listed({}, {}, callAs(api, boris).dialogList)).toContain(own);
  expect(await listed({}, {}, callAs(api, vera).dialogList)).toEqual([]);
  expect(await callAs(api, vera).dialogList.count.query({ filter: {} })).toMatchObject({ dialogs: 0 });
});

test('what stands before somebody as an offer is listed until he has it', async () => {
  const dialogId = await aDialog('Boris is asked');
  const offered = () => listed({ offeredTo: [boris.employeeId] });
  const { operators } = await callAs(api, company.admin).statistics.board.query({});
  expect(await offered()).toContain(dialogId);
  expect(await offered()).toHaveLength(operators[0]?.offered ?? 0);
  expect(await listed({ offeredTo: [boris.employeeId] }, { sort: 'lastMessage' })).toContain(dialogId);
  expect(await listed({ offeredTo: [company.employeeId] })).toEqual([]);
  await callAs(api, boris).dialogs.accept.mutate(acting(dialogId));
  expect(await offered()).not.toContain(dialogId);
});

describe('dialogs of somebody who moved to another department', () => {
  test('stay in the figures of the one he was in, and whoever leads it is told that they are not his to read', async () => {
    const moving = await aCompany(api, 'Moving');
    const { people } = callAs(api, moving.admin);
    const departments: string[] = [];
    for (const name of ['Sales', 'Support']) {
      const made = await people.createDepartment.mutate({ name, parentId: null });
      if (made.created) departments.push(made.department.departmentId);
    }
    const [sales, support] = departments;
    const oleg = await anEmployee(api, moving, 'operator', 'Oleg');
    const rita = await anEmployee(api, moving, 'operator', 'Rita');
    const vera = await anEmployee(api, moving, 'supervisor', 'Vera');
    const place = (employeeIds: string[], departmentId: string | undefined) =>
      api.query(
        `with placed as (update employee set department_id = $3 where company_id = $1 and employee_id = any($2::uuid[]))
         update turn set version = version + 1 where company_id = $1`,
        [moving.companyId, employeeIds, departmentId],
      );
    await place([oleg.employeeId, rita.employeeId, vera.employeeId], sales);
    await theQueue(api, moving, [oleg.employeeId, rita.employeeId]);
    for (const person of [oleg, rita]) await callAs(api, person).people.setAway.mutate({ away: false });
    for (const [person, text] of [
      [oleg, 'One of Oleg'],
      [oleg, 'Two of Oleg'],
      [rita, 'One of Rita'],
    ] as const) {
      const dialogIds = [await aDialog(text, moving)];
      const to = { employeeId: person.employeeId, evenIfUnavailable: true };
      const given = { commandId: crypto.randomUUID(), dialogIds, to };
      await callAs(api, moving.admin).dialogList.transfer.mutate(given);
    }
    await api.app.get(StatisticsLane).catchUp(moving.companyId);
    const her = callAs(api, vera);
    const count = () => her.dialogList.count.query({ filter: { facets: ['accepted'] } });
    expect(await count()).toMatchObject({ dialogs: 3, beyond: 0 });
    await place([oleg.employeeId], support);
    const { now } = await her.statistics.overview.query({ period: { preset: 'today' }, compare: 'none' });
    expect(now.counts.accepted).toBe(3);
    expect(await count()).toMatchObject({ dialogs: 1, beyond: 2 });
    const period = { preset: 'today' } as const;
    expect(await her.dialogList.count.query({ filter: { period } })).toMatchObject({ dialogs: 1, beyond: 2 });
    expect(await her.dialogList.count.query({ filter: { operators: [rita.employeeId] } })).toMatchObject({
      beyond: 0,
    });
    // Who reads all of them lacks none.
    expect(await callAs(api, moving.admin).dialogList.count.query({ filter: {} })).toMatchObject({
      dialogs: 3,
      beyond: 0,
    });
  });
});

describe('what stands at this moment', () => {
  const sorts: DialogSort[] = ['number', 'lastMessage', 'handling'];
  const isListed = async (dialogId: number, filter: DialogFilter): Promise<boolean[]> =>
    Promise.all(sorts.map(async (sort) => (await listed(filter, { sort })).includes(dialogId)));
  const ours = () => callAs(api, boris).dialogs;

  test('is listed as the board counts it, however long ago statistics looked', async () => {
    const dialogId = await aDialog('Counted before it was accepted');
    await api.app.get(StatisticsLane).catchUp(company.companyId);
    expect(await isListed(dialogId, { facets: ['offered', 'nobodys'] })).toEqual([true, true, true]);
    await ours().accept.mutate(acting(dialogId));
    const held: DialogFilter = { facets: ['somebodys'], operators: [boris.employeeId], lines: [company.lineId] };
    for (const filter of [held, { facets: ['accepted'] }, { facets: ['with-operator', 'open'] }] as DialogFilter[])
      expect(await isListed(dialogId, filter)).toEqual([true, true, true]);
    for (const facet of ['nobodys', 'offered'] as const)
      expect(await isListed(dialogId, { facets: [facet] })).toEqual([false, false, false]);
    const { operators } = await callAs(api, company.admin).statistics.board.query({});
    const row = operators.find(({ person }) => person.employeeId === boris.employeeId);
    expect(await listed(held)).toHaveLength(row?.held ?? 0);
    await ours().pin.mutate({ ...acting(dialogId), pinned: true });
    expect(await isListed(dialogId, { facets: ['pinned'] })).toEqual([true, true, true]);
    await callAs(api, company.admin).dialogs.close.mutate(acting(dialogId));
    expect(await isListed(dialogId, { facets: ['closed'] })).toEqual([true, true, true]);
    expect(await isListed(dialogId, { facets: ['open'] })).toEqual([false, false, false]);
    expect(await isListed(dialogId, held)).toEqual([false, false, false]);
  });

  test('is listed before statistics have seen it at all', async () => {
    const dialogId = await aDialog('Held and never counted');
    await ours().accept.mutate(acting(dialogId));
    expect(await isListed(dialogId, { facets: ['somebodys'], operators: [boris.employeeId] })).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('searching', () => {
  const words = () => api.app.get(WordsLane).catchUp(company.companyId);
  const search = (text: string) => listed({ search: text });

  test('finds what was said in any of its forms, in Russian and English', async () => {
    const russian = await aDialog('Где мои заказы? Ещё вчера обещали доставку');
    const english = await aDialog('Your deliveries were late, and boxes were broken');
    await words();
    expect(await search('заказ')).toEqual([russian]);
    expect(await search('ЕЩЕ доставка')).toEqual([russian]);
    expect(await search('delivery')).toEqual([english]);
    expect(await search('box broken')).toEqual([english]);
    expect(await search('box доставка')).toEqual([]);
  });

  test('finds by the beginning of the last word', async () => {
    const dialogId = await aDialog('The samovarophone does not ring');
    await words();
    expect(await search('the samovaroph')).toEqual([dialogId]);
    expect(await search('samovaroph ring')).toEqual([]);
  });

  test('finds a number, and a client by his name', async () => {
    const dialogId = await aDialog('I have a name');
    await api.query(
      `update client set name = 'Праскев%я О''Нил' where company_id = $1 and client_id = (select client_id from dialog where company_id = $1 and dialog_id = $2)`,
      [company.companyId, dialogId],
    );
    expect(await search(`#${dialogId}`)).toEqual([dialogId]);
    expect(await search(`праскев%я о'н`)).toEqual([dialogId]);
  });

  test.each([`' | '`, `':*`, `a'') or true --`, '\\', `!кофейник`, '%%', `"`, '(((', '& |'])(
    'takes %s for words, and never for more',
    async (text) => {
      await words();
      expect(await search(text)).toEqual([]);
    },
  );

  test('finds nothing that is sealed until it is opened, nor what was said in another company', async () => {
    const dialogId = await aDialog('Nobody may read of the hippopotamus');
    const other = await aCompany(api, 'Teapot');
    const state = (to: string) =>
      api.query('update dialog set state = $3 where company_id = $1 and dialog_id = $2', [
        company.companyId,
        dialogId,
        to,
      ]);
    await state('held');
    await words();
    expect(await search('hippopotamus')).toEqual([]);
    await state('waiting');
    await api.query('delete from words_cursor where company_id = $1', [company.companyId]);
    await words();
    expect(await search('hippopotamus')).toEqual([dialogId]);
    expect(await listed({ search: 'hippopotamus' }, {}, callAs(api, other.admin).dialogList)).toEqual([]);
  });

  test('is limited to what the reader may see', async () => {
    const dialogId = await aDialog('Only those who may read of the giraffe');
    await words();
    expect(await search('giraffe')).toEqual([dialogId]);
    const vera = await anEmployee(api, company, 'operator', 'Zoya');
    expect(await listed({ search: 'giraffe' }, {}, callAs(api, vera).dialogList)).toEqual([]);
  });

  test('finds what was said after changes were tidied away unread', async () => {
    await words();
    const dialogId = await aDialog('A rhinoceros came unseen');
    await api.query('delete from change where company_id = $1', [company.companyId]);
    await words();
    expect(await search('rhinoceros')).toEqual([dialogId]);
  });
});

describe('words are written', () => {
  const lane = () => api.app.get(WordsLane);
  const cursor = async () =>
    (
      await api.query<{ before: number | null; number: number }>(
        'select before, number from words_cursor where company_id = $1',
        [company.companyId],
      )
    )[0];

  test('first for the company that waits longest', async () => {
    const other = await aCompany(api, 'Kettle');
    const ours = [company.companyId, other.companyId];
    for (const companyId of ours) await lane().catchUp(companyId);
    const order = async () => (await lane().behind()).filter((companyId) => ours.includes(companyId));
    expect(await order()).toEqual([]);
    await aDialog('Ours came', company);
    await aDialog('Theirs came', other);
    const written = (companyId: string, at: string) =>
      api.query('update words_cursor set written_at = $2 where company_id = $1', [companyId, at]);
    await written(company.companyId, '2026-11-21T10:00:00Z');
    await written(other.companyId, '2026-11-21T10:00:01Z');
    expect(await order()).toEqual(ours);
    await lane().catchUp(company.companyId);
    await aDialog('Ours came again', company);
    expect(await order()).toEqual(ours.toReversed());
  });

  test('and what is said while they are does not have all of them written anew', async () => {
    await lane().catchUp(company.companyId);
    const db = api.app.get(Database);
    const looked: (number | null)[] = [];
    // A database in which somebody writes between two statements of the lane.
    const between = {
      inCompany: (companyId: string, use: (db: CompanyDb) => Promise<unknown>) =>
        db.inCompany(companyId, (one) =>
          use({
            companyId,
            run: async (statement, values) => {
              const rows = await one.run(statement, values);
              if (statement.name.startsWith('changes-for-words') && looked.length === 0) {
                looked.push(rows.length);
                await aDialog('Said in between');
              }
              return rows as never;
            },
          }),
        ),
    };
    const before = await cursor();
    const slow = new WordsLane(between as unknown as Database, api.app.get(Config), api.app.get(Log));
    await slow.catchUp(company.companyId);
    expect(looked).toEqual([0]);
    // It stands where it stood, and reads on from there.
    expect(await cursor()).toEqual(before);
    await lane().catchUp(company.companyId);
    expect(await listed({ search: 'between said' })).toHaveLength(1);
  });
});

describe('several at once', () => {
  test('are closed each by itself, with an answer for each, and a repeat does nothing twice', async () => {
    const ids = [await aDialog('Close me, one'), await aDialog('Close me, two')];
    const closed = await aDialog('I am closed already');
    await callAs(api, company.admin).dialogs.close.mutate(acting(closed));
    const commandId = crypto.randomUUID();
    const asked = { commandId, dialogIds: [...ids, closed], how: 'closed' as const, block: false };
    const answer = await anna().finish.mutate(asked);
    expect(answer.all).toBe(false);
    expect(answer.answers.map(({ refused }) => refused)).toEqual([null, null, expect.any(String)]);
    const facts = () =>
      api.query<{ closings: number }>(
        `select count(*)::int as closings from fact where company_id = $1 and dialog_id = any($2::bigint[]) and fact = 'closed'`,
        [company.companyId, ids],
      );
    expect(await facts()).toEqual([{ closings: 2 }]);
    expect(await anna().finish.mutate(asked)).toEqual(answer);
    expect(await facts()).toEqual([{ closings: 2 }]);
  });

  test('are marked as spam, and their clients blocked where that is asked for', async () => {
    const dialogId = await aDialog('Buy now');
    const asked = { commandId: crypto.randomUUID(), dialogIds: [dialogId], how: 'spam' as const, block: true };
    expect(await anna().finish.mutate(asked)).toMatchObject({ all: true });
    const [row] = await api.query<{ reason: string; blocked: boolean }>(
      `select d.close_reason as reason, c.blocked_at is not null as blocked from dialog d join client c using (company_id, client_id)
       where d.company_id = $1 and d.dialog_id = $2`,
      [company.companyId, dialogId],
    );
    expect(row).toEqual({ reason: 'spam', blocked: true });
  });

  test('are refused to whoever may not do it to each of them', async () => {
    const dialogId = await aDialog('Not hers to transfer');
    const vera = await anEmployee(api, company, 'operator', 'Nadya');
    const asked = {
      commandId: crypto.randomUUID(),
      dialogIds: [dialogId],
      to: { employeeId: vera.employeeId, evenIfUnavailable: true },
    };
    const answer = await callAs(api, vera)
      .dialogList.transfer.mutate(asked)
      .catch((error: unknown) => error);
    expect(answer).not.toMatchObject({ all: true });
    const [row] = await api.query<{ operatorId: string | null }>(
      'select operator_id as "operatorId" from dialog where company_id = $1 and dialog_id = $2',
      [company.companyId, dialogId],
    );
    expect(row?.operatorId).not.toBe(vera.employeeId);
  });
});

describe('a view', () => {
  const view = {
    name: 'Bad last week',
    filter: { vote: 'bad' as const, period: { preset: 'last-week' as const } },
    columns: ['number' as const, 'client' as const, 'vote' as const],
    sort: 'closed' as const,
    ascending: true,
    shared: false,
  };
  const saved = async (of = anna(), more: Partial<typeof view> = {}) => {
    const answer = await of.addView.mutate({ view: { ...view, ...more } });
    if (!answer.saved) throw new Error(answer.because);
    return answer.viewId;
  };
  const names = async (of = anna()) => (await of.views.query({})).views.map(({ name }) => name);

  test('keeps what the list is narrowed to, its columns and its order', async () => {
    const viewId = await saved(undefined, { name: 'Kept' });
    const { views } = await anna().views.query({});
    expect(views).toContainEqual({ ...view, name: 'Kept', viewId, mayChange: true, isDefault: false });
  });

  test('is one’s own until it is shared by whoever sees everybody’s figures', async () => {
    const own = callAs(api, boris).dialogList;
    await saved(own, { name: 'Of Boris' });
    await saved(undefined, { name: 'For all', shared: true });
    expect(await names()).not.toContain('Of Boris');
    expect(await names(own)).toEqual(expect.arrayContaining(['Of Boris', 'For all']));
    expect((await own.views.query({})).mayShare).toBe(false);
    expect(await own.addView.mutate({ view: { ...view, shared: true } })).toEqual({
      saved: false,
      because: 'not-allowed',
    });
    const shared = (await own.views.query({})).views.find(({ name }) => name === 'For all');
    expect(shared?.mayChange).toBe(false);
    expect(await own.removeView.mutate({ viewId: shared?.viewId ?? '' })).toEqual({
      saved: false,
      because: 'not-allowed',
    });
  });

  test('is renamed, deleted, and there again when that is undone', async () => {
    const viewId = await saved(undefined, { name: 'Before' });
    expect(await anna().saveView.mutate({ viewId, view: { ...view, name: 'After' } })).toEqual({ saved: true, viewId });
    expect(await names()).toContain('After');
    await anna().removeView.mutate({ viewId });
    expect(await names()).not.toContain('After');
    expect(await anna().saveView.mutate({ viewId, view })).toEqual({ saved: false, because: 'gone' });
    await anna().restoreView.mutate({ viewId });
    expect(await names()).toContain('After');
  });

  test('may be the one with which one’s list begins', async () => {
    const viewId = await saved(undefined, { name: 'First of all' });
    const chosen = async () => (await anna().views.query({})).views.filter(({ isDefault }) => isDefault);
    expect(await anna().setDefaultView.mutate({ viewId })).toEqual({ saved: true });
    expect(await chosen()).toMatchObject([{ viewId }]);
    expect(await anna().setDefaultView.mutate({ viewId: null })).toEqual({ saved: true });
    expect(await chosen()).toEqual([]);
    expect(await callAs(api, boris).dialogList.setDefaultView.mutate({ viewId })).toEqual({
      saved: false,
      because: 'gone',
    });
  });

  test.each([
    ['no name', { name: ' ' }],
    ['no column', { columns: [] }],
    ['a period that ends before it begins', { filter: { period: { from: '2026-11-20', until: '2026-11-19' } } }],
  ])('with %s is refused at its field', async (_, more) => {
    await expect(anna().addView.mutate({ view: { ...view, ...more } })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST' },
    });
  });
});
