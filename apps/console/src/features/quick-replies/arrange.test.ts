import { describe, expect, it } from 'vitest';

import type { QuickReply, QuickReplyListView } from '../../rpc/shapes.ts';
import { isId, newIn, sectionOfNew, shownIn, withShown } from './address.ts';
import { groupsOf, stepOf, withReplyAt, withSectionAt } from './arrange.ts';

const reply = (replyId: string, sectionId: string | null, used = 0): QuickReply => ({
  replyId,
  listId: 'list',
  sectionId,
  name: replyId,
  text: `Text of ${replyId}`,
  version: 1,
  createdBy: 'anna',
  savedBy: 'anna',
  savedAt: 0,
  used,
  usedAt: null,
});
const list: QuickReplyListView = {
  listId: 'list',
  name: 'Shop',
  used: 0,
  lines: [],
  sections: [
    { sectionId: 's1', name: 'Visits' },
    { sectionId: 's2', name: 'Prices' },
  ],
  replies: [reply('a', null), reply('b', 's1', 2), reply('c', 's1', 5), reply('d', 's2')],
};
const plain = { section: null, search: '', sort: 'place' as const };
const names = ({ groups }: ReturnType<typeof groupsOf>) =>
  groups.map(({ key, replies }) => [key, ...replies.map(({ replyId }) => replyId)]);
const order = ({ sections, replies }: QuickReplyListView) =>
  names(groupsOf({ sections, replies }, plain)).map((group) => group.join(' '));

describe('the page', () => {
  it('shows a list by its sections, the empty ones too', () => {
    const more = { ...list, sections: [...list.sections, { sectionId: 's3', name: 'Empty' }] };
    expect(names(groupsOf(more, plain))).toEqual([['none', 'a'], ['s1', 'b', 'c'], ['s2', 'd'], ['s3']]);
  });
  it('shows one section, or what is in none', () => {
    expect(names(groupsOf(list, { ...plain, section: 's1' }))).toEqual([['s1', 'b', 'c']]);
    expect(names(groupsOf(list, { ...plain, section: 'none' }))).toEqual([['none', 'a']]);
  });
  it('shows what is found, within a section where one is chosen, and by use where it is asked for', () => {
    expect(names(groupsOf(list, { ...plain, search: 'text' }))).toEqual([['found', 'c', 'b', 'a', 'd']]);
    expect(names(groupsOf(list, { section: 's1', search: 'of b', sort: 'place' }))).toEqual([['found', 'b']]);
    expect(names(groupsOf(list, { ...plain, sort: 'used' }))).toEqual([['found', 'c', 'b', 'a', 'd']]);
  });
});

describe('a reply moved by keys', () => {
  it.each([
    ['up within its section', 'c', -1, ['none a', 's1 c b', 's2 d']],
    ['down within its section', 'b', 1, ['none a', 's1 c b', 's2 d']],
    ['up into the section above, at its end', 'b', -1, ['none a b', 's1 c', 's2 d']],
    ['down into the section below, at its beginning', 'c', 1, ['none a', 's1 b', 's2 c d']],
  ] as const)('goes %s', (_, replyId, step, expected) => {
    const place = stepOf(list, replyId, step);
    if (place === null) throw new Error('nowhere');
    expect(order(withReplyAt(list, replyId, place))).toEqual(expected);
  });
  it.each([
    ['a', -1],
    ['d', 1],
    ['gone', 1],
  ] as const)('%s by %i goes nowhere', (replyId, step) => expect(stepOf(list, replyId, step)).toBeNull());
});

it('a section is moved before another or to the end', () => {
  expect(order(withSectionAt(list, 's2', 's1'))).toEqual(['none a', 's2 d', 's1 b c']);
  expect(order(withSectionAt(list, 's1', null))).toEqual(['none a', 's2 d', 's1 b c']);
});

describe('the address', () => {
  it('says what is shown', () => {
    expect(shownIn(new URLSearchParams('list=l&section=none&search=hi&sort=used&reply=new'))).toEqual({
      list: 'l',
      section: 'none',
      search: 'hi',
      sort: 'used',
      reply: 'new',
    });
    expect(shownIn(new URLSearchParams(`sort=x&reply=${'x'.repeat(65)}`))).toEqual({
      list: null,
      section: null,
      search: '',
      sort: 'place',
      reply: null,
    });
  });
  it('names the section a new reply begins in', () => {
    expect(sectionOfNew(newIn('s1'))).toBe('s1');
    expect(sectionOfNew(newIn(null))).toBeNull();
    expect(sectionOfNew('0190')).toBeUndefined();
    expect(sectionOfNew(null)).toBeUndefined();
  });
  it('tells an id from what is none', () => {
    expect(isId(crypto.randomUUID())).toBe(true);
    expect(isId('l')).toBe(false);
    expect(isId(null)).toBe(false);
  });
  it('drops what belongs to a list with the list', () => {
    const now = new URLSearchParams('list=l&section=s&search=hi&sort=used&reply=r');
    expect(withShown(now, { list: 'm' })).toBe('/quick-replies?list=m&sort=used');
    expect(withShown(now, { reply: null, sort: 'place' })).toBe('/quick-replies?list=l&section=s&search=hi');
    expect(withShown(new URLSearchParams('list=l'), { list: null })).toBe('/quick-replies');
  });
});
