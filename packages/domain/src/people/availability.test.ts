import { describe, expect, test } from 'vitest';

import { aPerson, noon } from '../testing/index.ts';
import { availability, availabilityChangesAt, minute, type Person } from './index.ts';

describe('an operator is available', () => {
  const cases: [string, Partial<Person>, string | true, string | true][] = [
    ['at work', {}, true, true],
    ['dismissed', { dismissedAt: noon }, 'dismissed', 'dismissed'],
    ['to be dismissed later', { dismissedAt: noon + 1 }, true, true],
    ['away', { away: true }, 'away', true],
    ['never connected', { connectedAt: null }, 'offline', true],
    ['last heard of two minutes ago', { connectedAt: noon - 2 * minute }, true, true],
    ['last heard of longer ago', { connectedAt: noon - 2 * minute - 1 }, 'offline', true],
    ['connected and idle for fifteen minutes', { usedAt: noon - 15 * minute }, true, true],
    ['connected and idle for longer', { usedAt: noon - 15 * minute - 1 }, 'idle', true],
    ['connected, never used', { usedAt: null }, 'idle', true],
  ];
  test.each(cases)('%s: checked %s, unchecked %s', (_, given, checked, unchecked) => {
    const answer = (on: boolean) => {
      const here = availability(aPerson(given), noon, on);
      return here.available || here.because;
    };
    expect([answer(true), answer(false)]).toEqual([checked, unchecked]);
  });
});

describe('availability changes by itself', () => {
  test.each([
    ['two minutes after he was last heard of', {}, noon + 2 * minute + 1],
    ['fifteen minutes after he last did something', { usedAt: noon - 14 * minute }, noon + minute + 1],
    ['never, being away', { away: true }, null],
    ['never, being offline', { connectedAt: null }, null],
  ])('%s', (_, given, at) => {
    const person = aPerson(given);
    expect(availabilityChangesAt(person, noon)).toBe(at);
    if (at === null) return;
    expect(availability(person, at - 1, true).available).toBe(true);
    expect(availability(person, at, true).available).toBe(false);
  });
});
