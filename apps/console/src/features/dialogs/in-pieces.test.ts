import { expect, test } from 'vitest';

import type { GroupAnswer } from '../../rpc/shapes.ts';
import { inPieces, together, type Progress } from './in-pieces.ts';

const ids = Array.from({ length: 45 }, (_, index) => index + 1);
const answer = (dialogIds: number[]): GroupAnswer => ({
  all: false,
  answers: dialogIds.map((dialogId) => ({
    dialogId,
    refused: dialogId % 10 === 0 ? 'closed' : dialogId === 7 ? 'not-allowed' : null,
  })),
});

test('many dialogs go in pieces, each once and in order, and the answers of all are told together', async () => {
  const sent: number[][] = [];
  const progress: Progress[] = [];
  const outcome = await inPieces(
    ids,
    async (piece) => {
      sent.push(piece);
      return answer(piece);
    },
    (now) => progress.push(now),
  );
  expect(sent.map(({ length }) => length)).toEqual([20, 20, 5]);
  expect(sent.flat()).toEqual(ids);
  expect(progress.map(({ done }) => done)).toEqual([20, 40, 45]);
  expect(outcome).toEqual({
    done: 40,
    refused: [
      { because: 'closed', dialogIds: [10, 20, 30, 40] },
      { because: 'not-allowed', dialogIds: [7] },
    ],
    left: [],
  });
});

test('stopped in between, what was done is told and what is left too', async () => {
  let calls = 0;
  const outcome = await inPieces(
    ids,
    async (piece) => {
      calls++;
      return answer(piece);
    },
    () => {},
    () => calls === 1,
  );
  expect(outcome).toMatchObject({ done: 17, left: ids.slice(20) });
});

test('where a call gets no answer it ends there', async () => {
  const outcome = await inPieces(
    ids,
    () => Promise.reject(new Error('the network is gone')),
    () => {},
  );
  expect(outcome).toEqual({ done: 0, refused: [], left: ids });
});

test('those that got no answer are tried again, and what became of all is told together', async () => {
  let calls = 0;
  const before = await inPieces(
    ids,
    (piece) => (++calls === 1 ? Promise.resolve(answer(piece)) : Promise.reject(new Error('the network is gone'))),
    () => {},
  );
  expect(before).toMatchObject({ done: 17, left: ids.slice(20) });
  const again = await inPieces(
    before.left,
    async (piece) => answer(piece),
    () => {},
  );
  expect(together(before, again)).toEqual({
    done: 40,
    refused: [
      { because: 'closed', dialogIds: [10, 20, 30, 40] },
      { because: 'not-allowed', dialogIds: [7] },
    ],
    left: [],
  });
});
