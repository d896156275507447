import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb, type Turn } from '@switchboard/db';
import { maySee } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

import { consentsOfClient } from '../agreements/consents.service.ts';
import { phonesFor, recordRows } from '../crm/records/records.queries.ts';
import { recordsSight, seenRecord } from '../crm/records/records-sight.ts';
import { DialogQueries } from '../dialogs/dialog.queries.ts';
import { readCursor, writeCursor } from '../rpc/cursor.ts';
import type { Viewer } from '../rpc/trpc.ts';
import {
  mostAddresses,
  type ClientDialog,
  type ClientFilter,
  type ClientLikeness,
  type ClientMerge,
  type ClientRecord,
  type ClientRow,
  type ClientThread,
  type ClientView,
  type DialogClient,
} from './client.shapes.ts';
import { seenClient, seenClients } from './clients-sight.ts';

type Db = CompanyDb | Turn;

// Whoever is a part of another, or was erased, is in no list. $4 words, $5 phones, $6 with an open dialog, $7 blocked.
const filtered = `c.company_id = $1 and c.merged_into is null and c.erased_at is null and ${seenClients}
  and (not $7::bool or c.blocked_at is not null)
  and (not $6::bool or c.client_id in (select client_id from dialog where company_id = $1 and closed_at is null))
  and ($4::text[] is null
    or not exists (
      select 1 from unnest($4::text[]) w where strpos(lower(c.name), w) = 0 and not exists (
        select 1 from client_address a where a.company_id = $1 and a.client_id = c.client_id and a.kind = 'email' and strpos(a.value, w) > 0))
    or c.client_id in (
      select a.client_id from client_address a, unnest($5::text[]) p where a.company_id = $1 and a.kind = 'phone' and strpos(a.value, p) > 0))`;
// A page goes on behind the dialog $8 and the client $9; whoever never had a dialog stands at the end.
const narrowedPage = sql(
  'clients-narrowed',
  `with found as (
     select c.client_id, coalesce((select max(d.dialog_id) from dialog d where d.company_id = $1 and d.client_id = c.client_id), 0) as last
     from client c where ${filtered})
   select client_id as "clientId", last from found where $8::bigint is null or (last, client_id) < ($8, $9::uuid)
   order by last desc, client_id desc limit $10`,
);
// All of them: from the newest dialog back, so that a page costs the same however many clients there are. $2 and $3 as above.
const wholePage = sql(
  'clients-by-dialog',
  `select d.client_id as "clientId", d.dialog_id as last
   from dialog d join client c on c.company_id = $1 and c.client_id = d.client_id and c.merged_into is null and c.erased_at is null
   where d.company_id = $1 and ($2::bigint is null or d.dialog_id < $2)
     and not exists (select from dialog n where n.company_id = $1 and n.client_id = d.client_id and n.dialog_id > d.dialog_id)
   order by d.dialog_id desc limit $3`,
);
const withoutDialog = sql(
  'clients-without-dialog',
  `select c.client_id as "clientId", 0::bigint as last from client c
   where c.company_id = $1 and c.merged_into is null and c.erased_at is null and ($2::uuid is null or c.client_id < $2)
     and not exists (select from dialog d where d.company_id = $1 and d.client_id = c.client_id)
   order by c.client_id desc limit $3`,
);
const rowsOf = sql(
  'client-rows',
  `select c.client_id as "clientId", c.name, c.blocked_at is not null as "isBlocked", c.created_at as "createdAt", n.last_message_at as "lastAt",
     (select coalesce(jsonb_agg(distinct ch.kind), '[]') from identity i join channel ch on ch.company_id = $1 and ch.channel_id = i.channel_id
      where i.company_id = $1 and i.client_id = c.client_id) as channels,
     (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'value', a.value, 'confidence', a.confidence)), '[]') from (
        select kind, value, confidence from client_address where company_id = $1 and client_id = c.client_id
        order by confidence desc, kind desc, created_at, value limit 3) a) as addresses,
     (select count(*)::int from dialog d where d.company_id = $1 and d.client_id = c.client_id) as dialogs,
     exists (select from dialog d where d.company_id = $1 and d.client_id = c.client_id and d.closed_at is null) as "hasOpen"
   from unnest($2::uuid[]) with ordinality as o(id, place)
     join client c on c.company_id = $1 and c.client_id = o.id
     left join lateral (
       select last_message_at from dialog where company_id = $1 and client_id = c.client_id order by dialog_id desc limit 1) n on true
   order by o.place`,
);

