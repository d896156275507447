import { describe, expect, test } from 'vitest';

import { handsWith, lineId } from '../testing/index.ts';
import {
  handsFull,
  mostOpenDialogs,
  notCounted,
  openDialogs,
  slotsTaken,
  takesSlot,
  type HeldDialog,
} from './index.ts';

const dialogs: Record<string, Pick<HeldDialog, 'state' | 'everAnswered'>> = {
  'offered to him': { state: 'offered', everAnswered: false },
  'offered to him after somebody answered it': { state: 'offered', everAnswered: true },
  'accepted, not answered': { state: 'accepted', everAnswered: false },
  'answered, the client silent': { state: 'answered', everAnswered: true },
  'answered once, the client wrote again': { state: 'client-wrote', everAnswered: true },
};

describe('a dialog takes a slot', () => {
  const taken: Record<(typeof notCounted)[number], string[]> = {
    answered: ['offered to him', 'accepted, not answered'],
    'waiting-for-client': [
      'offered to him',
      'offered to him after somebody answered it',
      'accepted, not answered',
      'answered once, the client wrote again',
    ],
    closed: Object.keys(dialogs),
  };
  for (const way of notCounted) {
    for (const [name, dialog] of Object.entries(dialogs)) {
      const takes = taken[way].includes(name);
      test(`${name}: ${takes ? 'yes' : 'no'}, where "${way}" is not counted`, () => {
        expect(takesSlot({ dialogId: 1, lineId: lineId(1), ...dialog }, way)).toBe(takes);
      });
    }
  }
});

test.each(notCounted)('a finishing dialog never takes one, where "%s" is not counted', (way) => {
  expect(takesSlot({ dialogId: 1, lineId: lineId(1), state: 'finishing', everAnswered: true }, way)).toBe(false);
});

test('slots are counted per line, and without the dialog that asks', () => {
  const held = [...handsWith(3, { lineId: lineId(1) }), { ...handsWith(1)[0]!, dialogId: 7, lineId: lineId(2) }];
  expect(slotsTaken(held, lineId(1), 'closed')).toBe(3);
  expect(slotsTaken(held, lineId(2), 'closed')).toBe(1);
  expect(slotsTaken(held, lineId(2), 'closed', 7)).toBe(0);
});

test('the cap counts open dialogs over all lines, however they are counted for slots', () => {
  const held = handsWith(mostOpenDialogs, { lineId: lineId(1) });
  expect(handsFull(held)).toBe(true);
  expect(openDialogs(held, held[0]!.dialogId)).toBe(mostOpenDialogs - 1);
  expect(handsFull(held, held[0]!.dialogId)).toBe(false);
  expect(handsFull(held.slice(1))).toBe(false);
});
