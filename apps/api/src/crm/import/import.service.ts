import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb, type Turn } from '@switchboard/db';
import { rowWords, type ImportTarget, type Address, type FieldValue, type RecordWords } from '@switchboard/domain/crm';
import { harmlessCell } from '@switchboard/domain/text';
import { TRPCError } from '@trpc/server';
import { stringify } from 'csv-stringify/sync';
import { v5 } from 'uuid';

import { Changes, NotMade } from '../../company/changes.ts';
import { FieldError, type Viewer } from '../../rpc/trpc.ts';
import { firstStage } from '../pipelines/first-stage.ts';
import { fieldsIn, PipelinesService, pipelinesIn } from '../pipelines/pipelines.service.ts';
import type { RecordFilter } from '../records/record.shapes.ts';
import { countryOf, RecordQueries } from '../records/records.queries.ts';
import { asRules, checkedAddresses } from '../records/records.service.ts';
import { recordsSight, seenRecord } from '../records/records-sight.ts';
import type { ImportChoices, ImportColumn, ImportPiece, PieceChecked, PieceImported } from './import.shapes.ts';

// The oldest record of the kind that has an address, of those the reader sees.
const knownBy = sql(
  'records-known-by-address',
  `select distinct on (a.kind, a.value) a.kind, a.value, r.record_id as "recordId"
   from unnest($5::text[], $6::text[]) as n(kind, value)
     join crm_record_address a on a.company_id = $1 and a.kind = n.kind and a.value = n.value
     join crm_record r on r.company_id = $1 and r.record_id = a.record_id and r.kind = $4 and r.crm = 'built-in'
   where r.removed_at is null and r.merged_into is null and ${seenRecord}
   order by a.kind, a.value, r.created_at, r.record_id`,
);
const isEmployee = sql(
  'employee-of-import',
  'select 1 as one from employee where company_id = $1 and employee_id = $2 and dismissed_at is null',
);
const given = `jsonb_to_recordset($2::jsonb) as n(id uuid, title text, name text, surname text, source text, amount numeric, currency text, fields jsonb, addresses jsonb, line int)`;
// A line that was stored before is known by its id, and nothing of it is stored again.
const addAll = sql(
  'import-crm-records',
  `with given as (select * from ${given}),
   made as (
     insert into crm_record (company_id, record_id, crm, kind, title, name, surname, responsible_id, source, pipeline_id, stage_id, state,
       amount, currency, fields, created_by, created_at, changed_at, stage_at)
     select $1, id, 'built-in', $3, title, name, surname, $4, source, $5, $6, 'open', amount, currency, fields, $7, $8::timestamptz, $8,
       case when $6::uuid is null then null else $8::timestamptz end
     from given on conflict do nothing returning record_id),
   reached as (
     insert into crm_record_address (company_id, record_id, kind, value)
     select $1, g.id, a->>'kind', a->>'value' from given g join made on made.record_id = g.id, jsonb_array_elements(g.addresses) a on conflict do nothing),
   told as (
     insert into crm_entry (company_id, entry_id, record_id, at, what, by, body)
     select $1, gen_random_uuid(), g.id, $8, 'imported', $7, jsonb_build_object('line', g.line) from given g join made on made.record_id = g.id)
   select count(*)::int as count from made`,
);
// What the file says goes before what stood there; where it says nothing, that stays.
const changeAll = sql(
  'import-into-crm-records',
  `with given as (select * from ${given}),
   changed as (
     update crm_record r set title = coalesce(nullif(g.title, ''), r.title), name = coalesce(nullif(g.name, ''), r.name),
       surname = coalesce(nullif(g.surname, ''), r.surname), source = coalesce(nullif(g.source, ''), r.source),
       amount = coalesce(g.amount, r.amount), currency = coalesce(g.currency, r.currency), fields = r.fields || g.fields,
       changed_at = $4, version = r.version + 1
     from given g where r.company_id = $1 and r.record_id = g.id returning r.record_id, g.addresses, g.line),
   reached as (
     insert into crm_record_address (company_id, record_id, kind, value)
     select $1, c.record_id, a->>'kind', a->>'value' from changed c, jsonb_array_elements(c.addresses) a on conflict do nothing),
   told as (
     insert into crm_entry (company_id, entry_id, record_id, at, what, by, body)
     select $1, gen_random_uuid(), record_id, $4, 'imported', $3, jsonb_build_object('line', line) from changed)
   select count(*)::int as count from changed`,
);

