import { parseArgs } from 'node:util';

import { storm } from './chaos/storm.ts';
import { build } from './installation/commands.ts';

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '40' },
    stops: { type: 'string', default: '6' },
    every: { type: 'string', default: '2500' },
  },
});

say('Building what changed…');
await build(['@switchboard/api...']);
const report = await storm({
  kills: Number(values.kills),
  databaseStops: Number(values.stops),
  everyMs: Number(values.every),
  chats: 24,
  visitors: 8,
  untilDelivered: true,
  say,
});
const times = (all: number[]): string => {
  const sorted = all.map(Math.round).toSorted((a, b) => a - b);
  return `median ${sorted[Math.floor(sorted.length / 2)] ?? 0} ms, most ${sorted.at(-1) ?? 0} ms`;
};
say(`
messages of clients taken      ${report.written}
answers of operators taken     ${report.replied}
processes killed               ${report.kills} (until everybody served: ${times(report.afterKill)})
PostgreSQL stopped at once     ${report.databaseStops} (once it was back: ${times(report.afterDatabaseStop)})
calls sent again               ${report.repeated} (${report.slowest.path} waited longest, ${Math.round(report.slowest.milliseconds)} ms)

lost                           ${report.lost.length}
doubled                        ${report.doubled.length}
deadlines missed               ${report.deadlinesMissed}
other problems, gaps included  ${report.problems.length}`);
for (const sentence of [...report.lost, ...report.doubled, ...report.problems].slice(0, 40)) say(`  ${sentence}`);
process.exit(report.lost.length + report.doubled.length + report.problems.length === 0 ? 0 : 1);
