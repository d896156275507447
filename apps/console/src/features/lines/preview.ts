import { advance, decide, fold, type Candidate, type Dialog, type World } from '@switchboard/domain/dialog';
import { lineSettings } from '@switchboard/domain/line';
import { crewOf, peopleOf } from '@switchboard/domain/people';
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
  /** Everybody and every department; whoever is not in the queue in force is new in it and stands at its back. */
  crew: Crew;
};

/** A dialog that exists only here; ids are of no importance to the rules, only that nobody else has them. */
const dialogId = Number.MAX_SAFE_INTEGER;
const chatId = '00000000-0000-7000-8000-000000000001';
const messageId = '00000000-0000-7000-8000-000000000002';

/**
 * Runs the domain's own rules on a draft of the queue: a client writes now, and each offer runs out in turn.
 * People are taken to stay as they are meanwhile. At most `most` steps; the circle would go on without end.
 */
export function foresee({ lineId, queue, crew }: Asked, most = 4): Foreseen[] {
  let world = worldOf({ lineId, queue, crew });
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

function worldOf({ lineId, queue, crew }: Asked): World {
  const { departments } = crew;
  const inForce = new Set(crew.crew);
  const assignedAt: Record<string, number> = {};
  const world: World = {
    now: crew.now,
    lines: {
      [lineId]: {
        ...lineSettings.parse({ queue }),
        id: lineId,
        active: true,
        pauses: [],
        version: 1,
        crew: crewOf(queue.members, departments),
        assignedAt,
        waiting: [],
      },
    },
    people: {},
    departments: Object.fromEntries(departments.map(({ id }) => [id, peopleOf(id, departments)])),
    held: {},
    bots: [],
    agreements: {},
  };
  for (const { employeeId, dismissedAt, awaySince, connectedAt, usedAt, workday, absent, ...person } of crew.people) {
    world.people[employeeId] = {
      id: employeeId,
      dismissedAt,
      awaySince,
      connectedAt,
      usedAt,
      workday,
      // Why he is absent is not told, and no rule asks.
      absences: absent.map((time) => ({ kind: 'vacation', ...time })),
    };
    world.held[employeeId] = person.holds;
    const place = person.assignedAt ?? (inForce.has(employeeId) ? null : crew.now);
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
