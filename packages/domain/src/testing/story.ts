import {
  advance,
  decide,
  evolve,
  type CrmSays,
  type Dialog,
  type DialogEvent,
  type DialogId,
  type Effect,
  type Fact,
  type Meaning,
  type Opening,
  type Refusal,
  type EventOf,
  type World,
  type WorldLine,
} from '../dialog/index.ts';
import type { EmployeeId, Instant } from '../people/index.ts';
import type { Vote } from '../rating/index.ts';
import { chatId, lineId, messageId } from './ids.ts';

/** What one event of a story led to. Refused: no facts, no effects, and why. */
export type Step = { dialog: Dialog | null; facts: Fact[]; effects: Effect[]; refused: Refusal | null };

/**
 * Given a world, when events reach its dialogs, then each gives a step to look at. Decisions are folded into
 * the world as the shell folds them, so a later event sees the earlier ones. Nothing is stirred by itself: a test says
 * `tryWaiting` where the shell would.
 */
export class Story {
  readonly dialogs = new Map<DialogId, Dialog>();
  readonly history = new Map<DialogId, Fact[]>();
  world: World;
  #messages = 0;

  constructor(world: World) {
    this.world = copyOf(world);
  }

  /** The client of this dialog writes; the first time opens it in the given line. */
  clientWrites(id: DialogId = 1, line = lineId(1)): Step {
    return this.says(id, {}, { lineId: line });
  }

  /** The client writes something that may mean more than its words, or opens a dialog in another way. */
  says(id: DialogId = 1, means: Partial<Meaning> = {}, opening: Partial<Opening> = {}, crm?: CrmSays): Step {
    const opens = { dialogId: id, chatId: chatId(id), lineId: lineId(1), ...opening };
    const meaning = { vote: null, callsPerson: false, ...means };
    return this.when(id, {
      event: 'client-writes',
      messageId: this.#message(),
      opens,
      means: meaning,
      ...(crm ? { crm } : {}),
    });
  }

  accept(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'accept', by });
  }

  decline(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'decline', by });
  }

  reply(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'operator-writes', by, messageId: this.#message() });
  }

  transfer(by: EmployeeId, to: EmployeeId, id: DialogId = 1, evenIfUnavailable = false): Step {
    return this.when(id, { event: 'transfer', by, to: { employeeId: to, evenIfUnavailable } });
  }

  transferToLine(by: EmployeeId, line: string, id: DialogId = 1): Step {
    return this.when(id, { event: 'transfer', by, to: { lineId: line } });
  }

  finish(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'finish', by });
  }

  resume(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'resume', by });
  }

  takeOver(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'take-over', by });
  }

  join(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'join', by });
  }

  pin(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'pin', by });
  }

  /** Written in the provider's own app by the channel's owner. */
  echo(by: EmployeeId, id: DialogId = 1): Step {
    return this.when(id, { event: 'operator-writes', by, messageId: this.#message(), echo: true });
  }

  /** By a button. */
  votes(vote: Vote, id: DialogId = 1): Step {
    return this.when(id, { event: 'client-votes', vote });
  }

  /** By a button. */
  consents(accepts: boolean, id: DialogId = 1, more: Pick<EventOf<'client-consents'>, 'to' | 'crm'> = {}): Step {
    return this.when(id, { event: 'client-consents', accepts, how: 'button', ...more });
  }

  recognised(responsible: EmployeeId | null, id: DialogId = 1, crm?: CrmSays): Step {
    return this.when(id, { event: 'client-recognised', responsible, ...(crm ? { crm } : {}) });
  }

  botWrites(botId: string, id: DialogId = 1): Step {
    return this.when(id, { event: 'bot-writes', botId, messageId: this.#message() });
  }

  writeFirst(by: EmployeeId, id: DialogId = 1, line = lineId(1), crm?: CrmSays): Step {
    const opens = { dialogId: id, chatId: chatId(id), lineId: line };
    return this.when(id, { event: 'write-first', by, opens, ...(crm ? { crm } : {}) });
  }

  transferToDepartment(by: EmployeeId, departmentId: string, id: DialogId = 1): Step {
    return this.when(id, { event: 'transfer', by, to: { departmentId } });
  }

  close(because: EventOf<'close'>['because'], id: DialogId = 1): Step {
    return this.when(id, { event: 'close', by: null, because });
  }

  tryWaiting(id: DialogId = 1): Step {
    return this.when(id, { event: 'try-waiting' });
  }

  timePasses(id: DialogId = 1): Step {
    return this.when(id, { event: 'time-passed' });
  }

  /** So much later, everybody who was at work still is. */
  later(duration: Instant): this {
    this.world.now += duration;
    for (const person of Object.values(this.world.people)) {
      if (person.connectedAt !== null) person.connectedAt += duration;
      if (person.usedAt !== null) person.usedAt += duration;
    }
    return this;
  }

  away(...ids: EmployeeId[]): this {
    for (const id of ids) this.world.people[id]!.awaySince = this.world.now;
    return this;
  }

  back(...ids: EmployeeId[]): this {
    for (const id of ids) this.world.people[id]!.awaySince = null;
    return this;
  }

  /** What the line has from now on, tab by tab; `active: false` makes a pause that begins now. */
  line(given: Partial<WorldLine>, id = lineId(1)): this {
    const line = this.world.lines[id]!;
    const { now } = this.world;
    const pauses =
      given.active === undefined || given.active === line.active
        ? line.pauses
        : given.active
          ? [...line.pauses.slice(0, -1), { from: line.pauses.at(-1)!.from, until: now }]
          : [...line.pauses, { from: now, until: null }];
    this.world.lines[id] = { ...line, pauses, ...given };
    return this;
  }

  dismissed(id: EmployeeId): this {
    this.world.people[id]!.dismissedAt = this.world.now;
    return this;
  }

  /** What an event leads to; its facts are folded into the dialog and the world. */
  when(id: DialogId, event: DialogEvent): Step {
    const before = this.dialogs.get(id) ?? null;
    const decision = decide(before, event, this.world);
    if ('refused' in decision) return { dialog: before, facts: [], effects: [], refused: decision.refused };
    const open = decision.facts[0]?.fact === 'opened' ? null : before;
    let dialog = open;
    for (const fact of decision.facts) dialog = evolve(dialog, fact);
    this.world = advance(this.world, open, decision.facts);
    if (dialog !== null) this.dialogs.set(id, dialog);
    this.history.set(id, [...(this.history.get(id) ?? []), ...decision.facts]);
    return { dialog, facts: decision.facts, effects: decision.effects, refused: null };
  }

  #message(): string {
    this.#messages += 1;
    return messageId(this.#messages);
  }
}

/** What happened in a step, by the names of its facts. */
export const kinds = (step: Step): string[] => step.facts.map(({ fact }) => fact);

/** The texts of the line that a step sends. */
export const texts = (step: Step): string[] => step.effects.flatMap((one) => (one.effect === 'say' ? [one.what] : []));

/** A story that begins in this world. */
export function given(world: World): Story {
  return new Story(world);
}

/** A world that can be taken over without the given one changing. */
export function copyOf(world: World): World {
  const lines = Object.values(world.lines).map((line) => [line.id, { ...line, assignedAt: { ...line.assignedAt } }]);
  const people = Object.values(world.people).map((person) => [person.id, { ...person }]);
  return {
    now: world.now,
    lines: Object.fromEntries(lines),
    people: Object.fromEntries(people),
    departments: { ...world.departments },
    held: { ...world.held },
    bots: [...world.bots],
    agreements: { ...world.agreements },
  };
}
