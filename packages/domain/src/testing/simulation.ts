import {
  advance,
  decide,
  fold,
  holder,
  waitingKnown,
  offeredTo,
  wakeAt,
  type Dialog,
  type DialogEvent,
  type DialogId,
  type Fact,
  type LineId,
  type World,
} from '../dialog/index.ts';
import { day, minute, second, type EmployeeId, type Instant } from '../people/index.ts';
import { distributions, mostOpenDialogs, notCounted, type QueueSettings } from '../queue/index.ts';
import { aLine, aPerson, aQueue, rebuilt } from './builders.ts';
import { chatId, employeeId, lineId, messageId, noon } from './ids.ts';
import { broken, latestWake, worldDrift } from './invariants.ts';
import { seeded, type Chance } from './seeded.ts';

/** What a simulated company did. */
export type Simulated = {
  dialogs: number;
  decisions: number;
  /** Decisions in which something happened. */
  steps: number;
  /** How often each fact happened; a simulation in which one never does proves little about it. */
  facts: Partial<Record<Fact['fact'], number>>;
  refusals: Record<string, number>;
  closed: Record<string, number>;
};

/**
 * A company over some weeks: its clients, operators and clock do what the seed says, and after every decision each
 * invariant is checked. Throws at the first one broken, naming it, the seed and the history of the dialog.
 * Afterwards the company falls silent, and every dialog that is left closes by itself.
 */
export function simulate(seed: number, dialogs: number): Simulated {
  const company = new Company(seed);
  while (company.did.dialogs < dialogs) company.somethingHappens();
  company.fallSilent();
  return company.did;
}

/** Dialogs from this number on only fill somebody's hands: nobody touches them. */
const planted = 1_000_000;

