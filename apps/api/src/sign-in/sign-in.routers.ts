import { z } from 'zod';

import { companyName, email, language, me, password, personName, timeZone } from '../company/company.shapes.ts';
import type { CompanyService } from '../company/company.service.ts';
import { nothing, openProcedure, router } from '../rpc/trpc.ts';
import type { SignInService } from './sign-in.service.ts';

const token = z.string().min(1).max(1_000);

const sent = z.object({ sent: z.literal(true) });

export function sessionRouter(company: CompanyService) {
  return router({
    me: openProcedure
      .input(nothing)
      .output(me.nullable())
      .query(async ({ ctx }) => {
        const viewer = await ctx.viewer();
        return viewer ? company.me(viewer) : null;
      }),
  });
}

export function signUpRouter(signIn: SignInService) {
  return router({
    begin: openProcedure
      .input(z.object({ company: companyName, name: personName, email, password, language, timeZone }))
      .output(sent)
      .mutation(async ({ ctx, input }) => {
        await signIn.signUp(ctx.caller, input);
        return { sent: true as const };
      }),
    resend: openProcedure
      .input(z.object({ email }))
      .output(sent)
      .mutation(async ({ ctx, input }) => {
        await signIn.resend(ctx.caller, input.email);
        return { sent: true as const };
      }),
    confirm: openProcedure
      .input(z.object({ token }))
      .output(z.object({ confirmed: z.boolean() }))
      .mutation(async ({ ctx, input }) => {
        const cookies = await signIn.confirm(ctx.caller, input.token);
        if (cookies) ctx.setCookies(cookies);
        return { confirmed: cookies !== null };
      }),
  });
}

export function signInRouter(signIn: SignInService) {
  return router({
    withPassword: openProcedure
      .input(z.object({ email, password: z.string().min(1).max(128) }))
      .output(
        z.discriminatedUnion('signedIn', [
          z.object({ signedIn: z.literal(true) }),
          z.object({
            signedIn: z.literal(false),
            because: z.enum(['wrong', 'unconfirmed', 'too-many', 'second-factor']),
          }),
        ]),
      )
      .mutation(async ({ ctx, input }) => {
        const answer = await signIn.signIn(ctx.caller, input);
        // With a second factor what is set is not a session yet, but the way to its step.
        if ('cookies' in answer) ctx.setCookies(answer.cookies);
        if ('because' in answer) return { signedIn: false as const, because: answer.because };
        return { signedIn: true as const };
      }),
    out: openProcedure
      .input(nothing)
      .output(nothing)
      .mutation(async ({ ctx }) => {
        ctx.setCookies(await signIn.signOut(ctx.caller));
        return {};
      }),
  });
}

export function resetRouter(signIn: SignInService) {
  return router({
    begin: openProcedure
      .input(z.object({ email }))
      .output(sent)
      .mutation(async ({ ctx, input }) => {
        await signIn.beginReset(ctx.caller, input.email);
        return { sent: true as const };
      }),
    finish: openProcedure
      .input(z.object({ token, password }))
      .output(
        z.discriminatedUnion('done', [
          z.object({ done: z.literal(true) }),
          z.object({ done: z.literal(false), because: z.literal('expired') }),
        ]),
      )
      .mutation(async ({ ctx, input }) =>
        (await signIn.finishReset(ctx.caller, input.token, input.password))
          ? { done: true as const }
          : { done: false as const, because: 'expired' as const },
      ),
  });
}

export function invitationsRouter(signIn: SignInService) {
  return router({
    look: openProcedure
      .input(z.object({ token }))
      .output(z.object({ company: z.string(), email: z.string(), inviter: z.string(), language }).nullable())
      .query(({ input }) => signIn.lookAtInvitation(input.token)),
    accept: openProcedure
      .input(z.object({ token, name: personName, surname: z.string().trim().max(100), password }))
      .output(
        z.discriminatedUnion('accepted', [
          z.object({ accepted: z.literal(true) }),
          z.object({ accepted: z.literal(false), because: z.enum(['expired', 'has-account']) }),
        ]),
      )
      .mutation(async ({ ctx, input }) => {
        const answer = await signIn.acceptInvitation(ctx.caller, input);
        if ('because' in answer) return { accepted: false as const, because: answer.because };
        if (answer.cookies.length > 0) ctx.setCookies(answer.cookies);
        return { accepted: true as const };
      }),
  });
}
