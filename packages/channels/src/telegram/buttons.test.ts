import { expect, test } from 'vitest';

import { callbackData, readCallbackData, type Pressed } from './buttons.ts';

const agreementId = '019ab3f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b';
const most = Number.MAX_SAFE_INTEGER;

test.each<[string, Pressed]>([
  ['a consent', { pressed: 'consent', agreementId, version: 1, dialogId: 1024, language: 'ru', accepts: true }],
  ['a refusal', { pressed: 'consent', agreementId, version: 99_999, dialogId: most, language: 'en', accepts: false }],
  ['a good vote', { pressed: 'vote', dialogId: 7, vote: 'good' }],
  ['a bad vote', { pressed: 'vote', dialogId: most, vote: 'bad' }],
])('%s is read as it was written, in at most 64 bytes', (_, says) => {
  expect(Buffer.byteLength(callbackData(says))).toBeLessThanOrEqual(64);
  expect(readCallbackData(callbackData(says))).toEqual(says);
});

test.each(['', 'yes', 'v:0:1', 'v:zzzzzzzzzzzz:1', 'c:1:2:3:en:1', `c:${agreementId}:1:1:en:1`])(
  'what we did not write says nothing: %j',
  (data) => expect(readCallbackData(data)).toBeNull(),
);
