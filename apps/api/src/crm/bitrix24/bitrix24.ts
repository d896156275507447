import type { Address, AddressKind, RecordKind } from '@switchboard/domain/crm';
import { z } from 'zod';

import { CrmRefused, CrmUnreachable } from './answers.ts';
import type { Command, Portal } from './portal.ts';

/** A record as the portal has it. */
export type PortalRecord = {
  externalId: string;
  kind: RecordKind;
  title: string;
  name: string;
  surname: string;
  state: 'open' | 'won' | 'lost';
  /** The portal's user. */
  responsible: string;
  /** The portal's pipeline, of deals. */
  pipeline: string | null;
  /** The portal's contact, of deals. */
  contact: string | null;
  /** Our record that it was made for. */
  origin: string | null;
};

/** A record to be made at the portal. `recordId` is ours, and is kept there, so that it is made once. */
export type NewPortalRecord = {
  recordId: string;
  kind: RecordKind;
  title: string;
  name: string;
  surname: string;
  responsible: string | null;
  /** One of the portal's own sources, or what it is in words. */
  source: { id: string } | { words: string } | null;
  pipeline: string | null;
  contact: string | null;
  addresses: readonly Address[];
};

export type PortalUser = { externalId: string; name: string; email: string };
export type PortalPipeline = {
  externalId: string;
  name: string;
  place: number;
  stages: { name: string; place: number; meaning: 'open' | 'won' | 'lost' }[];
};
export type PortalSource = { id: string; name: string };

/** Which contacts and leads have an address. */
export type Holders = { contacts: string[]; leads: string[] };

const originator = 'switchboard';
const ourId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const id = z.union([z.string(), z.number()]).transform(String);
const ids = z.array(id).catch([]);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const holders = z.object({ CONTACT: ids, LEAD: ids }).partial();
const row = z.object({
  ID: id,
  TITLE: text,
  NAME: text,
  LAST_NAME: text,
  STATUS_SEMANTIC_ID: text,
  STAGE_SEMANTIC_ID: text,
  CLOSED: text,
  ASSIGNED_BY_ID: id.nullish(),
  CATEGORY_ID: id.nullish(),
  CONTACT_ID: id.nullish(),
  ORIGINATOR_ID: text,
  ORIGIN_ID: text,
});
const user = z.object({ ID: id, NAME: text, LAST_NAME: text, EMAIL: text, ACTIVE: z.boolean().nullish() });
const categories = z.object({
  categories: z.array(z.object({ id, name: text, sort: z.coerce.number().catch(0), isDefault: text })),
});
const status = z.object({
  ENTITY_ID: text,
  STATUS_ID: z.string(),
  NAME: text,
  SORT: z.coerce.number().catch(0),
  SEMANTICS: text,
});
const multi = z.array(z.object({ VALUE: z.string() })).catch([]);
const withAddresses = z.object({ PHONE: multi, EMAIL: multi }).partial();

/** Every field that is shown here or decided by, in the lists of each kind. */
const selected: Record<RecordKind, string[]> = {
  contact: ['ID', 'NAME', 'LAST_NAME', 'ASSIGNED_BY_ID', 'ORIGINATOR_ID', 'ORIGIN_ID'],
  lead: ['ID', 'TITLE', 'NAME', 'LAST_NAME', 'STATUS_SEMANTIC_ID', 'ASSIGNED_BY_ID', 'ORIGINATOR_ID', 'ORIGIN_ID'],
  deal: [
    'ID',
    'TITLE',
    'STAGE_SEMANTIC_ID',
    'CLOSED',
    'ASSIGNED_BY_ID',
    'CATEGORY_ID',
    'CONTACT_ID',
    'ORIGINATOR_ID',
    'ORIGIN_ID',
  ],
};

/** More of the portal than this is not read when a client is looked for. */
const mostRead = 50;
const mostUsers = 2_000;
/** Values that one search takes. */
const mostValues = 20;

/** The CRM of a Bitrix24 portal in our words. Throws what `readAnswer` throws. */
export class Bitrix24 {
  constructor(private readonly portal: Portal) {}

  /** The people who work there. */
  async users(): Promise<PortalUser[]> {
    const rows = await this.portal.all('user.get', { FILTER: { ACTIVE: true }, sort: 'ID', order: 'ASC' }, mostUsers);
    return rowsOf(user, rows)
      .filter((one) => one.ACTIVE !== false)
      .map((one) => ({
        externalId: one.ID,
        name: `${one.NAME} ${one.LAST_NAME}`.trim().slice(0, 200),
        email: one.EMAIL.trim().toLowerCase().slice(0, 300),
      }));
  }

