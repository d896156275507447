import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { fact, type Fact } from '@switchboard/domain/dialog';
import { lineSettings } from '@switchboard/domain/line';
import {
  bucketOf,
  countedFigures,
  countsOf,
  localTime,
  measured,
  measures,
  middleOf,
  percentileOf,
  roundTimes,
  spreadOf,
  stretchOf,
  summaryOf,
  weekdayOf,
  type Counts,
  type Days,
  type Measure,
  type Summary,
} from '@switchboard/domain/statistics';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { callAs, freePort, testApi, type TestApi } from '../testing/api.ts';
import {
  directActs,
  directFigures,
  directOnline,
  type AskedDirectly,
  type DirectDivision,
  type DirectFigures,
} from '../testing/direct-figures.ts';
import { aCompanyToFill, filled, type FilledCompany } from '../testing/months.ts';
import { nobody } from './summaries.ts';

/**
 * Every figure three times: as the pages show it, from what was counted before; by SQL straight from dialogs and facts; and
 * as the domain defines it. On 3,000 dialogs each in a place whose clocks are changed and in one that is half an hour off.
 */
const places = [
  { timeZone: 'Europe/Berlin', token: '7000000003:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0', seed: 11 },
  { timeZone: 'Asia/Kolkata', token: '7000000004:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1', seed: 12 },
];
const dayMs = 86_400_000;
const divisions = [
  'all',
  'day',
  'line',
  'channel',
  'operator',
  'department',
  'hour',
  'stars',
  'channel and day',
] as const;

let telegram: FakeTelegram;
let api: TestApi;
let owner: pg.Client;
const run = async <Row extends object>(text: string, values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(text, values)).rows;

beforeAll(async () => {
  telegram = await fakeTelegram();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  api = await testApi({ API_PORT: String(port), API_URL: url, TELEGRAM_API_URL: telegram.url, STATISTICS: 'off' });
  owner = new pg.Client({ connectionString: api.databaseUrl });
  await owner.connect();
  // Its statements are long, and their tables small.
  await owner.query('set jit = off');
});
afterAll(async () => {
  await owner.end();
  await api.stop();
  await telegram.close();
});

/** A dialog as the domain tells it, and where it counts. */
type Told = Summary & { channelId: string; day: string; quarter: number };

