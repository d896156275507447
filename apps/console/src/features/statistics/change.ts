/**
 * How a figure differs from the one before. `same`: not at all; `from-nothing`: there was none, so no share of it can be
 * told; `many-times`: so much more that a percentage says nothing any longer.
 */
export type Change =
  | { kind: 'same' }
  | { kind: 'from-nothing'; to: number }
  | { kind: 'many-times'; times: number }
  | { kind: 'more' | 'less'; share: number };

/** From how many times as much on it is said in times, not in per cent. */
const manyTimes = 10;

/** How a number differs from the one before; null where there is nothing to compare. */
export function changeOf(now: number | null, before: number | null | undefined): Change | null {
  if (now === null || before === null || before === undefined) return null;
  if (now === before) return { kind: 'same' };
  if (before === 0) return { kind: 'from-nothing', to: now };
  if (now / before >= manyTimes) return { kind: 'many-times', times: Math.floor(now / before) };
  const share = Math.abs(now - before) / before;
  // What rounds to nothing is not called a change.
  return share < 0.0005 ? { kind: 'same' } : { kind: now > before ? 'more' : 'less', share };
}

/** How a share differs from the one before, in points of a hundredth; null where there is nothing to compare. */
export function pointsOf(
  now: number | null,
  before: number | null | undefined,
): { kind: 'same' } | { kind: 'more' | 'less'; points: number } | null {
  if (now === null || before === null || before === undefined) return null;
  const points = Math.round((now - before) * 1_000) / 10;
  return points === 0 ? { kind: 'same' } : { kind: points > 0 ? 'more' : 'less', points: Math.abs(points) };
}

/** Which way of a figure is the better one; `neither` where more of it is no praise and no blame. */
export type Better = 'more' | 'less' | 'neither';

/** Whether a change is to the good; null where it is neither. */
export function isGood(kind: 'same' | 'more' | 'less' | 'from-nothing' | 'many-times', better: Better): boolean | null {
  if (kind === 'same' || better === 'neither') return null;
  return (kind === 'less') === (better === 'less');
}
