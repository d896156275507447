import { describe, expect, it } from 'vitest';

import { filterIn, withFilter } from './filter.ts';

const line = '018f0000-0000-7000-8000-000000000100';
const read = (text: string) => filterIn(new URLSearchParams(text));

describe('the filter in the address', () => {
  it.each([
    ['is empty where nothing is said', '', {}],
    [
      'reads everything it knows',
      `state=closed&line=${line}&operator=${line}&search=grace`,
      { state: 'closed', lineId: line, operatorId: line, search: 'grace' },
    ],
    ['leaves out a state it does not know', 'state=lost', {}],
    ['leaves out what is no id', 'line=1&operator=x', {}],
    ['leaves out an empty search', 'search=%20%20', {}],
    ['knows nothing of other things', 'view=history', {}],
  ])('%s', (_, text, filter) => {
    expect(read(text)).toEqual(filter);
  });

  it('changes one thing and keeps the rest', () => {
    expect(withFilter('/dialogs', new URLSearchParams('state=closed&search=a'), 'search', 'b c')).toBe(
      '/dialogs?state=closed&search=b+c',
    );
  });

  it('forgets what is emptied', () => {
    expect(withFilter('/dialogs', new URLSearchParams('state=closed'), 'state', '')).toBe('/dialogs');
  });
});