describe.each(places)('in $timeZone', ({ timeZone, token, seed }) => {
  let company: FilledCompany;
  let told: Told[];
  let whole: Days;

  beforeAll(async () => {
    company = await aCompanyToFill(api, timeZone, token);
    await filled(api, company, { dialogs: 3_000, seed });
    told = await toldByDomain(company);
    const days = told.map(({ day }) => day).toSorted();
    whole = { from: days[0]!, until: days.at(-1)! };
  }, 120_000);

  const asked = (more: Partial<AskedDirectly> = {}): AskedDirectly => {
    const { companyId, departments } = company;
    // A department is asked for with its parts.
    const withParts = more.departments?.flatMap((id) => (id === departments.sales ? [id, departments.abroad] : [id]));
    return { companyId, timeZone, days: whole, ...more, departments: withParts };
  };
  const page = (more: Partial<AskedDirectly> = {}) => {
    const { days = whole, lines, channels, operators, departments } = more;
    const lists = { lines, channels, operators, departments };
    const given = Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined));
    return { period: { from: days.from, until: days.until }, compare: 'none' as const, ...given };
  };
  const calls = () => callAs(api, company.admin).statistics;
  const known = new Map<string, Promise<DirectFigures[]>>();
  /** Worked out once for all pages that are narrowed so. */
  const directly = async (filter: Partial<AskedDirectly>): Promise<DirectFigures[]> => {
    const key = JSON.stringify(filter);
    const found = known.get(key) ?? directFigures(run, asked(filter), divisions, { within: true });
    known.set(key, found);
    return found;
  };
  const one = (found: readonly DirectFigures[], division: DirectDivision, key = ''): DirectFigures =>
    found.find((figures) => figures.division === division && figures.key === key) ?? nothing(division, key);

  /** Whatever narrows the pages: each list by itself, and together with others. */
  const filters = (): [string, Partial<AskedDirectly>][] => {
    const { lines, channels, operators, departments } = company;
    return [
      ['nothing', {}],
      ['a line', { lines: [lines.kept] }],
      ['both lines', { lines: [lines.kept, lines.open] }],
      ['a channel', { channels: [channels[1]!] }],
      ['two channels', { channels: channels.slice(0, 2) }],
      ['an operator', { operators: [operators[0]!] }],
      ['two operators', { operators: operators.slice(1, 3) }],
      ['a department with its part', { departments: [departments.sales] }],
      ['two departments', { departments: [departments.abroad, departments.service] }],
      ['a line and a channel', { lines: [lines.kept], channels: [channels[0]!] }],
      ['a line and an operator', { lines: [lines.open], operators: [operators[2]!] }],
      ['a channel and a department', { channels: [channels[1]!], departments: [departments.sales] }],
      ['an operator and another’s department', { operators: [operators[0]!], departments: [departments.service] }],
      [
        'a line, channels, operators and departments',
        { lines: [lines.kept], channels: channels.slice(0, 2), operators, departments: [departments.sales] },
      ],
    ];
  };

  /** A few periods: all of it, a month, a stretch over months' ends, the days around a change of the clocks, one day. */
  const periods = (): [string, Days][] => {
    const middle = told[Math.floor(told.length / 2)]!.day;
    const month = `${middle.slice(0, 7)}-01`;
    return [
      ['all months', whole],
      ['days that cut months', { from: plus(month, -17), until: plus(month, 44) }],
      ['a whole month', { from: month, until: plus(`${plus(month, 31).slice(0, 7)}-01`, -1) }],
      ['the change of the clocks', { from: plus(changed(), -1), until: plus(changed(), 1) }],
      ['one day', { from: middle, until: middle }],
    ];
  };

  /** The last day on which the clocks were changed; where they never are, some day. */
  const changed = (): string => {
    const noon = (day: string): number => localTime(timeZone, Date.parse(`${day}T12:00:00Z`)).quarter;
    const days = [...new Set(told.map(({ day }) => day))].toSorted();
    return days.findLast((day) => noon(day) !== noon(plus(day, -1))) ?? days[Math.floor(days.length / 3)]!;
  };

  test('what PostgreSQL works out of facts is what the domain makes of them', async () => {
    const found = await directly({ days: whole });
    const keyOf: Record<(typeof divisions)[number], (one: Told) => string> = {
      all: () => '',
      day: ({ day }) => day,
      'channel and day': ({ channelId, day }) => `${channelId} ${day}`,
      line: ({ lineId }) => lineId,
      channel: ({ channelId }) => channelId,
      operator: ({ operatorId }) => operatorId ?? nobody,
      department: ({ departmentId }) => departmentId ?? nobody,
      hour: ({ day, quarter }) => `${weekdayOf(day)} ${Math.floor(quarter / 4)}`,
      stars: ({ stars }) => String(stars),
    };
    for (const division of divisions) {
      const groups = Map.groupBy(told, keyOf[division]);
      const rows = found.filter((row) => row.division === division);
      expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(groups.keys()));
      for (const row of rows) {
        const of = groups.get(row.key)!;
        expect({ key: row.key, ...onlyCounts(row.counts) }).toEqual({ key: row.key, ...countsOf(of) });
        expect({ key: row.key, ...row.durations }).toEqual({ key: row.key, ...percentilesOf(of) });
      }
    }
    const within = (measure: Measure): number[] =>
      [...roundTimes, Infinity].map((time) => told.filter((of) => (measured[measure](of) ?? Infinity) < time).length);
    expect(one(found, 'all').within).toEqual({
      working: within('toFirstAnswerWorking'),
      calendar: within('toFirstAnswer'),
    });
    const [messages] = await api.query<{ client: number; operator: number; other: number }>(
      `select count(*) filter (where "from" = 'client')::int as client, count(*) filter (where "from" = 'operator')::int as operator,
         count(*) filter (where "from" not in ('client', 'operator'))::int as other from message where company_id = $1`,
      [company.companyId],
    );
    const { clientMessages, operatorMessages, otherMessages } = countsOf(told);
    expect(messages).toEqual({ client: clientMessages, operator: operatorMessages, other: otherMessages });
  });

  test('there is something of everything to count', () => {
    const counts = countsOf(told);
    const none = countedFigures.filter((figure) => counts[figure] === 0);
    // No bot works for it.
    expect(none).toEqual(['withBot']);
  });

  test('the overview equals both, whatever it is narrowed by and of whatever days', async () => {
    for (const [name, filter] of filters())
      for (const [span, days] of name === 'nothing' || name === 'a line and a channel'
        ? periods()
        : periods().slice(0, 2)) {
        const where = `${name}, ${span}`;
        const shown = await calls().overview.query(page({ ...filter, days }));
        const found = await directly({ ...filter, days });
        expect({ where, ...shown.now.counts }).toEqual({ where, ...onlyCounts(one(found, 'all').counts) });
        expect({ where, ...shown.now.durations }).toEqual({ where, ...bucketed(one(found, 'all')) });
        expect({ where, course: shown.course.filter(({ counts }) => counts.dialogs > 0) }).toEqual({
          where,
          course: courseOf(found, shown.about.grain),
        });
        expect(byId(shown.lines, ({ line }) => line.id, 'counts')).toEqual(countsBy(found, 'line'));
        expect(byId(shown.channels, ({ channel }) => channel.id, 'counts')).toEqual(countsBy(found, 'channel'));
        expect(new Map(shown.hours.map(({ weekday, hour, dialogs }) => [`${weekday} ${hour}`, dialogs]))).toEqual(
          new Map(found.flatMap((row) => (row.division === 'hour' ? [[row.key, row.counts.dialogs]] : []))),
        );
        const narrowed = told.filter((of) => matches(of, asked({ ...filter, days })));
        expect({ where, ...shown.now.counts }).toEqual({ where, ...countsOf(narrowed) });
        for (const measure of measures) {
          const seconds = narrowed.flatMap((of) => measured[measure](of) ?? []);
          const { median, ninetieth, dialogs } = shown.now.durations[measure];
          expect({ where, measure, median, ninetieth, dialogs }).toEqual({
            where,
            measure,
            median: percentileOf(spreadOf(seconds), 50),
            ninetieth: percentileOf(spreadOf(seconds), 90),
            dialogs: seconds.length,
          });
        }
      }
  });

  test('operators, and what each of them did, equal what facts say', async () => {
    for (const [name, filter] of filters())
      for (const [span, days] of periods().slice(0, 2)) {
        const where = `${name}, ${span}`;
        const narrowed = asked({ ...filter, days });
        const shown = await calls().operators.query(page({ ...filter, days }));
        const found = await directly({ ...filter, days });
        const did = await directActs(run, narrowed);
        const online = await directOnline(run, narrowed, new Date());
        const acted = new Map(did.map(({ employeeId, ...done }) => [employeeId, done]));
        expect({
          where,
          did: new Map(
            shown.rows.flatMap(({ person, did: done }) =>
              acted.has(person.employeeId) ? [[person.employeeId, done]] : [],
            ),
          ),
        }).toEqual({ where, did: acted });
        expect({ where, all: shown.all }).toEqual({ where, all: sumOf(did) });
        const held = new Map(shown.rows.map((row) => [row.person.employeeId, row]));
        for (const row of found.filter(({ division, key }) => division === 'operator' && key !== nobody)) {
          const { dialogs, durations } = held.get(row.key)!;
          expect({ where, dialogs, ...durations }).toEqual({ where, dialogs: row.counts.dialogs, ...bucketed(row) });
        }
        for (const [employeeId, row] of held) {
          expect({ where, online: row.online }).toEqual({ where, online: online.get(employeeId) ?? 0 });
          if (!found.some(({ key }) => key === employeeId)) expect(row.dialogs).toBe(0);
        }
      }
  });

  test('ratings and marks equal what facts say', async () => {
    for (const [name, filter] of filters())
      for (const [span, days] of periods().slice(0, 2)) {
        const where = `${name}, ${span}`;
        const shown = await calls().ratings.query(page({ ...filter, days }));
        const found = await directly({ ...filter, days });
        expect({ where, ...shown.now }).toEqual({ where, ...onlyCounts(one(found, 'all').counts) });
        expect(shown.course.filter(({ counts }) => counts.dialogs > 0)).toEqual(courseOf(found, shown.about.grain));
        expect({ where, stars: shown.stars }).toEqual({
          where,
          stars: [1, 2, 3, 4, 5].map((stars) => ({
            stars,
            dialogs: one(found, 'stars', String(stars)).counts.dialogs,
          })),
        });
        const rated = found.flatMap(({ division, key, counts: { good, bad, marked, stars } }) =>
          division === 'operator' && key !== nobody && good + bad + marked > 0
            ? [[key, { good, bad, marked, stars }] as const]
            : [],
        );
        expect(new Map(shown.operators.map(({ person, ...counts }) => [person.employeeId, counts]))).toEqual(
          new Map(rated),
        );
        expect(byId(shown.lines, ({ line }) => line.id, 'counts')).toEqual(countsBy(found, 'line'));
      }
  });

  test('answers within goals, and how they lie, equal what facts say', async () => {
    for (const [name, filter] of filters())
      for (const [span, days] of periods().slice(0, 2)) {
        const where = `${name}, ${span}`;
        const shown = await calls().kpi.query(page({ ...filter, days }));
        const found = await directly({ ...filter, days });
        expect({ where, ...shown.now.counts }).toEqual({ where, ...onlyCounts(one(found, 'all').counts) });
        expect({ where, ...shown.now.durations }).toEqual({ where, ...bucketed(one(found, 'all')) });
        expect(byId(shown.lines, ({ line }) => line.id, 'counts')).toEqual(countsBy(found, 'line'));
        for (const { line, durations } of shown.lines)
          expect({ where, ...durations }).toEqual({ where, ...bucketed(one(found, 'line', line.id)) });
        for (const { person, counts, durations } of shown.operators) {
          const row = one(found, 'operator', person.employeeId);
          expect({ where, ...counts, ...durations }).toEqual({ where, ...onlyCounts(row.counts), ...bucketed(row) });
        }
        const { working, calendar } = one(found, 'all').within ?? { working: [], calendar: [] };
        const between = (until: number[]): number[] => until.map((count, place) => count - (until[place - 1] ?? 0));
        expect({ where, working: shown.spread.map((range) => range.working) }).toEqual({
          where,
          working: between(working),
        });
        expect(shown.spread.map((range) => range.calendar)).toEqual(between(calendar));
      }
  });

  test('channels equal what facts say', async () => {
    for (const [name, filter] of filters())
      for (const [span, days] of periods().slice(0, 2)) {
        const where = `${name}, ${span}`;
        const shown = await calls().channels.query(page({ ...filter, days }));
        const found = await directly({ ...filter, days });
        expect({ where, ...shown.now }).toEqual({ where, ...onlyCounts(one(found, 'all').counts) });
        expect(byId(shown.rows, ({ channel }) => channel.id, 'counts')).toEqual(countsBy(found, 'channel'));
        for (const { channel, durations } of shown.rows)
          expect({ where, ...durations }).toEqual({ where, ...bucketed(one(found, 'channel', channel.id)) });
        const course = new Map<string, number>();
        for (const { division, key, counts } of found) {
          if (division !== 'channel and day') continue;
          const [channelId = '', day = ''] = key.split(' ');
          const stretch = `${stretchOf(day, shown.about.grain)} ${channelId}`;
          course.set(stretch, (course.get(stretch) ?? 0) + counts.dialogs);
        }
        const drawn = shown.course.flatMap(({ from, channels }) =>
          channels.map(({ channelId, dialogs }) => [`${from} ${channelId}`, dialogs] as const),
        );
        expect(new Map(drawn)).toEqual(course);
      }
  });

  test('what a period is compared with equals the figures of those days', async () => {
    const days = { from: plus(whole.until, -29), until: whole.until };
    const { overview, operators, channels } = calls();
    const given = { ...page({ days }), compare: 'before' as const };
    const before = { from: plus(days.from, -30), until: plus(days.from, -1) };
    const found = await directly({ days: before });
    const shown = await overview.query(given);
    expect(shown.about.comparedWith).toEqual(before);
    expect(shown.before?.counts).toEqual(onlyCounts(one(found, 'all').counts));
    expect(shown.before?.durations).toEqual(bucketed(one(found, 'all')));
    expect(shown.courseBefore.filter(({ counts }) => counts.dialogs > 0)).toEqual(courseOf(found, 'day'));
    expect((await operators.query(given)).before).toEqual(sumOf(await directActs(run, asked({ days: before }))));
    const compared = (await channels.query(given)).rows.flatMap((row) =>
      row.before !== null && row.before.dialogs > 0 ? [[row.channel.id, row.before] as const] : [],
    );
    expect(new Map(compared)).toEqual(countsBy(found, 'channel'));
  });
});

