/**
 * How durations lie, told by counts in fixed buckets, so that those of days, lines and people add up: every second up to
 * fifty has its own, further ones are at most 2 % wide, and none crosses a round time (one minute, five, an hour, …). A
 * percentile read from them is at most one bucket off (product §6).
 */

/** The longest duration that is told apart, in seconds: a year. What took longer counts as the last bucket. */
const longest = 366 * 86_400;

/** Times that people say, in seconds: where answers are counted within them, they are exact. */
export const roundTimes = [30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400] as const;

/** The lower bound of each bucket in whole seconds, rising from 0; a bucket ends before the next begins. */
export const bucketBounds: readonly number[] = (() => {
  const bounds: number[] = [];
  for (let bound = 0; bound < longest;) {
    bounds.push(bound);
    const next = Math.max(bound + 1, Math.floor(bound * 1.02));
    bound = roundTimes.find((time) => time > bound && time < next) ?? next;
  }
  return bounds;
})();

/** The number of the bucket that these seconds fall into, from 0. */
export function bucketOf(seconds: number): number {
  let low = 0;
  let high = bucketBounds.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (bucketBounds[middle]! <= seconds) low = middle;
    else high = middle;
  }
  return low;
}

/** How many durations fell into each bucket, by its number. */
export type Spread = ReadonlyMap<number, number>;

/** The spread of these durations, in seconds. */
export function spreadOf(durations: readonly number[]): Spread {
  const spread = new Map<number, number>();
  for (const seconds of durations) {
    const bucket = bucketOf(seconds);
    spread.set(bucket, (spread.get(bucket) ?? 0) + 1);
  }
  return spread;
}

/**
 * The duration that so many per cent of them do not exceed, in seconds: the middle of the bucket in which the nearest-rank
 * percentile lies, so at most 2 % from it; null where there are none.
 */
export function percentileOf(spread: Spread, percent: number): number | null {
  let total = 0;
  for (const count of spread.values()) total += count;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil((total * percent) / 100));
  let passed = 0;
  for (const bucket of [...spread.keys()].toSorted((a, b) => a - b)) {
    passed += spread.get(bucket) ?? 0;
    if (passed >= rank) return middleOf(bucket);
  }
  return null;
}

/** What stands for the durations of a bucket, in seconds: its middle. */
export function middleOf(bucket: number): number {
  const from = bucketBounds[bucket] ?? longest;
  const until = bucketBounds[bucket + 1] ?? from + 1;
  return Math.floor((from + until - 1) / 2);
}
