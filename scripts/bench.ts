import { parseArgs } from 'node:util';

import { deadlines } from './bench/deadlines.ts';
import { shown } from './bench/figures.ts';
import { firstLoad } from './bench/first-load.ts';
import { ground } from './bench/ground.ts';
import { identification } from './bench/identification.ts';
import { latency } from './bench/latency.ts';
import { routing } from './bench/routing.ts';
import { webhooks } from './bench/webhooks.ts';
import { build } from './installation/commands.ts';

/** Each row stands beside a peer of the same run, pair by pair: what another machine makes of it changes both. */
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'webhooks,latency,identification,routing,deadlines,first-load' },
  },
});
const pairs = Math.max(1, Number(values.pairs));

say('Building what changed…');
if (values.only.includes('first-load')) for (const row of await firstLoad(pairs)) say(`\n${shown(row)}`);
if (values.only === 'first-load') process.exit();
await build(['@switchboard/api...']);
const place = await ground();
try {
  if (values.only.includes('latency')) for (const row of await latency(place, pairs)) say(`\n${shown(row)}`);
  if (values.only.includes('identification')) say(`\n${shown(await identification(place, pairs))}`);
  if (values.only.includes('webhooks')) say(`\n${shown(await webhooks(place, pairs))}`);
  if (values.only.includes('routing')) {
    const { rows, overruns } = await routing(place, pairs);
    for (const row of rows) say(`\n${shown(row)}`);
    say(`  overruns of the limit: ${overruns}`);
  }
  if (values.only.includes('deadlines')) {
    const { row, lateness } = await deadlines(place, pairs);
    say(`\n${shown(row)}\n\n${shown(lateness)}`);
  }
} finally {
  await place.stop();
}
