import type { Dialog, DialogId, Fact, World, WorldLine } from '../dialog/index.ts';
import { closesAt, fold, holder, inHandsOf, offerEndsAt, wakeAt, waitingKnown, waitingSince } from '../dialog/index.ts';
import type { EmployeeId, Instant } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import { rebuilt } from './builders.ts';

/** What must hold whatever happens, each as the sentence it guarantees. */
export const invariants = {
  'a dialog has one owner: nobody accepts what another holds, only the holder answers and finishes': oneOwner,
  'nobody holds more open dialogs than the cap of the product': nobodyAboveCap,
  'no automatic offer goes to somebody unsuitable, at his limit or at the cap': offersOnlyToSuitable,
  'nobody is asked twice until everybody suitable was asked': nobodyAskedTwice,
  'declined by all, nobody is asked again sooner than the hand-over time': declinersLeftAlone,
  'no younger dialog is offered to whom an older waiting one could be': oldestFirst,
  'evenly asks who was assigned a dialog longest ago, strictly the first of the list': inTurn,
  'a deadline never fires early, and in time': deadlinesKept,
  'a deadline that has fired is over': noDeadlineLeftBehind,
  'every open dialog has a deadline': everyDialogHasDeadline,
  'replayed facts give the stored state': replayGivesState,
  'facts of a dialog never go back in time': factsInOrder,
} satisfies Record<string, (seen: Seen) => string | null>;

/** One decision with everything around it. The oracle looks at dialogs, never at the world's own counts. */
export type Seen = {
  /** The world before the decision. */
  world: World;
  before: Dialog | null;
  facts: readonly Fact[];
  after: Dialog;
  /** Every open dialog by its number, before the decision. */
  dialogs: ReadonlyMap<DialogId, Dialog>;
  history: readonly Fact[];
  /** When settings last changed: deadlines may have moved then. */
  settingsChangedAt: Instant;
};

/** How late a wake may come, in ms: the simulated waker is never later. */
export const latestWake = 3000;

/** The first invariant this decision breaks, with what broke it, or null. */
export function broken(seen: Seen): string | null {
  for (const [guarantee, holds] of Object.entries(invariants)) {
    const why = holds(seen);
    if (why !== null) return `${guarantee}: #${seen.after.id} ${why}`;
  }
  return null;
}

/** Where the world folded by `advance` differs from the one counted anew from all dialogs, or null. */
export function worldDrift(world: World, dialogs: Iterable<Dialog>): string | null {
  const anew = rebuilt(world, dialogs);
  for (const id of new Set([...Object.keys(world.held), ...Object.keys(anew.held)])) {
    const some = byNumber(world.held[id] ?? []);
    const others = byNumber(anew.held[id] ?? []);
    if (some !== others) return `held by ${id}: ${some} but counted anew ${others}`;
  }
  for (const line of Object.values(world.lines)) {
    const all = anew.lines[line.id]!.waiting;
    // A world holds the oldest of a long waiting list; those it holds must be right and in their order.
    const known = new Set(line.waiting.map((dialog) => dialog.dialogId));
    const some = JSON.stringify(line.waiting);
    const others = JSON.stringify(all.length < waitingKnown ? all : all.filter((dialog) => known.has(dialog.dialogId)));
    if (some !== others) return `waiting in ${line.id}: ${some} but counted anew ${others}`;
  }
  return null;
}

function byNumber(held: readonly { dialogId: number }[]): string {
  return JSON.stringify([...held].sort((a, b) => a.dialogId - b.dialogId));
}

function oneOwner({ before, facts }: Seen): string | null {
  let dialog = before;
  for (const fact of facts) {
    const owner = dialog === null ? null : holder(dialog);
    if (fact.fact === 'accepted' && owner !== null) return `was accepted by ${fact.employeeId} while ${owner} held it`;
    if (fact.fact === 'answered' && owner !== fact.employeeId)
      return `was answered by ${fact.employeeId}, held by ${owner}`;
    if (fact.fact === 'closed' && fact.because === 'finished' && owner !== fact.by)
      return `was finished by ${fact.by}, held by ${owner}`;
    dialog = fold(dialog, [fact]);
  }
  return null;
}

function nobodyAboveCap({ dialogs, before, after }: Seen): string | null {
  const hands = inHandsOf(after);
  if (hands === null || (before !== null && inHandsOf(before) === hands)) return null;
  let holds = 1;
  for (const dialog of dialogs.values()) if (dialog.id !== after.id && inHandsOf(dialog) === hands) holds += 1;
  return holds > mostOpenDialogs ? `makes ${holds} in the hands of ${hands}` : null;
}

