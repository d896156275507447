import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { en } from '../../messages/en.ts';
import { ru } from '../../messages/ru.ts';

const domain = new URL('../../../../../packages/domain/src/', import.meta.url);
const keys = new Set(
  ['agreement', 'auto-actions', 'bot', 'crm', 'hours', 'kpi', 'line', 'queue', 'rating', 'text'].flatMap((tab) =>
    readdirSync(new URL(`${tab}/`, domain))
      .filter((name) => name === 'settings.ts' || name === 'interval.ts')
      .flatMap((name) => [...readFileSync(new URL(`${tab}/${name}`, domain), 'utf8').matchAll(/'(\w+(?:\.\w+)+)'/g)])
      .map(([, key]) => key ?? ''),
  ),
);

describe('whatever a settings schema refuses has words in both languages', () => {
  test('there are such keys', () => expect(keys.size).toBeGreaterThan(30));
  test.each([...keys].sort())('%s', (key) => {
    for (const messages of [en.fields, ru.fields]) {
      const words = key
        .split('.')
        .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], messages);
      expect(words).toEqual(expect.any(String));
    }
  });
});
