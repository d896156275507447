import { describe, expect, test } from 'vitest';

import samples from './facts.samples.json' with { type: 'json' };
import { evolve, fact, fold, states, type Dialog, type Fact } from './index.ts';

const parsed = samples.map(({ facts, ...sample }) => ({ ...sample, facts: facts.map((one) => fact.parse(one)) }));

describe('facts of every release still parse and fold', () => {
  test.each(parsed.map((sample) => [sample.story, sample] as const))('%s', (_, { facts, becomes }) => {
    expect(fold(null, facts)).toMatchObject(becomes);
  });

  test.each(samples.map((sample) => [sample.story, sample.facts] as const))(
    '%s: nothing of them is lost',
    (_, facts) => {
      expect(facts.map((one) => fact.parse(one))).toEqual(facts);
    },
  );

  test('the samples know every fact and end in every state', () => {
    const kinds = fact.options.map((option) => option.shape.fact.value).sort();
    expect([...new Set(parsed.flatMap((sample) => sample.facts.map((one) => one.fact)))].sort()).toEqual(kinds);
    expect([...new Set(parsed.map((sample) => sample.becomes.state))].sort()).toEqual([...states].sort());
  });
});

test('what was never opened has no history', () => {
  const waits = parsed.flatMap((sample) => sample.facts).find((one) => one.fact === 'waits')!;
  expect(() => evolve(null, waits)).toThrow('never opened');
});

test('folding changes nothing it is given', () => {
  for (const { facts } of parsed) {
    let dialog: Dialog | null = null;
    for (const one of facts) {
      const [before, given] = [JSON.stringify(dialog), JSON.stringify(one)];
      const after: Dialog = evolve(dialog, one);
      expect([JSON.stringify(dialog), JSON.stringify(one)]).toEqual([before, given]);
      dialog = after;
    }
  }
});

test('a dialog keeps nothing of a state it has left', () => {
  const kept: Record<string, string[]> = {
    waiting: ['notBefore'],
    accepted: ['acceptedAt', 'operatorId'],
    answered: ['acceptedAt', 'operatorId'],
    'client-wrote': ['acceptedAt', 'operatorId'],
    closed: ['because', 'closedAt', 'operatorId'],
  };
  const common = Object.keys(fold(null, [parsed[0]!.facts[0] as Fact])!).filter((key) => key !== 'notBefore');
  for (const { facts } of parsed) {
    const dialog = fold(null, facts)!;
    const own =
      dialog.state === 'offered'
        ? ['offeredAt', ...(dialog.to === 'one' ? ['operatorId', 'to', 'until'] : ['operatorIds', 'to'])]
        : kept[dialog.state]!;
    expect(
      Object.keys(dialog)
        .filter((key) => !common.includes(key))
        .sort(),
    ).toEqual(own.sort());
  }
});
