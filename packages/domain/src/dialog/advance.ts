import { byAge, type HeldDialog, type WaitingDialog } from '../queue/index.ts';

import { asHeld, asWaiting, inHandsOf, type Dialog, type DialogId } from './dialog.ts';
import { fold } from './evolve.ts';
import type { Fact } from './facts.ts';
import type { World } from './world.ts';

/**
 * The world after a decision, so that the next one of the same batch sees it: who holds what, what waits, and whom the
 * queue assigned a dialog when (at an offer to one; accepting, transfers and offers by the CRM set no stamp).
 *
 * It takes the world over: `world` itself is changed and returned, because copying its maps for every decision would
 * cost more than deciding. Its lists are replaced, never changed in place, so lists read from it before stay as they
 * were. `before` is the dialog the facts were decided on; `after`, the dialog they fold into, saves folding them
 * twice.
 */
export function advance(
  world: World,
  before: Dialog | null,
  facts: readonly Fact[],
  after: Dialog | null = fold(before, facts),
): World {
  if (after === null || facts.length === 0) return world;
  moveHands(world, before, after);
  moveWaiting(world, before, after);
  stampAssignments(world, before, facts);
  return world;
}

function moveHands(world: World, before: Dialog | null, after: Dialog): void {
  const from = inHandsOf(before);
  const to = inHandsOf(after);
  const held = asHeld(after);
  if (from !== null && from !== to) world.held[from] = without(world.held[from], after.id);
  if (to !== null && held !== null) world.held[to] = withHeld(world.held[to], held);
}

function moveWaiting(world: World, before: Dialog | null, after: Dialog): void {
  const was = before === null ? null : asWaiting(before);
  const is = asWaiting(after);
  const left = before === null || was === null ? undefined : world.lines[before.lineId];
  if (left !== undefined) left.waiting = left.waiting.filter((other) => other.dialogId !== after.id);
  const joined = is === null ? undefined : world.lines[after.lineId];
  if (joined !== undefined && is !== null) joined.waiting = inOrder(joined.waiting, is);
}

function stampAssignments(world: World, before: Dialog | null, facts: readonly Fact[]): void {
  let lineId = before?.lineId;
  for (const fact of facts) {
    if (fact.fact === 'opened') lineId = fact.lineId;
    else if (fact.fact === 'transferred' && fact.to.kind === 'line') lineId = fact.to.lineId;
    else if (fact.fact === 'offered' && fact.to.kind === 'one' && fact.to.route !== 'crm' && lineId !== undefined) {
      const line = world.lines[lineId];
      if (line !== undefined) line.assignedAt[fact.to.employeeId] = fact.to.assignedAt ?? fact.at;
    }
  }
}

function without(held: HeldDialog[] | undefined, dialogId: DialogId): HeldDialog[] {
  return (held ?? []).filter((dialog) => dialog.dialogId !== dialogId);
}

function withHeld(held: HeldDialog[] | undefined, dialog: HeldDialog): HeldDialog[] {
  const list = held ?? [];
  const at = list.findIndex((other) => other.dialogId === dialog.dialogId);
  return at === -1 ? [...list, dialog] : list.with(at, dialog);
}

function inOrder(waiting: WaitingDialog[], dialog: WaitingDialog): WaitingDialog[] {
  const at = waiting.findIndex((other) => byAge(other, dialog) > 0);
  return at === -1 ? [...waiting, dialog] : waiting.toSpliced(at, 0, dialog);
}
