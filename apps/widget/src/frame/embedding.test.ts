import { describe, expect, it } from 'vitest';
import { withinLimits } from './embedding.ts';

describe('the page as the server takes it', () => {
  it.each([
    ['a page', 'https://shop.example/cart?x=1#y', 'Cart', { url: 'https://shop.example/cart?x=1#y', title: 'Cart' }],
    [
      'a long query',
      `https://shop.example/cart?${'x'.repeat(2000)}`,
      '',
      { url: 'https://shop.example/cart', title: '' },
    ],
    ['a long path', `https://shop.example/${'x'.repeat(2000)}`, '', null],
    [
      'a long title',
      'https://shop.example/',
      'x'.repeat(400),
      { url: 'https://shop.example/', title: 'x'.repeat(300) },
    ],
    ['no address', 'cart', '', null],
  ])('%s', (_, url, title, expected) => {
    expect(withinLimits({ url, title })).toEqual(expected);
  });
});