/** Every dialog of the company from its facts, by the domain. */
async function toldByDomain({ companyId, timeZone }: FilledCompany): Promise<Told[]> {
  const rows = await api.query<{ channelId: string; body: unknown[] }>(
    `select d.channel_id as "channelId", (select jsonb_agg(f.body order by f.number) from fact f where f.company_id = d.company_id and f.dialog_id = d.dialog_id) as body
     from dialog d where d.company_id = $1 order by d.dialog_id`,
    [companyId],
  );
  const versions = await api.query<{ lineId: string; version: number; savedAt: number; settings: unknown }>(
    `select line_id as "lineId", version, (extract(epoch from saved_at) * 1000)::float8 as "savedAt", settings from line_settings where company_id = $1 order by version`,
    [companyId],
  );
  const lines = versions.map((row) => ({ ...row, settings: lineSettings.parse(row.settings) }));
  return rows.map(({ channelId, body }) => {
    const facts: Fact[] = body.map((row) => fact.parse(row));
    const summary = summaryOf(facts, (lineId, version) => {
      const all = lines.filter((line) => line.lineId === lineId);
      const line =
        version === null
          ? (all.findLast(({ savedAt }) => savedAt <= facts[0]!.at) ?? all[0])
          : all.find((one) => one.version === version);
      if (!line) throw new Error('A line that never was so');
      return { hours: line.settings.hours, kpi: line.settings.kpi, pauses: [] };
    });
    return { ...summary, channelId, ...localTime(timeZone, summary.openedAt) };
  });
}

