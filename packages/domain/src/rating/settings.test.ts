import { expect, test } from 'vitest';

import { ratingSettings, ratingToSave } from './index.ts';

test('a new line asks for a rating, in live chat also during the dialog, and awaits it for a day', () => {
  expect(ratingSettings.parse({})).toEqual({
    ask: true,
    duringDialog: true,
    liveChat: { ask: '', good: '', bad: '' },
    others: { ask: '', good: '', bad: '' },
    closeAfter: false,
    limitDays: 1,
  });
});

const written = { liveChat: { ask: 'How was it?' }, others: { ask: 'Send 1 or 0' } };

test.each([
  ['in live chat', { liveChat: { good: 'Thanks' } }, 'liveChat.ask', 'rating.liveChat.ask.empty'],
  ['elsewhere', { others: { bad: 'Sorry' } }, 'others.ask', 'rating.others.ask.empty'],
])('the request %s has words', (_, given, field, message) => {
  const issues = ratingToSave.safeParse({ ...written, ...given }).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[field, message]]);
});

test.each([
  ['no thank-yous', written],
  ['no words where nobody is asked', { ask: false }],
  ['a limit of thirty days', { ...written, limitDays: 30 }],
  ['no limit', { ...written, limitDays: null }],
])('may have %s', (_, given) => {
  expect(ratingToSave.parse(given)).toMatchObject(given);
});

test.each([
  ['none', 0],
  ['more than thirty', 31],
  ['a half', 0.5],
])('a limit of %s days is refused', (_, limitDays) => {
  const issues = ratingSettings.safeParse({ limitDays }).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
    ['limitDays', 'rating.limitDays.range'],
  ]);
});
