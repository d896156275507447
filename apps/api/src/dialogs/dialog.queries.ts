import { capabilities as telegram } from '@switchboard/channels/telegram';
import { longestText } from '@switchboard/channels/live-chat';
import { Injectable } from '@nestjs/common';
import { Database, sql, sqlFile, type CompanyDb } from '@switchboard/db';
import { may, maySee, reachesOthers, sightOf, type Action, type Subject } from '@switchboard/domain/access';
import { asStored, deadlines, fact, listedAs, states, type Fact, type ListedState } from '@switchboard/domain/dialog';
import type { Pause } from '@switchboard/domain/hours';
import { lineSettings } from '@switchboard/domain/line';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

import { readCursor, writeCursor } from '../rpc/cursor.ts';
import type { Viewer } from '../rpc/trpc.ts';
import type { DialogRow, MessageRow } from './dialog.shapes.ts';

export const dialogRows = sqlFile(import.meta.url, './dialog-rows.sql');
export const messageRows = sqlFile(import.meta.url, './message-rows.sql');

/** Somebody of these people holds it, held it last, is offered it or joined it. */
const isOf = (people: string): string =>
  `(d.operator_id = any(${people}::uuid[]) or d.offered_to && ${people}::uuid[] or d.joined && ${people}::uuid[])`;
const isMine = `(d.operator_id = $2 or d.offered_to @> array[$2::uuid] or d.joined @> array[$2::uuid])`;

// What a viewer may see: his sight as the domain works it out, so that lists show what calls and the live feed would; tests
// hold the three equal. $1 company, $2 himself, $3 he sees everything, $4 whose dialogs he sees, $5 the lines for which that
// does not hold and of those $6 seen whole, $7 his departments' dialogs with $8 their people, $9 his own; $10 the lines of
// which he sees what waits, and $11 what is nobody's.
export const visible = `((d.line_id <> all($5::uuid[]) and ($3 or ${isOf('$4')})) or d.line_id = any($6::uuid[])
  or (d.line_id = any($7::uuid[]) and ${isOf('$8')}) or (d.line_id = any($9::uuid[]) and ${isMine})
  or (d.state = 'waiting' and d.line_id = any($10::uuid[]))
  or (d.operator_id is null and d.offered_to = '{}' and d.joined = '{}' and d.line_id = any($11::uuid[])))`;
// Serving a client opens his earlier dialogs, wherever the viewer sees any dialogs at all.
const serves = `exists (
  select 1 from dialog o where o.company_id = $1 and o.client_id = d.client_id and o.closed_at is null
    and (o.operator_id = $2 or o.offered_to @> array[$2::uuid] or o.joined @> array[$2::uuid]))`;

const page = (where: string, rank: string, sort: string): string => `
  select d.dialog_id, ${rank} as rank, (${sort})::float8 as sort from dialog d
  where d.company_id = $1 and ${visible} and ${where}
    and ($12::float8 is null or (${rank}, (${sort})::float8, d.dialog_id) > ($13, $12, $14))
  order by 2, 3, 1 limit $15`;

const lists = {
  mine: sql(
    'inbox-mine',
    page(
      `d.closed_at is null and ${isMine}`,
      `case when d.state = 'offered' then 0 else 1 end`,
      `-extract(epoch from d.last_message_at)`,
    ),
  ),
  waiting: sql(
    'inbox-waiting',
    page(
      `d.closed_at is null and d.state in ('waiting', 'offered')`,
      '0',
      `extract(epoch from coalesce(d.unanswered_since, d.opened_at))`,
    ),
  ),
  all: sql('inbox-all', page(`d.closed_at is null`, '0', `-extract(epoch from d.last_message_at)`)),
};

const inboxCounts = sql(
  'inbox-counts',
  `select count(*) filter (where ${isMine})::int as mine,
     count(*) filter (where d.state in ('waiting', 'offered'))::int as waiting, count(*)::int as all,
     count(*) filter (where d.state = 'offered' and d.offered_to @> array[$2::uuid])::int as offers,
     coalesce(sum((select count(*) from message u where u.company_id = $1 and u.chat_id = d.chat_id and u.dialog_id = d.dialog_id and u.number > d.read_number and u."from" = 'client'))
       filter (where d.operator_id = $2), 0)::int as unread
   from dialog d where d.company_id = $1 and d.closed_at is null and ${visible}`,
);

