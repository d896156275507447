import { expect, test } from 'vitest';

import { callsPerson } from './index.ts';

test.each([
  ['the client’s 0 calls a person', '0', true],
  ['a 0 with white space around it calls a person', ' 0\n', true],
  ['a 0 with words is a message', '0 please', false],
  ['a 10 is a message', '10', false],
  ['a 1 is a message', '1', false],
  ['the letter O is a message', 'O', false],
  ['nothing is a message', '', false],
])('%s', (_, text, calls) => expect(callsPerson(text)).toBe(calls));
