import { Injectable } from '@nestjs/common';
import { Database, sql, sqlFile, type CompanyDb, type Turn } from '@switchboard/db';
import { maySee } from '@switchboard/domain/access';
import { asPhone, countryOfZone } from '@switchboard/domain/crm/addresses';
import { fieldValue, recordTitle, type FieldValue } from '@switchboard/domain/crm';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

import { readCursor, strangeCursor, writeCursor } from '../../rpc/cursor.ts';
import type { Viewer } from '../../rpc/trpc.ts';
import type { EntryRow, RecordFilter, RecordRow, RecordView, recordSorts, StageTotals } from './record.shapes.ts';
import { recordsSight, seenRecord } from './records-sight.ts';

type Db = CompanyDb | Turn;
type Sort = (typeof recordSorts)[number];

const rowsOf = sqlFile(import.meta.url, './record-rows.sql');
const readZone = sql('zone-of-company', 'select time_zone as "timeZone" from company where company_id = $1');

// What a filter leaves of the records that the reader sees: $4 kind, $5 words, $6 digits of phones, $7 pipeline, $8 stage,
// $9 responsible, $10 nobody's, $11 source, $12 state, $13 and $14 days of the company, $15 contact.
const filtered = `r.company_id = $1 and ${seenRecord} and r.removed_at is null and r.merged_into is null and r.kind = $4
  and ($5::text[] is null
    or not exists (
      select 1 from unnest($5::text[]) w where strpos(lower(r.title || ' ' || r.name || ' ' || r.surname), w) = 0 and not exists (
        select 1 from crm_record_address a where a.company_id = $1 and a.record_id = r.record_id and a.kind = 'email' and strpos(a.value, w) > 0))
    or exists (
      select 1 from crm_record_address a, unnest($6::text[]) p
      where a.company_id = $1 and a.record_id = r.record_id and a.kind = 'phone' and strpos(a.value, p) > 0))
  and ($7::uuid is null or r.pipeline_id = $7) and ($8::uuid is null or r.stage_id = $8)
  and ($9::uuid is null or r.responsible_id = $9) and (not $10::bool or r.responsible_id is null)
  and ($11::text is null or r.source = $11) and ($12::text is null or r.state = $12)
  and ($13::date is null or r.created_at >= $13::date::timestamp at time zone (select time_zone from company where company_id = $1))
  and ($14::date is null or r.created_at < ($14::date + 1)::timestamp at time zone (select time_zone from company where company_id = $1))
  and ($15::uuid is null or r.contact_id = $15)`;

const nameSort = `lower(coalesce(nullif(trim(case when r.kind = 'contact' then r.name || ' ' || r.surname else r.title end), ''), trim(r.title || ' ' || r.name || ' ' || r.surname)))`;
// A page goes on behind $16 and the record $17.
const page = (sort: string, type: 'timestamptz' | 'text' | 'float8', direction: 'asc' | 'desc'): string => {
  const shown = type === 'timestamptz' ? `(extract(epoch from ${sort}) * 1000)::text` : `(${sort})::text`;
  const from = type === 'timestamptz' ? `to_timestamp($16::float8 / 1000)` : `$16::${type}`;
  return `select r.record_id as "recordId", ${shown} as sort from crm_record r where ${filtered}
    and ($16::text is null or (${sort}, r.record_id) ${direction === 'desc' ? '<' : '>'} (${from}, $17::uuid))
    order by ${sort} ${direction}, r.record_id ${direction} limit $18`;
};
const lists: Record<Sort, ReturnType<typeof sql>> = {
  changed: sql('records-by-change', page('r.changed_at', 'timestamptz', 'desc')),
  created: sql('records-by-creation', page('r.created_at', 'timestamptz', 'desc')),
  name: sql('records-by-name', page(nameSort, 'text', 'asc')),
  amount: sql('records-by-amount', page('coalesce(r.amount, -1)::float8', 'float8', 'desc')),
  stage: sql('records-by-stage', page('coalesce(r.stage_at, r.created_at)', 'timestamptz', 'desc')),
};