const search = sql(
  'dialogs-search',
  `select d.dialog_id, 0 as rank, (-d.dialog_id)::float8 as sort from dialog d
   join client cl on cl.company_id = d.company_id and cl.client_id = d.client_id
   where d.company_id = $1 and ${visible}
     and ($16::text[] is null or d.state = any($16))
     and ($17::uuid is null or d.line_id = $17) and ($18::uuid is null or d.operator_id = $18)
     and ($19::text is null or d.dialog_id::text = ltrim($19, '#') or strpos(lower(cl.name), lower($19)) > 0)
     and ($12::float8 is null or (0, (-d.dialog_id)::float8, d.dialog_id) > ($13, $12, $14))
   order by 3 limit $15`,
);

const mayOpen = sql(
  'may-open',
  `select d.dialog_id as "dialogId", d.chat_id as "chatId", d.client_id as "clientId", d.line_id as "lineId", d.operator_id as "operatorId", d.state,
     d.offered_to::text[] as "offeredTo", d.joined::text[] as joined, d.body, l.active, l.pauses, s.settings, ch.state as "channelState", ch.problem, ch.removed_at is not null as removed, ch.kind, c.page, cl.blocked_at is not null as blocked,
     ${visible} as seen, ${serves} as serves
   from dialog d join line l on l.company_id = d.company_id and l.line_id = d.line_id
     join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
     join channel ch on ch.company_id = d.company_id and ch.channel_id = d.channel_id join chat c on c.company_id = d.company_id and c.chat_id = d.chat_id
     join client cl on cl.company_id = d.company_id and cl.client_id = d.client_id
   where d.company_id = $1 and d.dialog_id = $12`,
);
// The dialogs of a chat that he may read: those of his sight, and with the client whom he serves the others too.
const readableDialogs = sql(
  'readable-dialogs',
  `select d.dialog_id as "dialogId" from dialog d where d.company_id = $1 and d.chat_id = $12
     and (${visible} or (${serves} and (d.line_id <> all($5::uuid[]) and $13::bool or d.line_id = any($7::uuid[] || $9::uuid[]))))
   order by d.dialog_id desc limit 1000`,
);
// The same of all chats of a client.
const readableOfClient = sql(
  'readable-dialogs-of-client',
  `select d.dialog_id as "dialogId", d.chat_id as "chatId" from dialog d where d.company_id = $1 and d.client_id = $12
     and (${visible} or (${serves} and (d.line_id <> all($5::uuid[]) and $13::bool or d.line_id = any($7::uuid[] || $9::uuid[]))))
   order by d.dialog_id desc limit 5000`,
);
// What was written while no dialog was open is everybody's who reads the chat.
const messageNumbers = sql(
  'message-numbers',
  `select chat_id as "chatId", number from message where company_id = $1 and chat_id = $2 and ($3::bigint is null or number < $3) and ($4::bigint is null or number > $4)
     and (dialog_id is null or dialog_id = any($6::bigint[]))
   order by case when $4::bigint is null then -number else number end limit $5`,
);
const identities = sql(
  'client-identities',
  `select ch.kind, i.name, i.username, i.created_at as since from identity i join channel ch on ch.company_id = i.company_id and ch.channel_id = i.channel_id
   where i.company_id = $1 and i.client_id = $2 order by i.created_at limit 50`,
);
const clientDialogs = sql(
  'client-dialogs',
  `select dialog_id as "dialogId", opened_at as "openedAt", closed_at as "closedAt", state from dialog where company_id = $1 and client_id = $2 order by dialog_id desc limit 50`,
);
const factsOf = sql(
  'facts-of',
  'select number, body from fact where company_id = $1 and dialog_id = $2 order by number limit 1000',
);
const namesOf = sql(
  'names-of',
  'select employee_id as "employeeId", name, surname, photo from employee where company_id = $1 and employee_id = any($2::uuid[])',
);
const lineNamesOf = sql(
  'line-names-of',
  'select line_id as "lineId", name from line where company_id = $1 and line_id = any($2::uuid[])',
);

