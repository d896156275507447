import { expect, test } from 'vitest';

import { hoursSettings } from '@switchboard/domain/hours';

import { weekOf } from './first-hours.tsx';

test.each([
  [{ days: 5, from: 9, until: 18 }, ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], '09:00', '18:00'],
  [
    { days: 7, from: 0, until: 24 },
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    '00:00',
    '24:00',
  ],
] as const)('%j is a week that a line takes', (chosen, open, from, to) => {
  const week = weekOf(chosen);
  expect(hoursSettings.parse({ schedule: true, week }).week).toEqual(week);
  for (const [weekday, intervals] of Object.entries(week))
    expect(intervals).toEqual(open.some((one) => one === weekday) ? [{ from, to }] : []);
});
