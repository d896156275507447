import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import pg from 'pg';

import { withEngine } from './engine.ts';

/** Where `schema/` and `migrations/` lie: the repository's `prisma` folder. */
export const prismaFolder = path.resolve(import.meta.dirname, '../../../../prisma');

/** Held while migrations run, so that of several processes that start at once one migrates and the others wait. */
const migrationLock = 7_305_001;

/** Something about the database that must be changed by hand, in one sentence. */
export class DatabaseUnfit extends Error {}

/**
 * Applies every migration that is not in the database yet, in order, under a lock, and answers their names.
 * Rows of `_prisma_migrations` are written as the stock tool writes them.
 * Throws `DatabaseUnfit` where the server is older than 17 (`transaction_timeout`) or holds migrations we do not know.
 */
export async function migrate(url: string, folder = prismaFolder): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < 170_000) {
      throw new DatabaseUnfit(
        `PostgreSQL ${Math.floor(version / 10_000)} is too old: Switchboard needs 17 or newer. Upgrade the server that DATABASE_URL names.`,
      );
    }
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const known = (await readdir(path.join(folder, 'migrations'), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const applied = await appliedMigrations(client);
    const strange = applied.find((name) => !known.includes(name));
    if (strange !== undefined) {
      throw new DatabaseUnfit(
        `The database was made by another version of Switchboard (it holds the migration ${strange}). Start that version, or name another database.`,
      );
    }
    if (known.every((name) => applied.includes(name))) return [];
    const files = await schemaFiles(folder);
    const answer = await withEngine(
      url,
      files.map((file) => [file.path, file.content]),
      async (engine) =>
        engine.applyMigrations({
          migrationsList: {
            baseDir: path.join(folder, 'migrations'),
            lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
            shadowDbInitScript: '',
            migrationDirectories: await Promise.all(
              known.map(async (name) => ({
                path: name,
                migrationFile: {
                  path: 'migration.sql',
                  content: {
                    tag: 'ok' as const,
                    value: await readFile(path.join(folder, 'migrations', name, 'migration.sql'), 'utf8'),
                  },
                },
              })),
            ),
          },
          filters: { externalTables: [], externalEnums: [] },
        }),
    );
    return answer.appliedMigrationNames;
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query(
    "select 1 from pg_tables where schemaname = 'public' and tablename = '_prisma_migrations'",
  );
  if (tables.length === 0) return [];
  const { rows } = await client.query<{ migration_name: string }>(
    'select migration_name from public._prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return rows.map((row) => row.migration_name);
}

async function schemaFiles(folder: string): Promise<{ path: string; content: string }[]> {
  const names = (await readdir(path.join(folder, 'schema'))).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: path.join('schema', name),
      content: await readFile(path.join(folder, 'schema', name), 'utf8'),
    })),
  );
}

/**
 * How the database at `url` differs from the Prisma schema: the SQL that would make them equal, or '' where they are.
 * Only reads. What the Prisma schema cannot say (roles, policies, functions) is not compared.
 */
export async function drift(url: string, folder = prismaFolder): Promise<string> {
  const files = await schemaFiles(folder);
  return withEngine(
    url,
    files.map((file) => [file.path, file.content]),
    async (engine) => {
      const answer = await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: folder },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      });
      return answer.exitCode === 0 ? '' : (answer.stdout ?? '').trim();
    },
  );
}

/** The SQL that makes the Prisma schema from an empty database, for writing a migration. */
export async function schemaSql(url: string, folder = prismaFolder): Promise<string> {
  const files = await schemaFiles(folder);
  return withEngine(
    url,
    files.map((file) => [file.path, file.content]),
    async (engine) => {
      const answer = await engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        shadowDatabaseUrl: null,
        filters: { externalTables: [], externalEnums: [] },
      } as never);
      return answer.stdout ?? '';
    },
  );
}