const totals = sql(
  'records-by-stage-in-sum',
  `with found as (select r.stage_id, r.amount, r.currency from crm_record r where ${filtered} and r.stage_id is not null),
   counts as (select stage_id, count(*)::int as count from found group by stage_id),
   sums as (select stage_id, currency, sum(amount)::float8 as sum from found where amount is not null and currency is not null group by stage_id, currency)
   select stage_id as "stageId", count,
     (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'sum', sum) order by sum desc), '[]') from sums s where s.stage_id = c.stage_id) as sums
   from counts c`,
);
const sources = sql(
  'sources-of-records',
  `select r.source from crm_record r where r.company_id = $1 and ${seenRecord} and r.kind = $4 and r.removed_at is null and r.source <> ''
   group by r.source order by count(*) desc, r.source limit 100`,
);
const one = sql(
  'record-as-seen',
  `select r.record_id as "recordId", r.fields, r.made_by_dialog_id as "madeByDialogId", r.closed_at as "closedAt", r.removed_at as "removedAt",
     r.merged_into as "mergedInto",
     case when e.employee_id is null then null
       else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as "createdBy",
     (select count(*)::int from crm_record r where r.company_id = $1 and r.contact_id = $4 and ${seenRecord} and r.removed_at is null and r.merged_into is null) as deals
   from crm_record r left join employee e on e.company_id = $1 and e.employee_id = r.created_by
   where r.company_id = $1 and r.record_id = $4 and ${seenRecord}`,
);
const dialogsOf = sql(
  'dialogs-of-record',
  `select x.confidence, d.dialog_id as "dialogId", d.state, d.opened_at as "openedAt", d.closed_at as "closedAt", d.line_id as "lineId",
     d.operator_id as holder, d.offered_to::text[] as "offeredTo", d.joined::text[] as joined, ch.kind as channel, l.name as line
   from dialog_record x join dialog d on d.company_id = $1 and d.dialog_id = x.dialog_id
     join channel ch on ch.company_id = $1 and ch.channel_id = d.channel_id join line l on l.company_id = $1 and l.line_id = d.line_id
   where x.company_id = $1 and x.record_id = $2 order by d.dialog_id desc limit 50`,
);
const clientsOf = sql(
  'clients-of-record',
  `select c.client_id as "clientId", c.name, x.confidence from client_record x join client c on c.company_id = $1 and c.client_id = x.client_id
   where x.company_id = $1 and x.record_id = $2 order by x.at, c.client_id limit 20`,
);
const mergesOf = sql(
  'merges-of-record',
  `select m.merge_id as "mergeId", m.at, jsonb_build_object('kind', r.kind, 'title', r.title, 'name', r.name, 'surname', r.surname,
     'addresses', (select coalesce(jsonb_agg(jsonb_build_object('value', a.value)), '[]') from crm_record_address a where a.company_id = $1 and a.record_id = r.record_id)) as record
   from crm_merge m join crm_record r on r.company_id = $1 and r.record_id = m.merged_id
   where m.company_id = $1 and m.kept_id = $2 and m.undone_at is null order by m.at desc, m.merge_id desc limit 20`,
);
// What was merged into a record tells its own past there too.
const entriesOf = sql(
  'entries-of-record',
  `with recursive parts as (
     select $2::uuid as id union select r.record_id from crm_record r join parts on r.company_id = $1 and r.merged_into = parts.id)
   select n.entry_id as "entryId", n.at, n.what, n.dialog_id as "dialogId", n.body,
     case when e.employee_id is null then null
       else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as by
   from crm_entry n left join employee e on e.company_id = $1 and e.employee_id = n.by
   where n.company_id = $1 and n.record_id in (select id from parts)
     and ($3::float8 is null or (n.at, n.entry_id) < (to_timestamp($3::float8 / 1000), $4::uuid))
   order by n.at desc, n.entry_id desc limit $5`,
);
const namesOf = sql(
  'names-in-timeline',
  `select stage_id as id, name from crm_stage where company_id = $1 and stage_id = any($2::uuid[])
   union all select employee_id, trim(name || ' ' || surname) from employee where company_id = $1 and employee_id = any($2::uuid[])
   union all select record_id, coalesce(nullif(title, ''), trim(name || ' ' || surname)) from crm_record where company_id = $1 and record_id = any($2::uuid[])`,
);
const likenesses = sql(
  'likenesses-of-records',
  `select a.kind, a.value, (array_agg(r.record_id::text order by r.created_at, r.record_id))[1:10] as "recordIds"
   from crm_record_address a join crm_record r on r.company_id = $1 and r.record_id = a.record_id
   where a.company_id = $1 and ${seenRecord} and r.kind = $4 and r.crm = 'built-in' and r.removed_at is null and r.merged_into is null
     and ($5::uuid is null or exists (
       select 1 from crm_record_address m where m.company_id = $1 and m.record_id = $5 and m.kind = a.kind and m.value = a.value))
     and ($6::text is null or (a.kind, a.value) > ($6, $7))
   group by a.kind, a.value having count(*) > 1 order by a.kind, a.value limit $8`,
);

