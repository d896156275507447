import { expect, test } from 'vitest';

import { botSettings, botToSave } from './index.ts';

const botId = 'aaaaaaaa-0000-4000-8000-000000000001';

test('a new line has no bot; one would take each dialog, hand over after ten minutes and leave', () => {
  expect(botSettings.parse({})).toEqual({
    first: false,
    botId: null,
    when: 'each-dialog',
    handOverMinutes: 10,
    leaves: 'hand-over',
  });
});

test('whoever lets a bot go first says which', () => {
  expect(botToSave.safeParse({ first: true }).error?.issues).toMatchObject([
    { path: ['botId'], message: 'bot.botId.empty' },
  ]);
  expect(botToSave.parse({ first: true, botId })).toMatchObject({ first: true, botId });
});

test('the chosen bot is kept while it is off', () => expect(botToSave.parse({ botId })).toMatchObject({ botId }));

test.each([
  ['a minute', 1],
  ['thirty minutes', 30],
  ['never', null],
])('hands over after %s', (_, handOverMinutes) => {
  expect(botSettings.parse({ handOverMinutes }).handOverMinutes).toBe(handOverMinutes);
});

test.each([
  ['no time at all', 0],
  ['more than thirty minutes', 31],
  ['a broken minute', 1.5],
])('handing over after %s is refused', (_, handOverMinutes) => {
  const issues = botSettings.safeParse({ handOverMinutes }).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
    ['handOverMinutes', 'bot.handOverMinutes.range'],
  ]);
});
