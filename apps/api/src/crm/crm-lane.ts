import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { Address, FoundRecord, RecordConfidence, RecordKind } from '@switchboard/domain/crm';
import type { Logger } from 'pino';
import { z } from 'zod';

import { Changes } from '../company/changes.ts';
import { dueAgain, Lane, releaseAccount, settle, take, type Claimed } from '../delivery/lane.ts';
import { Runner } from '../dialogs/runner.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { Signals } from '../platform/signals.ts';
import { CrmBlocked, CrmBusy, CrmRefused, CrmUnreachable } from './bitrix24/answers.ts';
import type { PortalRecord } from './bitrix24/bitrix24.ts';
import { CrmConnections, crmLane as lane, type ConnectedCrm } from './connection.service.ts';
import { transcriptOf, type TranscriptMessage } from './transcript.ts';

/** Longer than one job may take, with its calls and the turns it waits for. */
const leaseMs = 180_000;
/** Jobs of one claim; the calls themselves are paced. */
const perSecond = 10;
/** A client is looked for so long; other jobs are there until somebody has put the connection right. */
const identifiedForMs = 24 * 3_600_000;
const triedForMs = 30 * 24 * 3_600_000;
/** A wait that no dialog is told of. */
const shortMs = 5_000;
/** A portal that lets nothing through is tried again after so long. */
const blockedMs = 30 * 60_000;
/** Dialogs that are told at once that the CRM does not answer. */
const mostTold = 200;
const mostMessages = 5_000;
const mostRecords = 20;

const dialogId = z.number().int();
const jobShape = z.discriminatedUnion('job', [
  z.object({ job: z.literal('identify'), dialogId, clientId: z.uuid() }),
  z.object({ job: z.literal('create'), recordId: z.uuid() }),
  z.object({ job: z.literal('addresses'), recordId: z.uuid() }),
  z.object({ job: z.literal('responsible'), recordId: z.uuid() }),
  z.object({ job: z.literal('transcript'), recordId: z.uuid(), dialogId }),
]);
type Job = z.infer<typeof jobShape>;

