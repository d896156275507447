import { describe, expect, test } from 'vitest';

import { invariants, simulate, type Simulated } from '../testing/index.ts';

const { env } = (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process;
/** How many dialogs are simulated in all; more of them find rarer faults. */
const dialogs = Number(env['SIM_DIALOGS'] ?? 1000);
/** One seed to run again, as a failure names it. */
const seed = env['SIM_SEED'];

describe('weeks of a company, whatever its people do', () => {
  const perSeed = 90;
  const seeds =
    seed === undefined ? Array.from({ length: Math.ceil(dialogs / perSeed) }, (_, index) => index + 1) : [Number(seed)];

  test(`keep ${Object.keys(invariants).length} invariants`, { timeout: 600_000 }, () => {
    const all = seeds.map((one) => simulate(one, perSeed));
    if (seed !== undefined) return;
    // A simulation that never comes to a fact says nothing about it.
    const facts = new Set(all.flatMap((one) => Object.keys(one.facts)));
    expect([...facts].sort()).toEqual(
      [
        'accepted',
        'answered',
        'client-wrote',
        'closed',
        'declined',
        'offer-expired',
        'offered',
        'opened',
        'transferred',
        'waits',
      ].sort(),
    );
    expect(sum(all, 'refusals')).toEqual(
      expect.arrayContaining([
        'dismissed',
        'not-in-queue',
        'not-offered',
        'same-target',
        'taken',
        'too-many-open',
        'unavailable',
      ]),
    );
    expect(sum(all, 'closed')).toEqual(
      expect.arrayContaining(['client-silent', 'finished', 'forced', 'operator-silent']),
    );
  });
});

function sum(all: readonly Simulated[], what: 'refusals' | 'closed'): string[] {
  return [...new Set(all.flatMap((one) => Object.keys(one[what])))].sort();
}
