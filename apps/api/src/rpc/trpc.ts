import { may, type Action, type Role } from '@switchboard/domain/access';
import { initTRPC, TRPCError } from '@trpc/server';
import { z, ZodError } from 'zod';

import { isOutage } from '../platform/outage.ts';
import { storableValue } from '../platform/text.ts';

/** Who calls: an employee of one company, with what his rights are reckoned from. */
export type Viewer = {
  companyId: string;
  employeeId: string;
  userId: string;
  role: Role;
  /** Lines whose queue he is in. */
  lineIds: string[];
};

export type Context = {
  /** The caller's address and cookies, for signing in. */
  caller: { ip: string; cookie: string };
  /** Null: nobody is signed in. Looked up at the first use. */
  viewer: () => Promise<Viewer | null>;
  setCookies: (cookies: string[]) => void;
};

/** A value at a field is not as it must be. `fields` maps its path to a key of the messages. */
export class FieldError extends TRPCError {
  readonly fields: Record<string, string>;
  constructor(fields: Record<string, string>) {
    super({ code: 'BAD_REQUEST', message: 'Some fields are not as they must be' });
    this.fields = fields;
  }
}

const t = initTRPC.context<Context>().create({
  errorFormatter: ({ shape, error }) => {
    const field =
      error instanceof FieldError
        ? error.fields
        : error.cause instanceof ZodError
          ? Object.fromEntries(error.cause.issues.map((issue) => [issue.path.join('.'), issue.message]))
          : {};
    const hidden = error.code === 'INTERNAL_SERVER_ERROR';
    return {
      message: hidden
        ? 'Something went wrong on our side'
        : error.cause instanceof ZodError
          ? 'Some fields are not as they must be'
          : shape.message,
      code: shape.code,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, field },
    };
  },
});

export const router = t.router;

/** For those who are not signed in: signing up and in, invitations. Everything else denies by default. */
export const openProcedure = t.procedure.use(async ({ next, getRawInput }) => {
  // No text that PostgreSQL cannot hold reaches a query or a row.
  const answer = await next({ getRawInput: async () => storableValue(await getRawInput()) });
  if (answer.ok || !isOutage(answer.error.cause)) return answer;
  throw new TRPCError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'Try again in a moment',
    cause: answer.error.cause,
  });
});

/** A signed-in employee who was not dismissed. */
export const memberProcedure = openProcedure.use(async ({ ctx, next }) => {
  const viewer = await ctx.viewer();
  if (!viewer) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first' });
  return next({ ctx: { ...ctx, viewer } });
});

/** A signed-in employee whose role has this right somewhere; what it covers is checked where the object is known. */
export function procedureFor(action: Action) {
  return memberProcedure.use(async ({ ctx, next }) => {
    const { viewer } = ctx;
    // Asked of the widest object there is: his own.
    const allowed = may({ employeeId: viewer.employeeId, role: viewer.role }, action, {
      holder: viewer.employeeId,
      offeredTo: [],
      inQueue: true,
    });
    if (!allowed) throw new TRPCError({ code: 'FORBIDDEN', message: 'Your role has no right to this' });
    return next({ ctx });
  });
}

export const nothing = z.object({});
export type { Action };
