import { expect, test } from 'vitest';

import { agreementSettings, agreementToSave } from './index.ts';

const agreementId = 'aaaaaaaa-0000-4000-8000-000000000001';

test('a new line asks for no consent; once it does, live chats are held and messengers are not', () => {
  expect(agreementSettings.parse({})).toEqual({
    ask: false,
    agreementId: null,
    hold: { liveChat: true, messengers: false },
  });
});

test('whoever asks for consent says to what', () => {
  expect(agreementToSave.safeParse({ ask: true }).error?.issues).toMatchObject([
    { path: ['agreementId'], message: 'agreement.agreementId.empty' },
  ]);
  expect(agreementToSave.parse({ ask: true, agreementId })).toMatchObject({ ask: true, agreementId });
});

test('the chosen agreement is kept while asking is off', () => {
  expect(agreementToSave.parse({ ask: false, agreementId })).toMatchObject({ ask: false, agreementId });
});

test('what is stored is read whatever it misses', () => {
  expect(agreementSettings.parse({ ask: true, hold: { messengers: true } })).toEqual({
    ask: true,
    agreementId: null,
    hold: { liveChat: true, messengers: true },
  });
});
