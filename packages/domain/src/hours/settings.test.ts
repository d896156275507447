import { describe, expect, test } from 'vitest';

import { hoursSettings, mostExceptions } from './index.ts';

const nineToSix = [{ from: '09:00', to: '18:00' }];
const night = { from: '22:00', to: '02:00' };

test('a new line has the defaults of the product', () => {
  expect(hoursSettings.parse({})).toEqual({
    schedule: false,
    timeZone: 'UTC',
    week: {
      monday: nineToSix,
      tuesday: nineToSix,
      wednesday: nineToSix,
      thursday: nineToSix,
      friday: nineToSix,
      saturday: [],
      sunday: [],
    },
    exceptions: [],
    outside: { then: 'text', text: '' },
  });
});

const noWeek = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const on = (date: string, ...intervals: unknown[]) => ({ date, intervals });

describe('what is wrong is said at the field', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['a zone nobody knows', { timeZone: 'Europe/Atlantis' }, 'timeZone', 'hours.timeZone.unknown'],
    ['an offset, which is no zone', { timeZone: '+03:00' }, 'timeZone', 'hours.timeZone.unknown'],
    ['no zone', { timeZone: '' }, 'timeZone', 'hours.timeZone.unknown'],
    ['no time', { week: { monday: [{ from: '', to: '10:00' }] } }, 'week.monday.0.from', 'hours.interval.time'],
    [
      'a 61st minute',
      { week: { monday: [{ from: '09:60', to: '10:00' }] } },
      'week.monday.0.from',
      'hours.interval.time',
    ],
    [
      'a start at 24:00',
      { week: { monday: [{ from: '24:00', to: '10:00' }] } },
      'week.monday.0.from',
      'hours.interval.time',
    ],
    [
      'an end at 24:01',
      { week: { monday: [{ from: '09:00', to: '24:01' }] } },
      'week.monday.0.to',
      'hours.interval.time',
    ],
    [
      'an end at the start',
      { week: { monday: [{ from: '09:00', to: '09:00' }] } },
      'week.monday.0',
      'hours.interval.empty',
    ],
    [
      'a whole day as 00:00–00:00',
      { week: { sunday: [{ from: '00:00', to: '00:00' }] } },
      'week.sunday.0',
      'hours.interval.empty',
    ],
    [
      'more than twelve intervals a day',
      { week: { monday: Array.from({ length: 13 }, (_, i) => ({ from: `0${i % 10}:00`, to: `0${i % 10}:30` })) } },
      'week.monday',
      'hours.intervals.tooMany',
    ],
    [
      'intervals that overlap',
      {
        week: {
          monday: [
            { from: '09:00', to: '13:01' },
            { from: '13:00', to: '18:00' },
          ],
        },
      },
      'week.monday.1',
      'hours.week.overlap',
    ],
    [
      'the later of two that overlap, however they are listed',
      {
        week: {
          monday: [
            { from: '13:00', to: '18:00' },
            { from: '09:00', to: '13:01' },
          ],
        },
      },
      'week.monday.0',
      'hours.week.overlap',
    ],
    [
      'a night that runs into the next day’s hours',
      { week: { monday: [night], tuesday: [{ from: '01:59', to: '10:00' }] } },
      'week.tuesday.0',
      'hours.week.overlap',
    ],
    [
      'Sunday’s night that runs into Monday’s hours',
      { week: { sunday: [night], monday: [{ from: '00:00', to: '10:00' }] } },
      'week.monday.0',
      'hours.week.overlap',
    ],
    ['30 February', { exceptions: [on('2026-02-30')] }, 'exceptions.0.date', 'hours.exceptions.date'],
    ['30 February of every year', { exceptions: [on('02-30')] }, 'exceptions.0.date', 'hours.exceptions.date'],
    [
      '29 February of a year that has none',
      { exceptions: [on('2027-02-29')] },
      'exceptions.0.date',
      'hours.exceptions.date',
    ],
    ['29 February of 2100', { exceptions: [on('2100-02-29')] }, 'exceptions.0.date', 'hours.exceptions.date'],
    ['a thirteenth month', { exceptions: [on('13-01')] }, 'exceptions.0.date', 'hours.exceptions.date'],
    ['the day before the first', { exceptions: [on('05-00')] }, 'exceptions.0.date', 'hours.exceptions.date'],
    ['a date written another way', { exceptions: [on('1.5.2026')] }, 'exceptions.0.date', 'hours.exceptions.date'],
    [
      'the same date twice',
      { exceptions: [on('2026-05-01'), on('2026-05-01', night)] },
      'exceptions.1.date',
      'hours.exceptions.twice',
    ],
    [
      'the same repeating date twice',
      { exceptions: [on('05-01'), on('05-01')] },
      'exceptions.1.date',
      'hours.exceptions.twice',
    ],
    [
      'own hours that overlap',
      { exceptions: [on('05-01', { from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' })] },
      'exceptions.0.intervals.1',
      'hours.exceptions.overlap',
    ],
    [
      'too long a name',
      { exceptions: [{ date: '05-01', name: 'x'.repeat(101) }] },
      'exceptions.0.name',
      'hours.exceptions.nameLong',
    ],
    [
      'too many exceptions',
      { exceptions: Array.from({ length: mostExceptions + 1 }, (_, i) => on(`${2000 + i}-05-01`)) },
      'exceptions',
      'hours.exceptions.tooMany',
    ],
    ['too long a text', { outside: { text: 'x'.repeat(2001) } }, 'outside.text', 'hours.outside.textLong'],
    [
      'a schedule that never opens',
      { schedule: true, week: noWeek, exceptions: [on('01-01')] },
      'week',
      'hours.week.empty',
    ],
  ];
  test.each(cases)('%s', (_, given, field, message) => {
    const issues = hoursSettings.safeParse(given).error?.issues.map((issue) => [issue.path.join('.'), issue.message]);
    expect(issues).toEqual([[field, message]]);
  });
});

test('every interval inside a longer one is named', () => {
  const monday = [
    { from: '09:00', to: '20:00' },
    { from: '10:00', to: '11:00' },
    { from: '12:00', to: '13:00' },
  ];
  const issues = hoursSettings.safeParse({ week: { monday } }).error?.issues;
  expect(issues?.map((issue) => issue.path.join('.'))).toEqual(['week.monday.1', 'week.monday.2']);
});

test.each<[string, Record<string, unknown>]>([
  ['a zone by either of its names', { timeZone: 'Asia/Kathmandu' }],
  [
    'intervals that touch',
    {
      week: {
        ...noWeek,
        monday: [
          { from: '09:00', to: '13:00' },
          { from: '13:00', to: '18:00' },
        ],
      },
    },
  ],
  [
    'a whole day',
    { week: { ...noWeek, monday: [{ from: '00:00', to: '24:00' }], tuesday: [{ from: '00:00', to: '24:00' }] } },
  ],
  [
    'a night that ends where the next day’s hours begin',
    { week: { ...noWeek, sunday: [night], monday: [{ from: '02:00', to: '10:00' }] } },
  ],
  ['a night until midnight', { week: { ...noWeek, friday: [{ from: '18:00', to: '00:00' }] } }],
  ['29 February of every year', { exceptions: [on('02-29')] }],
  ['a date with a year beside the repeating one', { exceptions: [on('2026-05-01'), on('05-01')] }],
  ['own hours past midnight', { exceptions: [on('12-31', night)] }],
  ['a schedule open on one date only', { schedule: true, week: noWeek, exceptions: [on('2026-05-01', night)] }],
  ['a week without an hour while the schedule is off', { week: noWeek }],
])('accepts %s', (_, given) => {
  expect(hoursSettings.parse(given)).toMatchObject(given);
});
