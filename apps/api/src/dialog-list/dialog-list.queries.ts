import { Injectable } from '@nestjs/common';
import { Database, sql, sqlFile, type CompanyDb, type Statement } from '@switchboard/db';
import { may, mayAnywhere, seesEveryDialog } from '@switchboard/domain/access';
import { daysOf, localTime, type DialogFilter } from '@switchboard/domain/statistics';
import { z } from 'zod';

import { Actors } from '../access/actors.ts';
import { recordsSight } from '../crm/records/records-sight.ts';
import { DialogQueries, sight, visible } from '../dialogs/dialog.queries.ts';
import type { DialogRow } from '../dialogs/dialog.shapes.ts';
import { readCursor, strangeCursor, writeCursor } from '../rpc/cursor.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { nobody } from '../statistics/summaries.ts';
import { asksOfDialogsOnly, conditions, conditionsOnDialogs, orders, type Narrowed, type Put } from './conditions.ts';
import { mostCounted, type Counted, type ListedDialog, type Order } from './dialog-list.shapes.ts';
import { InOrder } from './in-order.ts';
import { withinOf, type Within } from './within.ts';
import { wordsIn } from './words.ts';

const listedRows = sqlFile(import.meta.url, './listed-rows.sql');
const companyZone = sql('zone-of-list', 'select time_zone as "timeZone" from company where company_id = $1');
const partsOf = sql(
  'parts-of-departments',
  `with recursive parts as (
     select department_id from department where company_id = $1 and department_id = any($2::uuid[])
     union select d.department_id from parts p join department d on d.company_id = $1 and d.parent_id = p.department_id
   ) select department_id as "departmentId" from parts limit 10000`,
);
const withWords = sql('dialogs-with-words', 'select dialog_id as "dialogId" from dialogs_with_words($1::text[], $2)');
const endsOfSummaries = sql(
  'ends-of-summaries',
  'select min(dialog_id) as first, max(dialog_id) as last from dialog_summary where company_id = $1',
);
const ofClientsNamed = sql(
  'dialogs-of-clients-named',
  `select d.dialog_id as "dialogId" from (
     select client_id from client where company_id = $1 and strpos(lower(name), $2) > 0 order by client_id desc limit 1000) c
   join dialog d on d.company_id = $1 and d.client_id = c.client_id order by d.dialog_id desc limit $3`,
);

/** Words are looked for in the newest dialogs that have them, so many at most. */
const mostFound = 10_000;
/** What is counted and not shown is looked for among so many. */
const mostLookedAt = 20_000;
/** A file holds so many dialogs at most. */
const mostInFile = 5_000_000;
/** Dialogs with numbers in a range of so many are read at once for a file. */
const idsAtOnce = 50_000;

/** A row as files tell it, without what changes by the second. */
export type ToldDialog = Omit<ListedDialog, 'line' | 'channel' | 'client' | 'operator'> & {
  clientId: string;
  lineId: string;
  line: string;
  channel: string;
  channelName: string;
  client: string;
  operatorId: string | null;
  operator: string | null;
  acceptedAt: number | null;
};

const cursorShape = z.tuple([z.int32().min(0).max(1), z.union([z.number(), z.string(), z.null()]), z.int()]);
type Cursor = z.infer<typeof cursorShape>;
type Found = { dialogId: number; sort: number | string | null };
/** What a filter asks, understood: its period as days, its words as dialogs. */
export type Understood = { narrowed: Narrowed; searchCut: boolean };

/** The managers' list of dialogs (product §6): each time as far as the reader may see it. */
@Injectable()
export class DialogListQueries {
  constructor(
    private readonly db: Database,
    private readonly dialogs: DialogQueries,
    private readonly actors: Actors,
  ) {}

