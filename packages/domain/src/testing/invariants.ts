import type { Dialog, DialogEvent, DialogId, Fact, FactOf, LineId, World, WorldLine } from '../dialog/index.ts';
import { fold, holder, inHandsOf, wakeAt, waitingKnown } from '../dialog/index.ts';
import { workingTimeBetween } from '../hours/index.ts';
import { day, hour, minute, second, type EmployeeId, type Instant, type Person } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import type { LineText } from '../text/index.ts';
import { rebuilt } from './builders.ts';

/** What must hold whatever happens, each as the sentence it guarantees. */
export const invariants = {
  'a dialog has one owner: nobody accepts what another holds, only he and who joined him write in it': oneOwner,
  'nobody holds more open dialogs than the cap of the product': nobodyAboveCap,
  'no automatic offer goes to somebody unsuitable, at his limit or at the cap': offersOnlyToSuitable,
  'nobody is asked twice until everybody suitable was asked': nobodyAskedTwice,
  'declined by all, nobody is asked again sooner than the hand-over time': declinersLeftAlone,
  'no younger dialog is offered to whom an older waiting one could be': oldestFirst,
  'evenly asks who was assigned a dialog longest ago, strictly the first of the list': inTurn,
  'a deadline never fires early, and in time': deadlinesKept,
  'a deadline that has fired is over': noDeadlineLeftBehind,
  'every open dialog has a deadline, but where its clock stands in an inactive line': everyDialogHasDeadline,
  'replayed facts give the stored state': replayGivesState,
  'facts of a dialog never go back in time': factsInOrder,
  'texts that exclude each other never both go, and what goes once goes once': textsExclude,
  'an inactive line says nothing but the consent, and nobody writes, rates or answers as a bot there': inactiveIsSilent,
  'no-answer is marked once a dialog and only before anybody had it, overdue once a burst': notedOnce,
  'a rating is asked once, only where a person has written, and never in a group': ratingAskedOnce,
  'a held dialog says nothing but the consent and is never offered': heldIsSealed,
  'pinned ones stay with their holder, except at dismissal and removal': pinnedStay,
  'a dialog goes back to the queue only from somebody who has left it': returnedFromWhoLeft,
  'a group is asked for no consent and no rating, has no bot and is not routed by the CRM': groupsAreSpared,
  'a record is made once a dialog, never in a group or a sealed one, nor unasked where clients are not checked':
    recordsMadeOnce,
  'only records that the dialog made change hands with it': onlyMadeChangeHands,
  'only finishing says good-bye: everything else closes without a word': othersCloseSilently,
  'why a finishing dialog closes is fixed, unless the vote closes it': reasonIsFixed,
  'what a client writes to after our last word stays with nobody who is not there': writtenToWhoIsThere,
} satisfies Record<string, (seen: Seen) => string | null>;

/** The name of an invariant: the sentence it guarantees. */
export type Invariant = keyof typeof invariants;