class Company {
  readonly did: Simulated = { dialogs: 0, decisions: 0, steps: 0, facts: {}, refusals: {}, closed: {} };
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #open = new Map<DialogId, Dialog>();
  readonly #history = new Map<DialogId, Fact[]>();
  /** When each dialog is due, and when the waker, who may be a little late, comes to it. */
  readonly #due = new Map<DialogId, Instant>();
  readonly #wakes = new Map<DialogId, Instant>();
  readonly #lateness: Instant;
  readonly #crew: EmployeeId[];
  readonly #lines: LineId[];
  /** A busy company rests seconds between events, a quiet one half an hour. */
  readonly #pace: Instant;
  /** Nobody came to work, and clients write on: the waiting list grows beyond what a world holds. */
  readonly #overrun: boolean;
  #world: World;
  #settingsChangedAt: Instant = noon;
  #messages = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#chance = seeded(seed);
    const chance = this.#chance;
    this.#crew = numbers(1 + chance.below(6)).map(employeeId);
    this.#lines = numbers(1 + chance.below(3)).map(lineId);
    this.#pace = chance.one([20 * second, 2 * minute, 30 * minute])!;
    this.#lateness = chance.one([0, latestWake])!;
    this.#overrun = chance.happens(0.15);
    const lines = this.#lines.map((id) => ({ ...aLine({ id }), queue: this.#someQueue() }));
    const people = this.#crew.map((id) => aPerson({ id, connectedAt: this.#overrun ? null : noon }));
    this.#world = {
      now: noon,
      lines: Object.fromEntries(lines.map((line) => [line.id, line])),
      people: Object.fromEntries(people.map((person) => [person.id, person])),
      held: {},
    };
    // One company in ten has somebody at the cap of the product.
    if (seed % 10 === 8) this.#plantFullHands(chance.one(this.#crew)!);
  }

  /** Some time passes with its deadlines, then somebody does something. */
  somethingHappens(): void {
    const pause = Math.floor(-Math.log(1 - this.#chance.next()) * this.#pace);
    this.#passTimeUntil(this.#world.now + pause);
    const chance = this.#chance;
    const dialog = chance.one([...this.#open.keys()].filter((id) => id < planted));
    const somebody = chance.one(this.#crew)!;
    const word = chance.weighted({
      opens: this.#overrun ? 20 : 5,
      writes: 4,
      accepts: 6,
      'accepts-any': 1,
      declines: 2,
      replies: 6,
      'replies-any': 0.3,
      transfers: 1,
      moves: 0.5,
      finishes: 3,
      'finishes-any': 0.3,
      closes: 0.2,
      presence: this.#overrun ? 0.3 : 2,
      dismissal: 0.01,
      settings: 0.15,
    });
    switch (word) {
      case 'opens':
        return this.#clientWrites(this.did.dialogs + 1, chance.one(this.#lines)!);
      case 'writes':
        return dialog === null ? undefined : this.#clientWrites(dialog, this.#lines[0]!);
      case 'accepts':
        return this.#toOffered((id, by) => this.#run(id, { event: 'accept', by }));
      case 'accepts-any':
        return dialog === null ? undefined : this.#run(dialog, { event: 'accept', by: somebody });
      case 'declines':
        return this.#toOffered((id, by) => this.#run(id, { event: 'decline', by }));
      case 'replies':
        return this.#toHeld((id, by) => this.#run(id, { event: 'operator-writes', by, messageId: this.#message() }));
      case 'replies-any':
        return dialog === null
          ? undefined
          : this.#run(dialog, { event: 'operator-writes', by: somebody, messageId: this.#message() });
      case 'finishes-any':
        return dialog === null ? undefined : this.#run(dialog, { event: 'finish', by: somebody });
      case 'transfers':
        return dialog === null
          ? undefined
          : this.#run(dialog, {
              event: 'transfer',
              by: somebody,
              to: { employeeId: chance.one(this.#crew)!, evenIfUnavailable: chance.happens(0.5) },
            });
      case 'moves':
        return dialog === null
          ? undefined
          : this.#run(dialog, { event: 'transfer', by: somebody, to: { lineId: chance.one(this.#lines)! } });
      case 'finishes':
        return this.#toHeld((id, by) => this.#run(id, { event: 'finish', by }));
      case 'closes':
        return dialog === null ? undefined : this.#run(dialog, { event: 'close', by: somebody, because: 'forced' });
      case 'presence':
        return this.#presenceChanges(somebody);
      case 'dismissal':
        return this.#dismiss(somebody);
      case 'settings':
        return this.#settingsChange(chance.one(this.#lines)!);
    }
  }

  /** Nobody writes any more. What is in the air is taken by whoever may, and all the rest closes by its deadlines. */
  fallSilent(): void {
    const all = [...this.#open.values()];
    for (const dialog of all) {
      const by = offeredTo(dialog)[0];
      if (by !== undefined) this.#run(dialog.id, { event: 'accept', by });
    }
    const left = [...this.#open.values()].filter((dialog) => dialog.state === 'waiting' || dialog.state === 'offered');
    for (const dialog of left.slice(1)) this.#run(dialog.id, { event: 'close', by: null, because: 'channel-removed' });
    this.#passTimeUntil(this.#world.now + 32 * day);
    if (this.#open.size > 0)
      this.#fail(`every open dialog closes by itself: #${[...this.#open.keys()].join(' #')} did not`);
  }

  #clientWrites(id: DialogId, line: LineId): void {
    const opens = { dialogId: id, chatId: chatId(id), lineId: line };
    if (!this.#open.has(id)) this.did.dialogs = Math.max(this.did.dialogs, id);
    this.#run(id, { event: 'client-writes', messageId: this.#message(), opens });
  }

  #toOffered(act: (id: DialogId, by: EmployeeId) => void): void {
    const dialog = this.#chance.one([...this.#open.values()].filter((one) => one.state === 'offered'));
    if (dialog === null) return;
    // Two click at the same moment now and then: the second must find it taken.
    const clicks = this.#chance.happens(0.2) ? 2 : 1;
    for (let click = 0; click < clicks; click += 1) act(dialog.id, this.#chance.one(offeredTo(dialog))!);
  }

  #toHeld(act: (id: DialogId, by: EmployeeId) => void): void {
    const dialog = this.#chance.one([...this.#open.values()].filter((one) => holder(one) !== null && one.id < planted));
    if (dialog !== null) act(dialog.id, holder(dialog)!);
  }

  #presenceChanges(id: EmployeeId): void {
    const person = this.#world.people[id]!;
    if (person.connectedAt === null) person.connectedAt = this.#world.now;
    else if (person.away) person.away = false;
    else if (this.#chance.happens(0.5)) person.away = true;
    else person.connectedAt = null;
    this.#stir(this.#linesOf(id));
    this.#checkRest();
  }

  #dismiss(id: EmployeeId): void {
    this.#world.people[id]!.dismissedAt ??= this.#world.now;
    this.#stir(this.#linesOf(id));
    this.#checkRest();
  }

  #settingsChange(id: LineId): void {
    const line = this.#world.lines[id]!;
    line.queue = this.#someQueue();
    line.version += 1;
    this.#settingsChangedAt = this.#world.now;
    for (const dialog of this.#open.values()) if (dialog.lineId === id) this.#setWake(dialog);
    this.#stir([id]);
    this.#checkRest();
  }

  #someQueue(): QueueSettings {
    const chance = this.#chance;
    const inIt = this.#crew.filter(() => chance.happens(0.7));
    const shuffled = (inIt.length > 0 ? inIt : this.#crew)
      .map((id) => ({ id, at: chance.next() }))
      .sort((a, b) => a.at - b.at);
    return aQueue({
      members: shuffled.map(({ id }) => id),
      distribution: chance.one(distributions)!,
      offerMinutes: chance.one([1, 3, 10, 60, 720])!,
      checkAvailability: chance.happens(0.8),
      limit: chance.happens(0.5) ? 1 + chance.below(3) : null,
      notCounted: chance.one(notCounted)!,
    });
  }

  #linesOf(id: EmployeeId): LineId[] {
    return this.#lines.filter((line) =>
      this.#world.lines[line]!.queue.members.some((member) => member.employeeId === id),
    );
  }

  /** Somebody holds almost as many dialogs elsewhere as one may hold at all. */
  #plantFullHands(id: EmployeeId): void {
    const elsewhere = lineId(99);
    this.#world.lines[elsewhere] = aLine({ id: elsewhere, queue: { members: [employeeId(99)] } });
    const count = mostOpenDialogs - 1 - this.#chance.below(3);
    for (let number = planted; number < planted + count; number += 1) {
      const opens = {
        dialogId: number,
        chatId: chatId(number),
        lineId: elsewhere,
        direction: 'incoming',
        because: 'client-wrote',
      } as const;
      const facts: Fact[] = [
        { fact: 'opened', at: noon, ...opens },
        { fact: 'client-wrote', at: noon, messageId: messageId(number) },
        { fact: 'accepted', at: noon, employeeId: id, because: 'taken-from-waiting' },
        { fact: 'answered', at: noon, employeeId: id, messageId: messageId(number) },
      ];
      const dialog = fold(null, facts)!;
      this.#world = advance(this.#world, null, facts, dialog);
      this.#open.set(number, dialog);
      this.#history.set(number, facts);
      this.#setWake(dialog);
    }
  }

  #passTimeUntil(until: Instant): void {
    for (;;) {
      let next: DialogId | null = null;
      let at = until;
      for (const [id, wake] of this.#wakes) if (wake < at || (wake === at && next === null)) [next, at] = [id, wake];
      if (next === null) break;
      this.#setClock(at);
      this.#run(next, { event: 'time-passed' });
    }
    this.#setClock(until);
  }

  #setClock(now: Instant): void {
    if (now < this.#world.now) this.#fail(`a deadline never fires late: one of ${now} was left at ${this.#world.now}`);
    this.#world.now = now;
    for (const person of Object.values(this.#world.people)) {
      if (person.connectedAt !== null) person.connectedAt = now;
      person.usedAt = now;
    }
  }

  /** One event with everything it stirs, as the shell's batch runs it. */
  #run(id: DialogId, event: DialogEvent): void {
    const steps = this.did.steps;
    this.#gather();
    this.#stir(this.#decide(id, event));
    if (this.did.steps > steps) this.#checkRest();
  }

  /** A batch begins with the oldest waiting dialogs of each line, no more of them than the shell reads. */
  #gather(): void {
    const anew = rebuilt(this.#world, this.#open.values());
    for (const line of Object.values(this.#world.lines))
      line.waiting = anew.lines[line.id]!.waiting.slice(0, waitingKnown);
  }

  #stir(lines: readonly LineId[]): void {
    let stirred = new Set(lines);
    for (let rounds = 0; stirred.size > 0; rounds += 1) {
      if (rounds > 1000) this.#fail('what a decision stirs comes to rest: it did not');
      const again = new Set<LineId>();
      this.#gather();
      for (const lineId of stirred)
        for (const id of this.#looking(lineId))
          for (const line of this.#decide(id, { event: 'try-waiting' })) again.add(line);
      stirred = again;
    }
  }

  #looking(lineId: LineId): DialogId[] {
    const offered = [...this.#open.values()].filter((dialog) => dialog.lineId === lineId && dialog.state === 'offered');
    return [
      ...(this.#world.lines[lineId]?.waiting ?? []).map((dialog) => dialog.dialogId),
      ...offered.map((dialog) => dialog.id),
    ];
  }

  #decide(id: DialogId, event: DialogEvent): LineId[] {
    const before = this.#open.get(id) ?? null;
    const decision = decide(before, event, this.#world);
    this.did.decisions += 1;
    if ('refused' in decision) {
      const { refused } = decision.refused;
      this.did.refusals[refused] = (this.did.refusals[refused] ?? 0) + 1;
      return [];
    }
    if (decision.facts.length === 0) {
      if (before !== null) this.#setWake(before);
      return [];
    }
    this.did.steps += 1;
    const after = fold(before, decision.facts)!;
    const history = this.#history.get(id) ?? [];
    history.push(...decision.facts);
    this.#history.set(id, history);
    const why = broken({
      world: this.#world,
      before,
      facts: decision.facts,
      after,
      dialogs: this.#open,
      history,
      settingsChangedAt: this.#settingsChangedAt,
    });
    if (why !== null) this.#fail(why, history);
    if (after.state === 'closed') this.#open.delete(id);
    else this.#open.set(id, after);
    this.#world = advance(this.#world, before, decision.facts, after);
    for (const fact of decision.facts) this.did.facts[fact.fact] = (this.did.facts[fact.fact] ?? 0) + 1;
    if (after.state === 'closed') {
      this.did.closed[after.because] = (this.did.closed[after.because] ?? 0) + 1;
      this.#history.delete(id);
    }
    this.#setWake(after);
    return decision.effects.flatMap((effect) => (effect.effect === 'stir' ? [effect.lineId] : []));
  }

  #setWake(dialog: Dialog): void {
    const lateness = this.#lateness === 0 ? 0 : this.#chance.below(this.#lateness);
    const wake = wakeAt(dialog, this.#world.now, this.#world.lines[dialog.lineId]?.queue);
    if (wake === null) {
      this.#due.delete(dialog.id);
      this.#wakes.delete(dialog.id);
    } else if (this.#due.get(dialog.id) !== wake) {
      this.#due.set(dialog.id, wake);
      this.#wakes.set(dialog.id, Math.max(wake, this.#world.now) + lateness);
    }
  }

  /**
   * After everything stirred has settled, nobody waits for what he could have, and the folded world is the true
   * one.
   */
  #checkRest(): void {
    // Counting a thousand planted dialogs anew at every step would be most of the work.
    const counts = this.#open.size < 300 || this.did.steps % 16 === 0;
    const drift = !counts ? null : worldDrift(this.#world, this.#open.values());
    if (drift !== null) this.#fail(`the world folded by advance is the one counted anew: ${drift}`);
    for (const dialog of this.#open.values()) {
      if (dialog.state !== 'waiting' && dialog.state !== 'offered') continue;
      // Its own deadline has come and is about to be run.
      if ((this.#due.get(dialog.id) ?? Infinity) <= this.#world.now) continue;
      const decision = decide(dialog, { event: 'try-waiting' }, this.#world);
      if ('facts' in decision && decision.facts.length > 0) {
        const facts = decision.facts.map((fact) => fact.fact).join();
        this.#fail(
          `waiting dialogs are tried at once on every change that may free someone: #${dialog.id} could have had ${facts}`,
          [...(this.#history.get(dialog.id) ?? []), ...decision.facts],
        );
      }
    }
  }

  #message(): string {
    this.#messages += 1;
    return messageId(this.#messages);
  }

  #fail(why: string, history: readonly Fact[] = []): never {
    const told = history
      .slice(-12)
      .map((fact) => JSON.stringify(fact))
      .join('\n  ');
    throw new Error(`SIM_SEED=${this.#seed} breaks: ${why}\n  ${told}`);
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
