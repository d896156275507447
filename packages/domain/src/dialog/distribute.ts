import { minute, type Instant } from '../people/index.ts';
import { nextOffer, olderThan, type NextOffer } from '../queue/index.ts';

import { waitingSince, type Dialog, type OpenDialog } from './dialog.ts';
import type { Fact, RouteReason } from './facts.ts';
import type { World } from './world.ts';

/**
 * Hands the dialog to its line's queue: what happens is an offer, or that it waits, with everybody looked at.
 * `after` is what brought it there. The line must be in the world.
 */
export function distribute(dialog: OpenDialog, world: World, after: RouteReason): Fact {
  const line = world.lines[dialog.lineId]!;
  return tell(askQueue(dialog, world, after), world.now, after, line.version);
}

/** A waiting dialog looks again. Still nobody: nothing happened, and nothing is written. */
export function lookAgain(dialog: OpenDialog, world: World): Fact[] {
  const fact = distribute(dialog, world, 'somebody-free');
  return fact.fact === 'waits' ? [] : [fact];
}

/**
 * An offer to all follows who is there: those who left lose it, those who came get it, and with nobody left
 * the dialog waits. The same circle as before: nothing happened.
 */
export function followCircle(dialog: Extract<Dialog, { state: 'offered'; to: 'all' }>, world: World): Fact[] {
  const fact = distribute(dialog, world, 'circle-changed');
  if (fact.fact === 'offered' && fact.to.kind === 'all' && sameMembers(fact.to.employeeIds, dialog.operatorIds))
    return [];
  return [fact];
}

/** Who of the dialog's line is next for it. */
function askQueue(dialog: OpenDialog, world: World, after: RouteReason): NextOffer {
  const line = world.lines[dialog.lineId]!;
  return nextOffer({
    now: world.now,
    lineId: line.id,
    dialogId: dialog.id,
    queue: line.queue,
    people: world.people,
    held: world.held,
    assignedAt: line.assignedAt,
    asked: dialog.asked,
    declined: dialog.declined,
    notBefore: notBefore(dialog, world, after),
    startOver: after === 'distribution-changed',
    older: olderThan({ dialogId: dialog.id, since: waitingSince(dialog) }, line.waiting),
    offeredTo:
      after === 'circle-changed' && dialog.state === 'offered' && dialog.to === 'all' ? dialog.operatorIds : [],
  });
}

/** `all`: once everybody left in the circle has declined, nobody is asked again sooner than the hand-over time. */
function notBefore(dialog: OpenDialog, world: World, after: RouteReason): Instant | null {
  const { queue } = world.lines[dialog.lineId]!;
  if (after === 'somebody-free') return dialog.state === 'waiting' ? dialog.notBefore : null;
  const refused = (after === 'declined' || after === 'circle-changed') && dialog.declined.length > 0;
  return refused && queue.distribution === 'all' ? world.now + queue.offerMinutes * minute : null;
}

function tell(next: NextOffer, at: Instant, after: RouteReason, settings: number): Fact {
  const seen = { candidates: next.candidates, ...(next.more > 0 ? { more: next.more } : {}) };
  switch (next.offer) {
    case 'one': {
      const to = { kind: 'one' as const, employeeId: next.employeeId, until: next.until, assignedAt: next.assignedAt };
      return { fact: 'offered', at, to, because: next.because, after, ...seen, newRound: next.newRound, settings };
    }
    case 'all': {
      const to = { kind: 'all' as const, employeeIds: next.employeeIds };
      return { fact: 'offered', at, to, because: next.because, after, ...seen, newRound: next.newRound, settings };
    }
    case 'none':
      return { fact: 'waits', at, because: next.because, after, ...seen, notBefore: next.notBefore, settings };
  }
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}
