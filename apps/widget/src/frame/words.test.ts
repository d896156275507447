import { describe, expect, it } from 'vitest';
import { dayName, initials, languageOf, words } from './words.ts';

describe('words', () => {
  it.each([
    [['ru-RU', 'en'], 'en', 'ru'],
    [['de', 'en-GB', 'ru'], 'ru', 'en'],
    [['de-DE', 'fr'], 'ru', 'ru'],
    [['de-DE'], undefined, 'en'],
    [[], 'ru', 'ru'],
  ] as const)('of a browser that speaks %j on a line that speaks %s are %s', (preferred, line, expected) => {
    expect(languageOf(preferred, line)).toBe(expected);
  });

  it.each([
    [1, 'Остался 1 символ', '1 character left'],
    [2, 'Осталось 2 символа', '2 characters left'],
    [21, 'Остался 21 символ', '21 characters left'],
    [100, 'Осталось 100 символов', '100 characters left'],
  ])('count %s characters', (count, ru, en) => {
    expect([words.ru.left(count), words.en.left(count)]).toEqual([ru, en]);
  });

  const now = new Date(2026, 10, 21, 12).getTime();
  it.each([
    [new Date(2026, 10, 21, 0, 1), 'Today', 'Сегодня'],
    [new Date(2026, 10, 20, 23, 59), 'Yesterday', 'Вчера'],
    [new Date(2026, 10, 1), 'November 1', '1 ноября'],
    [new Date(2025, 10, 21), 'November 21, 2025', '21 ноября 2025 г.'],
  ])('name the day %s', (day, en, ru) => {
    expect([dayName(day.getTime(), now, 'en'), dayName(day.getTime(), now, 'ru')]).toEqual([en, ru]);
  });

  it('name yesterday on the first of a month', () => {
    const first = new Date(2026, 2, 1, 12).getTime();
    expect(dayName(new Date(2026, 1, 28).getTime(), first, 'en')).toBe('Yesterday');
  });

  it.each([
    ['Anna Smith', 'AS'],
    ['анна', 'А'],
    ['Анна Мария Королёва', 'АМ'],
    ['😀 Joy', '😀J'],
    ['', ''],
  ])('stand for the picture of "%s" as %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
