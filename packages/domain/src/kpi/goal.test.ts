import { expect, test } from 'vitest';

import { kpiGoal, kpiSettings } from './index.ts';

const goals = (seconds: number | null, minutes: number | null) =>
  kpiSettings.parse({ first: { seconds }, further: { minutes } });

test.each([
  ['a first answer is due within its seconds', goals(90, 5), true, 90_000],
  ['a further answer is due within its minutes', goals(90, 5), false, 300_000],
  ['a first answer may have no goal', goals(null, 5), true, null],
  ['a further answer may have no goal', goals(90, null), false, null],
])('%s', (_, settings, first, goal) => expect(kpiGoal(settings, first)).toBe(goal));
