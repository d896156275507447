import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { aLine, ann, aWorld, bob, copyOf, given, lineId, messageId, noon, rebuilt } from '../testing/index.ts';
import { advance, decide, fold, type Dialog } from './index.ts';

const evenly = aLine({ queue: { distribution: 'evenly', members: [ann, bob] } });

describe('the next decision of a batch sees the one before', () => {
  test('whom the queue assigned a dialog is last in turn, at assignment and not at accepting', () => {
    const story = given(aWorld({ lines: [evenly] }));
    story.clientWrites(1);
    expect(story.world.lines[lineId(1)]!.assignedAt).toEqual({ [ann]: noon });
    expect(story.clientWrites(2).dialog).toMatchObject({ operatorId: bob });
    expect(story.clientWrites(3).dialog).toMatchObject({ operatorId: ann });
    story.later(minute).accept(ann, 1);
    expect(story.world.lines[lineId(1)]!.assignedAt[ann]).toBeLessThan(noon + minute);
  });

  test('an offer to all sets no stamp', () => {
    const story = given(aWorld({ lines: [aLine({ queue: { members: [ann, bob] } })] }));
    story.clientWrites(1);
    story.accept(ann);
    expect(story.world.lines[lineId(1)]!.assignedAt).toEqual({});
  });

  test('a dialog moved to another line is stamped there', () => {
    const other = aLine({ id: lineId(2), queue: { distribution: 'evenly', members: [bob] } });
    const story = given(aWorld({ lines: [evenly, other] }));
    story.clientWrites(1);
    story.later(minute).transferToLine(ann, lineId(2));
    expect(story.world.lines[lineId(1)]!.assignedAt).toEqual({ [ann]: noon });
    expect(story.world.lines[lineId(2)]!.assignedAt).toEqual({ [bob]: noon + minute });
  });

  test('hands and waiting lists are those counted anew from the dialogs', () => {
    const story = given(aWorld({ lines: [evenly] }));
    story.clientWrites(1);
    story.clientWrites(2);
    story.away(ann, bob).clientWrites(3);
    story.later(minute).clientWrites(4);
    story.accept(ann, 1);
    story.reply(ann, 1);
    story.transfer(ann, bob, 1, true);
    story.transferToLine(bob, lineId(1), 1);
    story.accept(bob, 3);
    const anew = rebuilt(story.world, story.dialogs.values());
    expect(story.world.lines[lineId(1)]!.waiting).toEqual(anew.lines[lineId(1)]!.waiting);
    expect(story.world.held[bob]).toEqual(expect.arrayContaining(anew.held[bob]!));
    expect(story.world.held[ann] ?? []).toEqual(anew.held[ann] ?? []);
  });
});

describe('what is changed and what is not', () => {
  test('advance takes the world over, but replaces its lists', () => {
    const story = given(aWorld({ lines: [evenly] }));
    story.clientWrites(1);
    const { world } = story;
    const held = world.held[ann];
    const facts = [{ fact: 'accepted' as const, at: noon, employeeId: ann, because: 'offered' as const }];
    expect(advance(world, story.dialogs.get(1)!, facts)).toBe(world);
    expect(held).toMatchObject([{ state: 'offered' }]);
    expect(world.held[ann]).toMatchObject([{ state: 'accepted' }]);
  });

  test('deciding changes nothing it is given', () => {
    const world = deepFrozen(aWorld({ lines: [evenly, aLine({ id: lineId(2), queue: { members: [ann] } })] }));
    let dialog: Dialog | null = null;
    const events = [
      {
        event: 'client-writes',
        messageId: messageId(1),
        opens: { dialogId: 1, chatId: messageId(2), lineId: lineId(1) },
      },
      { event: 'decline', by: ann },
      { event: 'try-waiting' },
      { event: 'accept', by: bob },
      { event: 'operator-writes', by: bob, messageId: messageId(3) },
      { event: 'transfer', by: bob, to: { lineId: lineId(2) } },
      { event: 'try-waiting' },
      { event: 'time-passed' },
      { event: 'transfer', by: bob, to: { employeeId: ann, evenIfUnavailable: true } },
      { event: 'finish', by: ann },
    ] as const;
    let moving = copyOf(world);
    for (const event of events) {
      const decision = decide(dialog === null ? null : deepFrozen(dialog), event, deepFrozen(copyOf(moving)));
      if ('refused' in decision) throw new Error(`${event.event} was refused`);
      moving = advance(moving, dialog, decision.facts);
      dialog = fold(dialog, decision.facts);
    }
    expect(dialog).toMatchObject({ state: 'closed', because: 'finished' });
  });

  test('no facts leave the world as it is', () => {
    const world = aWorld();
    expect(advance(world, null, [])).toBe(world);
    expect(world).toEqual(aWorld());
  });
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFrozen(inner);
  }
  return value;
}
