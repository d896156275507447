import { expect, test } from 'vitest';

import { secondsInWords } from './figure-words.ts';

test.each([
  [0, '0 s'],
  [45, '45 s'],
  [60, '1 min'],
  [125, '2 min 5 s'],
  [599, '9 min 59 s'],
  [725, '12 min'],
  [3_600, '1 h'],
  [12_059, '3 h 20 min'],
  [86_400, '1 d'],
  [187_300, '2 d 4 h'],
])('%d seconds are %s', (seconds, words) => {
  const units = { seconds: 's', minutes: 'min', hours: 'h', days: 'd' };
  expect(secondsInWords((unit, n) => `${n} ${units[unit]}`, seconds)).toBe(words);
});
