import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type pg from 'pg';

/** A statement prepared once per connection under its name. Values travel as parameters, never in the text. */
export type Statement = { name: string; text: string };

/** The statement of a `.sql` file that lies beside the module `from` (its `import.meta.url`). Read once, at start. */
export function sqlFile(from: string, file: string): Statement {
  const path = fileURLToPath(new URL(file, from));
  return sql(basename(file, '.sql'), readFileSync(path, 'utf8'));
}

/** A statement written in place, for the short ones. */
export function sql(name: string, text: string): Statement {
  return { name: `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, text };
}

/** Runs a statement on a connection and answers its rows. */
export async function run<Row extends object>(
  client: pg.ClientBase,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await client.query<Row & pg.QueryResultRow>({ ...statement, values });
  return rows;
}
