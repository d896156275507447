import type { HistoryStep } from '../../rpc/shapes.ts';

export type HistoryItem = {
  key: number;
  step: HistoryStep;
  /** How many steps of the same kind follow each other here. */ times: number;
};

/** Steps as the history lists them: messages in a row of one side are one line. */
export function historyItems(steps: HistoryStep[]): HistoryItem[] {
  const items: HistoryItem[] = [];
  for (const step of steps) {
    const last = items.at(-1);
    if (last !== undefined && sameWriter(last.step, step)) last.times += 1;
    else items.push({ key: step.number, step, times: 1 });
  }
  return items;
}

function sameWriter(a: HistoryStep, b: HistoryStep): boolean {
  if (a.fact.fact === 'client-wrote' || a.fact.fact === 'bot-wrote') return b.fact.fact === a.fact.fact;
  return a.fact.fact === 'answered' && b.fact.fact === 'answered' && a.fact.employeeId === b.fact.employeeId;
}
