import { sqlFile, type Turn } from '@switchboard/db';
import type { Role } from '@switchboard/domain/access';
import { lineSettings, type LineSettings } from '@switchboard/domain/line';
import type { ChannelKind } from '@switchboard/channels/channel';

/** What a process keeps of a company while its version stands. */
export type Rules = {
  version: number;
  lines: Map<string, RuleLine>;
  channels: Map<string, RuleChannel>;
  employees: Map<string, RuleEmployee>;
};
export type RuleLine = { lineId: string; name: string; active: boolean; version: number; settings: LineSettings };
export type RuleChannel = {
  channelId: string;
  kind: ChannelKind;
  lineId: string;
  state: 'connected' | 'broken';
  removed: boolean;
};
export type RuleEmployee = {
  employeeId: string;
  role: Role;
  name: string;
  surname: string;
  position: string;
  photo: string | null;
  dismissedAt: number | null;
};

type RulesRow = {
  lines: (Omit<RuleLine, 'settings'> & { settings: unknown })[];
  channels: RuleChannel[];
  employees: RuleEmployee[];
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
    const [row] = await turn.run<RulesRow>(loadRules, [turn.companyId]);
    const rules: Rules = {
      version: turn.version,
      lines: new Map(row?.lines.map((line) => [line.lineId, { ...line, settings: lineSettings.parse(line.settings) }])),
      channels: new Map(row?.channels.map((channel) => [channel.channelId, channel])),
      employees: new Map(row?.employees.map((employee) => [employee.employeeId, employee])),
    };
    this.#rules.set(turn.companyId, rules);
    for (const oldest of this.#rules.keys()) {
      if (this.#rules.size <= kept) break;
      this.#rules.delete(oldest);
    }
    return rules;
  }
}
