import { availability, minute, type EmployeeId, type Instant, type Person } from '../people/index.ts';

import type { Candidate } from './candidate.ts';
import type { OfferReason, PassedOver, WaitReason } from './reasons.ts';
import { keptForOlder, type WaitingDialog } from './order.ts';
import type { QueueSettings } from './settings.ts';
import { handsFull, slotsTaken, type HeldDialog } from './slots.ts';

/** The most candidates a step names; the rest of a longer queue is only counted. */
export const mostCandidates = 100;

/** What a line's queue looks at when it is asked who is next. */
export type Asking = {
  now: Instant;
  lineId: string;
  /** The dialog that looks for an operator; what it takes itself counts for nobody. */
  dialogId: number;
  queue: Pick<QueueSettings, 'distribution' | 'offerMinutes' | 'checkAvailability' | 'limit' | 'notCounted'>;
  /** Those who answer, in their order: the list with its departments resolved (`crewOf`). */
  crew: readonly EmployeeId[];
  people: Readonly<Record<EmployeeId, Person>>;
  /** Dialogs in each person's hands over all lines. */
  held: Readonly<Record<EmployeeId, readonly HeldDialog[]>>;
  /** When this line's queue last assigned a dialog to each; absent for never. */
  assignedAt: Readonly<Record<EmployeeId, Instant>>;
  /** Those asked in the present round, and which of them said no. */
  asked: readonly EmployeeId[];
  declined: readonly EmployeeId[];
  /** Nobody of those asked is asked again before this; null for at once. */
  notBefore: Instant | null;
  /** The round begins anew, whoever was asked: the line hands out its dialogs in another way now. */
  startOver?: boolean;
  /** The line's waiting dialogs older than this one, oldest first. */
  older: readonly WaitingDialog[];
  /** To whom those older ones can be offered, where that is not everybody of the crew: a department is asked past them. */
  olderMayHave?: readonly EmployeeId[];
  /** Those on whose screens it already stands as an offer to all: they keep it while they are suitable. */
  offeredTo: readonly EmployeeId[];
};

/** Everybody looked at, in the order of the list; `more` stood behind those named. */
type Seen = { candidates: Candidate[]; more: number };

/** Who is offered the dialog now, or that it waits, with why. */
export type NextOffer = Seen &
  (
    | {
        offer: 'one';
        employeeId: EmployeeId;
        until: Instant;
        /**
         * His place in the order of `evenly`: now, or a moment later where others were assigned in the same
         * instant.
         */
        assignedAt: Instant;
        because: OfferReason;
        newRound: boolean;
      }
    | { offer: 'all'; employeeIds: EmployeeId[]; because: OfferReason; newRound: boolean }
    | { offer: 'none'; because: WaitReason; notBefore: Instant | null }
  );

/**
 * Who is next (product §3.1). Nobody is asked twice until everybody suitable was asked, then again from the
 * beginning; nobody is asked to whom an older waiting dialog could be offered.
 *
 * - `evenly`: of those left, the one whom this line's queue assigned a dialog longest ago.
 * - `strictly`: of those left, the first of the list.
 * - `all`: everybody left at once; the limit plays no part.
 *
 * Suitable is who is available (when checked), below the line's limit and below the cap of the product.
 */
export function nextOffer(asking: Asking): NextOffer {
  const { queue, now } = asking;
  const members = asking.crew.map((employeeId) => look(asking, employeeId));
  const suitable = members.filter((member) => member.unsuitable === null).map((member) => member.employeeId);

  const asked = new Set(asking.asked);
  const unasked = suitable.filter((id) => !asked.has(id));
  const again = asking.notBefore === null || asking.notBefore <= now;
  const askedAll = unasked.length === 0 && suitable.length > 0 && again;
  const newRound = askedAll || asking.startOver === true;
  const left = newRound ? suitable : unasked;

  const { olderMayHave } = asking;
  const kept = keptForOlder(
    asking.older,
    olderMayHave === undefined ? suitable : suitable.filter((id) => olderMayHave.includes(id)),
    now,
  );
  const already = new Set(asking.offeredTo);
  const free = new Set(left.filter((id) => !kept.has(id) || already.has(id)));

  const waits = (because: WaitReason): NextOffer => ({
    offer: 'none',
    because,
    notBefore: again ? null : asking.notBefore,
    ...seen(asking, members, (id) => (asked.has(id) ? askedBefore(asking, id) : 'older-dialog-first'), []),
  });
  if (suitable.length === 0) return waits(whyNobody(members));
  if (left.length === 0) return waits('everybody-declined');
  if (free.size === 0) return waits('older-dialog-first');

  const chosen = queue.distribution === 'all' ? [...free] : [longestWithoutOrFirst(asking, [...free])];
  const told = seen(
    asking,
    members,
    (id) =>
      asked.has(id) && !newRound ? askedBefore(asking, id) : free.has(id) ? 'later-in-turn' : 'older-dialog-first',
    chosen,
  );
  if (queue.distribution === 'all') {
    const because = askedAll ? 'new-round' : asking.offeredTo.length > 0 ? 'circle-changed' : 'everyone-at-once';
    return { offer: 'all', employeeIds: chosen, because, newRound, ...told };
  }
  const alone = free.size === 1 && left.length === 1;
  return {
    offer: 'one',
    employeeId: chosen[0]!,
    until: now + queue.offerMinutes * minute,
    assignedAt: nextStamp(asking),
    because: askedAll
      ? 'new-round'
      : alone
        ? 'only-one-suitable'
        : queue.distribution === 'evenly'
          ? 'longest-without'
          : 'first-in-list',
    newRound,
    ...told,
  };
}

