import { defineConfig } from 'vitest/config';

const source = { conditions: ['switchboard:source'] };
const shared = { resolve: source, ssr: { resolve: source } };

/** Four kinds of tests, by what they need: nothing, a seed, PostgreSQL, a browser and everything. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.sim.test.ts'],
          environment: 'node',
        },
      },
      {
        ...shared,
        test: { name: 'sim', include: ['packages/domain/src/**/*.sim.test.ts'], testTimeout: 120_000 },
      },
      {
        ...shared,
        test: {
          name: 'db',
          include: ['{apps,packages}/*/src/**/*.db.test.ts'],
          globalSetup: ['packages/db/src/testing/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['e2e/*.spec.ts'],
          globalSetup: ['scripts/vitest/installation.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
