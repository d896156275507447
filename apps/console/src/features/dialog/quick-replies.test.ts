import { describe, expect, it } from 'vitest';

import type { LineReplies, QuickReply } from '../../rpc/shapes.ts';
import { opensPicker, optionAfter, pickerGroups, withInserted } from './quick-replies.ts';

const reply = (replyId: string, sectionId: string | null, more: Partial<QuickReply> = {}): QuickReply => ({
  replyId,
  listId: 'list',
  sectionId,
  name: replyId,
  text: `Text of ${replyId}`,
  version: 1,
  createdBy: 'anna',
  savedBy: 'anna',
  savedAt: 0,
  used: 0,
  usedAt: null,
  ...more,
});
const list: NonNullable<LineReplies['list']> = {
  listId: 'list',
  name: 'Shop',
  sections: [
    { sectionId: 'empty', name: 'Empty' },
    { sectionId: 'visits', name: 'Visits' },
  ],
  replies: [reply('Hours', 'visits'), reply('Hello', null), reply('Address', 'visits', { used: 3 })],
};
const words = { recent: 'Recent', noSection: 'Other', found: 'Found' };
const shown = (search: string, recent: string[] = []) =>
  pickerGroups(list, search, recent, words).map(({ title, replies }) => [title, ...replies.map(({ name }) => name)]);

describe('the picker', () => {
  it('shows what was used last and then the sections, leaving the empty ones out', () => {
    expect(shown('', ['Address', 'gone'])).toEqual([
      ['Recent', 'Address'],
      ['Other', 'Hello'],
      ['Visits', 'Hours', 'Address'],
    ]);
  });
  it('begins with the sections where nothing was used yet', () => {
    expect(shown('').map(([title]) => title)).toEqual(['Other', 'Visits']);
  });
  it('shows what is found in one group, the most used first, sections found by their names', () => {
    expect(shown('visits')).toEqual([['Found', 'Address', 'Hours']]);
    expect(shown('hel')).toEqual([['Found', 'Hello']]);
    expect(shown('nothing')).toEqual([]);
  });

  it.each([
    ['ArrowDown', 0, 3, 1],
    ['ArrowDown', 2, 3, 0],
    ['ArrowUp', 0, 3, 2],
    ['PageDown', 1, 3, 2],
    ['PageUp', 1, 3, 0],
    ['ArrowDown', 0, 0, null],
    ['a', 0, 3, null],
  ])('%s from %i of %i leads to %s', (key, from, count, to) => {
    expect(optionAfter(key, from, count)).toBe(to);
  });

  const plain = { key: '/', code: 'Slash', ctrlKey: false, metaKey: false, altKey: false };
  it.each([
    ['a slash where nothing is written', plain, '', true],
    ['no slash within a text', plain, 'and', false],
    ['no slash after a space', plain, ' ', false],
    ['with Ctrl anywhere', { ...plain, ctrlKey: true }, 'and', true],
    ['with ⌘ on a Russian keyboard', { ...plain, key: '.', metaKey: true }, 'и', true],
    ['no full stop of a Russian keyboard', { ...plain, key: '.' }, '', false],
    ['not with Alt', { ...plain, altKey: true }, '', false],
  ])('is opened by %s', (_, event, text, opens) => {
    expect(opensPicker(event, text)).toBe(opens);
  });
});

describe('a reply', () => {
  it.each([
    ['at the cursor', 'Hello  bye', 'there', { start: 6, end: 6 }, 'Hello there bye', 11],
    ['in place of what was chosen', 'Hello you', 'there', { start: 6, end: 9 }, 'Hello there', 11],
    ['as the whole text', '', 'Hello', { start: 0, end: 0 }, 'Hello', 5],
  ])('is put %s', (_, text, inserted, at, after, cursor) => {
    expect(withInserted(text, inserted, at)).toEqual({ text: after, cursor });
  });
});
