import { describe, expect, it } from 'vitest';

import { acts, countedFigures, measures, shares } from '@switchboard/domain/statistics';

import { en } from '../../messages/en.ts';
import { ru } from '../../messages/ru.ts';

const told = {
  counted: countedFigures,
  measures,
  shares: Object.keys(shares),
  did: [...acts, 'answered', 'stars'],
  other: ['averageStars', 'online', 'dialogs'],
} as const satisfies Record<string, readonly string[]>;

describe.each([
  ['English', en.figures],
  ['Russian', ru.figures],
])('the figures in %s', (_, words) => {
  it.each(Object.entries(told))('say what each of the %s is, and of no other', (group, ids) => {
    const said: Record<string, { name: string; says: string }> = words[group as keyof typeof told];
    expect(Object.keys(said).toSorted()).toEqual([...ids].toSorted());
    for (const [id, { name, says }] of Object.entries(said)) {
      expect(name, id).not.toBe('');
      expect(says, id).toMatch(/^\p{Lu}.{20,}\.$/u);
    }
  });

  it('tell working time and calendar time apart by name, and how exact a percentile is', () => {
    for (const { name, says } of Object.values(words.measures)) {
      expect(name).toMatch(/working time|calendar time|рабочее время|календарное время/);
      expect(says).toContain('2 %');
    }
  });
});
