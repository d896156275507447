import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cellAsWritten, harmlessCell } from './cell.ts';

describe('a cell of a file', () => {
  test.each(['=1+1', '+49 30', '-1', '@anna', '\t=x', '\r=x', '＝1', '＋49', '－1', '＠anna', "'=1", "''-1"])(
    'that a table program would take for a formula gets an apostrophe: %j',
    (cell) => expect(harmlessCell(cell)).toBe(`'${cell}`),
  );

  test.each(['', 'a=b', '12 - 1', "'quoted'", '–', ' =1', '5'])('that is none stays as it is: %j', (cell) => {
    expect(harmlessCell(cell)).toBe(cell);
    expect(cellAsWritten(cell)).toBe(cell);
  });

  test('is read back as it was written, whatever it begins with', () => {
    const signs = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '＝', '＠', ' ', 'a') });
    fc.assert(
      fc.property(signs, (cell) => {
        expect(cellAsWritten(harmlessCell(cell))).toBe(cell);
      }),
    );
  });
});
