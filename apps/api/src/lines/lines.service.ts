import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { lineSettings, newLineSettings } from '@switchboard/domain/line';
import { availability } from '@switchboard/domain/people';
import type { QueueSettings } from '@switchboard/domain/queue';
import { may } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';
import { v7 } from 'uuid';

import { Changes } from '../company/changes.ts';
import { Runner } from '../dialogs/runner.ts';
import { Config } from '../platform/config.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';

const dialogCounts = sql(
  'line-dialog-counts',
  `select line_id as "lineId", count(*)::int as open, count(*) filter (where unanswered_since is not null)::int as waiting
   from dialog where company_id = $1 and closed_at is null group by line_id`,
);
const readClock = sql('read-clock', 'select extract(epoch from now()) * 1000 as now');
const crewPeople = sql(
  'crew-people',
  `select e.employee_id as "employeeId", e.name, e.surname, e.photo, e.position, e.dismissed_at as "dismissedAt", e.away,
     e.connected_at as "connectedAt", e.used_at as "usedAt", s.assigned_at as "assignedAt", extract(epoch from now()) * 1000 as now,
     coalesce((select jsonb_agg(jsonb_build_object('dialogId', d.dialog_id, 'lineId', d.line_id, 'state', d.state, 'everAnswered', d.first_answer_at is not null))
       from (select * from dialog d where d.company_id = $1 and d.closed_at is null
         and (d.operator_id = e.employee_id or (d.offer_until is not null and d.offered_to @> array[e.employee_id])) limit 1001) d), '[]') as holds
   from employee e left join queue_stamp s on s.company_id = e.company_id and s.employee_id = e.employee_id and s.line_id = $2
   where e.company_id = $1 and (s.employee_id is not null or e.dismissed_at is null) order by e.surname, e.name limit 2000`,
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
  `select l.version, s.settings from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
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
const addStamps = sql(
  'add-stamps',
  `insert into queue_stamp (company_id, line_id, employee_id, assigned_at) select $1, $2, unnest($3::uuid[]), $4
   on conflict (company_id, line_id, employee_id) do update set assigned_at = excluded.assigned_at`,
);

type CrewRow = {
  employeeId: string;
  name: string;
  surname: string;
  photo: string | null;
  position: string;
  dismissedAt: number | null;
  away: boolean;
  connectedAt: number | null;
  usedAt: number | null;
  assignedAt: number | null;
  now: number;
  holds: {
    dialogId: number;
    lineId: string;
    state: 'offered' | 'accepted' | 'answered' | 'client-wrote';
    everAnswered: boolean;
  }[];
};

/** Lines and their settings. Every save is a new version; nothing of an old one is ever changed. */
@Injectable()
export class LinesService {
  constructor(
    private readonly db: Database,
    private readonly runner: Runner,
    private readonly changes: Changes,
    private readonly config: Config,
  ) {}

  async list(viewer: Viewer) {
    const { companyId } = viewer;
    const { lines, employees } = await this.db.inCompanyPrisma(companyId, async (prisma) => {
      const found = await prisma.line.findMany({
        where: { companyId },
        orderBy: { createdAt: 'asc' },
        take: 500,
        include: { channels: { where: { removedAt: null }, orderBy: { createdAt: 'asc' } } },
      });
      const settings = await prisma.lineSettings.findMany({
        where: { companyId, OR: found.map((line) => ({ lineId: line.lineId, version: line.version })) },
      });
      const people = await prisma.employee.findMany({ where: { companyId, dismissedAt: null }, take: 5_000 });
      return {
        lines: found.map((line) => ({
          ...line,
          settings: settings.find((row) => row.lineId === line.lineId)?.settings,
        })),
        employees: people,
      };
    });
    const { counts, now } = await this.db.inCompany(companyId, async (db) => {
      const [found, [clock]] = await Promise.all([
        db.run<{ lineId: string; open: number; waiting: number }>(dialogCounts, [companyId]),
        db.run<{ now: number }>(readClock, []),
      ]);
      return { counts: new Map(found.map((row) => [row.lineId, row])), now: clock?.now ?? 0 };
    });
    const people = new Map(employees.map((employee) => [employee.employeeId, employee]));
    return lines
      .filter((line) =>
        may(viewer, 'linesView', { lineId: line.lineId, inQueue: viewer.lineIds.includes(line.lineId) }),
      )
      .map((line) => {
        const { queue } = lineSettings.parse(line.settings);
        const available = queue.members.filter(({ employeeId }) => {
          const person = people.get(employeeId);
          return (
            person !== undefined &&
            availability(
              {
                id: employeeId,
                dismissedAt: null,
                away: person.away,
                connectedAt: person.connectedAt?.getTime() ?? null,
                usedAt: person.usedAt?.getTime() ?? null,
              },
              now,
              queue.checkAvailability,
            ).available
          );
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
          members: queue.members.length,
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
    return {
      lineId,
      name: found.line.name,
      active: found.line.active,
      version: found.line.version,
      queue: lineSettings.parse(found.settings).queue,
      page: chat ? `${this.config.values.CONSOLE_URL}/c/${chat.address}` : null,
    };
  }

  async crew(viewer: Viewer, lineId: string) {
    this.#mayView(viewer, lineId);
    const rows = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<CrewRow>(crewPeople, [viewer.companyId, lineId]),
    );
    return { now: Math.round(rows[0]?.now ?? 0), people: rows.map(({ now: _now, ...person }) => person) };
  }

  async create(viewer: Viewer, name: string): Promise<{ lineId: string }> {
    const lineId = v7();
    await this.changes.make(viewer.companyId, 'lines', async (turn) => {
      const settings = newLineSettings(viewer.employeeId);
      await turn.run(addLine, [
        viewer.companyId,
        lineId,
        name,
        viewer.employeeId,
        JSON.stringify(settings),
        new Date(turn.now),
      ]);
    });
    return { lineId };
  }

  async rename(viewer: Viewer, lineId: string, name: string): Promise<void> {
    await this.changes.make(viewer.companyId, 'lines', async (turn) => {
      const renamed = await turn.run(renameLine, [viewer.companyId, lineId, name]);
      if (renamed.length === 0) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
    });
  }

  /** Saves the Queue tab as a new version, unless somebody saved since `version` was read. */
  async saveQueue(viewer: Viewer, lineId: string, version: number, queue: QueueSettings) {
    const saved = await this.changes.make(viewer.companyId, 'lines', async (turn) => {
      const [row] = await turn.run<{ version: number; settings: unknown }>(currentSettings, [viewer.companyId, lineId]);
      if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      const settings = lineSettings.parse(row.settings);
      if (row.version !== version)
        return { saved: false as const, because: 'stale' as const, version: row.version, queue: settings.queue };
      const ids = queue.members.map((member) => member.employeeId);
      const known = new Set(
        (await turn.run<{ employeeId: string }>(knownEmployees, [viewer.companyId, ids])).map(
          (found) => found.employeeId,
        ),
      );
      const unknown = ids.findIndex(
        (employeeId) =>
          !known.has(employeeId) && !settings.queue.members.some((member) => member.employeeId === employeeId),
      );
      if (unknown >= 0) throw new FieldError({ [`queue.members.${unknown}.employeeId`]: 'queue.members.unknown' });
      await turn.run(saveSettings, [
        viewer.companyId,
        lineId,
        version + 1,
        JSON.stringify({ ...settings, queue }),
        new Date(turn.now),
        viewer.employeeId,
      ]);
      // Newcomers start at the back: the stamp of whoever was not in the list is now.
      const before = new Set(settings.queue.members.map((member) => member.employeeId));
      const newcomers = ids.filter((employeeId) => !before.has(employeeId));
      if (newcomers.length > 0) await turn.run(addStamps, [viewer.companyId, lineId, newcomers, new Date(turn.now)]);
      return { saved: true as const, version: version + 1 };
    });
    if (saved.saved) this.runner.stir(viewer.companyId, [lineId]);
    return saved;
  }

  #mayView(viewer: Viewer, lineId: string): void {
    if (!may(viewer, 'linesView', { lineId, inQueue: viewer.lineIds.includes(lineId) }))
      throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
  }
}

function kindOf(kind: string): 'live-chat' | 'telegram' {
  return kind === 'telegram' ? 'telegram' : 'live-chat';
}
