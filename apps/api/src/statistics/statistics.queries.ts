import { Injectable } from '@nestjs/common';
import { Database, sql, sqlFile, type CompanyDb } from '@switchboard/db';
import { may, reachOf } from '@switchboard/domain/access';
import { kpiGoal } from '@switchboard/domain/kpi';
import { lineSettings } from '@switchboard/domain/line';
import {
  acts,
  bucketBounds,
  comparedWith,
  daysOf,
  grainOf,
  localTime,
  noCounts,
  roundTimes,
  scopeOf,
  stretchesOf,
  stretchOf,
  type Counts,
  type Day,
  type Days,
  type FigureFilter,
  type Scope,
} from '@switchboard/domain/statistics';
import type { z } from 'zod';

import { Actors } from '../access/actors.ts';
import { PeopleService } from '../people/people.service.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { columnOf } from './counted-sql.ts';
import {
  channelDaysIn,
  countsBy,
  countsIn,
  durationsBy,
  hoursIn,
  noDurations,
  spreadsIn,
  type Asked,
  type Durations,
} from './figure-statements.ts';
import type { board, channels, choices, kpi, operators, overview, ratings } from './statistics.shapes.ts';

const readState = sql(
  'statistics-state',
  `select c.time_zone as "timeZone", (extract(epoch from s.counted_at) * 1000)::float8 as "countedAt", s.looked_at is not null or s.company_id is null as counting,
     to_char(s.months_through, 'YYYY-MM-DD') as "monthsThrough", s.time_zone is distinct from c.time_zone as recut,
     floor(extract(epoch from coalesce($2::timestamptz, now())) * 1000)::float8 as now
   from company c left join statistics_cursor s on s.company_id = c.company_id where c.company_id = $1`,
);
const people = sql(
  'people-of-figures',
  `select employee_id as "employeeId", name, surname, photo, dismissed_at is not null as gone, department_id as "departmentId"
   from employee where company_id = $1 order by dismissed_at nulls first, surname, name, employee_id limit 5000`,
);
const lines = sql(
  'lines-of-figures',
  `select line_id as id, name, deleted_at is not null as gone from line where company_id = $1 order by deleted_at nulls first, name, line_id limit 2000`,
);
const channelsOf = sql(
  'channels-of-figures',
  `select channel_id as id, line_id as "lineId", name, kind, removed_at is not null as gone from channel where company_id = $1 order by removed_at nulls first, name, channel_id limit 2000`,
);
const departments = sql(
  'departments-of-figures',
  'select department_id as id, name, parent_id as "parentId" from department where company_id = $1 order by place, name limit 2000',
);
const goalsOfLines = sql(
  'goals-of-lines',
  `select l.line_id as "lineId", s.settings -> 'kpi' as kpi from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id
     and s.version = l.version where l.company_id = $1 and l.line_id = any($2::uuid[])`,
);
const did = [...acts, 'stars', 'answered'] as const;
const didBy = (key: string, name: string) =>
  sql(
    name,
    `select ${key} as "employeeId", ${did.map((act) => `sum(f.${columnOf(act)})::float8 as "${act}"`).join(', ')} from figure_operator f
     where f.company_id = $1 and f.day between $2 and $3 and ($4::uuid[] is null or f.line_id = any($4)) and ($5::uuid[] is null or f.channel_id = any($5))
       and ($6::uuid[] is null or f.employee_id = any($6)) and ($7::uuid[] is null or f.department_id = any($7)) group by 1 limit 5000`,
  );
const didByPerson = didBy('f.employee_id', 'acts-by-person');
const didByAll = didBy(`''`, 'acts-by-all');
const onlineTime = sqlFile(import.meta.url, './online-time.sql');
const openDialogs = sqlFile(import.meta.url, './open-dialogs.sql');

type State = {
  timeZone: string;
  countedAt: number | null;
  counting: boolean;
  monthsThrough: Day | null;
  recut: boolean;
  now: number;
};
type Did = Record<(typeof did)[number], number>;
type Person = { employeeId: string; name: string; surname: string; photo: string | null; gone: boolean };
type Place = { id: string; name: string; gone: boolean };
type Read = {
  state: State;
  today: Day;
  days: Days;
  before: Days | null;
  scope: Scope;
  about: z.infer<typeof overview>['about'];
};

const noActs = (): Did => Object.fromEntries(did.map((act) => [act, 0])) as Did;

/** The managers' figures (product §6), each as far as the right to statistics reaches. */
@Injectable()
export class StatisticsQueries {
  constructor(
    private readonly db: Database,
    private readonly actors: Actors,
    private readonly people: PeopleService,
  ) {}