// Whoever he was found to be since is who is meant.
const readClient = sql(
  'client-to-identify',
  `with recursive found as (
     select client_id, merged_into, erased_at from client where company_id = $1 and client_id = $2
     union
     select c.client_id, c.merged_into, c.erased_at from found f join client c on c.company_id = $1 and c.client_id = f.merged_into
   ),
   him as (select client_id from found where merged_into is null and erased_at is null)
   select
     (select coalesce(jsonb_agg(a), '[]') from (
        select jsonb_build_object('kind', kind, 'value', value, 'confidence', confidence) as a from client_address
        where company_id = $1 and client_id = (select client_id from him) order by confidence desc, created_at desc limit 40) x) as addresses,
     (select coalesce(jsonb_agg(r), '[]') from (
        select jsonb_build_object('kind', r.kind, 'externalId', r.external_id, 'confidence', c.confidence) as r
        from client_record c join crm_record r on r.company_id = $1 and r.record_id = c.record_id
        where c.company_id = $1 and c.client_id = (select client_id from him) and r.crm = 'bitrix24' and r.external_id is not null
          and strpos(r.external_id, '#') = 0 and r.removed_at is null and r.merged_into is null
        order by c.at desc limit 50) x) as records,
     (select coalesce(jsonb_agg(r), '[]') from (
        select jsonb_build_object('kind', r.kind, 'externalId', r.external_id) as r
        from client_address c
          join crm_record_address a on a.company_id = $1 and a.kind = c.kind and a.value = c.value and a.confidence = 'asserted'
          join crm_record r on r.company_id = $1 and r.record_id = a.record_id and r.crm = 'bitrix24' and r.external_id is not null
        where c.company_id = $1 and c.client_id = (select client_id from him) limit 100) x) as asserted
   from him`,
);
const adoptRecords = sql(
  'adopt-crm-records',
  `update crm_record r set external_id = x."externalId"
   from jsonb_to_recordset($2::jsonb) as x("externalId" text, kind text, origin uuid)
   where r.company_id = $1 and r.crm = 'bitrix24' and r.record_id = x.origin and r.kind = x.kind and r.external_id is null
     and not exists (select from crm_record o where o.company_id = $1 and o.crm = 'bitrix24' and o.kind = x.kind and o.external_id = x."externalId")`,
);
// Who became responsible here and is not told there yet stays so.
const putRecords = sql(
  'put-crm-records',
  `with given as (
     select x.*, (select u.employee_id from crm_user u where u.company_id = $1 and u.external_id = x.responsible) as responsible_id,
       (select p.pipeline_id from crm_pipeline p where p.company_id = $1 and p.crm = 'bitrix24' and p.external_id = x.pipeline and p.removed_at is null limit 1) as pipeline_id
     from jsonb_to_recordset($2::jsonb) as x("recordId" uuid, "externalId" text, kind text, title text, name text, surname text, state text, responsible text, pipeline text)),
   put as (
     insert into crm_record (company_id, record_id, crm, external_id, kind, title, name, surname, responsible_id, pipeline_id, state, created_at, changed_at, closed_at)
     select $1, g."recordId", 'bitrix24', g."externalId", g.kind, g.title, g.name, g.surname, g.responsible_id, g.pipeline_id, g.state, $3, $3,
       case when g.state = 'open' then null else $3::timestamptz end from given g
     on conflict (company_id, crm, kind, external_id) do update set title = excluded.title, name = excluded.name, surname = excluded.surname,
       responsible_id = case when exists (
         select from outbox o where o.company_id = $1 and o.lane = '${lane}' and o.done_at is null and o.body->>'job' = 'responsible'
           and o.body->>'recordId' = crm_record.record_id::text) then crm_record.responsible_id else excluded.responsible_id end,
       pipeline_id = excluded.pipeline_id, state = excluded.state, closed_at = excluded.closed_at,
       changed_at = excluded.changed_at, removed_at = null
     returning coalesce(merged_into, record_id) as record_id, kind, external_id, responsible_id)
   select p.record_id as "recordId", p.kind, p.external_id as "externalId", p.responsible_id as responsible from put p`,
);
const putContacts = sql(
  'put-crm-contacts-of-deals',
  `update crm_record d set contact_id = c.record_id
   from jsonb_to_recordset($2::jsonb) as x("externalId" text, kind text, contact text)
     join crm_record c on c.company_id = $1 and c.crm = 'bitrix24' and c.kind = 'contact' and c.external_id = x.contact
   where x.kind = 'deal' and d.company_id = $1 and d.crm = 'bitrix24' and d.kind = 'deal' and d.external_id = x."externalId"`,
);
const readRecord = sql(
  'crm-record-to-tell',
  `select r.record_id as "recordId", r.kind, r.external_id as "externalId", r.title, r.name, r.surname, r.source,
     r.removed_at is not null or r.merged_into is not null as gone,
     (select u.external_id from crm_user u where u.company_id = $1 and u.employee_id = r.responsible_id order by u.external_id limit 1) as responsible,
     (select p.external_id from crm_pipeline p where p.company_id = $1 and p.pipeline_id = r.pipeline_id and p.crm = 'bitrix24') as pipeline,
     (select c.external_id from crm_record c where c.company_id = $1 and c.record_id = r.contact_id and c.crm = 'bitrix24' and strpos(c.external_id, '#') = 0) as contact,
     (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'value', a.value) order by a.kind, a.value), '[]')
        from (select kind, value from crm_record_address where company_id = $1 and record_id = r.record_id limit 40) a) as addresses
   from crm_record r where r.company_id = $1 and r.record_id = $2 and r.crm = 'bitrix24'`,
);
const keepExternalId = sql(
  'keep-crm-record-id',
  `update crm_record r set external_id = $3 where r.company_id = $1 and r.record_id = $2 and r.external_id is null
     and not exists (select from crm_record o where o.company_id = $1 and o.crm = 'bitrix24' and o.kind = r.kind and o.external_id = $3)`,
);
const readDialog = sql(
  'dialog-to-transcribe',
  `select l.name as line, ch.name as channel, cl.name as client, c.language, c.time_zone as "timeZone",
     (select coalesce(jsonb_agg(jsonb_build_object('from', m."from", 'name', nullif(trim(coalesce(e.name, '') || ' ' || coalesce(e.surname, '')), ''), 'text', m.text, 'kind', m.kind,
         'at', extract(epoch from m.at) * 1000) order by m.number), '[]')
       from (select * from message where company_id = $1 and dialog_id = d.dialog_id order by number limit ${mostMessages}) m
         left join employee e on e.company_id = $1 and e.employee_id = m.employee_id) as messages
   from dialog d join line l on l.company_id = $1 and l.line_id = d.line_id join channel ch on ch.company_id = $1 and ch.channel_id = d.channel_id
     join client cl on cl.company_id = $1 and cl.client_id = d.client_id join company c on c.company_id = $1
   where d.company_id = $1 and d.dialog_id = $2 and d.erased_at is null and d.state <> 'held' and cl.erased_at is null`,
);
// Each dialog is told once that the CRM does not answer, whether its own client was asked for or waits behind others.
const untold = sql(
  'dialogs-untold',
  `select outbox_id as "outboxId", (body->>'dialogId')::bigint as "dialogId" from outbox
   where company_id = $1 and lane = '${lane}' and account = $2 and done_at is null and body->>'job' = 'identify' and body->'told' is null
   order by outbox_id limit ${mostTold}`,
);
const markTold = sql(
  'mark-dialogs-told',
  `update outbox set body = body || '{"told":true}' where company_id = $1 and outbox_id = any($2::uuid[])`,
);

