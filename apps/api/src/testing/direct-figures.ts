import { readFileSync } from 'node:fs';

import { openBetween, type Pause } from '@switchboard/domain/hours';
import { kpiGoal } from '@switchboard/domain/kpi';
import { lineSettings } from '@switchboard/domain/line';
import {
  acts,
  measures,
  roundTimes,
  type ActKind,
  type Counts,
  type Day,
  type Days,
  type Measure,
} from '@switchboard/domain/statistics';

import { columnOf } from '../statistics/counted-sql.ts';

const figuresText = readFileSync(new URL('./direct-figures.sql', import.meta.url), 'utf8');
const actsText = readFileSync(new URL('./direct-acts.sql', import.meta.url), 'utf8');

/** What figures are divided by: nothing, or these columns. */
const divisions = {
  all: [],
  day: ['day'],
  line: ['line_id'],
  channel: ['channel_id'],
  operator: ['operator_id'],
  department: ['department_id'],
  hour: ['weekday', 'hour'],
  'channel and day': ['channel_id', 'day'],
  stars: ['stars'],
} as const satisfies Record<string, readonly string[]>;
export type DirectDivision = keyof typeof divisions;

/** Whoever runs a statement as the owner of the database, whom row security does not stop. */
export type Runs = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
/** Whose figures of which days; what is left out narrows nothing. */
export type AskedDirectly = {
  companyId: string;
  timeZone: string;
  days: Days;
  lines?: string[] | undefined;
  channels?: string[] | undefined;
  operators?: string[] | undefined;
  departments?: string[] | undefined;
};

/** The figures of one part of a division: of a line, a day, …; its key is made of the columns, joined by spaces. */
export type DirectFigures = {
  division: DirectDivision;
  key: string;
  counts: Counts;
  /** The nearest-rank percentiles of the durations themselves; empty where they were not asked for. */
  durations: Partial<Record<Measure, { median: number | null; ninetieth: number | null; dialogs: number }>>;
  /** How many first answers took less than each round time and than any time, in working and in calendar time. */
  within: { working: number[]; calendar: number[] } | null;
};

/** Works these divisions of figures out of dialogs and their facts, by one statement, without what statistics keep. */
export async function directFigures(
  run: Runs,
  asked: AskedDirectly,
  by: readonly DirectDivision[],
  { durations = true, within = false } = {},
): Promise<DirectFigures[]> {
  const columns = [...new Set(by.flatMap((division) => [...divisions[division]] as string[]))];
  const told = (column: string): string => `told.${column}`;
  const shown = columns.map((column) =>
    column === 'day' ? `to_char(told.day, 'YYYY-MM-DD') as "by_day"` : `told.${column}::text as "by_${column}"`,
  );
  const mask = columns.length === 0 ? '0' : `grouping(${columns.map(told).join(', ')})`;
  const more = [
    ...(durations ? measures.map(columnOf) : []).map(
      (column) =>
        `, percentile_disc(array[0.5, 0.9]) within group (order by ${column})::float8[] as "p_${column}", count(${column})::float8 as "n_${column}"`,
    ),
    ...(within ? ['to_first_answer_working', 'to_first_answer'] : []).map(
      (column) =>
        `, array[${[...roundTimes, 2_000_000_000].map((time) => `count(*) filter (where ${column} < ${time})::float8`).join(', ')}] as "w_${column}"`,
    ),
  ];
  const sets = by.map((division) => `(${divisions[division].map(told).join(', ')})`);
  const text = figuresText
    .replace(':keys', [...shown, `${mask} as "mask"`].join(', '))
    .replace(':more', more.join(''))
    .replace(':sets', `grouping sets (${sets.join(', ')})`);
  const { settings, open } = await linesOf(run, asked);
  const rows = await run<Counts & Record<string, unknown> & { mask: number }>(text, [
    ...given(asked),
    JSON.stringify(settings),
    JSON.stringify(open),
  ]);
  const masks = new Map(
    by.map((division) => [
      columns.reduce(
        (sum, column) => sum * 2 + ((divisions[division] as readonly string[]).includes(column) ? 0 : 1),
        0,
      ),
      division,
    ]),
  );
  return rows.flatMap((row) => {
    const division = masks.get(row.mask);
    if (division === undefined) throw new Error('A division that was not asked for');
    const durationsOf = (column: string) => {
      const [median = null, ninetieth = null] = (row[`p_${column}`] as number[] | null) ?? [];
      return { median, ninetieth, dialogs: row[`n_${column}`] as number };
    };
    return [
      {
        division,
        key: divisions[division].map((column) => String(row[`by_${column}`])).join(' '),
        counts: row,
        durations: durations ? Object.fromEntries(measures.map((name) => [name, durationsOf(columnOf(name))])) : {},
        within: within
          ? { working: row['w_to_first_answer_working'] as number[], calendar: row['w_to_first_answer'] as number[] }
          : null,
      },
    ];
  });
}