  async overview(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof overview>> {
    return this.#read(viewer, filter, async (db, read) => {
      const now = asked(read, read.days);
      const [numbers, before, byDay, dayBefore, byChannel, byLine, hours, allChannels, allLines] = await Promise.all([
        numbersIn(db, now),
        read.before === null ? null : numbersIn(db, asked(read, read.before)),
        countsBy(db, now, 'day'),
        read.before === null ? new Map<string, Counts>() : countsBy(db, asked(read, read.before), 'day'),
        countsBy(db, now, 'channel'),
        countsBy(db, now, 'line'),
        hoursIn(db, now),
        channelsIn(db),
        placesIn(db),
      ]);
      return {
        about: read.about,
        now: numbers,
        before,
        course: courseOf(byDay, read.days, read.about.grain),
        courseBefore: read.before === null ? [] : courseOf(dayBefore, read.before, read.about.grain),
        channels: [...byChannel].flatMap(([id, counts]) => {
          const channel = allChannels.get(id);
          return channel ? [{ channel, counts }] : [];
        }),
        lines: [...byLine].map(([id, counts]) => ({ line: lineOf(allLines, id), counts })),
        hours,
      };
    });
  }

  async operators(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof operators>> {
    return this.#read(viewer, filter, async (db, read) => {
      const now = asked(read, read.days);
      const [byPerson, [all], before, counts, durations, everybody, parts] = await Promise.all([
        db.run<Did & { employeeId: string }>(didByPerson, didArgs(db, read.scope, read.days)),
        db.run<Did>(didByAll, didArgs(db, read.scope, read.days)),
        read.before === null ? null : db.run<Did>(didByAll, didArgs(db, read.scope, read.before)),
        countsBy(db, now, 'operator'),
        durationsBy(db, now, 'operator'),
        db.run<Person & { departmentId: string | null }>(people, [db.companyId]),
        db.run<{ id: string; name: string }>(departments, [db.companyId]),
      ]);
      const acted = new Map(byPerson.map(({ employeeId, ...done }) => [employeeId, done]));
      const shown = everybody.filter(
        ({ employeeId }) => acted.has(employeeId) || (counts.get(employeeId)?.dialogs ?? 0) > 0,
      );
      const online = await onlineOf(
        db,
        shown.map(({ employeeId }) => employeeId),
        read,
      );
      const names = new Map(parts.map((part) => [part.id, part.name]));
      return {
        about: read.about,
        rows: shown.map(({ departmentId, ...person }) => ({
          person,
          department: departmentId === null ? null : { id: departmentId, name: names.get(departmentId) ?? '' },
          did: acted.get(person.employeeId) ?? noActs(),
          dialogs: counts.get(person.employeeId)?.dialogs ?? 0,
          durations: durations.get(person.employeeId) ?? noDurations(),
          online: online.get(person.employeeId) ?? 0,
        })),
        all: withoutKey(all),
        before: before === null ? null : withoutKey(before[0]),
      };
    });
  }

  async ratings(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof ratings>> {
    return this.#read(viewer, filter, async (db, read) => {
      const now = asked(read, read.days);
      const [counts, before, byDay, byOperator, byLine, spreads, everybody, allLines] = await Promise.all([
        countsIn(db, now),
        read.before === null ? null : countsIn(db, asked(read, read.before)),
        countsBy(db, now, 'day'),
        countsBy(db, now, 'operator'),
        countsBy(db, now, 'line'),
        spreadsIn(db, now, ['stars']),
        peopleIn(db),
        placesIn(db),
      ]);
      return {
        about: read.about,
        now: counts,
        before,
        course: courseOf(byDay, read.days, read.about.grain),
        stars: [1, 2, 3, 4, 5].map((stars) => ({ stars, dialogs: spreads.get('stars')?.get(stars) ?? 0 })),
        operators: [...byOperator].flatMap(([employeeId, { good, bad, marked, stars }]) => {
          const person = everybody.get(employeeId);
          return person && good + bad + marked > 0 ? [{ person, good, bad, marked, stars }] : [];
        }),
        lines: [...byLine].map(([id, of]) => ({ line: lineOf(allLines, id), counts: of })),
      };
    });
  }

  async kpi(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof kpi>> {
    return this.#read(viewer, filter, async (db, read) => {
      const now = asked(read, read.days);
      const [numbers, before, byDay, byLine, lineTimes, byOperator, operatorTimes, spreads, everybody, allLines] =
        await Promise.all([
          numbersIn(db, now),
          read.before === null ? null : numbersIn(db, asked(read, read.before)),
          countsBy(db, now, 'day'),
          countsBy(db, now, 'line'),
          durationsBy(db, now, 'line'),
          countsBy(db, now, 'operator'),
          durationsBy(db, now, 'operator'),
          spreadsIn(db, now, ['toFirstAnswer', 'toFirstAnswerWorking']),
          peopleIn(db),
          placesIn(db),
        ]);
      const goals = await goalsOf(db, [...byLine.keys()]);
      return {
        about: read.about,
        now: numbers,
        before,
        course: courseOf(byDay, read.days, read.about.grain),
        lines: [...byLine].map(([id, counts]) => ({
          line: lineOf(allLines, id),
          counts,
          durations: lineTimes.get(id) ?? noDurations(),
          goals: goals.get(id) ?? { firstSeconds: null, furtherSeconds: null },
        })),
        operators: [...byOperator].flatMap(([employeeId, counts]) => {
          const person = everybody.get(employeeId);
          return person ? [{ person, counts, durations: operatorTimes.get(employeeId) ?? noDurations() }] : [];
        }),
        spread: rangesOf(spreads.get('toFirstAnswerWorking'), spreads.get('toFirstAnswer')),
      };
    });
  }

  async channels(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof channels>> {
    return this.#read(viewer, filter, async (db, read) => {
      const now = asked(read, read.days);
      const compared = read.before === null ? null : asked(read, read.before);
      const [counts, before, rows, rowsBefore, durations, allChannels] = await Promise.all([
        countsIn(db, now),
        compared === null ? null : countsIn(db, compared),
        countsBy(db, now, 'channel'),
        compared === null ? null : countsBy(db, compared, 'channel'),
        durationsBy(db, now, 'channel'),
        channelsIn(db),
      ]);
      const course = await this.#courseByChannel(db, read, [...rows.keys()]);
      return {
        about: read.about,
        now: counts,
        before,
        rows: [...rows].flatMap(([id, of]) => {
          const channel = allChannels.get(id);
          if (!channel) return [];
          const then = rowsBefore === null ? null : (rowsBefore.get(id) ?? noCounts());
          return [{ channel, counts: of, before: then, durations: durations.get(id) ?? noDurations() }];
        }),
        course,
      };
    });
  }

  async choices(viewer: Viewer): Promise<z.infer<typeof choices>> {
    return this.#read(viewer, { period: { preset: 'today' }, compare: 'none' }, async (db, { state, today, scope }) => {
      const [allLines, allChannels, everybody, parts] = await Promise.all([
        db.run<Place>(lines, [db.companyId]),
        channelsIn(db),
        db.run<Person>(people, [db.companyId]),
        db.run<{ id: string; name: string }>(departments, [db.companyId]),
      ]);
      const offered = allLines.filter(({ id }) => may(viewer, 'linesView', { lineId: id }));
      const offeredLines = new Set(offered.map(({ id }) => id));
      const reach = reachOf(viewer.rights, 'statistics');
      const colleagues = reach === 'own' ? [viewer.employeeId] : scope.departments === null ? null : viewer.colleagues;
      return {
        lines: offered,
        channels: [...allChannels.values()].flatMap(({ lineId, ...channel }) =>
          offeredLines.has(lineId) ? [channel] : [],
        ),
        operators: everybody.filter(({ employeeId }) => colleagues === null || colleagues.includes(employeeId)),
        departments:
          reach === 'own'
            ? []
            : parts.flatMap(({ id, name }) =>
                scope.departments === null || scope.departments.includes(id) ? [{ id, name }] : [],
              ),
        timeZone: state.timeZone,
        today,
      };
    });
  }

  /** How things stand: of the lines and people that the viewer's right reaches. */
  async board(viewer: Viewer): Promise<z.infer<typeof board>> {
    const [access, everybody] = await Promise.all([
      this.actors.of(viewer.companyId),
      this.people.list(viewer.companyId),
    ]);
    const reach = reachOf(viewer.rights, 'statistics');
    const whole = reach === 'any' || (reach === 'department' && viewer.colleagues === null);
    const seen = whole ? null : reach === 'department' ? (viewer.colleagues ?? []) : [viewer.employeeId];
    const onLines = whole ? null : reach === 'department' ? (viewer.departmentLineIds ?? []) : viewer.lineIds;
    const employees = everybody.filter(
      ({ employeeId, presence }) => presence !== 'dismissed' && (seen === null || seen.includes(employeeId)),
    );
    const linesOf = new Map(
      employees.map(({ employeeId }) => [employeeId, access.actorOf(employeeId)?.lineIds ?? []] as const),
    );
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [[state], rows] = await Promise.all([
        db.run<State>(readState, [db.companyId, this.db.now()]),
        db.run<BoardRow>(openDialogs, [db.companyId, onLines, seen]),
      ]);
      const of = (by: 'line' | 'operator', id: string): BoardRow | undefined =>
        rows.find((row) => row.by === by && row.of === id);
      const here = await db.run<Place & { active: boolean }>(linesNow, [db.companyId, onLines]);
      return {
        at: state?.now ?? 0,
        lines: here.map(({ active, ...line }) => {
          const row = of('line', line.id);
          const standing = new Map<(typeof employees)[number]['presence'], number>();
          for (const { employeeId, presence } of employees)
            if (linesOf.get(employeeId)?.includes(line.id)) standing.set(presence, (standing.get(presence) ?? 0) + 1);
          return {
            line,
            active,
            ...numbersNow(row),
            people: [...standing].map(([presence, count]) => ({ presence, people: count })),
          };
        }),
        operators: employees.flatMap(({ employeeId, name, surname, photo, presence }) => {
          const on = linesOf.get(employeeId) ?? [];
          const row = of('operator', employeeId);
          if (on.length === 0 && row === undefined) return [];
          const { waiting: _, waitingSince: __, withBot: ___, ...numbers } = numbersNow(row);
          return [{ person: { employeeId, name, surname, photo, gone: false }, presence, lines: [...on], ...numbers }];
        }),
      };
    });
  }

  /** What a page of figures rests on, read together with it. */
  async #read<T>(
    viewer: Viewer,
    filter: Pick<FigureFilter, 'period' | 'compare'> & Partial<FigureFilter>,
    use: (db: CompanyDb, read: Read) => Promise<T>,
  ): Promise<T> {
    const access = await this.actors.of(viewer.companyId);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [[state], tree] = await Promise.all([
        db.run<State>(readState, [db.companyId, this.db.now()]),
        db.run<{ id: string; parentId: string | null }>(departments, [db.companyId]),
      ]);
      if (!state) throw new Error('A company without a row');
      const today = localTime(state.timeZone, state.now).day;
      const days = daysOf(filter.period, today);
      const before = comparedWith(days, filter.compare);
      const partsOf = (ids: readonly string[]): readonly string[] => {
        const found = new Set(ids);
        for (const id of found) for (const part of tree) if (part.parentId === id) found.add(part.id);
        return [...found];
      };
      const scope = scopeOf(viewer, access.departmentsOf(viewer.employeeId), filter, partsOf);
      const about = {
        timeZone: state.timeZone,
        days,
        comparedWith: before,
        grain: grainOf(days),
        countedAt: state.countedAt,
        counting: state.counting || state.recut,
      };
      return use(db, { state, today, days, before, scope, about });
    });
  }

  async #courseByChannel(
    db: CompanyDb,
    read: Read,
    channelIds: readonly string[],
  ): Promise<z.infer<typeof channels>['course']> {
    const stretches = stretchesOf(read.days, read.about.grain);
    const found = new Map(stretches.map((from) => [from, [] as { channelId: string; dialogs: number }[]]));
    // Of many channels the busiest are drawn; the table has them all.
    const drawn = channelIds.slice(0, mostDrawn);
    const sums = new Map<string, { channelId: string; dialogs: number }>();
    for (const { channelId, day, dialogs } of await channelDaysIn(db, asked(read, read.days), drawn)) {
      const stretch = stretchOf(day, read.about.grain);
      const key = `${stretch} ${channelId}`;
      const sum = sums.get(key);
      if (sum) sum.dialogs += dialogs;
      else {
        const first = { channelId, dialogs };
        sums.set(key, first);
        found.get(stretch)?.push(first);
      }
    }
    return stretches.map((from) => ({ from, channels: found.get(from) ?? [] }));
  }
}

