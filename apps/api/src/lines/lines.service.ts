import { Injectable } from '@nestjs/common';
import { Database, sql, type Turn } from '@switchboard/db';
import {
  cardOf,
  differingPaths,
  linePaths,
  lineSettings,
  newLineSettings,
  tabOf,
  tabsToSave,
  valueAt,
  withChanges,
  type LineChanges,
  type LinePath,
  type LineSettings,
} from '@switchboard/domain/line';
import type { Language } from '@switchboard/domain/text';
import { availability } from '@switchboard/domain/people';
import { memberId, type QueueSettings } from '@switchboard/domain/queue';
import { may } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';
import { v7 } from 'uuid';

import { Changes, NotMade, type Again } from '../company/changes.ts';
import { crewsChanged, readCrews } from '../people/crews.ts';
import { readPersons } from '../people/persons.ts';
import { Config } from '../platform/config.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import type { LineSaved } from './line.shapes.ts';

const dialogCounts = sql(
  'line-dialog-counts',
  `select line_id as "lineId", count(*)::int as open, count(*) filter (where unanswered_since is not null)::int as waiting
   from dialog where company_id = $1 and closed_at is null group by line_id`,
);
const readClock = sql('read-clock', 'select coalesce($1::timestamptz, now()) as now');
const crewPeople = sql(
  'crew-people',
  `select e.employee_id as "employeeId", e.name, e.surname, e.photo, e.position, s.assigned_at as "assignedAt",
     coalesce((select jsonb_agg(jsonb_build_object('dialogId', d.dialog_id, 'lineId', d.line_id, 'state', d.state, 'everAnswered', d.first_answer_at is not null))
       from (select * from dialog d where d.company_id = $1 and d.closed_at is null
         and (d.operator_id = e.employee_id or (d.offer_until is not null and d.offered_to @> array[e.employee_id])) limit 1001) d), '[]') as holds
   from employee e left join queue_stamp s on s.company_id = e.company_id and s.employee_id = e.employee_id and s.line_id = $2
   where e.company_id = $1 and (s.employee_id is not null or e.dismissed_at is null) order by e.surname, e.name limit 2000`,
);
const companyWords = sql(
  'company-words',
  'select language, time_zone as "timeZone" from company where company_id = $1',
);
const addLine = sql(
  'add-line',
  `with l as (insert into line (company_id, line_id, name, created_at) values ($1, $2, $3, $6)),
   q as (insert into queue_stamp (company_id, line_id, employee_id, assigned_at) values ($1, $2, $4, $6))
   insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) values ($1, $2, 1, $5, $6, $4)`,
);
const renameLine = sql(
  'rename-line',
  'update line set name = $3 where company_id = $1 and line_id = $2 returning line_id',
);
const currentSettings = sql(
  'current-settings',
  `select l.version, s.settings, o.settings as "then"
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   left join line_settings o on o.company_id = l.company_id and o.line_id = l.line_id and o.version = $3
   where l.company_id = $1 and l.line_id = $2`,
);
const saveSettings = sql(
  'save-settings',
  `with l as (update line set version = $3 where company_id = $1 and line_id = $2)
   insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) values ($1, $2, $3, $4, $5, $6)`,
);
const knownEmployees = sql(
  'known-employees',
  'select employee_id as "employeeId" from employee where company_id = $1 and employee_id = any($2::uuid[]) and dismissed_at is null',
);
// A hundred of the latest pauses are kept: older ones concern no dialog that is still open.
const setActive = sql(
  'set-line-active',
  `update line set active = $3, pauses = case
     when $3 then (
       select coalesce(jsonb_agg(case when pause->'until' = 'null'::jsonb then jsonb_set(pause, '{until}', to_jsonb($4::bigint)) else pause end order by position), '[]')
       from jsonb_array_elements(pauses) with ordinality as p(pause, position))
     else (
       select coalesce(jsonb_agg(pause order by position), '[]')
       from jsonb_array_elements(pauses || jsonb_build_object('from', $4::bigint, 'until', null)) with ordinality as p(pause, position)
       where position > jsonb_array_length(pauses) + 1 - 100)
     end
   where company_id = $1 and line_id = $2`,
);
const isActive = sql('line-active', 'select active from line where company_id = $1 and line_id = $2');

/** The settings in force, and those of the version asked for; null where there is no such version. */
type CurrentRow = { version: number; settings: unknown; then: unknown };

