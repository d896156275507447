import { z } from 'zod';

import { nothing, openProcedure, procedureFor, router } from '../rpc/trpc.ts';
import type { SecondFactors } from './second-factor.service.ts';
import { grace, secondFactor, securityView } from './second-factor.shapes.ts';

const password = z.string().min(1, 'password.empty').max(128, 'password.long');
const code = z.string().trim().min(1, 'security.code.empty').max(40, 'security.code.wrong');
const because = z.enum(['wrong', 'too-many', 'already', 'signed-out']);

/** One's own second factor: open to who may do nothing else until he has one, and to nobody who is not signed in. */
export function secondFactorRouter(factors: SecondFactors) {
  const manage = procedureFor('settings');
  return router({
    mine: openProcedure
      .input(nothing)
      .output(secondFactor.nullable())
      .query(({ ctx }) => factors.mine(ctx.caller)),
    begin: openProcedure
      .input(z.object({ password }))
      .output(
        z.discriminatedUnion('begun', [
          z.object({ begun: z.literal(true), uri: z.string(), backupCodes: z.array(z.string()) }),
          z.object({ begun: z.literal(false), because }),
        ]),
      )
      .mutation(({ ctx, input }) => factors.begin(ctx.caller, input.password)),
    confirm: openProcedure
      .input(z.object({ code }))
      .output(
        z.discriminatedUnion('confirmed', [
          z.object({ confirmed: z.literal(true) }),
          z.object({ confirmed: z.literal(false), because }),
        ]),
      )
      .mutation(async ({ ctx, input }) => {
        const answer = await factors.confirm(ctx.caller, input.code);
        if ('because' in answer) return { confirmed: false as const, because: answer.because };
        if (answer.cookies.length > 0) ctx.setCookies(answer.cookies);
        return { confirmed: true as const };
      }),
    newCodes: openProcedure
      .input(z.object({ password }))
      .output(
        z.discriminatedUnion('made', [
          z.object({ made: z.literal(true), backupCodes: z.array(z.string()) }),
          z.object({ made: z.literal(false), because }),
        ]),
      )
      .mutation(({ ctx, input }) => factors.newCodes(ctx.caller, input.password)),
    switchOff: openProcedure
      .input(z.object({ password }))
      .output(
        z.discriminatedUnion('off', [
          z.object({ off: z.literal(true) }),
          z.object({ off: z.literal(false), because: z.enum([...because.options, 'required']) }),
        ]),
      )
      .mutation(async ({ ctx, input }) => {
        const answer = await factors.switchOff(ctx.caller, input.password);
        if ('because' in answer) return { off: false as const, because: answer.because };
        if (answer.cookies.length > 0) ctx.setCookies(answer.cookies);
        return { off: true as const };
      }),
    /** The second step of signing in. */
    step: openProcedure
      .input(z.object({ kind: z.enum(['app', 'backup']), code, trust: z.boolean() }))
      .output(
        z.discriminatedUnion('signedIn', [
          z.object({ signedIn: z.literal(true) }),
          z.object({ signedIn: z.literal(false), because: z.enum(['wrong', 'too-many', 'expired']) }),
        ]),
      )
      .mutation(async ({ ctx, input }) => {
        const answer = await factors.secondStep(ctx.caller, input);
        if ('because' in answer) return { signedIn: false as const, because: answer.because };
        ctx.setCookies(answer.cookies);
        return { signedIn: true as const };
      }),
    security: manage
      .input(nothing)
      .output(securityView)
      .query(({ ctx }) => factors.security(ctx.viewer)),
    require: manage
      .input(z.object({ former: grace, days: grace }))
      .output(
        z.union([
          z.object({ saved: z.literal(true) }),
          z.object({ saved: z.literal(false), because: z.literal('own-first') }),
          z.object({ saved: z.literal(false), because: z.literal('stale'), days: z.number().int().nullable() }),
        ]),
      )
      .mutation(({ ctx, input }) => factors.require(ctx.viewer, input.former, input.days)),
    reset: manage
      .input(z.object({ employeeId: z.uuid() }))
      .output(
        z.discriminatedUnion('reset', [
          z.object({ reset: z.literal(true) }),
          z.object({ reset: z.literal(false), because: z.enum(['oneself', 'none', 'wider-than-yours']) }),
        ]),
      )
      .mutation(({ ctx, input }) => factors.reset(ctx.viewer, input.employeeId)),
  });
}
