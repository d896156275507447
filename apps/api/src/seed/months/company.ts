import type { OwnerConnection } from '@switchboard/db/copy';
import type { Pause } from '@switchboard/domain/hours';
import { lineSettings, type LineSettings } from '@switchboard/domain/line';
import { crewOf, peopleOf, type Department } from '@switchboard/domain/people';
import type { Plan } from '@switchboard/domain/plan';
import type { Language } from '@switchboard/domain/text';

import { planned } from '../../lines/planned.ts';

/** A company as far as its months are told by it. */
export type FilledCompany = {
  companyId: string;
  name: string;
  language: Language;
  timeZone: string;
  lines: FilledLine[];
  channels: FilledChannel[];
  people: FilledPerson[];
  departments: Record<string, readonly string[]>;
  /** The number of its last dialog. */
  lastDialog: number;
};
export type FilledLine = {
  lineId: string;
  name: string;
  version: number;
  pauses: readonly Pause[];
  /** As it stands, so that figures are measured by it. */
  settings: LineSettings;
  /** What its dialogs are measured by, version by version. */
  history: readonly FilledVersion[];
  crew: readonly string[];
};
export type FilledVersion = { version: number; savedAt: number } & Pick<LineSettings, 'hours' | 'kpi'>;
export type FilledChannel = { channelId: string; kind: 'live-chat' | 'telegram'; lineId: string };
export type FilledPerson = {
  employeeId: string;
  name: string;
  departmentId: string | null;
  /** He marks dialogs. */
  manages: boolean;
};

const read = `select jsonb_build_object(
  'name', c.name, 'language', c.language, 'timeZone', c.time_zone, 'plan', c.plan, 'lastDialog', t.dialog_number,
  'lines', (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.line_id, 'name', l.name, 'version', l.version, 'pauses', l.pauses,
      'settings', s.settings, 'history', (select jsonb_agg(jsonb_build_object('version', v.version, 'savedAt', extract(epoch from v.saved_at) * 1000,
        'settings', jsonb_build_object('hours', v.settings -> 'hours', 'kpi', v.settings -> 'kpi')) order by v.version)
        from line_settings v where v.company_id = l.company_id and v.line_id = l.line_id)) order by l.created_at, l.line_id), '[]')
    from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
    where l.company_id = $1 and l.deleted_at is null),
  'channels', (select coalesce(jsonb_agg(jsonb_build_object('channelId', channel_id, 'kind', kind, 'lineId', line_id) order by created_at, channel_id), '[]')
    from channel where company_id = $1 and removed_at is null),
  'people', (select coalesce(jsonb_agg(jsonb_build_object('employeeId', employee_id, 'name', name, 'departmentId', department_id,
      'manages', role_ids && array['administrator', 'supervisor']) order by created_at, employee_id), '[]')
    from employee where company_id = $1 and dismissed_at is null),
  'departments', (select coalesce(jsonb_agg(jsonb_build_object('id', department_id, 'parentId', parent_id, 'headId', head_id) order by place, created_at, department_id), '[]')
    from department where company_id = $1)) as company
from company c join turn t on t.company_id = c.company_id where c.company_id = $1 for update of t`;

type Row = Omit<FilledCompany, 'companyId' | 'departments' | 'lines'> & {
  plan: Plan;
  lines: (Omit<FilledLine, 'settings' | 'history' | 'crew'> & {
    settings: unknown;
    history: { version: number; savedAt: number; settings: { hours: unknown; kpi: unknown } }[];
  })[];
  departments: Omit<Department, 'memberIds'>[];
};

/** Why a company cannot be filled, as a sentence for whoever asked for it. */
export class CannotFill extends Error {}

/** Reads the company and holds its turn until the transaction ends. Throws `CannotFill` where it has nobody to answer. */
export async function readCompany(owner: OwnerConnection, companyId: string): Promise<FilledCompany> {
  const [row] = await owner.run<{ company: Row }>(read, [companyId]);
  if (row === undefined) throw new CannotFill(`There is no company ${companyId}.`);
  const { company } = row;
  const departments: Department[] = company.departments.map((department) => ({
    ...department,
    memberIds: company.people
      .filter(({ departmentId }) => departmentId === department.id)
      .map(({ employeeId }) => employeeId),
  }));
  const present = new Set(company.people.map(({ employeeId }) => employeeId));
  const lines = company.lines.map((line): FilledLine => {
    const settings = planned(lineSettings.parse(line.settings), company.plan);
    const history = line.history.map(({ version, savedAt, settings: { hours, kpi } }) => ({
      version,
      savedAt,
      hours: lineSettings.shape.hours.parse(hours ?? undefined),
      kpi: lineSettings.shape.kpi.parse(kpi ?? undefined),
    }));
    return {
      ...line,
      settings,
      history,
      crew: crewOf(settings.queue.members, departments).filter((id) => present.has(id)),
    };
  });
  const answered = lines.filter(({ crew }) => crew.length > 0);
  const channels = company.channels.filter(({ lineId }) => answered.some((line) => line.lineId === lineId));
  if (channels.length === 0)
    throw new CannotFill(`The company ${company.name} has no channel on a line that somebody answers.`);
  return {
    companyId,
    name: company.name,
    language: company.language,
    timeZone: company.timeZone,
    lastDialog: company.lastDialog,
    lines: answered,
    channels,
    people: company.people,
    departments: Object.fromEntries(departments.map(({ id }) => [id, peopleOf(id, departments)])),
  };
}
