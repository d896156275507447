import { expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { aLine, ann, aWorld, bob, given, lineId, messageId, noon } from '../testing/index.ts';

const accepted = (queue = {}) => {
  const story = given(
    aWorld({ lines: [aLine({ queue: { distribution: 'strictly', members: [ann, bob], ...queue } })] }),
  );
  story.clientWrites();
  story.accept(ann);
  return story;
};

test('the holder’s message turns the dialog answered and goes to the client', () => {
  const { dialog, facts, effects } = accepted().later(minute).reply(ann);
  expect(facts).toEqual([{ fact: 'answered', at: noon + minute, employeeId: ann, messageId: messageId(2) }]);
  expect(effects).toEqual([{ effect: 'deliver', messageId: messageId(2) }]);
  expect(dialog).toMatchObject({
    state: 'answered',
    operatorId: ann,
    acceptedAt: noon,
    repliedAt: noon + minute,
    unansweredSince: null,
  });
});

test('a second message of his is a further answer', () => {
  const story = accepted();
  story.reply(ann);
  expect(story.later(minute).reply(ann).dialog).toMatchObject({ state: 'answered', repliedAt: noon + minute });
});

test('nobody else writes in his dialog', () => {
  expect(accepted().reply(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
});

test('an offer must be accepted first', () => {
  const story = given(aWorld());
  story.clientWrites();
  expect(story.reply(ann).refused).toEqual({ refused: 'not-yours', holder: null });
});

test('nobody writes in a closed dialog, or in none', () => {
  const story = accepted();
  story.finish(ann);
  expect(story.reply(ann).refused).toEqual({ refused: 'closed' });
  expect(story.reply(ann, 5).refused).toEqual({ refused: 'no-dialog' });
});

test.each([
  ['waiting-for-client', true],
  ['answered', true],
  ['closed', false],
] as const)('where "%s" is not counted, his reply frees a slot: %s', (notCounted, frees) => {
  const effects = accepted({ limit: 1, notCounted }).reply(ann).effects;
  expect(effects.filter((effect) => effect.effect === 'stir')).toEqual(
    frees ? [{ effect: 'stir', lineId: lineId(1) }] : [],
  );
});