/** One decision with everything around it. The oracle looks at dialogs, never at the world's own counts. */
export type Seen = {
  /** The world before the decision. */
  world: World;
  event: DialogEvent['event'];
  before: Dialog | null;
  facts: readonly Fact[];
  after: Dialog;
  /** Every open dialog by its number, before the decision. */
  dialogs: ReadonlyMap<DialogId, Dialog>;
  history: readonly Fact[];
  /** When deadlines of this line last moved, or the clock jumped: what is due since then is not late. */
  excusedAt: Instant;
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

/**
 * Somebody who was dismissed, or removed from the line he got the dialog in, and keeps one that is not finishing, or
 * null. `asMember`: those dialogs whose holder was in the line's queue when he got them.
 */
export function keptByWhoWent(
  world: World,
  dialogs: Iterable<Dialog>,
  asMember: ReadonlySet<DialogId>,
): { dialogId: DialogId; why: string } | null {
  for (const dialog of dialogs) {
    const by = holder(dialog);
    if (by === null || dialog.state === 'finishing' || dialog.state === 'closed') continue;
    if (isDismissed(world.people[by], world.now))
      return { dialogId: dialog.id, why: `#${dialog.id} is kept by ${by}, who was dismissed` };
    if (asMember.has(dialog.id) && !world.lines[dialog.lineId]!.crew.includes(by))
      return { dialogId: dialog.id, why: `#${dialog.id} is kept by ${by}, who was removed from its line` };
  }
  return null;
}

/**
 * Somebody who has left and keeps an offer, or a dialog that goes back with him, or null: what he has not replied to
 * during a break or while he is away, and every one in which the client waits once his day is over, on vacation, or after
 * fifteen minutes offline. `gotGone`: those dialogs whose holder was not there when he got them.
 */
export function keptByWhoLeft(
  world: World,
  dialogs: Iterable<Dialog>,
  gotGone: ReadonlySet<DialogId>,
): { dialogId: DialogId; why: string } | null {
  const { now } = world;
  for (const dialog of dialogs) {
    const by = inHandsOf(dialog);
    const person = by === null ? undefined : world.people[by];
    if (by === null || person === undefined || dialog.state === 'finishing' || isThere(person, now)) continue;
    if (dialog.pinned || gotGone.has(dialog.id) || mayKeep(world, world.lines[dialog.lineId]!, by)) continue;
    const gone = isGone(person, now);
    const steppedOut = person.workday === null ? person.awaySince !== null : person.workday.state === 'paused';
    const unreplied = dialog.state === 'offered' || (dialog.state === 'accepted' && dialog.unansweredSince !== null);
    const goes = (gone || steppedOut) && (unreplied || (gone && dialog.unansweredSince !== null));
    if (goes) return { dialogId: dialog.id, why: `#${dialog.id} is kept by ${by}, who has left` };
  }
  return null;
}

/** The line does not ask who is there, or he is its only operator. */
function mayKeep(world: World, line: WorldLine, by: EmployeeId): boolean {
  const employed = line.crew.filter((id) => !isDismissed(world.people[id], world.now));
  return !line.queue.checkAvailability || (employed.length === 1 && employed[0] === by);
}

function isGone(person: Person, now: Instant): boolean {
  if (person.absences.some(({ from, until }) => from <= now && now < until)) return true;
  if (person.workday !== null) return person.workday.state === 'ended';
  if (person.connectedAt === null || person.usedAt === null) return true;
  return now - person.connectedAt > 17 * minute || now - person.usedAt > 30 * minute;
}

function byNumber(held: readonly { dialogId: number }[]): string {
  return JSON.stringify([...held].sort((a, b) => a.dialogId - b.dialogId));
}

function oneOwner({ before, facts }: Seen): string | null {
  let dialog = before;
  for (const fact of facts) {
    const owner = dialog === null ? null : holder(dialog);
    if (fact.fact === 'accepted' && owner !== null) return `was accepted by ${fact.employeeId} while ${owner} held it`;
    if (fact.fact === 'offered' && owner !== null) return `was offered while ${owner} held it`;
    if (fact.fact === 'answered' && fact.echo !== true && owner !== fact.employeeId) {
      if (!dialog!.joined.includes(fact.employeeId)) return `was answered by ${fact.employeeId}, held by ${owner}`;
    }
    if ((fact.fact === 'finished' || fact.fact === 'resumed') && fact.by !== null && owner !== fact.by)
      if (fact.fact === 'finished' || fact.because === 'by-hand')
        return `was ${fact.fact} by ${fact.by}, held by ${owner}`;
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
  const hands = handsOf(seen);
  for (const id of offer.to)
    if (!isSuitable(seen, offer, id, hands)) return `was offered to ${id}, who is not suitable`;
  return null;
}

function nobodyAskedTwice(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.byCrm || offer.fact.after === 'distribution-changed') return null;
  if (offer.ofDepartment && offer.fact.newRound) return 'asked its department for a second round';
  const asked = askedInRound(seen);
  const again = offer.to.filter((id) => asked.includes(id));
  if (again.length === 0) return null;
  const unasked = suitableFor(seen, offer).filter((id) => !asked.includes(id));
  return unasked.length > 0 ? `asked ${again.join()} again before ${unasked.join()}` : null;
}

function oldestFirst(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.byCrm) return null;
  const { now } = seen.world;
  const kept =
    seen.before?.state === 'offered' && seen.before.to === 'all' && offer.fact.after === 'circle-changed'
      ? seen.before.operatorIds
      : [];
  const since = seen.after.unansweredSince ?? Infinity;
  let suitable: EmployeeId[] | null = null;
  for (const older of seen.dialogs.values()) {
    if (older.state !== 'waiting' || older.lineId !== offer.line.id || older.id === seen.after.id) continue;
    if (older.identifyingUntil !== null && older.identifyingUntil > now) continue;
    const waitsSince = older.unansweredSince ?? Infinity;
    if (waitsSince > since || (waitsSince === since && older.id > seen.after.id)) continue;
    suitable ??= suitableFor(seen, offer).filter((id) => offer.line.crew.includes(id));
    const unasked = suitable.filter((id) => !older.asked.includes(id));
    const again = older.notBefore === null || older.notBefore <= now;
    const could = unasked.length > 0 ? unasked : again ? suitable : [];
    const passed = offer.to.filter((id) => could.includes(id) && !kept.includes(id));
    if (passed.length > 0) return `was offered to ${passed.join()} while #${older.id} waits longer`;
  }
  return null;
}