function matches(of: Told, { days, lines, channels, operators, departments }: AskedDirectly): boolean {
  const among = (list: string[] | undefined, id: string): boolean => list === undefined || list.includes(id);
  return (
    of.day >= days.from &&
    of.day <= days.until &&
    among(lines, of.lineId) &&
    among(channels, of.channelId) &&
    among(operators, of.operatorId ?? nobody) &&
    among(departments, of.departmentId ?? nobody)
  );
}

type Shown = { median: number | null; ninetieth: number | null; dialogs: number };

/** The percentiles of what these took, in seconds, by nearest rank. */
function percentilesOf(of: readonly Told[]): Record<Measure, Shown> {
  const shown = measures.map((measure) => {
    const seconds = of.flatMap((one) => measured[measure](one) ?? []).toSorted((a, b) => a - b);
    const at = (percent: number): number | null => seconds[Math.ceil((seconds.length * percent) / 100) - 1] ?? null;
    return [measure, { median: at(50), ninetieth: at(90), dialogs: seconds.length }];
  });
  return Object.fromEntries(shown) as Record<Measure, Shown>;
}

/** The same as pages show it: by the middle of the bucket in which each lies. */
function bucketed({ durations }: DirectFigures): Record<Measure, Shown> {
  const middle = (seconds: number | null): number | null => (seconds === null ? null : middleOf(bucketOf(seconds)));
  const shown = measures.map((measure) => {
    const { median, ninetieth, dialogs } = durations[measure] ?? { median: null, ninetieth: null, dialogs: 0 };
    return [measure, { median: middle(median), ninetieth: middle(ninetieth), dialogs }];
  });
  return Object.fromEntries(shown) as Record<Measure, Shown>;
}

