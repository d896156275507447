import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb } from '@switchboard/db';
import { beforeFirst, sealedText } from '@switchboard/domain/agreement';
import { harmlessCell } from '@switchboard/domain/text';
import { stringify } from 'csv-stringify/sync';

import { Changes, NotMade } from '../company/changes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import type { LedgerRow } from '@switchboard/domain/agreement';
import {
  mostConsents,
  mostInFile,
  type ClientConsent,
  type ConsentFilter,
  type ConsentPage,
  type ConsentRow,
  type ConsentSheet,
  type ConsentsFile,
  type LedgerState,
  type Withdrawal,
  type Withdrawn,
} from './consent.shapes.ts';
import { appendToLedger, evidenceHash, sha256, textHash, type Evidence } from './ledger.ts';
import { LedgerService } from './ledger.service.ts';

// A client who was found to be another is shown as that one, and asked for with him.
const columns = `r.number, r.at, r.decision, r.how, r.version, r.language, r.dialog_id as "dialogId",
     case when a.agreement_id is null then null else jsonb_build_object('agreementId', a.agreement_id, 'name', a.name, 'template', a.template) end as agreement,
     jsonb_build_object('clientId', coalesce(k.client_id, r.client_id), 'name', nullif(trim(k.name), ''), 'erased', k.erased_at is not null) as client,
     case when ch.channel_id is null then null else jsonb_build_object('channelId', ch.channel_id, 'name', ch.name, 'kind', ch.kind) end as channel,
     case when l.line_id is null then null else jsonb_build_object('lineId', l.line_id, 'name', l.name) end as line,
     case when e.employee_id is null then null else jsonb_build_object('employeeId', e.employee_id, 'name', trim(e.name || ' ' || e.surname)) end as employee`;
const joins = `left join agreement a on a.company_id = $1 and a.agreement_id = r.agreement_id
     left join lateral (
       with recursive found as (
         select o.client_id, o.merged_into, o.name, o.erased_at from client o where o.company_id = $1 and o.client_id = r.client_id
         union
         select o.client_id, o.merged_into, o.name, o.erased_at from found f join client o on o.company_id = $1 and o.client_id = f.merged_into
       )
       select client_id, name, erased_at from found where merged_into is null limit 1
     ) k on true
     left join channel ch on ch.company_id = $1 and ch.channel_id = r.channel_id
     left join dialog d on d.company_id = $1 and d.dialog_id = r.dialog_id
     left join line l on l.company_id = $1 and l.line_id = coalesce(d.line_id, ch.line_id)
     left join employee e on e.company_id = $1 and e.employee_id = r.employee_id`;
/** A client with all who were found to be him, by however many steps. */
const wholeClient = (asked: string): string => `(
       with recursive whole as (
         select client_id from client where company_id = $1 and client_id = ${asked}::uuid
         union
         select o.client_id from whole w join client o on o.company_id = $1 and o.merged_into = w.client_id
       ) select client_id from whole)`;