const ownFields = sql(
  'own-fields-of-records',
  'select record_id as "recordId", fields from crm_record where company_id = $1 and record_id = any($2::uuid[])',
);

const cursorShape = z.tuple([z.string().max(400), z.string().max(400)]);
const changeShape = z.object({ part: z.string(), from: z.string(), to: z.string() });
// Whatever the engine or an importer wrote is told as far as it is understood.
const bodyShape = z.object({
  text: z.string().nullish().catch(null),
  from: z.string().nullish().catch(null),
  to: z.string().nullish().catch(null),
  recordId: z.string().nullish().catch(null),
  confidence: z.string().nullish().catch(null),
  closed: z.boolean().nullish().catch(null),
  changes: z.array(changeShape).catch([]).default([]),
});

/** What screens read of records, each time as far as the reader may see them. */
@Injectable()
export class RecordQueries {
  constructor(private readonly db: Database) {}

  async list(viewer: Viewer, filter: RecordFilter, sort: Sort, cursor: string | undefined, limit: number) {
    const [from, last] = placeIn(cursor, sort !== 'name');
    return this.db.inCompany(viewer.companyId, async (db) => {
      const values = [...(await filterValues(db, viewer, filter)), from, last, limit + 1];
      const found = await db.run<{ recordId: string; sort: string }>(lists[sort], values);
      const shown = found.slice(0, limit);
      const end = shown.at(-1);
      const rows = await recordRows(
        db,
        viewer,
        shown.map(({ recordId }) => recordId),
      );
      return { rows, next: found.length > limit && end ? writeCursor([end.sort, end.recordId]) : null };
    });
  }

  async totals(viewer: Viewer, filter: RecordFilter): Promise<StageTotals> {
    return this.db.inCompany(viewer.companyId, async (db) =>
      db.run<StageTotals[number]>(totals, await filterValues(db, viewer, filter)),
    );
  }

