import pg from 'pg';
import {
  bucketOf,
  countedFigures,
  measures,
  middleOf,
  stretchOf,
  type Counts,
  type Measure,
} from '@switchboard/domain/statistics';

import {
  directActs,
  directFigures,
  directOnline,
  type AskedDirectly,
  type DirectDivision,
  type DirectFigures,
  type Runs,
} from '../../apps/api/src/testing/direct-figures.ts';
import type { Row } from './figures.ts';
import type { FilledGround } from './months.ts';

type Durations = Record<Measure, { median: number | null; ninetieth: number | null; dialogs: number }>;
type Numbers = { counts: Counts; durations: Durations };
type About = { about: { grain: 'day' | 'week' | 'month'; days: { from: string; until: string }; timeZone: string } };
type Course = { from: string; counts: Counts }[];
type Overview = About & {
  now: Numbers;
  course: Course;
  channels: { channel: { id: string }; counts: Counts }[];
  lines: { line: { id: string }; counts: Counts }[];
  hours: { weekday: number; hour: number; dialogs: number }[];
};
type Operators = About & {
  rows: {
    person: { employeeId: string };
    did: Record<string, number>;
    dialogs: number;
    durations: Durations;
    online: number;
  }[];
};
type Ratings = About & {
  now: Counts;
  course: Course;
  stars: { stars: number; dialogs: number }[];
  lines: Overview['lines'];
};
type Kpi = About & {
  now: Numbers;
  course: Course;
  lines: ({ line: { id: string } } & Numbers)[];
  operators: ({ person: { employeeId: string } } & Numbers)[];
  spread: { working: number; calendar: number }[];
};
type Channels = About & { now: Counts; rows: ({ channel: { id: string } } & Numbers)[] };

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Each page of figures over a whole year, as a manager's browser asks for it, against the statement that works the same
 * out of dialogs and facts. Answers the rows, and how often the two differ: counts at all, percentiles by more than their
 * bucket.
 */