// Whoever became a part of another is found as that one.
const one = sql(
  'client-as-seen',
  `with recursive whole as (
     select client_id, merged_into, 0 as depth from client where company_id = $1 and client_id = $4
     union all select n.client_id, n.merged_into, w.depth + 1 from whole w join client n on n.company_id = $1 and n.client_id = w.merged_into where w.depth < 100
   )
   select c.client_id as "clientId", c.name, c.blocked_at is not null as "isBlocked", c.created_at as "createdAt", c.erased_at is not null as "wasErased",
     (select count(*)::int from dialog d where d.company_id = $1 and d.client_id = c.client_id) as dialogs,
     (select count(*)::int from dialog d where d.company_id = $1 and d.client_id = c.client_id and d.closed_at is null) as open,
     (select coalesce(sum(h.last_number), 0)::int from chat h join identity i on i.company_id = $1 and i.identity_id = h.identity_id
      where h.company_id = $1 and i.client_id = c.client_id) as messages
   from whole w join client c on c.company_id = $1 and c.client_id = w.client_id
   where w.merged_into is null and ${seenClient}`,
);
const identitiesOf = sql(
  'identities-of-client',
  `select jsonb_build_object('channelId', ch.channel_id, 'kind', ch.kind, 'name', ch.name) as channel, i.name, i.username, i.created_at as since
   from identity i join channel ch on ch.company_id = $1 and ch.channel_id = i.channel_id
   where i.company_id = $1 and i.client_id = $2 order by i.created_at, i.identity_id limit 100`,
);
const addressesOf = sql(
  'addresses-of-client',
  `select kind, value, confidence, source, created_at as at from client_address where company_id = $1 and client_id = $2
   order by confidence desc, kind desc, created_at, value limit ${mostAddresses}`,
);
// Those that the reader sees, and those of the dialog $5 that he looks at.
const recordsOf = sql(
  'records-of-client',
  `select r.record_id as "recordId", l.confidence, x.record_id is not null as here, s.name as stage, ${seenRecord} as opens,
     case when r.crm <> 'built-in' and r.external_id is not null then
       'https://' || k.host || '/crm/' || r.kind || '/details/' || r.external_id || '/' end as address
   from (
     select record_id, confidence from client_record where company_id = $1 and client_id = $4
     union select record_id, confidence from dialog_record where company_id = $1 and dialog_id = $5::bigint
       and record_id not in (select record_id from client_record where company_id = $1 and client_id = $4)
   ) l join crm_record r on r.company_id = $1 and r.record_id = l.record_id
     left join dialog_record x on x.company_id = $1 and x.record_id = l.record_id and x.dialog_id = $5::bigint
     left join crm_stage s on s.company_id = $1 and s.stage_id = r.stage_id
     left join crm_connection k on k.company_id = $1 and k.crm = r.crm and k.removed_at is null
   where r.removed_at is null and r.merged_into is null and (${seenRecord} or x.record_id is not null)
   order by r.state <> 'open', r.changed_at desc, r.record_id limit 100`,
);
const likenessesOf = sql(
  'likenesses-of-client',
  `with shared as (
     select o.client_id, o.kind, o.value from client_address m join client_address o
       on o.company_id = $1 and o.kind = m.kind and o.value = m.value and o.client_id <> m.client_id
     where m.company_id = $1 and m.client_id = $4 limit 1000
   ),
   records as (
     select o.client_id, count(*)::int as records from client_record m join client_record o
       on o.company_id = $1 and o.record_id = m.record_id and o.client_id <> m.client_id
     where m.company_id = $1 and m.client_id = $4 and (m.confidence = 'asserted' or o.confidence = 'asserted')
     group by o.client_id order by o.client_id desc limit 100
   )
   select c.client_id as "clientId", c.name,
     (select coalesce(jsonb_agg(distinct ch.kind), '[]') from identity i join channel ch on ch.company_id = $1 and ch.channel_id = i.channel_id
      where i.company_id = $1 and i.client_id = c.client_id) as channels,
     (select coalesce(jsonb_agg(distinct jsonb_build_object('kind', s.kind, 'value', s.value)), '[]') from shared s where s.client_id = c.client_id) as shared,
     coalesce((select records from records n where n.client_id = c.client_id), 0) as records
   from client c
   where c.company_id = $1 and c.client_id in (select client_id from shared union select client_id from records)
     and c.merged_into is null and c.erased_at is null and ${seenClient}
   order by c.client_id desc limit 10`,
);
const mergesOf = sql(
  'merges-of-client',
  `select m.merge_id as "mergeId", m.at, m.because, jsonb_build_object('clientId', o.client_id, 'name', o.name) as other,
     jsonb_array_length(m.moved->'identities') as identities, jsonb_array_length(m.moved->'addresses') as addresses,
     case when e.employee_id is null then null
       else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as by
   from client_merge m join client o on o.company_id = $1 and o.client_id = m.merged_id and o.erased_at is null
     left join employee e on e.company_id = $1 and e.employee_id = m.by
   where m.company_id = $1 and m.kept_id = $2 and m.undone_at is null order by m.at desc, m.merge_id desc limit 50`,
);
const erasureOf = sql(
  'erasure-of-client',
  `select r.state, coalesce(r.done_at, r.started_at) as at, r.number,
     case when e.employee_id is null then null
       else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as by
   from erasure r left join employee e on e.company_id = $1 and e.employee_id = r.by
   where r.company_id = $1 and r.client_id = $2 order by r.erasure_id desc limit 1`,
);
const dialogsOf = sql(
  'dialogs-of-client',
  `select d.dialog_id as "dialogId", d.state, d.opened_at as "openedAt", d.closed_at as "closedAt", d.messages, d.line_id as "lineId",
     d.operator_id as holder, d.offered_to::text[] as "offeredTo", d.joined::text[] as joined, l.name as line,
     jsonb_build_object('channelId', ch.channel_id, 'kind', ch.kind, 'name', ch.name) as channel,
     case when e.employee_id is null then null
       else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as operator
   from dialog d join line l on l.company_id = $1 and l.line_id = d.line_id
     join channel ch on ch.company_id = $1 and ch.channel_id = d.channel_id
     left join employee e on e.company_id = $1 and e.employee_id = d.operator_id
   where d.company_id = $1 and d.client_id = $2 and ($3::bigint is null or d.dialog_id < $3)
   order by d.dialog_id desc limit $4`,
);
const chatsOf = sql(
  'chats-of-thread',
  `select c.chat_id as "chatId", jsonb_build_object('channelId', ch.channel_id, 'kind', ch.kind, 'name', ch.name) as channel
   from chat c join channel ch on ch.company_id = $1 and ch.channel_id = c.channel_id
   where c.company_id = $1 and c.chat_id = any($2::uuid[]) order by c.chat_id`,
);
// Of each chat the last ones before the number that the page before came to. $4 the readable dialogs.
const tails = sql(
  'tails-of-chats',
  `select m.chat_id as "chatId", m.number, m.at
   from unnest($2::uuid[], $3::bigint[]) as w(chat_id, before)
   cross join lateral (
     select chat_id, number, at from message
     where company_id = $1 and chat_id = w.chat_id and number < w.before and (dialog_id is null or dialog_id = any($4::bigint[]))
     order by number desc limit $5) m
   order by m.chat_id, m.number desc`,
);

