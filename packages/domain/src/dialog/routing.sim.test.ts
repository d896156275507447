import { describe, expect, test } from 'vitest';

import { lineTexts } from '../text/index.ts';
import { invariants, simulate, type Simulated } from '../testing/index.ts';
import {
  botEnds,
  closeReasons,
  decide,
  fact,
  returnReasons,
  type Decision,
  type DialogEvent,
  type Fact,
} from './index.ts';

const { env } = (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process;
/** How many dialogs are simulated in all; more of them find rarer faults. */
const dialogs = Number(env['SIM_DIALOGS'] ?? 9000);
/** One seed to run again, as a failure names it. */
const seed = env['SIM_SEED'];
const perSeed = 60;
const seeds =
  seed === undefined ? Array.from({ length: Math.ceil(dialogs / perSeed) }, (_, index) => index + 1) : [Number(seed)];

test(
  `weeks of a company, whatever its people do, keep ${Object.keys(invariants).length} invariants`,
  {
    timeout: 600_000,
  },
  () => {
    const all = seeds.map((one) => simulate(one, perSeed));
    if (seed !== undefined || dialogs < 9000) return;
    // A simulation that never comes to a fact says nothing about it.
    expect(sum(all, 'facts')).toEqual(fact.options.map((option) => option.shape.fact.value).sort());
    expect(sum(all, 'closed')).toEqual([...closeReasons].sort());
    expect(sum(all, 'returned')).toEqual([...returnReasons].sort());
    expect(sum(all, 'said')).toEqual([...lineTexts].sort());
    expect(sum(all, 'botLeft')).toEqual([...botEnds].sort());
    expect(sum(all, 'refusals')).toEqual(
      [
        'dismissed',
        'group',
        'has-record',
        'held',
        'line-inactive',
        'no-operator',
        'no-such-department',
        'not-asked',
        'not-in-queue',
        'not-offered',
        'not-with-bot',
        'not-yours',
        'same-target',
        'taken',
        'too-many-open',
        'unavailable',
      ].sort(),
    );
  },
);

function sum(
  all: readonly Simulated[],
  what: 'facts' | 'refusals' | 'closed' | 'returned' | 'said' | 'botLeft',
): string[] {
  return [...new Set(all.flatMap((one) => Object.keys(one[what])))].sort();
}

/** The rules, but where these facts would happen on this event nothing does. */
const never =
  (kind: Fact['fact'], on?: DialogEvent['event']): typeof decide =>
  (dialog, event, world) => {
    const decision = decide(dialog, event, world);
    const happens = 'facts' in decision && decision.facts.some((one) => one.fact === kind);
    return happens && (on === undefined || event.event === on) ? { facts: [], effects: [] } : decision;
  };

/** The rules, but nobody is told that somebody may be free. */
const unstirred: typeof decide = (dialog, event, world): Decision => {
  const decision = decide(dialog, event, world);
  if ('refused' in decision) return decision;
  return { ...decision, effects: decision.effects.filter(({ effect }) => effect !== 'stir') };
};

/** The rules, but looking at another world. */
const seeing =
  (change: (world: Parameters<typeof decide>[2]) => Parameters<typeof decide>[2]): typeof decide =>
  (dialog, event, world) =>
    decide(dialog, event, change(world));

describe('a wrong rule is caught', () => {
  const wrong: [string, typeof decide, RegExp][] = [
    ['nothing goes back to the queue', never('returned', 'time-passed'), /nobody keeps a dialog|keeps nothing|is over/],
    ['offers never run out', never('offer-expired'), /is over/],
    ['silence never closes', never('closed', 'time-passed'), /is over/],
    ['nobody is told that somebody is free', unstirred, /could have had/],
    [
      'no line knows its older dialogs',
      seeing((world) => ({ ...world, lines: each(world.lines, (line) => ({ ...line, waiting: [] })) })),
      /younger|could have had/,
    ],
    ['nobody is full', seeing((world) => ({ ...world, held: {} })), /not suitable|cap of the product|could have had/],
    [
      'everybody is there',
      seeing((world) => ({
        ...world,
        people: each(world.people, (person) => ({
          ...person,
          awaySince: null,
          usedAt: world.now,
          connectedAt: world.now,
        })),
      })),
      /not suitable/,
    ],
    [
      'clocks do not stand',
      seeing((world) => ({ ...world, lines: each(world.lines, (line) => ({ ...line, pauses: [] })) })),
      /early/,
    ],
    [
      'an inactive line speaks',
      seeing((world) => ({ ...world, lines: each(world.lines, (line) => ({ ...line, active: true })) })),
      /inactive/,
    ],
    ['the clock is ahead', seeing((world) => ({ ...world, now: world.now + 5000 })), /early|back in time|not suitable/],
  ];

  test.each(wrong)('%s', (_, deciding, why) => {
    const caught = () => {
      for (let one = 1; one <= 60; one += 1) simulate(one, perSeed, deciding);
    };
    expect(caught).toThrow(why);
  });
});

function each<T, U>(of: Record<string, T>, change: (one: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([key, one]) => [key, change(one)]));
}
