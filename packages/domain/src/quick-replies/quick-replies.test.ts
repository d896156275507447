import { describe, expect, test } from 'vitest';

import { harmlessCell } from '../text/index.ts';
import {
  filledReply,
  found,
  importPlan,
  inSections,
  longestReply,
  mostReplies,
  mostSections,
  prepared,
  replyVariables,
  replyWords,
  separatorOf,
  suggestedName,
  unknownInReply,
  withMoved,
  type CsvLine,
  type Sought,
} from './index.ts';

describe('a quick reply', () => {
  test.each([
    ['without a name', { name: ' ', text: 'Hello' }, 'quickReplies.name.empty'],
    ['without a text', { name: 'Hello', text: '\n' }, 'quickReplies.text.empty'],
    ['with a name beyond a hundred characters', { name: 'x'.repeat(101), text: 'x' }, 'quickReplies.name.long'],
    ['with a text beyond two thousand', { name: 'x', text: 'x'.repeat(2001) }, 'quickReplies.text.long'],
  ])('%s is refused', (_, words, message) =>
    expect(replyWords.safeParse(words).error?.issues.map((issue) => issue.message)).toEqual([message]),
  );
  test('is kept without the spaces around it', () =>
    expect(replyWords.parse({ name: ' Hours ', text: ' Ten to six\n' })).toEqual({
      name: 'Hours',
      text: 'Ten to six',
    }));
});

describe('the name suggested for a text', () => {
  test.each([
    ['is the text where it is short', 'See you on Saturday.', 'See you on Saturday'],
    ['is its first line', 'Hello!\nHow can I help?', 'Hello'],
    [
      'is its first words, whole ones',
      'We are open from ten to six on weekdays, and until four on Saturdays.',
      'We are open from ten to six on weekdays, and until four on',
    ],
    ['cuts a word that is longer than a name', 'x'.repeat(80), 'x'.repeat(60)],
    ['never cuts through a sign of two halves', `${'x'.repeat(59)}😀${'x'.repeat(20)}`, 'x'.repeat(59)],
    ['stays where it is nothing but marks', '...', '...'],
  ])('%s', (_, text, name) => expect(suggestedName(text)).toBe(name));
});

describe('variables', () => {
  test('are those of a line’s texts without the agreement’s', () =>
    expect(replyVariables).toEqual([
      'client.name',
      'operator.name',
      'line.name',
      'company.name',
      'dialog.number',
      'date',
      'time',
    ]));
  test('are filled in with what this dialog has', () =>
    expect(filledReply('Hello, {client.name}! {dialog.number}', { 'client.name': 'Mia', 'dialog.number': '#7' })).toBe(
      'Hello, Mia! #7',
    ));
  test('that are not known leave no trace', () =>
    expect(filledReply('Hello, {client.name}!', { 'client.name': null })).toBe('Hello!'));
  test('that mean nothing here are told and stay as typed', () => {
    const text = 'See {agreement.link} and {clinet.name}';
    expect(unknownInReply(text)).toEqual(['clinet.name', 'agreement.link']);
    expect(filledReply(text, {})).toBe(text);
  });
});

const reply = (name: string, text = '', more: Partial<Sought> = {}): Sought => ({
  name,
  text,
  section: null,
  used: 0,
  usedAt: null,
  ...more,
});

describe('search', () => {
  const all = [
    reply('Prices of repairs', 'From twenty euros'),
    reply('Opening hours', 'We repair until six'),
    reply('Часы работы', 'Приём до шести'),
    reply('Ещё раз о доставке', 'Курьер приедет завтра'),
    reply('Мой заказ', 'Номер — в письме'),
    reply('Café', 'Coffee is on the house', { section: 'Visits' }),
  ];
  const names = (search: string): string[] => found(prepared(all), search).map(({ name }) => name);
  test.each([
    ['finds by name and by text, names first', 'repair', ['Prices of repairs', 'Opening hours']],
    ['wants every word that was typed', 'open six', ['Opening hours']],
    ['finds nothing where one word is missing', 'open seven', []],
    ['takes no notice of capitals', 'OPENING', ['Opening hours']],
    ['finds Russian words', 'часы', ['Часы работы']],
    ['takes ё and е for one', 'еще', ['Ещё раз о доставке']],
    ['keeps й apart from и', 'мои', []],
    ['takes no notice of Latin accents', 'cafe', ['Café']],
    ['finds by the section', 'visits', ['Café']],
    ['finds a sign that means something elsewhere', '(.*', []],
  ])('%s', (_, search, expected) => expect(names(search)).toEqual(expected));
  test('of nothing shows everything in its order', () => expect(names('  ')).toEqual(all.map(({ name }) => name)));
  test('puts the beginning of a word before its middle, and what is used most before the rest', () => {
    const some = [
      reply('Prepaying'),
      reply('Payment', '', { used: 1, usedAt: 5 }),
      reply('Pay later', '', { used: 4 }),
      reply('How to pay', '', { used: 1, usedAt: 9 }),
      reply('Thanks', 'You can pay here', { used: 99 }),
    ];
    expect(found(prepared(some), 'pay').map(({ name }) => name)).toEqual([
      'Pay later',
      'How to pay',
      'Payment',
      'Prepaying',
      'Thanks',
    ]);
  });
});

