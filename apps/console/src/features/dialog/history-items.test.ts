import { describe, expect, it } from 'vitest';

import type { HistoryStep } from '../../rpc/shapes.ts';
import { historyItems } from './history-items.ts';

const anna = '018f0000-0000-7000-8000-000000000001';
const boris = '018f0000-0000-7000-8000-000000000002';
const messageId = '018f0000-0000-7000-8000-0000000000ff';
const wrote = (number: number): HistoryStep => ({ number, fact: { fact: 'client-wrote', at: number, messageId } });
const answered = (number: number, employeeId: string): HistoryStep => ({
  number,
  fact: { fact: 'answered', at: number, employeeId, messageId },
});
const shown = (steps: HistoryStep[]) => historyItems(steps).map((item) => `${item.step.fact.fact} ×${item.times}`);

describe('the lines of a history', () => {
  it('counts messages of the client in a row', () => {
    expect(shown([wrote(1), wrote(2), answered(3, anna), wrote(4)])).toEqual([
      'client-wrote ×2',
      'answered ×1',
      'client-wrote ×1',
    ]);
  });

  it('counts answers of one person, not of two', () => {
    expect(shown([answered(1, anna), answered(2, anna), answered(3, boris)])).toEqual(['answered ×2', 'answered ×1']);
  });

  it('keeps every other step apart', () => {
    const declined = (number: number): HistoryStep => ({
      number,
      fact: { fact: 'declined', at: number, employeeId: anna },
    });
    expect(shown([declined(1), declined(2)])).toEqual(['declined ×1', 'declined ×1']);
  });
});
