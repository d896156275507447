import { describe, expect, test } from 'vitest';

import { addDays, dateAt, startOfDate } from './dates.ts';

describe('a date in a place', () => {
  test('is what its calendar shows', () => {
    const at = Date.parse('2026-11-21T22:30:00Z');
    expect(dateAt('Europe/Moscow', at)).toBe('2026-11-22');
    expect(dateAt('America/New_York', at)).toBe('2026-11-21');
  });

  const starts: [string, string, string][] = [
    ['UTC', '2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['Europe/Moscow', '2026-11-21', '2026-11-20T21:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-21', '2026-11-20T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-21', '2026-11-21T11:00:00.000Z'],
    // The night in which clocks go forward, before and after it.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    // In Cairo clocks go forward at midnight: the date begins at one.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
  ];
  test.each(starts)('in %s, %s begins at %s', (zone, date, begins) => {
    expect(new Date(startOfDate(zone, date)).toISOString()).toBe(begins);
  });

  test('is followed by the next, over months and years', () => {
    expect([addDays('2026-02-28', 1), addDays('2026-12-31', 1), addDays('2026-03-01', -1)]).toEqual([
      '2026-03-01',
      '2027-01-01',
      '2026-02-28',
    ]);
  });
});