function inTurn(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.byCrm || offer.fact.to.kind === 'all') return null;
  const chosen = offer.fact.to.employeeId;
  const passedOver = offer.fact.candidates.filter((c) => c.passedOver === 'later-in-turn').map((c) => c.employeeId);
  if (offer.line.queue.distribution === 'strictly') {
    const place = (id: EmployeeId) => offer.crew.indexOf(id);
    const better = passedOver.filter((id) => place(id) < place(chosen));
    return better.length > 0 ? `went past ${better.join()} to ${chosen}` : null;
  }
  const stamp = (id: EmployeeId) => offer.line.assignedAt[id] ?? -Infinity;
  const longer = passedOver.filter((id) => stamp(id) < stamp(chosen));
  return longer.length > 0 ? `went past ${longer.join()}, assigned longer ago than ${chosen}` : null;
}

/** What brings a dialog under other rules, by which it may be due at once. */
const moves: readonly Fact['fact'][] = ['transferred', 'taken-over', 'returned', 'pinned', 'unpinned'];

function deadlinesKept(seen: Seen): string | null {
  const { before, facts, world, history } = seen;
  if (before === null || before.state === 'closed') return null;
  const moved = history.findLast((fact, index) => index < history.length - facts.length && moves.includes(fact.fact));
  const excusedAt = Math.max(seen.excusedAt, moved?.at ?? 0);
  const line = world.lines[before.lineId]!;
  const plain = (since: Instant) => (at: Instant) => at - since;
  const active = (since: Instant) => (at: Instant) => ranBetween(line, since, at, (a, b) => b - a);
  const working = (since: Instant) => (at: Instant) =>
    ranBetween(line, since, at, (a, b) => workingTimeBetween(line.hours, a, b));
  const check = (what: string, at: Instant, ran: (at: Instant) => number, needs: number): string | null => {
    if (ran(at) < needs) return `${what} ${needs - ran(at)} ms early`;
    const lately = at - latestWake - 1;
    return lately > excusedAt && ran(lately) >= needs ? `${what} ${ran(at) - needs} ms late` : null;
  };
  let why: string | null = null;
  for (const fact of facts) {
    switch (fact.fact) {
      case 'offer-expired': {
        if (before.state !== 'offered' || before.to !== 'one') return 'expired without being offered to one';
        const minutes = before.route === 'crm' ? line.crm.giveUpMinutes : line.queue.offerMinutes;
        if (minutes === null) return 'gave up on the responsible where that is off';
        why ??= check('expired', fact.at, plain(before.offeredAt), minutes * minute);
        break;
      }
      case 'unanswered':
        if (before.unacceptedSince === null) return 'was marked unanswered without a clock';
        why ??= check(
          'unanswered',
          fact.at,
          active(before.unacceptedSince),
          line.autoActions.unanswered.minutes * minute,
        );
        break;
      case 'overdue': {
        const first = before.repliedAt === null && before.direction === 'incoming';
        const goal = first ? (line.kpi.first.seconds ?? NaN) * second : (line.kpi.further.minutes ?? NaN) * minute;
        if (before.burstAt === null || Number.isNaN(goal)) return 'was overdue without a goal';
        why ??= check('overdue', fact.at, working(before.burstAt), goal);
        break;
      }
      case 'bot-left':
        if (before.state !== 'with-bot') break;
        if (fact.because === 'silent') why ??= check('silent', fact.at, plain(before.botOwesSince ?? NaN), 30 * second);
        if (fact.because === 'time-over')
          why ??= check('time of the bot', fact.at, plain(before.botSince), (line.bot.handOverMinutes ?? NaN) * minute);
        break;
      case 'closed':
      case 'finished':
        if (fact.by !== null) break;
        if (fact.fact === 'closed' && facts.some(({ fact: other }) => other === 'finished' || other === 'voted')) break;
        if (before.state === 'finishing') {
          if (seen.event === 'time-passed')
            why ??= check('grace', fact.at, plain(before.finishedAt), line.autoActions.fullClosingMinutes * minute);
        } else if (fact.because === 'no-consent' && before.state === 'held') {
          if (before.consent !== 'declined' && !facts.some((one) => one.fact === 'consent-declined'))
            why ??= check('no consent', fact.at, plain(before.heldSince), 7 * day);
        } else if (fact.because === 'client-silent' || fact.because === 'operator-silent') {
          const silence = silenceOf(before, line);
          if (fact.because !== silence.because) return `closed as ${fact.because}, not ${silence.because}`;
          why ??= check(fact.because, fact.at, (silence.stands ? active : plain)(silence.since), silence.needs);
        }
        break;
      default:
    }
  }
  return why;
}

