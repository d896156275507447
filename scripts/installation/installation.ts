import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { EmbeddedFailed, startEmbedded, type Embedded } from '@switchboard/db/embedded';
import { DatabaseUnfit, migrate } from '@switchboard/db/migrate';

import { child, command, root, stopChild } from './commands.ts';
import { serveShop } from './shop.ts';

/** Something in the way of starting, as one sentence for the person at the keyboard. */
export class StartFailed extends Error {}

export type Ports = { api: number; console: number; shop: number };

export type InstallationOptions = {
  /** Where database, mail and secret lie. */
  folder: string;
  ports: Ports;
  /** A PostgreSQL of one's own in place of the embedded one; it is migrated, never seeded. */
  databaseUrl?: string;
  seed: boolean;
  /** More environment for API and console. */
  env?: Record<string, string>;
  /** Server settings of the embedded PostgreSQL. */
  postgres?: Record<string, string>;
  /** `next dev` and a restarting API in place of what was built. */
  watch?: boolean;
  say?: (sentence: string) => void;
  log?: (program: 'api' | 'console', line: string) => void;
};

export type Installation = {
  apiUrl: string;
  consoleUrl: string;
  shopUrl: string | null;
  databaseUrl: string;
  mailFolder: string;
  demo: Demo | null;
  /** Resolves with a sentence when a part fell that must not. */
  fallen: Promise<string>;
  stop: () => Promise<void>;
};

export type Demo = {
  company: string;
  password: string;
  people: { name: string; role: string; email: string }[];
  address: string;
};

const watched = ['apps/api', 'packages/db', 'packages/domain', 'packages/channels'];

/** Starts everything that makes a working product: database, migrations, demo company, API, console, demo shop. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { folder, ports, say = () => {}, log = () => {} } = options;
  const unlock = lock(folder);
  const stops: (() => Promise<void>)[] = [async () => unlock()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end().catch(() => {});
  };
  try {
    await freePorts(ports);
    let embedded: Embedded | undefined;
    if (options.databaseUrl === undefined) {
      say('Starting PostgreSQL…');
      embedded = await startEmbedded({
        folder: path.join(folder, 'postgres'),
        ...(options.postgres ? { settings: options.postgres } : {}),
      });
      const server = embedded;
      stops.push(() => server.stop());
    }
    const databaseUrl = options.databaseUrl ?? embedded?.url ?? '';
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`Applied ${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'}.`);
    const host = 'localhost';
    const mailFolder = path.join(folder, 'mail');
    const env: Record<string, string> = {
      DATABASE_URL: databaseUrl,
      API_PORT: String(ports.api),
      API_URL: process.env['API_URL'] ?? `http://${host}:${ports.api}`,
      CONSOLE_URL: process.env['CONSOLE_URL'] ?? `http://${host}:${ports.console}`,
      SECRET: process.env['SECRET'] ?? secret(folder),
      MAIL_FOLDER: mailFolder,
      LEDGER_FOLDER: path.join(folder, 'ledger'),
      ...options.env,
    };
    let demo: Demo | null = null;
    if (options.seed && embedded) demo = await seed(env, folder, say);
    let tellFallen: (sentence: string) => void = () => {};
    const fallen = new Promise<string>((resolve) => (tellFallen = resolve));
    const api = child(path.join(root, 'apps/api/dist/main.js'), [], {
      cwd: root,
      env,
      // Watching, the API starts anew whenever the compiler has written something.
      ...(options.watch
        ? { nodeArgs: watched.map((folder) => `--watch-path=${path.join(root, folder, 'dist')}`) }
        : {}),
      onLine: (line) => log('api', line),
    });
    stops.push(() => stopChild(api));
    const next = path.join(root, 'apps/console/node_modules/next/dist/bin/next');
    const site = child(next, [options.watch ? 'dev' : 'start', '-p', String(ports.console)], {
      cwd: path.join(root, 'apps/console'),
      env: { ...env, NODE_ENV: options.watch ? 'development' : 'production' },
      onLine: (line) => log('console', line),
    });
    stops.push(() => stopChild(site));
    api.once('exit', () => tellFallen('The API ended; its last words stand above.'));
    site.once('exit', () => tellFallen('The console ended; its last words stand above.'));
    const apiUrl = `http://127.0.0.1:${ports.api}`;
    const consoleUrl = `http://127.0.0.1:${ports.console}`;
    await Promise.race([
      Promise.all([answers(`${apiUrl}/health/ready`, 'The API'), answers(`${consoleUrl}/sign-in`, 'The console')]),
      fallen.then((sentence) => Promise.reject(new StartFailed(sentence))),
    ]);
    let shopUrl: string | null = null;
    if (demo) {
      const shop = await serveShop(ports.shop, env['API_URL'] ?? '', demo.address);
      stops.push(shop.stop);
      shopUrl = `http://${host}:${ports.shop}`;
    }
    return {
      apiUrl: env['API_URL'] ?? apiUrl,
      consoleUrl: env['CONSOLE_URL'] ?? consoleUrl,
      shopUrl,
      databaseUrl,
      mailFolder,
      demo,
      fallen,
      stop,
    };
  } catch (error) {
    await stop();
    if (error instanceof EmbeddedFailed || error instanceof DatabaseUnfit) throw new StartFailed(error.message);
    throw error;
  }
}

/** Two starts on one folder would share a database's files; the second is told so. */
function lock(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartFailed(
      `Cannot write to ${folder}: ${(error as Error).message}. Give this user write permission there.`,
    );
  }
  const file = path.join(folder, 'running');
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new StartFailed(
          `Cannot write to ${folder}: ${(error as Error).message}. Give this user write permission there.`,
        );
      }
    }
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isStarter(pid))
      throw new StartFailed(`Switchboard runs from this folder already (process ${pid}). Stop it first.`);
    rmSync(file, { force: true });
  }
}

function isStarter(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8').includes('scripts/') : true;
}

const variableOf = { api: 'API_PORT', console: 'CONSOLE_PORT', shop: 'SHOP_PORT' } as const;

/** What a killed start left behind ends by itself within a second; anything else that holds a port is named. */
async function freePorts(ports: Ports): Promise<void> {
  for (const [name, port] of Object.entries(ports) as [keyof Ports, number][]) {
    for (let tries = 0; ; tries++) {
      if (await isFree(port)) break;
      if (tries >= 30)
        throw new StartFailed(`Port ${port} is taken: stop what listens there, or set ${variableOf[name]} to another.`);
      await sleep(100);
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** A port nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

async function answers(url: string, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
      if (answer.status < 400) return;
    } catch {
      // Not up yet.
    }
    await sleep(100);
  }
  throw new StartFailed(`${what} did not become ready within a minute.`);
}

/** The secret of this installation, made at the first start. */
function secret(folder: string): string {
  const file = path.join(folder, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Tells the demo company's story into the database, once; later starts read who is in it. */
async function seed(env: Record<string, string>, folder: string, say: (sentence: string) => void): Promise<Demo> {
  const file = path.join(folder, 'demo.json');
  if (!existsSync(file)) {
    say('Telling the story of the demo company…');
    const { code, output } = await command(process.execPath, [path.join(root, 'apps/api/dist/seed/seed.js'), file], {
      env: { ...env, LOG_LEVEL: 'warn' },
    });
    if (code !== 0) throw new StartFailed(`The demo company could not be told:\n${output}`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Demo;
}
