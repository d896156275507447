import { z } from 'zod';

import { memberProcedure, nothing, router } from '../rpc/trpc.ts';
import { notice } from './notice.shapes.ts';
import type { NoticesService } from './notices.service.ts';

export function noticesRouter(notices: NoticesService) {
  return router({
    list: memberProcedure
      .input(nothing)
      .output(z.object({ notices: z.array(notice), unread: z.number().int() }))
      .query(({ ctx }) => notices.list(ctx.viewer)),
    /** One of them, or with null all. */
    read: memberProcedure
      .input(z.object({ noticeId: z.uuid().nullable() }))
      .output(z.object({ read: z.boolean() }))
      .mutation(({ ctx, input }) => notices.read(ctx.viewer, input.noticeId)),
  });
}