  async page(
    viewer: Viewer,
    filter: DialogFilter,
    by: Order,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ rows: ListedDialog[]; next: string | null }> {
    const from = readCursor(cursorShape, cursor);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const understood = await this.understand(db, filter);
      const { ids, next } = await this.find(db, viewer, understood, by, from, limit);
      return { rows: await this.#rows(db, viewer, ids), next: next === null ? null : writeCursor(next) };
    });
  }

  /** How many fit, counted no further than anybody reads. */
  async count(viewer: Viewer, filter: DialogFilter): Promise<Counted> {
    const access = await this.actors.of(viewer.companyId);
    const within = withinOf(viewer, access.departmentsOf(viewer.employeeId));
    return this.db.inCompany(viewer.companyId, async (db) => {
      const understood = await this.understand(db, filter);
      const by: Order = { sort: 'number', ascending: false };
      const { ids, next } = await this.find(db, viewer, understood, by, null, mostCounted);
      const beyond = await this.#beyond(db, viewer, understood, within);
      return { dialogs: ids.length, more: next !== null, searchCut: understood.searchCut, beyond };
    });
  }

  /**
   * How many that fit are in his figures and not his to read: a dialog stays with the department its operator was in when
   * he got it, and is read by the one he is in now. Among the newest of his figures, so many at most.
   */
  async #beyond(db: CompanyDb, viewer: Viewer, { narrowed }: Understood, within: Within): Promise<number> {
    const { values, put, seen } = sightOf(viewer);
    const narrows = within.operators !== undefined || within.departments !== undefined;
    if (seen.length === 0 || !narrows || !mayAnywhere(viewer, 'statistics')) return 0;
    const { where } = conditions(narrowed, put);
    const all = ['s.company_id = $1', ...withinCondition(within, put), ...where];
    const text = `select count(*)::int as dialogs from (
        select from (select d.* from ${summaries(true)} where ${all.join(' and ')} order by s.dialog_id desc limit ${mostLookedAt}) d
        where not ${visible} limit ${mostCounted}) beyond`;
    const [row] = await db.run<{ dialogs: number }>({ name: '', text }, values);
    return row?.dialogs ?? 0;
  }

  /** The dialogs that fit, in the order of the list, at most so many. */
  async matching(
    viewer: Viewer,
    filter: DialogFilter,
    by: Order,
    most: number,
  ): Promise<{ dialogIds: number[]; more: boolean }> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const { ids, next } = await this.find(db, viewer, await this.understand(db, filter), by, null, most);
      return { dialogIds: ids, more: next !== null };
    });
  }

  /** A filter with its period as days of the company's clock, and its search as the dialogs in which it was found. */
  async understand(db: CompanyDb, filter: DialogFilter): Promise<Understood> {
    const { period, search, departments, ...narrowed } = filter;
    const result: Understood = { narrowed, searchCut: false };
    if (departments !== undefined) result.narrowed.departments = await departmentsWithParts(db, departments);
    if (period !== undefined) {
      const [{ timeZone } = { timeZone: 'UTC' }] = await db.run<{ timeZone: string }>(companyZone, [db.companyId]);
      const now = this.db.now()?.getTime() ?? Date.now();
      result.narrowed.days = daysOf(period, localTime(timeZone, now).day);
    }
    if (search !== undefined) {
      const { found, cut } = await this.#search(db, search);
      result.narrowed.found = found;
      result.searchCut = cut;
    }
    return result;
  }

  /**
   * The ids of one page in its order. Dialogs that statistics have seen are found by their summaries, whose indexes serve
   * every order; the few that they have not seen yet join them by what they say themselves.
   */
  async find(
    db: CompanyDb,
    viewer: Viewer,
    { narrowed }: Understood,
    by: Order,
    from: Cursor | null,
    limit: number,
  ): Promise<{ ids: number[]; next: Cursor | null }> {
    const phases = orders[by.sort].lacking ? [0, 1] : [0];
    const found: { phase: number; one: Found }[] = [];
    for (const phase of phases) {
      if (from !== null && phase < from[0]) continue;
      if (found.length > limit) break;
      const after = from !== null && from[0] === phase ? from : null;
      const statement = statementOf(viewer, narrowed, by, phase, after, limit + 1 - found.length);
      for (const one of await db.run<Found>(statement.statement, statement.values)) found.push({ phase, one });
    }
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      ids: shown.map(({ one }) => one.dialogId),
      next: found.length > limit && last ? [last.phase, last.one.sort, last.one.dialogId] : null,
    };
  }

  /**
   * All dialogs that statistics have seen, that fit and that lie within this, in the order of the list. They are read by
   * their numbers, some at a time, so that no step is long however many there are and nothing that moves meanwhile is lost
   * or comes twice. Where more fit than `most`, the newest are there, or what comes first where numbers are the order.
   */
  async allIds(
    viewer: Viewer,
    { narrowed }: Understood,
    { sort, ascending }: Order,
    within: Within,
    {
      afterEach,
      most = mostInFile,
      atOnce = idsAtOnce,
    }: { afterEach: () => Promise<void>; most?: number; atOnce?: number },
  ): Promise<{ found: InOrder; dialogs: number; cut: boolean }> {
    const found = new InOrder(ascending);
    const upwards = sort === 'number' && ascending;
    const [ends] = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<{ first: number | null; last: number | null }>(endsOfSummaries, [viewer.companyId]),
    );
    const { first, last } = { first: ends?.first ?? 1, last: ends?.last ?? 0 };
    let dialogs = 0;
    for (let step = 0; first + step * atOnce <= last; step++) {
      const from = upwards ? first + step * atOnce : Math.max(first, last + 1 - (step + 1) * atOnce);
      const until = upwards ? Math.min(last, from + atOnce - 1) : last - step * atOnce;
      const room = most - dialogs;
      const { values, put, seen } = sightOf(viewer);
      const { where, ofDialog } = conditions(narrowed, put);
      const range = `s.dialog_id between ${put(from)}::bigint and ${put(until)}::bigint`;
      const all = ['s.company_id = $1', range, ...where, ...withinCondition(within, put), ...seen];
      // What lacks what it is ordered by comes last either way.
      const { summary, type } = orders[sort];
      const value = type === 'timestamptz' ? `extract(epoch from ${summary})::float8 * 1000` : `${summary}::float8`;
      const byNumber = `order by dialog_id ${upwards ? 'asc' : 'desc'}`;
      const inOrder = `order by sort ${ascending ? 'asc' : 'desc'}, dialog_id ${ascending ? 'asc' : 'desc'}`;
      // Eight bytes each, all in one value: rows of their own would be a hundred times as large.
      const text = `with piece as (
          select s.dialog_id, coalesce(${value}, '${ascending ? '' : '-'}infinity') as sort
          from ${summaries(ofDialog || seen.length > 0)} where ${all.join(' and ')} ${byNumber} limit ${put(room + 1)}::int
        ), kept as (select * from piece ${byNumber} limit ${put(room)}::int)
        select string_agg(float8send(dialog_id), ''::bytea ${inOrder}) as ids, string_agg(float8send(sort), ''::bytea ${inOrder}) as sorts,
          (select count(*) from piece) > ${put(room)}::int as cut from kept`;
      const [row] = await this.db.inCompany(viewer.companyId, (db) =>
        db.run<{ ids: Buffer | null; sorts: Buffer | null; cut: boolean }>({ name: '', text }, values),
      );
      const ids = numbersIn(row?.ids ?? null);
      found.add({ ids, sorts: numbersIn(row?.sorts ?? null) });
      dialogs += ids.length;
      await afterEach();
      if (row?.cut === true) return { found, dialogs, cut: true };
    }
    return { found, dialogs, cut: false };
  }

  /** What files tell of these dialogs, in this order. */
  async told(db: CompanyDb, viewer: Viewer, ids: number[]): Promise<ToldDialog[]> {
    const rows = await db.run<ToldDialog>(listedRows, [...recordsSight(viewer), ids]);
    return rows.map((row) => ({ ...row, comment: this.#comment(viewer, row) }));
  }

  async #rows(db: CompanyDb, viewer: Viewer, ids: number[]): Promise<ListedDialog[]> {
    if (ids.length === 0) return [];
    const [rows, told] = await Promise.all([this.dialogs.rows(db, ids), this.told(db, viewer, ids)]);
    const byId = new Map(told.map((one) => [one.dialogId, one]));
    return rows.flatMap((row: DialogRow) => {
      const more = byId.get(row.dialogId);
      if (more === undefined) return [];
      const { figures, records, page, lastMessageAt, comment } = more;
      return [{ ...row, figures, records, page, lastMessageAt, comment }];
    });
  }

  /** Between the manager and the operator it is about. */
  #comment(viewer: Viewer, { comment, lineId, operatorId, offeredTo, joined, state }: ToldDialog): string | null {
    if (comment === null || comment === '') return null;
    if (operatorId === viewer.employeeId) return comment;
    const on = { lineId, holder: operatorId, offeredTo, joined, waiting: state === 'waiting' };
    return may(viewer, 'mark', on) ? comment : null;
  }

  async #search(db: CompanyDb, search: string): Promise<{ found: number[]; cut: boolean }> {
    const text = search.trim();
    const number = /^#?(\d{1,15})$/.exec(text)?.[1];
    const words = wordsIn(text);
    const [said, named] = await Promise.all([
      words.length === 0 ? [] : db.run<{ dialogId: number }>(withWords, [words, mostFound]),
      db.run<{ dialogId: number }>(ofClientsNamed, [db.companyId, text.toLowerCase(), mostFound]),
    ]);
    const found = new Set([...said, ...named].map(({ dialogId }) => dialogId));
    if (number !== undefined) found.add(Number(number));
    return { found: [...found], cut: said.length === mostFound || named.length === mostFound };
  }
}

