import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql, sqlFile, type NewChange } from '@switchboard/db';
import type { Logger } from 'pino';

import type { Wrote } from '../dialogs/batch.types.ts';
import { DialogQueries } from '../dialogs/dialog.queries.ts';
import type { DialogRow, MessageRow } from '../dialogs/dialog.shapes.ts';
import { PeopleService } from '../people/people.service.ts';
import type { Employee } from '../people/person.shapes.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { poll } from '../platform/poll.ts';
import { Signals } from '../platform/signals.ts';

/** A change with what it is about as that now stands. */
export type FeedItem =
  | {
      change: 'dialog';
      number: number;
      dialogId: number;
      row: DialogRow | null;
      /** Who could see it before each of the changes that became this one; somebody may have read it in between. */
      before: Before[];
      /** It came into being. */
      isNew: boolean;
    }
  | { change: 'message'; number: number; message: MessageRow; row: DialogRow | null }
  | { change: 'presence'; number: number; employeeId: string; presence: Employee['presence'] }
  | { change: 'notice'; number: number; employeeId: string }
  | { change: 'stale'; number: number; what: NonNullable<NewChange['what']> };

/** Who could see a dialog before a change. */
export type Before = {
  lineId: string;
  state: string;
  operatorId: string | null;
  offeredTo: string[];
  joined?: string[];
};

/** Reads a company's feed for its sockets in this process. `take` has all items of one read, in order. */
export type FeedReader = { take: (items: FeedItem[], cursor: number) => void; startOver: (cursor: number) => void };

type ChangeRow = {
  number: number;
  change: FeedItem['change'];
  dialogId: number | null;
  chatId: string | null;
  message: number | null;
  employeeId: string | null;
  what: NonNullable<NewChange['what']> | null;
  before: Before | null;
};

type Company = { companyId: string; cursor: number; readers: Set<FeedReader>; reading: boolean; again: boolean };

const readChanges = sqlFile(import.meta.url, './feed.sql');
const head = sql('feed-head', 'select change_number as number from turn where company_id = $1');
const oldest = sql('feed-oldest', 'select min(number) as number from change where company_id = $1');
const page = 500;
/** Whoever missed more than this many changes reads everything anew, which is cheaper. */
const mostMissed = 2_000;

/**
 * The numbered changes of a company, read by every process that has sockets for it. Woken by this process's own
 * commits, by other processes' NOTIFY, and by polling; whatever woke it, it reads on from its cursor, so nothing is
 * missed and nothing comes twice.
 */
