import { expect, test } from 'vitest';

import { separatorOf, tableFile } from './csv.ts';

test('a table becomes a file that a table program opens', () => {
  expect(
    tableFile(
      [
        ['Who', 'Missed, all'],
        ['Anna "the" Berg', 3],
        ['=SUM(A1)', 0.25],
        ['–', null],
      ],
      ',',
    ),
  ).toBe('\uFEFFWho,"Missed, all"\r\n"Anna ""the"" Berg",3\r\n\'=SUM(A1),0.25\r\n–,\r\n');
});

test('where the comma stands in numbers it does not stand between them', () => {
  expect(separatorOf('ru')).toBe(';');
  expect(separatorOf('en')).toBe(',');
  expect(tableFile([['Доля', 0.25]], ';')).toBe('\uFEFFДоля;0,25\r\n');
});
