/** What is to happen, the earliest first; what was noted first of what happens at one moment. */
export class Agenda {
  readonly #heap: { at: number; order: number; run: () => void }[] = [];
  #noted = 0;

  /** Moments are whole milliseconds: what is left of one is cut off. */
  note(moment: number, run: () => void): void {
    const at = Math.floor(moment);
    const heap = this.#heap;
    let place = heap.length;
    heap.push({ at, order: this.#noted++, run });
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#before(place, above)) break;
      this.#swap(place, above);
      place = above;
    }
  }

  /** The next that is to happen, or null where nothing is. */
  take(): { at: number; run: () => void } | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < heap.length && this.#before(left, least)) least = left;
      if (right < heap.length && this.#before(right, least)) least = right;
      if (least === place) return first;
      this.#swap(place, least);
      place = least;
    }
  }

  #before(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one]!, this.#heap[other]!];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    [this.#heap[one], this.#heap[other]] = [this.#heap[other]!, this.#heap[one]!];
  }
}
