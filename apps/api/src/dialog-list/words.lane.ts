import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql, sqlFile } from '@switchboard/db';
import type { Logger } from 'pino';

import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { Busy } from '../statistics/busy.ts';

const behind = sql(
  'words-behind',
  `select t.company_id as "companyId" from turn t left join words_cursor c on c.company_id = t.company_id
   where c.company_id is null or c.before is not null or t.change_number > c.number
   order by c.written_at nulls first limit 200`,
);
// A company whose dialogs were never read begins with the newest and goes down from there.
const begin = sql(
  'begin-words',
  `insert into words_cursor (company_id, number, before)
   select $1, t.change_number, (select max(dialog_id) from dialog where company_id = $1) from turn t where t.company_id = $1
   on conflict do nothing`,
);
// Whoever holds the cursor writes; another process that comes meanwhile has nothing to do.
// What changes are kept is read with it at one moment: one that is made in between would look like one that was missed.
const takeCursor = sql(
  'take-words-cursor',
  `select c.number, c.before, t.change_number as "lastChange", (select min(number) from change where company_id = $1) as "firstKept"
   from words_cursor c join turn t on t.company_id = c.company_id where c.company_id = $1 for update of c skip locked`,
);
const moveCursor = sql(
  'move-words-cursor',
  'update words_cursor set number = $2, before = $3, written_at = now() where company_id = $1',
);
// Where changes were tidied away before they were read, everything is read anew.
const beginAnew = sql(
  'begin-words-anew',
  `update words_cursor c set number = t.change_number, written_at = now(), before = (select max(dialog_id) from dialog where company_id = $1)
   from turn t where c.company_id = $1 and t.company_id = $1`,
);
const nextChanges = sql(
  'changes-for-words',
  `select c.number, coalesce(c.dialog_id, m.dialog_id) as "dialogId" from (
     select number, dialog_id, chat_id, message from change where company_id = $1 and number > $2 order by number limit 1000) c
   left join message m on m.company_id = $1 and m.chat_id = c.chat_id and m.number = c.message
   order by c.number`,
);
const nextBelow = sql(
  'dialogs-for-words',
  'select dialog_id as "dialogId" from dialog where company_id = $1 and dialog_id <= $2 order by dialog_id desc limit $3',
);
const writeWords = sqlFile(import.meta.url, './write-words.sql');

type Cursor = { number: number; before: number | null; lastChange: number; firstKept: number | null };

/** How many dialogs are read at once, so that a step stays short. */
const step = 100;
/** Whoever searches can wait a little; whoever writes cannot. So much longer than it worked it rests, and while companies are busy. */
const restTimes = 4;
const busyRestTimes = 60;
const longestRestMs = 30_000;

/** Writes the words of dialogs for searching, a moment after they were said, from a cursor of its own. */
@Injectable()
export class WordsLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #busy: Busy;
  readonly #stopping = new AbortController();
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('words');
    this.#busy = new Busy(db);
  }

  onApplicationBootstrap(): void {
    const { ROLES, STATISTICS, POLL_MS } = this.config.values;
    if (!ROLES.includes('worker') || STATISTICS === 'off') return;
    this.#stop = poll(POLL_MS, this.#log, () => this.#look());
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#stop();
  }

  /** Writes words until nothing is left, without a rest. */
  async catchUp(companyId: string): Promise<void> {
    while (await this.#write(companyId));
  }

  /** The companies whose words are behind; whoever waits longest is first. */
  async behind(): Promise<string[]> {
    const companies = await this.db.acrossCompanies('dialogs of all companies whose words were not written', (db) =>
      db.run<{ companyId: string }>(behind, []),
    );
    return companies.map(({ companyId }) => companyId);
  }

  async #look(): Promise<boolean> {
    let more = false;
    const companies = await this.behind();
    const times = companies.length > 0 && (await this.#busy.isBusy()) ? busyRestTimes : restTimes;
    for (const companyId of companies) {
      if (this.#stopping.signal.aborted) return false;
      const began = performance.now();
      more =
        (await this.#write(companyId).catch((error: unknown) => {
          this.#log.warn({ err: error, company: companyId }, 'words were not written; they are at the next look');
          return false;
        })) || more;
      const rest = Math.min(longestRestMs, times * (performance.now() - began));
      await pause(rest, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {});
    }
    return more && !this.#stopping.signal.aborted;
  }

  /** One step; answers whether there is more. */
  async #write(companyId: string): Promise<boolean> {
    return this.db.inCompany(companyId, async (db) => {
      await db.run(begin, [companyId]);
      const [cursor] = await db.run<Cursor>(takeCursor, [companyId]);
      if (!cursor) return false;
      const { firstKept, lastChange } = cursor;
      if (firstKept === null ? lastChange > cursor.number : firstKept > cursor.number + 1) {
        await db.run(beginAnew, [companyId]);
        return true;
      }
      const changes = await db.run<{ number: number; dialogId: number | null }>(nextChanges, [
        companyId,
        cursor.number,
      ]);
      const dialogIds = new Set<number>();
      let { number } = cursor;
      for (const change of changes) {
        if (change.dialogId !== null && !dialogIds.has(change.dialogId)) {
          if (dialogIds.size === step) break;
          dialogIds.add(change.dialogId);
        }
        number = change.number;
      }
      let { before } = cursor;
      const room = step - dialogIds.size;
      if (before !== null && room > 0) {
        const below = await db.run<{ dialogId: number }>(nextBelow, [companyId, before, room]);
        for (const { dialogId } of below) dialogIds.add(dialogId);
        before = below.length < room ? null : (below.at(-1)?.dialogId ?? 1) - 1;
      }
      if (dialogIds.size > 0) await db.run(writeWords, [companyId, [...dialogIds]]);
      await db.run(moveCursor, [companyId, number, before]);
      return before !== null || changes.length === 1000 || number < (changes.at(-1)?.number ?? 0);
    });
  }
}
