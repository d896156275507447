import { existsSync } from 'node:fs';

import { expect, test } from 'vitest';

import { storm } from '../../../../scripts/chaos/storm.ts';

test('ten processes killed and PostgreSQL stopped twice under load: nothing that was answered is lost, doubled or late', async () => {
  const built = new URL('../../dist/main.js', import.meta.url);
  expect(existsSync(built), 'this test runs the built API: npm run build first').toBe(true);
  const report = await storm({
    kills: 10,
    databaseStops: 2,
    everyMs: 900,
    chats: 16,
    visitors: 4,
    idle: 1,
    queue: { distribution: 'evenly', offerMinutes: 1 },
    untilDelivered: false,
  });
  expect(report).toMatchObject({
    kills: 10,
    databaseStops: 2,
    lost: [],
    doubled: [],
    gaps: [],
    problems: [],
    deadlinesMissed: 0,
  });
  // There was a load, and blows were felt.
  expect(report.written).toBeGreaterThan(200);
  expect(report.replied).toBeGreaterThan(5);
  expect(report.repeated).toBeGreaterThan(10);
  expect(report.deadlines).toBeGreaterThan(10);
  // Everybody serves again soon after PostgreSQL is back.
  for (const milliseconds of report.afterDatabaseStop) expect(milliseconds).toBeLessThan(10_000);
}, 180_000);
