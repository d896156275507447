import { TRPCClientError } from '@trpc/client';

import type { AppRouter } from '@switchboard/api/rpc';

/** The API's code for what went wrong, or null where it never answered. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data = (error as TRPCClientError<AppRouter>).data;
  return data?.code ?? null;
}

/** The call never reached the API or its answer was lost: asking again is right. */
export function unanswered(error: unknown): boolean {
  return error instanceof TRPCClientError && codeOf(error) === null;
}

/** Message keys by field path, where the API turned values down. */
export function fieldsOf(error: unknown): Record<string, string> {
  if (!(error instanceof TRPCClientError)) return {};
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('field' in data)) return {};
  const field = data.field;
  return typeof field === 'object' && field !== null ? (field as Record<string, string>) : {};
}
