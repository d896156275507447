import { describe, expect, test } from 'vitest';
import type { z } from 'zod';

import { day, hour, minute, type Instant } from '../people/index.ts';
import {
  closedSince,
  deadlineAfter,
  hoursSettings,
  isOpen,
  nextChange,
  nextOpening,
  workingTimeBetween,
  type Hours,
} from './index.ts';

/** A line in Berlin, open from nine to six on workdays; January 2026 begins on a Thursday. */
function hours(given: z.input<typeof hoursSettings> = {}): Hours {
  return hoursSettings.parse({ schedule: true, timeZone: 'Europe/Berlin', ...given });
}
const weekOf = (given: z.input<typeof hoursSettings>['week']) => ({
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  ...given,
});
const at = (iso: string): Instant => {
  const t = Date.parse(iso);
  if (Number.isNaN(t)) throw new Error(`${iso} is no moment`);
  return t;
};
const written = (t: Instant | null) => (t === null ? null : new Date(t).toISOString().slice(0, 16));

const workdays = hours();
const always = hours({ schedule: false });
const wholeDay = [{ from: '00:00', to: '24:00' }];
const roundTheClock = hours({
  week: {
    monday: wholeDay,
    tuesday: wholeDay,
    wednesday: wholeDay,
    thursday: wholeDay,
    friday: wholeDay,
    saturday: wholeDay,
    sunday: wholeDay,
  },
});
const never: Hours = { ...hours({ schedule: false, week: weekOf({}) }), schedule: true };
const fridayNight = weekOf({ friday: [{ from: '22:00', to: '04:00' }] });
const daily = (from: string, to: string, rest: Parameters<typeof hours>[0] = {}) => {
  const intervals = [{ from, to }];
  return hours({
    ...rest,
    week: {
      monday: intervals,
      tuesday: intervals,
      wednesday: intervals,
      thursday: intervals,
      friday: intervals,
      saturday: intervals,
      sunday: intervals,
    },
  });
};

describe('open at a moment', () => {
  const cases: [string, Hours, string, boolean][] = [
    ['in the middle of a workday', workdays, '2026-01-08T12:00+01:00', true],
    ['at the minute it opens', workdays, '2026-01-08T09:00+01:00', true],
    ['not a millisecond earlier', workdays, '2026-01-08T08:59:59.999+01:00', false],
    ['not at the minute it closes', workdays, '2026-01-08T18:00+01:00', false],
    ['to the last millisecond', workdays, '2026-01-08T17:59:59.999+01:00', true],
    ['not on a day off', workdays, '2026-01-10T12:00+01:00', false],
    ['by its own clock, not by that of London', workdays, '2026-01-08T08:30Z', true],
    ['at any time with the schedule off', always, '2026-01-10T03:00Z', true],
    ['round the clock, midnights too', roundTheClock, '2026-01-11T00:00+01:00', true],
    ['before midnight of a night', hours({ week: fridayNight }), '2026-01-09T23:59+01:00', true],
    ['past midnight of a night, though Saturday is off', hours({ week: fridayNight }), '2026-01-10T03:59+01:00', true],
    ['not in the morning before that night', hours({ week: fridayNight }), '2026-01-09T03:00+01:00', false],
    [
      'past midnight from Sunday into Monday',
      hours({ week: weekOf({ sunday: [{ from: '22:00', to: '04:00' }] }) }),
      '2026-01-12T03:00+01:00',
      true,
    ],
    ['in Kathmandu at a quarter to', hours({ timeZone: 'Asia/Kathmandu' }), '2026-01-08T09:00+05:45', true],
    ['in Kathmandu not before', hours({ timeZone: 'Asia/Kathmandu' }), '2026-01-08T08:59+05:45', false],
    ['in St. John’s at half past', hours({ timeZone: 'America/St_Johns' }), '2026-01-08T17:59-03:30', true],
    ['in Apia where it is Friday already', hours({ timeZone: 'Pacific/Apia' }), '2026-01-08T22:00Z', true],
    ['in Apia where it is Saturday already', hours({ timeZone: 'Pacific/Apia' }), '2026-01-09T22:00Z', false],
    ['never where no hour is open', never, '2026-01-08T12:00Z', false],
    ['before 1970 as after it', workdays, '1969-12-25T12:00+01:00', true],
  ];
  test.each(cases)('%s', (_, hours, t, expected) => expect(isOpen(hours, at(t))).toBe(expected));
});

