import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import { exportCancelled, exportForm, exportsList, exportStarted } from './export.shapes.ts';
import type { ExportsService } from './exports.service.ts';

const exporting = procedureFor('statistics');

/** Files of dialogs, written in the background. They are read by a plain route, as they may be long. */
export function exportsRouter(exports: ExportsService) {
  return router({
    list: exporting
      .input(nothing)
      .output(exportsList)
      .query(({ ctx }) => exports.list(ctx.viewer)),
    start: exporting
      .input(exportForm)
      .output(exportStarted)
      .mutation(({ ctx, input }) => exports.start(ctx.viewer, input)),
    cancel: exporting
      .input(z.object({ exportId: z.uuid() }))
      .output(exportCancelled)
      .mutation(({ ctx, input }) => exports.cancel(ctx.viewer, input.exportId)),
  });
}
