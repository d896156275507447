import type { Row } from './figures.ts';
import { known } from './ground.ts';
import type { FilledGround } from './months.ts';
import { ingest as taken } from './webhooks.ts';

const seconds = 8;

/**
 * Webhooks taken for good per second in a company with a year behind it while its statistics are kept up to date, against
 * the same where they are not. Each begins with nothing left over.
 */
export async function ingest(ground: FilledGround, pairs: number): Promise<Row> {
  const { owner, companyId, restart } = ground;
  const row: Row = {
    name: 'durable webhooks per second, statistics on',
    peer: 'the same with statistics off',
    unit: '/s',
    pairs: [],
    goal: { atLeast: 0.95 },
  };
  const caughtUp = async (): Promise<void> => {
    for (;;) {
      const { rows } = await owner.query(
        `select 1 from statistics_cursor s join turn t on t.company_id = s.company_id where s.company_id = $1
           and s.number = t.change_number and not exists (select 1 from figure_dirty)`,
        [companyId],
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const measure = async (statistics: 'on' | 'off'): Promise<number> => {
    await restart({ STATISTICS: 'on' });
    await caughtUp();
    if (statistics === 'off') await restart({ STATISTICS: 'off' });
    await taken(ground, 2);
    return taken(ground, seconds);
  };
  await measure('on');
  await known(ground);
  for (let pair = 0; pair < pairs; pair++) {
    // Whichever comes first has the fresher machine: they take turns.
    const first = pair % 2 === 0 ? 'on' : 'off';
    const one = await measure(first);
    const other = await measure(first === 'on' ? 'off' : 'on');
    row.pairs.push(first === 'on' ? { ours: one, peer: other } : { ours: other, peer: one });
  }
  return row;
}