function onlyCounts(counts: Counts): Counts {
  return Object.fromEntries(countedFigures.map((figure) => [figure, counts[figure]])) as Counts;
}

function nothing(division: DirectDivision, key: string): DirectFigures {
  const counts = Object.fromEntries(countedFigures.map((figure) => [figure, 0])) as Counts;
  const within = { working: [...roundTimes, 0].map(() => 0), calendar: [...roundTimes, 0].map(() => 0) };
  return { division, key, counts, durations: {}, within };
}

function countsBy(found: readonly DirectFigures[], division: DirectDivision): Map<string, Counts> {
  return new Map(found.flatMap((row) => (row.division === division ? [[row.key, onlyCounts(row.counts)]] : [])));
}

function byId<Row, Key extends keyof Row>(
  rows: readonly Row[],
  id: (row: Row) => string,
  key: Key,
): Map<string, Row[Key]> {
  return new Map(rows.map((row) => [id(row), row[key]]));
}

/** The course of days, added up by stretches. */
function courseOf(
  found: readonly DirectFigures[],
  grain: 'day' | 'week' | 'month',
): { from: string; counts: Counts }[] {
  const days = found.filter(({ division }) => division === 'day');
  const stretches = Map.groupBy(days, ({ key }) => stretchOf(key, grain));
  return [...stretches]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, rows]) => {
      const counts = Object.fromEntries(
        countedFigures.map((figure) => [figure, rows.reduce((sum, row) => sum + row.counts[figure], 0)]),
      ) as Counts;
      return { from, counts };
    });
}

function sumOf(did: Awaited<ReturnType<typeof directActs>>): Omit<(typeof did)[number], 'employeeId'> {
  const keys = [
    'assigned',
    'accepted',
    'declined',
    'missed',
    'answers',
    'finished',
    'transferred',
    'takenOver',
    'good',
    'bad',
    'marked',
    'stars',
    'answered',
  ] as const;
  const sums = keys.map((key) => [key, did.reduce((sum, row) => sum + row[key], 0)] as const);
  return Object.fromEntries(sums) as Record<(typeof keys)[number], number>;
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
