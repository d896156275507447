import { expect, test } from 'vitest';

import { wordsIn } from './words.ts';

test.each([
  ['Where is it?', ['Where', 'is', 'it']],
  ['  «доставка», завтра! ', ['доставка', 'завтра']],
  ['olga@example.test #1024', ['olga@example.test', '1024']],
  [`' | & ! <-> :*`, []],
  ['a b c d e f g h i j k l', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']],
  ['x'.repeat(300), ['x'.repeat(100)]],
])('of what is searched for the words are taken: %s', (search, words) => {
  expect(wordsIn(search)).toEqual(words);
});
