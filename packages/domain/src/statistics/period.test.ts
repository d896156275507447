import { describe, expect, test } from 'vitest';

import {
  comparedWith,
  daysOf,
  grainOf,
  localTime,
  period,
  presets,
  stretchesOf,
  weekdayOf,
  type Preset,
} from './index.ts';

/** A Saturday. */
const today = '2026-11-21';

test.each<[Preset, string, string]>([
  ['today', '2026-11-21', '2026-11-21'],
  ['yesterday', '2026-11-20', '2026-11-20'],
  ['last-7-days', '2026-11-15', '2026-11-21'],
  ['last-30-days', '2026-10-23', '2026-11-21'],
  ['this-week', '2026-11-16', '2026-11-21'],
  ['last-week', '2026-11-09', '2026-11-15'],
  ['this-month', '2026-11-01', '2026-11-21'],
  ['last-month', '2026-10-01', '2026-10-31'],
  ['this-quarter', '2026-10-01', '2026-11-21'],
  ['this-year', '2026-01-01', '2026-11-21'],
  ['last-365-days', '2025-11-22', '2026-11-21'],
])('%s is from %s until %s', (preset, from, until) => {
  expect(daysOf({ preset }, today)).toEqual({ from, until });
});

test('every preset ends today or before, and is not too long', () => {
  for (const preset of presets) expect(period.safeParse(daysOf({ preset }, '2024-02-29')).success).toBe(true);
});

describe('a period is refused', () => {
  test.each([
    ['that ends before it begins', '2026-11-21', '2026-11-20', 'statistics.period.order'],
    ['of more than ten years', '2010-01-01', '2026-11-20', 'statistics.period.long'],
    ['with a day that no calendar has', '2026-02-30', '2026-03-01', 'statistics.period.day'],
    ['at the end of the years', '9999-12-01', '9999-12-31', 'statistics.period.day'],
    ['before anybody wrote', '0000-01-01', '0001-01-05', 'statistics.period.day'],
  ])('%s', (_, from, until, message) => {
    expect(period.safeParse({ from, until }).error?.issues[0]).toMatchObject(
      message === 'statistics.period.day' ? {} : { code: expect.any(String) },
    );
    const asked = period.options[1].safeParse({ from, until });
    expect(asked.error?.issues.map((issue) => issue.message)).toContain(message);
  });
});

test('ten years at once are a period, drawn by months', () => {
  const days = { from: '2017-01-01', until: '2026-11-21' };
  expect(period.safeParse(days).success).toBe(true);
  expect(grainOf(days)).toBe('month');
  expect(stretchesOf(days, 'month')).toHaveLength(119);
});

describe('is compared', () => {
  test('with as many days before it', () => {
    expect(comparedWith({ from: '2026-11-15', until: '2026-11-21' }, 'before')).toEqual({
      from: '2026-11-08',
      until: '2026-11-14',
    });
  });
  test('with the same days a year ago, the leap day with the day before it', () => {
    expect(comparedWith({ from: '2024-02-01', until: '2024-02-29' }, 'year-ago')).toEqual({
      from: '2023-02-01',
      until: '2023-02-28',
    });
  });
  test('with nothing', () => expect(comparedWith({ from: today, until: today }, 'none')).toBeNull());
});

test('weeks begin on Monday', () => {
  expect(weekdayOf('2026-11-16')).toBe(0);
  expect(stretchesOf({ from: '2026-11-14', until: '2026-11-17' }, 'week')).toEqual(['2026-11-09', '2026-11-16']);
});

describe('the day and the quarter of an hour are those of the wall clock', () => {
  test.each([
    ['Europe/Moscow', '2026-11-20T21:00:00Z', '2026-11-21', 0],
    ['Asia/Kolkata', '2026-11-20T18:29:59Z', '2026-11-20', 95],
    ['Asia/Kolkata', '2026-11-20T18:30:00Z', '2026-11-21', 0],
    ['Asia/Kathmandu', '2026-11-20T18:15:00Z', '2026-11-21', 0],
    ['Europe/Berlin, before the clocks go back', '2026-10-25T00:30:00Z', '2026-10-25', 10],
    ['Europe/Berlin, after they went back', '2026-10-25T01:30:00Z', '2026-10-25', 10],
    ['Europe/Berlin, before they go forward', '2026-03-29T00:59:00Z', '2026-03-29', 7],
    ['Europe/Berlin, after they went forward', '2026-03-29T01:00:00Z', '2026-03-29', 12],
  ])('%s at %s: %s, %i', (zone, at, day, quarter) => {
    expect(localTime(zone.split(',')[0]!, Date.parse(at))).toEqual({ day, quarter });
  });
});
