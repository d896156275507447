import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { TestProject } from 'vitest/node';

import { freePort, startInstallation, type Demo } from '../installation/installation.ts';

/** What a browser test needs to know of the installation it runs against. */
export type Tested = {
  consoleUrl: string;
  apiUrl: string;
  shopUrl: string;
  databaseUrl: string;
  mailFolder: string;
  demo: Demo;
};

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merged into Vitest's own
  interface ProvidedContext {
    installation: Tested;
  }
}

/** A whole installation on free ports, in a folder of its own, as `npm start` makes it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-e2e-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const [api, site, shop] = await Promise.all([freePort(), freePort(), freePort()]);
  const said: string[] = [];
  const installation = await startInstallation({
    folder,
    ports: { api, console: site, shop },
    seed: true,
    postgres: { fsync: 'off', full_page_writes: 'off' },
    env: {
      EGRESS_ALLOW: '127.0.0.1',
      // All its people come from one address.
      SIGN_INS: '1000',
      ...(process.env['TELEGRAM_API_URL'] ? { TELEGRAM_API_URL: process.env['TELEGRAM_API_URL'] } : {}),
    },
    log: (program, line) => {
      said.push(`${program} ${line}`);
      if (process.env['TEST_LOG']) process.stdout.write(`${program} ${line}\n`);
    },
  }).catch((error: Error) => {
    throw new Error(`${error.message}\n${said.slice(-40).join('\n')}`, { cause: error });
  });
  if (!installation.demo || !installation.shopUrl) throw new Error('The demo company is missing');
  const { consoleUrl, apiUrl, shopUrl, databaseUrl, mailFolder, demo } = installation;
  project.provide('installation', { consoleUrl, apiUrl, shopUrl, databaseUrl, mailFolder, demo });
  return async () => {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
