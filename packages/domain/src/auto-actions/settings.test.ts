import { describe, expect, test } from 'vitest';

import { autoActionsSettings, autoActionsToSave } from './index.ts';

test('a new line welcomes at first contact, marks after three minutes, closes in full after an hour, and gives a client a day', () => {
  expect(autoActionsSettings.parse({})).toEqual({
    welcome: { on: true, when: 'first-contact', text: '' },
    unanswered: { minutes: 3, then: 'nothing', text: '' },
    finishing: { then: 'text', text: '' },
    fullClosingMinutes: 60,
    clientSilent: { hours: 24, then: 'close', text: '' },
    quickRepliesId: null,
    typingWatch: true,
  });
});

const written = { welcome: { text: 'Hello!' }, finishing: { text: 'Goodbye!' } };

describe('a text that would be sent is not empty', () => {
  test.each([
    ['the welcome', { welcome: { on: true } }, 'welcome.text', 'autoActions.welcome.text.empty'],
    ['the welcome of spaces', { welcome: { text: ' \n ' } }, 'welcome.text', 'autoActions.welcome.text.empty'],
    ['the no-answer text', { unanswered: { then: 'text' } }, 'unanswered.text', 'autoActions.unanswered.text.empty'],
    ['the closing text', { finishing: { then: 'text' } }, 'finishing.text', 'autoActions.finishing.text.empty'],
    [
      'the text to a silent client',
      { clientSilent: { then: 'text' } },
      'clientSilent.text',
      'autoActions.clientSilent.text.empty',
    ],
  ])('%s', (_, given, field, message) => {
    const issues = autoActionsToSave.safeParse({ ...written, ...given }).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[field, message]]);
  });
});

test.each([
  ['the welcome is off', { welcome: { on: false } }],
  ['nothing follows the time to unanswered', { unanswered: { then: 'nothing' } }],
  ['nothing is said at finishing', { finishing: { then: 'nothing' } }],
  ['a silent client’s dialog closes without a word', { clientSilent: { then: 'close' } }],
  ['a silent client’s dialog is left alone', { clientSilent: { hours: null, then: 'text' } }],
])('an empty text may stay where %s', (_, given) => {
  expect(autoActionsToSave.parse({ ...written, ...given })).toMatchObject(given);
});

test('a stored text may be empty: it is read, and not sent', () => {
  expect(autoActionsSettings.parse({ welcome: { on: true, text: '' } }).welcome.text).toBe('');
});

describe('what is wrong is said at the field', () => {
  test.each([
    ['no time to unanswered', { unanswered: { minutes: 0 } }, 'autoActions.unanswered.minutes.range'],
    ['more than twelve hours to it', { unanswered: { minutes: 721 } }, 'autoActions.unanswered.minutes.range'],
    ['a broken minute', { unanswered: { minutes: 2.5 } }, 'autoActions.unanswered.minutes.range'],
    ['a time to full closing that is not offered', { fullClosingMinutes: 3 }, 'autoActions.fullClosingMinutes.unknown'],
    ['a silence that is not offered', { clientSilent: { hours: 2 } }, 'autoActions.clientSilent.hours.unknown'],
    ['a text of more than 2000 characters', { welcome: { text: 'x'.repeat(2001) } }, 'text.long'],
  ])('%s', (_, given, message) => {
    const issues = autoActionsSettings.safeParse(given).error?.issues ?? [];
    expect(issues.map((issue) => issue.message)).toEqual([message]);
  });
});

test.each([0, 1, 2, 5, 10, 30, 60, 1440])('full closing after %i minutes is offered', (fullClosingMinutes) => {
  expect(autoActionsSettings.parse({ fullClosingMinutes })).toMatchObject({ fullClosingMinutes });
});

test.each([null, 1, 4, 8, 24, 48, 168, 744])('a silence of %s hours is offered', (hours) => {
  expect(autoActionsSettings.parse({ clientSilent: { hours } }).clientSilent.hours).toBe(hours);
});
