import { quantile, type Row } from './figures.ts';
import type { FilledGround } from './months.ts';

const looks = 40;

/**
 * The first pages of the managers' list, fifty rows each, against reading one dialog by its key; both as a browser asks
 * for them, through the same process.
 */
export async function lists(ground: FilledGround, pairs: number): Promise<Row[]> {
  const { client, company, dialogs, operatorIds } = ground;
  const { cookie } = company.admin;
  const read = (path: string, input: object) => client.rpc(path, 'query', input, cookie);
  const page = (input: object) => () => read('dialogList.page', input);
  const pages: [string, () => Promise<unknown>][] = [
    ['newest first', page({})],
    ['of one operator', page({ filter: { operators: [operatorIds[3]] } })],
    ['closed ones', page({ filter: { states: ['closed'] } })],
    ['by handling', page({ sort: 'handling', ascending: false })],
    ['of a week, badly rated', page({ filter: { period: { preset: 'last-7-days' }, vote: 'bad' } })],
    ['in which a word was said', page({ filter: { search: 'courier' } })],
  ];
  const key = () => read('dialogs.get', { dialogId: 1 + Math.floor(Math.random() * dialogs) });
  const rows: Row[] = [];
  for (const [name, look] of pages) {
    const row: Row = {
      name: `the list of ${dialogs} dialogs, ${name}`,
      peer: 'one dialog by its key, the same way',
      unit: 'ms',
      pairs: [],
      goal: { atMost: 30 },
    };
    await median(look);
    await median(key);
    for (let pair = 0; pair < pairs; pair++) row.pairs.push({ ours: await median(look), peer: await median(key) });
    rows.push(row);
  }
  return rows;
}

/** The middle of some looks, in milliseconds. */
async function median(look: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < looks; count++) {
    const began = performance.now();
    await look();
    times.push(performance.now() - began);
  }
  return quantile(times, 0.5);
}
