import type { Sender } from '@switchboard/channels/channel';
import { sqlFile, type Turn } from '@switchboard/db';
import {
  recognise,
  type Address,
  type ClientAddress,
  type Confidence,
  type CrmAnswer,
  type FoundRecord,
  type RecordConfidence,
  type RecordKind,
} from '@switchboard/domain/crm';
import { addressesIn } from '@switchboard/domain/crm/addresses';
import type { CrmSays, Dialog, EffectOf, Responsible } from '@switchboard/domain/dialog';

import { firstStage } from '../crm/pipelines/first-stage.ts';
import type { RuleLine, Rules } from './rules.ts';

const find = sqlFile(import.meta.url, '../crm/find.sql');
const writeRecords = sqlFile(import.meta.url, '../crm/write-records.sql');

type FoundRow = { key: string } & ({ what: 'address'; row: ClientAddress } | { what: 'record'; row: FoundRecord });
type Asked = { key: string; clientId: string | null; addresses: ClientAddress[] };
type Known = { addresses: ClientAddress[]; records: FoundRecord[] };
/** A job for the CRM that stands elsewhere, and the client whose jobs go one after the other. */
export type CrmJob = { clientId: string; job: Record<string, unknown> };
/** Whom a dialog is with, and where it came from: what a new record says. */
export type RecordOf = {
  clientId: string;
  dialogId: number;
  name: string;
  surname: string;
  line: RuleLine;
  channelName: string;
};

type RecordRow = {
  recordId: string;
  crm: string;
  kind: RecordKind;
  title: string;
  name: string;
  surname: string;
  responsibleId: string | null;
  source: string;
  pipelineId: string | null;
  stageId: string | null;
  contactId: string | null;
  madeByDialogId: number;
  createdBy: string | null;
};

/**
 * What a batch knows and finds out about clients: their addresses, and their records in the CRM. What is found in the
 * database is joined with what this very batch has made, so that two messages of one batch make one record. The built-in
 * CRM is read and written in the company's turn; another gets rows that stand for its records, and jobs.
 */
export class Recognition {
  readonly jobs: CrmJob[] = [];
  readonly #turn: Turn;
  readonly #rules: Rules;
  readonly #asked = new Map<string, Asked>();
  readonly #known = new Map<string, Known>();
  /** The addresses that are stored, by client. */
  readonly #stored = new Map<string, ClientAddress[]>();
  /** Addresses that clients have by this batch, by client and address. */
  readonly #addresses = new Map<string, Map<string, ClientAddress & { messageId: string | null }>>();
  /** Who a channel vouched for in this batch, by address. */
  readonly #vouched = new Map<string, string>();
  readonly #made: { record: FoundRecord; clientId: string; addresses: ClientAddress[] }[] = [];
  readonly #records = new Map<string, RecordRow>();
  readonly #recordAddresses = new Map<string, { recordId: string } & ClientAddress>();
  readonly #clientRecords = new Map<string, { clientId: string; recordId: string; confidence: RecordConfidence }>();
  readonly #dialogRecords = new Map<string, { dialogId: number; recordId: string; confidence: RecordConfidence }>();
  readonly #responsible = new Map<string, { recordId: string; responsibleId: string }>();
  readonly #entries: Record<string, unknown>[] = [];

  constructor(turn: Turn, rules: Rules) {
    this.#turn = turn;
    this.#rules = rules;
  }

