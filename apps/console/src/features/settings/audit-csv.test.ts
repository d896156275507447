import { expect, it } from 'vitest';

import { csv } from './audit-csv.ts';

it('a file quotes what would break a row, and no value of it is a formula', () => {
  expect(
    csv([
      ['When', 'What'],
      ['a, "b"', 'two\nlines'],
      ['=1+1', '-5'],
    ]),
  ).toBe('When,What\r\n"a, ""b""","two\nlines"\r\n\'=1+1,\'-5\r\n');
});
