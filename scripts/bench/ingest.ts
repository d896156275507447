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
  const { owner, companyId, stopApi, restart } = ground;
  const row: Row = {
    name: 'durable webhooks per second, statistics on',
    peer: 'the same with statistics off',
    unit: '/s',
    pairs: [],
    goal: { atLeast: 0.95 },
  };
  const measure = async (statistics: 'on' | 'off'): Promise<number> => {
    await stopApi();
    // What the run before left to be counted is not this one's.
    await owner.query(
      'update statistics_cursor s set number = t.change_number from turn t where t.company_id = s.company_id and s.company_id = $1',
      [companyId],
    );
    await owner.query('delete from figure_dirty where company_id = $1', [companyId]);
    await restart({ STATISTICS: statistics });
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
