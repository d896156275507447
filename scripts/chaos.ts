import { parseArgs } from 'node:util';

import { storm } from './chaos/storm.ts';
import { build } from './installation/commands.ts';

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    every: { type: 'string', default: '2500' },
  },
});

say('Building what changed…');
await build(['@switchboard/api...']);
const report = await storm({
  kills: 0,
  databaseStops: 0,
  minutes: Number(values.minutes),
  everyMs: Number(values.every),
  chats: 24,
  visitors: 8,
  // One of three never accepts: every offer to him ends at its deadline.
  idle: 1,
  queue: { distribution: 'evenly', offerMinutes: 1 },
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
gaps                           ${report.gaps.length}
deadlines missed               ${report.deadlinesMissed} of ${report.deadlines} (the latest by ${Math.round(report.latestDeadline)} ms)
other problems                 ${report.problems.length}`);
const wrong = [...report.lost, ...report.doubled, ...report.gaps, ...report.problems];
for (const sentence of wrong.slice(0, 40)) say(`  ${sentence}`);
process.exit(wrong.length + report.deadlinesMissed === 0 ? 0 : 1);