type ClientRow = {
  addresses: (Address & { confidence: 'verified' | 'asserted' })[];
  records: { kind: RecordKind; externalId: string; confidence: RecordConfidence }[];
  /** Records that have one of his addresses only because somebody wrote it. */
  asserted: { kind: RecordKind; externalId: string }[];
};
type RecordRow = {
  recordId: string;
  kind: RecordKind;
  externalId: string | null;
  title: string;
  name: string;
  surname: string;
  source: string;
  gone: boolean;
  responsible: string | null;
  pipeline: string | null;
  contact: string | null;
  addresses: Address[];
};
type DialogRow = {
  line: string;
  channel: string;
  client: string;
  language: string;
  timeZone: string;
  messages: TranscriptMessage[];
};

type Outcome =
  | { outcome: 'done' }
  /** There is nobody to ask, or nothing to tell it of, any more. */
  | { outcome: 'dropped'; because: string }
  /** `silent`: the portal does not answer, to nobody. */
  | { outcome: 'retry'; because: string; dueAt: number | null; silent: boolean }
  | { outcome: 'failed'; because: string };

/**
 * Asks and tells a CRM that stands elsewhere, apart from the dialogs: in order for each client, and again where it does
 * not answer. No message waits for it; a dialog is told once that it does not answer, and again what it said.
 */