describe('exceptions', () => {
  const closedOn = (date: string) => ({ date, intervals: [] });
  const ownOn = (date: string, from: string, to: string) => ({ date, intervals: [{ from, to }] });
  const newYear = [closedOn('01-01')];
  const cases: [string, z.input<typeof hoursSettings>, string, boolean][] = [
    ['close a date', { exceptions: [closedOn('2026-01-08')] }, '2026-01-08T12:00+01:00', false],
    ['leave the next date alone', { exceptions: [closedOn('2026-01-08')] }, '2026-01-09T12:00+01:00', true],
    ['with a year do not repeat', { exceptions: [closedOn('2026-01-08')] }, '2027-01-08T12:00+01:00', true],
    ['without a year repeat', { exceptions: newYear }, '2026-01-01T12:00+01:00', false],
    ['without a year repeat every year', { exceptions: newYear }, '2029-01-01T12:00+01:00', false],
    ['on 29 February close it in leap years', { exceptions: [closedOn('02-29')] }, '2028-02-29T12:00+01:00', false],
    ['on 29 February leave 28 February alone', { exceptions: [closedOn('02-29')] }, '2028-02-28T12:00+01:00', true],
    [
      'on 29 February leave 1 March of other years alone',
      { exceptions: [closedOn('02-29')] },
      '2027-03-01T12:00+01:00',
      true,
    ],
    ['open a day off', { exceptions: [ownOn('2026-01-10', '10:00', '14:00')] }, '2026-01-10T13:59+01:00', true],
    [
      'replace the hours of the weekday',
      { exceptions: [ownOn('2026-01-08', '10:00', '14:00')] },
      '2026-01-08T09:30+01:00',
      false,
    ],
    [
      'with a year go before the repeating one',
      { exceptions: [...newYear, ownOn('2026-01-01', '10:00', '14:00')] },
      '2026-01-01T12:00+01:00',
      true,
    ],
    [
      'with a year go before the repeating one, however they are listed',
      { exceptions: [ownOn('2026-01-01', '10:00', '14:00'), ...newYear] },
      '2026-01-01T12:00+01:00',
      true,
    ],
    [
      'with own hours run past midnight',
      { exceptions: [ownOn('12-31', '20:00', '03:00')] },
      '2027-01-01T02:59+01:00',
      true,
    ],
    [
      'past midnight end at a closed date',
      { exceptions: [ownOn('12-31', '20:00', '03:00'), ...newYear] },
      '2027-01-01T00:00+01:00',
      false,
    ],
    [
      'that close a date end the night before',
      { week: fridayNight, exceptions: [closedOn('2026-01-10')] },
      '2026-01-10T00:00+01:00',
      false,
    ],
    [
      'that close a date leave the evening before',
      { week: fridayNight, exceptions: [closedOn('2026-01-10')] },
      '2026-01-09T23:59+01:00',
      true,
    ],
    [
      'with own hours let the night before end',
      { week: fridayNight, exceptions: [ownOn('2026-01-10', '10:00', '14:00')] },
      '2026-01-10T03:59+01:00',
      true,
    ],
    [
      'that close a date close its night',
      { week: fridayNight, exceptions: [closedOn('2026-01-09')] },
      '2026-01-10T01:00+01:00',
      false,
    ],
    [
      'are dates of the line’s zone',
      { timeZone: 'Pacific/Apia', exceptions: [closedOn('2026-01-09')] },
      '2026-01-08T22:00Z',
      false,
    ],
  ];
  test.each(cases)('%s', (_, given, t, expected) => expect(isOpen(hours(given), at(t))).toBe(expected));
});