function offersOnlyToSuitable(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null) return null;
  for (const id of offer.to) if (!isSuitable(seen, offer.line, id)) return `was offered to ${id}, who is not suitable`;
  return null;
}

function nobodyAskedTwice(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.fact.after === 'distribution-changed') return null;
  const asked = askedInRound(seen);
  const again = offer.to.filter((id) => asked.includes(id));
  if (again.length === 0) return null;
  const unasked = suitableIn(seen, offer.line).filter((id) => !asked.includes(id));
  return unasked.length > 0 ? `asked ${again.join()} again before ${unasked.join()}` : null;
}

function oldestFirst(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null) return null;
  const suitable = suitableIn(seen, offer.line);
  const kept =
    seen.before?.state === 'offered' && seen.before.to === 'all' && offer.fact.after === 'circle-changed'
      ? seen.before.operatorIds
      : [];
  const since = waitingSince(seen.after);
  for (const older of seen.dialogs.values()) {
    if (older.state !== 'waiting' || older.lineId !== offer.line.id || older.id === seen.after.id) continue;
    if (waitingSince(older) > since || (waitingSince(older) === since && older.id > seen.after.id)) continue;
    const unasked = suitable.filter((id) => !older.asked.includes(id));
    const again = older.notBefore === null || older.notBefore <= seen.world.now;
    const could = unasked.length > 0 ? unasked : again ? suitable : [];
    const passed = offer.to.filter((id) => could.includes(id) && !kept.includes(id));
    if (passed.length > 0) return `was offered to ${passed.join()} while #${older.id} waits longer`;
  }
  return null;
}

function inTurn(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.fact.to.kind === 'all') return null;
  const chosen = offer.fact.to.employeeId;
  const passedOver = offer.fact.candidates.filter((c) => c.passedOver === 'later-in-turn').map((c) => c.employeeId);
  if (offer.line.queue.distribution === 'strictly') {
    const place = (id: EmployeeId) => offer.line.queue.members.findIndex((member) => member.employeeId === id);
    const better = passedOver.filter((id) => place(id) < place(chosen));
    return better.length > 0 ? `went past ${better.join()} to ${chosen}` : null;
  }
  const stamp = (id: EmployeeId) => offer.line.assignedAt[id] ?? -Infinity;
  const longer = passedOver.filter((id) => stamp(id) < stamp(chosen));
  return longer.length > 0 ? `went past ${longer.join()}, assigned longer ago than ${chosen}` : null;
}

function deadlinesKept(seen: Seen): string | null {
  const { before, facts, world } = seen;
  if (before === null || before.state === 'closed') return null;
  const expired = facts.find((fact) => fact.fact === 'offer-expired');
  if (expired !== undefined) {
    if (before.state !== 'offered' || before.to !== 'one') return 'expired without being offered to one';
    const due = offerEndsAt(before, world.lines[before.lineId]!.queue);
    if (expired.at < due) return `expired ${due - expired.at} ms early`;
    // A shortened hand-over time makes an offer due at once, however long it was over by the new measure.
    if (expired.at > Math.max(due, seen.settingsChangedAt) + latestWake) return `expired ${expired.at - due} ms late`;
  }
  const closed = facts.find((fact) => fact.fact === 'closed');
  if (closed !== undefined && (closed.because === 'client-silent' || closed.because === 'operator-silent')) {
    const days = before.unansweredSince === null ? 31 : 30;
    const since = before.unansweredSince === null ? before.repliedAt : before.clientWroteAt;
    if (closed.because !== (days === 31 ? 'client-silent' : 'operator-silent')) return `closed as ${closed.because}`;
    const late = closed.at - ((since ?? before.openedAt) + days * 86_400_000);
    if (late < 0 || late > latestWake) return `closed for silence ${late} ms off its time`;
  }
  return null;
}

function noDeadlineLeftBehind({ after, world }: Seen): string | null {
  const wake = wakeAt(after, world.now, world.lines[after.lineId]?.queue);
  if (wake === null || wake > world.now) return null;
  // A silence that is over is closed by the next look; an offer never begins in the past.
  if (after.state !== 'closed' && closesAt(after).at <= world.now) return null;
  return after.state === 'offered' && after.offeredAt < world.now ? null : `is due at ${wake}, decided at ${world.now}`;
}

