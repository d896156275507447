import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/seeded-random.ts';
import { splitText } from './split-text.ts';

describe('splitText', () => {
  it.each([
    ['leaves a text that fits as it is', ' hello ', 10, [' hello ']],
    ['gives nothing for whitespace', ' \n ', 10, []],
    ['cuts between paragraphs first', 'one two\n\nthree four', 12, ['one two', 'three four']],
    ['cuts between lines where no paragraph ends', 'one two\nthree four', 12, ['one two', 'three four']],
    ['does not waste a piece on a short first line', 'a\nbbb ccc ddd', 10, ['a\nbbb ccc', 'ddd']],
    ['cuts between words', 'one two three', 8, ['one two', 'three']],
    ['uses a piece to its last character', 'four five', 4, ['four', 'five']],
    ['cuts a word that fits nowhere', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['keeps a surrogate pair together', 'ab😀cd', 3, ['ab', '😀c', 'd']],
  ])('%s', (_, text, limit, pieces) => {
    expect(splitText(text, limit)).toEqual(pieces);
  });

  it.each([1, 0, -5, 2.5, Number.NaN])('refuses a limit of %s', (limit) => {
    expect(() => splitText('text', limit)).toThrow(RangeError);
  });

  it('loses nothing but whitespace at the cuts, whatever the text', () => {
    const random = seededRandom(20);
    const alphabet = ['a', 'b', 'ж', '😀', '👨‍👩‍👧', ' ', ' ', '\n', '\n\n', '\t', 'long-word', '\u00a0'];
    for (let run = 0; run < 2_000; run++) {
      const length = Math.floor(random() * 60);
      let text = '';
      for (let index = 0; index < length; index++) text += alphabet[Math.floor(random() * alphabet.length)];
      const limit = 2 + Math.floor(random() * 30);
      const pieces = splitText(text, limit);

      let from = 0;
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(limit);
        expect(piece.trim()).not.toBe('');
        expect(piece.isWellFormed()).toBe(true);
        const at = text.indexOf(piece, from);
        expect(text.slice(from, at).trim()).toBe('');
        from = at + piece.length;
      }
      expect(text.slice(from).trim()).toBe('');
    }
  });
});
