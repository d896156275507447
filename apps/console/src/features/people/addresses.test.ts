import { describe, expect, it } from 'vitest';

import { splitAddresses } from './addresses.ts';

describe('addresses in a text', () => {
  it.each([
    ['one', 'a@example.com', ['a@example.com']],
    [
      'separated by commas and semicolons',
      'a@example.com, b@example.com;c@example.com',
      ['a@example.com', 'b@example.com', 'c@example.com'],
    ],
    ['on lines of their own', 'a@example.com\n\nb@example.com\n', ['a@example.com', 'b@example.com']],
    ['each once, whatever the case', 'A@example.com a@example.com', ['a@example.com']],
    ['in brackets', '<a@example.com>', ['a@example.com']],
    ['none', '  \n', []],
  ])('%s', (_, text, list) => {
    expect(splitAddresses(text)).toEqual(list);
  });
});
