import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, given, lineId, noon } from '../testing/index.ts';

const held = (limit: number | null = null) => {
  const story = given(aWorld({ lines: [aLine({ queue: { distribution: 'strictly', members: [ann, bob], limit } })] }));
  story.clientWrites();
  story.accept(ann);
  return story;
};

describe('finishing', () => {
  test('with nothing to send closes at once', () => {
    const { dialog, facts, effects } = held().later(minute).finish(ann);
    expect(facts).toEqual([{ fact: 'closed', at: noon + minute, because: 'finished', by: ann }]);
    expect(dialog).toMatchObject({ state: 'closed', because: 'finished', operatorId: ann, closedAt: noon + minute });
    expect(effects).toEqual([]);
  });

  test('frees the slot and the hands', () => {
    const story = held(1);
    expect(story.finish(ann).effects).toEqual([{ effect: 'stir', lineId: lineId(1) }]);
    expect(story.world.held[ann]).toEqual([]);
  });

  test('is refused to anybody but the holder', () => {
    expect(held().finish(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
  });

  test('is refused before anybody holds it, after closing and without a dialog', () => {
    const story = given(aWorld());
    story.clientWrites();
    expect(story.finish(ann).refused).toEqual({ refused: 'not-yours', holder: null });
    story.accept(ann);
    story.finish(ann);
    expect(story.finish(ann).refused).toEqual({ refused: 'closed' });
    expect(story.finish(ann, 3).refused).toEqual({ refused: 'no-dialog' });
  });
});

describe('closing at once', () => {
  test.each(['forced', 'duplicate', 'channel-removed'] as const)('as %s, wherever the dialog stands', (because) => {
    const story = held();
    story.clientWrites(2);
    story.away(ann, bob).clientWrites(3);
    for (const id of [1, 2, 3]) {
      const { dialog, effects } = story.when(id, { event: 'close', by: null, because });
      expect(dialog).toMatchObject({ state: 'closed', because, operatorId: id === 1 ? ann : null });
      expect(effects).toEqual([]);
    }
    expect(story.world.lines[lineId(1)]!.waiting).toEqual([]);
  });

  test('says by whom', () => {
    expect(held().when(1, { event: 'close', by: bob, because: 'forced' }).facts).toMatchObject([
      { by: bob, because: 'forced' },
    ]);
  });

  test('lets those look again whom a waiting one held back', () => {
    const story = given(aWorld({ people: [aPerson({ awaySince: noon })] }));
    story.clientWrites(1);
    story.clientWrites(2);
    expect(story.when(1, { event: 'close', by: null, because: 'forced' }).effects).toEqual([
      { effect: 'stir', lineId: lineId(1) },
    ]);
  });

  test('is refused twice and without a dialog', () => {
    const story = held();
    story.when(1, { event: 'close', by: null, because: 'forced' });
    expect(story.when(1, { event: 'close', by: null, because: 'forced' }).refused).toEqual({ refused: 'closed' });
    expect(story.when(4, { event: 'close', by: null, because: 'forced' }).refused).toEqual({ refused: 'no-dialog' });
  });
});
