import { describe, expect, test } from 'vitest';

import type { HoursException } from '@switchboard/domain/hours';

import { exceptionOn, inOrder, monthAfter, past, weeksOf, withException, withImported } from './exceptions-draft.ts';

const closed = (date: string, name?: string): HoursException => ({ date, intervals: [], ...(name ? { name } : {}) });

describe('a month in weeks from Monday to Sunday', () => {
  test.each([
    ['2026-02', 5, '2026-01-26', '2026-03-01'],
    ['2027-02', 4, '2027-02-01', '2027-02-28'],
    ['2026-08', 6, '2026-07-27', '2026-09-06'],
  ])('%s', (month, weeks, first, last) => {
    const shown = weeksOf(month);
    expect(shown).toHaveLength(weeks);
    expect(shown[0]?.[0]).toEqual({ date: first, within: first.startsWith(month) });
    expect(shown.at(-1)?.at(-1)).toEqual({ date: last, within: last.startsWith(month) });
  });
});

test('months follow each other over the year', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-05', 12)]).toEqual([
    '2027-01',
    '2025-12',
    '2027-05',
  ]);
});

test('a date of its own goes before one of every year', () => {
  const list = [closed('01-01', 'New Year'), closed('2027-01-01', 'This time')];
  expect(exceptionOn(list, '2027-01-01')?.name).toBe('This time');
  expect(exceptionOn(list, '2028-01-01')?.name).toBe('New Year');
  expect(exceptionOn(list, '2028-01-02')).toBeUndefined();
});

test('a day that becomes one of every year takes the place of its date', () => {
  expect(withException([closed('2027-05-09')], closed('05-09'), '2027-05-09')).toEqual([closed('05-09')]);
});

test('an import leaves what is there, and adds in order', () => {
  const { exceptions, added } = withImported(
    [closed('2027-01-01', 'Ours')],
    [closed('2027-01-01', 'Theirs'), closed('2026-12-25')],
  );
  expect(added).toBe(1);
  expect(exceptions).toEqual([closed('2026-12-25'), closed('2027-01-01', 'Ours')]);
});

test('an import stops at the most a line has', () => {
  const full = Array.from({ length: 499 }, (_, index) => closed(`${1500 + index}-01-01`));
  expect(withImported(full, [closed('2027-01-01'), closed('2027-01-02')]).added).toBe(1);
});

test('what is over is dated before today', () => {
  expect(past([closed('01-01'), closed('2026-01-01'), closed('2026-12-31')], '2026-06-01')).toEqual([
    closed('2026-01-01'),
  ]);
  expect(inOrder([closed('2026-01-01'), closed('12-31')])[0]?.date).toBe('12-31');
});