const departmentNamesOf = sql(
  'department-names-of',
  'select department_id as "departmentId", name from department where company_id = $1 and department_id = any($2::uuid[])',
);
const recordTitlesOf = sql(
  'record-titles-of',
  `select record_id as "recordId", coalesce(nullif(title, ''), nullif(trim(name || ' ' || surname), ''), '') as title
   from crm_record where company_id = $1 and record_id = any($2::uuid[])`,
);
const markOf = sql(
  'mark-of',
  `select m.stars, m.comment, m.at, case when e.employee_id is null then null
     else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as by
   from dialog_mark m left join employee e on e.company_id = m.company_id and e.employee_id = m.by
   where m.company_id = $1 and m.dialog_id = $2`,
);

const cursorShape = z.tuple([z.int32(), z.number(), z.int()]);
type Mark = { stars: number; comment: string; at: number; by: DialogRow['operator'] };
type Opened = {
  dialogId: number;
  chatId: string;
  clientId: string;
  lineId: string;
  operatorId: string | null;
  state: DialogRow['state'];
  offeredTo: string[];
  joined: string[];
  body: Record<string, unknown>;
  active: boolean;
  pauses: Pause[];
  settings: unknown;
  channelState: string;
  problem: string | null;
  removed: boolean;
  kind: 'live-chat' | 'telegram';
  page: { url: string; title: string } | null;
  blocked: boolean;
  /** He sees it in lists. */
  seen: boolean;
  /** He serves its client now, in another dialog perhaps. */
  serves: boolean;
};

export type DialogFilter = {
  state?: ListedState | undefined;
  lineId?: string | undefined;
  operatorId?: string | undefined;
  search?: string | undefined;
};

/** What screens read of dialogs, each time as far as the reader may see it. */
@Injectable()
export class DialogQueries {
  constructor(private readonly db: Database) {}

  async inbox(
    viewer: Viewer,
    list: keyof typeof lists,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ rows: DialogRow[]; next: string | null }> {
    return this.#page(viewer, cursor, limit, (db, args) => db.run(lists[list], args));
  }

  async list(
    viewer: Viewer,
    filter: DialogFilter,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ rows: DialogRow[]; next: string | null }> {
    const more = [
      filter.state === undefined ? null : states.filter((state) => listedAs[state] === filter.state),
      filter.lineId ?? null,
      filter.operatorId ?? null,
      filter.search?.trim() || null,
    ];
    return this.#page(viewer, cursor, limit, (db, args) => db.run(search, [...args, ...more]));
  }

