import { expect, test } from 'vitest';

import { consentFilterIn, withConsentFilter } from './consent-filter.ts';

const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';
const filterIn = (search: string) => consentFilterIn(new URLSearchParams(search));

test.each([
  ['nothing', '', {}],
  ['an agreement and its version', `agreement=${uuid}&version=2`, { agreementId: uuid, version: 2 }],
  ['no version without its agreement', 'version=2', {}],
  [
    'line, channel, client and decision',
    `line=${uuid}&channel=${uuid}&client=${uuid}&decision=withdrawn`,
    { lineId: uuid, channelId: uuid, clientId: uuid, decision: 'withdrawn' },
  ],
  ['days', 'from=2026-02-01&until=2026-02-28', { from: '2026-02-01', until: '2026-02-28' }],
  ['nothing of what is not understood', 'agreement=x&version=-1&decision=maybe&from=2026-02-30&line=1', {}],
])('the address tells %s', (_, search, filter) => {
  expect(filterIn(search)).toEqual(filter);
});

test('a filter is changed in the address, and an empty one leaves it', () => {
  const search = new URLSearchParams(`agreement=${uuid}&version=2`);
  expect(withConsentFilter(search, { version: '', decision: 'accepted' })).toBe(
    `/consents?agreement=${uuid}&decision=accepted`,
  );
  expect(withConsentFilter(search, { agreement: '', version: '' })).toBe('/consents');
});
