import { randomBytes } from 'node:crypto';

import pg from 'pg';

import { migrate } from '../migrate/index.ts';

const template = 'switchboard_template';

/** Makes the migrated database that every test file clones. Once per run, before any of them. */
export async function makeTemplate(serverUrl: string): Promise<void> {
  await onServer(serverUrl, async (server) => {
    await server.query(`drop database if exists ${template} with (force)`);
    await server.query(`create database ${template}`);
  });
  await migrate(databaseUrl(serverUrl, template));
}

/** A database of its own for one test file, cloned from the template in tens of milliseconds. */
export async function cloneTemplate(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, (server) =>
    server.query(`create database ${name} template ${template} strategy file_copy`),
  );
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => onServer(serverUrl, (server) => server.query(`drop database if exists ${name} with (force)`)),
  };
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(serverUrl: string, use: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: serverUrl });
  server.on('error', () => {});
  await server.connect();
  try {
    await use(server);
  } finally {
    await server.end();
  }
}
