import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';

import { Changes, NotMade } from '../company/changes.ts';
import { Signals } from '../platform/signals.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { hidePerson, nothingErased, personOf } from './erasing.ts';
import type { ErasureBegun, ErasurePreview, ErasureRow, erasureReasons, RetentionSetting } from './erasure.shapes.ts';

/** The lane of the outbox in which people, and what was said without consent, are erased. */
export const eraseLane = 'erase';

const readRetention = sql('read-retention', 'select keep_days as "keepDays" from company where company_id = $1');
const setRetention = sql('set-retention', 'update company set keep_days = $2 where company_id = $1');
const clientToErase = sql(
  'client-to-erase',
  'select name, merged_into as "mergedInto", erased_at as "erasedAt" from client where company_id = $1 and client_id = $2',
);
const begin = sql(
  'begin-erasure',
  `with erasing as (
     insert into erasure (company_id, erasure_id, client_id, by, because, state, started_at, counts) values ($1, $2, $3, $4, $5, 'running', $6, $8)
   ),
   job as (
     insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
     values ($1, $7, '${eraseLane}', '${eraseLane}', $3::text, jsonb_build_object('job', 'person', 'erasureId', $2::uuid), $6, $6)
   )
   insert into account (company_id, lane, account, due_at, filled_at) values ($1, '${eraseLane}', '${eraseLane}', $6, $6)
   on conflict (company_id, lane, account) do update set due_at = least(account.due_at, excluded.due_at)`,
);
const running = sql(
  'running-erasure-of',
  `select erasure_id as "erasureId" from erasure where company_id = $1 and client_id = $2 and state = 'running' limit 1`,
);
const previewCounts = sql(
  'erasure-preview-counts',
  `select (select count(*)::int from client_address where company_id = $1 and client_id = any($2::uuid[])) as addresses,
     (select count(*)::int from message where company_id = $1 and chat_id = any($3::uuid[])) as messages,
     (select count(*)::int from dialog where company_id = $1 and dialog_id = any($4::bigint[]) and closed_at is null) as "openDialogs",
     (select count(*)::int from crm_record where company_id = $1 and record_id = any($5::uuid[]) and crm <> 'built-in' and external_id is not null) as elsewhere`,
);
const listErasures = sql(
  'list-erasures',
  `select r.erasure_id as "erasureId", r.client_id as "clientId", r.because, r.state, r.counts, r.started_at as "startedAt", r.done_at as "doneAt", r.number,
     case when e.employee_id is null then null else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname) end as by
   from erasure r left join employee e on e.company_id = $1 and e.employee_id = r.by
   where r.company_id = $1 and ($2::uuid is null or r.erasure_id < $2) order by r.erasure_id desc limit $3`,
);

/** Erasure of a person: asked for once, carried out in small steps, and proven by the ledger (product §3.4). */
@Injectable()
export class ErasureService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly signals: Signals,
  ) {}

  /** What would go; null where there is no such client, or he was erased. */
  async preview(companyId: string, clientId: string): Promise<ErasurePreview | null> {
    return this.db.inCompany(companyId, async (db) => {
      const [client] = await db.run<{ name: string; erasedAt: number | null }>(clientToErase, [companyId, clientId]);
      if (!client || client.erasedAt !== null) return null;
      const person = await personOf(db, clientId);
      const [counts] = await db.run<Pick<ErasurePreview, 'addresses' | 'messages' | 'openDialogs' | 'elsewhere'>>(
        previewCounts,
        [companyId, person.clientIds, person.chats.map(({ chatId }) => chatId), person.dialogIds, person.recordIds],
      );
      const { addresses = 0, messages = 0, openDialogs = 0, elsewhere = 0 } = counts ?? {};
      return {
        clientId,
        name: client.name,
        identities: person.identities.length,
        addresses,
        messages,
        dialogs: person.dialogIds.length,
        openDialogs,
        records: person.recordIds.length,
        elsewhere,
      };
    });
  }

  /**
   * Begins to erase a client, and all who were found to be him: from this turn on nobody knows him, the rest goes in
   * steps. Asked again while it runs, it is the same erasure.
   */
  async erase(viewer: Viewer, clientId: string, because: (typeof erasureReasons)[number]): Promise<ErasureBegun> {
    type Client = { mergedInto: string | null; erasedAt: number | null };
    const answer = await this.changes.make<ErasureBegun>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      const [client] = await turn.run<Client>(clientToErase, [turn.companyId, clientId]);
      // Who is part of another is erased with him.
      if (!client || client.mergedInto !== null) return new NotMade({ begun: false, because: 'no-such-client' });
      const [known] = await turn.run<{ erasureId: string }>(running, [turn.companyId, clientId]);
      if (known) return new NotMade({ begun: true, erasureId: known.erasureId });
      if (client.erasedAt !== null) return new NotMade({ begun: false, because: 'erased-before' });
      const erasureId = turn.id();
      await turn.run(begin, [
        turn.companyId,
        erasureId,
        clientId,
        viewer.employeeId,
        because,
        new Date(turn.now),
        turn.id(),
        JSON.stringify(nothingErased),
      ]);
      await hidePerson(turn, erasureId, clientId);
      await audit(viewer, 'client.erased', { kind: 'client', id: clientId }, { erasureId, because });
      return { begun: true, erasureId };
    });
    if (answer.begun) this.signals.outbox(viewer.companyId, eraseLane);
    return answer;
  }

  async retention(companyId: string): Promise<RetentionSetting> {
    const [row] = await this.db.inCompany(companyId, (db) => db.run<RetentionSetting>(readRetention, [companyId]));
    return row ?? { keepDays: null };
  }

  /** From the next round on: within the hour. A shorter time erases what is older; there is no way back. */
  async setRetention(viewer: Viewer, { keepDays }: RetentionSetting): Promise<RetentionSetting> {
    const { companyId } = viewer;
    return this.changes.make<RetentionSetting>(companyId, 'company', async (turn, _again, audit) => {
      const [before] = await turn.run<RetentionSetting>(readRetention, [companyId]);
      if (before?.keepDays === keepDays) return new NotMade({ keepDays });
      await turn.run(setRetention, [companyId, keepDays]);
      const details = { from: before?.keepDays ?? null, to: keepDays };
      await audit(viewer, 'company.retention', { kind: 'company', id: companyId }, details);
      return { keepDays };
    });
  }

  async list(
    companyId: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ rows: ErasureRow[]; next: string | null }> {
    const rows = await this.db.inCompany(companyId, (db) =>
      db.run<ErasureRow>(listErasures, [companyId, cursor ?? null, limit + 1]),
    );
    const shown = rows.slice(0, limit);
    return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.erasureId ?? null) : null };
  }
}
