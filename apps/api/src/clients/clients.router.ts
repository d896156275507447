import { addressKinds } from '@switchboard/domain/crm';
import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import {
  addressRemoved,
  clientDialogs,
  clientFilter,
  clientPage,
  clientsMerged,
  clientsUnmerged,
  clientThread,
  clientView,
  dialogClient,
  recordDetached,
} from './client.shapes.ts';
import type { ClientQueries } from './clients.queries.ts';
import type { ClientsService } from './clients.service.ts';

const work = procedureFor('crm');
const client = z.object({ clientId: z.uuid() });
const record = client.extend({ recordId: z.uuid() });
const limit = z.number().int().min(1).max(100).default(50);
const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Those who write, and what is known of them. */
export function clientsRouter(clients: ClientsService, queries: ClientQueries) {
  return router({
    list: work
      .input(clientFilter.extend({ cursor: z.string().max(200).optional(), limit }))
      .output(clientPage)
      .query(({ ctx, input: { cursor, limit: most, ...filter } }) => queries.list(ctx.viewer, filter, cursor, most)),
    get: work
      .input(client)
      .output(clientView)
      .query(({ ctx, input }) => queries.get(ctx.viewer, input.clientId)),
    /** The client of a dialog, as the card beside it shows him. */
    ofDialog: work
      .input(z.object({ dialogId: number }))
      .output(dialogClient)
      .query(({ ctx, input }) => queries.ofDialog(ctx.viewer, input.dialogId)),
    dialogs: work
      .input(client.extend({ cursor: number.optional(), limit }))
      .output(clientDialogs)
      .query(({ ctx, input }) => queries.dialogsOf(ctx.viewer, input.clientId, input.cursor, input.limit)),
    thread: work
      .input(client.extend({ cursor: z.string().max(8_000).optional(), limit }))
      .output(clientThread)
      .query(({ ctx, input }) => queries.thread(ctx.viewer, input.clientId, input.cursor, input.limit)),
    rename: work
      .input(client.extend({ name: z.string().trim().min(1, 'clients.name.empty').max(200, 'clients.name.long') }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await clients.rename(ctx.viewer, input.clientId, input.name);
        return {};
      }),
    addAddress: work
      .input(
        client.extend({
          kind: z.enum(addressKinds),
          value: z.string().trim().min(1, 'clients.address.empty').max(320, 'clients.address.long'),
        }),
      )
      .output(z.object({ value: z.string() }))
      .mutation(({ ctx, input }) => clients.addAddress(ctx.viewer, input.clientId, input.kind, input.value)),
    removeAddress: work
      .input(client.extend({ kind: z.enum(addressKinds), value: z.string().max(320) }))
      .output(addressRemoved)
      .mutation(({ ctx, input }) => clients.removeAddress(ctx.viewer, input.clientId, input.kind, input.value)),
    attachRecord: work
      .input(record)
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await clients.attachRecord(ctx.viewer, input.clientId, input.recordId);
        return {};
      }),
    detachRecord: work
      .input(record)
      .output(recordDetached)
      .mutation(({ ctx, input }) => clients.detachRecord(ctx.viewer, input.clientId, input.recordId)),
    merge: work
      .input(client.extend({ otherClientId: z.uuid() }))
      .output(clientsMerged)
      .mutation(({ ctx, input }) => clients.merge(ctx.viewer, input.clientId, input.otherClientId)),
    unmerge: work
      .input(z.object({ clientMergeId: z.uuid() }))
      .output(clientsUnmerged)
      .mutation(({ ctx, input }) => clients.unmerge(ctx.viewer, input.clientMergeId)),
  });
}
