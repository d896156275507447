import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import { channelRow, telegramConnected } from './channel.shapes.ts';
import type { ChannelsService } from './channels.service.ts';

export function channelsRouter(channels: ChannelsService) {
  const edit = procedureFor('channelsEdit');
  return router({
    list: memberProcedure
      .input(z.object({ lineId: z.uuid().optional() }))
      .output(z.array(channelRow))
      .query(({ ctx, input }) => channels.shownTo(ctx.viewer, input.lineId)),
    addLiveChat: edit
      .input(
        z.object({
          lineId: z.uuid(),
          name: z.string().trim().min(1, 'channel.name.empty').max(100, 'channel.name.long'),
        }),
      )
      .output(channelRow)
      .mutation(({ ctx, input }) => channels.addLiveChat(ctx.viewer, input.lineId, input.name)),
    connectTelegram: edit
      .input(z.object({ lineId: z.uuid(), token: z.string().trim().max(200) }))
      .output(telegramConnected)
      .mutation(({ ctx, input }) => channels.connectTelegram(ctx.viewer, input.lineId, input.token)),
    move: edit
      .input(z.object({ channelId: z.uuid(), lineId: z.uuid() }))
      .output(channelRow)
      .mutation(({ ctx, input }) => channels.move(ctx.viewer, input.channelId, input.lineId)),
    remove: edit
      .input(z.object({ channelId: z.uuid() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await channels.remove(ctx.viewer, input.channelId);
        return {};
      }),
  });
}
