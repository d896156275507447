import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string; comment: string }[];
  options: { enhancedResolveOptions: object };
};
const fixtures = path.join(import.meta.dirname, 'fixtures');

test('every rule says why, and has a fixture that breaks it', () => {
  expect(readdirSync(fixtures).sort()).toEqual(config.forbidden.map((rule) => rule.name).sort());
  for (const rule of config.forbidden) expect(rule.comment.length).toBeGreaterThan(30);
});

test.each(config.forbidden.map((rule) => rule.name))('%s is seen to fail', async (name) => {
  const { output } = await cruise(
    ['.'],
    {
      baseDir: path.join(fixtures, name),
      ruleSet: { forbidden: config.forbidden as never },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    },
    { ...config.options.enhancedResolveOptions } as never,
  );
  expect((output as ICruiseResult).summary.violations.map((violation) => violation.rule.name)).toContain(name);
});
