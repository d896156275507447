/** A source of chance that a seed decides: the same seed gives the same numbers. */
export type Chance = {
  /** A number from 0 up to, but not, 1. */
  next(): number;
  /** A whole number from 0 up to, but not, `below`. */
  below(below: number): number;
  /** Did something happen that happens with this probability? */
  happens(probability: number): boolean;
  /** One of these, or null where there are none. */
  one<T>(of: readonly T[]): T | null;
  /** One of these words, each as likely as its weight says. */
  weighted<T extends string>(weights: Record<T, number>): T;
};

/** Chance from a seed, by the mulberry32 generator. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    one: (of) => of[below(of.length)] ?? null,
    weighted: <T extends string>(weights: Record<T, number>) => {
      const entries = Object.entries<number>(weights);
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [word, weight] of entries) {
        left -= weight;
        if (left < 0) return word as T;
      }
      return entries[entries.length - 1]![0] as T;
    },
  };
}
