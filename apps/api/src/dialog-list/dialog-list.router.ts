import { dialogFilter } from '@switchboard/domain/statistics';
import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { DialogListQueries } from './dialog-list.queries.ts';
import {
  asked,
  counted,
  defaultSet,
  groupAnswer,
  listedPage,
  mostAtOnce,
  mostChosen,
  viewForm,
  views,
  viewSaved,
} from './dialog-list.shapes.ts';
import type { GroupService } from './group.service.ts';
import type { ViewsService } from './views.service.ts';

const dialogIds = z.array(z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)).min(1).max(mostAtOnce);
const group = z.object({ commandId: z.uuid(), dialogIds });
const transferTarget = z.union([
  z.object({ employeeId: z.uuid(), evenIfUnavailable: z.boolean() }),
  z.object({ lineId: z.uuid() }),
  z.object({ departmentId: z.uuid() }),
]);

/** The managers' list of dialogs: pages, how many there are, saved views, and what is done to several at once. */
export function dialogListRouter(list: DialogListQueries, viewsOf: ViewsService, groups: GroupService) {
  return router({
    page: memberProcedure
      .input(
        asked.extend({ cursor: z.string().max(300).optional(), limit: z.number().int().min(1).max(100).default(50) }),
      )
      .output(listedPage)
      .query(({ ctx, input: { filter, sort, ascending, cursor, limit } }) =>
        list.page(ctx.viewer, filter, { sort, ascending }, cursor, limit),
      ),
    count: memberProcedure
      .input(z.object({ filter: dialogFilter.default({}) }))
      .output(counted)
      .query(({ ctx, input }) => list.count(ctx.viewer, input.filter)),
    /** All that fit, for acting on them: as many as one choice may name. */
    matching: memberProcedure
      .input(asked)
      .output(z.object({ dialogIds: z.array(z.number().int()), more: z.boolean() }))
      .query(({ ctx, input: { filter, ...by } }) => list.matching(ctx.viewer, filter, by, mostChosen)),
    finish: procedureFor('finish')
      .input(group.extend({ how: z.enum(['closed', 'spam']), block: z.boolean() }))
      .output(groupAnswer)
      .mutation(({ ctx, input: { commandId, dialogIds: which, how, block } }) =>
        groups.act(ctx.viewer, commandId, which, {
          action: 'close',
          ...(how === 'spam' ? { because: 'spam', blocks: block } : { because: 'forced' }),
        }),
      ),
    transfer: procedureFor('transfer')
      .input(group.extend({ to: transferTarget }))
      .output(groupAnswer)
      .mutation(({ ctx, input: { commandId, dialogIds: which, to } }) =>
        groups.act(ctx.viewer, commandId, which, { action: 'transfer', to }),
      ),
    views: memberProcedure
      .input(nothing)
      .output(views)
      .query(({ ctx }) => viewsOf.list(ctx.viewer)),
    addView: memberProcedure
      .input(z.object({ view: viewForm }))
      .output(viewSaved)
      .mutation(({ ctx, input }) => viewsOf.add(ctx.viewer, input.view)),
    saveView: memberProcedure
      .input(z.object({ viewId: z.uuid(), view: viewForm }))
      .output(viewSaved)
      .mutation(({ ctx, input }) => viewsOf.save(ctx.viewer, input.viewId, input.view)),
    removeView: memberProcedure
      .input(z.object({ viewId: z.uuid() }))
      .output(viewSaved)
      .mutation(({ ctx, input }) => viewsOf.remove(ctx.viewer, input.viewId)),
    restoreView: memberProcedure
      .input(z.object({ viewId: z.uuid() }))
      .output(viewSaved)
      .mutation(({ ctx, input }) => viewsOf.restore(ctx.viewer, input.viewId)),
    setDefaultView: memberProcedure
      .input(z.object({ viewId: z.uuid().nullable() }))
      .output(defaultSet)
      .mutation(({ ctx, input }) => viewsOf.setDefault(ctx.viewer, input.viewId)),
  });
}
