import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import { aLine, ann, aPerson, aWorld, bob, employeeId, eve, given, handsWith, lineId, noon } from '../testing/index.ts';

const strictly = aLine({ queue: { distribution: 'strictly', members: [ann, bob], limit: 1 } });
const toAll = aLine({ queue: { distribution: 'all', members: [ann, bob, eve] } });
const offered = (lines = [strictly], held = {}) => {
  const story = given(aWorld({ lines, held, people: [aPerson({ id: eve })] }));
  story.clientWrites();
  return story;
};
const waiting = () => {
  const story = given(
    aWorld({
      lines: [strictly],
      people: [aPerson({ id: ann, awaySince: noon }), aPerson({ id: bob, awaySince: noon }), aPerson({ id: eve })],
    }),
  );
  story.clientWrites();
  return story;
};

describe('accepting', () => {
  test('is not replying', () => {
    const { dialog, facts } = offered().later(minute).accept(ann);
    expect(facts).toEqual([{ fact: 'accepted', at: noon + minute, employeeId: ann, because: 'offered' }]);
    expect(dialog).toMatchObject({
      state: 'accepted',
      operatorId: ann,
      acceptedAt: noon + minute,
      unansweredSince: noon,
      repliedAt: null,
    });
  });

  test('of two at the same moment exactly one wins; the other is told who has it', () => {
    const story = offered([toAll]);
    expect(story.accept(bob).dialog).toMatchObject({ state: 'accepted', operatorId: bob });
    expect(story.accept(ann)).toMatchObject({ facts: [], refused: { refused: 'taken', by: bob } });
  });

  test('twice by a nervous click changes nothing', () => {
    const story = offered();
    story.accept(ann);
    expect(story.accept(ann)).toMatchObject({ facts: [], effects: [], refused: null });
  });

  test('is refused to whom it is not offered', () => {
    expect(offered().accept(bob).refused).toEqual({ refused: 'not-offered' });
  });

  test('is refused to the dismissed and the unknown', () => {
    expect(offered().dismissed(ann).accept(ann).refused).toEqual({ refused: 'dismissed', employeeId: ann });
    expect(offered().accept(employeeId(77)).refused).toEqual({ refused: 'no-such-person' });
  });

  test('is refused after closing, and without a dialog', () => {
    const story = offered();
    story.when(1, { event: 'close', by: null, because: 'forced' });
    expect(story.accept(ann).refused).toEqual({ refused: 'closed' });
    expect(story.accept(ann, 2).refused).toEqual({ refused: 'no-dialog' });
  });

  test('what returned to the queue after an answer is held as client-wrote', () => {
    const story = offered();
    story.accept(ann);
    story.reply(ann);
    story.away(ann).clientWrites();
    expect(story.accept(bob).dialog).toMatchObject({ state: 'client-wrote', operatorId: bob });
  });
});

describe('taking a waiting dialog', () => {
  test('an operator of the line may, past limit and order', () => {
    const story = waiting();
    story.clientWrites(2);
    expect(story.accept(ann, 2)).toMatchObject({
      dialog: { state: 'accepted', operatorId: ann },
      facts: [{ because: 'taken-from-waiting' }],
    });
    expect(story.accept(ann, 1)).toMatchObject({ dialog: { state: 'accepted', operatorId: ann } });
  });

  test('somebody of another line may not', () => {
    expect(waiting().accept(eve).refused).toEqual({ refused: 'not-in-queue' });
  });

  test('lets younger ones look again', () => {
    const story = waiting();
    story.clientWrites(2);
    expect(story.accept(bob, 1).effects).toEqual([{ effect: 'stir', lineId: lineId(1) }]);
    expect(story.accept(bob, 2).effects).toEqual([]);
  });
});

describe('nothing exceeds the cap of the product', () => {
  const full = { [ann]: handsWith(mostOpenDialogs) };

  test('accepting what is offered to all is refused', () => {
    const story = offered([toAll]);
    story.world.held = { ...full };
    expect(story.accept(ann).refused).toEqual({ refused: 'too-many-open', employeeId: ann });
  });

  test('taking a waiting dialog is refused', () => {
    const story = waiting();
    story.world.held = { ...full };
    expect(story.accept(ann).refused).toEqual({ refused: 'too-many-open', employeeId: ann });
  });

  test('the last one that fits is accepted', () => {
    const story = offered([strictly], { [ann]: handsWith(mostOpenDialogs - 1) });
    expect(story.accept(ann).dialog).toMatchObject({ state: 'accepted', operatorId: ann });
  });
});