describe('the next opening', () => {
  const cases: [string, Hours, string, string | null][] = [
    ['is now while it is open', workdays, '2026-01-08T12:00+01:00', '2026-01-08T11:00'],
    ['is this morning before work', workdays, '2026-01-08T05:00+01:00', '2026-01-08T08:00'],
    ['is tomorrow at the minute it closes', workdays, '2026-01-08T18:00+01:00', '2026-01-09T08:00'],
    ['is Monday after the weekend', workdays, '2026-01-09T18:00+01:00', '2026-01-12T08:00'],
    ['is now with the schedule off', always, '2026-01-10T03:00Z', '2026-01-10T03:00'],
    [
      'passes over the holidays',
      hours({
        exceptions: [
          { date: '01-01', intervals: [] },
          { date: '2026-01-02', intervals: [] },
        ],
      }),
      '2025-12-31T18:00+01:00',
      '2026-01-05T08:00',
    ],
    ['is not found where no hour is open', never, '2026-01-08T12:00Z', null],
    [
      'is found a year and more ahead',
      hours({ week: weekOf({}), exceptions: [{ date: '2027-06-01', intervals: [{ from: '10:00', to: '11:00' }] }] }),
      '2026-01-08T12:00Z',
      '2027-06-01T08:00',
    ],
  ];
  test.each(cases)('%s', (_, hours, t, expected) => expect(written(nextOpening(hours, at(t)))).toBe(expected));
});

describe('the next change', () => {
  const lunch = hours({
    week: weekOf({
      thursday: [
        { from: '09:00', to: '13:00' },
        { from: '13:00', to: '18:00' },
      ],
    }),
  });
  const cases: [string, Hours, string, string | null][] = [
    ['is the closing while it is open', workdays, '2026-01-08T12:00+01:00', '2026-01-08T17:00'],
    ['is the closing at the minute it opens', workdays, '2026-01-08T09:00+01:00', '2026-01-08T17:00'],
    ['is the opening while it is closed', workdays, '2026-01-08T18:00+01:00', '2026-01-09T08:00'],
    ['is none between intervals that touch', lunch, '2026-01-08T12:59+01:00', '2026-01-08T17:00'],
    ['is none at a midnight', hours({ week: fridayNight }), '2026-01-09T22:30+01:00', '2026-01-10T03:00'],
    ['is none at a midnight of UTC', daily('00:30', '02:00'), '2026-01-09T00:45+01:00', '2026-01-09T01:00'],
    [
      'is the closing after which it never opens again',
      hours({ week: weekOf({}), exceptions: [{ date: '2026-01-08', intervals: [{ from: '10:00', to: '14:00' }] }] }),
      '2026-01-08T12:00+01:00',
      '2026-01-08T13:00',
    ],
    ['never comes with the schedule off', always, '2026-01-08T12:00Z', null],
    ['never comes round the clock', roundTheClock, '2026-01-08T12:00Z', null],
    ['never comes where no hour is open', never, '2026-01-08T12:00Z', null],
  ];
  test.each(cases)('%s', (_, hours, t, expected) => expect(written(nextChange(hours, at(t)))).toBe(expected));
});

