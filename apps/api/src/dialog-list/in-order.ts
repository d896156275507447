/** Ids of dialogs in their order, each with what it is ordered by. */
export type Piece = { ids: Float64Array; sorts: Float64Array };

/**
 * Dialogs that were read in pieces, each of them in order, come out in the order of all, some at a time: sorting millions
 * at once would hold up everything else that the process does. Sixteen bytes each.
 */
export class InOrder {
  readonly #way: 1 | -1;
  #pieces: { piece: Piece; at: number }[] = [];

  constructor(ascending: boolean) {
    this.#way = ascending ? 1 : -1;
  }

  add(piece: Piece): void {
    if (piece.ids.length > 0) this.#pieces.push({ piece, at: 0 });
  }

  /** The next so many; fewer where there are no more. */
  take(count: number): number[] {
    const taken: number[] = [];
    while (taken.length < count) {
      let [first] = this.#pieces;
      if (first === undefined) return taken;
      for (const one of this.#pieces) if (this.#isBefore(one, first)) first = one;
      taken.push(first.piece.ids[first.at++] ?? 0);
      const { at, piece } = first;
      if (at === piece.ids.length) this.#pieces = this.#pieces.filter((one) => one.piece !== piece);
    }
    return taken;
  }

  #isBefore(one: { piece: Piece; at: number }, other: { piece: Piece; at: number }): boolean {
    const [a, b] = [one.piece.sorts[one.at] ?? 0, other.piece.sorts[other.at] ?? 0];
    if (a !== b) return this.#way === 1 ? a < b : a > b;
    const [x, y] = [one.piece.ids[one.at] ?? 0, other.piece.ids[other.at] ?? 0];
    return this.#way === 1 ? x < y : x > y;
  }
}
