import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { child, root, stopChild } from '../installation/commands.ts';

/** One process of the built API on a port of its own, to be killed and started again. */
export type ApiProcess = {
  url: string;
  pid: () => number;
  start: () => void;
  /** As the machine's power would: nothing is said goodbye to. */
  kill: () => Promise<void>;
  /** Resolves once it can serve, with how long that took in milliseconds. */
  ready: (milliseconds?: number) => Promise<number>;
  stop: () => Promise<void>;
  /** Its log, the newest lines last. */
  said: string[];
};

/** A process of `apps/api/dist`, which must have been built. Starts at once. */
export function apiProcess(port: number, env: Record<string, string>): ApiProcess {
  const url = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  let running: ChildProcess;
  const start = (): void => {
    running = child(path.join(root, 'apps/api/dist/main.js'), [], {
      cwd: root,
      env: {
        API_HOST: '127.0.0.1',
        API_PORT: String(port),
        CONSOLE_URL: consoleUrl,
        SECRET: 'a secret of chaos, as long as it must be',
        LOG_LEVEL: 'warn',
        EGRESS_ALLOW: '127.0.0.1',
        // Many clients of one machine come from addresses of their own, as they would through a proxy.
        TRUST_PROXY: '1',
        ...env,
      },
      onLine: (line) => {
        said.push(line);
        if (said.length > 2_000) said.splice(0, 1_000);
      },
    });
  };
  start();
  return {
    url,
    said,
    start,
    pid: () => running.pid ?? 0,
    kill: async () => {
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await ended;
    },
    ready: async (milliseconds = 60_000) => {
      const began = performance.now();
      for (;;) {
        const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
        if (answer?.status === 200) return performance.now() - began;
        if (performance.now() - began > milliseconds)
          throw new Error(`${url} did not become ready in time:\n${said.slice(-20).join('\n')}`);
        await sleep(20);
      }
    },
    stop: () => stopChild(running),
  };
}

/** The origin that calls of the console come from. Nothing listens there. */
export const consoleUrl = 'http://console.test';
