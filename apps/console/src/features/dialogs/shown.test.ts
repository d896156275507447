import { describe, expect, it, test } from 'vitest';

import { usualColumns } from '@switchboard/domain/statistics';

import type { DialogListView } from '../../rpc/shapes.ts';
import { allDialogs, isChanged, moved, searchOfShown, shownBy, shownIn, type Shown } from './shown.ts';

const bad: DialogListView = {
  viewId: '018f0000-0000-7000-8000-000000000001',
  name: 'Bad last week',
  filter: { vote: 'bad', period: { preset: 'last-week' } },
  columns: ['number', 'vote', 'comment'],
  sort: 'closed',
  ascending: true,
  shared: false,
  mayChange: true,
  isDefault: false,
};
const begins: DialogListView = { ...bad, viewId: '018f0000-0000-7000-8000-000000000002', isDefault: true };
const read = (text: string, views = [bad]) => shownIn(new URLSearchParams(text), views);

describe('what the list shows', () => {
  it('is all dialogs where the address says nothing', () => {
    expect(read('')).toEqual(allDialogs);
  });

  it('is one’s own first view where the address says nothing and there is one', () => {
    expect(read('', [bad, begins])).toEqual(shownBy(begins));
    expect(read('view=all', [bad, begins])).toEqual(allDialogs);
    expect(read('vote=good', [bad, begins])).toEqual({ ...allDialogs, filter: { vote: 'good' } });
  });

  it('is the view that the address names, until something else is said', () => {
    expect(read(`view=${bad.viewId}`)).toEqual(shownBy(bad));
    expect(read(`view=${bad.viewId}&vote=good&sort=-closed`)).toEqual({
      ...shownBy(bad),
      filter: { vote: 'good' },
      ascending: false,
    });
  });

  it.each([
    ['a view that is gone', 'view=018f0000-0000-7000-8000-000000000009', allDialogs],
    ['columns nobody knows', 'columns=x,y', allDialogs],
    ['an order nobody knows', 'sort=beauty', allDialogs],
    ['a column twice', 'columns=vote,vote', { ...allDialogs, columns: ['vote'] }],
  ])('takes %s for what it can', (_, text, shown) => {
    expect(read(text)).toEqual(shown);
  });
});

test.each<[string, Shown, string]>([
  ['all dialogs', allDialogs, ''],
  ['a view', shownBy(bad), `view=${bad.viewId}`],
  ['another order', { ...allDialogs, sort: 'closed', ascending: true }, 'sort=closed'],
  [
    'a view without its filter',
    { ...shownBy(bad), filter: {} },
    `view=${bad.viewId}&sort=closed&columns=number%2Cvote%2Ccomment`,
  ],
  ['other columns', { ...allDialogs, columns: ['number', 'stars'] }, 'columns=number%2Cstars'],
])('%s has an address that shows the same', (_, shown, address) => {
  const search = searchOfShown(shown, [bad]);
  expect(search.toString()).toBe(address);
  expect(shownIn(search, [bad])).toEqual(shown);
});

test('all dialogs stay all dialogs for whoever’s list begins with a view', () => {
  const search = searchOfShown(allDialogs, [begins]);
  expect(shownIn(search, [begins])).toEqual(allDialogs);
});

test('the same filter said in another order is no change', () => {
  const filter = { period: { preset: 'last-week' }, vote: 'bad' } as const;
  expect(isChanged({ ...shownBy(bad), filter }, shownBy(bad))).toBe(false);
  expect(isChanged({ ...shownBy(bad), ascending: false }, shownBy(bad))).toBe(true);
});

test('a column moves by one place, and no further than the ends', () => {
  expect(moved(['number', 'vote', 'stars'], 'vote', -1)).toEqual(['vote', 'number', 'stars']);
  expect(moved(['number', 'vote', 'stars'], 'vote', 1)).toEqual(['number', 'stars', 'vote']);
  expect(moved(['number', 'vote'], 'vote', 1)).toEqual(['number', 'vote']);
  expect(moved(usualColumns, 'comment', 1)).toEqual(usualColumns);
});