  async counts(
    viewer: Viewer,
  ): Promise<{ mine: number; waiting: number; all: number; offers: number; unread: number }> {
    const [row] = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<{ mine: number; waiting: number; all: number; offers: number; unread: number }>(
        inboxCounts,
        sight(viewer),
      ),
    );
    return row ?? { mine: 0, waiting: 0, all: 0, offers: 0, unread: 0 };
  }

  /** Rows by id, whoever asks: the caller has checked who may see them. */
  rows(db: CompanyDb, ids: number[]): Promise<DialogRow[]> {
    return db.run<DialogRow>(dialogRows, [db.companyId, ids]);
  }

  messageRows(db: CompanyDb, keys: { chatId: string; number: number }[]): Promise<MessageRow[]> {
    return db.run<MessageRow>(messageRows, [db.companyId, JSON.stringify(keys)]);
  }

  async outcomeRows(
    companyId: string,
    dialogId: number,
    message: { chatId: string; number: number } | null,
  ): Promise<{ row: DialogRow | null; message: MessageRow | null }> {
    return this.db.inCompany(companyId, async (db) => {
      const [rows, messages] = await Promise.all([
        this.rows(db, [dialogId]),
        message ? this.messageRows(db, [message]) : [],
      ]);
      return { row: rows[0] ?? null, message: messages[0] ?? null };
    });
  }

  async get(viewer: Viewer, dialogId: number) {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const opened = await this.#open(db, viewer, dialogId);
      const [rows, found, dialogs, [mark]] = await Promise.all([
        this.rows(db, [dialogId]),
        db.run<{ kind: 'live-chat' | 'telegram'; name: string; username: string | null; since: number }>(identities, [
          viewer.companyId,
          opened.clientId,
        ]),
        db.run<{ dialogId: number; openedAt: number; closedAt: number | null; state: DialogRow['state'] }>(
          clientDialogs,
          [viewer.companyId, opened.clientId],
        ),
        db.run<Mark>(markOf, [viewer.companyId, dialogId]),
      ]);
      const row = rows[0];
      if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such dialog' });
      return {
        row,
        allowed: allowedOn(viewer, row, opened.blocked, opened.serves),
        client: { ...row.client, isBlocked: opened.blocked, identities: found, dialogs, page: opened.page },
        blocked: blockedBy(opened),
        deadlines: deadlinesOf(opened, this.db.now()?.getTime() ?? Date.now()),
        // Between the manager and the operator it is about.
        mark:
          mark && (row.operator?.employeeId === viewer.employeeId || allowedOn(viewer, row, false).mark) ? mark : null,
        textLength: opened.kind === 'telegram' ? telegram.textLength : longestText,
      };
    });
  }

  async messages(
    viewer: Viewer,
    chatId: string,
    window: { before?: number | undefined; after?: number | undefined; limit: number },
  ) {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const readable = await db.run<{ dialogId: number }>(readableDialogs, [
        ...sight(viewer),
        chatId,
        may(viewer, 'dialogsList', { serving: true }),
      ]);
      if (readable.length === 0) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such chat' });
      const found = await db.run<{ chatId: string; number: number }>(messageNumbers, [
        viewer.companyId,
        chatId,
        window.before ?? null,
        window.after ?? null,
        window.limit + 1,
        readable.map(({ dialogId }) => dialogId),
      ]);
      const keys = found.slice(0, window.limit);
      const messages = keys.length > 0 ? await this.messageRows(db, keys) : [];
      const hasEarlier = window.after === undefined ? found.length > keys.length : (messages[0]?.number ?? 1) > 1;
      return { messages, hasEarlier };
    });
  }

  async history(viewer: Viewer, dialogId: number) {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const opened = await this.#open(db, viewer, dialogId);
      if (!may(viewer, 'history', subjectOf(opened)))
        throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this history' });
      const rows = await db.run<{ number: number; body: unknown }>(factsOf, [viewer.companyId, dialogId]);
      const steps = rows.map((row) => ({ number: row.number, fact: fact.parse(row.body) }));
      const [people, lines, departments, records] = await Promise.all([
        db.run<{ employeeId: string; name: string; surname: string; photo: string | null }>(namesOf, [
          viewer.companyId,
          [...new Set(steps.flatMap((step) => peopleOf(step.fact)))],
        ]),
        db.run<{ lineId: string; name: string }>(lineNamesOf, [
          viewer.companyId,
          [...new Set(steps.flatMap((step) => linesOf(step.fact)))],
        ]),
        db.run<{ departmentId: string; name: string }>(departmentNamesOf, [
          viewer.companyId,
          [...new Set(steps.flatMap((step) => departmentsOf(step.fact)))],
        ]),
        db.run<{ recordId: string; title: string }>(recordTitlesOf, [
          viewer.companyId,
          [...new Set(steps.flatMap((step) => recordsOf(step.fact)))],
        ]),
      ]);
      return {
        steps,
        people: Object.fromEntries(people.map(({ employeeId, ...name }) => [employeeId, name])),
        lines: Object.fromEntries(lines.map(({ lineId, name }) => [lineId, { name }])),
        departments: Object.fromEntries(departments.map(({ departmentId, name }) => [departmentId, { name }])),
        records: Object.fromEntries(records.map(({ recordId, title }) => [recordId, { title }])),
      };
    });
  }

  /** The client's dialogs that he may read, in whichever chat; the newest first. */
  async readableOf(db: CompanyDb, viewer: Viewer, clientId: string): Promise<{ dialogId: number; chatId: string }[]> {
    const serving = may(viewer, 'dialogsList', { serving: true });
    return db.run<{ dialogId: number; chatId: string }>(readableOfClient, [...sight(viewer), clientId, serving]);
  }

  /**
   * The client of a dialog that he may open and that his right to clients and records reaches, and whether a record is to be
   * made for him by hand: the line leaves it to its operators, or nothing was made and nothing surely found.
   */
  async clientOf(db: CompanyDb, viewer: Viewer, dialogId: number): Promise<{ clientId: string; canMake: boolean }> {
    const opened = await this.#open(db, viewer, dialogId);
    if (!may(viewer, 'crm', subjectOf(opened)))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this client' });
    const { crm, via } = asStored(opened.body);
    const { notFound } = lineSettings.parse(opened.settings).crm;
    const made = crm.records.some(({ confidence }) => confidence === 'made');
    const sure = crm.records.some(({ confidence }) => confidence !== 'asserted');
    const open = opened.state !== 'closed' && opened.state !== 'held' && via !== 'group';
    return { clientId: opened.clientId, canMake: open && !made && (notFound === 'manually' || !sure) };
  }

  /** Whether he may open this dialog. */
  async mayOpen(viewer: Viewer, dialogId: number): Promise<boolean> {
    const [opened] = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<Opened>(mayOpen, [...sight(viewer), dialogId]),
    );
    return opened !== undefined && isOpen(viewer, opened);
  }

  async #open(db: CompanyDb, viewer: Viewer, dialogId: number): Promise<Opened> {
    const [opened] = await db.run<Opened>(mayOpen, [...sight(viewer), dialogId]);
    if (!opened || !isOpen(viewer, opened))
      throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such dialog' });
    return opened;
  }

  async #page(
    viewer: Viewer,
    cursor: string | undefined,
    limit: number,
    read: (db: CompanyDb, args: unknown[]) => Promise<{ dialog_id: number; rank: number; sort: number }[]>,
  ) {
    const from = readCursor(cursorShape, cursor);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const found = await read(db, [...sight(viewer), from?.[1] ?? null, from?.[0] ?? 0, from?.[2] ?? 0, limit + 1]);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const rows =
        shown.length > 0
          ? await this.rows(
              db,
              shown.map((row) => row.dialog_id),
            )
          : [];
      return { rows, next: found.length > limit && last ? writeCursor([last.rank, last.sort, last.dialog_id]) : null };
    });
  }
}

