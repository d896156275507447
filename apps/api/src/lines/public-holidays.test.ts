import { hoursSettings, isOpen, type HoursException } from '@switchboard/domain/hours';
import { describe, expect, test } from 'vitest';

import { countries, mostYears, publicHolidays } from './public-holidays.ts';

function holidaysOf(...asked: Parameters<typeof publicHolidays>): HoursException[] {
  const found = publicHolidays(...asked);
  if ('refused' in found) throw new Error(found.refused);
  return found.exceptions;
}
const dates = (exceptions: HoursException[]) => exceptions.map(({ date }) => date);
const nameOn = (date: string, exceptions: HoursException[]) => exceptions.find((each) => each.date === date)?.name;

describe('the public holidays of 2026', () => {
  test('of Russia, with every date of the New Year’s holidays and the Monday after 8 March', () => {
    const russia = holidaysOf('RU', 2026, 2026, 'ru');
    expect(dates(russia)).toEqual([
      ...['01', '02', '03', '04', '05', '06', '07', '08'].map((date) => `2026-01-${date}`),
      '2026-02-23',
      '2026-03-08',
      '2026-03-09',
      '2026-05-01',
      '2026-05-09',
      '2026-06-12',
      '2026-11-04',
    ]);
    expect(nameOn('2026-01-05', russia)).toBe('Новогодние каникулы');
    expect(nameOn('2026-01-07', russia)).toBe('Рождество Христово');
  });

  test('of Kazakhstan, those on a weekend with the days given for them', () => {
    const kazakhstan = holidaysOf('KZ', 2026, 2026, 'ru');
    expect(dates(kazakhstan)).toEqual(
      expect.arrayContaining([
        '2026-01-01',
        '2026-01-02',
        '2026-01-07',
        '2026-03-08',
        '2026-03-09',
        '2026-03-21',
        '2026-03-22',
        '2026-03-23',
        '2026-05-01',
        '2026-05-07',
        '2026-05-09',
        '2026-05-11',
        '2026-05-27',
        '2026-07-06',
        '2026-10-25',
        '2026-12-16',
      ]),
    );
    expect(nameOn('2026-03-09', kazakhstan)).toBe('Международный женский день');
    expect(nameOn('2026-03-09', holidaysOf('KZ', 2026, 2026, 'en'))).toContain('substitute day');
  });

  test('of Germany, the whole country’s only', () => {
    const germany = holidaysOf('DE', 2026, 2026, 'en');
    expect(dates(germany)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-10-03',
      '2026-12-25',
      '2026-12-26',
    ]);
    expect(nameOn('2026-04-03', germany)).toBe('Good Friday');
  });

  test('of Turkey, three and a half days being three', () => {
    expect(dates(holidaysOf('TR', 2026, 2026, 'en')).filter((date) => date.startsWith('2026-03'))).toEqual([
      '2026-03-20',
      '2026-03-21',
      '2026-03-22',
    ]);
  });

  test('of China, without the afternoon given to some on 8 March', () => {
    const china = dates(holidaysOf('CN', 2026, 2026, 'en'));
    expect(china).toContain('2026-05-01');
    expect(china).not.toContain('2026-03-08');
  });
});

test('several years are in order, both ends included', () => {
  const years = dates(holidaysOf('RU', 2026, 2028, 'ru')).map((date) => date.slice(0, 4));
  expect([...new Set(years)]).toEqual(['2026', '2027', '2028']);
});

test('as many years as may be asked for are exceptions a line accepts and is closed on', () => {
  const exceptions = holidaysOf('KZ', 2026, 2026 + mostYears - 1, 'ru');
  const hours = hoursSettings.parse({ schedule: true, timeZone: 'Asia/Almaty', exceptions });
  expect(isOpen(hours, Date.parse('2026-05-07T12:00+05:00'))).toBe(false);
  expect(isOpen(hours, Date.parse('2026-05-08T12:00+05:00'))).toBe(true);
});

describe('refuses', () => {
  test.each([
    ['a country nobody knows', 'XX'],
    ['no country', ''],
    ['a word every object knows', 'toString'],
    ['a country not by its code', 'Russia'],
  ])('%s', (_, country) => {
    expect(publicHolidays(country, 2026, 2026, 'en')).toEqual({ refused: 'country-unknown' });
  });

  test.each([
    ['years the wrong way round', 2027, 2026],
    ['a part of a year', 2026.5, 2027],
    ['no years', Number.NaN, 2026],
    ['more years than a line could hold', 2026, 2026 + mostYears],
  ])('%s', (_, from, to) => {
    expect(publicHolidays('RU', from, to, 'en')).toEqual({ refused: 'years-out-of-range' });
  });
});

test('countries have their names in the language and stand in its order', () => {
  const inRussian = countries('ru');
  expect(inRussian).toContainEqual({ country: 'DE', name: 'Германия' });
  expect(inRussian[0]).toEqual({ country: 'AU', name: 'Австралия' });
  expect(countries('en')).toContainEqual({ country: 'DE', name: 'Germany' });
});