const listConsents = sql(
  'list-consents',
  `select ${columns}
   from consent_record r join company co on co.company_id = r.company_id ${joins}
   where r.company_id = $1 and ($2::bigint is null or r.number < $2)
     and ($3::uuid is null or r.agreement_id = $3) and ($4::int is null or r.version = $4) and ($5::text is null or r.decision = $5)
     and ($6::uuid is null or coalesce(d.line_id, ch.line_id) = $6) and ($7::uuid is null or r.channel_id = $7)
     and ($8::uuid is null or r.client_id in ${wholeClient('$8')})
     and ($9::date is null or r.at >= $9::date::timestamp at time zone co.time_zone)
     and ($10::date is null or r.at < ($10::date + 1)::timestamp at time zone co.time_zone)
   order by r.number desc limit $11`,
);
const readConsent = sql(
  'read-consent',
  `select ${columns}, r.company_id as "companyId", r.client_id as "clientId", r.channel_id as "channelId", r.agreement_id as "agreementId",
     r.text_hash as "textHash", r.message_id as "messageId", r.employee_id as "employeeId", r.evidence_hash as "evidenceHash",
     r.previous_hash as "previousHash", r.hash, before.hash as before, ev.salt, ev.evidence, t.title, t.text, v.address,
     m.text as "messageText", m."from" as "messageFrom", m.at as "messageAt", tu.ledger_number as of,
     (select jsonb_build_object('number', later.number, 'decision', later.decision, 'at', (extract(epoch from later.at) * 1000)::bigint) from consent_record later
      where later.company_id = $1 and later.client_id = r.client_id and later.number > r.number
        and (later.agreement_id = r.agreement_id or later.agreement_id is null) order by later.number desc limit 1) as later
   from consent_record r ${joins}
     join turn tu on tu.company_id = $1
     left join consent_record before on before.company_id = $1 and before.number = r.number - 1
     left join consent_evidence ev on ev.company_id = $1 and ev.number = r.number
     left join agreement_version v on v.company_id = $1 and v.agreement_id = r.agreement_id and v.version = r.version
     left join agreement_text t on t.company_id = $1 and t.agreement_id = r.agreement_id and t.version = r.version and t.language = r.language
     left join message m on m.company_id = $1 and m.message_id = r.message_id
   where r.company_id = $1 and r.number = $2`,
);
const readOfClient = sql(
  'consents-of-client',
  `select distinct on (c.agreement_id) c.agreement_id as "agreementId", a.name, c.version, c.version < a.version as newer, c.decision, c.at, c.number
   from client_consent c join agreement a on a.company_id = $1 and a.agreement_id = c.agreement_id
   where c.company_id = $1 and c.client_id in ${wholeClient('$2')}
   order by c.agreement_id, c.number desc limit 100`,
);
const acceptedBy = sql(
  'consents-to-withdraw',
  `select c.client_id as "clientId", c.version, r.language, r.text_hash as "textHash", r.channel_id as "channelId", nullif(trim(k.name), '') as name
   from client_consent c join consent_record r on r.company_id = $1 and r.number = c.number
     join client k on k.company_id = $1 and k.client_id = c.client_id
   where c.company_id = $1 and c.agreement_id = $3 and c.decision = 'accepted' and c.client_id in ${wholeClient('$2')}
   order by c.client_id limit 100`,
);
const readRows = sql('ledger-come-to', 'select ledger_number as rows from turn where company_id = $1');

type Stored = ConsentRow &
  Omit<LedgerRow, 'version' | 'language'> & {
    before: string | null;
    salt: string | null;
    evidence: Evidence | null;
    title: string | null;
    text: string | null;
    address: string | null;
    messageText: string | null;
    messageFrom: string | null;
    messageAt: number | null;
    of: number;
    later: ConsentSheet['later'];
  };