describe('order', () => {
  test('replies in no section stand first, and an empty section is a section', () =>
    expect(inSections([{ sectionId: 'b' }, { sectionId: null }], [{ sectionId: 'a' }, { sectionId: 'b' }])).toEqual([
      { section: null, replies: [{ sectionId: null }] },
      { section: { sectionId: 'a' }, replies: [] },
      { section: { sectionId: 'b' }, replies: [{ sectionId: 'b' }] },
    ]));
  test.each([
    ['before another', 'c', 'a', ['c', 'a', 'b']],
    ['to the end', 'a', null, ['b', 'c', 'a']],
    ['from elsewhere', 'd', 'b', ['a', 'd', 'b', 'c']],
    ['before itself, where it stands', 'b', 'b', ['a', 'b', 'c']],
    ['before one that is gone, to the end', 'a', 'x', ['b', 'c', 'a']],
  ])('one is moved %s', (_, id, before, expected) => expect(withMoved(['a', 'b', 'c'], id, before)).toEqual(expected));
});

describe('the separator of a file', () => {
  test.each([
    ['section,name,text', ','],
    ['section;name;text\na,b;c,d,e', ';'],
    ['"a;b;c;d",name,text', ','],
    ['text', ','],
    ['', ','],
  ])('of %j is %s', (file, separator) => expect(separatorOf(file)).toBe(separator));
});

describe('an import', () => {
  const header: CsvLine = { line: 1, cells: ['section', 'name', 'text'] };
  const lines = (...rows: string[][]): CsvLine[] => [header, ...rows.map((cells, at) => ({ line: at + 2, cells }))];
  const stored = {
    sections: [{ sectionId: 's1', name: 'Shop' }],
    replies: [
      { replyId: 'r1', sectionId: 's1', name: 'Hours', text: 'Ten to six' },
      { replyId: 'r2', sectionId: null, name: 'Hours', text: 'Always' },
    ],
  };

  test('adds what is new, changes what is known by section and name, and counts the same', () =>
    expect(
      importPlan(
        lines(
          ['shop', 'HOURS', 'Nine to six'],
          ['', 'Hours', 'Always'],
          ['Shop', 'Prices', 'On the site'],
          ['New', 'A', 'B'],
        ),
        stored,
      ),
    ).toEqual({
      changed: [{ replyId: 'r1', line: 2, section: 'shop', name: 'HOURS', text: 'Nine to six' }],
      same: 1,
      added: [
        { line: 4, section: 'Shop', name: 'Prices', text: 'On the site' },
        { line: 5, section: 'New', name: 'A', text: 'B' },
      ],
      sections: ['New'],
      broken: [],
    }));

  test('matches two of one name in their order', () => {
    const twice = {
      sections: [],
      replies: [
        { replyId: 'one', sectionId: null, name: 'Hi', text: '1' },
        { replyId: 'two', sectionId: null, name: 'Hi', text: '2' },
      ],
    };
    const plan = importPlan(lines(['', 'Hi', '1'], ['', 'Hi', 'second'], ['', 'Hi', 'third']), twice);
    expect(plan).toMatchObject({ same: 1, changed: [{ replyId: 'two' }], added: [{ text: 'third' }] });
  });

  test('takes the columns in any order, and a file without sections', () => {
    const file = [
      { line: 1, cells: ['Text', ' NAME '] },
      { line: 2, cells: ['Always', 'Hours'] },
    ];
    expect(importPlan(file, stored)).toMatchObject({ same: 1, broken: [] });
  });

  test.each([
    ['no text', ['Shop', 'Prices', ' '], 'text-missing'],
    ['no name', ['Shop', '', 'Text'], 'name-missing'],
    ['a text that is too long', ['', 'A', 'x'.repeat(longestReply + 1)], 'text-long'],
    ['a name that is too long', ['', 'x'.repeat(101), 'A'], 'name-long'],
    ['a section that is too long', ['x'.repeat(101), 'A', 'B'], 'section-long'],
    ['more cells than columns', ['', 'A', 'One', ' two'], 'cells'],
    ['only one cell', ['Shop'], 'text-missing'],
  ])('tells a line with %s by its number', (_, cells, because) =>
    expect(importPlan(lines(['', 'Fine', 'Text'], cells), stored).broken).toEqual([{ line: 3, because }]),
  );

  test('tells a file without the columns', () => {
    expect(importPlan([{ line: 1, cells: ['a', 'b'] }], stored).broken).toEqual([{ line: 1, because: 'columns' }]);
    expect(importPlan([], stored).broken).toEqual([{ line: 1, because: 'columns' }]);
  });

  test('tells the lines that go beyond what a list holds', () => {
    const many = Array.from({ length: mostReplies - 1 }, (_, at) => ['', `Name ${at}`, 'Text']);
    expect(importPlan(lines(...many), stored).broken).toEqual([{ line: mostReplies, because: 'too-many-replies' }]);
    const sections = Array.from({ length: mostSections }, (_, at) => [`Section ${at}`, 'Name', 'Text']);
    expect(importPlan(lines(...sections), stored).broken).toEqual([
      { line: mostSections + 1, because: 'too-many-sections' },
    ]);
  });

  test('leaves empty lines out', () =>
    expect(importPlan(lines(['', '', ''], [''], ['', 'Hours', 'Always']), stored)).toMatchObject({
      same: 1,
      broken: [],
    }));

  test('gives back what an export made harmless', () => {
    for (const text of ['=SUM(A1)', '+49 30', '-10 %', '@anna', "'=x", "'quoted'", 'plain'])
      expect(importPlan(lines(['', 'A', harmlessCell(text)]), { sections: [], replies: [] }).added[0]?.text).toBe(text);
  });
});
