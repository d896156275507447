import { CommitUnknown } from '@switchboard/db';

/** What is needed to answer is away for a moment; the same may be asked again. */
export class Unavailable extends Error {}

/** The database went away or was slow: nothing is wrong with what was asked, and it may be asked again. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Unavailable || error instanceof CommitUnknown) return true;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') {
    return (
      /^(08|53|57|25P0[34])/.test(code) ||
      code === '55P03' ||
      /^E(CONN|PIPE|TIMEDOUT|HOST|NET)/.test(code) ||
      // Prisma's own words for the same.
      /^P(1001|1002|1008|1017|2024|2028)$/.test(code)
    );
  }
  return (
    /Connection terminated|timeout exceeded when trying to connect|Connection ended|not queryable|DatabaseNotReachable|ConnectionClosed|SocketTimeout|Query read timeout/i.test(
      `${error.name} ${error.message}`,
    ) || isOutage(cause)
  );
}