type Fields = Awaited<ReturnType<typeof fieldsIn>>;
type Read = {
  line: number;
  words: RecordWords;
  addresses: Address[];
  problems: PieceChecked['rows'][number]['problems'];
  /** The record that has one of its addresses. */
  known: string | null;
};
type Stored = Pick<RecordWords, 'title' | 'name' | 'surname' | 'source' | 'amount' | 'currency'> & {
  id: string;
  fields: Record<string, FieldValue | null>;
  addresses: Address[];
  line: number;
};

/** Records from files and into files, in pieces that hold the company's turn for moments only. */
@Injectable()
export class ImportService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly pipelines: PipelinesService,
    private readonly queries: RecordQueries,
  ) {}

  /** What would become of these lines. Nothing is stored. */
  async check(viewer: Viewer, piece: ImportPiece): Promise<PieceChecked> {
    const read = await this.db.inCompany(viewer.companyId, (db) => readPiece(db, viewer, piece));
    return {
      rows: read.map(({ line, problems, known, addresses }) => ({
        line,
        becomes: problems.length > 0 ? 'wrong' : known === null ? 'new' : 'known',
        problems,
        keys: addresses.map(keyOf),
      })),
    };
  }

  /** Stores these lines, all that are right of them in one turn. */
  async run(viewer: Viewer, piece: ImportPiece, choices: ImportChoices): Promise<PieceImported> {
    if (piece.kind === 'lead') await this.pipelines.list(viewer.companyId);
    return this.changes.make<PieceImported>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      const pipelines = await pipelinesIn(turn);
      const { pipelineId, responsibleId, duplicates } = choices;
      if (pipelineId !== null && !pipelines.some((one) => one.pipelineId === pipelineId))
        throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such pipeline' });
      if (responsibleId !== null) {
        const [somebody] = await turn.run(isEmployee, [turn.companyId, responsibleId]);
        if (!somebody) throw new FieldError({ responsibleId: 'records.responsible.gone' });
      }
      const read = await readPiece(turn, viewer, piece);
      const wrong = read.filter(({ problems }) => problems.length > 0);
      const added: Stored[] = [];
      const changed = new Map<string, Stored>();
      // Lines of one piece that share an address are one client's, as if the first had been stored before.
      const before = new Map<string, string>();
      let skipped = 0;
      for (const { line, words, addresses, problems, known } of read) {
        if (problems.length > 0) continue;
        const id = v5(`${choices.importKey} ${line}`, turn.companyId);
        const earlier = addresses.flatMap((address) => before.get(keyOf(address)) ?? [])[0];
        const same = known !== null && known !== id ? known : earlier;
        if (same !== undefined && duplicates === 'skip') {
          skipped++;
          continue;
        }
        const stored = storedOf(same !== undefined && duplicates === 'update' ? same : id, line, words, addresses);
        for (const address of addresses) if (!before.has(keyOf(address))) before.set(keyOf(address), stored.id);
        if (same === undefined || duplicates === 'create')
          added.push({ ...stored, source: stored.source || choices.source });
        else {
          const one = added.find((other) => other.id === same) ?? changed.get(same);
          if (one === undefined) changed.set(same, stored);
          else {
            Object.assign(one, joined(one, stored));
            skipped++;
          }
        }
      }
      const at = new Date(turn.now);
      const place = piece.kind === 'lead' ? firstStage(asRules(pipelines), 'lead', pipelineId) : null;
      const [made] = await turn.run<{ count: number }>(addAll, [
        turn.companyId,
        JSON.stringify(added),
        piece.kind,
        responsibleId,
        place?.pipelineId ?? null,
        place?.stageId ?? null,
        viewer.employeeId,
        at,
      ]);
      const updated = [...changed.values()];
      if (updated.length > 0)
        await turn.run(changeAll, [turn.companyId, JSON.stringify(updated), viewer.employeeId, at]);
      const answer: PieceImported = {
        added: made?.count ?? 0,
        changed: updated.length,
        skipped: skipped + added.length - (made?.count ?? 0),
        wrong: wrong.map(({ line, problems }) => ({ line, problems })),
      };
      if (answer.added + answer.changed === 0) return new NotMade(answer);
      await audit(viewer, 'record.imported', { kind: 'record', id: null }, { count: answer.added + answer.changed });
      return answer;
    });
  }

  /** A thousand records of a list as lines of a file; with the header where the list begins. */
  async export(viewer: Viewer, filter: RecordFilter, header: readonly string[], cursor: string | undefined) {
    const { rows, next } = await this.queries.list(viewer, filter, 'created', cursor, 1_000);
    const [fields, pipelines, values] = await this.db.inCompany(viewer.companyId, async (db) => [
      await fieldsIn(db, filter.kind),
      await pipelinesIn(db),
      await this.queries.fieldsOf(
        db,
        rows.map(({ recordId }) => recordId),
      ),
    ]);
    const stages = new Map(pipelines.flatMap((one) => one.stages.map((stage) => [stage.stageId, stage.name])));
    const lines = rows.map((row) => {
      const of = (kind: Address['kind']) =>
        row.addresses.flatMap((address) => (address.kind === kind ? [address.value] : [])).join('; ');
      const own = values.get(row.recordId) ?? {};
      return [
        row.title,
        row.name,
        row.surname,
        // A table program would take the plus for a sum.
        of('phone'),
        of('email'),
        row.source,
        row.amount === null ? '' : row.amount.toFixed(2),
        row.currency ?? '',
        stages.get(row.stageId ?? '') ?? '',
        row.responsible === null ? '' : `${row.responsible.name} ${row.responsible.surname}`.trim(),
        new Date(row.createdAt).toISOString(),
        ...fields.map(({ fieldId }) => asCell(own[fieldId])),
      ].map(harmlessCell);
    });
    const head = [...header, ...fields.map(({ name }) => name)].map(harmlessCell);
    const csv = stringify(cursor === undefined ? [head, ...lines] : lines, {
      bom: cursor === undefined,
      record_delimiter: 'windows',
    });
    return { csv, rows: rows.length, next };
  }
}

