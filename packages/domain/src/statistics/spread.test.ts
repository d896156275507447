import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bucketBounds, bucketOf, middleOf, percentileOf, roundTimes, spreadOf } from './index.ts';

describe('buckets', () => {
  test('are a second wide up to fifty, at most 2 % beyond, and fit a column of small numbers', () => {
    for (const [number, bound] of bucketBounds.entries()) {
      const next = bucketBounds[number + 1];
      if (next === undefined) continue;
      expect(next - bound).toBeLessThanOrEqual(Math.max(1, bound * 0.02));
    }
    expect(bucketBounds.length).toBeLessThan(32_767);
  });

  test.each(roundTimes)('none crosses %i seconds', (time) => {
    expect(bucketBounds).toContain(time);
  });

  test('each duration falls into the one that holds it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000_000 }), (seconds) => {
        const bucket = bucketOf(seconds);
        expect(bucketBounds[bucket]).toBeLessThanOrEqual(seconds);
        expect(bucketBounds[bucket + 1] ?? Infinity).toBeGreaterThan(Math.min(seconds, 31_622_399));
      }),
    );
  });
});

test('a percentile lies in the bucket of the exact one, and none has none', () => {
  expect(percentileOf(spreadOf([]), 50)).toBeNull();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(50, 90),
      (durations, percent) => {
        const sorted = durations.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1]!;
        expect(percentileOf(spreadOf(durations), percent)).toBe(middleOf(bucketOf(exact)));
      },
    ),
  );
});

test('spreads of parts add up to that of the whole', () => {
  const [one, two] = [
    [1, 70, 3_600],
    [2, 70],
  ];
  const sum = new Map(spreadOf(one!));
  for (const [bucket, count] of spreadOf(two!)) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  expect(sum).toEqual(spreadOf([...one!, ...two!]));
});
