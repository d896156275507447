import { existsSync } from 'node:fs';
import path from 'node:path';

import { build, command, root } from './installation/commands.ts';
import { rules } from './rules.ts';

type Check = { name: string; run: () => Promise<{ code: number; output: string }> };

const typecheck = (folder: string): Check => ({
  name: `types of ${folder === '.' ? 'the scripts' : folder}`,
  run: async () => {
    const cwd = path.join(root, folder);
    if (folder === 'apps/console') {
      const made = await command('next', ['typegen'], {
        cwd,
        env: { PATH: `${path.join(cwd, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` },
      });
      if (made.code !== 0) return made;
    }
    return command('tsc', ['--noEmit', '--pretty'], { cwd });
  },
});

const checks: Check[] = [
  { name: 'format', run: () => command('oxfmt', ['--check', '.']) },
  { name: 'lint', run: () => command('oxlint', ['--type-aware', '--deny-warnings', '.']) },
  {
    name: 'boundaries',
    run: () => command('depcruise', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders('src')]),
  },
  { name: 'rule book', run: rules },
  { name: 'unused', run: () => command('knip', ['--no-progress']) },
  ...['packages/domain', 'packages/channels', 'packages/db', 'apps/api', 'apps/widget', 'apps/console', '.'].map(
    typecheck,
  ),
];

function folders(inside: string): string[] {
  return ['apps/api', 'apps/console', 'apps/widget', 'packages/domain', 'packages/channels', 'packages/db']
    .map((folder) => path.join(folder, inside))
    .filter((folder) => existsSync(path.join(root, folder)));
}

/** Everything that can be said of the code without running it. Answers how many checks held and which did not. */
export async function check(): Promise<{ passed: number; failed: number }> {
  // The console reads the API's types as they are emitted.
  await build(['!@switchboard/console']);
  const waiting = [...checks];
  let passed = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const began = performance.now();
      const { code, output } = await next.run();
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${next.name} (${seconds} s)\n`);
      if (code === 0) passed++;
      else {
        failed++;
        process.stdout.write(`${output.trim()}\n`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed, failed };
}

if (import.meta.main) {
  const { failed } = await check().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return { failed: 1 };
  });
  process.exit(failed === 0 ? 0 : 1);
}
