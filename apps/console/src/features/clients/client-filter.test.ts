import { describe, expect, it } from 'vitest';

import { clientFilterIn, clientViewIn, withClientFilter } from './client-filter.ts';

const asked = (address: string) => new URLSearchParams(address);

describe('the address of the list of clients', () => {
  it.each([
    ['', {}],
    ['search=%20Olga%20', { search: 'Olga' }],
    ['only=open', { open: true }],
    ['only=blocked&search=7', { blocked: true, search: '7' }],
    ['only=everybody&search=%20', {}],
  ])('%j asks for %j', (address, filter) => {
    expect(clientFilterIn(asked(address))).toEqual(filter);
  });

  it('takes at most a hundred characters to look for', () => {
    expect(clientFilterIn(asked(`search=${'x'.repeat(300)}`)).search).toHaveLength(100);
  });

  it('changes one thing, and takes away what is empty', () => {
    expect(withClientFilter(asked('search=a'), { only: 'open' })).toBe('/clients?search=a&only=open');
    expect(withClientFilter(asked('search=a'), { search: ' ' })).toBe('/clients');
  });
});

it('the address of a client shows one of his sides, or what is usual', () => {
  expect(clientViewIn(asked('view=records'))).toBe('records');
  expect(clientViewIn(asked('view=everything'))).toBeNull();
});