/** What an employee did; `answered`: dialogs he wrote in; `stars`: of all his marks together. */
export type DirectActs = Record<ActKind | 'answered' | 'stars', number> & { employeeId: string };

/** Works out of facts what each employee did. */
export async function directActs(run: Runs, asked: AskedDirectly): Promise<DirectActs[]> {
  const counts = acts.map((act) => `count(*) filter (where a.act = '${act}')::float8 as "${act}"`).join(', ');
  return run<DirectActs>(actsText.replace(':acts', counts), given(asked));
}

/** How long each employee could be offered dialogs, in seconds, by the stretches between what was noted of him. */
export async function directOnline(
  run: Runs,
  { companyId, timeZone, days }: AskedDirectly,
  now: Date,
): Promise<Map<string, number>> {
  const rows = await run<{ employeeId: string; online: number }>(
    `select employee_id as "employeeId", floor(sum(greatest(0, extract(epoch from least(until, ends) - greatest(at, begins)))))::float8 as online
     from (select employee_id, at, available, lead(at, 1, 'infinity') over (partition by employee_id order by at) as until
       from presence_fact where company_id = $1) s,
       (select $3::date::timestamp at time zone $2 as begins, least(($4::date + 1)::timestamp at time zone $2, $5::timestamptz) as ends) p
     where available group by 1`,
    [companyId, timeZone, days.from, days.until, now],
  );
  return new Map(rows.map(({ employeeId, online }) => [employeeId, online]));
}

function given({ companyId, timeZone, days, lines, channels, operators, departments }: AskedDirectly): unknown[] {
  const lists = [lines, channels, operators, departments].map((list) => list ?? null);
  return [companyId, timeZone, days.from, days.until, ...lists];
}

type LineRow = { lineId: string; version: number; savedAt: number; settings: unknown; pauses: Pause[] };

/** What lines were like, version by version, and when they were open in these days and two months after. */
async function linesOf(run: Runs, { companyId, days }: AskedDirectly) {
  const rows = await run<LineRow>(
    `select s.line_id as "lineId", s.version, (extract(epoch from s.saved_at) * 1000)::float8 as "savedAt", s.settings, l.pauses
     from line_settings s join line l on l.company_id = s.company_id and l.line_id = s.line_id where s.company_id = $1`,
    [companyId],
  );
  const [from, until] = [at(days.from, -2), at(days.until, 62)];
  const read = rows.map((row) => ({ ...row, settings: lineSettings.parse(row.settings) }));
  const settings = read.map(({ lineId, version, savedAt, settings: { kpi } }) => ({
    lineId,
    version,
    savedAt,
    first: kpiGoal(kpi, true) !== null,
    further: kpiGoal(kpi, false) !== null,
  }));
  const open = read.flatMap(({ lineId, version, pauses, settings: { hours } }) =>
    openBetween(hours, from, until)
      .flatMap((span) => without(span, pauses))
      .map((span) => ({ lineId, version, ...span })),
  );
  return { settings, open };
}

type Span = { from: number; until: number };

/** What is left of a span without these pauses. */
function without(span: Span, pauses: readonly Pause[]): Span[] {
  return pauses.reduce<Span[]>(
    (spans, { from, until }) =>
      spans.flatMap((one) =>
        [
          { from: one.from, until: Math.min(one.until, from) },
          { from: Math.max(one.from, until ?? Infinity), until: one.until },
        ].filter((part) => part.from < part.until),
      ),
    [span],
  );
}

function at(day: Day, plus: number): number {
  return Date.parse(`${day}T00:00:00Z`) + plus * 86_400_000;
}
