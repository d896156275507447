/** A source of chance that a seed decides: the same seed tells the same months. */
export type Chance = {
  /** A number from 0 up to, but not, 1. */
  next: () => number;
  /** A whole number from 0 up to, but not, `below`. */
  below: (below: number) => number;
  /** Whether something happens that has this probability. */
  happens: (probability: number) => boolean;
  /** One of these. */
  one: <T>(of: readonly T[]) => T;
  /** The place of one of these weights, each as likely as it is large. */
  weighted: (weights: readonly number[]) => number;
  /** A wait as waits are: mostly short, sometimes long, on the average so long. */
  wait: (average: number) => number;
};

/** Chance from a seed, by the mulberry32 generator. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    one: <T>(of: readonly T[]): T => {
      const found = of[below(of.length)];
      if (found === undefined) throw new Error('There is none to choose from');
      return found;
    },
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [place, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return place;
      }
      return weights.length - 1;
    },
    wait: (average) => Math.floor(-Math.log(1 - next()) * average),
  };
}
