// Commands of the project by name: `npm run check`, `build`, `format`, `screens`, `bench`, `chaos`, `migrate`, `ledger`, `fill`.
import { fail, runOnOwnNode } from './bootstrap.mjs';

const programs = {
  bench: 'scripts/bench.ts',
  build: 'scripts/build.ts',
  chaos: 'scripts/chaos.ts',
  check: 'scripts/check.ts',
  fill: 'apps/api/src/fill.ts',
  format: 'scripts/format.ts',
  ledger: 'apps/api/src/ledger.ts',
  migrate: 'apps/api/src/migrate.ts',
  screens: 'scripts/screens.ts',
};
const [name, ...args] = process.argv.slice(2);
const program = programs[name];
if (!program) fail(`There is no command ${name}; there are ${Object.keys(programs).join(', ')}.`);
await runOnOwnNode(program, args);
