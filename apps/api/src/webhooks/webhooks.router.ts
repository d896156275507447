import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import { attempt, delivery, deliveryStates, webhook, webhookForm } from './webhook.shapes.ts';
import type { WebhooksService } from './webhooks.service.ts';

const one = z.object({ webhookId: z.uuid() });

export function webhooksRouter(webhooks: WebhooksService) {
  const manage = procedureFor('api');
  return router({
    list: manage
      .input(nothing)
      .output(z.array(webhook))
      .query(({ ctx }) => webhooks.list(ctx.viewer.companyId)),
    create: manage
      .input(webhookForm)
      .output(
        z.discriminatedUnion('created', [
          /** `secret` is what it is signed with: told here, once. */
          z.object({ created: z.literal(true), webhook, secret: z.string() }),
          z.object({ created: z.literal(false), because: z.literal('too-many') }),
        ]),
      )
      .mutation(({ ctx, input }) => webhooks.create(ctx.viewer, input)),
    save: manage
      .input(z.object({ ...one.shape, ...webhookForm.shape, version: z.number().int() }))
      .output(
        z.discriminatedUnion('saved', [
          z.object({ saved: z.literal(true), webhook }),
          z.object({ saved: z.literal(false), because: z.literal('stale'), webhook }),
        ]),
      )
      .mutation(({ ctx, input: { webhookId, version, ...form } }) =>
        webhooks.save(ctx.viewer, webhookId, version, form),
      ),
    setOn: manage
      .input(z.object({ ...one.shape, on: z.boolean() }))
      .output(z.object({ set: z.literal(true) }))
      .mutation(async ({ ctx, input }) => {
        await webhooks.setOn(ctx.viewer, input.webhookId, input.on);
        return { set: true as const };
      }),
    /** A new secret; the one before stays good for a day. */
    rollSecret: manage
      .input(one)
      .output(z.object({ secret: z.string(), formerUntil: z.number().int() }))
      .mutation(({ ctx, input }) => webhooks.rollSecret(ctx.viewer, input.webhookId)),
    remove: manage
      .input(one)
      .output(z.object({ removed: z.literal(true) }))
      .mutation(async ({ ctx, input }) => {
        await webhooks.remove(ctx.viewer, input.webhookId);
        return { removed: true as const };
      }),
    deliveries: manage
      .input(
        z.object({
          ...one.shape,
          state: z.enum(deliveryStates).optional(),
          cursor: z.uuid().optional(),
          limit: z.number().int().min(1).max(100).default(50),
        }),
      )
      .output(z.object({ rows: z.array(delivery), next: z.uuid().nullable() }))
      .query(({ ctx, input: { webhookId, state, cursor, limit } }) =>
        webhooks.deliveries(ctx.viewer.companyId, webhookId, state, cursor, limit),
      ),
    attempts: manage
      .input(z.object({ deliveryId: z.uuid() }))
      .output(z.array(attempt))
      .query(({ ctx, input }) => webhooks.attempts(ctx.viewer.companyId, input.deliveryId)),
    replay: manage
      .input(z.object({ deliveryId: z.uuid() }))
      .output(z.object({ replayed: z.literal(true) }))
      .mutation(async ({ ctx, input }) => {
        await webhooks.replay(ctx.viewer.companyId, input.deliveryId);
        return { replayed: true as const };
      }),
    replayFailed: manage
      .input(z.object({ ...one.shape, since: z.number().int() }))
      .output(z.object({ count: z.number().int() }))
      .mutation(({ ctx, input }) => webhooks.replayFailed(ctx.viewer.companyId, input.webhookId, input.since)),
    test: manage
      .input(one)
      .output(z.object({ deliveryId: z.uuid() }))
      .mutation(({ ctx, input }) => webhooks.test(ctx.viewer.companyId, input.webhookId)),
  });
}
