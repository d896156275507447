import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import stored from './dialog.stored.json' with { type: 'json' };
import samples from './facts.samples.json' with { type: 'json' };
import { asStored, evolve, fact, fold, states, type Dialog, type Fact } from './index.ts';

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

  test('the samples know every word that a fact may hold, and every field', () => {
    const facts = parsed.flatMap((sample) => sample.facts);
    for (const option of fact.options) {
      const kind = option.shape.fact.value;
      const own = facts.filter((one) => one.fact === kind);
      // Where it waits, nobody was chosen.
      const never = kind === 'waits' ? ['.candidates.passedOver'] : [];
      expect(missing(z.toJSONSchema(option) as JsonSchema, own), kind).toEqual(never);
    }
  });
});

type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: string[];
  const?: unknown;
  type?: string;
};

/** What of this schema none of these values shows. */
function missing(schema: JsonSchema, values: readonly unknown[], path = ''): string[] {
  const told = values.filter((value) => value !== undefined);
  if (told.length === 0) return [path];
  if (schema.enum !== undefined) return schema.enum.filter((word) => !told.includes(word)).map((w) => `${path}=${w}`);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined)
    return either.flatMap((one) =>
      missing(
        one,
        told.filter((value) => fits(one, value)),
        path,
      ),
    );
  if (schema.items !== undefined) return missing(schema.items, (told as unknown[][]).flat(), path);
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    missing(
      inner,
      told.map((value) => (value as Record<string, unknown>)[key]),
      `${path}.${key}`,
    ),
  );
}

function fits(schema: JsonSchema, value: unknown): boolean {
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum !== undefined) return schema.enum.includes(value as string);
  if (schema.type === 'null') return value === null;
  if (schema.type === 'string') return typeof value === 'string';
  if (schema.type === 'integer' || schema.type === 'number') return typeof value === 'number';
  const kind = schema.properties?.['kind'];
  if (kind === undefined) return typeof value === 'object' && value !== null;
  return typeof value === 'object' && value !== null && fits(kind, (value as Record<string, unknown>)['kind']);
}

test('what was never opened has no history', () => {
  const waits = parsed.flatMap((sample) => sample.facts).find((one) => one.fact === 'waits')!;
  expect(() => evolve(null, waits)).toThrow('before opened');
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
    held: ['heldSince'],
    'with-bot': ['botOwesSince', 'botSince'],
    waiting: ['identifyingUntil', 'notBefore', 'refusedAt'],
    finishing: ['acceptedAt', 'because', 'finishedAt', 'operatorId'],
    accepted: ['acceptedAt', 'operatorId'],
    answered: ['acceptedAt', 'operatorId'],
    'client-wrote': ['acceptedAt', 'operatorId'],
    closed: ['because', 'closedAt', 'operatorId'],
  };
  const common = Object.keys(fold(null, [parsed[0]!.facts[0] as Fact])!).filter(
    (key) => !kept['waiting']!.includes(key),
  );
  for (const { facts } of parsed) {
    const dialog = fold(null, facts)!;
    const own =
      dialog.state === 'offered'
        ? [
            'offeredAt',
            ...(dialog.to === 'one' ? ['distribution', 'operatorId', 'route', 'to', 'until'] : ['operatorIds', 'to']),
          ]
        : kept[dialog.state]!;
    expect(
      Object.keys(dialog)
        .filter((key) => !common.includes(key))
        .sort(),
    ).toEqual(own.sort());
  }
});

describe('a dialog stored by the version before', () => {
  test.each(stored.map((sample) => [sample.story, sample] as const))(
    '%s is read as if its facts were folded now',
    (_, { body, facts }) => {
      const known = fold(
        null,
        facts.map((one) => fact.parse(one)),
      )!;
      // It could not know then what the fold of today learns from the same facts.
      const unknown = { via: 'text', unacceptedSince: null, burstAt: null };
      expect(asStored(body)).toEqual({ ...known, ...unknown });
      expect(Object.keys(asStored(body)).sort()).toEqual(Object.keys(known).sort());
    },
  );

  test('and one of today is read as it is', () => {
    for (const { facts } of parsed) {
      const dialog = fold(null, facts)!;
      expect(asStored(JSON.parse(JSON.stringify(dialog)) as Record<string, unknown>)).toEqual(dialog);
    }
  });
});

test('facts hold ids, codes, moments and numbers only: no text of anybody', () => {
  const word = /^([0-9a-f]{8}-[0-9a-f-]{27}|[a-z][a-z-]*)$/;
  const look = (value: unknown): void => {
    if (typeof value === 'string') expect(value).toMatch(word);
    else if (Array.isArray(value)) for (const one of value) look(one);
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) look(one);
  };
  look(parsed.map(({ facts }) => facts));
});
