import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { check } from './check.ts';
import { build, command } from './installation/commands.ts';

/** What each kind of test needs grows from one to the next; the first that fails says most. */
const kinds = ['unit', 'sim', 'db', 'e2e'] as const;
const wanted = process.argv.slice(2);
const began = performance.now();
let passed = 0;
let failed = 0;

const say = (text: string): void =>
  void process.stdout.write(`\n=== ${text} (${Math.round((performance.now() - began) / 1_000)} s)\n`);

async function vitest(kind: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-report-'));
  const report = path.join(folder, 'report.json');
  const { code } = await command(
    'vitest',
    ['run', '--project', kind, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { show: true, env: { FORCE_COLOR: '0' } },
  );
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    passed += numPassedTests;
    failed += numFailedTests;
    // A file that could not even be loaded counts no test, and must not pass for it.
    if (code !== 0 && numFailedTests === 0) failed++;
  } catch {
    failed++;
  }
  rmSync(folder, { recursive: true, force: true });
}

try {
  if (wanted.length === 0 || wanted.includes('check')) {
    say('check');
    const checked = await check();
    passed += checked.passed;
    failed += checked.failed;
  }
  for (const kind of kinds) {
    if (wanted.length > 0 && !wanted.includes(kind)) continue;
    say(kind);
    if (kind === 'e2e') await build();
    await vitest(kind);
  }
} catch (error) {
  process.stdout.write(`${(error as Error).stack ?? String(error)}\n`);
  failed++;
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
