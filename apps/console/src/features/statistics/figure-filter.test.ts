import { describe, expect, it, test } from 'vitest';

import { askedIn, dialogsOf, daysIn, figuresSearch, isNarrowed, problemOf, withFigures } from './figure-filter.ts';

const one = 'aaaaaaaa-0000-4000-8000-000000000001';
const two = 'aaaaaaaa-0000-4000-8000-000000000002';
const asked = (search: string) => askedIn(new URLSearchParams(search));
const usual = { period: { preset: 'last-30-days' }, compare: 'before' };

test.each([
  ['nothing: the last thirty days against those before', '', usual],
  ['a period from today', 'period=this-month', { ...usual, period: { preset: 'this-month' } }],
  [
    'days of one’s own',
    'period=2026-02-01..2026-02-28',
    { ...usual, period: { from: '2026-02-01', until: '2026-02-28' } },
  ],
  ['what it is compared with', 'compare=year-ago', { ...usual, compare: 'year-ago' }],
  [
    'lines, channels, operators and departments',
    `line=${one},${two}&channel=${one}&operator=${two}&department=${one}`,
    { ...usual, lines: [one, two], channels: [one], operators: [two], departments: [one] },
  ],
  ['nothing of what is not understood', 'period=always&compare=x&line=1&operator=,&sort=name', usual],
  ['the sound part of what is half understood', `line=1,${one}`, { ...usual, lines: [one] }],
])('the address tells %s', (_, search, filter) => {
  expect(asked(search)).toEqual({ filter, refused: null });
});

describe('a period that cannot be', () => {
  test.each([
    ['ends before it begins', '2026-03-02..2026-03-01', 'until', 'statistics.period.order'],
    ['is longer than ten years', '2006-01-01..2026-03-01', 'until', 'statistics.period.long'],
    ['begins on no day', '2026-02-30..2026-03-01', 'from', 'statistics.period.day'],
    ['ends on no day', '2026-02-01..2026-02-30', 'until', 'statistics.period.day'],
    ['lacks its beginning', '..2026-02-20', 'from', 'statistics.period.day'],
    ['lacks its end', '2026-02-20..', 'until', 'statistics.period.day'],
  ])('%s: said at its field, and counted as usual', (_, period, at, message) => {
    const [from, until] = period.split('..');
    expect(asked(`period=${period}`)).toEqual({ filter: usual, refused: { from, until, problem: { at, message } } });
  });

  it('is not one of a single day', () => {
    expect(problemOf('2026-03-01', '2026-03-01')).toBeNull();
  });
});

test('what figures are asked for survives the address', () => {
  for (const search of [
    '',
    'period=last-week',
    'period=2026-02-01..2026-02-28&compare=none',
    `period=this-year&line=${one},${two}&channel=${one}&operator=${two}&department=${one}&compare=year-ago`,
  ]) {
    const { filter } = asked(search);
    expect(asked(figuresSearch(filter)).filter).toEqual(filter);
  }
  expect(figuresSearch(asked('').filter)).toBe('');
});

test('a filter is changed in the address, and an empty one leaves it', () => {
  const { filter } = asked(`period=last-week&line=${one}`);
  expect(withFigures('/statistics/kpi', filter, { operators: [two] })).toBe(
    `/statistics/kpi?period=last-week&line=${one}&operator=${two}`,
  );
  expect(withFigures('/statistics', filter, { lines: [], period: { preset: 'last-30-days' } })).toBe('/statistics');
});

test('a list behind a figure is narrowed as the figure is', () => {
  const { filter } = asked(`period=last-week&line=${one}&compare=year-ago`);
  expect(isNarrowed(filter)).toBe(true);
  expect(dialogsOf(filter, { facets: ['missed'], lines: [two] })).toEqual({
    period: { preset: 'last-week' },
    lines: [two],
    facets: ['missed'],
  });
});

test.each([
  ['a day', '2026-02-10', 'day', { from: '2026-02-10', until: '2026-02-10' }],
  ['a week', '2026-02-09', 'week', { from: '2026-02-09', until: '2026-02-15' }],
  ['a week that began before', '2026-01-26', 'week', { from: '2026-02-01', until: '2026-02-01' }],
  ['a month that goes on', '2026-02-01', 'month', { from: '2026-02-01', until: '2026-02-20' }],
] as const)('a point of the course opens the days of the period in %s', (_, stretch, grain, days) => {
  expect(daysIn(stretch, grain, { from: '2026-02-01', until: '2026-02-20' })).toEqual(days);
});

test('a month ends with its last day', () => {
  const days = { from: '2025-01-01', until: '2026-12-31' };
  expect(daysIn('2026-01-01', 'month', days).until).toBe('2026-01-31');
  expect(daysIn('2026-02-01', 'month', days).until).toBe('2026-02-28');
  expect(daysIn('2025-12-01', 'month', days).until).toBe('2025-12-31');
});