const uuid = z.uuid();
const pageCursor = z.tuple([z.int().min(0), uuid]);
/** How far back each chat was read. More chats than this a thread does not follow. */
const mostChats = 50;
const threadCursor = z.array(z.tuple([uuid, z.int().min(0)])).max(mostChats);
const end = Number.MAX_SAFE_INTEGER;

type Found = { clientId: string; last: number };
type Tail = { chatId: string; number: number; at: number };

/** What screens read of clients, each time as far as the reader may see them. */
@Injectable()
export class ClientQueries {
  constructor(
    private readonly db: Database,
    private readonly dialogs: DialogQueries,
  ) {}

  async list(viewer: Viewer, filter: ClientFilter, cursor: string | undefined, limit: number) {
    const from = readCursor(pageCursor, cursor);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [companyId, everything, people] = recordsSight(viewer);
      const search = filter.search?.trim().toLowerCase() ?? '';
      const whole = everything && search === '' && filter.open !== true && filter.blocked !== true;
      const found = whole
        ? await wholeList(db, from, limit + 1)
        : await db.run<Found>(narrowedPage, [
            companyId,
            everything,
            people,
            search === '' ? null : search.split(/\s+/),
            search === '' ? [] : await phonesFor(db, search),
            filter.open ?? false,
            filter.blocked ?? false,
            from?.[0] ?? null,
            from?.[1] ?? null,
            limit + 1,
          ]);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const ids = shown.map(({ clientId }) => clientId);
      const rows = ids.length === 0 ? [] : await db.run<ClientRow>(rowsOf, [companyId, ids]);
      return { rows, next: found.length > limit && last ? writeCursor([last.last, last.clientId]) : null };
    });
  }

  get(viewer: Viewer, clientId: string): Promise<ClientView> {
    return this.db.inCompany(viewer.companyId, (db) => clientIn(db, viewer, clientId));
  }

  /** The card beside a dialog. */
  async ofDialog(viewer: Viewer, dialogId: number): Promise<DialogClient> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const { clientId, canMake } = await this.dialogs.clientOf(db, viewer, dialogId);
      const [addresses, records, consents, likenesses, dialogs] = await Promise.all([
        db.run<DialogClient['addresses'][number]>(addressesOf, [viewer.companyId, clientId]),
        recordsIn(db, viewer, clientId, dialogId),
        consentsOfClient(db, clientId),
        db.run<ClientLikeness>(likenessesOf, [...recordsSight(viewer), clientId]),
        db.run<ClientDialog>(dialogsOf, [viewer.companyId, clientId, null, 50]),
      ]);
      return {
        clientId,
        addresses,
        records,
        consents,
        likenesses,
        dialogs: dialogs.map(({ dialogId: id, openedAt, state, channel }) => ({
          dialogId: id,
          openedAt,
          state,
          channel: channel.kind,
        })),
        canMake,
      };
    });
  }

  async dialogsOf(viewer: Viewer, clientId: string, cursor: number | undefined, limit: number) {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const { clientId: id } = await seen(db, viewer, clientId);
      type Row = ClientDialog & { lineId: string; holder: string | null; offeredTo: string[]; joined: string[] };
      const [found, readable] = await Promise.all([
        db.run<Row>(dialogsOf, [viewer.companyId, id, cursor ?? null, limit + 1]),
        this.dialogs.readableOf(db, viewer, id),
      ]);
      const opens = new Set(readable.map(({ dialogId }) => dialogId));
      const rows = found.slice(0, limit).map(({ lineId, holder, offeredTo, joined, ...row }) => ({
        ...row,
        opens:
          opens.has(row.dialogId) ||
          maySee(viewer, { lineId, holder, offeredTo, joined, waiting: row.state === 'waiting' }),
      }));
      return { rows, next: found.length > limit ? (rows.at(-1)?.dialogId ?? null) : null };
    });
  }

  /**
   * What was said in all chats of a client, in one order of time, page by page back from the latest. A chat's own messages
   * keep their order whatever their clocks say, and a page goes on where each chat stopped, so none is left out or shown twice.
   */
  async thread(viewer: Viewer, clientId: string, cursor: string | undefined, limit: number): Promise<ClientThread> {
    const from = new Map(readCursor(threadCursor, cursor) ?? []);
    return this.db.inCompany(viewer.companyId, async (db) => {
      const { clientId: id } = await seen(db, viewer, clientId);
      const readable = await this.dialogs.readableOf(db, viewer, id);
      const chatIds = [...new Set(readable.map(({ chatId }) => chatId))].slice(0, mostChats);
      if (chatIds.length === 0) return { messages: [], chats: [], next: null };
      const positions = new Map(chatIds.map((chatId) => [chatId, from.get(chatId) ?? end]));
      const [chats, rows] = await Promise.all([
        db.run<ClientThread['chats'][number]>(chatsOf, [viewer.companyId, chatIds]),
        db.run<Tail>(tails, [
          viewer.companyId,
          chatIds,
          chatIds.map((chatId) => positions.get(chatId) ?? end),
          readable.map(({ dialogId }) => dialogId),
          limit + 1,
        ]),
      ]);
      const taken = latestOf(rows, limit);
      for (const { chatId, number } of taken) positions.set(chatId, number);
      const found = await this.dialogs.messageRows(
        db,
        taken.map(({ chatId, number }) => ({ chatId, number })),
      );
      const byPlace = new Map(found.map((message) => [`${message.chatId} ${message.number}`, message]));
      const messages = taken.toReversed().flatMap(({ chatId, number }) => byPlace.get(`${chatId} ${number}`) ?? []);
      return { messages, chats, next: rows.length > taken.length ? writeCursor([...positions]) : null };
    });
  }
}