describe('closed since', () => {
  const cases: [string, Hours, string, string | null][] = [
    ['nothing while it is open', workdays, '2026-01-08T12:00+01:00', null],
    ['the minute it closes', workdays, '2026-01-08T18:00+01:00', '2026-01-08T17:00'],
    ['last evening before work', workdays, '2026-01-09T08:59+01:00', '2026-01-08T17:00'],
    ['Friday on a Sunday', workdays, '2026-01-11T12:00+01:00', '2026-01-09T17:00'],
    ['nothing with the schedule off', always, '2026-01-11T12:00Z', null],
    ['the beginning of time where it never opened', never, '2026-01-11T12:00Z', '1970-01-01T00:00'],
    ['a night’s end past midnight', hours({ week: fridayNight }), '2026-01-10T12:00Z', '2026-01-10T03:00'],
  ];
  test.each(cases)('%s', (_, hours, t, expected) => expect(written(closedSince(hours, at(t)))).toBe(expected));
});

describe('working time between', () => {
  const cases: [string, Hours, string, string, number][] = [
    ['two moments of one day', workdays, '2026-01-08T10:00+01:00', '2026-01-08T11:30+01:00', 90 * minute],
    ['before and after work', workdays, '2026-01-08T05:00+01:00', '2026-01-08T23:00+01:00', 9 * hour],
    ['an evening and the next morning', workdays, '2026-01-08T17:30+01:00', '2026-01-09T09:15+01:00', 45 * minute],
    ['Friday evening and Monday morning', workdays, '2026-01-09T17:59+01:00', '2026-01-12T09:01+01:00', 2 * minute],
    ['moments of one night', workdays, '2026-01-08T20:00+01:00', '2026-01-09T05:00+01:00', 0],
    ['a moment and itself', workdays, '2026-01-08T12:00+01:00', '2026-01-08T12:00+01:00', 0],
    ['a moment and an earlier one', workdays, '2026-01-08T12:00+01:00', '2026-01-08T11:00+01:00', 0],
    ['Mondays of two weeks', workdays, '2026-01-05T12:00+01:00', '2026-01-12T12:00+01:00', 45 * hour],
    ['the ends of a year', workdays, '2025-12-31T17:00+01:00', '2026-01-01T10:00+01:00', 2 * hour],
    [
      'the ends of 2026, whose workdays are 261',
      workdays,
      '2026-01-01T00:00+01:00',
      '2027-01-01T00:00+01:00',
      261 * 9 * hour,
    ],
    ['moments with the schedule off', always, '2026-01-08T12:00Z', '2026-01-10T12:00Z', 2 * day],
    ['later and earlier with the schedule off', always, '2026-01-08T12:00Z', '2026-01-07T12:00Z', 0],
  ];
  test.each(cases)('%s', (_, hours, a, b, expected) => expect(workingTimeBetween(hours, at(a), at(b))).toBe(expected));
});

describe('the deadline', () => {
  const cases: [string, Hours, string, number, string | null][] = [
    ['lies in the same day', workdays, '2026-01-08T10:00+01:00', hour, '2026-01-08T10:00'],
    ['goes on the next morning', workdays, '2026-01-08T17:30+01:00', hour, '2026-01-09T08:30'],
    ['goes on after the weekend', workdays, '2026-01-09T17:30+01:00', hour, '2026-01-12T08:30'],
    ['starts with the opening', workdays, '2026-01-10T12:00+01:00', minute, '2026-01-12T08:01'],
    ['that ends with the day is that evening', workdays, '2026-01-08T17:30+01:00', 30 * minute, '2026-01-08T17:00'],
    ['of nothing is now, open or not', workdays, '2026-01-10T12:00+01:00', 0, '2026-01-10T11:00'],
    ['of a working week is a week later', workdays, '2026-01-08T12:00+01:00', 45 * hour, '2026-01-15T11:00'],
    ['is plain with the schedule off', always, '2026-01-10T12:00Z', 3 * hour, '2026-01-10T15:00'],
    ['never comes where no hour is open', never, '2026-01-08T12:00Z', 1, null],
    ['never comes where two years do not give so much', workdays, '2026-01-08T12:00Z', 3 * 261 * 9 * hour, null],
  ];
  test.each(cases)('%s', (_, hours, t, ms, expected) =>
    expect(written(deadlineAfter(hours, at(t), ms))).toBe(expected),
  );
});

