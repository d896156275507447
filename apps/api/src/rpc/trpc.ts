import { may, mayAnywhere, type Action, type Actor, type RoleId, type Subject } from '@switchboard/domain/access';
import { initTRPC, TRPCError } from '@trpc/server';
import { z, ZodError } from 'zod';

import { isOutage } from '../platform/outage.ts';
import { storableValue } from '../platform/text.ts';

/** Who calls: an employee of one company, with what his rights come to. */
export type Viewer = Actor & {
  companyId: string;
  userId: string;
  roleIds: readonly RoleId[];
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
  // No text that PostgreSQL cannot hold reaches a query or a row, and an id is written in one way wherever it is compared.
  const answer = await next({ getRawInput: async () => withPlainIds(storableValue(await getRawInput())) });
  if (answer.ok || !isOutage(answer.error.cause)) return answer;
  throw new TRPCError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'Try again in a moment',
    cause: answer.error.cause,
  });
});

/**
 * Ids in small letters, as they are stored: the database knows an id in capitals too, whereas rights are compared with it
 * letter by letter.
 */
function withPlainIds(value: unknown, isId = false): unknown {
  if (typeof value === 'string') return isId ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map((one) => withPlainIds(one, isId));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPlainIds(one, /Ids?$/.test(name))]));
}

/** A signed-in employee who was not dismissed. */
export const memberProcedure = openProcedure.use(async ({ ctx, next }) => {
  const viewer = await ctx.viewer();
  if (!viewer) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first' });
  return next({ ctx: { ...ctx, viewer } });
});

/**
 * A signed-in employee who has this right somewhere; with `everywhere`, for what belongs to the whole company, one whose
 * right is bound to nothing. Where the input names the line or the employee that it is about, the right must reach that
 * one. What is known by another id is checked where it is read.
 */
export function procedureFor(action: Action, { everywhere = false } = {}) {
  return memberProcedure.use(async ({ ctx, next, getRawInput }) => {
    const { viewer } = ctx;
    const on = everywhere ? {} : subjectOf(action, await getRawInput());
    const allowed = on === null ? mayAnywhere(viewer, action) : may(viewer, action, on);
    if (!allowed) throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
    return next({ ctx });
  });
}

/** The line or the person that an input names, for what is done to lines or to people. */
function subjectOf(action: Action, input: unknown): Subject | null {
  const named = (field: string): string | null => {
    const value = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[field] : undefined;
    return typeof value === 'string' ? value : null;
  };
  const lineId = named('lineId');
  if (lineId !== null && (action === 'linesView' || action === 'linesEdit' || action === 'channelsEdit'))
    return { lineId };
  const person = named('employeeId');
  return person !== null && action === 'people' ? { person } : null;
}

export const nothing = z.object({});
export type { Action };