/** Channels whose course is told apart. */
const mostDrawn = 12;
const linesNow = sql(
  'lines-now',
  `select line_id as id, name, deleted_at is not null as gone, active from line
   where company_id = $1 and deleted_at is null and ($2::uuid[] is null or line_id = any($2)) order by name, line_id limit 500`,
);

type BoardRow = {
  by: 'line' | 'operator';
  of: string;
  waiting: number;
  waitingSince: number | null;
  offered: number;
  withBot: number;
  held: number;
  unanswered: number;
  unansweredSince: number | null;
  overdue: number;
};

function numbersNow(row: BoardRow | undefined): Omit<BoardRow, 'by' | 'of'> {
  if (row === undefined)
    return {
      waiting: 0,
      waitingSince: null,
      offered: 0,
      withBot: 0,
      held: 0,
      unanswered: 0,
      unansweredSince: null,
      overdue: 0,
    };
  const { by: _, of: __, ...numbers } = row;
  return numbers;
}

function asked({ scope, state }: Read, days: Days): Asked {
  return { days, scope, monthsThrough: state.monthsThrough };
}

async function numbersIn(db: CompanyDb, given: Asked): Promise<{ counts: Counts; durations: Durations }> {
  const [counts, durations] = await Promise.all([countsIn(db, given), durationsBy(db, given, 'all')]);
  return { counts, durations: durations.get('') ?? noDurations() };
}

