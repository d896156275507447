import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import { apiKey, apiKeyForm } from './api-key.shapes.ts';
import type { ApiKeysService } from './api-keys.service.ts';

export function apiKeysRouter(keys: ApiKeysService) {
  const manage = procedureFor('api');
  return router({
    list: manage
      .input(nothing)
      .output(z.array(apiKey))
      .query(({ ctx }) => keys.list(ctx.viewer)),
    create: manage
      .input(apiKeyForm)
      .output(
        z.discriminatedUnion('created', [
          /** `secret` is the key itself: told here, once, and kept nowhere. */
          z.object({ created: z.literal(true), key: apiKey, secret: z.string() }),
          z.object({ created: z.literal(false), because: z.literal('too-many') }),
        ]),
      )
      .mutation(({ ctx, input }) => keys.create(ctx.viewer, input)),
    revoke: manage
      .input(z.object({ apiKeyId: z.uuid() }))
      .output(z.object({ revoked: z.literal(true) }))
      .mutation(async ({ ctx, input }) => {
        await keys.revoke(ctx.viewer, input.apiKeyId);
        return { revoked: true as const };
      }),
  });
}
