import { describe, expect, test } from 'vitest';

import { ann, employeeId } from '../testing/index.ts';

import { kpiSettings, kpiToSave } from './index.ts';

test('a new line measures nothing and tells nobody', () => {
  expect(kpiSettings.parse({})).toEqual({
    first: { seconds: null, notify: false, whom: [], text: '' },
    further: { minutes: null, notify: false, whom: [], text: '' },
  });
});

test('whom and in what words is kept while nobody is told', () => {
  const first = { seconds: 60, notify: false, whom: [ann], text: 'Late: #DIALOG#' };
  expect(kpiToSave.parse({ first }).first).toEqual(first);
});

describe('a notice needs somebody to read it and words', () => {
  const words = 'Late: #DIALOG#';
  test.each([
    ['nobody to be told of a first answer', { first: { notify: true, text: words } }, 'kpi.first.whom.empty'],
    ['no words about a first answer', { first: { notify: true, whom: [ann] } }, 'kpi.first.text.empty'],
    ['nobody to be told of a further answer', { further: { notify: true, text: words } }, 'kpi.further.whom.empty'],
    ['no words about a further answer', { further: { notify: true, whom: [ann] } }, 'kpi.further.text.empty'],
  ])('%s', (_, given, message) => {
    const issues = kpiToSave.safeParse(given).error?.issues ?? [];
    expect(issues.map((issue) => ['kpi', ...issue.path, 'empty'].join('.'))).toEqual([message]);
    expect(issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('what is wrong is said at the field', () => {
  const many = Array.from({ length: 51 }, (_, number) => employeeId(number + 1));
  test.each([
    ['no time for a first answer', { first: { seconds: 0 } }, 'kpi.first.seconds.range'],
    ['more than a week for it', { first: { seconds: 604_801 } }, 'kpi.first.seconds.range'],
    ['a broken second', { first: { seconds: 0.5 } }, 'kpi.first.seconds.range'],
    ['no time for further answers', { further: { minutes: 0 } }, 'kpi.further.minutes.range'],
    ['more than a week for them', { further: { minutes: 10_081 } }, 'kpi.further.minutes.range'],
    ['more than fifty to be told', { first: { whom: many } }, 'kpi.whom.tooMany'],
    ['somebody to be told twice', { further: { whom: [ann, ann] } }, 'kpi.whom.twice'],
  ])('%s', (_, given, message) => {
    expect(kpiSettings.safeParse(given).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

test.each([
  ['a second', { first: { seconds: 1 } }],
  ['a week', { first: { seconds: 604_800 } }],
  ['a minute for further answers', { further: { minutes: 1 } }],
  ['a week for them', { further: { minutes: 10_080 } }],
])('a goal may be %s', (_, given) => expect(kpiSettings.parse(given)).toMatchObject(given));