/** The ledger of consents as people read it, and withdrawals that an employee enters for a client. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly ledger: LedgerService,
  ) {}

  /** The latest first; `cursor` is the number of the last row that was read. */
  async list(
    companyId: string,
    filter: ConsentFilter,
    cursor: number | undefined,
    limit: number,
  ): Promise<ConsentPage> {
    const rows = await this.db.inCompany(companyId, (db) => page(db, filter, cursor ?? null, limit + 1));
    const shown = rows.slice(0, limit);
    return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null };
  }

  /** The same rows as a file, at most twenty thousand of them. */
  async file(companyId: string, filter: ConsentFilter): Promise<ConsentsFile> {
    const found: ConsentRow[] = [];
    let more = true;
    while (more && found.length < mostInFile) {
      const cursor = found.at(-1)?.number ?? null;
      const rows = await this.db.inCompany(companyId, (db) => page(db, filter, cursor, 1_000));
      found.push(...rows);
      more = rows.length === 1_000;
    }
    const lines = found.map((row) =>
      [
        String(row.number),
        new Date(row.at).toISOString(),
        row.decision,
        row.how,
        row.agreement?.name ?? '',
        String(row.version ?? ''),
        row.language ?? '',
        row.client.clientId,
        row.client.name ?? '',
        row.channel?.name ?? '',
        row.line?.name ?? '',
        String(row.dialogId ?? ''),
        row.employee?.name ?? '',
      ].map(harmlessCell),
    );
    return {
      csv: stringify([fileColumns, ...lines], { bom: true, record_delimiter: 'windows' }),
      rows: found.length,
      more,
    };
  }

  /** A row with its evidence; null where the ledger has no such number. */
  async get(companyId: string, number: number): Promise<ConsentSheet | null> {
    const [row] = await this.db.inCompany(companyId, (db) => db.run<Stored>(readConsent, [companyId, number]));
    if (!row) return null;
    const { previousHash, hash, evidence, salt, title, text, textHash: written, of, later } = row;
    const sealed = sealedText(previousHash, row);
    const before = number === 1 ? beforeFirst : row.before;
    const { heads } = await this.ledger.heads(companyId);
    const signed = heads.find((head) => head.number >= number);
    return {
      ...consentOf(row),
      text:
        title === null || text === null || row.address === null
          ? null
          : { title, text, fits: textHash(title, text) === written, address: row.address },
      textHash: written,
      evidence:
        evidence === null || salt === null
          ? null
          : {
              ip: evidence.ip,
              userAgent: evidence.userAgent,
              page: evidence.page,
              identity: evidence.identity,
              name: evidence.name,
              reason: evidence.reason ?? null,
              salt,
              fits: evidenceHash(salt, evidence) === row.evidenceHash,
            },
      evidenceHash: row.evidenceHash,
      messageId: row.messageId,
      message:
        row.messageText === null || row.messageFrom === null || row.messageAt === null
          ? null
          : { text: row.messageText, from: row.messageFrom, at: row.messageAt },
      chain: {
        previousHash,
        hash,
        sealed,
        fits: sha256(sealed) === hash && before === previousHash,
        of,
        signed: signed ? { number: signed.number, at: signed.at } : null,
      },
      later,
    };
  }

  /** What a client's last decision on each agreement is, whichever of his accounts it came from. */
  async ofClient(companyId: string, clientId: string): Promise<ClientConsent[]> {
    return this.db.inCompany(companyId, (db) => consentsOfClient(db, clientId));
  }

  /**
   * Withdraws a client's consent for him, because he asked for it elsewhere (product §3.4): a row in the ledger with who
   * entered it, and his reason among the evidence.
   */
  async withdraw(viewer: Viewer, { clientId, agreementId, reason }: Withdrawal): Promise<Withdrawn> {
    return this.changes.make<Withdrawn>(viewer.companyId, 'consents', async (turn, _again, audit) => {
      type Accepted = {
        clientId: string;
        version: number;
        language: string | null;
        textHash: string | null;
        channelId: string | null;
        name: string | null;
      };
      const accepted = await turn.run<Accepted>(acceptedBy, [turn.companyId, clientId, agreementId]);
      if (accepted.length === 0) return new NotMade({ withdrawn: false, because: 'not-accepted' });
      const numbers = await appendToLedger(
        turn,
        accepted.map(({ name, ...entry }) => ({
          ...entry,
          agreementId,
          dialogId: null,
          messageId: null,
          decision: 'withdrawn',
          how: 'by-hand',
          employeeId: viewer.employeeId,
          evidence: { ip: null, userAgent: null, page: null, identity: null, name, reason },
        })),
      );
      const [number = 0] = numbers;
      await audit(viewer, 'consent.withdrawn', { kind: 'agreement', id: agreementId }, { number, clientId });
      return { withdrawn: true, numbers };
    });
  }

  /** How far the ledger has come, and how far of it was signed. */
  async state(companyId: string): Promise<LedgerState> {
    const [state] = await this.db.inCompany(companyId, (db) => db.run<{ rows: number }>(readRows, [companyId]));
    const head = await this.ledger.last(companyId);
    return { rows: state?.rows ?? 0, signed: head === null ? null : { number: head.number, at: head.at } };
  }
}

/** The same for parts that have checked themselves who may read it. */
export function consentsOfClient(db: CompanyDb, clientId: string): Promise<ClientConsent[]> {
  return db.run<ClientConsent>(readOfClient, [db.companyId, clientId]);
}

const fileColumns = [
  'number',
  'time',
  'decision',
  'how',
  'agreement',
  'version',
  'language',
  'client id',
  'client',
  'channel',
  'line',
  'dialog',
  'entered by',
];

function page(db: CompanyDb, filter: ConsentFilter, cursor: number | null, limit: number): Promise<ConsentRow[]> {
  const { agreementId, version, decision, lineId, channelId, clientId, from, until } = filter;
  return db.run<ConsentRow>(listConsents, [
    db.companyId,
    cursor,
    agreementId ?? null,
    version ?? null,
    decision ?? null,
    lineId ?? null,
    channelId ?? null,
    clientId ?? null,
    from ?? null,
    until ?? null,
    Math.min(limit, Math.max(mostConsents + 1, 1_000)),
  ]);
}

function consentOf(row: ConsentRow): ConsentRow {
  const { number, at, decision, how, agreement, version, language, client, channel, line, dialogId, employee } = row;
  return { number, at, decision, how, agreement, version, language, client, channel, line, dialogId, employee };
}