/** These departments with all their parts. */
export async function departmentsWithParts(db: CompanyDb, departmentIds: readonly string[]): Promise<string[]> {
  const parts = await db.run<{ departmentId: string }>(partsOf, [db.companyId, departmentIds]);
  return parts.map(({ departmentId }) => departmentId);
}

/** The first values of a statement, how more are added, and the condition of what he may see; none where he sees all. */
function sightOf(viewer: Viewer): { values: unknown[]; put: Put; seen: string[] } {
  const seesAll = seesEveryDialog(viewer);
  const values: unknown[] = seesAll ? [viewer.companyId] : sight(viewer);
  return { values, put: (value) => `$${values.push(value)}`, seen: seesAll ? [] : [visible] };
}

/** Numbers of eight bytes each, one behind the other. */
function numbersIn(bytes: Buffer | null): Float64Array {
  const length = (bytes?.length ?? 0) / 8;
  return Float64Array.from({ length }, (_, index) => bytes?.readDoubleBE(index * 8) ?? 0);
}

/** Summaries, with their dialogs where something is asked of these. */
function summaries(withDialogs: boolean): string {
  const join = ' join dialog d on d.company_id = s.company_id and d.dialog_id = s.dialog_id';
  return `dialog_summary s${withDialogs ? join : ''}`;
}

