import { describe, expect, test } from 'vitest';

import { aPerson, noon } from '../testing/index.ts';
import { availability, departure, hour, minute, personWakeAt, type Absence, type Person } from './index.ts';

const vacation = (from: number, until: number): Absence => ({ kind: 'vacation', from, until });
const sickLeave = (from: number, until: number): Absence => ({ kind: 'sick-leave', from, until });

describe('an operator is available', () => {
  const cases: [string, Partial<Person>, string | true, string | true][] = [
    ['at work', {}, true, true],
    ['dismissed', { dismissedAt: noon }, 'dismissed', 'dismissed'],
    ['to be dismissed later', { dismissedAt: noon + 1 }, true, true],
    ['on vacation', { absences: [vacation(noon, noon + hour)] }, 'absent', true],
    ['on sick leave', { absences: [sickLeave(noon - hour, noon + 1)] }, 'absent', true],
    ['back from vacation', { absences: [vacation(noon - hour, noon)] }, true, true],
    ['before his vacation', { absences: [vacation(noon + 1, noon + hour)] }, true, true],
    ['on the second of two absences', { absences: [vacation(1, 2), sickLeave(noon, noon + 1)] }, 'absent', true],
    ['with his day started', { workday: { state: 'started', since: noon } }, true, true],
    ['with his day started, offline', { workday: { state: 'started', since: noon }, connectedAt: null }, true, true],
    ['with his day started, away', { workday: { state: 'started', since: noon }, awaySince: noon }, true, true],
    ['with his day paused', { workday: { state: 'paused', since: noon } }, 'on-a-break', true],
    ['with his day ended', { workday: { state: 'ended', since: noon } }, 'day-ended', true],
    [
      'with his day started, on vacation',
      { workday: { state: 'started', since: noon }, absences: [vacation(noon, noon + 1)] },
      'absent',
      true,
    ],
    ['away', { awaySince: noon }, 'away', true],
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

describe('since when he is not available', () => {
  const offlineAt = noon - hour + 2 * minute + 1;
  const cases: [string, Partial<Person>, number][] = [
    ['away: since he said so', { awaySince: noon - minute }, noon - minute],
    [
      'away and offline: since the earlier of the two',
      { awaySince: noon - minute, connectedAt: noon - hour },
      offlineAt,
    ],
    ['offline: two minutes after he was last heard of', { connectedAt: noon - hour }, offlineAt],
    ['idle: fifteen minutes after he last did something', { usedAt: noon - hour }, noon - 45 * minute + 1],
    ['on a break: since its beginning', { workday: { state: 'paused', since: noon - 5 } }, noon - 5],
    ['day over: since its end', { workday: { state: 'ended', since: noon - 7 } }, noon - 7],
    ['absent: since the absence began', { absences: [vacation(noon - 9, noon + 9)] }, noon - 9],
    [
      'absent and gone before: since he went',
      { absences: [vacation(noon - 9, noon + 9)], connectedAt: noon - hour },
      offlineAt,
    ],
    [
      'absent after his day was over: since its end',
      { absences: [vacation(noon - 9, noon + 9)], workday: { state: 'ended', since: noon - hour } },
      noon - hour,
    ],
    [
      'absent with his day started: since the absence began',
      { absences: [vacation(noon - 9, noon + 9)], workday: { state: 'started', since: noon - hour } },
      noon - 9,
    ],
    ['dismissed: since the dismissal', { dismissedAt: noon - 3, connectedAt: noon - hour }, noon - 3],
    ['never connected: since ever', { connectedAt: null }, 0],
  ];
  test.each(cases)('%s', (_, given, since) => {
    expect(availability(aPerson(given), noon, true)).toMatchObject({ available: false, since });
  });
});

describe('how far somebody has left', () => {
  const cases: [string, Partial<Person>, string | null][] = [
    ['at work: not at all', {}, null],
    ['dismissed: for good', { dismissedAt: noon }, 'for-good'],
    ['on vacation: gone', { absences: [vacation(noon, noon + 1)] }, 'gone'],
    ['his day over: gone', { workday: { state: 'ended', since: noon } }, 'gone'],
    ['on a break: stepped out', { workday: { state: 'paused', since: noon } }, 'stepped-out'],
    ['away: stepped out', { awaySince: noon }, 'stepped-out'],
    ['just offline: out of reach', { connectedAt: noon - 3 * minute }, 'out-of-reach'],
    ['offline for almost fifteen minutes: out of reach', { connectedAt: noon - 17 * minute }, 'out-of-reach'],
    ['offline for fifteen minutes: gone', { connectedAt: noon - 17 * minute - 1 }, 'gone'],
    ['just idle: out of reach', { usedAt: noon - 16 * minute }, 'out-of-reach'],
    ['away and then offline for fifteen minutes: gone', { awaySince: noon, connectedAt: noon - hour }, 'gone'],
    [
      'offline all day with his day started: not at all',
      { connectedAt: null, workday: { state: 'started', since: 1 } },
      null,
    ],
    [
      'on a break and offline for an hour: stepped out, his day is tracked',
      { connectedAt: noon - hour, workday: { state: 'paused', since: noon } },
      'stepped-out',
    ],
  ];
  test.each(cases)('%s', (_, given, left) => {
    expect(departure(aPerson(given), noon)?.left ?? null).toBe(left);
  });
});

describe('what he can do changes by time alone', () => {
  const cases: [string, Partial<Person>, number | null][] = [
    ['two minutes after he was last heard of', {}, noon + 2 * minute + 1],
    ['fifteen minutes after he last did something', { usedAt: noon - 14 * minute }, noon + minute + 1],
    ['fifteen minutes after he went offline', { connectedAt: noon - 3 * minute }, noon + 14 * minute + 1],
    ['when an absence begins', { connectedAt: null, absences: [vacation(noon + 5, noon + 9)] }, noon + 5],
    ['when an absence ends', { connectedAt: null, absences: [vacation(noon - 5, noon + 9)] }, noon + 9],
    ['when a tracked day is interrupted by an absence', { workday: { state: 'started', since: 1 } }, null],
    ['never, being offline for good', { connectedAt: null }, null],
    ['never, being dismissed', { dismissedAt: noon, absences: [vacation(noon + 5, noon + 9)] }, null],
  ];
  test.each(cases)('%s', (_, given, at) => expect(personWakeAt(aPerson(given), noon)).toBe(at));

  test('and at no other moment', () => {
    const person = aPerson({
      connectedAt: noon - minute,
      usedAt: noon,
      awaySince: null,
      absences: [vacation(noon + hour, noon + 2 * hour)],
    });
    const told = (now: number) => JSON.stringify([availability(person, now, true), departure(person, now)?.left]);
    const changes: number[] = [];
    for (let now = noon; now < noon + 3 * hour; now += 1000) if (told(now + 1000) !== told(now)) changes.push(now);
    const wakes: number[] = [];
    for (let now: number | null = noon; now !== null; now = personWakeAt(person, now)) wakes.push(now);
    expect(changes.length).toBeGreaterThan(2);
    for (const change of changes) expect(wakes.some((wake) => change < wake && wake <= change + 1000)).toBe(true);
  });
});