@Injectable()
export class Feed implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #companies = new Map<string, Company>();
  readonly #log: Logger;
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly queries: DialogQueries,
    private readonly people: PeopleService,
    private readonly signals: Signals,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('feed');
  }

  onApplicationBootstrap(): void {
    this.signals.listen({
      wants: (companyId) => this.#companies.has(companyId),
      changed: (companyId, number, wrote) => {
        const company = this.#companies.get(companyId);
        if (!company || number <= company.cursor) return;
        if (wrote === null || !this.#push(company, number, wrote)) void this.#read(company);
      },
      reconnected: () => {
        for (const company of this.#companies.values()) void this.#read(company);
      },
    });
    this.#stop = poll(this.config.values.POLL_MS, this.#log, async () => {
      await Promise.all([...this.#companies.values()].map((company) => this.#read(company)));
      return false;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#stop();
  }

  /** Joins a company's feed from now on. Answers the cursor that `take` goes on from, and how to leave. */
  async join(companyId: string, reader: FeedReader): Promise<{ cursor: number; leave: () => void }> {
    let company = this.#companies.get(companyId);
    if (!company) {
      company = { companyId, cursor: await this.head(companyId), readers: new Set(), reading: false, again: false };
      company = this.#companies.get(companyId) ?? company;
      this.#companies.set(companyId, company);
    }
    const joined = company;
    joined.readers.add(reader);
    return {
      cursor: joined.cursor,
      leave: () => {
        joined.readers.delete(reader);
        if (joined.readers.size === 0 && this.#companies.get(companyId) === joined) this.#companies.delete(companyId);
      },
    };
  }

  /** The number of the company's last change. */
  async head(companyId: string): Promise<number> {
    const [row] = await this.db.inCompany(companyId, (db) => db.run<{ number: number }>(head, [companyId]));
    return row?.number ?? 0;
  }

  /** What happened after `cursor` up to `through`, or null where that is no longer kept or too much. */
  async between(companyId: string, cursor: number, through: number): Promise<FeedItem[] | null> {
    if (cursor >= through) return [];
    if (through - cursor > mostMissed) return null;
    const items: FeedItem[] = [];
    for (let at = cursor; at < through;) {
      const { rows, kept } = await this.db.inCompany(companyId, async (db) => {
        const [found, [first]] = await Promise.all([
          db.run<ChangeRow>(readChanges, [companyId, at, page]),
          db.run<{ number: number | null }>(oldest, [companyId]),
        ]);
        return { rows: found.filter((row) => row.number <= through), kept: first?.number ?? null };
      });
      if (at === cursor && (kept === null || kept > cursor + 1)) return null;
      const last = rows.at(-1);
      if (!last) break;
      items.push(...(await this.#items(companyId, rows)));
      at = last.number;
    }
    return items;
  }

  /** Hands on what this process has just written, if it goes on where the readers stand and nothing is missing. */
  #push(company: Company, number: number, wrote: Wrote): boolean {
    const before = number - wrote.changes.length;
    if (company.reading || company.cursor !== before) return false;
    const rows = wrote.changes.map((change, index): ChangeRow => ({
      number: before + index + 1,
      change: change.change,
      dialogId: change.dialogId ?? null,
      chatId: change.chatId ?? null,
      message: change.message ?? null,
      employeeId: change.employeeId ?? null,
      what: change.what ?? null,
      before: change.before ?? null,
    }));
    const dialogs = new Map(wrote.dialogs.map((row) => [row.dialogId, row]));
    const known =
      rows.every((row) => row.change !== 'presence') &&
      wrote.messages.every((row) => row.dialogId === null || dialogs.has(row.dialogId));
    if (!known) return false;
    const messages = new Map(wrote.messages.map((row) => [`${row.chatId} ${row.number}`, row]));
    const items = itemsOf(rows, dialogs, messages, new Map());
    company.cursor = number;
    for (const reader of company.readers) reader.take(items, number);
    return true;
  }

  async #read(company: Company): Promise<void> {
    if (company.reading) {
      company.again = true;
      return;
    }
    company.reading = true;
    try {
      do {
        company.again = false;
        const rows = await this.db.inCompany(company.companyId, (db) =>
          db.run<ChangeRow>(readChanges, [company.companyId, company.cursor, page]),
        );
        const last = rows.at(-1);
        if (!last) continue;
        if (rows[0] && rows[0].number > company.cursor + 1) {
          company.cursor = last.number;
          for (const reader of company.readers) reader.startOver(company.cursor);
          continue;
        }
        const items = await this.#items(company.companyId, rows);
        company.cursor = last.number;
        for (const reader of company.readers) reader.take(items, company.cursor);
        if (rows.length === page) company.again = true;
      } while (company.again);
    } catch (error) {
      this.#log.warn(
        { err: error, company: company.companyId },
        'reading changes failed; the next look comes as planned',
      );
    } finally {
      company.reading = false;
    }
  }

  /** The content of changes as it stands now. */
  async #items(companyId: string, rows: ChangeRow[]): Promise<FeedItem[]> {
    const dialogIds = [...new Set(rows.flatMap((row) => (row.dialogId === null ? [] : [row.dialogId])))];
    const keys = rows.flatMap((row) =>
      row.change === 'message' && row.chatId && row.message ? [{ chatId: row.chatId, number: row.message }] : [],
    );
    const employeeIds = [
      ...new Set(rows.flatMap((row) => (row.change === 'presence' && row.employeeId ? [row.employeeId] : []))),
    ];
    const { dialogs, messages } = await this.db.inCompany(companyId, async (db) => {
      const [foundDialogs, foundMessages] = await Promise.all([
        dialogIds.length > 0 ? this.queries.rows(db, dialogIds) : [],
        keys.length > 0 ? this.queries.messageRows(db, unique(keys)) : [],
      ]);
      const known = new Map(foundDialogs.map((row) => [row.dialogId, row]));
      const missing = [
        ...new Set(
          foundMessages.flatMap((row) => (row.dialogId === null || known.has(row.dialogId) ? [] : [row.dialogId])),
        ),
      ];
      for (const row of missing.length > 0 ? await this.queries.rows(db, missing) : []) known.set(row.dialogId, row);
      return { dialogs: known, messages: new Map(foundMessages.map((row) => [`${row.chatId} ${row.number}`, row])) };
    });
    const people = new Map(
      employeeIds.length > 0
        ? (await this.people.list(companyId, employeeIds)).map((person) => [person.employeeId, person])
        : [],
    );
    return itemsOf(rows, dialogs, messages, people);
  }
}

/** Changes with their content; several of one dialog or message become one, at the place of the last. */
function itemsOf(
  rows: ChangeRow[],
  dialogs: Map<number, DialogRow>,
  messages: Map<string, MessageRow>,
  people: Map<string, Employee>,
): FeedItem[] {
  const items: FeedItem[] = [];
  const befores = new Map<number, (Before | null)[]>();
  for (const row of rows) {
    if (row.change === 'dialog' && row.dialogId !== null)
      befores.set(row.dialogId, [...(befores.get(row.dialogId) ?? []), row.before]);
  }
  const lastOf = new Map<string, number>();
  for (const row of rows) lastOf.set(keyOf(row), row.number);
  for (const row of rows) {
    if (lastOf.get(keyOf(row)) !== row.number) continue;
    if (row.change === 'dialog' && row.dialogId !== null) {
      const before = befores.get(row.dialogId) ?? [];
      items.push({
        change: 'dialog',
        number: row.number,
        dialogId: row.dialogId,
        row: dialogs.get(row.dialogId) ?? null,
        before: before.filter((known) => known !== null),
        isNew: before.includes(null),
      });
    } else if (row.change === 'message') {
      const message = messages.get(`${row.chatId} ${row.message}`);
      if (message)
        items.push({
          change: 'message',
          number: row.number,
          message,
          row: message.dialogId === null ? null : (dialogs.get(message.dialogId) ?? null),
        });
    } else if (row.change === 'presence' && row.employeeId) {
      const person = people.get(row.employeeId);
      if (person)
        items.push({ change: 'presence', number: row.number, employeeId: row.employeeId, presence: person.presence });
    } else if (row.change === 'notice' && row.employeeId) {
      items.push({ change: 'notice', number: row.number, employeeId: row.employeeId });
    } else if (row.what) {
      items.push({ change: 'stale', number: row.number, what: row.what });
    }
  }
  return items;
}

function keyOf(row: ChangeRow): string {
  if (row.change === 'dialog') return `dialog ${row.dialogId}`;
  if (row.change === 'message') return `message ${row.chatId} ${row.message}`;
  return row.change === 'stale' ? `stale ${row.what}` : `${row.change} ${row.employeeId}`;
}

function unique(keys: { chatId: string; number: number }[]): { chatId: string; number: number }[] {
  return [...new Map(keys.map((key) => [`${key.chatId} ${key.number}`, key])).values()];
}
