import { expect, test } from 'vitest';

import { listedAs, listedStates, states } from './index.ts';

test.each([
  ['with-bot', ['held', 'with-bot']],
  ['client-waits', ['waiting', 'offered', 'accepted', 'client-wrote']],
  ['answered', ['answered', 'finishing']],
  ['closed', ['closed']],
] as const)('in lists %s stands for %j', (listed, those) => {
  expect(states.filter((state) => listedAs[state] === listed)).toEqual(those);
});

test('every state is listed', () => {
  expect(new Set(Object.values(listedAs))).toEqual(new Set(listedStates));
});