  /** It stands elsewhere, and answers later. */
  get #elsewhere(): boolean {
    return this.#rules.company.crm !== 'built-in';
  }

  /** Somebody will be looked for: `key` is what the answer is asked for by. */
  ask(key: string, clientId: string | null, addresses: ClientAddress[]): void {
    this.#asked.set(key, { key, clientId, addresses });
  }

  /** Reads everything that was asked for, in one round trip; none where nothing was. */
  async read(): Promise<void> {
    if (this.#asked.size === 0) return;
    const asked = [...this.#asked.values()];
    for (const { key } of asked) this.#known.set(key, { addresses: [], records: [] });
    const rows = await this.#turn.run<FoundRow>(find, [this.#turn.companyId, JSON.stringify(asked)]);
    for (const found of rows) {
      const known = this.#known.get(found.key);
      if (found.what === 'address') known?.addresses.push(found.row);
      else known?.records.push(found.row);
    }
  }

  /** Everybody who is responsible for somebody found: decisions look at them. */
  get responsible(): string[] {
    return [...this.#known.values()].flatMap(({ records }) => records.flatMap((record) => record.responsible ?? []));
  }

  /** Who has an address by the word of a channel, as this batch knows. */
  ownerOf(address: Address): string | undefined {
    return this.#vouched.get(keyOf(address));
  }

  /**
   * What was learnt of a client: what his channel vouches for, and what he wrote. Answers whether any of it is new, so
   * that he is looked for again.
   */
  learn(
    key: string,
    clientId: string,
    found: readonly ClientAddress[],
    messageId: string | null,
    surelyHis: readonly string[],
  ): boolean {
    this.#remember(key, clientId);
    const own = this.#addresses.get(clientId) ?? new Map<string, ClientAddress & { messageId: string | null }>();
    const stored = this.#stored.get(clientId) ?? [];
    let isNew = false;
    for (const address of found) {
      const name = keyOf(address);
      if (address.confidence === 'verified') this.#vouched.set(name, clientId);
      const before = own.get(name) ?? stored.find((one) => keyOf(one) === name);
      if (before !== undefined && (before.confidence === 'verified' || address.confidence === 'asserted')) continue;
      own.set(name, { ...address, messageId: address.confidence === 'asserted' ? messageId : null });
      isNew = true;
      // What he wrote stands on the record that is surely his too.
      for (const recordId of surelyHis) {
        this.#addTo(recordId, address);
        if (this.#elsewhere) this.jobs.push({ clientId, job: { job: 'addresses', recordId } });
      }
    }
    if (own.size > 0) this.#addresses.set(clientId, own);
    return isNew;
  }

  /** What the CRM says of a client, for a decision. */
  says(key: string, clientId: string, via: Dialog['via'], answer?: CrmAnswer): CrmSays {
    this.#remember(key, clientId);
    const addresses = this.#addressesOf(clientId);
    return {
      answer: answer ?? (this.#elsewhere ? 'asking' : { records: this.#recordsOf(key, clientId, addresses) }),
      reachable: via !== 'live-chat' || addresses.length > 0,
      ids: [this.#turn.id(), this.#turn.id()],
    };
  }

  /** Who is responsible for a client by what the CRM says; `asking` where it stands elsewhere. */
  responsibleBy(says: CrmSays, line: RuleLine): Responsible {
    if (!line.settings.crm.check) return null;
    if (says.answer === 'asking') return 'asking';
    const { answer, reachable } = says;
    return recognise({ settings: line.settings.crm, answer, reachable, has: [], made: false }).responsible;
  }

  attach(of: RecordOf, { recordId, confidence }: EffectOf<'attach-record'>): void {
    this.#link(of, recordId, confidence);
    this.#enter(recordId, 'dialog', null, of.dialogId, { confidence });
  }

  create(of: RecordOf, effect: EffectOf<'create-record'>): void {
    // By hand nobody weighed before what is known of him.
    this.#remember(`dialog ${of.dialogId}`, of.clientId);
    const { recordId, kind, responsible, contact, by } = effect;
    const { crm } = this.#rules.company;
    const { line, channelName, clientId, dialogId, name, surname } = of;
    const stage = firstStage(this.#rules.pipelines, kind, line.settings.crm.pipelineId, crm);
    const addresses = this.#addressesOf(clientId);
    const called = [name, surname].filter(Boolean).join(' ');
    this.#records.set(recordId, {
      recordId,
      crm,
      kind,
      title: kind === 'contact' ? '' : called || (addresses[0]?.value ?? `#${dialogId}`),
      name,
      surname,
      responsibleId: responsible,
      source: line.settings.crm.source ?? `${channelName} – ${line.name}`,
      pipelineId: stage?.pipelineId ?? null,
      stageId: stage?.stageId ?? null,
      contactId: contact,
      madeByDialogId: dialogId,
      createdBy: by,
    });
    // A deal is reached by its contact.
    const own = kind === 'deal' && contact !== null ? [] : addresses;
    for (const address of own) this.#addTo(recordId, address);
    this.#link(of, recordId, 'made');
    this.#enter(recordId, 'created', by, dialogId, {});
    this.#made.push({ record: { recordId, kind, by: 'made', open: true, responsible }, clientId, addresses: own });
    if (this.#elsewhere) this.jobs.push({ clientId, job: { job: 'create', recordId } });
  }

  changeResponsible(clientId: string, { recordIds, to }: EffectOf<'change-responsible'>): void {
    for (const recordId of recordIds) {
      const made = this.#records.get(recordId);
      if (made) made.responsibleId = to;
      else this.#responsible.set(recordId, { recordId, responsibleId: to });
      this.#enter(recordId, 'responsible', null, null, { to });
      if (this.#elsewhere) this.jobs.push({ clientId, job: { job: 'responsible', recordId } });
    }
  }

  noteTranscript(of: { clientId: string; dialogId: number }, recordIds: readonly string[]): void {
    for (const recordId of recordIds) {
      this.#enter(recordId, 'dialog', null, of.dialogId, { closed: true });
      if (this.#elsewhere)
        this.jobs.push({ clientId: of.clientId, job: { job: 'transcript', recordId, dialogId: of.dialogId } });
    }
  }

  /** Writes what was found out, as one of the last statements of the turn. */
  write(): void {
    const tables = {
      clientAddresses: [...this.#addresses].flatMap(([clientId, addresses]) =>
        [...addresses.values()].map((address) => ({
          ...address,
          clientAddressId: this.#turn.id(),
          clientId,
          source: address.confidence === 'verified' ? 'channel' : 'text',
        })),
      ),
      records: [...this.#records.values()],
      recordAddresses: [...this.#recordAddresses.values()],
      clientRecords: [...this.#clientRecords.values()],
      dialogRecords: [...this.#dialogRecords.values()],
      responsible: [...this.#responsible.values()],
      entries: this.#entries,
    };
    if (Object.values(tables).every((rows) => rows.length === 0)) return;
    const { companyId, now } = this.#turn;
    void this.#turn.atEnd(writeRecords, [companyId, new Date(now), JSON.stringify(tables)]);
    this.#turn.announce({ change: 'stale', what: 'clients' });
  }

  /** What was read for this question is what is stored of this client. */
  #remember(key: string, clientId: string): void {
    const known = this.#known.get(key);
    if (known && !this.#stored.has(clientId)) this.#stored.set(clientId, known.addresses);
  }

  #addressesOf(clientId: string): ClientAddress[] {
    const stored = this.#stored.get(clientId) ?? [];
    const own = this.#addresses.get(clientId);
    const all = new Map(stored.map((address) => [keyOf(address), address]));
    for (const [name, { kind, value, confidence }] of own ?? []) all.set(name, { kind, value, confidence });
    return [...all.values()];
  }

  /** What the database has, and what this batch has made for him or by one of his addresses. */
  #recordsOf(key: string, clientId: string, addresses: readonly ClientAddress[]): FoundRecord[] {
    const stored = this.#known.get(key)?.records ?? [];
    const by = new Map(addresses.map((address) => [keyOf(address), address.confidence]));
    const made = this.#made.flatMap((one): FoundRecord[] => {
      if (stored.some(({ recordId }) => recordId === one.record.recordId)) return [];
      if (one.clientId === clientId) return [one.record];
      const best = one.addresses
        .map((address) =>
          address.confidence === 'verified' ? by.get(keyOf(address)) : by.has(keyOf(address)) ? 'asserted' : undefined,
        )
        .reduce(better, undefined);
      return best === undefined ? [] : [{ ...one.record, by: best }];
    });
    return [...stored, ...made].toSorted(
      (one, other) => Number(one.by === 'asserted') - Number(other.by === 'asserted'),
    );
  }

  /** A record keeps how sure an address is: what its client only wrote makes it nobody else's. */
  #addTo(recordId: string, { kind, value, confidence }: ClientAddress): void {
    const key = `${recordId} ${kind} ${value}`;
    if (this.#recordAddresses.get(key)?.confidence !== 'verified')
      this.#recordAddresses.set(key, { recordId, kind, value, confidence });
  }

  #link({ clientId, dialogId }: RecordOf, recordId: string, confidence: RecordConfidence): void {
    this.#clientRecords.set(`${clientId} ${recordId}`, { clientId, recordId, confidence });
    this.#dialogRecords.set(`${dialogId} ${recordId}`, { dialogId, recordId, confidence });
  }

  #enter(recordId: string, what: string, by: string | null, dialogId: number | null, body: object): void {
    this.#entries.push({ entryId: this.#turn.id(), recordId, what, by, dialogId, body });
  }
}

/** What a client's words say of how he can be reached; nothing where the line does not look. */
export function writtenAddresses(texts: readonly string[], line: RuleLine): ClientAddress[] {
  if (!line.settings.crm.tracker) return [];
  // Each by itself: what ends one text, a signature, says nothing of the next.
  return texts.flatMap((text) =>
    addressesIn(text, line.country).map((one) => ({ ...one, confidence: 'asserted' as const })),
  );
}

/** What a channel vouches for. */
export function vouchedAddresses(sender: Sender): ClientAddress[] {
  return asAddresses(sender.vouched).map((address) => ({ ...address, confidence: 'verified' }));
}

function asAddresses(vouched: Sender['vouched']): Address[] {
  const { phone = null, email = null } = vouched ?? {};
  return [
    ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone }]),
    ...(email === null ? [] : [{ kind: 'email' as const, value: email }]),
  ];
}

function better(one: Confidence | undefined, other: Confidence | undefined): Confidence | undefined {
  return one === 'verified' || other === undefined ? one : other;
}

function keyOf({ kind, value }: Address): string {
  return `${kind} ${value}`;
}
