import { Injectable } from '@nestjs/common';
import { sql, type Turn } from '@switchboard/db';
import type { AddressKind } from '@switchboard/domain/crm';
import { asEmail, asPhone } from '@switchboard/domain/crm/addresses';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import { countryOf } from '../crm/records/records.queries.ts';
import { recordsSight, seenRecord } from '../crm/records/records-sight.ts';
import { mergeClients, unmergeClients } from '../dialogs/merge-clients.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { mostAddresses } from './client.shapes.ts';
import { seenClient } from './clients-sight.ts';

const lock = sql(
  'client-to-change',
  `select c.client_id as "clientId", c.name from client c
   where c.company_id = $1 and c.client_id = $4 and c.merged_into is null and c.erased_at is null and ${seenClient}
     and not exists (select from erasure e where e.company_id = $1 and e.client_id = $4 and e.state = 'running') for update of c`,
);
const isMerged = sql(
  'client-is-merged',
  'select 1 as one from client where company_id = $1 and client_id = $2 and merged_into is not null',
);
const setName = sql('rename-client', 'update client set name = $3 where company_id = $1 and client_id = $2');
const openOf = sql(
  'open-dialogs-of-client',
  `select dialog_id as "dialogId", chat_id as "chatId" from dialog where company_id = $1 and client_id = $2 and closed_at is null
   order by dialog_id limit 100`,
);
const addressesOf = sql(
  'count-addresses-of-client',
  `select count(*)::int as count, count(*) filter (where kind = $3 and value = $4)::int as same from client_address where company_id = $1 and client_id = $2`,
);
const addAddress = sql(
  'add-client-address',
  `insert into client_address (company_id, client_address_id, client_id, kind, value, confidence, source, created_at)
   values ($1, $2, $3, $4, $5, 'asserted', 'by-hand', $6)`,
);
const removeAddress = sql(
  'remove-client-address',
  `delete from client_address where company_id = $1 and client_id = $2 and kind = $3 and value = $4 and confidence = 'asserted' returning 1 as one`,
);
const hasAddress = sql(
  'has-client-address',
  'select 1 as one from client_address where company_id = $1 and client_id = $2 and kind = $3 and value = $4',
);
const recordToAttach = sql(
  'record-to-attach',
  `select 1 as one from crm_record r where r.company_id = $1 and r.record_id = $4 and r.removed_at is null and r.merged_into is null and ${seenRecord}`,
);
// What was only thought is sure since somebody says so; what was sure stays as it was found.
const attach = sql(
  'attach-record',
  `insert into client_record (company_id, client_id, record_id, confidence, at) values ($1, $2, $3, 'by-hand', $4)
   on conflict (company_id, client_id, record_id) do update set confidence = 'by-hand', at = excluded.at where client_record.confidence = 'asserted'`,
);
const detach = sql(
  'detach-record',
  'delete from client_record where company_id = $1 and client_id = $2 and record_id = $3 returning 1 as one',
);
const mergeOf = sql(
  'client-merge',
  'select kept_id as "keptId", merged_id as "mergedId" from client_merge where company_id = $1 and merge_id = $2',
);

/** Work with clients: who they are, and which of them are one person. */
@Injectable()
export class ClientsService {
  constructor(private readonly changes: Changes) {}

  async rename(viewer: Viewer, clientId: string, name: string): Promise<void> {
    await this.changes.make<null>(viewer.companyId, 'clients', async (turn) => {
      const client = await clientToChange(turn, viewer, clientId);
      if (client.name === name) return new NotMade(null);
      await turn.run(setName, [turn.companyId, clientId, name]);
      await tellDialogs(turn, clientId);
      return null;
    });
  }

  /** Notes what an employee knows: asserted, since no channel vouches for it. */
  async addAddress(viewer: Viewer, clientId: string, kind: AddressKind, text: string): Promise<{ value: string }> {
    return this.changes.make<{ value: string }>(viewer.companyId, 'clients', async (turn) => {
      await clientToChange(turn, viewer, clientId);
      const value = kind === 'phone' ? asPhone(text, await countryOf(turn)) : asEmail(text);
      if (value === null) throw new FieldError({ value: `clients.${kind}.bad` });
      const [known] = await turn.run<{ count: number; same: number }>(addressesOf, [
        turn.companyId,
        clientId,
        kind,
        value,
      ]);
      if ((known?.same ?? 0) > 0) return new NotMade({ value });
      if ((known?.count ?? 0) >= mostAddresses) throw new FieldError({ value: 'clients.addresses.many' });
      await turn.run(addAddress, [turn.companyId, turn.id(), clientId, kind, value, new Date(turn.now)]);
      return { value };
    });
  }