/** The latest of several chats' last messages, each chat's from its end on. */
export function latestOf(rows: readonly Tail[], limit: number): Tail[] {
  const chats = new Map<string, Tail[]>();
  for (const row of rows) chats.set(row.chatId, [...(chats.get(row.chatId) ?? []), row]);
  const taken: Tail[] = [];
  while (taken.length < limit) {
    let latest: Tail[] | null = null;
    for (const tail of chats.values())
      if (tail[0] !== undefined && (latest?.[0] === undefined || tail[0].at > latest[0].at)) latest = tail;
    const next = latest?.shift();
    if (next === undefined) break;
    taken.push(next);
  }
  return taken;
}

async function wholeList(db: CompanyDb, from: [number, string] | null, limit: number): Promise<Found[]> {
  const dialogs = from?.[0] === 0 ? [] : await db.run<Found>(wholePage, [db.companyId, from?.[0] ?? null, limit]);
  if (dialogs.length === limit) return dialogs;
  const after = from?.[0] === 0 ? from[1] : null;
  return [...dialogs, ...(await db.run<Found>(withoutDialog, [db.companyId, after, limit - dialogs.length]))];
}

type Seen = Pick<ClientView, 'clientId' | 'name' | 'isBlocked' | 'createdAt'> & {
  wasErased: boolean;
  dialogs: number;
  open: number;
  messages: number;
};

