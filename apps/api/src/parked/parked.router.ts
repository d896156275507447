import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import { parked } from './parked.shapes.ts';
import type { ParkedService } from './parked.service.ts';

const one = z.object({ parkedId: z.uuid() });

export function parkedRouter(service: ParkedService) {
  const manage = procedureFor('settings');
  return router({
    list: manage
      .input(z.object({ cursor: z.uuid().optional(), limit: z.number().int().min(1).max(100).default(50) }))
      .output(z.object({ rows: z.array(parked), next: z.uuid().nullable() }))
      .query(({ ctx, input }) => service.list(ctx.viewer, input.cursor, input.limit)),
    count: manage
      .input(nothing)
      .output(z.object({ count: z.number().int() }))
      .query(({ ctx }) => service.count(ctx.viewer)),
    retry: manage
      .input(one)
      .output(
        z.discriminatedUnion('retried', [
          z.object({ retried: z.literal(true) }),
          z.object({ retried: z.literal(false), because: z.enum(['failed', 'gone']) }),
        ]),
      )
      .mutation(({ ctx, input }) => service.retry(ctx.viewer, input.parkedId)),
    drop: manage
      .input(one)
      .output(z.object({ dropped: z.boolean() }))
      .mutation(({ ctx, input }) => service.drop(ctx.viewer, input.parkedId)),
  });
}
