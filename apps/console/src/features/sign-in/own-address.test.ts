import { describe, expect, it } from 'vitest';

import { ownAddress } from './own-address.ts';

describe('the address after signing in', () => {
  it.each([
    ['keeps a page of the console', '/inbox/1024', '/inbox/1024'],
    ['keeps its filters', '/dialogs?state=closed', '/dialogs?state=closed'],
    ['refuses another site', 'https://example.com/', '/inbox'],
    ['refuses an address without a scheme', '//example.com', '/inbox'],
    ['refuses a backslash for a slash', '/\\example.com', '/inbox'],
    ['refuses a hidden tab', '/\t/example.com', '/inbox'],
    ['refuses a script', 'javascript:alert(1)', '/inbox'],
    ['goes to the inbox where nothing is asked', undefined, '/inbox'],
    ['goes to the inbox where two are asked', ['/a', '/b'], '/inbox'],
  ])('%s', (_, next, address) => {
    expect(ownAddress(next)).toBe(address);
  });
});
