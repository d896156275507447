import type { EmployeeId } from '../people/index.ts';
import { byAge, handsFull, mostOpenDialogs, openDialogs, slotsTaken, takesSlot } from '../queue/index.ts';

import { asHeld, asWaiting, inHandsOf, type Dialog, type LineId } from './dialog.ts';
import type { Fact } from './facts.ts';
import type { World } from './world.ts';

/** How many waiting dialogs of a line a world is sure to hold; more may stand behind them. */
export const waitingKnown = 64;

/**
 * The lines whose waiting dialogs and offers to all must look again at once (product §3.1): those in which somebody may
 * be free who was not before this decision, those whose younger dialogs are held back no longer, and those that
 * offer to somebody who may take no more. `world` is that before the decision.
 */
export function stirred(world: World, before: Dialog | null, after: Dialog, facts: readonly Fact[]): LineId[] {
  if (facts.length === 0) return [];
  const lines = new Set<LineId>();
  if (before !== null) {
    const hands = inHandsOf(before);
    if (hands !== null) for (const lineId of freedBy(world, hands, before, after)) lines.add(lineId);
    if (letsYoungerPass(world, before, after)) lines.add(before.lineId);
  }
  for (const lineId of fillsHands(world, before, after)) lines.add(lineId);
  // It gave way to an older dialog that could be offered: that one must not wait for its own next look.
  if (facts.some((fact) => fact.fact === 'waits' && fact.because === 'older-dialog-first')) lines.add(after.lineId);
  return [...lines];
}

function freedBy(world: World, employeeId: EmployeeId, before: Dialog, after: Dialog): LineId[] {
  const held = world.held[employeeId] ?? [];
  const stays = inHandsOf(after) === employeeId ? asHeld(after) : null;
  if (stays === null && openDialogs(held, before.id) === mostOpenDialogs - 1 && handsFull(held)) {
    return linesOf(world, employeeId);
  }
  const line = world.lines[before.lineId];
  if (line === undefined || line.queue.limit === null || line.queue.distribution === 'all') return [];
  if (!isMember(world, line.id, employeeId)) return [];
  const { limit, notCounted } = line.queue;
  const others = slotsTaken(held, line.id, notCounted, before.id);
  const was = asHeld(before);
  const tookOne = was !== null && takesSlot(was, notCounted) ? 1 : 0;
  const takesOne = stays !== null && stays.lineId === line.id && takesSlot(stays, notCounted) ? 1 : 0;
  return others + tookOne >= limit && others + takesOne < limit ? [line.id] : [];
}

/** Who now holds all that one may hold at all loses his part in every offer to all, which must look again too. */
function fillsHands(world: World, before: Dialog | null, after: Dialog): LineId[] {
  const hands = inHandsOf(after);
  if (hands === null || hands === inHandsOf(before)) return [];
  const others = openDialogs(world.held[hands] ?? [], after.id);
  if (others !== mostOpenDialogs - 1) return [];
  return linesOf(world, hands).filter((lineId) => world.lines[lineId]!.queue.distribution === 'all');
}

function letsYoungerPass(world: World, before: Dialog, after: Dialog): boolean {
  const was = asWaiting(before);
  if (was === null || (after.state === 'waiting' && after.lineId === before.lineId)) return false;
  // What is offered to all may be shown to those whom it was kept from for the older one.
  if (world.lines[before.lineId]?.queue.distribution === 'all') return true;
  const waiting = world.lines[before.lineId]?.waiting ?? [];
  return waiting.length >= waitingKnown || waiting.some((other) => byAge(other, was) > 0);
}

function linesOf(world: World, employeeId: EmployeeId): LineId[] {
  return Object.keys(world.lines).filter((lineId) => isMember(world, lineId, employeeId));
}

function isMember(world: World, lineId: LineId, employeeId: EmployeeId): boolean {
  return world.lines[lineId]!.crew.includes(employeeId);
}
