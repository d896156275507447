import { sql, type Turn } from '@switchboard/db';
import type { LineSettings } from '@switchboard/domain/line';
import {
  hasRatings,
  mayHaveOneMore,
  mostLines,
  surplusLines,
  type Plan,
  type PlannedLine,
} from '@switchboard/domain/plan';

const readPlan = sql(
  'read-plan',
  `select c.plan, c.surplus_at as "surplusAt", coalesce((select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'name', l.name, 'active', l.active, 'createdAt', extract(epoch from l.created_at) * 1000) order by l.created_at, l.line_id)
     from line l where l.company_id = $1 and l.deleted_at is null), '[]') as lines from company c where c.company_id = $1`,
);

/** What a company's plan says of its lines, as the turn finds them. */
export async function planOf(turn: Pick<Turn, 'run' | 'companyId'>) {
  const [row] = await turn.run<{ plan: Plan; surplusAt: number | null; lines: (PlannedLine & { name: string })[] }>(
    readPlan,
    [turn.companyId],
  );
  if (!row) throw new Error('A company without its row');
  const { plan, surplusAt, lines } = row;
  const active = lines.filter((line) => line.active).length;
  return {
    plan,
    surplusAt,
    lines,
    most: mostLines(plan),
    oneMore: mayHaveOneMore(plan, active),
    surplus: (other: Plan = plan) => surplusLines(other, lines),
  };
}

const planless = new WeakMap<LineSettings, LineSettings>();

/** The settings as a plan lets them be followed: one without ratings asks for none, whatever is set. */
export function planned(settings: LineSettings, plan: Plan): LineSettings {
  if (hasRatings(plan) || !settings.rating.ask) return settings;
  let without = planless.get(settings);
  if (!without) planless.set(settings, (without = { ...settings, rating: { ...settings.rating, ask: false } }));
  return without;
}
