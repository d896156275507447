import { day, type Instant } from '../people/index.ts';

/** What a company may have of the product (product §7). An own installation is unlimited. */
export const plans = ['free', 'team', 'unlimited'] as const;
export type Plan = (typeof plans)[number];

/** How long surplus lines go on after a plan became smaller. */
export const surplusNotice = 14 * day;

const lines: Record<Plan, number | null> = { free: 2, team: 10, unlimited: null };

/** How many active lines a plan has at most; null is as many as one likes. */
export function mostLines(plan: Plan): number | null {
  return lines[plan];
}

/** Whether clients are asked to rate, and managers mark dialogs. */
export function hasRatings(plan: Plan): boolean {
  return plan !== 'free';
}

/** May one more line be active beside so many that are? */
export function mayHaveOneMore(plan: Plan, active: number): boolean {
  const most = lines[plan];
  return most === null || active < most;
}

/** A line as far as it counts for a plan. */
export type PlannedLine = { lineId: string; active: boolean; createdAt: Instant };

/**
 * The active lines beyond what the plan has: the newest ones. They become inactive when the notice of a downgrade has
 * passed; nothing of them is deleted.
 */
export function surplusLines(plan: Plan, all: readonly PlannedLine[]): string[] {
  const most = lines[plan];
  if (most === null) return [];
  return all
    .filter(({ active }) => active)
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.lineId < b.lineId ? -1 : 1))
    .slice(most)
    .map(({ lineId }) => lineId);
}