/** What ends a dialog by silence, as the product says it: whose, since when, after how long. */
function silenceOf(
  dialog: Dialog,
  line: WorldLine,
): { because: string; since: Instant; needs: number; stands: boolean } {
  const { unansweredSince, clientWroteAt, oursAt, openedAt } = dialog;
  const waits = unansweredSince !== null && dialog.state !== 'with-bot';
  const because = waits ? 'operator-silent' : 'client-silent';
  if (dialog.direction === 'outgoing' && clientWroteAt === null && oursAt === null)
    return { because: 'operator-silent', since: openedAt, needs: day, stands: false };
  if (dialog.pinned)
    return { because, since: Math.max(clientWroteAt ?? 0, oursAt ?? 0, openedAt), needs: 7 * day, stands: false };
  if (waits) return { because, since: clientWroteAt!, needs: 30 * day, stands: false };
  const { hours } = line.autoActions.clientSilent;
  const since = dialog.state === 'with-bot' ? Math.max(oursAt ?? 0, dialog.botSince) : (oursAt ?? openedAt);
  return { because, since, needs: hours === null ? 31 * day : hours * hour, stands: true };
}

/** How long a clock ran from one moment to another that stands while the line is inactive. */
function ranBetween(line: WorldLine, from: Instant, until: Instant, ran: (a: Instant, b: Instant) => number): number {
  let sum = 0;
  let at = from;
  for (const pause of line.pauses) {
    const stops = Math.min(Math.max(pause.from, at), until);
    sum += ran(at, stops);
    at = Math.max(at, Math.min(pause.until ?? until, until));
  }
  return sum + ran(at, Math.max(at, until));
}

function noDeadlineLeftBehind({ event, before, after, world }: Seen): string | null {
  if (event !== 'time-passed' || after.state === 'closed') return null;
  // The pin that kept its client's silence from counting has just fallen: that is the next look's.
  if (before?.pinned && !after.pinned) return null;
  const wake = wakeAt(after, world.now, world.lines[after.lineId]!);
  return wake === null || wake > world.now ? null : `is due at ${wake}, decided at ${world.now}`;
}