  async sources(viewer: Viewer, kind: RecordFilter['kind']): Promise<string[]> {
    const rows = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<{ source: string }>(sources, [...recordsSight(viewer), kind]),
    );
    return rows.map(({ source }) => source);
  }

  get(viewer: Viewer, recordId: string): Promise<RecordView> {
    return this.db.inCompany(viewer.companyId, (db) => recordIn(db, viewer, recordId));
  }

  /** What these records hold in the company's own fields; whoever asks has checked who may see them. */
  async fieldsOf(db: CompanyDb, recordIds: readonly string[]): Promise<Map<string, Record<string, FieldValue>>> {
    const rows = await db.run<{ recordId: string; fields: unknown }>(ownFields, [db.companyId, recordIds]);
    return new Map(rows.map((row) => [row.recordId, fieldsOf(row.fields)]));
  }

  async timeline(viewer: Viewer, recordId: string, cursor: string | undefined, limit: number) {
    const [from, before] = placeIn(cursor, true);
    return this.db.inCompany(viewer.companyId, async (db) => {
      await opened(db, viewer, recordId);
      type Found = Omit<EntryRow, 'dialog' | 'text' | 'from' | 'to' | 'changes'> & { body: unknown };
      const found = await db.run<Found>(entriesOf, [viewer.companyId, recordId, from, before, limit + 1]);
      const shown = found.slice(0, limit).map(({ body, ...entry }) => ({ ...entry, ...bodyShape.parse(body ?? {}) }));
      const ids = shown.flatMap((entry) => [entry.from, entry.to, entry.recordId, ...entry.changes.flatMap(byIds)]);
      const names = new Map(
        (
          await db.run<{ id: string; name: string }>(namesOf, [viewer.companyId, ids.filter((one) => isId(one ?? ''))])
        ).map((row) => [row.id, row.name]),
      );
      const named = (value: string | null | undefined): string | null =>
        value == null ? null : isId(value) ? (names.get(value) ?? '') : value;
      const entries = shown.map(({ recordId: other, from: was, to: became, text, changes, ...entry }) => ({
        entryId: entry.entryId,
        at: entry.at,
        what: entry.what,
        by: entry.by,
        dialogId: entry.dialogId,
        dialog: becameOf(entry),
        text: text ?? named(other),
        from: named(was),
        to: named(became),
        changes: changes.map((change) => ({
          part: change.part,
          from: named(change.from) ?? '',
          to: named(change.to) ?? '',
        })),
      }));
      const last = shown.at(-1);
      return { entries, next: found.length > limit && last ? writeCursor([String(last.at), last.entryId]) : null };
    });
  }

  /** Records of one kind with a phone number or an e-mail address in common; of one record, those it shares. */
  async duplicates(
    viewer: Viewer,
    of: { kind: RecordFilter['kind']; recordId?: string | undefined },
    cursor: string | undefined,
    limit: number,
  ) {
    const [from, after] = placeIn(cursor, null);
    return this.db.inCompany(viewer.companyId, async (db) => {
      type Found = { kind: 'phone' | 'email'; value: string; recordIds: string[] };
      const values = [...recordsSight(viewer), of.kind, of.recordId ?? null, from, after, limit + 1];
      const found = await db.run<Found>(likenesses, values);
      const shown = found.slice(0, limit);
      const ids = [...new Set(shown.flatMap(({ recordIds }) => recordIds))];
      const rows = new Map((await recordRows(db, viewer, ids)).map((row) => [row.recordId, row]));
      const last = shown.at(-1);
      return {
        groups: shown.map(({ kind, value: same, recordIds }) => ({
          kind,
          value: same,
          records: recordIds.flatMap((id) => rows.get(id) ?? []),
        })),
        next: found.length > limit && last ? writeCursor([last.kind, last.value]) : null,
      };
    });
  }
}

/** What became of the dialog that an entry is about. */
function becameOf({
  what,
  closed,
  confidence,
}: Pick<EntryRow, 'what'> & Pick<z.infer<typeof bodyShape>, 'closed' | 'confidence'>): EntryRow['dialog'] {
  if (what !== 'dialog') return null;
  if (closed === true) return 'closed';
  return confidence === 'asserted' ? 'likeness' : 'attached';
}

/** Rows by their ids, in their order; whoever asks has checked who may see them. */
export function recordRows(db: Db, viewer: Viewer, ids: readonly string[]): Promise<RecordRow[]> {
  return ids.length === 0 ? Promise.resolve([]) : db.run<RecordRow>(rowsOf, [...recordsSight(viewer), ids]);
}

type Opened = Pick<
  RecordView,
  'recordId' | 'madeByDialogId' | 'closedAt' | 'removedAt' | 'mergedInto' | 'createdBy' | 'deals'
> & { fields: unknown };

async function opened(db: Db, viewer: Viewer, recordId: string): Promise<Opened> {
  const [found] = await db.run<Opened>(one, [...recordsSight(viewer), recordId]);
  if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such record' });
  return found;
}

