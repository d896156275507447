import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { startEmbedded } from '../embedded/index.ts';
import { makeTemplate } from './template.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merged into Vitest's own
  interface ProvidedContext {
    /** The server whose template the tests clone. */
    postgres: string;
  }
}

/** One PostgreSQL for all database tests, with the migrated template that each file clones. Nothing in it must last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-test-'));
  const server = await startEmbedded({
    folder,
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      shared_buffers: '256MB',
      wal_level: 'minimal',
      max_wal_senders: '0',
    },
  });
  await makeTemplate(server.url);
  project.provide('postgres', server.url);
  return async () => {
    await server.stopImmediately();
    rmSync(folder, { recursive: true, force: true });
  };
}