function everyDialogHasDeadline({ after, world }: Seen): string | null {
  const line = world.lines[after.lineId]!;
  const wake = wakeAt(after, world.now, line);
  if (after.state === 'closed') return wake === null ? null : 'is closed and wakes';
  if (wake !== null) return Number.isSafeInteger(wake) ? null : `wakes at ${wake}`;
  const stands = !line.active && (after.unansweredSince === null || after.state === 'with-bot');
  return stands ? null : `has no deadline, being ${after.state}`;
}

function replayGivesState({ history, after }: Seen): string | null {
  // A dialog that changes hands for weeks is replayed now and then: replaying it at every step would take its square.
  if (history.length > 16 && history.length % 16 > 2 && after.state !== 'closed') return null;
  const replayed = fold(null, history);
  return JSON.stringify(replayed) === JSON.stringify(after) ? null : `replays to ${JSON.stringify(replayed)}`;
}

function factsInOrder({ history, facts }: Seen): string | null {
  const recent = history.slice(-facts.length - 1);
  const late = recent.findIndex((fact, index) => index > 0 && fact.at < recent[index - 1]!.at);
  return late === -1 ? null : `has ${recent[late]!.fact} before ${recent[late - 1]!.fact}`;
}

const onceOnly: readonly LineText[] = ['welcome', 'no-answer', 'closing', 'client-silent', 'rate', 'consent'];

function textsExclude({ history, facts }: Seen): string | null {
  if (!facts.some(({ fact }) => fact === 'said' || fact === 'bot-took')) return null;
  const said: LineText[] = [];
  let answered = false;
  let withBot = false;
  for (const fact of history) {
    if (fact.fact === 'answered') answered = true;
    if (fact.fact === 'bot-took') withBot = true;
    if (fact.fact === 'said') {
      if (onceOnly.includes(fact.what) && said.includes(fact.what)) return `said ${fact.what} twice`;
      const nobodyThere = ['outside-hours', 'no-answer'].filter((what) => what !== fact.what) as LineText[];
      if (!answered && nobodyThere.length === 1 && said.includes(nobodyThere[0]!))
        return `said outside-hours and no-answer before a person wrote`;
      said.push(fact.what);
    }
  }
  if (said.includes('closing') && said.includes('client-silent')) return 'said good-bye in two ways';
  return withBot && said.includes('welcome') ? 'was welcomed and taken by a bot' : null;
}

function inactiveIsSilent({ before, after, facts, world }: Seen): string | null {
  for (const id of new Set([before?.lineId ?? after.lineId, after.lineId])) {
    if (world.lines[id]!.active) return null;
  }
  for (const fact of facts) {
    if (fact.fact === 'said' && fact.what !== 'consent') return `said ${fact.what} in an inactive line`;
    if (fact.fact === 'answered' && fact.echo !== true) return 'was answered in an inactive line';
    if (['bot-took', 'bot-wrote', 'rating-asked', 'voted'].includes(fact.fact))
      return `has ${fact.fact} in an inactive line`;
  }
  return null;
}

const had: readonly Fact['fact'][] = ['accepted', 'taken-over'];

function notedOnce({ history, facts }: Seen): string | null {
  if (!facts.some(({ fact }) => fact === 'unanswered' || fact === 'overdue')) return null;
  let unanswered = false;
  let overdue = false;
  let taken = false;
  let line: LineId | null = null;
  let answered = false;
  for (const fact of history) {
    if (had.includes(fact.fact) || (fact.fact === 'transferred' && fact.to.kind === 'person')) taken = true;
    if (fact.fact === 'opened') line = fact.lineId;
    if (fact.fact === 'unanswered') {
      if (unanswered) return 'was marked unanswered twice';
      if (taken) return 'was marked unanswered after somebody had it';
      unanswered = true;
    }
    if (fact.fact === 'overdue') {
      if (overdue) return 'was overdue twice in one burst';
      overdue = true;
    }
    if (fact.fact === 'answered') answered = true;
    if (fact.fact === 'answered' || fact.fact === 'finished') overdue = false;
    if (fact.fact === 'transferred' && fact.to.kind === 'line') {
      if (fact.to.lineId !== line && !answered) overdue = false;
      line = fact.to.lineId;
    }
  }
  return null;
}

