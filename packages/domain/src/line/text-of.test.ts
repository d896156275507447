import { describe, expect, test } from 'vitest';

import { ann } from '../testing/ids.ts';
import { defaultTexts, lineTexts } from '../text/index.ts';

import { lineSettings, newLineSettings, textOf } from './index.ts';

const texts = defaultTexts.en;
const line = newLineSettings(ann);
const changed = (given: Record<string, object>) =>
  lineSettings.parse({
    ...line,
    ...Object.fromEntries(
      Object.entries(given).map(([tab, fields]) => [tab, { ...line[tab as 'autoActions'], ...fields }]),
    ),
  });

describe('a new line', () => {
  test.each([
    ['welcomes', 'welcome', texts.welcome],
    ['says that it is outside hours', 'outside-hours', texts.outsideHours],
    ['says nothing when nobody answers', 'no-answer', null],
    ['says goodbye', 'closing', texts.closing],
    ['leaves a silent client without a word', 'client-silent', null],
    ['leaves the consent text to the agreement', 'consent', null],
  ] as const)('%s', (_, what, text) => expect(textOf(line, what, 'text')).toBe(text));
});

describe('a rating has its own words in live chat, and none in a group', () => {
  const own = changed({
    rating: {
      liveChat: { ask: 'Press a button', good: 'Great', bad: 'Pity' },
      others: { ask: 'Send 1 or 0', good: 'Thank you', bad: 'Sorry' },
    },
  });
  test.each([
    ['live-chat', ['Press a button', 'Great', 'Pity']],
    ['buttons', ['Send 1 or 0', 'Thank you', 'Sorry']],
    ['text', ['Send 1 or 0', 'Thank you', 'Sorry']],
    ['group', [null, null, null]],
  ] as const)('%s', (via, said) => {
    expect([textOf(own, 'rate', via), textOf(own, 'thanks-good', via), textOf(own, 'thanks-bad', via)]).toEqual(said);
  });
});

describe('what is off is not said', () => {
  const text = 'Kept';
  test.each([
    ['the welcome', { autoActions: { welcome: { on: false, when: 'each-dialog', text } } }, 'welcome'],
    ['the text outside hours', { hours: { outside: { then: 'nothing', text } } }, 'outside-hours'],
    ['the closing text', { autoActions: { finishing: { then: 'nothing', text } } }, 'closing'],
    [
      'the text to a silent client who is never silent',
      { autoActions: { clientSilent: { hours: null, then: 'text', text } } },
      'client-silent',
    ],
    ['the request to rate', { rating: { ask: false } }, 'rate'],
    ['the thanks for a rating', { rating: { ask: false } }, 'thanks-bad'],
  ] as const)('%s', (_, given, what) => expect(textOf(changed(given), what, 'live-chat')).toBeNull());
});

test.each([
  ['the no-answer text', { unanswered: { minutes: 3, then: 'text', text: 'One moment' } }, 'no-answer', 'One moment'],
  ['the text to a silent client', { clientSilent: { hours: 1, then: 'text', text: 'Bye' } }, 'client-silent', 'Bye'],
] as const)('%s is said where it is on', (_, autoActions, what, said) => {
  expect(textOf(changed({ autoActions }), what, 'group')).toBe(said);
});

test('an empty text is not said', () => {
  const bare = lineSettings.parse({ queue: line.queue });
  expect(lineTexts.map((what) => textOf(bare, what, 'live-chat'))).toEqual(lineTexts.map(() => null));
});