function everyDialogHasDeadline({ after, world }: Seen): string | null {
  const wake = wakeAt(after, world.now, world.lines[after.lineId]?.queue);
  if (after.state === 'closed') return wake === null ? null : 'is closed and wakes';
  return wake === null || !Number.isSafeInteger(wake) ? `wakes at ${wake}` : null;
}

function replayGivesState({ history, after }: Seen): string | null {
  // A dialog that changes hands for weeks is replayed now and then: replaying it at every step would take its square.
  if (history.length > 32 && history.length % 32 > 2 && after.state !== 'closed') return null;
  const replayed = fold(null, history);
  return JSON.stringify(replayed) === JSON.stringify(after) ? null : `replays to ${JSON.stringify(replayed)}`;
}

function factsInOrder({ history }: Seen): string | null {
  const recent = history.slice(-4);
  const late = recent.findIndex((fact, index) => index > 0 && fact.at < recent[index - 1]!.at);
  return late === -1 ? null : `has ${recent[late]!.fact} before ${recent[late - 1]!.fact}`;
}

type Offer = { fact: Extract<Fact, { fact: 'offered' }>; to: EmployeeId[]; line: WorldLine };

function offerOf({ facts, after, world }: Seen): Offer | null {
  const fact = facts.find((one) => one.fact === 'offered');
  if (fact === undefined) return null;
  const to = fact.to.kind === 'one' ? [fact.to.employeeId] : fact.to.employeeIds;
  return { fact, to, line: world.lines[after.lineId]! };
}

/** Whom the dialog had asked in its round when the offer was made: counted from its history, not from its state. */
function askedInRound({ history, facts }: Seen): EmployeeId[] {
  const asked = new Set<EmployeeId>();
  let line: string | null = null;
  for (const fact of history.slice(
    0,
    history.length - facts.length + facts.findIndex((one) => one.fact === 'offered'),
  )) {
    if (fact.fact === 'offered') {
      if (fact.newRound) asked.clear();
      if (fact.to.kind === 'one') asked.add(fact.to.employeeId);
    } else if (fact.fact === 'declined') asked.add(fact.employeeId);
    else if (fact.fact === 'opened') line = fact.lineId;
    else if (fact.fact === 'transferred' && fact.to.kind === 'line') {
      asked.clear();
      if (fact.to.lineId === line && fact.from !== null) asked.add(fact.from);
      line = fact.to.lineId;
    }
  }
  return [...asked];
}

function declinersLeftAlone(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.fact.to.kind === 'one') return null;
  const handOver = offer.line.queue.offerMinutes * 60_000;
  for (let index = seen.history.length - 1; index >= 0; index -= 1) {
    const fact = seen.history[index]!;
    // Accepting ends the round that was declined, and so does another queue; settings may have changed the time.
    if (fact.fact === 'accepted' || fact.fact === 'transferred' || fact.at <= seen.settingsChangedAt) return null;
    if (fact.fact !== 'declined' || !offer.to.includes(fact.employeeId)) continue;
    const early = fact.at + handOver - offer.fact.at;
    if (early > 0) return `was offered to ${fact.employeeId} ${early} ms too early after he declined`;
  }
  return null;
}

function suitableIn(seen: Seen, line: WorldLine): EmployeeId[] {
  return line.queue.members.map((member) => member.employeeId).filter((id) => isSuitable(seen, line, id));
}

/** Said again in other words than the rule's: from dialogs, not from the world's counts. */
function isSuitable({ world, dialogs, after }: Seen, line: WorldLine, id: EmployeeId): boolean {
  const person = world.people[id];
  if (person === undefined || (person.dismissedAt !== null && person.dismissedAt <= world.now)) return false;
  if (line.queue.checkAvailability && (person.away || person.connectedAt === null)) return false;
  const others = [...dialogs.values()].filter((dialog) => dialog.id !== after.id && inHandsOf(dialog) === id);
  if (others.length >= mostOpenDialogs) return false;
  if (line.queue.limit === null || line.queue.distribution === 'all') return true;
  const here = others.filter((dialog) => dialog.lineId === line.id);
  const counted = here.filter((dialog) => {
    if (line.queue.notCounted === 'answered') return dialog.repliedAt === null;
    if (line.queue.notCounted === 'waiting-for-client') return dialog.state !== 'answered';
    return true;
  });
  return counted.length < line.queue.limit;
}