/** A record with all that hangs on it; refuses where this person sees none of this id. */
export async function recordIn(db: Db, viewer: Viewer, recordId: string): Promise<RecordView> {
  const found = await opened(db, viewer, recordId);
  type Dialog = RecordView['dialogs'][number] & {
    lineId: string;
    holder: string | null;
    offeredTo: string[];
    joined: string[];
  };
  type Merge = { mergeId: string; at: number; record: Parameters<typeof recordTitle>[0] };
  const [[row], dialogs, clients, merges] = await Promise.all([
    recordRows(db, viewer, [recordId]),
    db.run<Dialog>(dialogsOf, [viewer.companyId, recordId]),
    db.run<RecordView['clients'][number]>(clientsOf, [viewer.companyId, recordId]),
    db.run<Merge>(mergesOf, [viewer.companyId, recordId]),
  ]);
  if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such record' });
  return {
    ...row,
    ...found,
    fields: fieldsOf(found.fields),
    dialogs: dialogs.map(({ lineId, holder, offeredTo, joined, ...dialog }) => ({
      ...dialog,
      opens: maySee(viewer, { lineId, holder, offeredTo, joined, waiting: dialog.state === 'waiting' }),
    })),
    clients,
    merges: merges.map(({ mergeId, at, record }) => ({ mergeId, at, title: recordTitle(record) })),
  };
}

/** What a record holds in the company's own fields. */
export function fieldsOf(stored: unknown): Record<string, FieldValue> {
  return z.record(z.string(), fieldValue).catch({}).parse(stored);
}

async function filterValues(db: Db, viewer: Viewer, filter: RecordFilter): Promise<unknown[]> {
  const search = filter.search?.trim().toLowerCase() ?? '';
  return [
    ...recordsSight(viewer),
    filter.kind,
    search === '' ? null : search.split(/\s+/),
    search === '' ? [] : await phonesFor(db, search),
    filter.pipelineId ?? null,
    filter.stageId ?? null,
    filter.responsibleId ?? null,
    filter.nobodys ?? false,
    filter.source || null,
    filter.state ?? null,
    filter.createdFrom ?? null,
    filter.createdTo ?? null,
    filter.contactId ?? null,
  ];
}

/** What a phone number that is looked for may stand in: itself in E.164, or its digits as they were typed. */
export async function phonesFor(db: Db, search: string): Promise<string[]> {
  if (!/^[+\d][\d\s().\-–]*$/.test(search)) return [];
  const digits = search.replace(/\D/g, '');
  if (digits.length < 3) return [];
  const whole = asPhone(search, await countryOf(db));
  // A number of one's own country is often begun with what is dialled before it.
  const own = digits.replace(/^[80]/, '');
  return [digits, ...(own.length < digits.length && own.length > 3 ? [own] : []), ...(whole === null ? [] : [whole])];
}

/** The country whose numbers are written without their code, by the company's time zone. */
export async function countryOf(db: Db): Promise<string | null> {
  const [company] = await db.run<{ timeZone: string }>(readZone, [db.companyId]);
  return company ? countryOfZone(company.timeZone) : null;
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
function isId(value: string): boolean {
  return id.test(value);
}

/** Stages, people and contacts are kept by their ids; other values as they were written. */
function byIds({ part, from, to }: z.infer<typeof changeShape>): string[] {
  return ['responsibleId', 'stageId', 'contactId'].includes(part) ? [from, to] : [];
}

/** Where a page goes on: behind a value, a moment or a number perhaps, and an id; of likenesses, behind an address. */
function placeIn(cursor: string | undefined, isNumber: boolean | null): [string | null, string | null] {
  const place = readCursor(cursorShape, cursor);
  if (place === null) return [null, null];
  const [value, last] = place;
  if ((isNumber === true && !Number.isFinite(Number(value))) || (isNumber !== null && !isId(last)))
    throw strangeCursor();
  return place;
}
