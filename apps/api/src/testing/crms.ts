import { randomUUID } from 'node:crypto';

import type { Inbound } from '@switchboard/channels/channel';
import type { RecordKind } from '@switchboard/domain/crm';

import { ReceiveStore, type Address as ChannelAddress } from '../receive/receive.store.ts';
import { callAs, eventually, type Company, type TestApi } from './api.ts';
import { FakeBitrix24 } from './fake-bitrix24.ts';

/** A record as a test puts it into a CRM, or finds it there. `ref` is the CRM's own id. */
export type TestRecord = {
  kind: RecordKind;
  name?: string;
  phones?: string[];
  emails?: string[];
  /** An employee. */
  responsible?: string | null;
  state?: 'open' | 'won' | 'lost';
  /** Whose deal it is: the contact's `ref`. */
  contact?: string | null;
  /** The pipeline's name. */
  pipeline?: string;
};
export type FoundTestRecord = Required<TestRecord> & { ref: string; source: string };

/** A CRM as the tests of identification see it, whichever it is. */
export type TestCrm = {
  /** Connects it to a company whose people are these. */
  connect: (company: Company, employeeIds: readonly string[]) => Promise<void>;
  given: (company: Company, record: TestRecord) => Promise<string>;
  records: (company: Company) => Promise<FoundTestRecord[]>;
  /** The pipelines of deals as a line may choose them. */
  pipelines: (company: Company) => Promise<{ pipelineId: string; name: string }[]>;
  stop: () => Promise<void>;
};

const crmOf = { 'built-in': builtIn, bitrix24 } as const;

export function aCrm(kind: 'built-in' | 'bitrix24', api: TestApi): TestCrm {
  return crmOf[kind](api);
}

function builtIn(api: TestApi): TestCrm {
  return {
    connect: async (company) => {
      const { companyId } = company;
      const pipelineId = randomUUID();
      await api.query(
        `with made as (insert into crm_pipeline (company_id, pipeline_id, kind, name, place, created_at) values ($1, $2, 'deal', 'Repairs', 9, now()))
         insert into crm_stage (company_id, stage_id, pipeline_id, name, place, meaning, created_at) values ($1, gen_random_uuid(), $2, 'Brought', 1, 'open', now())`,
        [companyId, pipelineId],
      );
      await outdate(api, companyId);
    },
    given: async (
      { companyId },
      { kind, name = '', phones = [], emails = [], responsible = null, state = 'open', contact = null },
    ) => {
      const recordId = randomUUID();
      await api.query(
        `insert into crm_record (company_id, record_id, kind, title, name, responsible_id, state, contact_id, created_at, changed_at)
         values ($1, $2, $3, $4, $4, $5, $6, $7, now(), now())`,
        [companyId, recordId, kind, name, responsible, state, contact],
      );
      await api.query(
        `insert into crm_record_address (company_id, record_id, kind, value)
         select $1::uuid, $2::uuid, 'phone', unnest($3::text[]) union all select $1::uuid, $2::uuid, 'email', unnest($4::text[])`,
        [companyId, recordId, phones, emails],
      );
      return recordId;
    },
    records: ({ companyId }) =>
      api.query<FoundTestRecord>(
        `select r.record_id as ref, r.kind, r.name, r.source, r.responsible_id as responsible, r.state, r.contact_id as contact, coalesce(p.name, '') as pipeline,
           array(select value from crm_record_address a where a.company_id = $1 and a.record_id = r.record_id and a.kind = 'phone' order by 1) as phones,
           array(select value from crm_record_address a where a.company_id = $1 and a.record_id = r.record_id and a.kind = 'email' order by 1) as emails
         from crm_record r left join crm_pipeline p on p.company_id = $1 and p.pipeline_id = r.pipeline_id and r.kind = 'deal'
         where r.company_id = $1 and r.crm = 'built-in' and r.removed_at is null order by r.created_at, r.kind`,
        [companyId],
      ),
    pipelines: (company) => pipelinesOf(api, company, 'built-in'),
    stop: async () => {},
  };
}

