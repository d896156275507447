import type { Stir } from './batch.types.ts';

/** Adds a stir to those of its line: the farthest back in the circle wins, so that nobody there is passed over. */
export function mergeStir(stirs: Map<string, Stir>, stir: Stir): void {
  const known = stirs.get(stir.lineId)?.circleAfter ?? null;
  const circleAfter =
    known === null ? stir.circleAfter : stir.circleAfter === null ? known : Math.min(known, stir.circleAfter);
  stirs.set(stir.lineId, { lineId: stir.lineId, circleAfter });
}
