import { sql, type CompanyDb, type Statement } from '@switchboard/db';
import {
  countedFigures,
  measures,
  middleOf,
  noCounts,
  plus,
  type Counts,
  type Day,
  type Days,
  type Measure,
  type Scope,
} from '@switchboard/domain/statistics';

import { columnOf, countedSql, spreadOfDialog } from './counted-sql.ts';
import { firstOfNext } from './figures.ts';
import { wayOf, type Division } from './way.ts';
import { nobody } from './summaries.ts';

// A statement for each way of dividing, made once of constants. $1 company, $2 and $3 the days.
const chosenRolled = `((f.by = $4 and ($5::uuid[] is null or f.of = any($5))) or (f.by = 'nobodys' and f.of = any($6::uuid[])))`;
const chosenDialogs = `s.company_id = $1 and s.day between $2 and $3
  and ($4::uuid[] is null or s.line_id = any($4)) and ($5::uuid[] is null or s.channel_id = any($5))
  and ($6::uuid[] is null or s.operator_id = any($6))
  and ($7::uuid[] is null or s.department_id = any($7) or (s.operator_id = '${nobody}' and s.line_id = any($8::uuid[])))`;
const columnOfDivision: Record<Division, string> = {
  line: 's.line_id',
  channel: 's.channel_id',
  operator: 's.operator_id',
  department: 's.department_id',
};
type Key = 'all' | 'day' | Division;

const rolledKey = (key: Key): string =>
  key === 'all' ? `''` : key === 'day' ? `to_char(f.day, 'YYYY-MM-DD')` : 'f.of::text';
const summedKey = (key: Key): string =>
  key === 'all' ? `''` : key === 'day' ? `to_char(s.day, 'YYYY-MM-DD')` : `${columnOfDivision[key]}::text`;
const keys: readonly Key[] = ['all', 'day', 'line', 'channel', 'operator', 'department'];
const perKey = (name: string, text: (key: Key) => string): Record<Key, Statement> =>
  Object.fromEntries(keys.map((key) => [key, sql(`${name}-${key}`, text(key))])) as Record<Key, Statement>;

const rolledCounts = perKey(
  'figures-rolled',
  (
    key,
  ) => `select ${rolledKey(key)} as key, ${countedFigures.map((figure) => `sum(f.${columnOf(figure)})::float8 as "${figure}"`).join(', ')}
   from figure_day f where f.company_id = $1 and f.day between $2 and $3 and ${chosenRolled} group by 1 limit 5000`,
);
const summedCounts = perKey(
  'figures-summed',
  (
    key,
  ) => `select ${summedKey(key)} as key, ${countedFigures.map((figure) => `sum(${countedSql[figure]})::float8 as "${figure}"`).join(', ')}
   from dialog_summary s where ${chosenDialogs} group by 1 limit 5000`,
);

// Whole months that are over, and the days before and after them. $7 measures, $8 the first days of these months, $9 to $12
// the days on either side.
const rolledSpread = (
  key: Key,
): string => `select ${rolledKey(key)} as key, f.measure, x.bucket, sum(x.dialogs)::bigint as dialogs
   from figure_spread f cross join lateral unnest(f.buckets, f.counts) x(bucket, dialogs)
   where f.company_id = $1 and f.measure = any($7::text[]) and ${chosenRolled}
     and f.day between $2 and $3 and ((f.span = 'month' and f.day = any($8::date[]))
       or (f.span = 'day' and (f.day between $9 and $10 or f.day between $11 and $12)))
   group by 1, 2, 3`;
const summedSpread = (key: Key): string => `select ${summedKey(key)} as key, m.measure, m.bucket, count(*) as dialogs
   from dialog_summary s cross join lateral ${spreadOfDialog}
   where ${chosenDialogs} and m.measure = any($9::text[]) and m.bucket is not null group by 1, 2, 3`;