function ratingAskedOnce({ history, facts, after }: Seen): string | null {
  if (!facts.some(({ fact }) => fact === 'rating-asked')) return null;
  if (after.via === 'group') return 'was asked to rate in a group';
  const asked = history.filter(({ fact }) => fact === 'rating-asked').length;
  if (asked > 1) return `was asked to rate ${asked} times`;
  const firstAsked = history.findIndex(({ fact }) => fact === 'rating-asked');
  const wrote = history.slice(0, firstAsked).some(({ fact }) => fact === 'answered');
  return wrote ? null : 'was asked to rate where no person has written';
}

/** What a held dialog is told of its client, and what ends its being held. */
const sealed: readonly Fact['fact'][] = [
  'client-wrote',
  'consented',
  'consent-declined',
  'unsealed',
  'recognised',
  'crm-unreachable',
  'closed',
];

function heldIsSealed({ before, facts }: Seen): string | null {
  let dialog = before;
  for (const fact of facts) {
    if (dialog?.state === 'held' && !sealed.includes(fact.fact) && !(fact.fact === 'said' && fact.what === 'consent'))
      return `has ${fact.fact} while it is held`;
    dialog = fold(dialog, [fact]);
  }
  return null;
}

function pinnedStay({ before, facts }: Seen): string | null {
  if (before === null || !before.pinned || facts.some(({ fact }) => fact === 'unpinned')) return null;
  const returned = facts.find((fact) => fact.fact === 'returned');
  if (returned === undefined || ['dismissed', 'removed-from-line'].includes(returned.because)) return null;
  return `was pinned and left ${returned.from}, who was ${returned.because}`;
}

/** Said again from the person, not by the rule: what he is must be what the fact says he is. */
function returnedFromWhoLeft({ before, facts, world }: Seen): string | null {
  const returned = facts.find((fact) => fact.fact === 'returned');
  if (before === null || returned === undefined) return null;
  const line = world.lines[before.lineId]!;
  const person = world.people[returned.from];
  if (returned.because === 'removed-from-line')
    return line.crew.includes(returned.from) ? `left ${returned.from}, who is still of the line` : null;
  if (returned.because === 'dismissed')
    return isDismissed(person, world.now) ? null : `left ${returned.from}, who was not dismissed`;
  if (!line.queue.checkAvailability) return `left ${returned.from} where availability is not checked`;
  return person !== undefined && isThere(person, world.now) ? `left ${returned.from}, who is there` : null;
}

function groupsAreSpared({ after, facts }: Seen): string | null {
  if (after.via !== 'group') return null;
  for (const fact of facts) {
    if (['bot-took', 'consent-asked', 'rating-asked', 'voted', 'identifying'].includes(fact.fact))
      return `has ${fact.fact} in a group`;
    if (fact.fact === 'offered' && fact.to.kind === 'one' && fact.to.route === 'crm') return 'was routed by the CRM';
  }
  return null;
}

function recordsMadeOnce({ before, after, facts, world }: Seen): string | null {
  const made = facts.filter((fact) => fact.fact === 'record-created');
  if (made.length === 0) return null;
  if (after.via === 'group') return 'had a record made in a group';
  if (before?.state === 'held' && !facts.some(({ fact }) => fact === 'consented' || fact === 'unsealed'))
    return 'had a record made while sealed';
  if (before?.crm.records.some(({ confidence }) => confidence === 'made')) return 'had a record made a second time';
  const unasked = made.some(({ because }) => because !== 'by-hand');
  const line = world.lines[after.lineId]!;
  if (unasked && !line.crm.check) return 'had a record made where clients are not checked';
  return made.length > (unasked && line.crm.notFound === 'deal' ? 2 : 1) ? 'had too many records made at once' : null;
}

