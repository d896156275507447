import { describe, expect, test } from 'vitest';

import { day, minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, given, noon } from '../testing/index.ts';
import { sweepEvery, wakeAt } from './index.ts';

const line = (queue = {}) => aLine({ queue: { distribution: 'strictly', members: [ann, bob], ...queue } });
const opened = (queue = {}) => {
  const story = given(aWorld({ lines: [line(queue)] }));
  story.clientWrites();
  return story;
};

describe('the earliest deadline of', () => {
  test('an offer to one is its end', () => {
    expect(wakeAt(opened().dialogs.get(1)!, noon)).toBe(noon + 3 * minute);
  });

  test('an offer to one follows the setting as it is now', () => {
    const dialog = opened().dialogs.get(1)!;
    expect(wakeAt(dialog, noon, { offerMinutes: 10 })).toBe(noon + 10 * minute);
    expect(wakeAt(dialog, noon + 5 * minute, { offerMinutes: 1 })).toBe(noon + minute);
  });

  test('an offer to all is the next look at who is there', () => {
    const next = wakeAt(opened({ distribution: 'all' }).dialogs.get(1)!, noon)!;
    expect(next).toBeGreaterThan(noon);
    expect(next - noon).toBeLessThanOrEqual(sweepEvery);
  });

  test('an accepted one counts thirty days from the client’s last message', () => {
    const story = opened();
    story.accept(ann);
    expect(wakeAt(story.later(day).clientWrites().dialog!, noon + day)).toBe(noon + 31 * day);
  });

  test('an answered one counts thirty-one days from our last message', () => {
    const story = opened();
    story.accept(ann);
    expect(wakeAt(story.later(day).reply(ann).dialog!, noon + day)).toBe(noon + 32 * day);
  });

  test('a closed one is none', () => {
    const story = opened();
    story.accept(ann);
    expect(wakeAt(story.finish(ann).dialog!, noon)).toBeNull();
  });

  test('one that is over is in the past: it is due', () => {
    expect(wakeAt(opened().dialogs.get(1)!, noon + day)).toBe(noon + 3 * minute);
  });
});

describe('a waiting dialog', () => {
  const waiting = (id: number) => {
    const story = given(aWorld({ people: [aPerson({ away: true })] }));
    return story.clientWrites(id).dialog!;
  };

  test('looks again at least every two minutes, always after now', () => {
    for (let id = 1; id <= 300; id += 1) {
      const dialog = waiting(id);
      let now = noon;
      for (let look = 0; look < 5; look += 1) {
        const next = wakeAt(dialog, now)!;
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(sweepEvery);
        // The same moment however often it is asked before.
        expect(wakeAt(dialog, next - 1)).toBe(next);
        now = next;
      }
      expect(now - noon).toBeGreaterThan(4 * sweepEvery - 1);
    }
  });

  test('wakes in its own second, not all at once', () => {
    const moments = new Set(Array.from({ length: 120 }, (_, index) => wakeAt(waiting(index + 1), noon)! % sweepEvery));
    expect(moments.size).toBe(120);
  });

  test('declined by all wakes when somebody may be asked again', () => {
    const story = given(aWorld({ lines: [line({ distribution: 'all', members: [ann], offerMinutes: 1 })] }));
    story.clientWrites();
    const dialog = story.decline(ann).dialog!;
    const wakes: number[] = [];
    for (let now = noon; now < noon + 4 * minute; now = wakeAt(dialog, now)!) wakes.push(now);
    expect(wakes).toContain(noon + minute);
  });

  test('closes on time, between two looks', () => {
    const dialog = waiting(1);
    expect(wakeAt(dialog, noon + 30 * day - 1)).toBe(noon + 30 * day);
  });
});
