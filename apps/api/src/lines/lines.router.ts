import { lineName, tabsToSave, type Tab } from '@switchboard/domain/line';
import { queueSettings } from '@switchboard/domain/queue';
import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import { crew, lineRow, lineView, queueSaved, tabSaved } from './line.shapes.ts';
import type { LinesService } from './lines.service.ts';

export function linesRouter(lines: LinesService) {
  const edit = procedureFor('linesEdit');
  return router({
    list: memberProcedure
      .input(nothing)
      .output(z.array(lineRow))
      .query(({ ctx }) => lines.list(ctx.viewer)),
    get: memberProcedure
      .input(z.object({ lineId: z.uuid() }))
      .output(lineView)
      .query(({ ctx, input }) => lines.get(ctx.viewer, input.lineId)),
    crew: memberProcedure
      .input(z.object({ lineId: z.uuid() }))
      .output(crew)
      .query(({ ctx, input }) => lines.crew(ctx.viewer, input.lineId)),
    create: edit
      .input(z.object({ name: lineName }))
      .output(z.object({ lineId: z.uuid() }))
      .mutation(({ ctx, input }) => lines.create(ctx.viewer, input.name)),
    rename: edit
      .input(z.object({ lineId: z.uuid(), name: lineName }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await lines.rename(ctx.viewer, input.lineId, input.name);
        return {};
      }),
    setActive: edit
      .input(z.object({ lineId: z.uuid(), active: z.boolean() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await lines.setActive(ctx.viewer, input.lineId, input.active);
        return {};
      }),
    /** What is wrong is said at the field, by its path within the settings: `autoActions.welcome.text`. */
    saveTab: edit
      .input(
        z.object({
          lineId: z.uuid(),
          version: z.number().int().min(1),
          tab: z.enum(Object.keys(tabsToSave) as [Tab, ...Tab[]]),
          settings: z.record(z.string().max(100), z.unknown()),
        }),
      )
      .output(tabSaved)
      .mutation(({ ctx, input: { lineId, version, tab, settings } }) =>
        lines.saveTab(ctx.viewer, lineId, version, tab, settings),
      ),
    saveQueue: edit
      .input(z.object({ lineId: z.uuid(), version: z.number().int().min(1), queue: queueSettings }))
      .output(queueSaved)
      .mutation(({ ctx, input }) => lines.saveQueue(ctx.viewer, input.lineId, input.version, input.queue)),
  });
}
