import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import { aLine, ann, aPerson, aWorld, bob, employeeId, eve, given, handsWith, lineId, noon } from '../testing/index.ts';

const sales = aLine({ queue: { distribution: 'strictly', members: [ann, bob] } });
const support = aLine({ id: lineId(2), version: 4, queue: { distribution: 'all', members: [bob, eve] } });
const held = (given_: Parameters<typeof aWorld>[0] = {}) => {
  const story = given(aWorld({ lines: [sales, support], ...given_ }));
  story.clientWrites();
  story.accept(ann);
  return story;
};

describe('a transfer to a person is accepted on his behalf', () => {
  test('accepted, if no person has written yet', () => {
    const { dialog, facts } = held().later(minute).transfer(ann, eve);
    expect(facts).toEqual([
      {
        fact: 'transferred',
        at: noon + minute,
        by: ann,
        from: ann,
        to: { kind: 'person', employeeId: eve, evenIfUnavailable: false, outsider: true },
        because: 'by-hand',
      },
    ]);
    expect(dialog).toMatchObject({ state: 'accepted', operatorId: eve, acceptedAt: noon + minute });
  });

  test('answered, if the last word is ours', () => {
    const story = held();
    story.reply(ann);
    expect(story.transfer(ann, eve).dialog).toMatchObject({ state: 'answered', operatorId: eve });
  });

  test('client-wrote, if the client wrote after us', () => {
    const story = held();
    story.reply(ann);
    story.clientWrites();
    expect(story.transfer(ann, eve).dialog).toMatchObject({ state: 'client-wrote', operatorId: eve });
  });

  test('an offered and a waiting dialog can be handed to somebody too', () => {
    const story = given(aWorld({ lines: [sales, support] }));
    story.clientWrites(1);
    expect(story.transfer(eve, bob, 1)).toMatchObject({
      dialog: { state: 'accepted', operatorId: bob },
      facts: [{ from: null, by: eve }],
    });
    story.away(ann, bob).clientWrites(2);
    expect(story.transfer(eve, eve, 2).dialog).toMatchObject({ state: 'accepted', operatorId: eve });
    expect(story.world.lines[lineId(1)]!.waiting).toEqual([]);
  });

  test('it sets no stamp of the queue', () => {
    const story = held();
    const before = { ...story.world.lines[lineId(1)]!.assignedAt };
    story.later(minute).transfer(ann, bob);
    expect(story.world.lines[lineId(1)]!.assignedAt).toEqual(before);
  });

  test('it frees the slot of who gives it away', () => {
    const limited = aLine({ queue: { distribution: 'strictly', members: [ann, bob], limit: 1 } });
    expect(held({ lines: [limited, support] }).transfer(ann, eve).effects).toEqual([
      { effect: 'stir', lineId: lineId(1) },
    ]);
  });

  test('it may exceed the limit of the line', () => {
    const limited = aLine({ queue: { distribution: 'strictly', members: [ann, bob], limit: 1 } });
    const story = held({ lines: [limited, support] });
    story.clientWrites(2);
    expect(story.transfer(ann, bob, 1).dialog).toMatchObject({ operatorId: bob });
  });
});