type Member = { employeeId: EmployeeId; unsuitable: PassedOver | null; taken: number | null };

function look(asking: Asking, employeeId: EmployeeId): Member {
  const { queue } = asking;
  const person = asking.people[employeeId];
  const held = asking.held[employeeId] ?? [];
  const limited = queue.limit !== null && queue.distribution !== 'all';
  const taken = limited ? slotsTaken(held, asking.lineId, queue.notCounted, asking.dialogId) : null;
  return { employeeId, unsuitable: unsuitable(), taken };

  function unsuitable(): PassedOver | null {
    if (person === undefined) return 'dismissed';
    const here = availability(person, asking.now, queue.checkAvailability);
    if (!here.available) return here.because;
    if (handsFull(held, asking.dialogId)) return 'too-many-open';
    if (taken !== null && queue.limit !== null && taken >= queue.limit) return 'limit-reached';
    return null;
  }
}

function whyNobody(members: readonly Member[]): WaitReason {
  if (members.every((member) => member.unsuitable === 'dismissed')) return 'nobody-suitable';
  const full = members.some((member) => member.unsuitable === 'limit-reached' || member.unsuitable === 'too-many-open');
  return full ? 'everybody-full' : 'nobody-available';
}

function longestWithoutOrFirst(asking: Asking, free: readonly EmployeeId[]): EmployeeId {
  const first = free[0]!;
  if (asking.queue.distribution === 'strictly') return first;
  const stamp = (id: EmployeeId) => asking.assignedAt[id] ?? -Infinity;
  return free.reduce((longest, id) => (stamp(id) < stamp(longest) ? id : longest), first);
}

/** Later than every other stamp of the line, so that dialogs assigned in one instant still have an order. */
function nextStamp(asking: Asking): Instant {
  let stamp = asking.now;
  for (const employeeId of asking.crew) {
    const other = asking.assignedAt[employeeId];
    if (other !== undefined && other >= stamp) stamp = other + 1;
  }
  return stamp;
}

function askedBefore(asking: Asking, id: EmployeeId): PassedOver {
  return asking.declined.includes(id) ? 'declined' : 'asked-already';
}

/** The first of the list with what spoke against each; somebody chosen from further behind takes the last place. */
function seen(
  asking: Asking,
  members: readonly Member[],
  otherwise: (id: EmployeeId) => PassedOver,
  chosen: readonly EmployeeId[],
): Seen {
  const taken = new Set(chosen);
  const named = members.slice(0, mostCandidates);
  if (chosen.length === 1 && members.length > mostCandidates && !named.some((member) => taken.has(member.employeeId))) {
    named[mostCandidates - 1] = members.find((member) => taken.has(member.employeeId))!;
  }
  return { candidates: named.map(tell), more: members.length - named.length };

  function tell({ employeeId, unsuitable, taken: slots }: Member): Candidate {
    const told: Candidate = {
      employeeId,
      passedOver: taken.has(employeeId) ? null : (unsuitable ?? otherwise(employeeId)),
    };
    if (asking.queue.distribution === 'evenly') told.assignedAt = asking.assignedAt[employeeId] ?? null;
    if (slots !== null && asking.queue.limit !== null) told.slots = { taken: slots, limit: asking.queue.limit };
    return told;
  }
}
