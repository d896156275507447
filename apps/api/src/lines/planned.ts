import { sql, type Turn } from '@switchboard/db';
import { mayHaveOneMore, mostLines, surplusLines, type Plan, type PlannedLine } from '@switchboard/domain/plan';

const readPlan = sql(
  'read-plan',
  `select c.plan, coalesce((select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'active', l.active, 'createdAt', extract(epoch from l.created_at) * 1000))
     from line l where l.company_id = $1 and l.deleted_at is null), '[]') as lines from company c where c.company_id = $1`,
);

/** What a company's plan says of its lines, as the turn finds them. */
export async function planOf(turn: Pick<Turn, 'run' | 'companyId'>) {
  const [row] = await turn.run<{ plan: Plan; lines: PlannedLine[] }>(readPlan, [turn.companyId]);
  if (!row) throw new Error('A company without its row');
  const { plan, lines } = row;
  const active = lines.filter((line) => line.active).length;
  return {
    plan,
    lines,
    most: mostLines(plan),
    oneMore: mayHaveOneMore(plan, active),
    surplus: (other: Plan = plan) => surplusLines(other, lines),
  };
}