async function readPiece(db: Turn | CompanyDb, viewer: Viewer, piece: ImportPiece): Promise<Read[]> {
  const [fields, country] = await Promise.all([fieldsIn(db, piece.kind), countryOf(db)]);
  const known = fields.map(({ fieldId }) => fieldId);
  if (piece.columns.some(({ fieldId }) => fieldId !== null && !known.includes(fieldId)))
    throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such field' });
  const read = piece.rows.map((row) => readRow(row, piece, fields, country));
  const addresses = read.flatMap((one) => one.addresses);
  const found = await db.run<Address & { recordId: string }>(knownBy, [
    ...recordsSight(viewer),
    piece.kind,
    addresses.map(({ kind }) => kind),
    addresses.map(({ value }) => value),
  ]);
  const byKey = new Map(found.map((one) => [keyOf(one), one.recordId]));
  return read.map((one) => ({
    ...one,
    known: one.addresses.flatMap((address) => byKey.get(keyOf(address)) ?? [])[0] ?? null,
  }));
}

function readRow(row: ImportPiece['rows'][number], piece: ImportPiece, fields: Fields, country: string | null) {
  const { words, problems } = rowWords(piece.kind, row, piece.columns.map(targetOf), fields);
  const bad: Record<string, string> = {};
  const addresses = checkedAddresses(words, country, bad);
  const more = Object.entries(bad).map(([field, message]) => ({
    target: field.startsWith('phones') ? ('phone' as const) : ('email' as const),
    message,
  }));
  return { line: row.line, words, addresses, problems: [...problems, ...more] };
}

function targetOf({ target, fieldId }: ImportColumn): ImportTarget {
  return fieldId === null ? target : `field:${fieldId}`;
}

function storedOf(id: string, line: number, words: RecordWords, addresses: Address[]): Stored {
  const { title, name, surname, source, amount, currency, fields } = words;
  return { id, title, name, surname, source, amount, currency, fields, addresses, line };
}

/** Two lines of one client: the later one goes before where it says something. */
function joined(one: Stored, later: Stored): Stored {
  return {
    ...one,
    title: later.title || one.title,
    name: later.name || one.name,
    surname: later.surname || one.surname,
    source: later.source || one.source,
    amount: later.amount ?? one.amount,
    currency: later.currency ?? one.currency,
    fields: { ...one.fields, ...later.fields },
    addresses: [...one.addresses, ...later.addresses],
  };
}

function keyOf({ kind, value }: Address): string {
  return `${kind} ${value}`;
}

function asCell(value: FieldValue | undefined): string {
  return value === undefined ? '' : String(value);
}
