import { expect, test } from 'vitest';

import { ann, bob, noon } from '../testing/index.ts';
import { byAge, keptForOlder, olderThan, type WaitingDialog } from './index.ts';

const waiting = (
  dialogId: number,
  since: number,
  asked: string[] = [],
  notBefore: number | null = null,
): WaitingDialog => ({
  dialogId,
  since,
  asked,
  notBefore,
  identifyingUntil: null,
});

test('the oldest is whose client waits longest for an answer, and of equals the lower number', () => {
  const sorted = [waiting(1, 30), waiting(3, 10), waiting(2, 10)].sort(byAge);
  expect(sorted.map((dialog) => dialog.dialogId)).toEqual([2, 3, 1]);
});

test('older are those before it, itself left out', () => {
  const list = [waiting(5, 10), waiting(2, 20), waiting(9, 20), waiting(1, 30)];
  expect(olderThan({ dialogId: 9, since: 20 }, list).map((dialog) => dialog.dialogId)).toEqual([5, 2]);
});

test.each([
  ['whom it has not asked yet', waiting(1, 1, [ann]), [bob]],
  ['everybody, having asked them all', waiting(1, 1, [ann, bob]), [ann, bob]],
  ['nobody, declined by all and still at rest', waiting(1, 1, [ann, bob], noon + 1), []],
  ['everybody, its rest being over', waiting(1, 1, [ann, bob], noon), [ann, bob]],
  ['a newcomer, even at rest', waiting(1, 1, [ann], noon + 1), [bob]],
  ['nobody while the CRM is asked', { ...waiting(1, 1), identifyingUntil: noon + 1 }, []],
  ['everybody once the CRM had its time', { ...waiting(1, 1), identifyingUntil: noon }, [ann, bob]],
])('an older waiting dialog keeps %s', (_, older, expected) => {
  expect([...keptForOlder([older], [ann, bob], noon)]).toEqual(expected);
});
