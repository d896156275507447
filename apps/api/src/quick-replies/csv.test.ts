import { importPlan } from '@switchboard/domain/quick-replies';
import { describe, expect, test } from 'vitest';

import { readCsv, writeCsv } from './csv.ts';

const empty = { sections: [], replies: [] };
const planOf = (file: string) => {
  const { lines, broken } = readCsv(file);
  return importPlan(lines, empty, broken);
};

describe('a file of quick replies', () => {
  test.each([
    ['with commas', 'section,name,text\nShop,Hours,Ten to six\n'],
    ['with semicolons', 'section;name;text\r\nShop;Hours;Ten to six\r\n'],
    ['with a mark of its encoding', '\uFEFFsection,name,text\nShop,Hours,Ten to six'],
    ['with a quoted heading', '"section","name","text"\nShop,Hours,Ten to six'],
    ['with old line ends', 'section,name,text\rShop,Hours,Ten to six\r'],
  ])('is read %s', (_, file) =>
    expect(planOf(file)).toMatchObject({
      added: [{ section: 'Shop', name: 'Hours', text: 'Ten to six' }],
      broken: [],
    }),
  );

  test('keeps lines, quotes and separators within quotes, and quotes within a word', () => {
    const file = 'section,name,text\n"A, B",Two,"First ""one"",\nsecond"\n,Wheels,They have 28" wheels';
    expect(planOf(file)).toMatchObject({
      added: [
        { line: 2, section: 'A, B', name: 'Two', text: 'First "one",\nsecond' },
        { line: 4, section: '', name: 'Wheels', text: 'They have 28" wheels' },
      ],
      broken: [],
    });
  });

  test.each([
    [
      'a quote that is never closed, where it begins',
      'section,name,text\nA,One,"x\ny"\nA,Two,"never\nA,Three,x',
      4,
      'quote',
    ],
    ['a text that is missing', 'section,name,text\n\nA,One,\n', 3, 'text-missing'],
    ['a comma that was not quoted', 'section,name,text\nA,One,Well, then\n', 2, 'cells'],
    ['columns that are not there', 'Раздел,Название,Текст\nA,B,C', 1, 'columns'],
  ])('tells %s', (_, file, line, because) => expect(planOf(file).broken).toEqual([{ line, because }]));

  test('of nothing has no columns', () => expect(planOf('').broken).toEqual([{ line: 1, because: 'columns' }]));

  test('is written so that Excel opens it and takes nothing for a formula, and is read as it was', () => {
    const replies = [
      { section: '', name: '=cmd', text: '+49 30 1234\n"Hello", she said; bye' },
      { section: 'Цены', name: '@anna', text: '- ten percent' },
    ];
    const file = writeCsv(replies);
    expect(file.startsWith("\uFEFFsection,name,text\r\n,'=cmd,\"'+49")).toBe(true);
    expect(planOf(file)).toMatchObject({ added: replies, broken: [] });
  });
});