function onlyMadeChangeHands({ after, facts }: Seen): string | null {
  const made = new Set(after.crm.records.filter(({ confidence }) => confidence === 'made').map((one) => one.recordId));
  for (const fact of facts) {
    if (fact.fact !== 'responsible-changed') continue;
    if (fact.recordIds.some((id) => !made.has(id))) return 'gave away a record that was there before';
    if (fact.to !== holder(after)) return `gave its records to ${fact.to}, who does not hold it`;
  }
  return null;
}

const byes: readonly LineText[] = ['closing', 'client-silent', 'rate'];

function othersCloseSilently({ before, facts }: Seen): string | null {
  const bye = facts.find((fact) => fact.fact === 'said' && byes.includes(fact.what));
  const finished = facts.find((fact) => fact.fact === 'finished');
  if (bye !== undefined && finished === undefined) return 'said good-bye without being finished';
  if (finished === undefined || finished.because === 'finished') return null;
  if (finished.because !== 'client-silent') return `was finished as ${finished.because}`;
  return before?.pinned || before?.state === 'with-bot' ? 'said good-bye for a silence that is not meant' : null;
}

function reasonIsFixed({ before, facts }: Seen): string | null {
  const closed = facts.find((fact) => fact.fact === 'closed');
  if (closed === undefined) return null;
  const fixed = facts.find((fact) => fact.fact === 'finished')?.because;
  const because = fixed ?? (before?.state === 'finishing' ? before.because : null);
  const rated = closed.because === 'rated' && facts.some(({ fact }) => fact === 'voted');
  if (because === null) return rated || closed.because !== 'rated' ? null : 'closed as rated without a vote';
  return closed.because === because || rated ? null : `was finished as ${because} and closed as ${closed.because}`;
}

function writtenToWhoIsThere({ event, before, after, facts, world }: Seen): string | null {
  if (event !== 'client-writes' || before === null || facts.some(({ fact }) => fact === 'voted')) return null;
  const by = holder(before);
  if (by === null || before.unansweredSince !== null || before.state === 'closed' || holder(after) !== by) return null;
  if (isDismissed(world.people[by], world.now)) return `stays with ${by}, who was dismissed`;
  if (before.pinned || mayKeep(world, world.lines[before.lineId]!, by)) return null;
  return isThere(world.people[by]!, world.now) ? null : `stays with ${by}, who is not there`;
}

type Offer = {
  fact: FactOf<'offered'>;
  to: EmployeeId[];
  line: WorldLine;
  crew: readonly EmployeeId[];
  byCrm: boolean;
  ofDepartment: boolean;
};

/** The offer of this decision, with those who could have had it: a department's people, or the line's. */
function offerOf({ before, facts, world, history }: Seen): Offer | null {
  const at = facts.findIndex((one) => one.fact === 'offered');
  const fact = facts[at];
  if (fact?.fact !== 'offered') return null;
  const to = fact.to.kind === 'one' ? [fact.to.employeeId] : fact.to.employeeIds;
  const then = fold(before === null || facts[0]?.fact === 'opened' ? null : before, facts.slice(0, at + 1))!;
  const line = world.lines[then.lineId]!;
  const crew = then.departmentId === null ? line.crew : (world.departments[then.departmentId] ?? []);
  const byCrm = fact.to.kind === 'one' && fact.to.route === 'crm';
  const ofDepartment = then.departmentId !== null;
  return history.length === 0 ? null : { fact, to, line, crew, byCrm, ofDepartment };
}