/** He sees it in lists, or serves its client now. */
function isOpen(viewer: Viewer, opened: Opened): boolean {
  return opened.seen || may(viewer, 'dialogsList', subjectOf(opened));
}

/** Whether this row is one that the viewer's lists may show. */
export function seesRow(viewer: Viewer, row: DialogRow): boolean {
  const holder = row.operator?.employeeId ?? null;
  return maySee(viewer, {
    lineId: row.line.lineId,
    holder,
    offeredTo: row.offeredTo,
    joined: row.joined,
    waiting: row.state === 'waiting',
  });
}

/** Whether the viewer's right to reply reaches this dialog. */
export function mayReply(viewer: Viewer, row: DialogRow): boolean {
  return may(viewer, 'reply', subjectOfRow(row));
}

/** The buttons a viewer has on a dialog as it stands. */
export function allowedOn(viewer: Viewer, row: DialogRow, blocked: boolean, serving = false) {
  const inQueue = viewer.lineIds.includes(row.line.lineId);
  const isHolder = row.operator?.employeeId === viewer.employeeId;
  const offered = row.offeredTo.includes(viewer.employeeId);
  const holder = row.state === 'offered' || row.state === 'waiting' ? null : (row.operator?.employeeId ?? null);
  const on = { ...subjectOfRow(row), holder, serving };
  const right = (action: Action): boolean => may(viewer, action, on);
  const joined = row.joined.includes(viewer.employeeId);
  const finishing = row.state === 'finishing';
  const mayOthers = holder !== null && reachesOthers(viewer, 'finish', on);
  const open = row.state !== 'closed';
  const taken = row.state === 'accepted' || row.state === 'answered' || row.state === 'client-wrote';
  return {
    accept: (row.state === 'offered' ? offered : row.state === 'waiting' && inQueue) && right('accept'),
    decline: row.state === 'offered' && offered,
    reply: open && (taken || finishing) && (isHolder || joined) && right('reply'),
    transfer: open && row.state !== 'held' && right('transfer'),
    finish: open && (taken || finishing) && (isHolder || mayOthers) && right('finish'),
    close: open && right('finish'),
    history: right('history'),
    takeOver: open && row.state !== 'held' && !(isHolder && taken) && right('takeOver'),
    join: open && holder !== null && !isHolder && !joined && right('join'),
    leave: open && joined,
    pin: open && isHolder && !row.pinned,
    unpin: open && isHolder && row.pinned,
    resume: finishing && isHolder,
    spam: open && right('finish'),
    block: open && right('block'),
    unblock: blocked && right('block'),
    writeFirst: !open && !blocked && right('startOutgoing'),
    mark: row.operator !== null && right('mark'),
  };
}

