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

import { publishedIn } from '../agreements/agreements.service.ts';
import { ChannelsService } from '../channels/channels.service.ts';
import { Changes, NotMade, type Again, type Audit } from '../company/changes.ts';
import { crewsChanged, readCrews } from '../people/crews.ts';
import { readPersons } from '../people/persons.ts';
import { Config } from '../platform/config.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import type { ActiveSet, ChannelsOfInactive, LineCreated, LineSaved } from './line.shapes.ts';
import { planOf } from './planned.ts';

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
  `with l as (insert into line (company_id, line_id, name, created_at) values ($1, $2, $3, $6))
   insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) values ($1, $2, 1, $5, $6, $4)`,
);
const renameLine = sql(
  'rename-line',
  'update line set name = $3 where company_id = $1 and line_id = $2 and deleted_at is null returning line_id',
);
const currentSettings = sql(
  'current-settings',
  `select l.version, s.settings, o.settings as "then"
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   left join line_settings o on o.company_id = l.company_id and o.line_id = l.line_id and o.version = $3
   where l.company_id = $1 and l.line_id = $2 and l.deleted_at is null`,
);
const saveSettings = sql(
  'save-settings',
  `with l as (update line set version = $3 where company_id = $1 and line_id = $2)
   insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) values ($1, $2, $3, $4, $5, $6)`,
);
const pipelineOfDeals = sql(
  'pipeline-of-deals',
  `select 1 as found from crm_pipeline where company_id = $1 and pipeline_id = $2 and kind = 'deal' and removed_at is null`,
);
const quickReplyList = sql(
  'quick-reply-list-there',
  'select 1 as one from quick_reply_list where company_id = $1 and list_id = $2 and removed_at is null',
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
const isActive = sql(
  'line-active',
  'select active, name from line where company_id = $1 and line_id = $2 and deleted_at is null',
);
const channelsOf = sql(
  'channels-of-line',
  'select channel_id as "channelId" from channel where company_id = $1 and line_id = $2 and removed_at is null order by channel_id',
);
const moveChannels = sql(
  'move-channels',
  'update channel set line_id = $3 where company_id = $1 and line_id = $2 and removed_at is null returning channel_id as "channelId"',
);
const deleteLine = sql(
  'delete-line',
  'update line set deleted_at = $3, active = false where company_id = $1 and line_id = $2',
);
const settleSurplus = sql('settle-surplus', 'update company set surplus_at = null where company_id = $1');
const openOf = sql(
  'open-of-line',
  'select count(*)::int as open from dialog where company_id = $1 and line_id = $2 and closed_at is null',
);

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
    private readonly channels: ChannelsService,
  ) {}

  async list(viewer: Viewer) {
    const { companyId } = viewer;
    const lines = await this.db.inCompanyPrisma(companyId, async (prisma) => {
      const found = await prisma.line.findMany({
        where: { companyId, deletedAt: null },
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
      .filter(({ lineId }) => may(viewer, 'linesView', { lineId }))
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
      if (!line || line.deletedAt !== null) return null;
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

  /** A new line: with the defaults, whoever makes it being the first to answer, or with the settings of another. */
  async create(viewer: Viewer, name: string, likeLineId: string | null = null): Promise<LineCreated> {
    const lineId = v7();
    if (!may(viewer, 'linesEdit', {}))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
    if (likeLineId !== null) this.#mayView(viewer, likeLineId);
    return this.changes.make<LineCreated>(viewer.companyId, 'lines', async (turn, again, audit) => {
      const { oneMore, most } = await planOf(turn);
      if (!oneMore) return new NotMade<LineCreated>({ created: false, because: 'plan', most });
      const [company] = await turn.run<{ language: Language; timeZone: string }>(companyWords, [viewer.companyId]);
      const [like] =
        likeLineId === null ? [] : await turn.run<CurrentRow>(currentSettings, [viewer.companyId, likeLineId, 1]);
      if (likeLineId !== null && !like) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      const settings = like
        ? lineSettings.parse(like.settings)
        : newLineSettings(viewer.employeeId, company?.language, company?.timeZone);
      const crews = await readCrews(turn);
      await turn.run(addLine, [
        viewer.companyId,
        lineId,
        name,
        viewer.employeeId,
        JSON.stringify(settings),
        new Date(turn.now),
      ]);
      await crewsChanged(turn, again, crews);
      await audit(
        viewer,
        'line.created',
        { kind: 'line', id: lineId },
        likeLineId === null ? {} : { like: likeLineId },
      );
      return { created: true, lineId };
    });
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

  /** Whoever or whatever settings name must be there: people and departments, a list of quick replies, a bot, an agreement, a pipeline. */
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
    const { quickRepliesId } = after.autoActions;
    if (paths.includes('autoActions.quickRepliesId') && quickRepliesId !== null) {
      const found = await turn.run(quickReplyList, [turn.companyId, quickRepliesId]);
      if (found.length === 0)
        throw new FieldError({ 'autoActions.quickRepliesId': 'autoActions.quickRepliesId.unknown' });
    }
    const { agreementId } = after.agreement;
    if (paths.includes('agreement.agreementId') && agreementId !== null && !(await publishedIn(turn, agreementId)))
      throw new FieldError({ 'agreement.agreementId': 'agreement.agreementId.unknown' });
    const { pipelineId } = after.crm;
    if (paths.includes('crm.pipelineId') && pipelineId !== null) {
      const found = await turn.run(pipelineOfDeals, [turn.companyId, pipelineId]);
      if (found.length === 0) throw new FieldError({ 'crm.pipelineId': 'crm.pipelineId.unknown' });
    }
    // A company has no bots of its own: naming one names nothing.
    if (paths.includes('bot.botId') && valueAt(after, 'bot.botId') !== null)
      throw new FieldError({ 'bot.botId': 'bot.botId.unknown' });
  }

  /**
   * Switches a line on or off (product §3.9): some clocks of its dialogs stand while it is off, and run on after. Its
   * channels keep receiving, unless they are to be moved to another line or taken off.
   */
  async setActive(
    viewer: Viewer,
    lineId: string,
    active: boolean,
    channels: ChannelsOfInactive = { then: 'keep' },
  ): Promise<ActiveSet> {
    this.#mayEdit(viewer, lineId);
    if (channels.then !== 'keep') this.#mayEditChannels(viewer, lineId);
    if (channels.then === 'move') this.#mayEditChannels(viewer, channels.lineId);
    const answer = await this.changes.make<ActiveSet>(viewer.companyId, 'lines', async (turn, again, audit) => {
      const [line] = await turn.run<{ active: boolean }>(isActive, [viewer.companyId, lineId]);
      if (!line) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      const moved =
        !active && channels.then === 'move'
          ? await this.#moveChannels(turn, audit, viewer, lineId, channels.lineId)
          : 0;
      if (line.active === active) return moved > 0 ? { set: true } : new NotMade<ActiveSet>({ set: true });
      if (active) {
        const { oneMore, most } = await planOf(turn);
        if (!oneMore) return new NotMade<ActiveSet>({ set: false, because: 'plan', most });
      }
      await turn.run(setActive, [viewer.companyId, lineId, active, Math.round(turn.now)]);
      await again({ openOf: [lineId] });
      await audit(viewer, active ? 'line.switched-on' : 'line.switched-off', { kind: 'line', id: lineId });
      return { set: true };
    });
    if (!active && channels.then === 'disconnect') await this.#removeChannels(viewer, lineId);
    return answer;
  }

  /** All channels of a line to another one; answers how many. */
  async #moveChannels(turn: Turn, audit: Audit, viewer: Viewer, from: string, to: string): Promise<number> {
    const [other] = await turn.run(isActive, [viewer.companyId, to]);
    if (!other || to === from) throw new FieldError({ 'channels.lineId': 'line.channels.lineId.unknown' });
    const channels = await turn.run<{ channelId: string }>(moveChannels, [viewer.companyId, from, to]);
    for (const { channelId } of channels)
      await audit(viewer, 'channel.moved', { kind: 'channel', id: channelId }, { from, to });
    return channels.length;
  }

  /** What deleting a line or switching it off would concern: its open dialogs, and the channels that feed it. */
  async concerned(viewer: Viewer, lineId: string): Promise<{ open: number; channels: number }> {
    this.#mayView(viewer, lineId);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [[dialogs], channels] = await Promise.all([
        db.run<{ open: number }>(openOf, [viewer.companyId, lineId]),
        db.run(channelsOf, [viewer.companyId, lineId]),
      ]);
      return { open: dialogs?.open ?? 0, channels: channels.length };
    });
  }

  /**
   * Deletes a line whose name was typed to confirm it: its open dialogs close, its channels are freed; history and
   * consents stay under its name. The dialogs are closed by the rules, however long that takes and whatever falls in
   * between.
   */
  async remove(viewer: Viewer, lineId: string, name: string): Promise<void> {
    this.#mayEdit(viewer, lineId);
    this.#mayEditChannels(viewer, lineId);
    const freed = await this.changes.make(viewer.companyId, 'lines', async (turn, again, audit) => {
      const [line] = await turn.run<{ name: string }>(isActive, [viewer.companyId, lineId]);
      if (!line) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such line' });
      if (name.trim() !== line.name.trim()) throw new FieldError({ name: 'line.delete.name' });
      await turn.run(deleteLine, [viewer.companyId, lineId, new Date(turn.now)]);
      await again({ openOf: [lineId] });
      await audit(viewer, 'line.deleted', { kind: 'line', id: lineId });
      return this.channels.freeAll(turn, audit, viewer, lineId);
    });
    await this.channels.freed(viewer.companyId, freed);
  }

  /** Lines beyond a smaller plan are switched off, the newest first; nothing of them is deleted (product §7). */
  async switchOffSurplus(companyId: string): Promise<void> {
    await this.changes.make<undefined>(companyId, 'lines', async (turn, again, audit) => {
      const { surplus, surplusAt } = await planOf(turn);
      // Another plan may have begun another notice meanwhile.
      if (surplusAt === null || surplusAt > turn.now) return new NotMade(undefined);
      const lineIds = surplus();
      for (const lineId of lineIds) {
        await turn.run(setActive, [companyId, lineId, false, Math.round(turn.now)]);
        await audit({ kind: 'system' }, 'line.switched-off', { kind: 'line', id: lineId }, { because: 'plan' });
      }
      await turn.run(settleSurplus, [companyId]);
      if (lineIds.length > 0) await again({ openOf: lineIds });
      return undefined;
    });
  }

  async #removeChannels(viewer: Viewer, lineId: string): Promise<void> {
    const found = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<{ channelId: string }>(channelsOf, [viewer.companyId, lineId]),
    );
    for (const { channelId } of found) await this.channels.remove(viewer, channelId);
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
    return may(viewer, 'linesEdit', { lineId });
  }

  #mayEditChannels(viewer: Viewer, lineId: string): void {
    if (!may(viewer, 'channelsEdit', { lineId }))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
  }

  #mayView(viewer: Viewer, lineId: string): void {
    if (!may(viewer, 'linesView', { lineId }))
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