/** Whom the dialog had asked in its round when the offer was made: counted from its history, not from its state. */
function askedInRound({ history, facts }: Seen): EmployeeId[] {
  const asked = new Set<EmployeeId>();
  let line: string | null = null;
  const until = history.length - facts.length + facts.findIndex((one) => one.fact === 'offered');
  for (const fact of history.slice(0, until)) {
    if (fact.fact === 'offered') {
      if (fact.newRound) asked.clear();
      if (fact.to.kind === 'one') asked.add(fact.to.employeeId);
    } else if (fact.fact === 'declined') asked.add(fact.employeeId);
    else if (fact.fact === 'opened') line = fact.lineId;
    else if (fact.fact === 'transferred' && fact.to.kind === 'department') asked.clear();
    else if (fact.fact === 'transferred' && fact.to.kind === 'line') {
      asked.clear();
      if (fact.to.lineId === line && fact.from !== null) asked.add(fact.from);
      line = fact.to.lineId;
    }
  }
  return [...asked];
}

/** What ends the round in which somebody declined; the next may ask him at once. */
const endsRound: readonly Fact['fact'][] = [
  'accepted',
  'transferred',
  'taken-over',
  'returned',
  'offer-expired',
  'department-gave-up',
  'bot-left',
  'answered',
  'resumed',
  'recognised',
];

function declinersLeftAlone(seen: Seen): string | null {
  const offer = offerOf(seen);
  if (offer === null || offer.fact.to.kind === 'one' || offer.fact.after === 'distribution-changed') return null;
  const handOver = offer.line.queue.offerMinutes * minute;
  for (let index = seen.history.length - 1; index >= 0; index -= 1) {
    const fact = seen.history[index]!;
    if (endsRound.includes(fact.fact) || fact.at <= seen.excusedAt) return null;
    if (fact.fact !== 'declined' || !offer.to.includes(fact.employeeId)) continue;
    const early = fact.at + handOver - offer.fact.at;
    if (early > 0) return `was offered to ${fact.employeeId} ${early} ms too early after he declined`;
  }
  return null;
}

type Hands = ReadonlyMap<EmployeeId, readonly Dialog[]>;

function handsOf({ dialogs, after }: Seen): Hands {
  const hands = new Map<EmployeeId, Dialog[]>();
  for (const dialog of dialogs.values()) {
    const id = dialog.id === after.id ? null : inHandsOf(dialog);
    if (id === null) continue;
    const held = hands.get(id);
    if (held === undefined) hands.set(id, [dialog]);
    else held.push(dialog);
  }
  return hands;
}

function suitableFor(seen: Seen, offer: Offer): EmployeeId[] {
  const hands = handsOf(seen);
  return offer.crew.filter((id) => isSuitable(seen, offer, id, hands));
}

/** Said again in other words than the rule's: from dialogs, not from the world's counts. */
function isSuitable({ world }: Seen, { line, byCrm }: Offer, id: EmployeeId, hands: Hands): boolean {
  const person = world.people[id];
  if (person === undefined || isDismissed(person, world.now)) return false;
  if (line.queue.checkAvailability && !isThere(person, world.now)) return false;
  const others = hands.get(id) ?? [];
  if (others.length >= mostOpenDialogs) return false;
  if (byCrm || line.queue.limit === null || line.queue.distribution === 'all') return true;
  let counted = 0;
  for (const dialog of others) {
    if (dialog.lineId !== line.id || dialog.state === 'finishing') continue;
    if (line.queue.notCounted === 'answered' && dialog.repliedAt !== null) continue;
    if (line.queue.notCounted === 'waiting-for-client' && dialog.state === 'answered') continue;
    counted += 1;
  }
  return counted < line.queue.limit;
}

function isDismissed(person: Person | undefined, now: Instant): boolean {
  return person === undefined || (person.dismissedAt !== null && person.dismissedAt <= now);
}

/** The four sources of availability, in the words of the product. */
function isThere(person: Person, now: Instant): boolean {
  if (isDismissed(person, now)) return false;
  if (person.absences.some(({ from, until }) => from <= now && now < until)) return false;
  if (person.workday !== null) return person.workday.state === 'started';
  if (person.awaySince !== null || person.connectedAt === null || person.usedAt === null) return false;
  return now - person.connectedAt <= 2 * minute && now - person.usedAt <= 15 * minute;
}
