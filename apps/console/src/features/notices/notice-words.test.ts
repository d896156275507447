import { describe, expect, it } from 'vitest';

import type { Notice } from '../../rpc/shapes.ts';
import { news, placeOf } from './notice-words.ts';

const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;

function aNotice(number: number, over: Partial<Notice> = {}): Notice {
  return {
    noticeId: id(number),
    what: 'marked',
    dialogId: 1024,
    at: number,
    readAt: null,
    operator: null,
    since: null,
    line: null,
    by: null,
    stars: 5,
    ...over,
  };
}

describe('what arrived', () => {
  it('is nothing at the first look, however much is unread', () => {
    expect(news(null, [aNotice(1), aNotice(2)])).toEqual([]);
  });

  it('is what is unread and was not there before', () => {
    const known = new Set([id(1)]);
    expect(news(known, [aNotice(3, { readAt: 4 }), aNotice(2), aNotice(1)]).map((one) => one.noticeId)).toEqual([
      id(2),
    ]);
  });
});

it('a notice leads to its dialog, and one of no dialog to the inbox', () => {
  expect(placeOf(aNotice(1))).toBe('/dialogs/1024');
  expect(placeOf(aNotice(1, { dialogId: null }))).toBe('/inbox');
});
