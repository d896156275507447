import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, eve, given, lineId, noon, patient } from '../testing/index.ts';

const crew = [ann, bob, eve];
const line = (distribution: 'strictly' | 'all', rest = {}) => {
  const story = given(
    aWorld({ lines: [aLine({ queue: { distribution, members: crew, ...rest }, autoActions: patient })] }),
  );
  story.clientWrites();
  return story;
};

describe('declining what is offered to one', () => {
  test('counts as asked, and the next is asked at once', () => {
    const { dialog, facts } = line('strictly').decline(ann);
    expect(facts).toMatchObject([
      { fact: 'declined', employeeId: ann },
      { fact: 'offered', after: 'declined', to: { employeeId: bob } },
    ]);
    expect(dialog).toMatchObject({ asked: [ann, bob], declined: [ann] });
  });

  test('by the last begins from the beginning', () => {
    const story = line('strictly');
    story.decline(ann);
    story.decline(bob);
    expect(story.decline(eve)).toMatchObject({
      dialog: { operatorId: ann, asked: [ann], declined: [] },
      facts: [{}, { newRound: true, because: 'new-round' }],
    });
  });

  test('frees his slot for those who wait', () => {
    const limited = aLine({ queue: { distribution: 'strictly', members: crew, limit: 1 } });
    const story = given(aWorld({ lines: [limited], people: [aPerson({ id: eve, awaySince: noon })] }));
    for (const id of [1, 2, 3]) story.clientWrites(id);
    expect(story.dialogs.get(3)).toMatchObject({ state: 'waiting' });
    const declined = story.back(eve).decline(ann, 1);
    expect(declined).toMatchObject({ dialog: { operatorId: eve }, effects: [{ effect: 'stir', lineId: lineId(1) }] });
    expect(story.tryWaiting(3).dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });
});

describe('declining what is offered to all', () => {
  test('leaves it to the others', () => {
    const { dialog, facts } = line('all').decline(bob);
    expect(facts).toEqual([{ fact: 'declined', at: noon, employeeId: bob }]);
    expect(dialog).toMatchObject({ state: 'offered', to: 'all', operatorIds: [ann, eve], asked: [bob] });
  });

  test('by all: it waits, and nobody is asked again sooner than the hand-over time', () => {
    const story = line('all', { offerMinutes: 10 });
    story.decline(ann);
    story.decline(bob);
    const { dialog, facts } = story.later(minute).decline(eve);
    expect(facts[1]).toMatchObject({ fact: 'waits', because: 'everybody-declined', notBefore: noon + 11 * minute });
    expect(dialog).toMatchObject({ state: 'waiting', notBefore: noon + 11 * minute });
    expect(story.later(10 * minute - 1).tryWaiting().facts).toEqual([]);
    expect(story.later(1).timePasses()).toMatchObject({
      dialog: { state: 'offered', operatorIds: crew, asked: [], declined: [] },
      facts: [{ newRound: true, because: 'new-round', after: 'somebody-free' }],
    });
  });

  test('by all: a changed hand-over time moves the moment, and another distribution asks at once', () => {
    const toAll = (given_: object) =>
      aLine({ queue: { distribution: 'all', members: [ann, bob], offerMinutes: 720, ...given_ } });
    const story = given(aWorld({ lines: [toAll({})] }));
    story.clientWrites();
    story.decline(ann);
    story.decline(bob);
    expect(story.later(minute).tryWaiting().facts).toEqual([]);
    story.line(toAll({ offerMinutes: 10 }));
    expect(story.tryWaiting().dialog).toMatchObject({
      state: 'waiting',
      notBefore: noon + 10 * minute,
      refusedAt: noon,
    });
    expect(story.tryWaiting().facts).toEqual([]);
    expect(story.later(9 * minute).tryWaiting().dialog).toMatchObject({ state: 'offered', operatorIds: [ann, bob] });
    story.decline(ann);
    story.decline(bob);
    story.line(aLine({ queue: { distribution: 'strictly', members: [ann, bob] } }));
    expect(story.tryWaiting().dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });

  test('by all who are there: one who comes is asked at once', () => {
    const story = line('all').away(eve);
    story.tryWaiting();
    story.decline(ann);
    expect(story.decline(bob).dialog).toMatchObject({ state: 'waiting' });
    expect(story.back(eve).tryWaiting().dialog).toMatchObject({
      state: 'offered',
      operatorIds: [eve],
      asked: [ann, bob],
    });
  });

  test('by the last on the screens goes to one who has just come', () => {
    const story = line('all').away(eve);
    story.tryWaiting();
    story.decline(ann);
    expect(story.back(eve).decline(bob).dialog).toMatchObject({ state: 'offered', operatorIds: [eve] });
  });
});

describe('declining is refused', () => {
  test('to whom it is not offered, any more or yet', () => {
    const story = line('strictly');
    expect(story.decline(bob).refused).toEqual({ refused: 'not-offered' });
    story.decline(ann);
    expect(story.decline(ann).refused).toEqual({ refused: 'not-offered' });
  });

  test('once somebody has it', () => {
    const story = line('all');
    story.accept(bob);
    expect(story.decline(ann).refused).toEqual({ refused: 'taken', by: bob });
    expect(story.decline(bob).refused).toEqual({ refused: 'not-offered' });
  });

  test('while it waits, once it is closed and without one', () => {
    const story = given(aWorld({ lines: [aLine()], people: [aPerson({ awaySince: noon })] }));
    story.clientWrites();
    expect(story.decline(ann).refused).toEqual({ refused: 'not-offered' });
    story.when(1, { event: 'close', by: null, because: 'duplicate' });
    expect(story.decline(ann).refused).toEqual({ refused: 'closed' });
    expect(story.decline(ann, 9).refused).toEqual({ refused: 'no-dialog' });
    expect(story.world.lines[lineId(1)]!.waiting).toEqual([]);
  });
});