type CrewRow = {
  employeeId: string;
  name: string;
  surname: string;
  photo: string | null;
  position: string;
  assignedAt: number | null;
  holds: {
    dialogId: number;
    lineId: string;
    state: 'offered' | 'accepted' | 'answered' | 'client-wrote' | 'finishing';
    everAnswered: boolean;
  }[];
};

/** Lines and their settings. Every save is a new version; nothing of an old one is ever changed. */
@Injectable()
export class LinesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly config: Config,
  ) {}

  async list(viewer: Viewer) {
    const { companyId } = viewer;
    const lines = await this.db.inCompanyPrisma(companyId, async (prisma) => {
      const found = await prisma.line.findMany({
        where: { companyId },
        orderBy: { createdAt: 'asc' },
        take: 500,
        include: { channels: { where: { removedAt: null }, orderBy: { createdAt: 'asc' } } },
      });
      const settings = await prisma.lineSettings.findMany({
        where: { companyId, OR: found.map((line) => ({ lineId: line.lineId, version: line.version })) },
      });
      return found.map((line) => ({
        ...line,
        settings: settings.find((row) => row.lineId === line.lineId)?.settings,
      }));
    });
    const { counts, now, crews, persons } = await this.db.inCompany(companyId, async (db) => {
      const [clock] = await db.run<{ now: number }>(readClock, [this.db.now()]);
      const at = clock?.now ?? 0;
      const [found, standing, people] = await Promise.all([
        db.run<{ lineId: string; open: number; waiting: number }>(dialogCounts, [companyId]),
        readCrews(db),
        readPersons(db, null, at),
      ]);
      return { counts: new Map(found.map((row) => [row.lineId, row])), now: at, crews: standing, persons: people };
    });
    return lines
      .filter((line) =>
        may(viewer, 'linesView', { lineId: line.lineId, inQueue: viewer.lineIds.includes(line.lineId) }),
      )
      .map((line) => {
        const { queue } = lineSettings.parse(line.settings);
        const crew = crews.crewOf.get(line.lineId) ?? [];
        const available = crew.filter((employeeId) => {
          const person = persons.get(employeeId);
          return person !== undefined && availability(person, now, queue.checkAvailability).available;
        }).length;
        return {
          lineId: line.lineId,
          name: line.name,
          active: line.active,
          channels: line.channels.map((channel) => ({
            channelId: channel.channelId,
            kind: kindOf(channel.kind),
            name: channel.name,
          })),
          distribution: queue.distribution,
          members: crew.length,
          available,
          waiting: counts.get(line.lineId)?.waiting ?? 0,
          open: counts.get(line.lineId)?.open ?? 0,
        };
      });
  }

  async get(viewer: Viewer, lineId: string) {
    this.#mayView(viewer, lineId);
    const { companyId } = viewer;
    const found = await this.db.inCompanyPrisma(companyId, async (prisma) => {
      const line = await prisma.line.findUnique({
        where: { companyId_lineId: { companyId, lineId } },
        include: {
          channels: { where: { kind: 'live-chat', removedAt: null }, orderBy: { createdAt: 'asc' }, take: 1 },
        },
      });
      if (!line) return null;
      const settings = await prisma.lineSettings.findUniqueOrThrow({
        where: { companyId_lineId_version: { companyId, lineId, version: line.version } },
      });
      return { line, settings: settings.settings };
    });
    if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
    const chat = found.line.channels[0];
    const settings = lineSettings.parse(found.settings);
    return {
      lineId,
      name: found.line.name,
      active: found.line.active,
      version: found.line.version,
      settings,
      mayEdit: this.#mayEdits(viewer, lineId),
      page: chat ? `${this.config.values.CONSOLE_URL}/c/${chat.address}` : null,
    };
  }

  /** Everybody who answers here or could, with what the preview of a draft reckons with. */
  async crew(viewer: Viewer, lineId: string) {
    this.#mayView(viewer, lineId);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [clock] = await db.run<{ now: number }>(readClock, [this.db.now()]);
      const now = clock?.now ?? 0;
      const [rows, crews, persons] = await Promise.all([
        db.run<CrewRow>(crewPeople, [viewer.companyId, lineId]),
        readCrews(db),
        readPersons(db, null, now),
      ]);
      return {
        now,
        crew: crews.crewOf.get(lineId) ?? [],
        departments: crews.departments.map((department) => ({ ...department, memberIds: [...department.memberIds] })),
        people: rows.flatMap((row) => {
          const person = persons.get(row.employeeId);
          if (!person) return [];
          const { dismissedAt, awaySince, connectedAt, usedAt, workday, absences } = person;
          // When somebody will be absent is for those who manage people; that he is now, everybody sees.
          const shown = may(viewer, 'people', {}) ? absences : absences.filter(({ from }) => from <= now);
          const absent = shown.map(({ from, until }) => ({ from, until }));
          return [{ ...row, dismissedAt, awaySince, connectedAt, usedAt, workday, absent }];
        }),
      };
    });
  }

  async create(viewer: Viewer, name: string): Promise<{ lineId: string }> {
    const lineId = v7();
    await this.changes.make(viewer.companyId, 'lines', async (turn, _again, audit) => {
      const [company] = await turn.run<{ language: Language; timeZone: string }>(companyWords, [viewer.companyId]);
      const settings = newLineSettings(viewer.employeeId, company?.language, company?.timeZone);
      await turn.run(addLine, [
        viewer.companyId,
        lineId,
        name,
        viewer.employeeId,
        JSON.stringify(settings),
        new Date(turn.now),
      ]);
      await audit(viewer, 'line.created', { kind: 'line', id: lineId });
    });
    return { lineId };
  }

  async rename(viewer: Viewer, lineId: string, name: string): Promise<void> {
    this.#mayEdit(viewer, lineId);
    await this.changes.make(viewer.companyId, 'lines', async (turn, _again, audit) => {
      const renamed = await turn.run(renameLine, [viewer.companyId, lineId, name]);
      if (renamed.length === 0) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      await audit(viewer, 'line.renamed', { kind: 'line', id: lineId });
    });
  }

  /**
   * Saves some settings as a new version. Refused with what is in force where somebody has changed the same card since
   * `version` was read; what others changed elsewhere on the line stays as they made it.
   */
  async save(viewer: Viewer, lineId: string, version: number, changes: LineChanges): Promise<LineSaved> {
    this.#mayEdit(viewer, lineId);
    const paths = linePaths.filter((path) => path in changes);
    const concerned = linePaths.filter((path) => paths.some((changed) => cardOf(changed) === cardOf(path)));
    return this.changes.make<LineSaved>(viewer.companyId, 'lines', async (turn, again, audit) => {
      const [row] = await turn.run<CurrentRow>(currentSettings, [viewer.companyId, lineId, version]);
      if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      const before = lineSettings.parse(row.settings);
      const read = row.then === null ? null : lineSettings.parse(row.then);
      if (read === null || differingPaths(before, read).some((path) => concerned.includes(path)))
        return new NotMade({ saved: false, because: 'stale', version: row.version, settings: before });
      const after = readChanged(withChanges(before, changes), concerned);
      await this.#checkNamed(turn, paths, after, before);
      const saved = differingPaths(before, after);
      if (saved.length === 0) return new NotMade({ saved: true, version: row.version, settings: before });
      await this.#save(turn, again, viewer, { lineId, version: row.version, before, after });
      await audit(viewer, 'line.saved', { kind: 'line', id: lineId }, { version: row.version + 1, paths: saved });
      return { saved: true, version: row.version + 1, settings: after };
    });
  }

  /** Whoever or whatever settings name must be there: people and departments, a bot, an agreement, a pipeline. */
  async #checkNamed(turn: Turn, paths: readonly LinePath[], after: LineSettings, before: LineSettings): Promise<void> {
    if (paths.includes('queue.members')) await this.#checkMembers(turn, after.queue, before.queue);
    for (const answer of ['first', 'further'] as const) {
      if (!paths.includes(`kpi.${answer}.whom`)) continue;
      const { whom } = after.kpi[answer];
      const rows = await turn.run<{ employeeId: string }>(knownEmployees, [turn.companyId, whom]);
      const known = new Set([...rows.map((row) => row.employeeId), ...before.kpi[answer].whom]);
      const unknown = whom.findIndex((id) => !known.has(id));
      if (unknown >= 0) throw new FieldError({ [`kpi.${answer}.whom.${unknown}`]: 'kpi.whom.unknown' });
    }
    // A company has no bots, agreements and pipelines of its own: naming one names nothing.
    for (const path of ['bot.botId', 'agreement.agreementId', 'crm.pipelineId'] as const)
      if (paths.includes(path) && valueAt(after, path) !== null) throw new FieldError({ [path]: `${path}.unknown` });
  }

  /** Switches a line on or off (product §3.9): some clocks of its dialogs stand while it is off, and run on after. */
  async setActive(viewer: Viewer, lineId: string, active: boolean): Promise<void> {
    this.#mayEdit(viewer, lineId);
    await this.changes.make<null>(viewer.companyId, 'lines', async (turn, again, audit) => {
      const [line] = await turn.run<{ active: boolean }>(isActive, [viewer.companyId, lineId]);
      if (!line) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      if (line.active === active) return new NotMade(null);
      await turn.run(setActive, [viewer.companyId, lineId, active, Math.round(turn.now)]);
      await again({ openOf: [lineId] });
      await audit(viewer, active ? 'line.switched-on' : 'line.switched-off', { kind: 'line', id: lineId });
      return null;
    });
  }

  /** Whoever a queue names must be there; who stood in it before may stay, whatever became of him. */
  async #checkMembers(turn: Turn, queue: QueueSettings, before: QueueSettings): Promise<void> {
    const ids = queue.members.flatMap((member) => ('employeeId' in member ? [member.employeeId] : []));
    const [employees, { departments }] = await Promise.all([
      turn.run<{ employeeId: string }>(knownEmployees, [turn.companyId, ids]),
      readCrews(turn),
    ]);
    const known = new Set([
      ...employees.map((row) => row.employeeId),
      ...departments.map((department) => department.id),
      ...before.members.map(memberId),
    ]);
    const unknown = queue.members.findIndex((member) => !known.has(memberId(member)));
    const member = queue.members[unknown];
    if (member === undefined) return;
    const field = 'employeeId' in member ? 'employeeId' : 'departmentId';
    throw new FieldError({ [`queue.members.${unknown}.${field}`]: 'queue.members.unknown' });
  }

  /**
   * Stores settings as the next version, with what follows for dialogs: those that nobody has accepted are distributed by
   * the new ones, and where a time, a text or a switch of another rule changed, every open one looks at its deadlines.
   */
  async #save(
    turn: Turn,
    again: Again,
    viewer: Viewer,
    { lineId, version, before, after }: { lineId: string; version: number; before: LineSettings; after: LineSettings },
  ): Promise<void> {
    const crews = await readCrews(turn);
    await turn.run(saveSettings, [
      viewer.companyId,
      lineId,
      version + 1,
      JSON.stringify(after),
      new Date(turn.now),
      viewer.employeeId,
    ]);
    await crewsChanged(turn, again, crews);
    const concernsAll =
      rulesOfOpenOnes(before) !== rulesOfOpenOnes(after) ||
      before.queue.checkAvailability !== after.queue.checkAvailability;
    await again({ [concernsAll ? 'openOf' : 'unacceptedOf']: [lineId], waitingOf: [lineId] });
  }

  #mayEdit(viewer: Viewer, lineId: string): void {
    this.#mayView(viewer, lineId);
    if (!this.#mayEdits(viewer, lineId))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your role has no right to this' });
  }

  #mayEdits(viewer: Viewer, lineId: string): boolean {
    return may(viewer, 'linesEdit', { lineId, inQueue: viewer.lineIds.includes(lineId) });
  }

  #mayView(viewer: Viewer, lineId: string): void {
    if (!may(viewer, 'linesView', { lineId, inQueue: viewer.lineIds.includes(lineId) }))
      throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
  }
}

