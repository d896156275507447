import { Injectable } from '@nestjs/common';
import { sql, type Turn } from '@switchboard/db';
import {
  addedAddresses,
  asFieldValue,
  mergedValues,
  missingIn,
  unmergedValues,
  type Address,
  type Currency,
  type FieldValue,
  type MergedValues,
  type RecordKind,
  type RecordWords,
} from '@switchboard/domain/crm';
import { asEmail, asPhone } from '@switchboard/domain/crm/addresses';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

import { Changes, NotMade } from '../../company/changes.ts';
import { FieldError, type Viewer } from '../../rpc/trpc.ts';
import { firstStage } from '../pipelines/first-stage.ts';
import type { PipelineRow } from '../pipelines/pipeline.shapes.ts';
import { fieldsIn, PipelinesService, pipelinesIn } from '../pipelines/pipelines.service.ts';
import type { RecordRow, RecordView } from './record.shapes.ts';
import { countryOf, fieldsOf, recordIn, recordRows } from './records.queries.ts';
import { recordsSight, seenRecord } from './records-sight.ts';

const lock = sql(
  'record-to-change',
  `select r.record_id as "recordId", r.crm, r.kind, r.title, r.name, r.surname, r.source, r.responsible_id as "responsibleId",
     r.contact_id as "contactId", r.pipeline_id as "pipelineId", r.stage_id as "stageId", r.state, r.amount::float8 as amount, r.currency,
     r.fields, r.version, r.removed_at as "removedAt", r.merged_into as "mergedInto",
     (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'value', a.value) order by a.kind, a.value), '[]')
      from crm_record_address a where a.company_id = $1 and a.record_id = r.record_id) as addresses
   from crm_record r where r.company_id = $1 and r.record_id = $4 and ${seenRecord} for update of r`,
);
const isEmployee = sql(
  'employee-may-be-responsible',
  'select 1 as one from employee where company_id = $1 and employee_id = $2 and dismissed_at is null',
);
const isContact = sql(
  'contact-of-deal',
  `select 1 as one from crm_record r where r.company_id = $1 and r.record_id = $4 and r.kind = 'contact' and ${seenRecord}
     and r.removed_at is null and r.merged_into is null`,
);
const insertRecord = sql(
  'add-crm-record',
  `insert into crm_record (company_id, record_id, crm, kind, title, name, surname, responsible_id, source, pipeline_id, stage_id, state,
     amount, currency, contact_id, fields, created_by, created_at, changed_at, stage_at)
   values ($1, $2, 'built-in', $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $13, $14, $15, $16::timestamptz, $16, case when $10::uuid is null then null else $16::timestamptz end)
   on conflict do nothing returning record_id as "recordId"`,
);
const updateRecord = sql(
  'save-crm-record',
  `update crm_record set title = $3, name = $4, surname = $5, responsible_id = $6, source = $7, amount = $8, currency = $9,
     contact_id = $10, fields = $11, changed_at = $12, version = version + 1
   where company_id = $1 and record_id = $2`,
);
const setAddresses = sql(
  'set-crm-record-addresses',
  `with gone as (
     delete from crm_record_address a where a.company_id = $1 and a.record_id = $2
       and not exists (select from unnest($3::text[], $4::text[]) as n(kind, value) where n.kind = a.kind and n.value = a.value))
   insert into crm_record_address (company_id, record_id, kind, value)
   select $1, $2, n.kind, n.value from unnest($3::text[], $4::text[]) as n(kind, value) on conflict do nothing`,
);
const addEntry = sql(
  'add-crm-entry',
  `insert into crm_entry (company_id, entry_id, record_id, at, what, by, body) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const setStage = sql(
  'set-crm-record-stage',
  `update crm_record set pipeline_id = $3, stage_id = $4, state = $5, stage_at = $6, changed_at = $6,
     closed_at = case when $5 = 'open' then null else $6::timestamptz end, version = version + 1
   where company_id = $1 and record_id = $2`,
);
const touch = sql('touch-crm-record', 'update crm_record set changed_at = $3 where company_id = $1 and record_id = $2');
const setRemoved = sql(
  'remove-crm-record',
  `update crm_record set removed_at = $3, version = version + 1 where company_id = $1 and record_id = $2`,
);

// What hangs on the merged record goes to the kept one; what went is answered, so that it can go back.
const moveLinks = sql(
  'move-links-of-merged-record',
  `with clients as (select client_id, confidence, at from client_record where company_id = $1 and record_id = $3),
   clients_gone as (delete from client_record where company_id = $1 and record_id = $3),
   clients_new as (
     insert into client_record (company_id, client_id, record_id, confidence, at)
     select $1, client_id, $2, confidence, at from clients on conflict do nothing returning client_id),
   dialogs as (select dialog_id, confidence, at from dialog_record where company_id = $1 and record_id = $3),
   dialogs_gone as (delete from dialog_record where company_id = $1 and record_id = $3),
   dialogs_new as (
     insert into dialog_record (company_id, dialog_id, record_id, confidence, at)
     select $1, dialog_id, $2, confidence, at from dialogs on conflict do nothing returning dialog_id),
   deals as (update crm_record set contact_id = $2 where company_id = $1 and contact_id = $3 returning record_id)
   select (select coalesce(jsonb_agg(jsonb_build_object('id', client_id, 'confidence', confidence, 'at', at)), '[]') from clients) as clients,
     (select coalesce(jsonb_agg(client_id), '[]') from clients_new) as "newClients",
     (select coalesce(jsonb_agg(jsonb_build_object('id', dialog_id, 'confidence', confidence, 'at', at)), '[]') from dialogs) as dialogs,
     (select coalesce(jsonb_agg(dialog_id), '[]') from dialogs_new) as "newDialogs",
     (select coalesce(jsonb_agg(record_id), '[]') from deals) as deals`,
);
const bringLinksBack = sql(
  'bring-links-of-merged-record-back',
  `with moved as (select $4::jsonb as m),
   clients_gone as (
     delete from client_record where company_id = $1 and record_id = $2
       and client_id in (select value::uuid from moved, jsonb_array_elements_text(m->'newClients'))),
   clients_back as (
     insert into client_record (company_id, client_id, record_id, confidence, at)
     select $1, (c->>'id')::uuid, $3, c->>'confidence', (c->>'at')::timestamptz from moved, jsonb_array_elements(m->'clients') c
     where exists (select from client cl where cl.company_id = $1 and cl.client_id = (c->>'id')::uuid and cl.erased_at is null) on conflict do nothing),
   dialogs_gone as (
     delete from dialog_record where company_id = $1 and record_id = $2
       and dialog_id in (select value::bigint from moved, jsonb_array_elements_text(m->'newDialogs'))),
   dialogs_back as (
     insert into dialog_record (company_id, dialog_id, record_id, confidence, at)
     select $1, (d->>'id')::bigint, $3, d->>'confidence', (d->>'at')::timestamptz from moved, jsonb_array_elements(m->'dialogs') d on conflict do nothing)
   update crm_record set contact_id = $3 where company_id = $1 and contact_id = $2
     and record_id in (select value::uuid from moved, jsonb_array_elements_text(m->'deals'))`,
);
const setMergedInto = sql(
  'set-record-merged-into',
  'update crm_record set merged_into = $3, version = version + 1 where company_id = $1 and record_id = $2',
);
const addMerge = sql(
  'add-crm-merge',
  'insert into crm_merge (company_id, merge_id, kept_id, merged_id, by, at, before) values ($1, $2, $3, $4, $5, $6, $7)',
);
const readMerge = sql(
  'crm-merge',
  `select kept_id as "keptId", merged_id as "mergedId", before, undone_at as "undoneAt" from crm_merge where company_id = $1 and merge_id = $2 for update`,
);
const undoMerge = sql(
  'undo-crm-merge',
  'update crm_merge set undone_at = $3, undone_by = $4 where company_id = $1 and merge_id = $2',
);

type Locked = {
  recordId: string;
  crm: 'built-in' | 'bitrix24';
  kind: RecordKind;
  title: string;
  name: string;
  surname: string;
  source: string;
  responsibleId: string | null;
  contactId: string | null;
  pipelineId: string | null;
  stageId: string | null;
  state: RecordRow['state'];
  amount: number | null;
  currency: Currency | null;
  fields: unknown;
  version: number;
  removedAt: number | null;
  mergedInto: string | null;
  addresses: Address[];
};

/** What a save names: the parts that were changed. */
type RecordChanges = { [Part in keyof RecordWords]?: RecordWords[Part] | undefined };
/** What `crm_merge.before` keeps: how both were, and what went from the one to the other. */
const kept = z.object({
  kept: z.object({
    values: z.unknown(),
    addresses: z.array(z.object({ kind: z.enum(['phone', 'email']), value: z.string() })),
  }),
  after: z.unknown(),
  added: z.array(z.object({ kind: z.enum(['phone', 'email']), value: z.string() })),
  moved: z.unknown(),
});

/** Work with the records of the built-in CRM. */
@Injectable()
export class RecordsService {
  constructor(
    private readonly changes: Changes,
    private readonly pipelines: PipelinesService,
  ) {}

  async create(
    viewer: Viewer,
    kind: RecordKind,
    words: RecordWords,
    stageId: string | null,
    pipelineId: string | null,
  ) {
    if (kind !== 'contact') await this.pipelines.list(viewer.companyId);
    return this.changes.make<{ created: true; recordId: string }>(viewer.companyId, 'clients', async (turn) => {
      const checked = await checkedWords(turn, viewer, kind, words, null);
      const at = await placeOfNew(turn, kind, stageId, pipelineId);
      const recordId = turn.id();
      await addRecord(turn, viewer.employeeId, recordId, kind, checked, at);
      await tell(turn, recordId, 'created', viewer.employeeId, {});
      return { created: true, recordId };
    });
  }

  /** Saves what was changed of a record; refused where somebody saved it after the version that was read. */
  async save(viewer: Viewer, recordId: string, version: number, changes: RecordChanges) {
    type Answer =
      | { saved: true; record: RecordRow }
      | { saved: false; because: 'stale'; now: RecordView }
      | { saved: false; because: 'elsewhere' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn) => {
      const record = await recordToChange(turn, viewer, recordId);
      if (record.crm !== 'built-in') return new NotMade<Answer>({ saved: false, because: 'elsewhere' });
      if (record.version !== version)
        return new NotMade<Answer>({ saved: false, because: 'stale', now: await recordIn(turn, viewer, recordId) });
      const before = wordsOf(record);
      const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const next: RecordWords = { ...before, ...named, fields: { ...before.fields, ...changes.fields } };
      const checked = await checkedWords(turn, viewer, record.kind, next, record);
      await storeWords(turn, recordId, checked);
      await tellSaved(turn, viewer.employeeId, record, checked);
      const [row] = await recordRows(turn, viewer, [recordId]);
      if (!row) throw nothingThere('record');
      return { saved: true, record: row };
    });
  }

  /** Puts a lead or a deal into another stage, which may close or reopen it. `fromStageId`: where the caller saw it. */
  async move(viewer: Viewer, recordId: string, fromStageId: string | null, stageId: string) {
    type Answer = { moved: true; record: RecordRow } | { moved: false; because: 'stale' | 'elsewhere'; now: RecordRow };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn) => {
      const record = await recordToChange(turn, viewer, recordId);
      const shown = async (): Promise<RecordRow> => {
        const [row] = await recordRows(turn, viewer, [recordId]);
        if (!row) throw nothingThere('record');
        return row;
      };
      const to = stageAmong(await pipelinesIn(turn), record.kind, stageId);
      if (record.crm !== 'built-in')
        return new NotMade<Answer>({ moved: false, because: 'elsewhere', now: await shown() });
      if (record.stageId === stageId) return new NotMade<Answer>({ moved: true, record: await shown() });
      if (record.stageId !== fromStageId)
        return new NotMade<Answer>({ moved: false, because: 'stale', now: await shown() });
      await putIntoStage(turn, viewer.employeeId, record, to);
      return { moved: true, record: await shown() };
    });
  }

  async note(viewer: Viewer, recordId: string, text: string) {
    return this.changes.make(viewer.companyId, 'clients', async (turn) => {
      await recordToChange(turn, viewer, recordId);
      await turn.run(touch, [turn.companyId, recordId, new Date(turn.now)]);
      return { entryId: await tell(turn, recordId, 'note', viewer.employeeId, { text }) };
    });
  }

  async remove(viewer: Viewer, recordId: string) {
    type Answer = { removed: true } | { removed: false; because: 'elsewhere' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      const record = await recordToChange(turn, viewer, recordId);
      if (record.crm !== 'built-in') return new NotMade<Answer>({ removed: false, because: 'elsewhere' });
      await turn.run(setRemoved, [turn.companyId, recordId, new Date(turn.now)]);
      await audit(viewer, 'record.removed', { kind: 'record', id: recordId });
      return { removed: true };
    });
  }

  async restore(viewer: Viewer, recordId: string): Promise<void> {
    await this.changes.make<null>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      const [record] = await turn.run<Locked>(lock, [...recordsSight(viewer), recordId]);
      if (!record) throw nothingThere('record');
      if (record.removedAt === null) return new NotMade(null);
      // Its stage may have gone meanwhile.
      const pipelines = await pipelinesIn(turn);
      await turn.run(setRemoved, [turn.companyId, recordId, null]);
      const stands = pipelines.some(({ stages }) => stages.some(({ stageId }) => stageId === record.stageId));
      if (record.kind !== 'contact' && !stands) {
        const first = firstStage(asRules(pipelines), record.kind, null);
        if (first)
          await putIntoStage(turn, viewer.employeeId, record, stageAmong(pipelines, record.kind, first.stageId));
      }
      await audit(viewer, 'record.restored', { kind: 'record', id: recordId });
      return null;
    });
  }

  /** Makes one record of two of a kind: `take` names the parts and fields that the other's values are chosen of. */
  async merge(
    viewer: Viewer,
    given: { keptId: string; mergedId: string; keptVersion: number; mergedVersion: number; take: readonly string[] },
  ) {
    type Answer = { merged: true; mergeId: string } | { merged: false; because: 'stale' | 'kinds' | 'elsewhere' };
    const { keptId, mergedId } = given;
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      const one = await recordToChange(turn, viewer, keptId);
      const other = await recordToChange(turn, viewer, mergedId);
      if (one.kind !== other.kind || keptId === mergedId)
        return new NotMade<Answer>({ merged: false, because: 'kinds' });
      if (one.crm !== 'built-in' || other.crm !== 'built-in')
        return new NotMade<Answer>({ merged: false, because: 'elsewhere' });
      if (one.version !== given.keptVersion || other.version !== given.mergedVersion)
        return new NotMade<Answer>({ merged: false, because: 'stale' });
      const before = valuesOf(one);
      const after = mergedValues(before, valuesOf(other), given.take);
      // A contact is nobody's deal, least of all its own.
      if (after.contactId === keptId || after.contactId === mergedId) after.contactId = null;
      const added = addedAddresses(other.addresses, one.addresses);
      const [moved] = await turn.run(moveLinks, [turn.companyId, keptId, mergedId]);
      await putValues(turn, viewer, one, after, [...one.addresses, ...added]);
      await turn.run(setMergedInto, [turn.companyId, mergedId, keptId]);
      const mergeId = turn.id();
      await turn.run(addMerge, [
        turn.companyId,
        mergeId,
        keptId,
        mergedId,
        viewer.employeeId,
        new Date(turn.now),
        JSON.stringify({ kept: { values: before, addresses: one.addresses }, after, added, moved }),
      ]);
      await tell(turn, keptId, 'merged', viewer.employeeId, { recordId: mergedId });
      await audit(viewer, 'record.merged', { kind: 'record', id: keptId });
      return { merged: true, mergeId };
    });
  }

  /** Takes apart what was merged: both are as before, but for what was changed since. */
  async unmerge(viewer: Viewer, mergeId: string) {
    type Answer = { undone: true } | { undone: false; because: 'already' | 'merged-on' | 'removed' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      type Merge = { keptId: string; mergedId: string; before: unknown; undoneAt: number | null };
      const [merge] = await turn.run<Merge>(readMerge, [turn.companyId, mergeId]);
      if (!merge) throw nothingThere('merge');
      const [now] = await turn.run<Locked>(lock, [...recordsSight(viewer), merge.keptId]);
      if (!now) throw nothingThere('merge');
      if (merge.undoneAt !== null) return new NotMade<Answer>({ undone: false, because: 'already' });
      if (now.mergedInto !== null) return new NotMade<Answer>({ undone: false, because: 'merged-on' });
      if (now.removedAt !== null) return new NotMade<Answer>({ undone: false, because: 'removed' });
      const was = kept.parse(merge.before);
      const values = unmergedValues(was.kept.values as MergedValues, was.after as MergedValues, valuesOf(now));
      const addresses = addedAddresses(now.addresses, was.added);
      await turn.run(bringLinksBack, [turn.companyId, merge.keptId, merge.mergedId, JSON.stringify(was.moved)]);
      await putValues(turn, viewer, now, values, addresses);
      await turn.run(setMergedInto, [turn.companyId, merge.mergedId, null]);
      await turn.run(undoMerge, [turn.companyId, mergeId, new Date(turn.now), viewer.employeeId]);
      await tell(turn, merge.keptId, 'unmerged', viewer.employeeId, { recordId: merge.mergedId });
      await audit(viewer, 'record.unmerged', { kind: 'record', id: merge.keptId });
      return { undone: true };
    });
  }
}

/** A record that this person may change now; refuses where he sees none, or it was removed or is a part of another. */
async function recordToChange(turn: Turn, viewer: Viewer, recordId: string): Promise<Locked> {
  const [record] = await turn.run<Locked>(lock, [...recordsSight(viewer), recordId]);
  if (!record || record.removedAt !== null || record.mergedInto !== null) throw nothingThere('record');
  return record;
}

/** What is written into a record as it is stored: addresses in one spelling, values of fields by their types. */
type CheckedWords = Omit<RecordWords, 'phones' | 'emails' | 'fields'> & {
  addresses: Address[];
  fields: Record<string, FieldValue>;
};

async function checkedWords(
  turn: Turn,
  viewer: Viewer,
  kind: RecordKind,
  words: RecordWords,
  before: Locked | null,
): Promise<CheckedWords> {
  const problems: Record<string, string> = missingIn(kind, words);
  const [country, fields] = await Promise.all([countryOf(turn), fieldsIn(turn, kind)]);
  const addresses = checkedAddresses(words, country, problems);
  const values: Record<string, FieldValue> = before === null ? {} : { ...fieldsOf(before.fields) };
  for (const [fieldId, value] of Object.entries(words.fields)) {
    const field = fields.find((one) => one.fieldId === fieldId);
    // What a field holds that was removed stays as it is, and comes back with it.
    if (field === undefined) {
      if (!(fieldId in values)) throw nothingThere('field');
      continue;
    }
    const read = asFieldValue(field, value);
    // A value that is not among those of a choice any more may stay.
    if ('problem' in read) {
      if (values[fieldId] !== value) problems[`fields.${fieldId}`] = read.problem;
    } else if (read.value === null) delete values[fieldId];
    else values[fieldId] = read.value;
  }
  const { responsibleId, contactId } = words;
  if (responsibleId !== null && responsibleId !== before?.responsibleId) {
    const [somebody] = await turn.run(isEmployee, [turn.companyId, responsibleId]);
    if (!somebody) problems['responsibleId'] = 'records.responsible.gone';
  }
  if (contactId !== null && contactId !== before?.contactId) {
    const [contact] = kind === 'deal' ? await turn.run(isContact, [...recordsSight(viewer), contactId]) : [];
    if (!contact) problems['contactId'] = 'records.contact.gone';
  }
  if (Object.keys(problems).length > 0) throw new FieldError(problems);
  return { ...words, addresses, fields: values };
}

/** Phones in E.164 and e-mail addresses in lower case, each once; what is none is a problem at its field. */
export function checkedAddresses(
  { phones, emails }: Pick<RecordWords, 'phones' | 'emails'>,
  country: string | null,
  problems: Record<string, string>,
): Address[] {
  const found: Address[] = [];
  const add = (kind: Address['kind'], value: string | null, field: string, problem: string): void => {
    if (value === null) problems[field] = problem;
    else if (!found.some((one) => one.kind === kind && one.value === value)) found.push({ kind, value });
  };
  for (const [at, text] of phones.entries())
    if (text !== '') add('phone', asPhone(text, country), `phones.${at}`, 'records.phone.bad');
  for (const [at, text] of emails.entries())
    if (text !== '') add('email', asEmail(text), `emails.${at}`, 'records.email.bad');
  return found;
}

/** Where a new record begins: in the stage that is named, or the first of its pipeline. Null for a contact. */
async function placeOfNew(turn: Turn, kind: RecordKind, stageId: string | null, pipelineId: string | null) {
  const pipelines = await pipelinesIn(turn);
  if (pipelineId !== null && !pipelines.some((one) => one.pipelineId === pipelineId)) throw nothingThere('pipeline');
  if (stageId !== null && !pipelines.some(({ stages }) => stages.some((one) => one.stageId === stageId)))
    throw nothingThere('stage');
  if (kind === 'contact') return null;
  if (stageId !== null) return stageAmong(pipelines, kind, stageId);
  const first = firstStage(asRules(pipelines), kind, pipelineId);
  return first && stageAmong(pipelines, kind, first.stageId);
}

export type StagePlace = { pipelineId: string; stageId: string; meaning: RecordRow['state'] };

/** Stores a new record with its addresses; false where one of this id was there already. */
async function addRecord(
  turn: Turn,
  by: string,
  recordId: string,
  kind: RecordKind,
  words: CheckedWords,
  place: StagePlace | null,
): Promise<boolean> {
  const at = new Date(turn.now);
  const [made] = await turn.run(insertRecord, [
    turn.companyId,
    recordId,
    kind,
    words.title,
    words.name,
    words.surname,
    words.responsibleId,
    words.source,
    place?.pipelineId ?? null,
    place?.stageId ?? null,
    words.amount,
    words.currency,
    words.contactId,
    JSON.stringify(words.fields),
    by,
    at,
  ]);
  if (made === undefined) return false;
  await storeAddresses(turn, recordId, words.addresses);
  if (place !== null && place.meaning !== 'open')
    await turn.run(setStage, [turn.companyId, recordId, place.pipelineId, place.stageId, place.meaning, at]);
  return true;
}

/** Stores what is written in a record in place of what was. */
async function storeWords(turn: Turn, recordId: string, words: CheckedWords): Promise<void> {
  await turn.run(updateRecord, [
    turn.companyId,
    recordId,
    words.title,
    words.name,
    words.surname,
    words.responsibleId,
    words.source,
    words.amount,
    words.currency,
    words.contactId,
    JSON.stringify(words.fields),
    new Date(turn.now),
  ]);
  await storeAddresses(turn, recordId, words.addresses);
}

async function storeAddresses(turn: Turn, recordId: string, addresses: readonly Address[]): Promise<void> {
  const kinds = addresses.map(({ kind }) => kind);
  const values = addresses.map(({ value }) => value);
  await turn.run(setAddresses, [turn.companyId, recordId, kinds, values]);
}

async function putIntoStage(turn: Turn, by: string, record: Locked, to: StagePlace): Promise<void> {
  const at = new Date(turn.now);
  await turn.run(setStage, [turn.companyId, record.recordId, to.pipelineId, to.stageId, to.meaning, at]);
  await tell(turn, record.recordId, 'stage', by, { from: record.stageId, to: to.stageId });
}

async function putValues(
  turn: Turn,
  viewer: Viewer,
  record: Locked,
  values: MergedValues,
  addresses: Address[],
): Promise<void> {
  await storeWords(turn, record.recordId, { ...values, addresses, fields: { ...values.fields } });
  if (values.stageId === record.stageId || values.stageId === null) return;
  const all = await pipelinesIn(turn);
  const place = all.some(({ stages }) => stages.some(({ stageId }) => stageId === values.stageId));
  if (place) await putIntoStage(turn, viewer.employeeId, record, stageAmong(all, record.kind, values.stageId));
}

/** Tells on the timeline what was changed, part by part; who is responsible is a line of its own. */
async function tellSaved(turn: Turn, by: string, record: Locked, next: CheckedWords): Promise<void> {
  if (record.responsibleId !== next.responsibleId)
    await tell(turn, record.recordId, 'responsible', by, { from: record.responsibleId, to: next.responsibleId });
  const changes: { part: string; from: string; to: string }[] = [];
  const compare = (part: string, from: unknown, to: unknown): void => {
    const [was, is] = [asText(from), asText(to)];
    if (was !== is) changes.push({ part, from: was, to: is });
  };
  for (const part of ['title', 'name', 'surname', 'source', 'amount', 'currency', 'contactId'] as const)
    compare(part, record[part], next[part]);
  for (const kind of ['phone', 'email'] as const) {
    const of = (all: readonly Address[]): string =>
      all
        .flatMap((address) => (address.kind === kind ? [address.value] : []))
        .toSorted()
        .join(', ');
    compare(kind === 'phone' ? 'phones' : 'emails', of(record.addresses), of(next.addresses));
  }
  const before = fieldsOf(record.fields);
  for (const fieldId of new Set([...Object.keys(before), ...Object.keys(next.fields)]))
    compare(fieldId, before[fieldId], next.fields[fieldId]);
  if (changes.length > 0) await tell(turn, record.recordId, 'saved', by, { changes });
}

/** Adds a line to the timeline of a record. */
async function tell(turn: Turn, recordId: string, what: string, by: string, body: object): Promise<string> {
  const entryId = turn.id();
  await turn.run(addEntry, [turn.companyId, entryId, recordId, new Date(turn.now), what, by, JSON.stringify(body)]);
  return entryId;
}

function wordsOf(record: Locked): RecordWords {
  const { title, name, surname, source, amount, currency, responsibleId, contactId, addresses } = record;
  const of = (kind: Address['kind']) => addresses.flatMap((one) => (one.kind === kind ? [one.value] : []));
  const fields = fieldsOf(record.fields);
  const words = { title, name, surname, source, amount, currency, responsibleId, contactId, fields };
  return { ...words, phones: of('phone'), emails: of('email') };
}

function valuesOf(record: Locked): MergedValues {
  const { title, name, surname, source, amount, currency, responsibleId, contactId, stageId } = record;
  const fields = fieldsOf(record.fields);
  return { title, name, surname, source, amount, currency, responsibleId, contactId, stageId, fields };
}

export function stageAmong(pipelines: readonly PipelineRow[], kind: RecordKind, stageId: string | null): StagePlace {
  for (const { kind: of, pipelineId, stages } of pipelines) {
    const stage = of === kind ? stages.find((one) => one.stageId === stageId) : undefined;
    if (stage) return { pipelineId, stageId: stage.stageId, meaning: stage.meaning };
  }
  throw nothingThere('stage');
}

/** Pipelines as the rule of the first stage knows them. */
export function asRules(pipelines: readonly PipelineRow[]): Parameters<typeof firstStage>[0] {
  return pipelines.map(({ pipelineId, kind, crm, stages }, place) => ({
    pipelineId,
    kind,
    crm,
    place,
    stages: stages.map((stage, at) => ({ stageId: stage.stageId, meaning: stage.meaning, place: at })),
  }));
}

function asText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function nothingThere(what: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `There is no such ${what}` });
}
