import type { ProviderAnswer } from '@switchboard/channels/channel';
import { z } from 'zod';

/** What stands in the way of every call to the portal until somebody does something about it. */
export const crmProblems = ['expired', 'forbidden', 'scope', 'gone', 'unpaid', 'unreadable'] as const;
export type CrmProblem = (typeof crmProblems)[number];

/** The portal answered that it is asked too often, or has too much to do: nothing was done, ask again later. */
export class CrmBusy extends Error {
  readonly seconds: number;
  constructor(because: string, seconds: number) {
    super(because);
    this.seconds = seconds;
  }
}

/** No usable answer came. `done`: what was asked for may have been done all the same. */
export class CrmUnreachable extends Error {
  readonly done: 'no' | 'maybe';
  constructor(because: string, done: 'no' | 'maybe') {
    super(because);
    this.done = done;
  }
}

/** The access token is too old; another one is to be had. */
export class CrmTokenExpired extends Error {}

/** Nothing will be answered until the connection is made anew, or something is changed at the portal. */
export class CrmBlocked extends Error {
  readonly problem: CrmProblem;
  constructor(problem: CrmProblem, because: string) {
    super(because);
    this.problem = problem;
  }
}

/** This one request is refused, and will be however often it is made. */
export class CrmRefused extends Error {
  readonly code: string;
  constructor(code: string, because: string) {
    super(because);
    this.code = code;
  }
}

const failure = z.object({ error: z.coerce.string(), error_description: z.string().catch('') });
const success = z.object({ result: z.unknown(), next: z.number().int().optional() });

/** Codes of Bitrix24 (https://apidocs.bitrix24.com/error-codes.html) by what they mean to us. */
const blocked: Record<string, CrmProblem> = {
  NO_AUTH_FOUND: 'forbidden',
  INVALID_CREDENTIALS: 'forbidden',
  INVALID_TOKEN: 'forbidden',
  ACCESS_DENIED: 'forbidden',
  USER_ACCESS_ERROR: 'forbidden',
  AUTHORIZATION_ERROR: 'forbidden',
  APPLICATION_NOT_FOUND: 'forbidden',
  WRONG_CLIENT: 'forbidden',
  INVALID_CLIENT: 'forbidden',
  INVALID_GRANT: 'expired',
  INSUFFICIENT_SCOPE: 'scope',
  PORTAL_DELETED: 'gone',
  NOT_INSTALLED: 'gone',
  PAYMENT_REQUIRED: 'unpaid',
};
const busy: Record<string, number> = {
  QUERY_LIMIT_EXCEEDED: 2,
  OPERATION_TIME_LIMIT: 60,
  OVERLOAD_LIMIT: 300,
};

/** The result of one call, and where its list goes on. */
export type CallResult = { result: unknown; next: number | null };

/**
 * What an answer of the portal means. Throws `CrmBusy`, `CrmUnreachable`, `CrmTokenExpired`, `CrmBlocked`, `CrmRefused`;
 * a page in place of an answer (a gateway's, a sign-in) is no answer.
 */
export function readAnswer({ status, headers, body }: ProviderAnswer): CallResult {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    if (status === 429 || status === 503) throw new CrmBusy(`Status ${status}`, retryAfter(headers));
    if (status === 401 || status === 403) throw new CrmBlocked('forbidden', `Status ${status}`);
    throw new CrmUnreachable(`Status ${status} without an answer that can be read`, 'maybe');
  }
  const failed = failure.safeParse(json);
  if (failed.success) throw refusal(failed.data, status, headers);
  const done = success.safeParse(json);
  if (status < 200 || status >= 300 || !done.success || done.data.result === undefined)
    throw new CrmUnreachable(`Status ${status} with an answer that says nothing`, 'maybe');
  return { result: done.data.result, next: done.data.next ?? null };
}

/** What a failure told by the portal means, as an error to be thrown. The description is for people there, and not kept. */
export function refusal(
  { error }: { error: string; error_description: string },
  status = 200,
  headers: Record<string, string> = {},
): Error {
  const code = error.toUpperCase();
  if (code === 'EXPIRED_TOKEN') return new CrmTokenExpired(code);
  const seconds = busy[code];
  if (seconds !== undefined) return new CrmBusy(code, Math.max(seconds, retryAfter(headers)));
  const problem = blocked[code];
  if (problem !== undefined) return new CrmBlocked(problem, code);
  if (status === 429 || status === 503) return new CrmBusy(code, retryAfter(headers));
  if (status === 401) return new CrmBlocked('forbidden', code);
  if (status >= 500 || code === 'INTERNAL_SERVER_ERROR' || code === 'ERROR_UNEXPECTED_ANSWER')
    return new CrmUnreachable(code, 'maybe');
  return new CrmRefused(code, code);
}

function retryAfter(headers: Record<string, string>): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) ? Math.min(3_600, Math.max(2, seconds)) : 2;
}
