import { expect, test } from 'vitest';

import { dateIn, dayStarts, timeIn } from './zone-words.ts';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['UTC', '2026-11-21T15:00Z', '2026-11-21T00:00Z'],
  ['Europe/Berlin', '2026-11-21T23:30Z', '2026-11-21T23:00Z'],
  ['Asia/Kathmandu', '2026-11-21T15:00Z', '2026-11-20T18:15Z'],
  ['Pacific/Kiritimati', '2026-11-21T15:00Z', '2026-11-21T10:00Z'],
])('in %s at %s the day began at %s', (zone, now, began) => {
  expect(dayStarts(zone, at(now), 1)).toEqual([at(began)]);
});

test('days follow each other, those on which clocks change too', () => {
  const starts = dayStarts('Europe/Berlin', at('2026-10-24T12:00Z'), 4);
  expect(starts.map((start) => dateIn('Europe/Berlin', start))).toEqual([
    '2026-10-24',
    '2026-10-25',
    '2026-10-26',
    '2026-10-27',
  ]);
  expect(starts.map((start) => timeIn('Europe/Berlin', start))).toEqual(['00:00', '00:00', '00:00', '00:00']);
  expect(starts.slice(1).map((start, index) => (start - (starts[index] ?? 0)) / 3_600_000)).toEqual([24, 25, 24]);
});

test('a day whose midnight does not come begins at its first moment', () => {
  // Cairo, 2026-04-24: clocks go from 00:00 to 01:00.
  const [, second] = dayStarts('Africa/Cairo', at('2026-04-23T12:00Z'), 2);
  expect(timeIn('Africa/Cairo', second ?? 0)).toBe('01:00');
});
