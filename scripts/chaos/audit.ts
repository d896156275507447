import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

import { fact, fold, type Dialog } from '@switchboard/domain/dialog';
import type pg from 'pg';

const audit = readFileSync(new URL('./audit.sql', import.meta.url), 'utf8');

/**
 * What is not as it must be in a database in which nothing is under way any more, in sentences; none: nothing was lost,
 * doubled or forgotten. Deadlines may be as late as told, by the clock of the test where it has one of its own. The
 * connection must be one that row security does not stop.
 */
export async function problems(
  owner: Pick<pg.ClientBase | pg.Pool, 'query'>,
  lateSeconds = 10,
  now: Date | null = null,
): Promise<string[]> {
  const { rows } = await owner.query<{ problem: string }>(audit, [lateSeconds, now]);
  return [...rows.map((row) => row.problem), ...(await replayed(owner))];
}

/** Dialogs whose facts, folded by the domain, do not give the state that is stored. */
async function replayed(owner: Pick<pg.ClientBase | pg.Pool, 'query'>): Promise<string[]> {
  const { rows } = await owner.query<{ dialogId: string; body: Dialog; facts: unknown[] }>(
    `select d.dialog_id as "dialogId", d.body, coalesce(jsonb_agg(f.body order by f.number) filter (where f.number is not null), '[]') as facts
     from dialog d left join fact f on f.company_id = d.company_id and f.dialog_id = d.dialog_id group by d.company_id, d.dialog_id, d.body`,
  );
  return rows.flatMap(({ dialogId, body, facts }) => {
    try {
      const state = fold(
        null,
        facts.map((one) => fact.parse(one)),
      );
      return isDeepStrictEqual(state, body) ? [] : [`dialog ${dialogId}: its facts replayed give another state`];
    } catch (error) {
      return [`dialog ${dialogId}: its facts cannot be replayed: ${(error as Error).message}`];
    }
  });
}
