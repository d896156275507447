import { describe, expect, it } from 'vitest';
import { pieces } from './links.ts';

const links = (text: string): [string, string][] =>
  pieces(text).flatMap(({ text: said, href }) => (href === undefined ? [] : [[said, href]]));

describe('pieces', () => {
  it.each([
    [
      'an address',
      'see https://shop.example/a?b=1#c now',
      [['https://shop.example/a?b=1#c', 'https://shop.example/a?b=1#c']],
    ],
    [
      'the end of a sentence',
      'It is at https://shop.example/a.',
      [['https://shop.example/a', 'https://shop.example/a']],
    ],
    ['brackets around', '(https://shop.example/a)', [['https://shop.example/a', 'https://shop.example/a']]],
    ['brackets within', 'https://a.example/x_(y)', [['https://a.example/x_(y)', 'https://a.example/x_(y)']]],
    [
      'Russian around',
      'Смотрите: https://магазин.рф/заказ!',
      [['https://магазин.рф/заказ', new URL('https://магазин.рф/заказ').href]],
    ],
    ['www', 'www.shop.example', [['www.shop.example', 'https://www.shop.example/']]],
    ['mail', 'Write to help@shop.example.', [['help@shop.example', 'mailto:help@shop.example']]],
    [
      'two',
      'http://a.example http://b.example',
      [
        ['http://a.example', 'http://a.example/'],
        ['http://b.example', 'http://b.example/'],
      ],
    ],
    ['a script', 'javascript:alert(1)', []],
    ['data', 'data:text/html,<b>', []],
    ['an address without a host', 'https:// x', []],
    ['markup', '<a href="https://a.example">x</a>', [['https://a.example', 'https://a.example/']]],
    ['nothing', 'Order 4417', []],
  ] as [string, string, [string, string][]][])('%s', (_, text, expected) => {
    expect(links(text)).toEqual(expected);
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('follows no address that is not http, https or mailto', () => {
    for (const scheme of ['javascript', 'data', 'vbscript', 'file', 'blob', 'JaVaScRiPt']) {
      for (const text of [`${scheme}:x@y.example`, `${scheme}://https://a.example`, `${scheme}:www.a.example`]) {
        for (const [, href] of links(text)) expect(href).toMatch(/^(https?|mailto):/);
      }
    }
  });
});