  /** The pipelines of deals with their stages, the default one first, and where records may come from. */
  async lists(): Promise<{ pipelines: PortalPipeline[]; sources: PortalSource[] }> {
    const answers = await this.portal.batch({
      pipelines: { method: 'crm.category.list', params: { entityTypeId: 2 } },
      statuses: { method: 'crm.status.list', params: { order: { SORT: 'ASC' } } },
    });
    const found = read(categories, answers.pipelines).categories;
    const pipelines = found.toSorted(
      (one, other) => Number(other.isDefault === 'Y') - Number(one.isDefault === 'Y') || one.sort - other.sort,
    );
    const statuses = rowsOf(status, answers.statuses);
    const of = (entity: string) =>
      statuses
        .filter(({ ENTITY_ID }) => ENTITY_ID === entity)
        .toSorted((one, other) => one.SORT - other.SORT)
        .slice(0, 200);
    return {
      pipelines: pipelines.slice(0, 100).map(({ id: externalId, name }, place) => ({
        externalId,
        name: name.slice(0, 100),
        place,
        stages: of(externalId === '0' ? 'DEAL_STAGE' : `DEAL_STAGE_${externalId}`).map((stage, index) => ({
          name: stage.NAME.slice(0, 100),
          place: index,
          meaning: stage.SEMANTICS === 'S' ? 'won' : stage.SEMANTICS === 'F' ? 'lost' : 'open',
        })),
      })),
      sources: of('SOURCE').map((one) => ({ id: one.STATUS_ID, name: one.NAME.slice(0, 100) })),
    };
  }

  /** Who has these addresses; asked for several lists of addresses at once, each answered by itself. */
  async find<Name extends string>(lists: Record<Name, readonly Address[]>): Promise<Record<Name, Holders>> {
    const names = Object.keys(lists) as Name[];
    const found = Object.fromEntries(names.map((name) => [name, { contacts: [], leads: [] }])) as unknown as Record<
      Name,
      Holders
    >;
    const commands: Record<string, Command> = {};
    for (const name of names)
      for (const kind of ['phone', 'email'] as const) {
        const values = spellings(lists[name], kind);
        if (values.length > 0)
          commands[`${name} ${kind}`] = {
            method: 'crm.duplicate.findbycomm',
            params: { type: kind === 'phone' ? 'PHONE' : 'EMAIL', values },
          };
      }
    if (Object.keys(commands).length === 0) return found;
    for (const [key, answer] of Object.entries(await this.portal.batch(commands))) {
      // Of nobody the portal answers an empty list in place of an object.
      const { CONTACT = [], LEAD = [] } = Array.isArray(answer) ? {} : read(holders, answer);
      const holdersOf = found[key.slice(0, key.lastIndexOf(' ')) as Name];
      holdersOf.contacts.push(...CONTACT);
      holdersOf.leads.push(...LEAD);
    }
    return found;
  }

  /** Records by their ids, and the deals of those contacts; the newest first. What was deleted there is not among them. */
  async records(wanted: Record<RecordKind, readonly string[]>): Promise<PortalRecord[]> {
    const commands: Record<string, Command> = {};
    for (const kind of ['contact', 'lead', 'deal'] as const)
      if (wanted[kind].length > 0) commands[kind] = listOf(kind, { ID: wanted[kind].slice(0, mostRead) });
    if (wanted.contact.length > 0)
      commands['deals'] = listOf('deal', { CONTACT_ID: wanted.contact.slice(0, mostRead), CLOSED: 'N' });
    if (Object.keys(commands).length === 0) return [];
    const answers = await this.portal.batch(commands);
    const records = Object.entries(answers).flatMap(([name, rows]) =>
      rowsOf(row, rows).map((one) => recordOf(name === 'deals' ? 'deal' : (name as RecordKind), one)),
    );
    return [...new Map(records.map((record) => [`${record.kind} ${record.externalId}`, record])).values()];
  }

  /** The record that was made for ours before; null where none was. */
  async made(kind: RecordKind, recordId: string): Promise<string | null> {
    const { result } = await this.portal.call(`crm.${kind}.list`, {
      filter: { ORIGINATOR_ID: originator, ORIGIN_ID: recordId },
      select: ['ID'],
    });
    return rowsOf(z.object({ ID: id }), result)[0]?.ID ?? null;
  }

  /** Makes a record and answers the portal's id of it. */
  async make(record: NewPortalRecord): Promise<string> {
    const { kind, title, name, surname } = record;
    const fields = {
      ...(kind === 'contact' ? {} : { TITLE: title }),
      ...(kind === 'deal'
        ? {
            ...(record.pipeline === null ? {} : { CATEGORY_ID: record.pipeline }),
            ...(record.contact === null ? {} : { CONTACT_ID: record.contact }),
          }
        : {
            NAME: name || (kind === 'contact' && surname === '' ? title : ''),
            LAST_NAME: surname,
            ...multiFields(record.addresses),
          }),
      ...(record.responsible === null ? {} : { ASSIGNED_BY_ID: record.responsible }),
      ...(record.source === null
        ? {}
        : 'id' in record.source
          ? { SOURCE_ID: record.source.id }
          : { SOURCE_ID: 'OTHER', SOURCE_DESCRIPTION: record.source.words }),
      OPENED: 'Y',
      ORIGINATOR_ID: originator,
      ORIGIN_ID: record.recordId,
    };
    const { result } = await this.portal.call(`crm.${kind}.add`, { fields, params: { REGISTER_SONET_EVENT: 'Y' } });
    const made = id.safeParse(result);
    if (!made.success) throw new CrmUnreachable('A record was made without an id', 'maybe');
    return made.data;
  }

