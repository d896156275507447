import { describe, expect, test } from 'vitest';

import { workedByDay } from './worked.ts';

const at = (text: string) => Date.parse(text);
const hour = 3_600_000;
const started = (text: string) => ({ state: 'started' as const, at: at(text) });
const paused = (text: string) => ({ state: 'paused' as const, at: at(text) });
const ended = (text: string) => ({ state: 'ended' as const, at: at(text) });
const noon = at('2026-11-21T12:00:00Z');

describe('the time worked on a day', () => {
  test('is that between beginning and end, without the breaks', () => {
    const entries = [
      ended('2026-11-20T17:00:00Z'),
      started('2026-11-20T13:00:00Z'),
      paused('2026-11-20T12:00:00Z'),
      started('2026-11-20T09:00:00Z'),
    ];
    expect(workedByDay(entries, 'UTC', noon)).toEqual([
      {
        date: '2026-11-20',
        worked: 7 * hour,
        rested: hour,
        from: at('2026-11-20T09:00:00Z'),
        until: at('2026-11-20T17:00:00Z'),
      },
    ]);
  });

  test('is shared by the dates on both sides of midnight, in the company’s zone', () => {
    const night = [started('2026-11-20T18:00:00Z'), ended('2026-11-21T01:00:00Z')];
    const told = workedByDay(night, 'Europe/Moscow', noon);
    expect(told.map(({ date, worked }) => [date, worked / hour])).toEqual([
      ['2026-11-21', 4],
      ['2026-11-20', 3],
    ]);
    expect(workedByDay(night, 'UTC', noon).map(({ worked }) => worked / hour)).toEqual([1, 6]);
  });

  test('is what passed, not what the clock shows, where clocks change', () => {
    const forward = [started('2026-03-28T23:00:00Z'), ended('2026-03-29T22:00:00Z')];
    expect(workedByDay(forward, 'Europe/Berlin', at('2026-03-30T12:00:00Z'))).toMatchObject([
      { date: '2026-03-29', worked: 23 * hour },
    ]);
    const back = [started('2026-10-24T22:00:00Z'), ended('2026-10-25T23:00:00Z')];
    expect(workedByDay(back, 'Europe/Berlin', at('2026-10-26T12:00:00Z'))).toMatchObject([
      { date: '2026-10-25', worked: 25 * hour },
    ]);
  });

  test('goes on until now while the day does', () => {
    expect(workedByDay([started('2026-11-21T10:00:00Z')], 'UTC', noon)).toEqual([
      { date: '2026-11-21', worked: 2 * hour, rested: 0, from: at('2026-11-21T10:00:00Z'), until: null },
    ]);
    expect(workedByDay([started('2026-11-21T10:00:00Z'), paused('2026-11-21T11:00:00Z')], 'UTC', noon)).toMatchObject([
      { worked: hour, rested: hour, until: null },
    ]);
  });

  test('is nothing yet where the day was begun ahead of the last look at the clock', () => {
    expect(workedByDay([started('2026-11-21T12:00:30Z')], 'UTC', noon)).toEqual([
      { date: '2026-11-21', worked: 0, rested: 0, from: at('2026-11-21T12:00:30Z'), until: null },
    ]);
  });

  test('is told for so many days, and what began before them counts from their first', () => {
    const told = workedByDay([started('2026-09-01T00:00:00Z'), ended('2026-11-20T06:00:00Z')], 'UTC', noon, 3);
    expect(told.map(({ date, worked }) => [date, worked / hour])).toEqual([
      ['2026-11-20', 6],
      ['2026-11-19', 24],
    ]);
    expect(workedByDay([], 'UTC', noon)).toEqual([]);
  });
});
