import { sql, sqlFile, type CompanyDb } from '@switchboard/db';
import type { Fact } from '@switchboard/domain/dialog';
import { lineSettings } from '@switchboard/domain/line';
import type { Pause } from '@switchboard/domain/hours';
import {
  acts,
  actsOf,
  localTime,
  summaryOf,
  type Act,
  type ActKind,
  type MeasuredLine,
} from '@switchboard/domain/statistics';

/** What stands in a column for nobody, or for no department. */
export const nobody = '00000000-0000-0000-0000-000000000000';

const readDialogs = sqlFile(import.meta.url, './read-dialogs.sql');
const writeSummaries = sqlFile(import.meta.url, './write-summaries.sql');
const pausesOfLines = sql(
  'pauses-of-lines',
  `select line_id as "lineId", pauses from line where company_id = $1 and line_id = any($2::uuid[])`,
);
// The version that a fact names, or the one that was in force at a moment; where there was none yet, the first.
const settingsOfLines = sql(
  'settings-for-statistics',
  `select x."lineId", x.asked, s.version, jsonb_build_object('hours', s.settings -> 'hours', 'kpi', s.settings -> 'kpi') as settings
   from jsonb_to_recordset($2::jsonb) as x("lineId" uuid, asked text, version int, at float8)
   cross join lateral (
     select version, settings from line_settings l where l.company_id = $1 and l.line_id = x."lineId"
       and (l.version = x.version or x.version is null)
     order by case when l.saved_at <= to_timestamp(x.at / 1000) then -l.version else l.version + 1000000000 end limit 1
   ) s`,
);
const departmentsOfPeople = sql(
  'departments-of-people',
  `select employee_id as "employeeId", department_id as "departmentId" from employee where company_id = $1 and employee_id = any($2::uuid[])`,
);
// Where somebody's department was noted once, that stays.
const departmentsOfParts = sql(
  'departments-of-parts',
  `select distinct dialog_id as "dialogId", employee_id as "employeeId", department_id as "departmentId"
   from dialog_part where company_id = $1 and dialog_id = any($2::bigint[])`,
);

type DialogRow = { dialogId: number; channelId: string; facts: number; body: Fact[] | null };
type SettingsRow = { lineId: string; asked: string; version: number; settings: unknown };

/** The parts of lines that statistics need, by company, line and version: a version never changes. */
const knownSettings = new Map<string, Pick<MeasuredLine, 'hours' | 'kpi'>>();
const mostKnown = 2_000;
const { hours: hoursShape, kpi: kpiShape } = lineSettings.shape;

/**
 * Works in these dialogs: what they come to, who did what in them, and which days' figures that changes. Answers which could
 * not be told: they are left as they were, so that one of them holds up no other. `anew`: those whose facts did not grow, too.
 */
export async function summarise(
  db: CompanyDb,
  dialogIds: readonly number[],
  { timeZone, now, anew = false }: { timeZone: string; now: number; anew?: boolean },
): Promise<Untold[]> {
  if (dialogIds.length === 0) return [];
  const rows = await db.run<DialogRow>(readDialogs, [db.companyId, dialogIds, anew]);
  const untold: Untold[] = [];
  const each = <Row extends { dialogId: number }, Told>(of: readonly Row[], tell: (row: Row) => Told): Told[] =>
    of.flatMap((row) => {
      try {
        return [tell(row)];
      } catch (error) {
        untold.push({ dialogId: row.dialogId, error });
        return [];
      }
    });
  const begun = each(rows, ({ body, ...row }) => {
    if (body === null) throw new Error('A dialog without facts');
    return { ...row, body, acts: actsOf(body) };
  });
  if (begun.length === 0) return untold;
  const lineOf = await linesOf(db, begun);
  const found = each(begun, (row) => {
    const { body } = row;
    return { ...row, summary: summaryOf(body, (lineId, version) => lineOf(lineId, version, body[0]!.at)) };
  });
  const departments = await departmentsOf(db, found);
  const summaries = found.map(({ dialogId, channelId, facts, summary }) => ({
    ...summary,
    ...localTime(timeZone, summary.openedAt),
    dialogId,
    channelId,
    facts,
    operatorId: summary.operatorId ?? nobody,
    departmentId: summary.departmentId ?? nobody,
  }));
  const parts = found.flatMap(({ dialogId, channelId, acts: done }) =>
    partsOf(done, timeZone).map((part) => ({
      ...part,
      dialogId,
      channelId,
      departmentId: part.departmentId ?? departments(dialogId, part.employeeId),
    })),
  );
  await db.run(writeSummaries, [db.companyId, JSON.stringify(summaries), JSON.stringify(parts), new Date(now)]);
  return untold;
}

/** A dialog whose facts tell no summary, and why. */
export type Untold = { dialogId: number; error: unknown };

