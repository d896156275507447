import { describe, expect, test } from 'vitest';

import { checkRules } from './rules.ts';

const file = 'packages/domain/src/queue/next-offer.test.ts';
const tests = [
  { file, name: 'strictly > asks the next after those asked' },
  { file, name: 'evenly > %s' },
  { file, name: 'gives each of ${crew} the same number' },
  { file, name: 'after %i minutes, $who is asked (once)' },
  { file, name: 'where \\"%s\\" is not counted' },
];
const text = "test.each([['the one who waited longest is asked'], ['nobody is asked twice']])";
const wrong = (...rules: string[]) => checkRules(['# Rules', '', ...rules].join('\n'), tests, () => text);

test('a rule with its test holds', () => {
  expect(wrong(`- From the top of the list. — \`${file}\` › \`strictly › asks the next after those asked\``)).toEqual(
    [],
  );
});

describe('a rule fails', () => {
  test.each([
    ['without a test', '- From the top of the list.', ', has no test.'],
    ['whose test is to be named', '- From the top of the list. — _test to be named_', ', has no test.'],
    [
      'whose test is followed by words',
      `- From the top of the list. — \`${file}\` › \`strictly › asks the next after those asked\` and so on`,
      ', has no test.',
    ],
    [
      'naming a test that is missing',
      `- From the top of the list. — \`${file}\` › \`strictly › asks nobody\``,
      `, names a test that ${file} does not have: strictly › asks nobody.`,
    ],
    [
      'naming a test outside of its group',
      `- From the top of the list. — \`${file}\` › \`asks the next after those asked\``,
      `, names a test that ${file} does not have: asks the next after those asked.`,
    ],
    [
      'naming a file that does not exist',
      '- From the top of the list. — `packages/gone.test.ts` › `strictly`',
      ', names a file without tests: packages/gone.test.ts.',
    ],
    [
      'naming a case that its table does not have',
      `- From the top of the list. — \`${file}\` › \`evenly › the first to shout is asked\``,
      `, names a test that ${file} does not have: evenly › the first to shout is asked.`,
    ],
  ])('%s', (_, rule, complaint) => {
    expect(wrong(rule)).toEqual([`Line 3, "From the top of the list."${complaint}`]);
  });

  test('for each of its tests', () => {
    expect(
      wrong(`- Both. — \`${file}\` › \`evenly › nobody is asked twice\`, \`${file}\` › \`evenly › unheard of\``),
    ).toHaveLength(1);
  });
});

test.each([
  'evenly › the one who waited longest is asked',
  'gives each of 5 the same number',
  'after 3 minutes, nobody is asked (once)',
  'where "nobody" is not counted',
])('a case of a table is found by the name it prints: %s', (name) =>
  expect(wrong(`- A rule. — \`${file}\` › \`${name}\``)).toEqual([]),
);

test('a rule may run over lines', () => {
  expect(wrong('- From the top', `  of the list. — \`${file}\` ›`, '  `evenly › nobody is asked twice`')).toEqual([]);
  expect(wrong('- From the top', '  of the list.')).toEqual(['Line 3, "From the top of the list.", has no test.']);
});

test('what later parts will bring needs no test, what stands below does again', () => {
  const later = [
    '- A rule. — _test to be named_',
    '## What later parts will bring',
    '- Something',
    '  more',
    '## Then',
  ];
  expect(wrong(...later, '- Another rule.')).toEqual([
    'Line 3, "A rule.", has no test.',
    'Line 8, "Another rule.", has no test.',
  ]);
});

test('a book without rules does not pass', () => expect(wrong('Words.')).toEqual(['The rule book has no rules.']));
