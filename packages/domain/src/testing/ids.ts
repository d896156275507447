import type { Instant } from '../people/index.ts';

/** The noon at which tests begin: Monday, 2 June 2025, 12:00 UTC. */
export const noon: Instant = Date.UTC(2025, 5, 2, 12);

/** A fixed id, the same in every run: `uuid('e', 1)` is the first employee's. */
export function uuid(kind: 'e' | 'c' | 'b' | 'd', number: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Employee number 1, 2, 3 … */
export const employeeId = (number: number): string => uuid('e', number);
/** Chat number 1, 2, 3 … */
export const chatId = (number: number): string => uuid('c', number);
/** Line number 1, 2, 3 … */
export const lineId = (number: number): string => uuid('b', number);
/** Message number 1, 2, 3 … */
export const messageId = (number: number): string => uuid('d', number);

/** Three operators with names, for tests that read like stories. */
export const ann = employeeId(1);
export const bob = employeeId(2);
export const eve = employeeId(3);
