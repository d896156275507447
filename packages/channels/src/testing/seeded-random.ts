/** A source of chance that gives the same sequence for the same seed: numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** `Random` by the mulberry32 generator; `seed` is any integer. Good for tests, of no use for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
