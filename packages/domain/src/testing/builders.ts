import { inHandsOf, asHeld, asWaiting, type Dialog, type World, type WorldLine } from '../dialog/index.ts';
import { newLineSettings, type LineSettings } from '../line/index.ts';
import { crewOf, type EmployeeId, type Person } from '../people/index.ts';
import { byAge, queueSettings, type HeldDialog, type QueueSettings } from '../queue/index.ts';
import { ann, lineId, noon } from './ids.ts';

/** Queue settings by default with Ann alone, but for what is given; `members` are ids in the order of the list. */
export function aQueue(
  given: Partial<Omit<QueueSettings, 'members'>> & { members?: EmployeeId[] } = {},
): QueueSettings {
  const { members = [ann], ...rest } = given;
  return { ...queueSettings.parse({ members: members.map((id) => ({ employeeId: id })) }), ...rest };
}

/** The settings of one tab, default but for what is given. */
type Given<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? Partial<T[K]> : T[K];
};

/**
 * A line as the rules see it: the first line, active, with nobody waiting. Each tab is a new line's but for what is
 * given, except that it says nothing by itself: texts go where a test switches them on.
 */
export function aLine(
  given: Partial<Omit<WorldLine, keyof LineSettings>> & {
    [K in Exclude<keyof LineSettings, 'queue'>]?: Given<LineSettings[K]>;
  } & { queue?: Parameters<typeof aQueue>[0] } = {},
): WorldLine {
  const { queue, hours, crm, agreement, autoActions, rating, bot, kpi, clientEmails, ...rest } = given;
  const settings = { ...silent(newLineSettings(ann)), queue: aQueue(queue) };
  return {
    id: lineId(1),
    active: true,
    pauses: [],
    version: 1,
    assignedAt: {},
    waiting: [],
    crew: crewOf(settings.queue.members, []),
    ...settings,
    hours: over(settings.hours, hours),
    crm: over(settings.crm, crm),
    agreement: over(settings.agreement, agreement),
    autoActions: over(settings.autoActions, autoActions),
    rating: over(settings.rating, rating),
    bot: over(settings.bot, bot),
    kpi: over(settings.kpi, kpi),
    clientEmails: over(settings.clientEmails, clientEmails),
    ...rest,
  };
}

function over<T extends object>(tab: T, given: object | undefined): T {
  const merged = { ...tab } as Record<string, unknown>;
  for (const [key, value] of Object.entries(given ?? {})) {
    const known = merged[key];
    const nested = typeof known === 'object' && known !== null && !Array.isArray(known) && !Array.isArray(value);
    merged[key] = nested && value !== null ? { ...known, ...(value as object) } : value;
  }
  return merged as T;
}

/** A line that welcomes nobody, says no good-bye and asks for no rating; its texts stand ready. */
function silent(settings: LineSettings): LineSettings {
  const { autoActions, rating, hours } = settings;
  return {
    ...settings,
    hours: { ...hours, outside: { ...hours.outside, then: 'nothing' } },
    autoActions: {
      ...autoActions,
      welcome: { ...autoActions.welcome, on: false },
      finishing: { ...autoActions.finishing, then: 'nothing' },
      clientSilent: { ...autoActions.clientSilent, hours: null },
    },
    rating: { ...rating, ask: false },
  };
}

/** Automatic actions whose no-answer time is the longest there is, for tests in which it is not to come first. */
export const patient = { unanswered: { minutes: 720 } } as const;

/** Somebody at work: online and not away at noon, with no working day tracked. */
export function aPerson(given: Partial<Person> = {}): Person {
  return {
    id: ann,
    dismissedAt: null,
    awaySince: null,
    connectedAt: noon,
    usedAt: noon,
    absences: [],
    workday: null,
    ...given,
  };
}

/**
 * A world at noon with one default line; everybody of the lines' queues is at work, but for those given as persons.
 */
export function aWorld(
  given: Partial<Omit<World, 'lines' | 'people'>> & { lines?: WorldLine[]; people?: Person[] } = {},
): World {
  const { now = noon, lines = [aLine()], held = {}, departments = {}, bots = [], agreements = {} } = given;
  const members = [...lines.flatMap((line) => line.crew), ...Object.values(departments).flat()];
  const stated = new Map((given.people ?? []).map((person) => [person.id, person]));
  const people = [...new Set([...members, ...stated.keys()])].map(
    (id) => stated.get(id) ?? aPerson({ id, connectedAt: now, usedAt: now }),
  );
  return {
    now,
    lines: Object.fromEntries(lines.map((line) => [line.id, line])),
    people: Object.fromEntries(people.map((person) => [person.id, person])),
    departments,
    held,
    bots,
    agreements,
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
