import { sqlFile, type Turn } from '@switchboard/db';
import { actorsOf, roleRights, type Actor, type RoleId } from '@switchboard/domain/access';
import type { CrmKind } from '@switchboard/domain/crm';
import { countryOfZone } from '@switchboard/domain/crm/addresses';
import type { Pause } from '@switchboard/domain/hours';
import { lineSettings, type LineSettings } from '@switchboard/domain/line';
import { crewOf, peopleOf, type Absence, type Department, type Workday } from '@switchboard/domain/people';
import type { Plan } from '@switchboard/domain/plan';
import type { Language } from '@switchboard/domain/text';
import type { ChannelKind } from '@switchboard/channels/channel';

import type { RulePipeline } from '../crm/pipelines/first-stage.ts';
import { planned } from '../lines/planned.ts';

/** What a process keeps of a company while its version stands. */
export type Rules = {
  version: number;
  company: RuleCompany;
  lines: Map<string, RuleLine>;
  channels: Map<string, RuleChannel>;
  employees: Map<string, RuleEmployee>;
  /** The people each department stands for. */
  departments: Record<string, readonly string[]>;
  /** The ways of its leads and deals. */
  pipelines: readonly RulePipeline[];
  agreements: Map<string, RuleAgreement>;
  /** The newest version of each agreement, as decisions ask for it. */
  versions: Readonly<Record<string, number>>;
  /** What each of its people may do. */
  actorOf: (employeeId: string) => Actor | undefined;
};
export type RuleCompany = {
  name: string;
  language: Language;
  timeZone: string;
  plan: Plan;
  /** The CRM it works with. */
  crm: CrmKind;
};
/** An agreement that clients can be asked to accept: its newest version. */
export type RuleAgreement = {
  agreementId: string;
  name: string;
  version: number;
  /** Of its public page. */
  address: string;
  texts: { language: string; title: string; hash: string }[];
};
export type RuleLine = {
  lineId: string;
  name: string;
  active: boolean;
  /** It was deleted, and is known as long as a dialog of it is open. */
  deleted: boolean;
  pauses: readonly Pause[];
  version: number;
  /** As they are set, and as the plan lets them be followed. */
  stored: LineSettings;
  settings: LineSettings;
  /** Those who answer: the queue with its departments resolved. */
  crew: readonly string[];
  /** Where its clients' phone numbers are from, by its hours' time zone; null where that says nothing. */
  country: string | null;
};
export type RuleChannel = {
  channelId: string;
  kind: ChannelKind;
  name: string;
  lineId: string;
  state: 'connected' | 'broken';
  removed: boolean;
};
export type RuleEmployee = {
  employeeId: string;
  roleIds: readonly RoleId[];
  name: string;
  surname: string;
  position: string;
  photo: string | null;
  dismissedAt: number | null;
  departmentId: string | null;
  /** Null where no working day is tracked for him. */
  workday: Workday | null;
  absences: readonly Absence[];
};

type RulesRow = {
  company: RuleCompany;
  lines: (Omit<RuleLine, 'stored' | 'settings' | 'crew' | 'country'> & { settings: unknown })[];
  channels: RuleChannel[];
  employees: RuleEmployee[];
  departments: Omit<Department, 'memberIds'>[];
  roles: { roleId: RoleId; rights: unknown }[];
  pipelines: RulePipeline[];
  agreements: RuleAgreement[];
};

const loadRules = sqlFile(import.meta.url, './load-rules.sql');

/** Companies whose rules are kept at once; the one unused longest goes first. */
const kept = 1_000;

/** Lines, settings, channels and employees per company, kept for as long as the turn's version says they are good. */
export class RulesCache {
  readonly #rules = new Map<string, Rules>();

  async of(turn: Turn): Promise<Rules> {
    const known = this.#rules.get(turn.companyId);
    if (known?.version === turn.version) {
      this.#rules.delete(turn.companyId);
      this.#rules.set(turn.companyId, known);
      return known;
    }
    const [row] = await turn.run<RulesRow>(loadRules, [turn.companyId, new Date(turn.now)]);
    if (row === undefined) throw new Error('A company without a row');
    const rules = asRules(turn.version, row, known);
    this.#rules.set(turn.companyId, rules);
    for (const oldest of this.#rules.keys()) {
      if (this.#rules.size <= kept) break;
      this.#rules.delete(oldest);
    }
    return rules;
  }
}

function asRules(version: number, row: RulesRow, before: Rules | undefined): Rules {
  const departments: Department[] = row.departments.map((department) => ({ ...department, memberIds: [] }));
  const membersOf = new Map(departments.map((department) => [department.id, department.memberIds as string[]]));
  for (const { employeeId, departmentId, dismissedAt } of row.employees)
    if (departmentId !== null && dismissedAt === null) membersOf.get(departmentId)?.push(employeeId);
  const lines = row.lines.map((line): [string, RuleLine] => {
    const known = before?.lines.get(line.lineId);
    // A version never changes, and what was worked out from its hours is kept with the object it was parsed into.
    const settings = known?.version === line.version ? known.stored : lineSettings.parse(line.settings);
    return [
      line.lineId,
      {
        ...line,
        stored: settings,
        settings: planned(settings, row.company.plan),
        crew: crewOf(settings.queue.members, departments),
        country: countryOfZone(settings.hours.timeZone),
      },
    ];
  });
  return {
    version,
    company: row.company,
    lines: new Map(lines),
    channels: new Map(row.channels.map((channel) => [channel.channelId, channel])),
    employees: new Map(row.employees.map((employee) => [employee.employeeId, employee])),
    departments: Object.fromEntries(departments.map(({ id }) => [id, peopleOf(id, departments)])),
    pipelines: row.pipelines,
    agreements: new Map(row.agreements.map((agreement) => [agreement.agreementId, agreement])),
    versions: Object.fromEntries(row.agreements.map(({ agreementId, version }) => [agreementId, version])),
    actorOf: actorsOf({
      roles: new Map(row.roles.map(({ roleId, rights }) => [roleId, roleRights.parse(rights)])),
      employees: row.employees,
      departments,
      crews: new Map(lines.map(([lineId, { crew }]) => [lineId, crew])),
    }),
  };
}