/** A client that this person sees: himself, or the one he became a part of; refuses where there is none. */
export async function seen(db: Db, viewer: Viewer, clientId: string): Promise<Seen> {
  const [found] = await db.run<Seen>(one, [...recordsSight(viewer), clientId]);
  if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such client' });
  return found;
}

/** A client with all that is known of him. */
export async function clientIn(db: CompanyDb, viewer: Viewer, asked: string): Promise<ClientView> {
  const { wasErased, dialogs, open, messages, ...client } = await seen(db, viewer, asked);
  const { companyId } = viewer;
  const { clientId } = client;
  const [identities, addresses, records, consents, likenesses, merges, [erasure]] = await Promise.all([
    db.run<ClientView['identities'][number]>(identitiesOf, [companyId, clientId]),
    db.run<ClientView['addresses'][number]>(addressesOf, [companyId, clientId]),
    recordsIn(db, viewer, clientId, null),
    consentsOfClient(db, clientId),
    db.run<ClientLikeness>(likenessesOf, [...recordsSight(viewer), clientId]),
    db.run<ClientMerge>(mergesOf, [companyId, clientId]),
    db.run<NonNullable<ClientView['erased']>>(erasureOf, [companyId, clientId]),
  ]);
  const erased =
    erasure ?? (wasErased ? { state: 'done' as const, at: client.createdAt, by: null, number: null } : null);
  const counts = { dialogs, open, messages };
  return { ...client, erased, identities, addresses, records, consents, likenesses, merges, counts };
}

type Linked = Pick<ClientRecord, 'recordId' | 'confidence' | 'here' | 'stage' | 'opens' | 'address'>;

async function recordsIn(db: CompanyDb, viewer: Viewer, clientId: string, dialogId: number | null) {
  const linked = await db.run<Linked>(recordsOf, [...recordsSight(viewer), clientId, dialogId]);
  const rows = await recordRows(
    db,
    viewer,
    linked.map(({ recordId }) => recordId),
  );
  const byId = new Map(rows.map((row) => [row.recordId, row]));
  return linked.flatMap((link) => {
    const row = byId.get(link.recordId);
    return row === undefined ? [] : [{ ...row, ...link }];
  });
}