/**
 * A page of ids. Its text depends on what is asked, so it has no name: it is planned each time, for the very values that
 * are asked, and a connection keeps nothing of it. Values travel as parameters.
 */
function statementOf(
  viewer: Viewer,
  filter: Narrowed,
  by: Order,
  phase: number,
  after: Cursor | null,
  limit: number,
): { statement: Statement; values: unknown[] } {
  const { values, put, seen } = sightOf(viewer);
  const direction = by.ascending ? 'asc' : 'desc';
  const beyond = by.ascending ? '>' : '<';
  // Dialogs are numbered as they are opened: within a period its days lead to the first of them.
  const byDay = by.sort === 'number' && filter.days !== undefined && filter.did === undefined;
  const order = byDay ? { summary: 's.day', dialog: null, type: 'date', lacking: false } : orders[by.sort];

  const branch = (of: 's' | 'd', expression: string | null, tables: string, where: string[]): string => {
    const id = `${of}.dialog_id`;
    const sort = phase === 1 || expression === null ? null : expression;
    const all = [
      `${of}.company_id = $1`,
      ...where,
      ...(order.lacking && expression !== null ? [`${expression} is ${phase === 0 ? 'not null' : 'null'}`] : []),
      ...(after === null
        ? []
        : sort === null
          ? [`${id} ${beyond} ${put(after[2])}::bigint`]
          : [
              `(${sort}, ${id}) ${beyond} (${put(valueOf(after[1], order.type))}::${order.type}, ${put(after[2])}::bigint)`,
            ]),
    ];
    const shown = sort === null ? `null::${order.type}` : sort;
    return `(select ${id} as dialog_id, ${shown} as sort from ${tables} where ${all.join(' and ')}
      order by ${sort === null ? '' : `${sort} ${direction}, `}${id} ${direction} limit ${put(limit)}::int)`;
  };

  const branches: string[] = [];
  const dialogsOnly = asksOfDialogsOnly(filter);
  if (by.sort === 'number' && dialogsOnly) {
    branches.push(branch('d', 'd.dialog_id', 'dialog d', [...seen, ...conditionsOnDialogs(filter, put)]));
  } else {
    const { where, ofDialog } = conditions(filter, put);
    const joined = ofDialog || seen.length > 0;
    branches.push(branch('s', order.summary, summaries(joined), [...where, ...seen]));
    const fresh = dialogsOnly && (phase === 1 || order.dialog !== null);
    if (fresh)
      branches.push(
        branch('d', order.dialog, 'dialog d', [
          'd.dialog_id > coalesce((select max(dialog_id) from dialog_summary where company_id = $1), 0)',
          ...seen,
          ...conditionsOnDialogs(filter, put),
        ]),
      );
  }
  const shownSort =
    order.type === 'timestamptz'
      ? '(extract(epoch from sort) * 1000)::bigint'
      : order.type === 'date'
        ? `to_char(sort, 'YYYY-MM-DD')`
        : 'sort';
  const text = `select dialog_id as "dialogId", ${shownSort} as sort from (${branches.join(' union all ')}) found
    order by found.sort ${direction}, dialog_id ${direction} limit ${put(limit)}::int`;
  return { statement: { name: '', text }, values };
}

function withinCondition(within: Within, put: Put): string[] {
  const { operators, departments, nobodys = [] } = within;
  return [
    ...(operators === undefined ? [] : [`s.operator_id = any(${put(operators)}::uuid[])`]),
    ...(departments === undefined
      ? []
      : [
          `(s.department_id = any(${put(departments)}::uuid[]) or (s.operator_id = '${nobody}' and s.line_id = any(${put(nobodys)}::uuid[])))`,
        ]),
  ];
}

/** What a cursor remembered, as a value of its type; refused where it is none. */
function valueOf(value: number | string | null, type: string): unknown {
  if (type === 'date' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  if (typeof value !== 'number' || type === 'date') throw strangeCursor();
  if (type !== 'timestamptz') return Math.trunc(value);
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) throw strangeCursor();
  return moment;
}
