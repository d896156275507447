import { describe, expect, test } from 'vitest';

import { day, minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, given, noon, patient } from '../testing/index.ts';
import { sweepEvery, wakeAt } from './index.ts';

/** Its no-answer time is so long that it never comes first. */
const line = (queue = {}) =>
  aLine({
    queue: { distribution: 'strictly', members: [ann, bob], ...queue },
    autoActions: patient,
  });
const opened = (queue = {}) => {
  const story = given(aWorld({ lines: [line(queue)] }));
  story.clientWrites();
  return story;
};

describe('the earliest deadline of', () => {
  test('an offer to one is its end', () => {
    expect(wakeAt(opened().dialogs.get(1)!, noon, line())).toBe(noon + 3 * minute);
  });

  test('an offer to one follows the setting as it is now', () => {
    const dialog = opened().dialogs.get(1)!;
    expect(wakeAt(dialog, noon, line({ offerMinutes: 10 }))).toBe(noon + 10 * minute);
    expect(wakeAt(dialog, noon + 5 * minute, line({ offerMinutes: 1 }))).toBe(noon + minute);
  });

  test('an offer to all is the next look at who is there', () => {
    const next = wakeAt(opened({ distribution: 'all' }).dialogs.get(1)!, noon, line())!;
    expect(next).toBeGreaterThan(noon);
    expect(next - noon).toBeLessThanOrEqual(sweepEvery);
  });

  test('an accepted one counts thirty days from the client’s last message', () => {
    const story = opened();
    story.accept(ann);
    expect(wakeAt(story.later(day).clientWrites().dialog!, noon + day, line())).toBe(noon + 31 * day);
  });

  test('an answered one counts thirty-one days from our last message', () => {
    const story = opened();
    story.accept(ann);
    expect(wakeAt(story.later(day).reply(ann).dialog!, noon + day, line())).toBe(noon + 32 * day);
  });

  test('a closed one is none', () => {
    const story = opened();
    story.accept(ann);
    expect(wakeAt(story.finish(ann).dialog!, noon, line())).toBeNull();
  });

  test('one that is over is in the past: it is due', () => {
    expect(wakeAt(opened().dialogs.get(1)!, noon + day, line())).toBe(noon + 3 * minute);
  });
});

describe('a waiting dialog', () => {
  const waiting = (id: number) => {
    const story = given(aWorld({ people: [aPerson({ awaySince: noon })] }));
    return story.clientWrites(id).dialog!;
  };

  test('looks again at least every two minutes, always after now', () => {
    for (let id = 1; id <= 300; id += 1) {
      const dialog = waiting(id);
      let now = noon;
      for (let look = 0; look < 5; look += 1) {
        const next = wakeAt(dialog, now, line())!;
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(sweepEvery);
        // The same moment however often it is asked before.
        expect(wakeAt(dialog, next - 1, line())).toBe(next);
        now = next;
      }
      expect(now - noon).toBeGreaterThan(4 * sweepEvery - 1);
    }
  });

  test('wakes in its own second, not all at once', () => {
    const moments = new Set(
      Array.from({ length: 120 }, (_, index) => wakeAt(waiting(index + 1), noon, line())! % sweepEvery),
    );
    expect(moments.size).toBe(120);
  });

  test('declined by all wakes when somebody may be asked again', () => {
    const story = given(aWorld({ lines: [line({ distribution: 'all', members: [ann], offerMinutes: 1 })] }));
    story.clientWrites();
    const dialog = story.decline(ann).dialog!;
    const wakes: number[] = [];
    for (let now = noon; now < noon + 2 * minute; now = wakeAt(dialog, now, line())!) wakes.push(now);
    expect(wakes).toContain(noon + minute);
  });

  test('closes on time, between two looks', () => {
    const dialog = { ...waiting(1), unacceptedSince: null };
    expect(wakeAt(dialog, noon + 30 * day - 1, line())).toBe(noon + 30 * day);
  });
});