export async function statistics(
  ground: FilledGround,
  pairs: number,
  say: (sentence: string) => void,
): Promise<{ rows: Row[]; differences: number }> {
  const owner = new pg.Client({ connectionString: ground.databaseUrl });
  await owner.connect();
  // The peer has what helps it: memory to sort in, and facts in the order in which they lie.
  await owner.query(`set work_mem = '256MB'`);
  await owner.query('set random_page_cost = 1.1');
  const run: Runs = async (text, values) => (await owner.query(text, values)).rows;
  const { client, company, companyId } = ground;
  // Up to yesterday, so that nothing goes on while the two are asked.
  const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const filter = { period: { from: dayBefore(365), until: dayBefore(1) }, compare: 'none' };
  const page = async <T>(name: string): Promise<T> =>
    (await client.rpc<T>(`statistics.${name}`, 'query', filter, company.admin.cookie)).data;
  const { about } = await page<About>('overview');
  const asked: AskedDirectly = { companyId, timeZone: about.timeZone, days: about.days };
  const direct = (divisions: readonly DirectDivision[], options = {}) => directFigures(run, asked, divisions, options);
  let differences = 0;
  const same = (where: string, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
    differences++;
    if (differences <= 10)
      say(`  ${where}: ${JSON.stringify(ours)?.slice(0, 300)} is not ${JSON.stringify(theirs)?.slice(0, 300)}`);
  };
  const ofAll = (where: string, numbers: Numbers, found: DirectFigures | undefined): void => {
    same(where, counts(numbers.counts), counts(found?.counts));
    same(where, shown(numbers.durations), bucketed(found));
  };

  const pages: {
    name: string;
    call: () => Promise<unknown>;
    peer: () => Promise<unknown>;
    compare: (ours: never, theirs: never) => void;
  }[] = [
    {
      name: 'overview',
      call: () => page<Overview>('overview'),
      peer: () => direct(['all', 'day', 'line', 'channel', 'hour']),
      compare: (ours: Overview, found: DirectFigures[]) => {
        ofAll('overview', ours.now, of(found, 'all')[0]);
        sameCourse(ours.course, found, ours.about.grain);
        for (const { line, counts: own } of ours.lines)
          same('a line', counts(own), counts(one(found, 'line', line.id)?.counts));
        for (const { channel, counts: own } of ours.channels)
          same('a channel', counts(own), counts(one(found, 'channel', channel.id)?.counts));
        for (const { weekday, hour, dialogs } of ours.hours)
          same('an hour', dialogs, one(found, 'hour', `${weekday} ${hour}`)?.counts.dialogs);
      },
    },
    {
      name: 'operators',
      call: () => page<Operators>('operators'),
      peer: async () => ({
        found: await direct(['operator']),
        acts: await directActs(run, asked),
        online: await directOnline(run, asked, new Date()),
      }),
      compare: (
        ours: Operators,
        theirs: {
          found: DirectFigures[];
          acts: ({ employeeId: string } & Record<string, unknown>)[];
          online: Map<string, number>;
        },
      ) => {
        for (const row of ours.rows) {
          const { employeeId } = row.person;
          const found = one(theirs.found, 'operator', employeeId);
          same('an operator', [row.dialogs, shown(row.durations)], [found?.counts.dialogs ?? 0, bucketed(found)]);
          const did = theirs.acts.find((acts) => acts.employeeId === employeeId);
          for (const [act, count] of Object.entries(row.did))
            same(`what an operator did: ${act}`, count, did?.[act] ?? 0);
          same('how long an operator was online', row.online, theirs.online.get(employeeId) ?? 0);
        }
      },
    },
    {
      name: 'ratings',
      call: () => page<Ratings>('ratings'),
      peer: () => direct(['all', 'day', 'line', 'operator', 'stars'], { durations: false }),
      compare: (ours: Ratings, found: DirectFigures[]) => {
        same('ratings', counts(ours.now), counts(of(found, 'all')[0]?.counts));
        sameCourse(ours.course, found, ours.about.grain);
        for (const { stars, dialogs } of ours.stars)
          same('stars', dialogs, one(found, 'stars', String(stars))?.counts.dialogs ?? 0);
      },
    },
    {
      name: 'KPI',
      call: () => page<Kpi>('kpi'),
      peer: () => direct(['all', 'day', 'line', 'operator'], { within: true }),
      compare: (ours: Kpi, found: DirectFigures[]) => {
        ofAll('KPI', ours.now, of(found, 'all')[0]);
        for (const row of ours.lines) ofAll('a line', row, one(found, 'line', row.line.id));
        for (const row of ours.operators) ofAll('an operator', row, one(found, 'operator', row.person.employeeId));
        const within = of(found, 'all')[0]?.within;
        same(
          'answers within',
          [sums(ours.spread.map((range) => range.working)), sums(ours.spread.map((range) => range.calendar))],
          [within?.working, within?.calendar],
        );
      },
    },
    {
      name: 'channels',
      call: () => page<Channels>('channels'),
      peer: () => direct(['all', 'channel', 'channel and day']),
      compare: (ours: Channels, found: DirectFigures[]) => {
        same('channels', counts(ours.now), counts(of(found, 'all')[0]?.counts));
        for (const row of ours.rows) ofAll('a channel', row, one(found, 'channel', row.channel.id));
      },
    },
  ];

  function sameCourse(course: Course, found: readonly DirectFigures[], grain: 'day' | 'week' | 'month'): void {
    const days = Map.groupBy(of(found, 'day'), ({ key }) => stretchOf(key, grain));
    for (const { from, counts: own } of course)
      for (const figure of countedFigures)
        same(
          `${figure} from ${from}`,
          own[figure],
          (days.get(from) ?? []).reduce((sum, row) => sum + row.counts[figure], 0),
        );
  }

  const rows: Row[] = [];
  for (const { name, call, peer, compare } of pages) {
    const row: Row = {
      name: `the page ${name} of a year, ${ground.dialogs} dialogs`,
      peer: 'the same answer straight from dialogs and facts',
      unit: '/min',
      pairs: [],
      goal: { atLeast: 50 },
    };
    await call();
    for (let pair = 0; pair < pairs; pair++) {
      const ours: number[] = [];
      let answer: unknown;
      for (let count = 0; count < 11; count++) {
        const [took, answered] = await timed(call);
        ours.push(took);
        answer = answered;
      }
      const [took, found] = await timed(peer);
      compare(answer as never, found as never);
      const middle = ours.toSorted((a, b) => a - b)[5] ?? Number.NaN;
      say(`  ${name}: ${middle.toFixed(1)} ms, directly ${(took / 1_000).toFixed(1)} s`);
      row.pairs.push({ ours: 60_000 / middle, peer: 60_000 / took });
    }
    rows.push(row);
  }
  await owner.end();
  return { rows, differences };
}

async function timed<T>(call: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const answer = await call();
  return [performance.now() - began, answer];
}

function of(found: readonly DirectFigures[], division: DirectDivision): DirectFigures[] {
  return found.filter((row) => row.division === division && row.key !== nobody);
}

function one(found: readonly DirectFigures[], division: DirectDivision, key: string): DirectFigures | undefined {
  return found.find((row) => row.division === division && row.key === key);
}

function counts(own: Counts | undefined): number[] {
  return countedFigures.map((figure) => own?.[figure] ?? 0);
}

function shown(durations: Durations): (number | null)[] {
  return measures.flatMap((measure) => Object.values(inOrder(durations[measure])));
}

function inOrder({ median, ninetieth, dialogs }: Durations[Measure]) {
  return { median, ninetieth, dialogs };
}

/** Percentiles of the durations themselves, as the middle of the bucket in which they lie. */
function bucketed(found: DirectFigures | undefined): (number | null)[] {
  const middle = (seconds: number | null): number | null => (seconds === null ? null : middleOf(bucketOf(seconds)));
  return measures.flatMap((measure) => {
    const { median, ninetieth, dialogs } = found?.durations[measure] ?? { median: null, ninetieth: null, dialogs: 0 };
    return [middle(median), middle(ninetieth), dialogs];
  });
}

function sums(parts: readonly number[]): number[] {
  let sum = 0;
  return parts.map((part) => (sum += part));
}
