import { advance, decide, fold, type Candidate, type Dialog, type World } from '@switchboard/domain/dialog';
import type { QueueSettings } from '@switchboard/domain/queue';

import type { Crew } from '../../rpc/shapes.ts';

/** What the rules would do with a message sent now, one after another if nobody accepted. */
export type Foreseen =
  | { step: 'one'; employeeId: string; minutes: number; candidates: Candidate[] }
  | { step: 'all'; employeeIds: string[]; candidates: Candidate[] }
  | {
      step: 'waits';
      because: 'nobody-available' | 'everybody-full' | 'nobody-suitable' | 'older-dialog-first' | 'everybody-declined';
      candidates: Candidate[];
    };

type Asked = {
  lineId: string;
  queue: QueueSettings;
  crew: Crew;
  /** The members in force: whoever is not among them is new in this queue and stands at its back. */
  members: string[];
};

/** A dialog that exists only here; ids are of no importance to the rules, only that nobody else has them. */
const dialogId = Number.MAX_SAFE_INTEGER;
const chatId = '00000000-0000-7000-8000-000000000001';
const messageId = '00000000-0000-7000-8000-000000000002';

/**
 * Runs the domain's own rules on a draft of the queue: a client writes now, and each offer runs out in turn.
 * People are taken to stay as they are meanwhile. At most `most` steps; the circle would go on without end.
 */
export function foresee({ lineId, queue, crew, members }: Asked, most = 4): Foreseen[] {
  let world = worldOf({ lineId, queue, crew, members });
  let dialog: Dialog | null = null;
  let event: Parameters<typeof decide>[1] = { event: 'client-writes', messageId, opens: { dialogId, chatId, lineId } };
  const steps: Foreseen[] = [];
  while (steps.length < most) {
    const decision = decide(dialog, event, world);
    if ('refused' in decision || decision.facts.length === 0) break;
    const after = fold(dialog, decision.facts);
    world = advance(world, dialog, decision.facts, after);
    dialog = after;
    const routed = decision.facts.findLast((fact) => fact.fact === 'offered' || fact.fact === 'waits');
    if (routed?.fact === 'waits') {
      steps.push({ step: 'waits', because: routed.because, candidates: routed.candidates });
      break;
    }
    if (routed?.fact !== 'offered') break;
    if (routed.to.kind === 'all') {
      steps.push({ step: 'all', employeeIds: routed.to.employeeIds, candidates: routed.candidates });
      break;
    }
    if (routed.newRound && steps.length > 0) break;
    steps.push({
      step: 'one',
      employeeId: routed.to.employeeId,
      minutes: queue.offerMinutes,
      candidates: routed.candidates,
    });
    world = later(world, routed.to.until);
    event = { event: 'time-passed' };
  }
  return steps;
}

function worldOf({ lineId, queue, crew, members }: Asked): World {
  const inForce = new Set(members);
  const world: World = {
    now: crew.now,
    lines: { [lineId]: { id: lineId, active: true, version: 1, queue, assignedAt: {}, waiting: [] } },
    people: {},
    held: {},
  };
  const assignedAt = world.lines[lineId]!.assignedAt;
  for (const { employeeId, dismissedAt, away, connectedAt, usedAt, assignedAt: stamp, holds } of crew.people) {
    world.people[employeeId] = { id: employeeId, dismissedAt, away, connectedAt, usedAt };
    world.held[employeeId] = holds;
    const place = stamp ?? (inForce.has(employeeId) ? null : crew.now);
    if (place !== null) assignedAt[employeeId] = place;
  }
  return world;
}

/** The same people in the same state at a later moment. */
function later(world: World, now: number): World {
  const passed = now - world.now;
  const moved = (at: number | null) => (at === null ? null : at + passed);
  return {
    ...world,
    now,
    people: Object.fromEntries(
      Object.entries(world.people).map(([id, person]) => [
        id,
        { ...person, connectedAt: moved(person.connectedAt), usedAt: moved(person.usedAt) },
      ]),
    ),
  };
}
