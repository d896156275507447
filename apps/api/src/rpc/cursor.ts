import { TRPCError } from '@trpc/server';
import type { z } from 'zod';

/** Where a page of a list goes on, as clients carry it: nothing that they need to understand. */
export function writeCursor(cursor: unknown): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** The place that was written; null where none is given. Throws `BAD_REQUEST` for one that was never written so. */
export function readCursor<T>(shape: z.ZodType<T>, cursor: string): T;
export function readCursor<T>(shape: z.ZodType<T>, cursor: string | undefined): T | null;
export function readCursor<T>(shape: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw strangeCursor();
  }
}

/** What is answered to a cursor that is none of ours. */
export function strangeCursor(): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message: 'This cursor is not one of ours' });
}