@Injectable()
export class CrmLane implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  readonly #lane: Lane;

  constructor(
    private readonly db: Database,
    private readonly connections: CrmConnections,
    private readonly changes: Changes,
    private readonly runner: Runner,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('crm');
    this.#lane = new Lane(lane, db, this.#log, (companyId, account) => this.#serve(companyId, account));
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#lane.start(this.signals, this.config.values.POLL_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#lane.stop();
  }

  async #serve(companyId: string, account: string): Promise<boolean> {
    const claimed = await this.db.inCompany(companyId, (db) => take(db, account, { lane, leaseMs, perSecond }));
    if (!claimed) return false;
    let connected: ConnectedCrm | null = null;
    let blocked: Outcome | null = null;
    try {
      connected = claimed.length === 0 ? null : await this.connections.of(companyId);
    } catch (error) {
      blocked = await this.#failed(companyId, error);
    }
    const settled = await Promise.all(
      claimed.map(async (row) => ({ row, outcome: blocked ?? (await this.#run(companyId, connected, row)) })),
    );
    // The portal let something through, so what was wrong with it is not wrong any more.
    if (connected?.state === 'broken' && settled.some(({ outcome }) => outcome.outcome === 'done'))
      await this.connections.check(companyId);
    await this.#tellUnreachable(companyId, account, settled);
    await this.#settle(companyId, account, settled);
    return claimed.length > 0;
  }

  async #run(companyId: string, connected: ConnectedCrm | null, row: Claimed): Promise<Outcome> {
    const read = jobShape.safeParse(row.body);
    if (!read.success) return { outcome: 'failed', because: 'What is stored for the CRM is no job' };
    if (!connected) return { outcome: 'dropped', because: 'No CRM is connected any more' };
    try {
      return await this.#do(companyId, connected, read.data, row.expired || row.attempts > 1);
    } catch (error) {
      const { job } = read.data;
      const outcome = await this.#failed(companyId, error);
      this.#log.warn(
        { company: companyId, outbox: row.outboxId, job, because: 'because' in outcome ? outcome.because : '' },
        'the CRM was not reached',
      );
      const tried = Date.now() - writtenAt(row.outboxId);
      const hopeless = tried > (job === 'identify' ? identifiedForMs : triedForMs);
      return outcome.outcome === 'retry' && hopeless ? { outcome: 'failed', because: outcome.because } : outcome;
    }
  }

  /** What comes of a job that threw. What the database could not do is not the portal's fault, and tried again. */
  async #failed(companyId: string, error: unknown): Promise<Outcome> {
    if (error instanceof CrmBlocked) {
      await this.connections.block(companyId, error.problem);
      return { outcome: 'retry', because: error.message, dueAt: Date.now() + blockedMs, silent: true };
    }
    if (error instanceof CrmBusy)
      return {
        outcome: 'retry',
        because: error.message,
        dueAt: Date.now() + error.seconds * 1_000,
        silent: error.seconds > shortMs / 1_000,
      };
    if (error instanceof CrmUnreachable) return { outcome: 'retry', because: error.message, dueAt: null, silent: true };
    if (error instanceof CrmRefused) return { outcome: 'failed', because: error.code };
    this.#log.error({ err: error, company: companyId }, 'a job for the CRM failed');
    return { outcome: 'retry', because: (error as Error).name, dueAt: null, silent: false };
  }

  async #do(companyId: string, connected: ConnectedCrm, job: Job, again: boolean): Promise<Outcome> {
    switch (job.job) {
      case 'identify':
        return this.#identify(companyId, connected, job);
      case 'create':
        return this.#create(companyId, connected, job.recordId, again);
      case 'addresses':
        return this.#tell(companyId, job.recordId, async ({ kind, externalId, addresses }) => {
          if (kind !== 'deal') await connected.crm.addAddresses(kind, externalId, addresses);
        });
      case 'responsible':
        return this.#tell(companyId, job.recordId, async ({ kind, externalId, responsible }) => {
          // Nobody of the portal: whoever has it there keeps it.
          if (responsible !== null) await connected.crm.setResponsible(kind, externalId, responsible);
        });
      case 'transcript':
        return this.#transcribe(companyId, connected, job, again);
    }
  }

  async #identify(
    companyId: string,
    { crm }: ConnectedCrm,
    { dialogId: of, clientId }: Extract<Job, { job: 'identify' }>,
  ): Promise<Outcome> {
    const [client] = await this.db.inCompany(companyId, (db) => db.run<ClientRow>(readClient, [companyId, clientId]));
    if (!client) return { outcome: 'dropped', because: 'The client is not there any more' };
    const sure = (confidence: string) => client.addresses.filter((address) => address.confidence === confidence);
    const holders = await crm.find({ verified: sure('verified'), asserted: sure('asserted') });
    // A number that we brought there as somebody's words makes nobody else sure.
    const asserted = new Set(client.asserted.map(({ kind, externalId }) => `${kind} ${externalId}`));
    const unsure = (kind: RecordKind, externalId: string, how: 'verified' | 'asserted'): RecordConfidence =>
      asserted.has(`${kind} ${externalId}`) ? 'asserted' : how;
    const by = new Map<string, RecordConfidence>();
    const find = (kind: RecordKind, externalId: string, how: RecordConfidence): void => {
      const key = `${kind} ${externalId}`;
      const before = by.get(key);
      if (before === undefined || before === 'asserted') by.set(key, how);
    };
    for (const { kind, externalId, confidence } of client.records) find(kind, externalId, confidence);
    for (const how of ['verified', 'asserted'] as const) {
      for (const externalId of holders[how].contacts) find('contact', externalId, unsure('contact', externalId, how));
      for (const externalId of holders[how].leads) find('lead', externalId, unsure('lead', externalId, how));
    }
    const wanted = (kind: RecordKind) =>
      [...by.entries()]
        .filter(([key]) => key.startsWith(`${kind} `))
        .toSorted(([, one], [, other]) => rank(one) - rank(other))
        .map(([key]) => key.slice(kind.length + 1));
    const there = await crm.records({ contact: wanted('contact'), lead: wanted('lead'), deal: wanted('deal') });
    const howFound = (record: PortalRecord): RecordConfidence =>
      by.get(`${record.kind} ${record.externalId}`) ??
      (record.contact === null ? undefined : by.get(`contact ${record.contact}`)) ??
      'asserted';
    const best = there
      .toSorted(
        (one, other) =>
          rank(howFound(one)) - rank(howFound(other)) || Number(other.state === 'open') - Number(one.state === 'open'),
      )
      .slice(0, mostRecords);
    const records = best.length === 0 ? [] : await this.#keep(companyId, best, howFound);
    await this.runner.recognised(companyId, of, { records });
    return { outcome: 'done' };
  }

  /** Keeps as much of the portal's records as is shown here, under ids of our own. */
  async #keep(
    companyId: string,
    found: readonly PortalRecord[],
    howFound: (record: PortalRecord) => RecordConfidence,
  ): Promise<FoundRecord[]> {
    const kept = await this.changes.make(companyId, 'clients', async (turn) => {
      const made = found.filter(({ origin }) => origin !== null);
      if (made.length > 0) await turn.run(adoptRecords, [companyId, JSON.stringify(made)]);
      const rows = found.map((record) => ({ ...record, recordId: turn.id() }));
      const put = await turn.run<{
        recordId: string;
        kind: RecordKind;
        externalId: string;
        responsible: string | null;
      }>(putRecords, [companyId, JSON.stringify(rows), new Date(turn.now)]);
      await turn.run(putContacts, [companyId, JSON.stringify(rows)]);
      return put;
    });
    const rowOf = new Map(kept.map((row) => [`${row.kind} ${row.externalId}`, row]));
    const answers = found.flatMap((record): FoundRecord[] => {
      const row = rowOf.get(`${record.kind} ${record.externalId}`);
      if (!row) return [];
      const { recordId, kind, responsible } = row;
      return [{ recordId, kind, by: howFound(record), open: record.state === 'open', responsible }];
    });
    // Two that were merged here are one record; the best known of them speaks.
    return [...new Map(answers.toReversed().map((one) => [one.recordId, one])).values()].toReversed();
  }

  async #create(companyId: string, { crm, sources }: ConnectedCrm, recordId: string, again: boolean): Promise<Outcome> {
    const record = await this.#record(companyId, recordId);
    if (!record || record.gone) return { outcome: 'dropped', because: 'The record is not there any more' };
    if (record.externalId !== null) return { outcome: 'done' };
    const { kind, title, name, surname, responsible, pipeline, contact, addresses } = record;
    const words = record.source.trim();
    const known = sources.find((source) => source.name.toLowerCase() === words.toLowerCase());
    const source = known ? { id: known.id } : words === '' ? null : { words };
    const externalId =
      (again ? await crm.made(kind, recordId) : null) ??
      (await crm.make({ recordId, kind, title, name, surname, responsible, source, pipeline, contact, addresses }));
    await this.changes.make<null>(companyId, 'clients', async (turn) => {
      await turn.run(keepExternalId, [companyId, recordId, externalId]);
      return null;
    });
    return { outcome: 'done' };
  }

  async #tell(
    companyId: string,
    recordId: string,
    tell: (record: RecordRow & { externalId: string }) => Promise<void>,
  ): Promise<Outcome> {
    const record = await this.#record(companyId, recordId);
    const { externalId } = record ?? {};
    if (!record || record.gone || externalId === null || externalId === undefined || externalId.includes('#'))
      return { outcome: 'dropped', because: 'The record is not there' };
    await tell({ ...record, externalId });
    return { outcome: 'done' };
  }

  async #transcribe(
    companyId: string,
    { crm }: ConnectedCrm,
    { recordId, dialogId: of }: Extract<Job, { job: 'transcript' }>,
    again: boolean,
  ): Promise<Outcome> {
    const [dialog] = await this.db.inCompany(companyId, (db) => db.run<DialogRow>(readDialog, [companyId, of]));
    if (!dialog) return { outcome: 'dropped', because: 'There is nothing of the dialog to tell' };
    const { messages, language, ...about } = dialog;
    const pieces = transcriptOf({ ...about, dialogId: of, language: language === 'ru' ? 'ru' : 'en' }, messages);
    return this.#tell(companyId, recordId, async ({ kind, externalId }) => {
      const there = again ? (await crm.comments(kind, externalId)).map(firstLine) : [];
      for (const piece of pieces) if (!there.includes(firstLine(piece))) await crm.comment(kind, externalId, piece);
    });
  }

  async #record(companyId: string, recordId: string): Promise<RecordRow | undefined> {
    const [record] = await this.db.inCompany(companyId, (db) => db.run<RecordRow>(readRecord, [companyId, recordId]));
    return record;
  }

  /** Dialogs whose clients could not be looked for are told so: those of this claim, and where the portal is silent all. */
  async #tellUnreachable(
    companyId: string,
    account: string,
    settled: readonly { row: Claimed; outcome: Outcome }[],
  ): Promise<void> {
    const silent = settled.some(({ outcome }) => outcome.outcome === 'retry' && outcome.silent);
    const notFound = settled.filter(({ outcome }) => outcome.outcome === 'failed' || outcome.outcome === 'dropped');
    if (!silent && notFound.length === 0) return;
    const these = new Set(notFound.map(({ row }) => row.outboxId));
    const found = new Set(settled.flatMap(({ row, outcome }) => (outcome.outcome === 'done' ? [row.outboxId] : [])));
    const waiting = await this.db.inCompany(companyId, (db) =>
      db.run<{ outboxId: string; dialogId: number }>(untold, [companyId, account]),
    );
    const told = waiting.filter(({ outboxId }) => !found.has(outboxId) && (silent || these.has(outboxId)));
    if (told.length === 0) return;
    await Promise.all(told.map((row) => this.runner.recognised(companyId, row.dialogId, 'unreachable')));
    const ids = told.map(({ outboxId }) => outboxId);
    await this.db.inCompany(companyId, (db) => db.run(markTold, [companyId, ids]));
  }

  async #settle(companyId: string, account: string, settled: { row: Claimed; outcome: Outcome }[]): Promise<void> {
    for (const { outcome } of settled) this.metrics.deliveries.inc({ lane, outcome: outcome.outcome });
    // In the company's turn: what is written to the outbox meanwhile would be missed when the account falls due next.
    await this.db.inTurn(companyId, async (turn) => {
      const rows = settled.map(({ row, outcome }) => ({
        outboxId: row.outboxId,
        thread: row.thread,
        state: outcome.outcome === 'retry' ? 'queued' : outcome.outcome === 'failed' ? 'failed' : 'done',
        dueAt:
          outcome.outcome !== 'retry'
            ? null
            : outcome.dueAt === null
              ? dueAgain(row.attempts, turn.now)
              : new Date(outcome.dueAt).toISOString(),
        error: 'because' in outcome ? outcome.because : null,
      }));
      if (rows.length > 0)
        await turn.run(settle, [companyId, new Date(turn.now), JSON.stringify(rows), 0, lane, account]);
      const retries = settled.flatMap(({ outcome }) => (outcome.outcome === 'retry' ? [outcome] : []));
      // What the whole portal asked for holds for every client's jobs.
      const rest = Math.max(0, ...retries.map(({ dueAt }) => dueAt ?? 0));
      await turn.run(releaseAccount, [
        companyId,
        lane,
        account,
        settled.length,
        retries.length > 0 ? 1 : 0,
        rest > 0 ? new Date(rest) : null,
      ]);
    });
  }
}

/** What is surely his goes first. */
function rank(how: RecordConfidence): number {
  return how === 'asserted' ? 1 : 0;
}

/** When a job was written: its id begins with the moment. */
function writtenAt(outboxId: string): number {
  return Number.parseInt(outboxId.replace('-', '').slice(0, 12), 16);
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? '';
}