/** The figures of each stretch of a period, those in which nothing happened too. */
function courseOf(
  byDay: ReadonlyMap<string, Counts>,
  days: Days,
  grain: 'day' | 'week' | 'month',
): { from: Day; counts: Counts }[] {
  const found = new Map(stretchesOf(days, grain).map((from) => [from, noCounts()]));
  for (const [day, counts] of byDay) {
    const sum = found.get(stretchOf(day, grain));
    if (sum) for (const figure of Object.keys(sum) as (keyof Counts)[]) sum[figure] += counts[figure];
  }
  return [...found].map(([from, counts]) => ({ from, counts }));
}

function didArgs(db: CompanyDb, scope: Scope, days: Days): unknown[] {
  return [db.companyId, days.from, days.until, scope.lines, scope.channels, scope.operators, scope.departments];
}

function withoutKey(row: (Did & { employeeId?: string }) | undefined): Did {
  if (row === undefined) return noActs();
  const { employeeId: _, ...done } = row;
  return done;
}

async function peopleIn(db: CompanyDb): Promise<Map<string, Person>> {
  return new Map((await db.run<Person>(people, [db.companyId])).map((person) => [person.employeeId, person]));
}

async function placesIn(db: CompanyDb): Promise<Map<string, Place>> {
  return new Map((await db.run<Place>(lines, [db.companyId])).map((line) => [line.id, line]));
}

