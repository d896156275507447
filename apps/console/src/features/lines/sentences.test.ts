import { describe, expect, test } from 'vitest';

import {
  lineCards,
  linePaths,
  newLineSettings,
  withChanges,
  type LineChanges,
  type LineSettings,
} from '@switchboard/domain/line';

import { wordsIn } from './line-words.ts';
import { followed, sentencesOf } from './sentences.ts';

const ann = '018f0000-0000-7000-8000-000000000001';
const line = newLineSettings(ann);
const everything = withChanges(line, {
  'queue.distribution': 'strictly',
  'queue.limit': 5,
  'hours.schedule': true,
  'hours.exceptions': [{ date: '2027-01-01', name: 'New Year', intervals: [] }],
  'agreement.ask': true,
  'autoActions.unanswered.then': 'text',
  'autoActions.clientSilent.then': 'text',
  'bot.first': true,
  'kpi.first.seconds': 90,
  'kpi.first.notify': true,
  'kpi.first.whom': [ann],
  'kpi.further.minutes': 10,
});
const named = { people: [], departments: [], lineName: 'Sales' };
const told = (settings: LineSettings, language: 'en' | 'ru' = 'en') => sentencesOf(settings, wordsIn(language, named));

describe.each(['en', 'ru'] as const)('in %s', (language) => {
  test('every setting is told', () => {
    const sentences = Object.values(told(everything, language)).flat();
    expect([...new Set(sentences.flatMap(({ paths }) => paths))].sort()).toEqual([...linePaths].sort());
  });
  test.each([
    ['as a new line has it', line],
    ['with everything on', everything],
  ])('every sentence is one: %s', (_, settings) => {
    for (const { text } of Object.values(told(settings, language)).flat()) {
      expect(text).toMatch(/^[A-ZА-ЯЁ0-9].*[.!?”»]$/su);
      expect(text).not.toMatch(/\{(?!client\.name\})|undefined|howItWorks/);
    }
  });
  test('a sentence tells settings of its own card', () => {
    for (const [card, sentences] of Object.entries(told(everything, language)))
      for (const { paths } of sentences)
        for (const path of paths) expect(lineCards[card as keyof typeof lineCards]).toContain(path);
  });
});

const cases: [string, LineChanges, keyof typeof lineCards, string][] = [
  [
    'the time before the next is told where it plays a part',
    { 'queue.distribution': 'evenly', 'queue.offerMinutes': 90 },
    'queue.distribution',
    'Not accepted within 1 hour 30 minutes, it goes to the next',
  ],
  ['the limit is not told where all are asked', { 'queue.limit': 5 }, 'queue.load', 'There is no limit'],
  ['a goal in seconds', { 'kpi.first.seconds': 45 }, 'kpi.first', 'due within 45 seconds'],
  ['a goal in whole minutes', { 'kpi.first.seconds': 120 }, 'kpi.first', 'due within 2 minutes'],
  [
    'a week by its days',
    { 'hours.schedule': true, 'hours.timeZone': 'Europe/Berlin' },
    'hours.schedule',
    'open Mon–Fri 09:00–18:00, by the clock of Europe/Berlin',
  ],
  [
    'a line that says nothing at finishing',
    { 'autoActions.finishing.then': 'nothing', 'rating.ask': false },
    'autoActions.finishing',
    'closes at once',
  ],
  [
    'days of silence in days',
    { 'autoActions.clientSilent.hours': 168 },
    'autoActions.clientSilent',
    'silent for 7 days',
  ],
];
test.each(cases)('%s', (_, changes, card, part) => {
  const sentences = told(withChanges(line, changes))[card].map(({ text }) => text);
  expect(sentences.join(' ')).toContain(part);
});

test('nothing is said to wait for a consent that is not asked', () => {
  const consent = (changes: LineChanges) => told(withChanges(line, changes))['agreement.consent'].length;
  expect([consent({}), consent({ 'agreement.ask': true })]).toEqual([1, 3]);
});

test('what waits for a part that is not there yet is left out', () => {
  const sentences = told(everything);
  expect(followed(sentences['bot.first'])).toEqual([]);
  expect(followed(sentences['queue.members'])).toHaveLength(1);
});