  /** Adds those of the addresses to a contact or a lead that it does not have. */
  async addAddresses(kind: 'contact' | 'lead', externalId: string, addresses: readonly Address[]): Promise<void> {
    const { result } = await this.portal.call(`crm.${kind}.list`, {
      filter: { ID: externalId },
      select: ['ID', 'PHONE', 'EMAIL'],
    });
    const [has] = rowsOf(withAddresses, result);
    if (!has) throw new CrmRefused('NOT_FOUND', 'The record is not there any more');
    const known = new Set([
      ...(has.PHONE ?? []).map(({ VALUE }) => digitsOf(VALUE)),
      ...(has.EMAIL ?? []).map(({ VALUE }) => VALUE.trim().toLowerCase()),
    ]);
    const missing = addresses.filter(({ kind: of, value }) => !known.has(of === 'phone' ? digitsOf(value) : value));
    if (missing.length === 0) return;
    await this.portal.call(`crm.${kind}.update`, { id: externalId, fields: multiFields(missing) });
  }

  async setResponsible(kind: RecordKind, externalId: string, responsible: string): Promise<void> {
    await this.portal.call(`crm.${kind}.update`, { id: externalId, fields: { ASSIGNED_BY_ID: responsible } });
  }

  /** The comments on a record's timeline, the newest fifty. */
  async comments(kind: RecordKind, externalId: string): Promise<string[]> {
    const { result } = await this.portal.call('crm.timeline.comment.list', {
      filter: { ENTITY_ID: externalId, ENTITY_TYPE: kind },
      order: { ID: 'DESC' },
      select: ['ID', 'COMMENT'],
    });
    return rowsOf(z.object({ COMMENT: text }), result).map(({ COMMENT }) => COMMENT);
  }

  async comment(kind: RecordKind, externalId: string, comment: string): Promise<void> {
    await this.portal.call('crm.timeline.comment.add', {
      fields: { ENTITY_ID: externalId, ENTITY_TYPE: kind, COMMENT: comment },
    });
  }
}

function listOf(kind: RecordKind, filter: Record<string, unknown>): Command {
  return { method: `crm.${kind}.list`, params: { filter, order: { ID: 'DESC' }, select: selected[kind] } };
}

function recordOf(kind: RecordKind, one: z.infer<typeof row>): PortalRecord {
  const semantics = kind === 'lead' ? one.STATUS_SEMANTIC_ID : one.STAGE_SEMANTIC_ID;
  const state = semantics === 'S' ? 'won' : semantics === 'F' || one.CLOSED === 'Y' ? 'lost' : 'open';
  return {
    externalId: one.ID,
    kind,
    title: one.TITLE.slice(0, 300),
    name: one.NAME.slice(0, 200),
    surname: one.LAST_NAME.slice(0, 200),
    state: kind === 'contact' ? 'open' : state,
    responsible: one.ASSIGNED_BY_ID ?? '',
    pipeline: kind === 'deal' ? (one.CATEGORY_ID ?? '0') : null,
    contact: kind === 'deal' && one.CONTACT_ID !== undefined && one.CONTACT_ID !== '0' ? one.CONTACT_ID : null,
    origin: one.ORIGINATOR_ID === originator && ourId.test(one.ORIGIN_ID) ? one.ORIGIN_ID : null,
  };
}

/** Addresses as a search takes them: Russian numbers with the eight too, as many are entered. */
function spellings(addresses: readonly Address[], kind: AddressKind): string[] {
  const values = addresses.filter((address) => address.kind === kind).map(({ value }) => value);
  const eights =
    kind === 'phone' ? values.filter((value) => /^\+7\d{10}$/.test(value)).map((value) => `8${value.slice(2)}`) : [];
  return [...values, ...eights].slice(0, mostValues);
}

function multiFields(addresses: readonly Address[]): Record<string, { VALUE: string; VALUE_TYPE: string }[]> {
  const fields: Record<string, { VALUE: string; VALUE_TYPE: string }[]> = {};
  for (const { kind, value } of addresses)
    (fields[kind === 'phone' ? 'PHONE' : 'EMAIL'] ??= []).push({ VALUE: value, VALUE_TYPE: 'WORK' });
  return fields;
}

/** Digits of a phone, a Russian eight as the seven that it stands for. */
function digitsOf(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return /^8\d{10}$/.test(digits) ? `7${digits.slice(1)}` : digits;
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const known = schema.safeParse(value);
  if (!known.success) throw new CrmUnreachable('An answer is not as it must be', 'maybe');
  return known.data;
}

function rowsOf<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema>[] {
  return read(z.array(schema), value);
}