// The nearest rank: the bucket in which so many per cent are passed.
const percentiles = (spread: string): string => `with spread as (${spread}),
   passed as (
     select key, measure, bucket, sum(dialogs) over (partition by key, measure order by bucket) as passed,
       sum(dialogs) over (partition by key, measure) as total from spread
   )
   select key, measure, max(total)::float8 as dialogs,
     min(bucket) filter (where passed >= ceil(total * 50 / 100.0)) as median,
     min(bucket) filter (where passed >= ceil(total * 90 / 100.0)) as ninetieth
   from passed group by key, measure limit 50000`;
const rolledPercentiles = perKey('percentiles-rolled', (key) => percentiles(rolledSpread(key)));
const summedPercentiles = perKey('percentiles-summed', (key) => percentiles(summedSpread(key)));
const rolledBuckets = sql('spread-rolled', `${rolledSpread('all')} order by 2, 3`);
const summedBuckets = sql('spread-summed', `${summedSpread('all')} order by 2, 3`);

const rolledHours = sql(
  'hours-rolled',
  `select extract(isodow from f.day)::int - 1 as weekday, f.quarter / 4 as hour, sum(f.dialogs)::float8 as dialogs
   from figure_quarter f where f.company_id = $1 and f.day between $2 and $3 and ${chosenRolled} group by 1, 2 order by 1, 2`,
);
const summedHours = sql(
  'hours-summed',
  `select extract(isodow from s.day)::int - 1 as weekday, s.quarter / 4 as hour, count(*)::float8 as dialogs
   from dialog_summary s where ${chosenDialogs} group by 1, 2 order by 1, 2`,
);

// Dialogs of each of these channels, $9, on each day. More rows than ten years of twelve channels have are not asked for.
const rolledByChannelAndDay = sql(
  'channel-days-rolled',
  `select f.of::text as "channelId", to_char(f.day, 'YYYY-MM-DD') as day, f.dialogs::float8 as dialogs
   from figure_day f where f.company_id = $1 and f.day between $2 and $3 and f.by = 'channel' and f.of = any($4::uuid[])
   order by f.of, f.day limit 50000`,
);
const summedByChannelAndDay = sql(
  'channel-days-summed',
  `select s.channel_id::text as "channelId", to_char(s.day, 'YYYY-MM-DD') as day, count(*)::float8 as dialogs
   from dialog_summary s where ${chosenDialogs} and s.channel_id = any($9::uuid[]) group by 1, 2 order by 1, 2 limit 50000`,
);

/** A duration's middle and 90th percentile, in seconds. */
export type Duration = { median: number | null; ninetieth: number | null; dialogs: number };
export type Durations = Record<Measure, Duration>;
/** What is counted of: the days, whose dialogs, and up to which month whole months are there. */
export type Asked = { days: Days; scope: Scope; monthsThrough: Day | null };

const rolledArgs = (db: CompanyDb, { days }: Asked, way: { by: string; of: string[] | null; nobodys: string[] }) => [
  db.companyId,
  days.from,
  days.until,
  way.by,
  way.of,
  way.nobodys,
];
const summedArgs = (db: CompanyDb, { days }: Asked, scope: Scope) => [
  db.companyId,
  days.from,
  days.until,
  scope.lines,
  scope.channels,
  scope.operators,
  scope.departments,
  scope.nobodys,
];

/** The counted figures of a scope by this key, those of the most dialogs first; `''` is the key of all. */
export async function countsBy(db: CompanyDb, asked: Asked, key: Key): Promise<Map<string, Counts>> {
  const way = wayOf(asked.scope, key === 'all' || key === 'day' ? null : key);
  const rows =
    'rolled' in way
      ? await db.run<Counts & { key: string }>(rolledCounts[key], rolledArgs(db, asked, way.rolled))
      : await db.run<Counts & { key: string }>(summedCounts[key], summedArgs(db, asked, way.summed));
  rows.sort((a, b) => b.dialogs - a.dialogs || (a.key < b.key ? -1 : 1));
  return new Map(rows.map(({ key: of, ...counts }) => [of, counts]));
}

/** All counted figures of a scope. */
export async function countsIn(db: CompanyDb, asked: Asked): Promise<Counts> {
  return (await countsBy(db, asked, 'all')).get('') ?? noCounts();
}

