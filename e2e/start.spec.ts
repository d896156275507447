import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { freePort } from '../scripts/installation/installation.ts';

const root = path.resolve(import.meta.dirname, '..');

type Started = {
  process: ChildProcess;
  said: () => string;
  until: (words: RegExp) => Promise<void>;
  ended: Promise<number | null>;
};

let folder: string;
let ports: Record<'API_PORT' | 'CONSOLE_PORT' | 'SHOP_PORT', string>;
let running: Started[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-start-'));
  chmodSync(folder, 0o755);
  const [api, site, shop] = await Promise.all([freePort(), freePort(), freePort()]);
  ports = { API_PORT: String(api), CONSOLE_PORT: String(site), SHOP_PORT: String(shop) };
  running = [];
});
afterEach(async () => {
  for (const { process, ended } of running) {
    process.kill('SIGINT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** `npm start`, less npm. */
function start(more: Record<string, string> = {}): Started {
  const { NODE_OPTIONS: _dropped, VITEST: _vitest, NODE_ENV: _env, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...env, ...ports, DATA_FOLDER: folder, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      for (const look of listeners) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const started: Started = {
    process: child,
    said: () => said,
    ended,
    until: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (words.test(said)) resolve();
        };
        listeners.add(look);
        look();
        void ended.then((code) => reject(new Error(`it ended with ${code}:\n${said}`)));
      }),
  };
  running.push(started);
  return started;
}

async function ready(): Promise<number> {
  return (await fetch(`http://127.0.0.1:${ports.API_PORT}/health/ready`)).status;
}

test('a start that was killed is started again: the data is there, and nothing of the first is left', async () => {
  const first = start();
  await first.until(/Ctrl-C stops everything/);
  expect(await ready()).toBe(200);
  expect(first.said()).toContain('anna@lighthouse.example');
  const demo = readFileSync(path.join(folder, 'demo.json'), 'utf8');
  const starter = Number(readFileSync(path.join(folder, 'running'), 'utf8'));
  process.kill(starter, 'SIGKILL');
  await first.ended;

  const second = start();
  await second.until(/Ctrl-C stops everything/);
  expect(await ready()).toBe(200);
  expect(second.said()).not.toContain('Telling the story');
  expect(readFileSync(path.join(folder, 'demo.json'), 'utf8')).toBe(demo);

  second.process.kill('SIGINT');
  expect(await second.ended).toBe(0);
  await expect(ready()).rejects.toThrow();
  expect(existsSync(path.join(folder, 'running'))).toBe(false);
  expect(existsSync(path.join(folder, 'postgres/data/postmaster.pid'))).toBe(false);
});

test('a taken port, a second start and data of another version are one clear sentence each', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(Number(ports.API_PORT), resolve));
  const taken = start();
  expect(await taken.ended).toBe(1);
  expect(taken.said()).toContain(
    `Port ${ports.API_PORT} is taken: stop what listens there, or set API_PORT to another.`,
  );
  await new Promise<void>((resolve) => squatter.close(() => resolve()));

  const first = start();
  await first.until(/Ctrl-C stops everything/);
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.said()).toMatch(/Switchboard runs from this folder already \(process \d+\)\. Stop it first\./);
  first.process.kill('SIGINT');
  await first.ended;

  writeFileSync(path.join(folder, 'postgres/data/PG_VERSION'), '12\n');
  const old = start();
  expect(await old.ended).toBe(1);
  expect(old.said()).toMatch(
    /was made by PostgreSQL 12, this version of Switchboard brings \d+\. Move the folder away, or start the version that made it\./,
  );
});

test('a folder that cannot be written to is said', async () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  mkdirSync(path.join(folder, 'sub'));
  const refused = start({ DATA_FOLDER: path.join(file, 'data') });
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toMatch(/Cannot write to .*Give this user write permission there\./);
});

test('wrong words in the environment are refused', async () => {
  const refused = start({ API_PORT: 'four thousand' });
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain('API_PORT is "four thousand": it must be a port, 1 to 65535.');
});
