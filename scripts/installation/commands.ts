import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Runs a command to its end and answers its exit code and what it printed. With `show`, it is printed as it comes. */
export function command(
  name: string,
  args: string[],
  options: { show?: boolean; env?: Record<string, string>; cwd?: string } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (options.show) process.stdout.write(chunk);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Builds everything that changed since the last build. Throws with the builder's own words. */
export async function build(filters: string[] = []): Promise<void> {
  const { code, output } = await command('turbo', [
    'run',
    'build',
    '--output-logs=errors-only',
    '--no-update-notifier',
    ...filters.map((filter) => `--filter=${filter}`),
  ]);
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

/**
 * Starts a program of the product that ends with us: in a group of its own, so that a Ctrl-C in the terminal reaches
 * only the starter, which stops things in order; and should we be killed, it notices and stops by itself.
 */
export function child(
  script: string,
  args: string[],
  options: { cwd: string; env: Record<string, string>; nodeArgs?: string[]; onLine: (line: string) => void },
): ChildProcess {
  const started = spawn(
    process.execPath,
    [
      ...(options.nodeArgs ?? []),
      '--import',
      path.join(root, 'scripts/installation/end-with-parent.mjs'),
      script,
      ...args,
    ],
    {
      cwd: options.cwd,
      env: { ...process.env, NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  for (const stream of [started.stdout, started.stderr]) {
    let rest = '';
    stream.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine(line);
    });
  }
  return started;
}

/** Asks a child to stop, and ends it for good where it does not within `milliseconds`. */
export async function stopChild(process: ChildProcess, milliseconds = 15_000): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  process.kill('SIGTERM');
  const late = setTimeout(() => process.kill('SIGKILL'), milliseconds);
  await ended;
  clearTimeout(late);
}