describe('a transfer to a person is refused', () => {
  test('where he is dismissed, whatever the sender insists on', () => {
    const story = held().dismissed(bob);
    expect(story.transfer(ann, bob, 1, true).refused).toEqual({ refused: 'dismissed', employeeId: bob });
  });

  test.each([
    ['away', aPerson({ id: bob, awaySince: noon })],
    ['offline', aPerson({ id: bob, connectedAt: null })],
    ['idle', aPerson({ id: bob, usedAt: noon - 16 * minute })],
  ] as const)('where he is %s, unless the sender insists', (because, person) => {
    const story = held({ people: [person] });
    expect(story.transfer(ann, bob).refused).toEqual({ refused: 'unavailable', employeeId: bob, because });
    expect(story.transfer(ann, bob, 1, true).dialog).toMatchObject({ operatorId: bob });
  });

  test('not for being away where the line does not check availability', () => {
    const unchecked = aLine({ queue: { distribution: 'strictly', members: [ann, bob], checkAvailability: false } });
    expect(
      held({ lines: [unchecked, support] })
        .away(bob)
        .transfer(ann, bob).dialog,
    ).toMatchObject({ operatorId: bob });
  });

  test('where he is at the cap of the product', () => {
    const story = held({ held: { [bob]: handsWith(mostOpenDialogs) } });
    expect(story.transfer(ann, bob, 1, true).refused).toEqual({ refused: 'too-many-open', employeeId: bob });
  });

  test('where he holds it already, or nobody knows him', () => {
    expect(held().transfer(bob, ann).refused).toEqual({ refused: 'same-target' });
    expect(held().transfer(ann, employeeId(77)).refused).toEqual({ refused: 'no-such-person' });
  });
});

describe('a transfer to a line', () => {
  test('is an automatic move by that line’s rules', () => {
    const story = held();
    story.reply(ann);
    const { dialog, facts } = story.transferToLine(ann, lineId(2));
    expect(facts).toMatchObject([
      { fact: 'transferred', from: ann, to: { kind: 'line', lineId: lineId(2) } },
      { fact: 'offered', after: 'transferred-to-line', to: { kind: 'all', employeeIds: [bob, eve] }, settings: 4 },
    ]);
    expect(dialog).toMatchObject({ state: 'offered', lineId: lineId(2), asked: [], declined: [] });
    expect(story.accept(eve).dialog).toMatchObject({ state: 'answered', operatorId: eve });
  });

  test('begins the list of those asked anew', () => {
    const story = given(
      aWorld({ lines: [sales, aLine({ id: lineId(2), queue: { distribution: 'strictly', members: [ann, bob] } })] }),
    );
    story.clientWrites();
    story.decline(ann);
    expect(story.transferToLine(bob, lineId(2)).dialog).toMatchObject({
      state: 'offered',
      operatorId: ann,
      asked: [ann],
      declined: [],
    });
  });

  test('waits there where nobody is suitable', () => {
    const story = held().away(bob, eve);
    expect(story.transferToLine(ann, lineId(2)).dialog).toMatchObject({ state: 'waiting', lineId: lineId(2) });
    expect(story.world.lines[lineId(2)]!.waiting).toMatchObject([{ dialogId: 1, since: noon }]);
  });

  test('back to its own queue asks him last who gives it back', () => {
    const story = held();
    expect(story.transferToLine(ann, lineId(1)).dialog).toMatchObject({ state: 'offered', operatorId: bob });
    expect(story.later(3 * minute).timePasses().dialog).toMatchObject({ operatorId: ann });
  });

  test('is refused where it stands in that queue already, and where there is no such line', () => {
    const story = given(aWorld({ lines: [sales, support] }));
    story.clientWrites();
    expect(story.transferToLine(ann, lineId(1)).refused).toEqual({ refused: 'same-target' });
    expect(story.transferToLine(ann, lineId(9)).refused).toEqual({ refused: 'no-such-line' });
  });

  test('comes after those whose clients wait, if the last word was ours', () => {
    const story = held();
    story.reply(ann);
    story.away(bob, eve).transferToLine(ann, lineId(2));
    story.later(minute).clientWrites(2, lineId(2));
    expect(story.world.lines[lineId(2)]!.waiting.map((dialog) => dialog.dialogId)).toEqual([2, 1]);
  });
});

test('a closed dialog is not transferred, nor is none', () => {
  const story = held();
  story.finish(ann);
  expect(story.transfer(ann, bob).refused).toEqual({ refused: 'closed' });
  expect(story.transferToLine(ann, lineId(2), 4).refused).toEqual({ refused: 'no-dialog' });
});
