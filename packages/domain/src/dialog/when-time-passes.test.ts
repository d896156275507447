import { describe, expect, test } from 'vitest';

import { day, minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, eve, given, lineId, noon, patient } from '../testing/index.ts';

const strictly = (rest = {}) => {
  const story = given(
    aWorld({
      lines: [aLine({ queue: { distribution: 'strictly', members: [ann, bob, eve], ...rest }, autoActions: patient })],
    }),
  );
  story.clientWrites();
  return story;
};

describe('a deleted line', () => {
  const deleted = (story: ReturnType<typeof strictly>) => {
    const line = story.world.lines[lineId(1)]!;
    story.world = { ...story.world, lines: { ...story.world.lines, [lineId(1)]: { ...line, deleted: true } } };
    return story.timePasses();
  };

  test('closes its open dialogs', () => {
    expect(deleted(strictly())).toMatchObject({
      dialog: { state: 'closed', because: 'line-deleted' },
      facts: [{ fact: 'closed', because: 'line-deleted', by: null }],
      effects: [],
    });
  });

  test('takes no dialog by transfer', () => {
    const story = given(aWorld({ lines: [aLine({ id: lineId(1) }), aLine({ id: lineId(2) })] }));
    story.clientWrites();
    const line = story.world.lines[lineId(2)]!;
    story.world = { ...story.world, lines: { ...story.world.lines, [lineId(2)]: { ...line, deleted: true } } };
    expect(story.transferToLine(ann, lineId(2)).refused).toEqual({ refused: 'no-such-line' });
  });
});

describe('an offer to one', () => {
  test('stays until its time', () => {
    expect(
      strictly()
        .later(3 * minute - 1)
        .timePasses(),
    ).toMatchObject({ facts: [], effects: [], refused: null });
  });

  test('not accepted in time goes to the next', () => {
    const { dialog, facts } = strictly()
      .later(3 * minute)
      .timePasses();
    expect(facts).toMatchObject([
      { fact: 'offer-expired', employeeId: ann, because: 'not-accepted-in-time' },
      { fact: 'offered', after: 'offer-expired', to: { employeeId: bob, until: noon + 6 * minute } },
    ]);
    expect(dialog).toMatchObject({ asked: [ann, bob], declined: [] });
  });

  test('after the last goes on from the beginning, until accepted', () => {
    const story = strictly();
    const operators = [bob, eve, ann, bob, eve, ann].map(() => story.later(3 * minute).timePasses().dialog);
    expect(operators).toMatchObject([bob, eve, ann, bob, eve, ann].map((operatorId) => ({ operatorId })));
    story.accept(ann);
    expect(story.later(3 * minute).timePasses().facts).toEqual([]);
  });

  test('to the only operator is made again', () => {
    expect(
      strictly({ members: [ann] })
        .later(3 * minute)
        .timePasses(),
    ).toMatchObject({
      dialog: { state: 'offered', operatorId: ann, until: noon + 6 * minute },
      facts: [{}, { because: 'new-round', newRound: true }],
    });
  });

  test('waits once nobody is there for it', () => {
    expect(
      strictly()
        .later(3 * minute)
        .away(ann, bob, eve)
        .timePasses().dialog,
    ).toMatchObject({ state: 'waiting' });
  });

  test('goes back to the queue when its operator is away', () => {
    expect(strictly().later(minute).away(ann).timePasses()).toMatchObject({
      dialog: { operatorId: bob },
      facts: [
        { fact: 'returned', from: ann, because: 'away' },
        { fact: 'offered', after: 'returned' },
      ],
    });
  });

  test('that runs out gives way to an older waiting dialog', () => {
    const full = aLine({ queue: { distribution: 'strictly', members: [ann], limit: 1 } });
    const other = aLine({ id: lineId(2), queue: { distribution: 'strictly', members: [bob] } });
    const story = given(aWorld({ lines: [full, other] }));
    story.clientWrites(1, lineId(2));
    story.accept(bob, 1);
    story.later(minute).clientWrites(2);
    expect(story.transferToLine(bob, lineId(1), 1).dialog).toMatchObject({ state: 'waiting' });
    const { dialog, facts, effects } = story.later(3 * minute).timePasses(2);
    expect(facts.at(-1)).toMatchObject({ fact: 'waits', because: 'older-dialog-first' });
    expect(dialog).toMatchObject({ state: 'waiting' });
    expect(effects).toEqual([{ effect: 'stir', lineId: lineId(1) }]);
    expect(story.tryWaiting(1).dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });

  test('moves with a changed setting: shortened it is over, lengthened it goes on', () => {
    const story = strictly();
    story.world.lines[lineId(1)]!.queue.offerMinutes = 10;
    expect(story.later(5 * minute).timePasses().dialog).toMatchObject({ operatorId: ann });
    story.world.lines[lineId(1)]!.queue.offerMinutes = 1;
    expect(story.timePasses().dialog).toMatchObject({ operatorId: bob });
  });
});

describe('an offer to all', () => {
  test('has no hand-over time', () => {
    const story = given(aWorld({ lines: [aLine({ queue: { members: [ann, bob] }, autoActions: patient })] }));
    story.clientWrites();
    expect(story.later(day).timePasses().dialog).toMatchObject({ state: 'offered', operatorIds: [ann, bob] });
  });
});

describe('a waiting dialog', () => {
  test('looks again; in vain nothing is written', () => {
    const story = given(aWorld({ people: [aPerson({ awaySince: noon })] }));
    story.clientWrites();
    expect(story.later(2 * minute).timePasses()).toMatchObject({ facts: [], effects: [] });
    expect(story.back(ann).timePasses()).toMatchObject({
      dialog: { state: 'offered' },
      facts: [{ after: 'somebody-free' }],
    });
  });
});

describe('silence', () => {
  const held = () => {
    const story = strictly();
    story.accept(ann);
    return story;
  };
  const open = () => given(aWorld({ people: [aPerson({ awaySince: noon })] }));

  test('of ours closes as operator-silent, thirty days after the client’s last message', () => {
    const story = held();
    story.later(day).clientWrites();
    expect(story.later(30 * day - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().facts).toEqual([
      { fact: 'closed', at: noon + 31 * day, because: 'operator-silent', by: null },
    ]);
  });

  test('of ours closes a waiting dialog too, rather than trying again', () => {
    const story = open();
    story.clientWrites();
    expect(
      story
        .later(30 * day)
        .back(ann)
        .timePasses().dialog,
    ).toMatchObject({ state: 'closed', because: 'operator-silent', operatorId: null });
  });

  test('of the client closes as client-silent, thirty-one days after our last message', () => {
    const story = held();
    story.later(day).reply(ann);
    expect(story.later(31 * day - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().dialog).toMatchObject({
      state: 'closed',
      because: 'client-silent',
      operatorId: ann,
    });
  });

  test('fires once', () => {
    const story = held();
    story.later(40 * day);
    expect(story.timePasses().facts).toHaveLength(1);
    expect(story.timePasses()).toMatchObject({ facts: [], refused: null });
  });
});

test('without a dialog nothing is due', () => {
  expect(given(aWorld()).timePasses()).toMatchObject({ facts: [], effects: [], refused: null });
});