function blockedBy(
  opened: Opened,
): { because: 'channel-broken' | 'channel-removed' | 'line-inactive'; detail: string | null } | null {
  if (opened.removed) return { because: 'channel-removed', detail: null };
  if (opened.channelState === 'broken') return { because: 'channel-broken', detail: opened.problem };
  if (!opened.active) return { because: 'line-inactive', detail: null };
  return null;
}

/** The values of `visible` for this viewer, $1 to $11. */
export function sight(viewer: Viewer): unknown[] {
  const { everything, people, exceptions, whole, ofDepartment, colleagues, own, waiting, nobodys } = sightOf(viewer);
  return [
    viewer.companyId,
    viewer.employeeId,
    everything,
    people,
    exceptions,
    whole,
    ofDepartment,
    colleagues,
    own,
    waiting,
    nobodys,
  ];
}

function subjectOf({ lineId, operatorId, offeredTo, joined, state, serves: serving }: Opened): Subject {
  return { lineId, holder: operatorId, offeredTo, joined, waiting: state === 'waiting', serving };
}

function subjectOfRow({ line, operator, offeredTo, joined, state }: DialogRow): Subject {
  const holder = operator?.employeeId ?? null;
  return { lineId: line.lineId, holder, offeredTo, joined, waiting: state === 'waiting' };
}

/**
 * The clocks that run in the dialog, the earliest first. What is looked at anew every two minutes is none for people, and a
 * dialog that a defect left without its moments has none that could be shown.
 */
function deadlinesOf(opened: Opened, now: number) {
  const line = { ...lineSettings.parse(opened.settings), pauses: opened.pauses };
  return deadlines(asStored(opened.body), now, line)
    .filter(({ deadline, at }) => deadline !== 'looks-again' && Number.isSafeInteger(at))
    .sort((a, b) => a.at - b.at);
}

function peopleOf(step: Fact): string[] {
  switch (step.fact) {
    case 'offered':
      return [
        ...(step.to.kind === 'one' ? [step.to.employeeId] : step.to.employeeIds),
        ...step.candidates.map((candidate) => candidate.employeeId),
      ];
    case 'waits':
      return step.candidates.map((candidate) => candidate.employeeId);
    case 'transferred':
      return known(step.by, step.from, step.to.kind === 'person' ? step.to.employeeId : null);
    case 'taken-over':
      return known(step.by, step.from);
    case 'closed':
    case 'finished':
    case 'resumed':
    case 'pinned':
    case 'unpinned':
    case 'marked':
      return known(step.by);
    case 'returned':
      return [step.from];
    case 'recognised':
      return known(step.responsible);
    case 'record-created':
      return known(step.responsible, step.by ?? null);
    case 'responsible-changed':
      return [step.to];
    case 'overdue':
    case 'rating-asked':
    case 'voted':
      return known(step.operatorId);
    case 'offer-expired':
    case 'declined':
    case 'accepted':
    case 'answered':
    case 'joined':
    case 'left':
      return [step.employeeId];
    default:
      return [];
  }
}

function known(...ids: (string | null)[]): string[] {
  return ids.filter((id) => id !== null);
}

function departmentsOf(step: Fact): string[] {
  if (step.fact === 'department-gave-up') return [step.departmentId];
  return step.fact === 'transferred' && step.to.kind === 'department' ? [step.to.departmentId] : [];
}

function recordsOf(step: Fact): string[] {
  if (step.fact === 'record-attached' || step.fact === 'record-created') return [step.recordId];
  return step.fact === 'responsible-changed' ? step.recordIds : [];
}

function linesOf(step: Fact): string[] {
  if (step.fact === 'opened') return [step.lineId];
  return step.fact === 'transferred' && step.to.kind === 'line' ? [step.to.lineId] : [];
}
