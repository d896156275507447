import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import { erasureBegun, erasurePreview, erasureReasons, erasureRow, retention } from './erasure.shapes.ts';
import type { ErasureService } from './erasure.service.ts';

export function erasuresRouter(erasures: ErasureService) {
  const erase = procedureFor('erasure', { everywhere: true });
  return router({
    preview: erase
      .input(z.object({ clientId: z.uuid() }))
      .output(erasurePreview.nullable())
      .query(({ ctx, input }) => erasures.preview(ctx.viewer.companyId, input.clientId)),
    list: erase
      .input(z.object({ cursor: z.uuid().optional(), limit: z.number().int().min(1).max(100).default(50) }))
      .output(z.object({ rows: z.array(erasureRow), next: z.uuid().nullable() }))
      .query(({ ctx, input }) => erasures.list(ctx.viewer.companyId, input.cursor, input.limit)),
    erase: erase
      .input(z.object({ clientId: z.uuid(), because: z.enum(erasureReasons) }))
      .output(erasureBegun)
      .mutation(({ ctx, input }) => erasures.erase(ctx.viewer, input.clientId, input.because)),
    retention: procedureFor('settings', { everywhere: true })
      .input(nothing)
      .output(retention)
      .query(({ ctx }) => erasures.retention(ctx.viewer.companyId)),
    setRetention: procedureFor('settings', { everywhere: true })
      .input(retention)
      .output(retention)
      .mutation(({ ctx, input }) => erasures.setRetention(ctx.viewer, input)),
  });
}
