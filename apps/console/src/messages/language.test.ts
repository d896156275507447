import { describe, expect, it } from 'vitest';

import { preferred } from './language.ts';

describe('the language a browser asks for', () => {
  it.each([
    ['takes the first of ours', 'de-DE,de;q=0.9,ru;q=0.8,en;q=0.7', 'ru'],
    ['follows quality, not order', 'en;q=0.3, ru;q=0.9', 'ru'],
    ['understands regions', 'ru-RU', 'ru'],
    ['skips what is refused', 'ru;q=0, en;q=0.1', 'en'],
    ['falls back to English', 'ja,zh;q=0.5', 'en'],
    ['falls back to English where nothing is asked', null, 'en'],
    ['survives nonsense', ';;q=,,x', 'en'],
  ])('%s', (_, accept, language) => {
    expect(preferred(accept)).toBe(language);
  });
});