function bitrix24(api: TestApi): TestCrm {
  const portals = new Map<string, FakeBitrix24>();
  const portalOf = (company: Company): FakeBitrix24 => {
    const portal = portals.get(company.companyId);
    if (!portal) throw new Error('no portal');
    return portal;
  };
  return {
    connect: async (company, employeeIds) => {
      const portal = await new FakeBitrix24().start();
      portals.set(company.companyId, portal);
      portal.users.splice(0, portal.users.length, {
        ID: '1',
        NAME: 'Integrator',
        LAST_NAME: '',
        EMAIL: '',
        ACTIVE: true,
      });
      for (const employeeId of employeeIds)
        portal.users.push({ ID: userOf(employeeId), NAME: employeeId, LAST_NAME: '', EMAIL: '', ACTIVE: true });
      const { crmConnection } = callAs(api, company.admin);
      const connected = await crmConnection.connect.mutate({ address: portal.webhook });
      if (!connected.connected) throw new Error(connected.because);
      for (const employeeId of employeeIds)
        await crmConnection.putUser.mutate({ externalId: userOf(employeeId), employeeId });
    },
    given: async (company, record) => {
      const { kind, name = '', phones = [], emails = [], responsible = null, state = 'open', contact = null } = record;
      const semantics = { open: 'P', won: 'S', lost: 'F' }[state];
      return portalOf(company).put(kind, {
        ...(kind === 'contact' ? {} : { TITLE: name }),
        NAME: name,
        PHONE: phones.map((VALUE) => ({ VALUE })),
        EMAIL: emails.map((VALUE) => ({ VALUE })),
        ASSIGNED_BY_ID: responsible === null ? '1' : userOf(responsible),
        ...(kind === 'lead' ? { STATUS_SEMANTIC_ID: semantics } : {}),
        ...(kind === 'deal'
          ? {
              STAGE_SEMANTIC_ID: semantics,
              CLOSED: state === 'open' ? 'N' : 'Y',
              ...(contact === null ? {} : { CONTACT_ID: contact }),
            }
          : {}),
      });
    },
    records: async (company) => {
      const portal = portalOf(company);
      const values = (of: unknown) => ((of ?? []) as { VALUE: string }[]).map(({ VALUE }) => VALUE).toSorted();
      const found = (['contact', 'deal', 'lead'] as const).flatMap((kind) =>
        portal.rows(kind).map((row): FoundTestRecord => {
          const semantics = kind === 'lead' ? row['STATUS_SEMANTIC_ID'] : row['STAGE_SEMANTIC_ID'];
          const source = portal.statuses.find(
            ({ ENTITY_ID, STATUS_ID }) => ENTITY_ID === 'SOURCE' && STATUS_ID === row['SOURCE_ID'],
          );
          return {
            ref: row.ID,
            kind,
            name: (row['NAME'] as string | undefined) ?? '',
            phones: values(row['PHONE']),
            emails: values(row['EMAIL']),
            responsible: employeeOf(String(row['ASSIGNED_BY_ID'])),
            state: semantics === 'S' ? 'won' : semantics === 'F' ? 'lost' : 'open',
            contact: (row['CONTACT_ID'] as string | undefined) ?? null,
            pipeline:
              kind === 'deal'
                ? (portal.categories.find(({ id }) => String(id) === row['CATEGORY_ID'])?.name ?? '')
                : '',
            source: (row['SOURCE_DESCRIPTION'] as string | undefined) ?? source?.NAME ?? '',
          };
        }),
      );
      return found.toSorted((one, other) => Number(one.ref) - Number(other.ref));
    },
    pipelines: (company) => pipelinesOf(api, company, 'bitrix24'),
    stop: async () => {
      for (const portal of portals.values()) await portal.stop();
    },
  };
}

function userOf(employeeId: string): string {
  return `user ${employeeId}`;
}

function employeeOf(user: string): string | null {
  return user.startsWith('user ') ? user.slice(5) : null;
}

function pipelinesOf(
  api: TestApi,
  { companyId }: Company,
  crm: string,
): Promise<{ pipelineId: string; name: string }[]> {
  return api.query(
    `select pipeline_id as "pipelineId", name from crm_pipeline where company_id = $1 and crm = $2 and kind = 'deal' and removed_at is null order by place`,
    [companyId, crm],
  );
}

/** What processes keep of the company is read anew. */
async function outdate(api: TestApi, companyId: string): Promise<void> {
  await api.query('update turn set version = version + 1 where company_id = $1', [companyId]);
}

/** A channel as the adapter of its kind would connect it. */
export async function aChannel(
  api: TestApi,
  { companyId, lineId }: Company,
  name: string,
  kind: ChannelAddress['kind'],
): Promise<ChannelAddress> {
  const channelId = randomUUID();
  await api.query(
    `insert into channel (company_id, channel_id, line_id, kind, name, address, state, settings, created_at)
     values ($1, $2, $3, $4, $5, $6, 'connected', '{}', now())`,
    [companyId, channelId, lineId, kind, name, randomUUID()],
  );
  await outdate(api, companyId);
  return { address: '', companyId, channelId, kind };
}

/**
 * Somebody writes in a channel; `vouched` is what the channel knows to be his. Answers his dialog once that is decided, and
 * unless told otherwise, once a CRM that stands elsewhere has said what it knows of him.
 */
export async function writes(
  api: TestApi,
  channel: ChannelAddress,
  who: { id: string; name?: string; vouched?: { phone?: string; email?: string } },
  text: string,
  { andCrm = true } = {},
): Promise<number> {
  const { id, name = '', vouched } = who;
  const event: Inbound = {
    kind: 'message',
    externalId: randomUUID(),
    chat: id,
    messageId: randomUUID(),
    from: {
      id,
      name,
      surname: '',
      username: null,
      language: null,
      ...(vouched ? { vouched: { phone: vouched.phone ?? null, email: vouched.email ?? null } } : {}),
    },
    content: { kind: 'text', text },
    sentAt: null,
    page: null,
  };
  await api.app.get(ReceiveStore).store(channel, [event], null);
  await settled(api, channel.companyId, { andCrm });
  const [row] = await api.query<{ dialogId: number }>(
    `select d.dialog_id as "dialogId" from dialog d join chat c using (company_id, chat_id)
     where d.company_id = $1 and c.channel_id = $2 and c.external_id = $3 order by d.dialog_id desc limit 1`,
    [channel.companyId, channel.channelId, id],
  );
  if (!row) throw new Error('no dialog');
  return row.dialogId;
}

/** Waits until everything received is decided, and everything that a CRM is asked and told is done. */
export async function settled(api: TestApi, companyId: string, { andCrm = true, seconds = 20 } = {}): Promise<void> {
  await eventually(
    async () => {
      const [left] = await api.query<{ count: number }>(
        `select (select count(*) from received where company_id = $1 and done_at is null)
           + (select count(*) from outbox where $2 and company_id = $1 and lane = 'crm' and done_at is null) as count`,
        [companyId, andCrm],
      );
      return left?.count === 0;
    },
    'everything',
    seconds,
  );
}