/** What one employee did in a dialog on one day and line: a number for each kind of act. */
export type Part = Record<ActKind, number> & {
  employeeId: string;
  day: string;
  lineId: string;
  departmentId: string | null;
  stars: number;
};

/** The acts of one dialog, added up by employee, day of the company's clock, and line. */
export function partsOf(done: readonly Act[], timeZone: string): Part[] {
  const parts = new Map<string, Part>();
  for (const { act, at, employeeId, lineId, departmentId, stars } of done) {
    const { day } = localTime(timeZone, at);
    const key = `${employeeId} ${day} ${lineId}`;
    let part = parts.get(key);
    if (!part) {
      const none = Object.fromEntries(acts.map((kind) => [kind, 0])) as Record<ActKind, number>;
      parts.set(key, (part = { ...none, employeeId, day, lineId, departmentId, stars: 0 }));
    }
    part[act] += 1;
    part.departmentId = departmentId ?? part.departmentId;
    part.stars += stars ?? 0;
  }
  return [...parts.values()];
}

async function linesOf(
  db: CompanyDb,
  rows: readonly { body: Fact[] }[],
): Promise<(lineId: string, version: number | null, at: number) => MeasuredLine> {
  const fresh = new Map<string, Pick<MeasuredLine, 'hours' | 'kpi'>>();
  const lineIds = new Set<string>();
  const wanted = new Map<string, { lineId: string; asked: string; version: number | null; at: number }>();
  for (const { body } of rows) {
    const lines = new Set<string>();
    const versions = new Set<number | null>();
    for (const fact of body) {
      if (fact.fact === 'opened') lines.add(fact.lineId);
      else if (fact.fact === 'transferred' && fact.to.kind === 'line') lines.add(fact.to.lineId);
      if ('settings' in fact) versions.add(fact.settings);
      else if (fact.fact === 'answered' && versions.size === 0) versions.add(null);
    }
    for (const lineId of lines) {
      lineIds.add(lineId);
      for (const version of versions) {
        const at = body[0]!.at;
        const asked = askedAs(version, at);
        const known = knownSettings.get(`${db.companyId} ${lineId} ${asked}`);
        if (known) fresh.set(`${lineId} ${asked}`, known);
        else wanted.set(`${lineId} ${asked}`, { lineId, asked, version, at });
      }
    }
  }
  const pauses = new Map<string, Pause[]>();
  const [settings, found] = await Promise.all([
    wanted.size === 0 ? [] : db.run<SettingsRow>(settingsOfLines, [db.companyId, JSON.stringify([...wanted.values()])]),
    db.run<{ lineId: string; pauses: Pause[] }>(pausesOfLines, [db.companyId, [...lineIds]]),
  ]);
  if (knownSettings.size > mostKnown) knownSettings.clear();
  for (const { lineId, asked, version, settings: stored } of settings) {
    const key = `${db.companyId} ${lineId} ${askedAs(version, 0)}`;
    const parts = stored as { hours: unknown; kpi: unknown };
    const known = knownSettings.get(key) ?? {
      hours: hoursShape.parse(parts.hours ?? undefined),
      kpi: kpiShape.parse(parts.kpi ?? undefined),
    };
    knownSettings.set(key, known);
    fresh.set(`${lineId} ${asked}`, known);
  }
  for (const row of found) pauses.set(row.lineId, row.pauses);
  return (lineId, version, at) => {
    const asked = askedAs(version, at);
    const known = fresh.get(`${lineId} ${asked}`);
    if (!known) throw new Error(`Line ${lineId} has no settings`);
    return { ...known, pauses: pauses.get(lineId) ?? [] };
  };
}

/** How a version is asked for: by its number, or by the day at which it was in force. */
function askedAs(version: number | null, at: number): string {
  return version === null ? `at ${at}` : `version ${version}`;
}

async function departmentsOf(
  db: CompanyDb,
  found: readonly { dialogId: number; acts: readonly Act[] }[],
): Promise<(dialogId: number, employeeId: string) => string> {
  const people = new Set(found.flatMap(({ acts: done }) => done.map(({ employeeId }) => employeeId)));
  if (people.size === 0) return () => nobody;
  const [noted, now] = await Promise.all([
    db.run<{ dialogId: number; employeeId: string; departmentId: string }>(departmentsOfParts, [
      db.companyId,
      found.map(({ dialogId }) => dialogId),
    ]),
    db.run<{ employeeId: string; departmentId: string | null }>(departmentsOfPeople, [db.companyId, [...people]]),
  ]);
  const before = new Map(noted.map((row) => [`${row.dialogId} ${row.employeeId}`, row.departmentId]));
  const present = new Map(now.map((row) => [row.employeeId, row.departmentId]));
  return (dialogId, employeeId) => before.get(`${dialogId} ${employeeId}`) ?? present.get(employeeId) ?? nobody;
}
