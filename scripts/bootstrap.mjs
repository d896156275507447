// Brings a bare checkout to where the project's own Node runs: installs what the lock file says, once, and answers
// where that Node is. Runs on whatever Node the machine has (20 or newer), so it uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const stamp = path.join(root, 'node_modules/.switchboard-installed');

/** The environment every command of the project runs in: its own tools first, nobody phoned. */
export function environment(more = {}) {
  const { NODE_OPTIONS: _dropped, ...rest } = process.env;
  return {
    ...rest,
    PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    CHECKPOINT_DISABLE: '1',
    ...more,
  };
}

/** Ends the process with one sentence. */
export function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

function wanted() {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const hash = createHash('sha256').update(packageManager);
  const manifests = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'package.json')),
  );
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    if (existsSync(path.join(root, file))) hash.update(readFileSync(path.join(root, file)));
  }
  return { packageManager, hash: hash.digest('hex') };
}

/** Installs the dependencies where that is still to be done, and answers the path of the project's Node. */
export function install() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer.`);
  const { packageManager, hash } = wanted();
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (!done) {
    try {
      accessSync(root, constants.W_OK);
    } catch {
      fail(`Cannot write to ${root}: give this user write permission there.`);
    }
    process.stderr.write('Installing dependencies…\n');
    const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
    const made = spawnSync(
      npx,
      ['--yes', packageManager, 'install', '--frozen-lockfile', '--config.confirm-modules-purge=false'],
      {
        cwd: root,
        env: { ...environment(), CI: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
      },
    );
    if (made.status !== 0) {
      process.stderr.write(made.stdout ?? '');
      process.stderr.write(made.stderr ?? '');
      fail('The dependencies could not be installed; the reason stands above.');
    }
    writeFileSync(stamp, hash);
  }
  return path.join(root, 'node_modules/.bin/node');
}

/** Runs a TypeScript program of the project on its own Node, in front, and ends with its exit code. */
export async function runOnOwnNode(program, args) {
  const node = install();
  const { spawn } = await import('node:child_process');
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', '-C', 'switchboard:source', path.join(root, program), ...args],
    {
      cwd: root,
      env: environment(),
      stdio: 'inherit',
    },
  );
  // The terminal sends Ctrl-C to the whole group; the child decides when it has stopped everything.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