  async removeAddress(viewer: Viewer, clientId: string, kind: AddressKind, value: string) {
    type Answer = { removed: true } | { removed: false; because: 'verified' | 'not-there' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn) => {
      await clientToChange(turn, viewer, clientId);
      const [gone] = await turn.run(removeAddress, [turn.companyId, clientId, kind, value]);
      if (gone) return { removed: true };
      const [stays] = await turn.run(hasAddress, [turn.companyId, clientId, kind, value]);
      return new NotMade<Answer>({ removed: false, because: stays ? 'verified' : 'not-there' });
    });
  }

  /** Says that a record is this client's. */
  async attachRecord(viewer: Viewer, clientId: string, recordId: string): Promise<void> {
    await this.changes.make<null>(viewer.companyId, 'clients', async (turn) => {
      await clientToChange(turn, viewer, clientId);
      const [record] = await turn.run(recordToAttach, [...recordsSight(viewer), recordId]);
      if (!record) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such record' });
      await turn.run(attach, [turn.companyId, clientId, recordId, new Date(turn.now)]);
      return null;
    });
  }

  /** Says that a record is not his. It stays, and so do the dialogs that are about it. */
  async detachRecord(viewer: Viewer, clientId: string, recordId: string) {
    type Answer = { detached: true } | { detached: false; because: 'not-there' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn) => {
      await clientToChange(turn, viewer, clientId);
      const [record] = await turn.run(recordToAttach, [...recordsSight(viewer), recordId]);
      if (!record) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such record' });
      const [gone] = await turn.run(detach, [turn.companyId, clientId, recordId]);
      return gone ? { detached: true } : new NotMade<Answer>({ detached: false, because: 'not-there' });
    });
  }

  /** Makes the other client a part of this one (product §3.2: an employee who is sure that both are one person). */
  async merge(viewer: Viewer, clientId: string, otherClientId: string) {
    type Answer = { merged: true; clientMergeId: string } | { merged: false; because: 'same-client' | 'merged-before' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      if (clientId === otherClientId) return new NotMade<Answer>({ merged: false, because: 'same-client' });
      for (const id of [clientId, otherClientId]) {
        const [gone] = await turn.run(isMerged, [turn.companyId, id]);
        if (gone) return new NotMade<Answer>({ merged: false, because: 'merged-before' });
        await clientToChange(turn, viewer, id);
      }
      const made = await mergeClients(
        turn,
        { keptId: clientId, mergedId: otherClientId },
        'by-hand',
        viewer.employeeId,
      );
      if ('because' in made) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such client' });
      const { mergeId } = made;
      await audit(viewer, 'client.merged', { kind: 'client', id: clientId }, { otherId: otherClientId, mergeId });
      return { merged: true, clientMergeId: mergeId };
    });
  }

  /** Takes a merge back, whoever or whatever made it. */
  async unmerge(viewer: Viewer, clientMergeId: string) {
    type Answer =
      | { undone: true; clientId: string; otherClientId: string }
      | { undone: false; because: 'cannot-be-undone' };
    return this.changes.make<Answer>(viewer.companyId, 'clients', async (turn, _again, audit) => {
      const [merge] = await turn.run<{ keptId: string; mergedId: string }>(mergeOf, [turn.companyId, clientMergeId]);
      if (!merge) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such merge' });
      const { keptId, mergedId } = merge;
      const [gone] = await turn.run(isMerged, [turn.companyId, keptId]);
      if (gone) return new NotMade<Answer>({ undone: false, because: 'cannot-be-undone' });
      await clientToChange(turn, viewer, keptId);
      const undone = await unmergeClients(turn, clientMergeId, viewer.employeeId);
      if ('because' in undone) return new NotMade<Answer>({ undone: false, because: 'cannot-be-undone' });
      const details = { otherId: mergedId, mergeId: clientMergeId };
      await audit(viewer, 'client.unmerged', { kind: 'client', id: keptId }, details);
      return { undone: true, clientId: keptId, otherClientId: mergedId };
    });
  }
}

/** A client whom this person may change now; refuses where he sees none, or he is a part of another or erased. */
async function clientToChange(turn: Turn, viewer: Viewer, clientId: string): Promise<{ name: string }> {
  const [client] = await turn.run<{ name: string }>(lock, [...recordsSight(viewer), clientId]);
  if (!client) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such client' });
  return client;
}

/** Whoever has one of his dialogs on the screen sees him as he is called now. */
async function tellDialogs(turn: Turn, clientId: string): Promise<void> {
  const open = await turn.run<{ dialogId: number; chatId: string }>(openOf, [turn.companyId, clientId]);
  for (const { dialogId, chatId } of open) turn.announce({ change: 'dialog', dialogId, chatId });
}
