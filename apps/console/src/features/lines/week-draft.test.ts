import { describe, expect, test } from 'vitest';

import { hoursSettings, type Interval } from '@switchboard/domain/hours';

import {
  copied,
  drawn,
  intervalOf,
  nextFree,
  nightBefore,
  shifted,
  stretched,
  stretchOf,
  timeTyped,
} from './week-draft.ts';

const day = (from: string, to: string): Interval => ({ from, to });
const { week } = hoursSettings.parse({});

describe('drawing on a day', () => {
  test.each<[string, Interval[], [number, number], Interval[]]>([
    ['onto an empty one', [], [540, 1080], [day('09:00', '18:00')]],
    ['beside another', [day('09:00', '12:00')], [780, 1080], [day('09:00', '12:00'), day('13:00', '18:00')]],
    ['over another makes them one', [day('09:00', '12:00')], [660, 1080], [day('09:00', '18:00')]],
    ['up to another makes them one', [day('09:00', '12:00')], [720, 780], [day('09:00', '13:00')]],
    ['to midnight', [], [1200, 1440], [day('20:00', '24:00')]],
    ['over one that is no time leaves it out', [day('9', '12:00')], [60, 120], [day('01:00', '02:00')]],
  ])('%s', (_, before, [from, until], after) => expect(drawn(before, { from, until })).toEqual(after));
});

describe('moving an end', () => {
  test.each<[string, Interval, 'from' | 'to', number, Interval]>([
    ['later', day('09:00', '18:00'), 'from', 30, day('09:30', '18:00')],
    ['not past the other', day('09:00', '10:00'), 'from', 600, day('09:45', '10:00')],
    ['not before the day', day('00:30', '10:00'), 'from', -600, day('00:00', '10:00')],
    ['past midnight', day('22:00', '24:00'), 'to', 120, day('22:00', '02:00')],
    ['back before it', day('22:00', '02:00'), 'to', -180, day('22:00', '23:00')],
    ['never a whole day round', day('09:00', '08:45'), 'to', 60, day('09:00', '08:45')],
  ])('%s', (_, one, end, by, after) => expect(stretched(one, end, by)).toEqual(after));
  test('as a whole, within the day', () => {
    expect(shifted(day('09:00', '12:00'), 90)).toEqual(day('10:30', '13:30'));
    expect(shifted(day('09:00', '12:00'), 2_000)).toEqual(day('21:00', '24:00'));
  });
});

test.each<[string, Interval[], Interval | null]>([
  ['the usual hours where there are none', [], day('09:00', '18:00')],
  ['after the last', [day('09:00', '12:00')], day('12:15', '15:15')],
  ['none where the day is full', [day('09:00', '23:30')], null],
])('a new interval: %s', (_, intervals, next) => expect(nextFree(intervals)).toEqual(next));

test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['9.30', '09:30'],
  ['18:05', '18:05'],
  ['24', '24:00'],
  ['noon', 'noon'],
])('%s is read as %s', (typed, stored) => expect(timeTyped(typed)).toBe(stored));

test('what runs past midnight is seen on the day after', () => {
  const late = { ...week, sunday: [day('22:00', '03:00')] };
  expect(nightBefore(late, 'monday')).toEqual([{ from: 0, until: 180 }]);
  expect(nightBefore(late, 'tuesday')).toEqual([]);
});

test('days are copied to others', () => {
  expect(copied(week, 'saturday', ['monday', 'friday'])).toMatchObject({
    monday: [],
    friday: [],
    tuesday: week.tuesday,
  });
});

test('minutes and intervals are the same', () => {
  for (const one of [day('00:00', '24:00'), day('22:00', '02:00'), day('09:15', '18:00')]) {
    const stretch = stretchOf(one);
    expect(stretch && intervalOf(stretch)).toEqual(one);
  }
});
