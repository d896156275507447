import { day, type Instant } from '../people/index.ts';
import type { RatingSettings } from './settings.ts';

/** The two votes a client has (product §3.6). */
export const votes = ['good', 'bad'] as const;
export type Vote = (typeof votes)[number];

/**
 * The vote a text is, or null where it is a message: the digit 1 (good) or 0 (bad) alone, or followed by white space
 * and a comment (product §3.6). White space around the text plays no part; digits of other scripts are none.
 */
export function readVote(text: string): { vote: Vote; comment: string | null } | null {
  const [, digit, comment] = /^([01])(?:\s+(.+))?$/s.exec(text.trim()) ?? [];
  if (digit === undefined) return null;
  return { vote: digit === '1' ? 'good' : 'bad', comment: comment ?? null };
}

/** The moment from which a vote asked for at `askedAt` is no longer awaited; null is never (product §3.6). */
export function votesUntil(askedAt: Instant, limitDays: number | null): Instant | null {
  return limitDays === null ? null : askedAt + limitDays * day;
}

/**
 * Whether a request is still waiting for its vote at `now`. The limit is read now, not when it was asked (product
 * §2, Deadlines). That the vote came, or another dialog began, is for the caller to know.
 */
export function awaited(
  asked: { askedAt: Instant },
  settings: Pick<RatingSettings, 'limitDays'>,
  now: Instant,
): boolean {
  const until = votesUntil(asked.askedAt, settings.limitDays);
  return until === null || now < until;
}
