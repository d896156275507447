/** The middle one; of an even number the lower of the two. */
export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this part of all lies. */
export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** A figure of ours beside its peer's of the same pair. */
export type Pair = { ours: number; peer: number };

export type Row = {
  name: string;
  peer: string;
  unit: string;
  pairs: Pair[];
  /** What the ratio of ours to the peer must be. */
  goal: { atLeast: number } | { atMost: number };
};

/** A row with its medians, the median of the ratios pair by pair, and whether the goal is met. */
export function shown({ name, peer, unit, pairs, goal }: Row): string {
  const ratio = median(pairs.map((pair) => pair.ours / pair.peer));
  const met = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  const wanted = 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  const ratios = pairs.map((pair) => (pair.ours / pair.peer).toFixed(2)).join(' ');
  return `${name}
  ours ${median(pairs.map((pair) => pair.ours)).toFixed(2)} ${unit}, peer ${median(pairs.map((pair) => pair.peer)).toFixed(2)} ${unit} (${peer})
  ratio ${ratio.toFixed(2)}, goal ${wanted}: ${met ? 'met' : 'MISSED'} (pairs: ${ratios})`;
}