function kindOf(kind: string): 'live-chat' | 'telegram' {
  return kind === 'telegram' ? 'telegram' : 'live-chat';
}

/**
 * Settings as a schema reads them. What is wrong in the cards that are saved is refused at its field; a card that was
 * stored before a rule became stricter does not stand in the way of another.
 */
function readChanged(changed: LineSettings, concerned: readonly LinePath[]): LineSettings {
  const wrong: Record<string, string> = {};
  let read = changed;
  for (const tab of new Set(concerned.map(tabOf))) {
    const strict = tabsToSave[tab].safeParse(changed[tab]);
    for (const { path, message } of strict.error?.issues ?? []) {
      const field = [tab, ...path].join('.');
      if (concerned.some((one) => field === one || field.startsWith(`${one}.`) || one.startsWith(`${field}.`)))
        wrong[field] ??= message;
    }
    const loose = lineSettings.shape[tab].safeParse(changed[tab]);
    for (const { path, message } of loose.error?.issues ?? []) wrong[[tab, ...path].join('.')] ??= message;
    if (loose.success) read = { ...read, [tab]: loose.data };
  }
  if (Object.keys(wrong).length > 0) throw new FieldError(wrong);
  return read;
}

/** Everything but the queue and what no running dialog follows, in one text to compare. */
function rulesOfOpenOnes({ queue: _queue, crm: _crm, clientEmails: _clientEmails, ...rules }: LineSettings): string {
  return JSON.stringify(rules);
}
