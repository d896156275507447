import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import { aLine, ann, aPerson, aWorld, bob, eve, given, handsWith, lineId, noon } from '../testing/index.ts';

const toAll = (rest = {}) => {
  const story = given(
    aWorld({ lines: [aLine({ queue: { distribution: 'all', members: [ann, bob, eve], ...rest } })] }),
  );
  story.clientWrites();
  return story;
};

describe('an offer to all follows availability', () => {
  test('the same circle as before: nothing is written', () => {
    expect(toAll().tryWaiting()).toMatchObject({ facts: [], effects: [] });
  });

  test('who leaves loses it', () => {
    const { dialog, facts } = toAll().later(minute).away(bob).tryWaiting();
    expect(facts).toMatchObject([
      { fact: 'offered', because: 'circle-changed', after: 'circle-changed', newRound: false },
    ]);
    expect(dialog).toMatchObject({ operatorIds: [ann, eve], asked: [] });
  });

  test('who comes gets it', () => {
    const story = toAll().away(bob);
    story.tryWaiting();
    expect(story.back(bob).tryWaiting().dialog).toMatchObject({ operatorIds: [ann, bob, eve] });
  });

  test('who declined does not get it again by leaving and coming', () => {
    const story = toAll();
    story.decline(bob);
    story.away(bob).tryWaiting();
    expect(story.back(bob).tryWaiting().facts).toEqual([]);
  });

  test('with nobody left it waits, and is offered to the first who comes', () => {
    const story = toAll().away(ann, bob, eve);
    expect(story.tryWaiting()).toMatchObject({
      dialog: { state: 'waiting', notBefore: null },
      facts: [{ because: 'nobody-available' }],
    });
    expect(story.back(eve).tryWaiting()).toMatchObject({
      dialog: { operatorIds: [eve] },
      facts: [{ after: 'somebody-free' }],
    });
  });

  test('with only those left who declined it waits for the hand-over time', () => {
    const story = toAll();
    story.decline(ann);
    story.later(minute).away(bob, eve);
    expect(story.tryWaiting()).toMatchObject({
      dialog: { state: 'waiting', notBefore: noon + 4 * minute },
      facts: [{ because: 'everybody-declined' }],
    });
  });

  test('who has reached the cap of the product loses it, and gets it when he is below', () => {
    const line = aLine({ queue: { distribution: 'all', members: [ann, bob] } });
    const story = given(aWorld({ lines: [line], held: { [ann]: handsWith(mostOpenDialogs - 1) } }));
    story.clientWrites(1);
    story.clientWrites(2);
    expect(story.accept(ann, 1).effects).toEqual([{ effect: 'stir', lineId: lineId(1) }]);
    expect(story.tryWaiting(2).dialog).toMatchObject({ operatorIds: [bob] });
    expect(story.finish(ann, 1).effects).toEqual([{ effect: 'stir', lineId: lineId(1) }]);
    expect(story.tryWaiting(2).dialog).toMatchObject({ operatorIds: [ann, bob] });
  });
});

describe('a changed distribution', () => {
  test('from all to one offers it anew to the first', () => {
    const story = toAll();
    story.decline(ann);
    story.world.lines[lineId(1)]!.queue.distribution = 'strictly';
    expect(story.tryWaiting()).toMatchObject({
      dialog: { to: 'one', operatorId: ann, asked: [ann], declined: [] },
      facts: [{ after: 'distribution-changed', newRound: true }],
    });
  });

  test('from one to all offers it to everybody, him included who has it on his screen', () => {
    const story = toAll({ distribution: 'strictly' });
    story.world.lines[lineId(1)]!.queue.distribution = 'all';
    expect(story.tryWaiting().dialog).toMatchObject({ to: 'all', operatorIds: [ann, bob, eve], asked: [] });
    expect(story.tryWaiting().facts).toEqual([]);
  });
});

describe('a changed distribution among those that ask one', () => {
  test('begins anew with everybody, by the new way', () => {
    const story = toAll({ distribution: 'strictly' });
    story.decline(ann);
    story.world.lines[lineId(1)]!.queue.distribution = 'evenly';
    expect(story.tryWaiting()).toMatchObject({
      dialog: { to: 'one', operatorId: eve, distribution: 'evenly', asked: [eve], declined: [] },
      facts: [{ after: 'distribution-changed', because: 'longest-without', newRound: true }],
    });
    expect(story.tryWaiting().facts).toEqual([]);
  });
});

describe('what is not in the queue stays as it is', () => {
  test('an offer to one whose operator is there', () => {
    expect(toAll({ distribution: 'strictly' }).away(bob).tryWaiting().facts).toEqual([]);
  });

  test('a held one, a closed one, none', () => {
    const story = toAll();
    story.accept(ann);
    expect(story.away(ann).tryWaiting().facts).toEqual([]);
    story.finish(ann);
    expect(story.tryWaiting()).toMatchObject({ facts: [], refused: null });
    expect(story.tryWaiting(8)).toMatchObject({ facts: [], refused: null });
  });
});

describe('waiting dialogs are tried oldest first', () => {
  test('a slot freed goes to the oldest, and the younger stays', () => {
    const line = aLine({ queue: { distribution: 'strictly', members: [ann], limit: 1 } });
    const story = given(aWorld({ lines: [line] }));
    for (const id of [1, 2, 3]) story.later(minute).clientWrites(id);
    story.accept(ann, 1);
    expect(story.reply(ann, 1).effects).toContainEqual({ effect: 'stir', lineId: lineId(1) });
    // Out of turn the younger one gives way.
    expect(story.tryWaiting(3).facts).toEqual([]);
    expect(story.tryWaiting(2).dialog).toMatchObject({ state: 'offered', operatorId: ann });
    expect(story.tryWaiting(3).facts).toEqual([]);
  });

  test('a returned one has the place of its client’s first unanswered message', () => {
    const line = aLine({ queue: { distribution: 'strictly', members: [ann, bob] } });
    const story = given(aWorld({ lines: [line], people: [aPerson({ id: bob, awaySince: noon })] }));
    story.clientWrites(1);
    story.accept(ann, 1);
    story.reply(ann, 1);
    story.later(minute).away(ann).clientWrites(2);
    story.later(minute).clientWrites(1);
    expect(story.world.lines[lineId(1)]!.waiting.map((dialog) => dialog.dialogId)).toEqual([2, 1]);
  });
});
