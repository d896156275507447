import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { CrmConnections } from './connection.service.ts';
import { applicationForm, crmConnected, crmConnectionPage, webhookForm } from './connection.shapes.ts';

export function crmConnectionRouter(connections: CrmConnections) {
  const settings = procedureFor('settings');
  return router({
    get: settings
      .input(nothing)
      .output(crmConnectionPage)
      .query(({ ctx }) => connections.page(ctx.viewer)),
    connect: settings
      .input(webhookForm)
      .output(crmConnected)
      .mutation(({ ctx, input }) => connections.connectWebhook(ctx.viewer, input.address)),
    /** Where one signs in at the portal and lets the application in. */
    authorise: settings
      .input(applicationForm)
      .output(z.object({ address: z.string() }))
      .mutation(({ ctx, input }) => connections.authorise(ctx.viewer, input)),
    check: settings
      .input(nothing)
      .output(crmConnected)
      .mutation(({ ctx }) => connections.check(ctx.viewer.companyId)),
    putUser: settings
      .input(z.object({ externalId: z.string().max(50), employeeId: z.uuid().nullable() }))
      .output(z.object({ put: z.boolean() }))
      .mutation(async ({ ctx, input }) => ({
        put: await connections.putUser(ctx.viewer, input.externalId, input.employeeId),
      })),
    disconnect: settings
      .input(nothing)
      .output(z.object({ disconnected: z.boolean() }))
      .mutation(async ({ ctx }) => ({ disconnected: await connections.disconnect(ctx.viewer) })),
  });
}