type ChannelPlace = Place & { kind: 'live-chat' | 'telegram'; lineId: string };

async function channelsIn(db: CompanyDb): Promise<Map<string, ChannelPlace>> {
  const rows = await db.run<ChannelPlace>(channelsOf, [db.companyId]);
  return new Map(rows.map((channel) => [channel.id, channel]));
}

function lineOf(known: ReadonlyMap<string, Place>, id: string): Place {
  return known.get(id) ?? { id, name: '', gone: true };
}

/** How long each of these people could be offered dialogs within the period, in seconds. */
async function onlineOf(db: CompanyDb, employeeIds: readonly string[], read: Read): Promise<Map<string, number>> {
  if (employeeIds.length === 0) return new Map();
  const rows = await db.run<{ employeeId: string; online: number }>(onlineTime, [
    db.companyId,
    employeeIds,
    read.days.from,
    read.days.until,
    read.state.timeZone,
    new Date(read.state.now),
  ]);
  return new Map(rows.map(({ employeeId, online }) => [employeeId, online]));
}

async function goalsOf(
  db: CompanyDb,
  lineIds: readonly string[],
): Promise<Map<string, { firstSeconds: number | null; furtherSeconds: number | null }>> {
  const rows = await db.run<{ lineId: string; kpi: unknown }>(goalsOfLines, [db.companyId, lineIds]);
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  return new Map(
    rows.map(({ lineId, kpi: stored }) => {
      const settings = lineSettings.shape.kpi.parse(stored ?? undefined);
      return [
        lineId,
        { firstSeconds: seconds(kpiGoal(settings, true)), furtherSeconds: seconds(kpiGoal(settings, false)) },
      ];
    }),
  );
}

/** Answers by round times: within half a minute, a minute, … */
function rangesOf(
  working: ReadonlyMap<number, number> | undefined,
  calendar: ReadonlyMap<number, number> | undefined,
): z.infer<typeof kpi>['spread'] {
  const edges = [0, ...roundTimes];
  const within = (spread: ReadonlyMap<number, number> | undefined, from: number, until: number | null): number => {
    let sum = 0;
    for (const [bucket, dialogs] of spread ?? []) {
      const bound = bucketBounds[bucket] ?? 0;
      if (bound >= from && (until === null || bound < until)) sum += dialogs;
    }
    return sum;
  };
  return edges.map((from, index) => {
    const until = edges[index + 1] ?? null;
    return { from, until, working: within(working, from, until), calendar: within(calendar, from, until) };
  });
}
