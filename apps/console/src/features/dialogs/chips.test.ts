import { expect, test } from 'vitest';

import type { DialogFilter } from '@switchboard/domain/statistics';

import { chipsOf, without, type ChipWords } from './chips.ts';

const line = '018f0000-0000-7000-8000-000000000100';
const words: ChipWords = {
  days: ({ from, until }) => `${from} to ${until}`,
  opened: ({ weekday, hour }) => `${weekday} ${hour}`,
  length: (key, { atLeast, atMost }) => `${key} ${atLeast ?? ''}-${atMost ?? ''}`,
  name: (place, id) => `${place} ${id.slice(-3)}`,
  offeredTo: (id) => `offered to ${id.slice(-3)}`,
  say: (key, value) => `${key} ${value}`,
};
const all: Required<Omit<DialogFilter, 'departments'>> = {
  search: 'boots',
  period: { from: '2026-11-01', until: '2026-11-02' },
  did: 'missed',
  states: ['closed'],
  lines: [line],
  channels: [line],
  operators: [line],
  offeredTo: [line],
  clientId: line,
  facets: ['missed', 'rated'],
  closeReasons: ['spam'],
  vote: 'bad',
  stars: [1, 2],
  firstAnswer: { atLeast: 60 },
  handling: { atMost: 300 },
  opened: { weekday: 0, hour: 10 },
};

test('every part of a filter has a chip, and each is taken away by itself', () => {
  const chips = chipsOf(all, words);
  expect(new Set(chips.map(({ key }) => key))).toEqual(new Set(Object.keys(all)));
  let left: DialogFilter = all;
  for (const [index, chip] of chips.entries()) {
    left = without(left, chip);
    expect(chipsOf(left, words)).toHaveLength(chips.length - index - 1);
  }
  expect(left).toEqual({});
});

test('a preset is told by its name, days by themselves', () => {
  expect(chipsOf({ period: { preset: 'last-week' } }, words)).toEqual([{ key: 'period', words: 'period last-week' }]);
  expect(chipsOf({ period: { from: '2026-11-01', until: '2026-11-02' } }, words)).toEqual([
    { key: 'period', words: '2026-11-01 to 2026-11-02' },
  ]);
});
