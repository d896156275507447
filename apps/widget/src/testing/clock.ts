/** Time that stands until it is moved. */
export type Clock = {
  now(): number;
  after(milliseconds: number, work: () => void): () => void;
  /** Lets everything due in this time happen, in order, promises included. */
  pass(milliseconds: number): Promise<void>;
};

export function clockAt(start: number): Clock {
  let now = start;
  let order = 0;
  let due: { at: number; order: number; work: () => void }[] = [];
  /** More turns than the longest chain of promises has. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn++) await Promise.resolve();
  };
  return {
    now: () => now,
    after(milliseconds, work) {
      const one = { at: now + milliseconds, order: order++, work };
      due.push(one);
      return () => void (due = due.filter((other) => other !== one));
    },
    async pass(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const [first] = due
          .filter(({ at }) => at <= end)
          .sort((one, other) => one.at - other.at || one.order - other.order);
        if (first === undefined) break;
        due = due.filter((one) => one !== first);
        now = first.at;
        first.work();
        await settle();
      }
      now = end;
    },
  };
}
