import { expect, test } from 'vitest';

import { byChannel } from './by-channel.ts';

const channels = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `c${index}`, name: `Channel ${index}`, dialogs: index }));

test('the greatest channels stand by themselves, the rest together', () => {
  const { series, valuesOf } = byChannel(channels(8), 'Others');
  expect(series.map(({ id }) => id)).toEqual(['c7', 'c6', 'c5', 'c4', 'c3', 'others']);
  expect(valuesOf([7, 2, 1].map((index) => ({ channelId: `c${index}`, dialogs: 10 })))).toEqual({
    c7: 10,
    c6: 0,
    c5: 0,
    c4: 0,
    c3: 0,
    others: 20,
  });
});

test('a single one left over keeps its name, and no two look alike', () => {
  const { series } = byChannel(channels(6), 'Others');
  expect(series.map(({ id }) => id)).toEqual(['c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
  expect(new Set(series.map(({ tone, look }) => `${tone} ${look}`)).size).toBe(6);
});