type PercentileRow = { key: string; measure: Measure; dialogs: number; median: number; ninetieth: number };

/** The durations of a scope by this key: their medians and 90th percentiles. */
export async function durationsBy(
  db: CompanyDb,
  asked: Asked,
  key: Key,
  only: readonly Measure[] = measures,
): Promise<Map<string, Durations>> {
  const way = wayOf(asked.scope, key === 'all' || key === 'day' ? null : key);
  const rows =
    'rolled' in way
      ? await db.run<PercentileRow>(rolledPercentiles[key], [
          ...rolledArgs(db, asked, way.rolled),
          only,
          ...spansOf(asked),
        ])
      : await db.run<PercentileRow>(summedPercentiles[key], [...summedArgs(db, asked, way.summed), only]);
  const found = new Map<string, Durations>();
  for (const { key: of, measure, dialogs, median, ninetieth } of rows) {
    const durations = found.get(of) ?? noDurations();
    durations[measure] = { median: middleOf(median), ninetieth: middleOf(ninetieth), dialogs };
    found.set(of, durations);
  }
  return found;
}

/** How many dialogs fell into which bucket of these measures; `stars` has its stars for buckets. */
export async function spreadsIn(
  db: CompanyDb,
  asked: Asked,
  only: readonly (Measure | 'stars')[],
): Promise<Map<string, Map<number, number>>> {
  const way = wayOf(asked.scope, null);
  const rows =
    'rolled' in way
      ? await db.run<{ measure: string; bucket: number; dialogs: number }>(rolledBuckets, [
          ...rolledArgs(db, asked, way.rolled),
          only,
          ...spansOf(asked),
        ])
      : await db.run<{ measure: string; bucket: number; dialogs: number }>(summedBuckets, [
          ...summedArgs(db, asked, way.summed),
          only,
        ]);
  const found = new Map<string, Map<number, number>>(only.map((measure) => [measure, new Map()]));
  for (const { measure, bucket, dialogs } of rows) found.get(measure)?.set(bucket, dialogs);
  return found;
}

/** How many dialogs were opened in each hour of each weekday, 0 for Monday. */
export async function hoursIn(
  db: CompanyDb,
  asked: Asked,
): Promise<{ weekday: number; hour: number; dialogs: number }[]> {
  const way = wayOf(asked.scope, null);
  return 'rolled' in way
    ? db.run(rolledHours, rolledArgs(db, asked, way.rolled))
    : db.run(summedHours, summedArgs(db, asked, way.summed));
}

/** How many dialogs each of these channels had on each day. */
export async function channelDaysIn(
  db: CompanyDb,
  asked: Asked,
  channelIds: readonly string[],
): Promise<{ channelId: string; day: Day; dialogs: number }[]> {
  const way = wayOf(asked.scope, 'channel');
  const { from, until } = asked.days;
  return 'rolled' in way
    ? db.run(rolledByChannelAndDay, [db.companyId, from, until, channelIds])
    : db.run(summedByChannelAndDay, [...summedArgs(db, asked, way.summed), channelIds]);
}

export function noDurations(): Durations {
  const none = { median: null, ninetieth: null, dialogs: 0 };
  return Object.fromEntries(measures.map((measure) => [measure, { ...none }])) as Durations;
}

const never = '0001-01-01';

/** The whole months of a period that were added up, and the days that are left before and after them. */
function spansOf({ days: { from, until }, monthsThrough }: Asked): [Day[], Day, Day, Day, Day] {
  const months: Day[] = [];
  let month = from.endsWith('-01') ? from : firstOfNext(from);
  while (monthsThrough !== null && month <= monthsThrough && plus(firstOfNext(month), -1) <= until) {
    months.push(month);
    month = firstOfNext(month);
  }
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [[], from, until, never, never];
  const before: [Day, Day] = first === from ? [never, never] : [from, plus(first, -1)];
  const next = firstOfNext(last);
  return [months, ...before, ...(next <= until ? ([next, until] as const) : ([never, never] as const))];
}
