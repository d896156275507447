import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { words } from './words.ts';

const onScreen = (language: 'en' | 'ru', subject: string): Record<string, unknown> =>
  JSON.parse(
    readFileSync(new URL(`../../../console/src/messages/${language}/${subject}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>;
/** What stands alone on the screen begins with a capital, and in a cell of a file with a small letter. */
const small = (said: unknown) =>
  Object.fromEntries(Object.entries(said as Record<string, string>).map(([id, one]) => [id, one.toLowerCase()]));

describe.each(['en', 'ru'] as const)('what files say in the language %s', (language) => {
  test('names their columns as the list on the screen does', () => {
    expect(words[language].columns).toEqual(onScreen(language, 'dialogColumns'));
  });

  test('tells channels, ratings and why dialogs closed as the list on the screen does', () => {
    const { channel, vote, reason } = onScreen(language, 'dialogs');
    expect(words[language].channel).toEqual(channel);
    expect(small(words[language].vote)).toEqual(small(vote));
    expect(small(words[language].reason)).toEqual(small(reason));
  });
});