describe('where the clocks are changed', () => {
  const between: [string, Hours, string, string, number][] = [
    [
      'a night is an hour shorter in spring (Berlin, 02:00 to 03:00)',
      daily('22:00', '06:00'),
      '2026-03-28T12:00+01:00',
      '2026-03-29T12:00+02:00',
      7 * hour,
    ],
    [
      'a night is an hour longer in autumn (Berlin, 03:00 to 02:00)',
      daily('22:00', '06:00'),
      '2026-10-24T12:00+02:00',
      '2026-10-25T12:00+01:00',
      9 * hour,
    ],
    [
      'hours inside the gap do not come',
      daily('02:00', '03:00'),
      '2026-03-29T00:00+01:00',
      '2026-03-29T12:00+02:00',
      0,
    ],
    [
      'hours that start in the gap start after it',
      daily('02:30', '04:00'),
      '2026-03-29T00:00+01:00',
      '2026-03-29T12:00+02:00',
      hour,
    ],
    [
      'hours that end in the gap end before it',
      daily('01:00', '02:30'),
      '2026-03-29T00:00+01:00',
      '2026-03-29T12:00+02:00',
      hour,
    ],
    [
      'hours that come twice count twice',
      daily('02:00', '03:00'),
      '2026-10-25T00:00+02:00',
      '2026-10-25T12:00+01:00',
      2 * hour,
    ],
    [
      'in Cairo, where midnight of a Friday does not come',
      daily('00:00', '02:00', { timeZone: 'Africa/Cairo' }),
      '2026-04-23T12:00+02:00',
      '2026-04-24T12:00+03:00',
      hour,
    ],
    [
      'in Cairo, where a Thursday ends twice',
      daily('23:00', '24:00', { timeZone: 'Africa/Cairo' }),
      '2026-10-29T12:00+03:00',
      '2026-10-30T12:00+02:00',
      2 * hour,
    ],
    [
      'on Lord Howe Island, where they move by half an hour',
      daily('01:00', '03:00', { timeZone: 'Australia/Lord_Howe' }),
      '2026-04-04T12:00Z',
      '2026-04-04T20:00Z',
      150 * minute,
    ],
    [
      'in Apia, which has no 30 December 2011',
      daily('09:00', '18:00', { timeZone: 'Pacific/Apia' }),
      '2011-12-29T00:00-10:00',
      '2012-01-01T00:00+14:00',
      18 * hour,
    ],
  ];
  test.each(between)('%s', (_, hours, a, b, expected) =>
    expect(workingTimeBetween(hours, at(a), at(b))).toBe(expected),
  );

  test('an opening inside the gap is the first moment after it', () => {
    expect(nextOpening(daily('02:30', '04:00'), at('2026-03-29T00:00+01:00'))).toBe(at('2026-03-29T03:00+02:00'));
  });

  test('an opening keeps to the wall clock from winter to summer', () => {
    expect(nextOpening(workdays, at('2026-03-27T18:00+01:00'))).toBe(at('2026-03-30T09:00+02:00'));
  });

  test('what comes twice opens again', () => {
    const hours = daily('02:00', '02:30');
    expect(nextChange(hours, at('2026-10-25T02:10+02:00'))).toBe(at('2026-10-25T02:30+02:00'));
    expect(nextOpening(hours, at('2026-10-25T02:30+02:00'))).toBe(at('2026-10-25T02:00+01:00'));
  });
});

test('where a date ends twice (St. John’s, a minute past midnight), a line open round the clock does not notice', () => {
  const hours = daily('00:00', '24:00', { timeZone: 'America/St_Johns' });
  expect(workingTimeBetween(hours, at('2010-11-01T00:00Z'), at('2010-11-14T00:00Z'))).toBe(13 * day);
  expect(nextChange(hours, at('2010-11-07T02:30Z'))).toBeNull();
});
