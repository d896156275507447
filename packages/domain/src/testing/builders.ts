import { inHandsOf, asHeld, asWaiting, type Dialog, type World, type WorldLine } from '../dialog/index.ts';
import type { EmployeeId, Person } from '../people/index.ts';
import { byAge, queueSettings, type HeldDialog, type QueueSettings } from '../queue/index.ts';
import { ann, lineId, noon } from './ids.ts';

/** Queue settings by default with Ann alone, but for what is given; `members` are ids in the order of the list. */
export function aQueue(
  given: Partial<Omit<QueueSettings, 'members'>> & { members?: EmployeeId[] } = {},
): QueueSettings {
  const { members = [ann], ...rest } = given;
  return { ...queueSettings.parse({ members: members.map((id) => ({ employeeId: id })) }), ...rest };
}

/** A line as the rules see it: the first line, active, with default settings and nobody waiting. */
export function aLine(
  given: Partial<Omit<WorldLine, 'queue'>> & { queue?: Parameters<typeof aQueue>[0] } = {},
): WorldLine {
  const { queue, ...rest } = given;
  return { id: lineId(1), active: true, version: 1, assignedAt: {}, waiting: [], ...rest, queue: aQueue(queue) };
}

/** Somebody at work: online and not away at noon. */
export function aPerson(given: Partial<Person> = {}): Person {
  return { id: ann, dismissedAt: null, away: false, connectedAt: noon, usedAt: noon, ...given };
}

/**
 * A world at noon with one default line; everybody of the lines' queues is at work, but for those given as persons.
 */
export function aWorld(
  given: { now?: number; lines?: WorldLine[]; people?: Person[]; held?: World['held'] } = {},
): World {
  const { now = noon, lines = [aLine()], held = {} } = given;
  const members = lines.flatMap((line) => line.queue.members.map((member) => member.employeeId));
  const stated = new Map((given.people ?? []).map((person) => [person.id, person]));
  const people = [...new Set([...members, ...stated.keys()])].map(
    (id) => stated.get(id) ?? aPerson({ id, connectedAt: now, usedAt: now }),
  );
  return {
    now,
    lines: Object.fromEntries(lines.map((line) => [line.id, line])),
    people: Object.fromEntries(people.map((person) => [person.id, person])),
    held,
  };
}

/** So many answered dialogs in somebody's hands, in a line that no test names. */
export function handsWith(count: number, given: Partial<HeldDialog> = {}): HeldDialog[] {
  return Array.from({ length: count }, (_, index) => ({
    dialogId: 1_000_000 + index,
    lineId: lineId(99),
    state: 'answered' as const,
    everAnswered: true,
    ...given,
  }));
}

/** The world with its hands and waiting lists counted anew from these dialogs: what `advance` must keep up with. */
export function rebuilt(world: World, dialogs: Iterable<Dialog>): World {
  const held: Record<EmployeeId, HeldDialog[]> = {};
  const lines: World['lines'] = {};
  for (const [id, line] of Object.entries(world.lines))
    lines[id] = { ...line, assignedAt: { ...line.assignedAt }, waiting: [] };
  for (const dialog of dialogs) {
    const hands = inHandsOf(dialog);
    const holding = asHeld(dialog);
    if (hands !== null && holding !== null) (held[hands] ??= []).push(holding);
    const waiting = asWaiting(dialog);
    if (waiting !== null) lines[dialog.lineId]?.waiting.push(waiting);
  }
  for (const line of Object.values(lines)) line.waiting.sort(byAge);
  return { ...world, held, lines };
}
