import { parseArgs } from 'node:util';

import { deadlines } from './bench/deadlines.ts';
import { exportOfAll } from './bench/export.ts';
import { shown } from './bench/figures.ts';
import { firstLoad } from './bench/first-load.ts';
import { ground } from './bench/ground.ts';
import { identification } from './bench/identification.ts';
import { ingest } from './bench/ingest.ts';
import { latency } from './bench/latency.ts';
import { lists } from './bench/lists.ts';
import { routing } from './bench/routing.ts';
import { statistics } from './bench/statistics.ts';
import { webhooks } from './bench/webhooks.ts';
import { build } from './installation/commands.ts';

/** Each row stands beside a peer of the same run, pair by pair: what another machine makes of it changes both. */
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    only: {
      type: 'string',
      default: 'webhooks,latency,identification,routing,deadlines,first-load,statistics,lists,export,ingest',
    },
    // Of the company whose statistics, lists and webhooks are measured; a million take 25 GB of the disk while it is filled.
    dialogs: { type: 'string', default: '1000000' },
  },
});
const pairs = Math.max(1, Number(values.pairs));
const dialogs = Math.max(1_000, Number(values.dialogs));
const only = new Set(values.only.split(','));
const anyOf = (...names: string[]): boolean => names.some((name) => only.has(name));

say('Building what changed…');
if (only.has('first-load')) for (const row of await firstLoad(pairs)) say(`\n${shown(row)}`);
if (values.only === 'first-load') process.exit();
await build(['@switchboard/api...']);
if (anyOf('webhooks', 'latency', 'identification', 'routing', 'deadlines')) await small();
if (anyOf('statistics', 'lists', 'export', 'ingest')) await large();

/** A company that has just begun. */
async function small(): Promise<void> {
  const place = await ground();
  try {
    if (only.has('latency')) for (const row of await latency(place, pairs)) say(`\n${shown(row)}`);
    if (only.has('identification')) say(`\n${shown(await identification(place, pairs))}`);
    if (only.has('webhooks')) say(`\n${shown(await webhooks(place, pairs))}`);
    if (only.has('routing')) {
      const { rows, overruns } = await routing(place, pairs);
      for (const row of rows) say(`\n${shown(row)}`);
      say(`  overruns of the limit: ${overruns}`);
    }
    if (only.has('deadlines')) {
      const { row, lateness } = await deadlines(place, pairs);
      say(`\n${shown(row)}\n\n${shown(lateness)}`);
    }
  } finally {
    await place.stop();
  }
}

/** A company with a year behind it. */
async function large(): Promise<void> {
  // What fills it stands on what was only just built.
  const { filledGround } = await import('./bench/months.ts');
  const place = await filledGround(dialogs, say);
  try {
    if (only.has('statistics')) {
      // The direct side takes minutes.
      const { rows, differences } = await statistics(place, Math.min(pairs, 2), say);
      for (const row of rows) say(`\n${shown(row)}`);
      say(`  differences between the two: ${differences}`);
    }
    if (only.has('lists')) for (const row of await lists(place, pairs)) say(`\n${shown(row)}`);
    if (only.has('export')) say(`\n${shown(await exportOfAll(place, say))}`);
    if (only.has('ingest')) say(`\n${shown(await ingest(place, pairs))}`);
  } finally {
    await place.stop();
  }
}
