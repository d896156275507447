import { describe, expect, test } from 'vitest';

import { crmSettings } from './index.ts';

test('a new line checks its clients, makes a lead of the unknown, and waits five minutes for the responsible employee', () => {
  expect(crmSettings.parse({})).toEqual({
    check: true,
    tracker: true,
    notFound: 'lead',
    pipelineId: null,
    openDeal: 'attach',
    source: null,
    routeToResponsible: true,
    giveUpMinutes: 5,
    changeResponsible: true,
  });
});

test.each([
  ['a lead', { notFound: 'lead' }],
  ['a deal with its pipeline', { notFound: 'deal', pipelineId: 'aaaaaaaa-0000-4000-8000-000000000001' }],
  ['a contact', { notFound: 'contact' }],
  ['a link in the chat to make one by hand', { notFound: 'manually' }],
  ['nothing', { notFound: 'nothing' }],
  ['always a new deal', { openDeal: 'new' }],
  ['a chosen source', { source: 'Website' }],
  ['a minute for the responsible employee', { giveUpMinutes: 1 }],
  ['twelve hours for him', { giveUpMinutes: 720 }],
  ['any whole minute between', { giveUpMinutes: 7 }],
  ['waiting for him without end', { giveUpMinutes: null }],
])('may be %s', (_, given) => {
  expect(crmSettings.parse(given)).toMatchObject(given);
});

describe('what is wrong is said at the field', () => {
  test.each([
    ['giving up at once', { giveUpMinutes: 0 }, 'giveUpMinutes', 'crm.giveUpMinutes.range'],
    ['giving up after more than twelve hours', { giveUpMinutes: 721 }, 'giveUpMinutes', 'crm.giveUpMinutes.range'],
    ['a broken minute', { giveUpMinutes: 1.5 }, 'giveUpMinutes', 'crm.giveUpMinutes.range'],
    ['a source without a name', { source: '  ' }, 'source', 'crm.source.empty'],
    ['a source that is too long', { source: 'x'.repeat(101) }, 'source', 'crm.source.long'],
  ])('%s', (_, given, field, message) => {
    const issues = crmSettings.safeParse(given).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[field, message]]);
  });
});
