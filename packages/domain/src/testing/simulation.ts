import { fullClosingMinutes } from '../auto-actions/index.ts';
import { recordConfidences, recordKinds, type FoundRecord } from '../crm/index.ts';
import {
  advance,
  deadlines,
  decide,
  fold,
  holder,
  inHandsOf,
  offeredTo,
  sweepEvery,
  vias,
  waitingKnown,
  type CrmSays,
  type Dialog,
  type DialogEvent,
  type DialogId,
  type Fact,
  type LineId,
  type World,
  type WorldLine,
} from '../dialog/index.ts';
import {
  availability,
  crewOf,
  day,
  hour,
  minute,
  peopleOf,
  personWakeAt,
  second,
  type CrewMember,
  type Department,
  type EmployeeId,
  type Instant,
} from '../people/index.ts';
import { distributions, mostOpenDialogs, notCounted } from '../queue/index.ts';
import { aLine, aPerson, rebuilt } from './builders.ts';
import { chatId, employeeId, lineId, messageId, noon, uuid } from './ids.ts';
import { broken, keptByWhoLeft, keptByWhoWent, latestWake, worldDrift } from './invariants.ts';
import { seeded, type Chance } from './seeded.ts';

/** What a simulated company did. */
export type Simulated = {
  dialogs: number;
  decisions: number;
  /** Decisions in which something happened. */
  steps: number;
  /** How long it was, in days. */
  days: number;
  /** How often each fact happened; a simulation in which one never does proves little about it. */
  facts: Partial<Record<Fact['fact'], number>>;
  refusals: Record<string, number>;
  closed: Record<string, number>;
  returned: Record<string, number>;
  said: Record<string, number>;
  botLeft: Record<string, number>;
};

/** A rule that stands in for `decide`, to see that a wrong one is caught. */
export type Deciding = typeof decide;

/**
 * A company over some weeks: its clients, operators, bots, managers and clock do what the seed says, and after every
 * decision each invariant is checked. Throws at the first one broken, naming it, the seed and the history of the dialog.
 * Afterwards the company falls silent, and every dialog that is left closes by itself.
 */
export function simulate(seed: number, dialogs: number, deciding: Deciding = decide): Simulated {
  const company = new Company(seed, deciding);
  while (company.did.dialogs < dialogs) company.somethingHappens();
  company.fallSilent();
  return company.did;
}

/** Dialogs from this number on only fill somebody's hands: nobody touches them. */
const planted = 1_000_000;
const bots = [uuid('b', 50), uuid('b', 51)];
const agreements = { [uuid('b', 60)]: 1 };

class Company {
  readonly did: Simulated = {
    dialogs: 0,
    decisions: 0,
    steps: 0,
    days: 0,
    facts: {},
    refusals: {},
    closed: {},
    returned: {},
    said: {},
    botLeft: {},
  };
  #records = 0;
  readonly #seed: number;
  readonly #decide: Deciding;
  readonly #chance: Chance;
  readonly #open = new Map<DialogId, Dialog>();
  /** The last that closed: a vote or a mark may still reach them, and their chats go on. */
  readonly #closed: Dialog[] = [];
  readonly #history = new Map<DialogId, Fact[]>();
  /** Those whose holder was in the line's queue when he got them. */
  readonly #asMember = new Set<DialogId>();
  /** Those whose holder was not there when he got them: whoever gave them to him chose him all the same. */
  readonly #gotGone = new Set<DialogId>();
  readonly #wakes = new Wakes();
  readonly #lateness: Instant;
  readonly #crew: EmployeeId[];
  readonly #lines: LineId[];
  #departments: Department[];
  /** A busy company rests seconds between events, a quiet one minutes. */
  readonly #pace: Instant;
  /** Nobody came to work, and clients write on: the waiting list grows beyond what a world holds. */
  readonly #overrun: boolean;
  /** Who has his console open, and who sits before it. */
  readonly #online = new Set<EmployeeId>();
  readonly #using = new Set<EmployeeId>();
  readonly #personWakes = new Map<EmployeeId, Instant>();
  readonly #excusedAt = new Map<LineId, Instant>();
  #jumpedAt: Instant = noon;
  #world: World;
  #messages = 0;

  constructor(seed: number, deciding: Deciding) {
    this.#seed = seed;
    this.#decide = deciding;
    this.#chance = seeded(seed);
    const chance = this.#chance;
    this.#crew = numbers(1 + chance.below(6)).map(employeeId);
    this.#lines = numbers(1 + chance.below(3)).map(lineId);
    this.#departments = numbers(2).map((number) => this.#someDepartment(number));
    this.#pace = chance.one([10 * second, minute, 6 * minute])!;
    this.#lateness = chance.one([0, latestWake])!;
    this.#overrun = chance.happens(0.08);
    for (const id of this.#crew) {
      if (this.#overrun) continue;
      this.#online.add(id);
      this.#using.add(id);
    }
    const people = this.#crew.map((id) => aPerson({ id, connectedAt: this.#overrun ? null : noon }));
    this.#world = {
      now: noon,
      lines: {},
      people: Object.fromEntries(people.map((person) => [person.id, person])),
      departments: this.#departmentPeople(),
      held: {},
      bots,
      agreements,
    };
    for (const id of this.#lines) {
      const line = this.#someLine(id);
      this.#world.lines[id] = { ...line, crew: this.#crewOf(line) };
    }
    // One company in ten has somebody at the cap of the product.
    if (seed % 10 === 8) this.#plantFullHands(chance.one(this.#crew)!);
  }

  /** Some time passes with its deadlines, then somebody does something. */
  somethingHappens(): void {
    const chance = this.#chance;
    const pause = chance.happens(0.002) ? chance.below(day) : Math.floor(-Math.log(1 - chance.next()) * this.#pace);
    this.#passTimeUntil(this.#world.now + pause);
    const ids = [...this.#open.keys()];
    const dialog = chance.one(ids[0] !== undefined && ids[0] >= planted ? ids.filter((id) => id < planted) : ids);
    const by = chance.one(this.#crew)!;
    const word = chance.weighted(this.#overrun ? { ...weights, opens: 30, presence: 0.2 } : weights);
    if (dialog === null && !withoutDialog.has(word)) return;
    this.#does(word, dialog!, by);
  }

  #does(word: Word, id: DialogId, by: EmployeeId): void {
    const chance = this.#chance;
    const line = chance.one(this.#lines)!;
    switch (word) {
      case 'opens':
        return this.#clientWrites(null, line);
      case 'writes':
        return this.#clientWrites(id, line);
      case 'writes-again':
        return this.#writesAfterClosing(line);
      case 'writes-first':
        return this.#run(this.#next(), { event: 'write-first', by, opens: this.#opening(this.#next(), line) });
      case 'accepts':
        return this.#toOffered((offered, to) => this.#run(offered, { event: 'accept', by: to }));
      case 'accepts-any':
        return this.#run(id, { event: 'accept', by });
      case 'declines':
        return this.#toOffered((offered, to) => this.#run(offered, { event: 'decline', by: to }));
      case 'replies':
        return this.#toHeld((held, to) => this.#run(held, this.#reply(to)));
      case 'replies-any':
        return this.#run(id, this.#reply(by));
      case 'echoes':
        return this.#run(id, { ...this.#reply(by), echo: true });
      case 'finishes':
        return this.#toHeld((held, to) => this.#run(held, { event: 'finish', by: to }));
      case 'finishes-any':
        return this.#run(id, { event: 'finish', by });
      case 'resumes':
        return this.#toHeld((held, to) => this.#run(held, { event: 'resume', by: to }), 'finishing');
      case 'transfers': {
        const to = { employeeId: chance.one(this.#crew)!, evenIfUnavailable: chance.happens(0.5) };
        return this.#run(id, { event: 'transfer', by, to });
      }
      case 'moves':
        return this.#run(id, { event: 'transfer', by, to: { lineId: line } });
      case 'to-department':
        return this.#run(id, {
          event: 'transfer',
          by,
          to: { departmentId: chance.one([...this.#departments.map((one) => one.id), uuid('d', 99)])! },
        });
      case 'takes-over':
        return this.#run(id, { event: 'take-over', by });
      case 'joins':
        return this.#run(id, { event: 'join', by });
      case 'leaves': {
        const shared = chance.one(this.#opened().filter(({ joined }) => joined.length > 0));
        return this.#run(shared?.id ?? id, { event: 'leave', by: shared?.joined[0] ?? by });
      }
      case 'pins':
        return this.#toHeld((held, to) => this.#run(held, { event: chance.happens(0.6) ? 'pin' : 'unpin', by: to }));
      case 'votes':
        return this.#run(this.#anyDialog(id), { event: 'client-votes', vote: chance.happens(0.7) ? 'good' : 'bad' });
      case 'marks':
        return this.#run(this.#anyDialog(id), { event: 'mark', by, stars: 1 + chance.below(5) });
      case 'consents': {
        const asked = this.#opened().filter((one) => one.consent === 'asked');
        const to = chance.one(asked)?.id ?? id;
        const how = chance.happens(0.5) ? 'button' : 'form';
        const version = chance.happens(0.8) ? 1 : 2;
        const shown = chance.happens(0.5) ? {} : { to: { agreementId: uuid('b', 60), version } };
        const event = { event: 'client-consents', accepts: chance.happens(0.8), how, ...shown } as const;
        return this.#run(to, { ...event, ...this.#crmSays() });
      }
      case 'crm-answers': {
        const asking = this.#opened().filter((one) => one.responsible === 'asking');
        const to = chance.happens(0.8) ? (chance.one(asking)?.id ?? id) : id;
        const responsible = chance.happens(0.7) ? chance.one([...this.#crew, employeeId(77)])! : null;
        return this.#run(to, { event: 'client-recognised', responsible, ...this.#crmSays() });
      }
      case 'crm-silent':
        return this.#run(id, { event: 'crm-silent' });
      case 'makes-record':
        return this.#run(id, { event: 'make-record', by, kind: chance.one(recordKinds)!, recordId: this.#recordId() });
      case 'bot-acts':
        return this.#botActs();
      case 'closes': {
        const because = chance.one(['forced', 'spam', 'duplicate', 'channel-removed', 'line-deleted', 'erased'])!;
        const blocks = because === 'spam' && chance.happens(0.5) ? { blocks: true as const } : {};
        return this.#run(id, { event: 'close', by, because: because as 'forced', ...blocks });
      }
      case 'presence':
        return this.#presenceChanges(by);
      case 'absence':
        return this.#absenceIsNoted(by);
      case 'dismissal':
        // Nobody touches what is planted, so whoever holds it stays.
        if (this.#open.has(planted) && inHandsOf(this.#open.get(planted)!) === by) return;
        this.#world.people[by]!.dismissedAt ??= this.#world.now;
        return this.#personChanged(by);
      case 'departments':
        return this.#departmentsChange();
      case 'settings':
        return this.#settingsChange(line);
      case 'switches':
        return this.#lineSwitches(line);
      case 'clock-jumps':
        this.#jumpedAt = this.#world.now + hour;
        this.#setClock(this.#jumpedAt);
        return this.#passTimeUntil(this.#jumpedAt);
    }
  }

  /** Nobody writes any more. What is in the air is taken by whoever may, and all the rest closes by its deadlines. */
  fallSilent(): void {
    for (const id of this.#lines) {
      const line = this.#world.lines[id]!;
      line.queue = { ...line.queue, offerMinutes: 720 };
      if (line.active) this.#lineChanged(id);
      else this.#lineSwitches(id);
    }
    for (const id of this.#crew) {
      this.#online.add(id);
      this.#using.add(id);
      Object.assign(this.#world.people[id]!, { absences: [], workday: null, awaySince: null });
      this.#setClock(this.#world.now);
      this.#personChanged(id);
    }
    const open = (...of: Dialog['state'][]) => this.#opened().filter(({ state }) => of.includes(state));
    for (const dialog of open('with-bot')) this.#run(dialog.id, { event: 'bot-fails', botId: dialog.bot!.botId });
    for (const dialog of open('offered')) {
      const by = offeredTo(dialog)[0];
      if (by !== undefined) this.#run(dialog.id, { event: 'accept', by });
    }
    for (const dialog of open('waiting', 'offered').slice(1))
      this.#run(dialog.id, { event: 'close', by: null, because: 'channel-removed' });
    this.#passTimeUntil(this.#world.now + 34 * day);
    if (this.#open.size > 0)
      this.#fail(`every open dialog closes by itself: #${[...this.#open.keys()].join(' #')} did not`);
    this.did.days = (this.#world.now - noon) / day;
  }

  /** Those open now, however many open and close while they are gone through. */
  #opened(): Dialog[] {
    return [...this.#open.values()];
  }

  #next(): DialogId {
    return this.did.dialogs + 1;
  }

  #opening(id: DialogId, line: LineId) {
    const chance = this.#chance;
    return {
      dialogId: id,
      chatId: chatId(id),
      lineId: line,
      via: chance.one(vias)!,
      firstContact: chance.happens(0.5),
      consented: chance.happens(0.3),
      ...(chance.happens(0.8) ? {} : { asked: chance.one(['open', 'declined'] as const)! }),
      responsible: chance.happens(0.6) ? null : chance.one(['asking', ...this.#crew, employeeId(77)])!,
    };
  }

  /** What the CRM says of some client, where it is asked. */
  #crmSays(): { crm?: CrmSays } {
    const chance = this.#chance;
    if (chance.happens(0.3)) return {};
    if (chance.happens(0.2)) return { crm: { answer: 'asking', reachable: true, ids: [] } };
    const records = Array.from({ length: chance.below(3) }, (): FoundRecord => ({
      recordId: this.#recordId(),
      kind: chance.one(recordKinds)!,
      by: chance.one(recordConfidences)!,
      open: chance.happens(0.8),
      responsible: chance.one([null, ...this.#crew])!,
    }));
    const ids = [this.#recordId(), this.#recordId()];
    return { crm: { answer: { records }, reachable: chance.happens(0.7), ids } };
  }

  #recordId(): string {
    this.#records += 1;
    return uuid('c', this.#records);
  }

  #clientWrites(id: DialogId | null, line: LineId): void {
    const chance = this.#chance;
    const vote = chance.happens(0.15) ? (chance.happens(0.6) ? ('good' as const) : ('bad' as const)) : null;
    const withBot = id !== null && this.#open.get(id)?.state === 'with-bot';
    const means = { vote, callsPerson: (vote === 'bad' && chance.happens(0.8)) || (withBot && chance.happens(0.3)) };
    const opens = this.#opening(this.#next(), line);
    const to = id ?? this.#next();
    this.#run(to, { event: 'client-writes', messageId: this.#message(), opens, means, ...this.#crmSays() });
    // A bot is quicker than people.
    const isWithBot = () => this.#open.get(to)?.state === 'with-bot';
    if (isWithBot() && chance.happens(0.8)) this.#botActs(to);
    if (isWithBot() && chance.happens(0.3)) this.#clientWrites(to, line);
    const by = chance.one(this.#crew)!;
    if (isWithBot() && chance.happens(0.1))
      this.#run(to, chance.happens(0.5) ? { event: 'take-over', by } : { ...this.#reply(by), echo: true });
  }

  /** In the chat of a dialog that closed lately: a vote it still awaits, or another dialog. */
  #writesAfterClosing(line: LineId): void {
    const last = this.#chance.one(this.#closed.slice(-5));
    this.#clientWrites(last?.id ?? null, line);
  }

  #anyDialog(id: DialogId): DialogId {
    const asked = this.#opened().filter((one) => one.state === 'finishing' && one.rating !== null);
    if (asked.length > 0 && this.#chance.happens(0.6)) return this.#chance.one(asked)!.id;
    if (this.#chance.happens(0.5)) return id;
    return this.#chance.one(this.#closed)?.id ?? id;
  }

  #reply(by: EmployeeId) {
    return { event: 'operator-writes' as const, by, messageId: this.#message() };
  }

  #toOffered(act: (id: DialogId, by: EmployeeId) => void): void {
    const dialog = this.#chance.one(this.#opened().filter((one) => one.state === 'offered'));
    if (dialog === null) return;
    // Two click at the same moment now and then: the second must find it taken.
    const clicks = this.#chance.happens(0.2) ? 2 : 1;
    for (let click = 0; click < clicks; click += 1) act(dialog.id, this.#chance.one(offeredTo(dialog))!);
  }

  #toHeld(act: (id: DialogId, by: EmployeeId) => void, state?: Dialog['state']): void {
    const held = this.#opened().filter(
      (one) => one.id < planted && holder(one) !== null && (state === undefined || one.state === state),
    );
    const dialog = this.#chance.one(held);
    // Who was dismissed cannot sign in any more.
    if (dialog !== null && this.#world.people[holder(dialog)!]!.dismissedAt === null) act(dialog.id, holder(dialog)!);
  }

  #botActs(id: DialogId | null = null): void {
    const chance = this.#chance;
    const withBot = this.#opened().filter((one) => one.bot !== null);
    const dialog = id === null ? chance.one(withBot) : (this.#open.get(id) ?? null);
    if (dialog === null) return;
    const botId = chance.happens(0.95) ? dialog.bot!.botId : bots[1]!;
    const word = chance.weighted({ writes: 6, queue: 1, person: 1, line: 1, finishes: 0.5, fails: 0.5 });
    if (word === 'writes') return this.#run(dialog.id, { event: 'bot-writes', botId, messageId: this.#message() });
    if (word === 'finishes') return this.#run(dialog.id, { event: 'bot-finishes', botId });
    if (word === 'fails') return this.#run(dialog.id, { event: 'bot-fails', botId });
    const to =
      word === 'queue'
        ? 'queue'
        : word === 'person'
          ? { employeeId: chance.one(this.#crew)! }
          : { lineId: chance.one(this.#lines)! };
    this.#run(dialog.id, { event: 'bot-hands-over', botId, to });
  }

  #presenceChanges(id: EmployeeId): void {
    const { now, people } = this.#world;
    const person = people[id]!;
    const tracked = person.workday !== null;
    const word = this.#chance.weighted({
      console: 4,
      uses: 3,
      away: 4,
      workday: tracked ? 8 : 1,
      untracked: tracked ? 2 : 0,
    });
    const flip = (set: Set<EmployeeId>) => (set.has(id) ? set.delete(id) : set.add(id));
    if (word === 'console') flip(this.#online);
    else if (word === 'uses') flip(this.#using);
    else if (word === 'away') person.awaySince = person.awaySince === null ? now : null;
    else if (word === 'untracked') person.workday = null;
    else person.workday = { state: this.#chance.one(['started', 'started', 'paused', 'ended'])!, since: now };
    this.#setClock(now);
    this.#personChanged(id);
  }

  #absenceIsNoted(id: EmployeeId): void {
    const person = this.#world.people[id]!;
    const from = this.#world.now + this.#chance.below(6 * hour) - hour;
    const kind = this.#chance.one(['vacation', 'sick-leave'] as const)!;
    const coming = [...person.absences, { kind, from, until: from + 2 * hour + this.#chance.below(2 * day) }];
    person.absences = coming.filter(({ until }) => until > this.#world.now).sort((a, b) => a.from - b.from);
    this.#personChanged(id);
  }

  /** What the shell does when what somebody can do has changed: his dialogs and his lines look again. */
  #personChanged(id: EmployeeId): void {
    const person = this.#world.people[id]!;
    // Whoever is online is heard of all the time, and whoever sits before his console uses it.
    const connectedAt = this.#online.has(id) ? Infinity : person.connectedAt;
    const usedAt = this.#online.has(id) && this.#using.has(id) ? Infinity : person.usedAt;
    const wake = personWakeAt({ ...person, connectedAt, usedAt }, this.#world.now);
    if (wake === null || wake === Infinity) this.#personWakes.delete(id);
    else this.#personWakes.set(id, wake);
    for (const dialog of this.#opened())
      if (dialog.id < planted && (inHandsOf(dialog) === id || offeredTo(dialog).includes(id)))
        this.#run(dialog.id, { event: 'time-passed' }, false);
    this.#stir(this.#lines.filter((line) => this.#world.lines[line]!.crew.includes(id)));
    this.#checkRest();
  }

  #settingsChange(id: LineId): void {
    const line = this.#world.lines[id]!;
    const { queue, hours, crm, agreement, autoActions, rating, bot, kpi } = this.#someLine(id);
    const settings = { queue, hours, crm, agreement, autoActions, rating, bot, kpi };
    this.#world.lines[id] = { ...line, ...settings, version: line.version + 1 };
    this.#lineChanged(id);
  }

  /** Who was removed from the queue gives back what he has of it, at once; every deadline is read anew. */
  #lineChanged(id: LineId): void {
    const { now, lines } = this.#world;
    const line = lines[id]!;
    line.crew = this.#crewOf(line);
    this.#excusedAt.set(id, now);
    for (const dialog of this.#opened()) {
      if (dialog.lineId !== id || dialog.id >= planted) continue;
      this.#setWake(dialog);
      if (inHandsOf(dialog) !== null) this.#run(dialog.id, { event: 'time-passed' }, false);
    }
    this.#stir([id]);
    this.#checkRest();
  }

  #lineSwitches(id: LineId): void {
    const line = this.#world.lines[id]!;
    const { now } = this.#world;
    line.active = !line.active;
    line.pauses = line.active
      ? [...line.pauses.slice(0, -1), { from: line.pauses.at(-1)!.from, until: now }]
      : [...line.pauses, { from: now, until: null }];
    this.#lineChanged(id);
    for (const dialog of this.#opened())
      if (dialog.lineId === id && dialog.state === 'with-bot') this.#botActs(dialog.id);
  }

  #departmentsChange(): void {
    this.#departments = this.#departments.map((department, index) =>
      this.#chance.happens(0.5) ? this.#someDepartment(index + 1) : department,
    );
    this.#world.departments = this.#departmentPeople();
    for (const id of this.#lines) this.#lineChanged(id);
    for (const dialog of this.#opened())
      if (dialog.departmentId !== null && dialog.state === 'offered')
        this.#run(dialog.id, { event: 'time-passed' }, false);
    this.#checkRest();
  }

  #someDepartment(number: number): Department {
    const chance = this.#chance;
    return {
      id: uuid('d', number),
      parentId: number === 2 && chance.happens(0.5) ? uuid('d', 1) : null,
      headId: chance.happens(0.4) ? chance.one(this.#crew) : null,
      memberIds: this.#crew.filter(() => chance.happens(0.5)),
    };
  }

  #departmentPeople(): World['departments'] {
    return Object.fromEntries(this.#departments.map(({ id }) => [id, peopleOf(id, this.#departments)]));
  }

  #crewOf(line: Pick<WorldLine, 'queue'>): EmployeeId[] {
    return crewOf(line.queue.members, this.#departments);
  }

  #someLine(id: LineId): WorldLine {
    const chance = this.#chance;
    const line = aLine({ id });
    const some = <T>(...of: T[]): T => of[chance.below(of.length)]!;
    const members: CrewMember[] = shuffled(chance, [
      ...this.#crew.filter(() => chance.happens(0.6)).map((one) => ({ employeeId: one })),
      ...(chance.happens(0.3) ? [{ departmentId: uuid('d', some(1, 2)) }] : []),
    ]);
    const notify = { notify: chance.happens(0.5), whom: [employeeId(1)] };
    const nothingOrText = () => some('nothing', 'text');
    const night = { from: '20:00', to: '06:00' };
    const office = { from: '09:00', to: some('18:00', '13:00') };
    const ofDay = () => some([office], [office, night], [], [{ from: '09:00', to: '12:00' }, night]);
    const { rating, autoActions } = line;
    return {
      ...line,
      queue: {
        ...line.queue,
        members: members.length > 0 ? members : [{ employeeId: this.#crew[0]! }],
        distribution: chance.one(distributions)!,
        offerMinutes: some(1, 3, 3, 10, 60, 720),
        checkAvailability: chance.happens(0.8),
        limit: chance.happens(0.5) ? 1 + chance.below(3) : null,
        notCounted: chance.one(notCounted)!,
      },
      hours: {
        schedule: chance.happens(0.4),
        timeZone: some('UTC', 'Europe/Moscow', 'America/New_York', 'Asia/Kathmandu'),
        week: {
          monday: [office],
          tuesday: ofDay(),
          wednesday: ofDay(),
          thursday: ofDay(),
          friday: ofDay(),
          saturday: ofDay(),
          sunday: [],
        },
        exceptions: some([], [{ date: '06-12', intervals: [] }]),
        outside: { ...line.hours.outside, then: nothingOrText(), text: 'Later.' },
      },
      crm: {
        ...line.crm,
        check: chance.happens(0.9),
        routeToResponsible: chance.happens(0.8),
        giveUpMinutes: some(null, 1, 5),
        notFound: some('lead', 'deal', 'contact', 'manually', 'nothing'),
        openDeal: some('attach', 'new'),
        changeResponsible: chance.happens(0.7),
      },
      agreement: {
        ask: chance.happens(0.35),
        agreementId: some(null, uuid('b', 60), uuid('b', 60), uuid('b', 61)),
        hold: { liveChat: chance.happens(0.7), messengers: chance.happens(0.5) },
      },
      autoActions: {
        ...autoActions,
        welcome: { ...autoActions.welcome, on: chance.happens(0.6), when: some('each-dialog', 'first-contact') },
        unanswered: { ...autoActions.unanswered, minutes: some(1, 3, 30, 720), then: nothingOrText() },
        finishing: { ...autoActions.finishing, then: nothingOrText() },
        fullClosingMinutes: some(...fullClosingMinutes),
        clientSilent: {
          ...autoActions.clientSilent,
          hours: some(null, 1, 4, 24, 168),
          then: some('close', 'text'),
        },
      },
      rating: {
        ...rating,
        ask: chance.happens(0.7),
        duringDialog: chance.happens(0.5),
        closeAfter: chance.happens(0.5),
        limitDays: some(null, 1, 3),
      },
      bot: {
        first: chance.happens(0.35),
        botId: some(null, bots[0]!, bots[0]!, bots[0]!, uuid('b', 52)),
        when: some('each-dialog', 'first-contact'),
        handOverMinutes: some(null, 1, 10),
        leaves: some('hand-over', 'closing'),
      },
      kpi: {
        first: { ...line.kpi.first, ...notify, seconds: some(null, 30, 600, 7200) },
        further: { ...line.kpi.further, ...notify, minutes: some(null, 1, 30) },
      },
    };
  }

  /** Somebody holds almost as many dialogs elsewhere as one may hold at all. */
  #plantFullHands(id: EmployeeId): void {
    const elsewhere = lineId(99);
    const line = aLine({ id: elsewhere, queue: { members: [employeeId(99)] } });
    this.#world.lines[elsewhere] = line;
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
        { fact: 'accepted', at: noon, employeeId: id, because: 'taken-from-waiting', outsider: true },
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
    const last = { id: -1, at: -1, times: 0 };
    for (;;) {
      const next = this.#wakes.earliest();
      const person = this.#earliestPerson();
      const at = Math.min(next?.at ?? Infinity, person?.at ?? Infinity);
      if (at > until) break;
      this.#setClock(Math.max(at, this.#world.now));
      if (person !== null && person.at === at) this.#personChanged(person.id);
      else {
        this.#wakes.take();
        const same = last.id === next!.id && last.at === this.#world.now;
        Object.assign(last, { id: next!.id, at: this.#world.now, times: same ? last.times + 1 : 0 });
        if (last.times > 50)
          this.#fail(
            `a deadline that has fired is over: #${last.id} is due again and again`,
            this.#history.get(last.id),
          );
        this.#run(next!.id, { event: 'time-passed' });
      }
    }
    this.#setClock(until);
  }

  #earliestPerson(): { id: EmployeeId; at: Instant } | null {
    let earliest: { id: EmployeeId; at: Instant } | null = null;
    for (const [id, at] of this.#personWakes) {
      if (earliest === null || at < earliest.at) earliest = { id, at };
    }
    return earliest;
  }

  #setClock(now: Instant): void {
    if (now < this.#world.now) this.#fail(`a deadline never fires late: one of ${now} was left at ${this.#world.now}`);
    this.#world.now = now;
    for (const id of this.#crew) {
      const person = this.#world.people[id]!;
      if (this.#online.has(id)) person.connectedAt = now;
      if (this.#online.has(id) && this.#using.has(id)) person.usedAt = now;
    }
  }

  /** One event with everything it stirs, as the shell's batch runs it. */
  #run(id: DialogId, event: DialogEvent, checks = true): void {
    const { steps } = this.did;
    this.#gather();
    this.#stir(this.#decided(id, event));
    if (checks && this.did.steps > steps) this.#checkRest();
  }

  /** A batch begins with the oldest waiting dialogs of each line, no more of them than the shell reads. */
  #gather(): void {
    const lines = Object.values(this.#world.lines);
    if (!this.#overrun && lines.every((line) => line.waiting.length < waitingKnown)) return;
    const anew = rebuilt(this.#world, this.#open.values());
    for (const line of lines) line.waiting = anew.lines[line.id]!.waiting.slice(0, waitingKnown);
  }

  #stir(lines: readonly LineId[]): void {
    let stirred = new Set(lines);
    for (let rounds = 0; stirred.size > 0; rounds += 1) {
      if (rounds > 1000) this.#fail('what a decision stirs comes to rest: it did not');
      const again = new Set<LineId>();
      this.#gather();
      for (const line of stirred)
        for (const id of this.#looking(line))
          for (const next of this.#decided(id, { event: 'try-waiting' })) again.add(next);
      stirred = again;
    }
  }

  #looking(line: LineId): DialogId[] {
    const ids = (this.#world.lines[line]?.waiting ?? []).map((dialog) => dialog.dialogId);
    for (const dialog of this.#open.values())
      if (dialog.lineId === line && dialog.state === 'offered') ids.push(dialog.id);
    return ids;
  }

  #decided(id: DialogId, event: DialogEvent): LineId[] {
    const known = this.#open.get(id) ?? this.#closed.find((dialog) => dialog.id === id) ?? null;
    const decision = this.#decide(known, event, this.#world);
    this.did.decisions += 1;
    if ('refused' in decision) {
      const { refused } = decision.refused;
      this.did.refusals[refused] = (this.did.refusals[refused] ?? 0) + 1;
      return [];
    }
    const { facts } = decision;
    if (facts.length === 0) {
      if (known !== null) this.#setWake(known);
      return [];
    }
    this.did.steps += 1;
    const before = facts[0]!.fact === 'opened' ? null : known;
    const after = fold(before, facts)!;
    this.did.dialogs = after.id < planted ? Math.max(this.did.dialogs, after.id) : this.did.dialogs;
    const history = before === null ? [] : (this.#history.get(after.id) ?? []);
    history.push(...facts);
    this.#history.set(after.id, history);
    const excusedAt = Math.max(this.#excusedAt.get(before?.lineId ?? after.lineId) ?? 0, this.#jumpedAt);
    const seen = {
      world: this.#world,
      event: event.event,
      before,
      facts,
      after,
      dialogs: this.#open,
      history,
      excusedAt,
    };
    const why = broken(seen);
    if (why !== null) this.#fail(why, history);
    this.#note(before, after, facts);
    this.#world = advance(this.#world, before, facts, after);
    this.#setWake(after);
    return decision.effects.flatMap((effect) => (effect.effect === 'stir' ? [effect.lineId] : []));
  }

  #note(before: Dialog | null, after: Dialog, facts: readonly Fact[]): void {
    const { did } = this;
    const count = (of: Record<string, number>, what: string) => (of[what] = (of[what] ?? 0) + 1);
    for (const fact of facts) {
      count(did.facts as Record<string, number>, fact.fact);
      if (fact.fact === 'returned') count(did.returned, fact.because);
      if (fact.fact === 'said') count(did.said, fact.what);
      if (fact.fact === 'bot-left') count(did.botLeft, fact.because);
      if (fact.fact === 'closed') count(did.closed, fact.because);
      if (fact.fact === 'accepted' || fact.fact === 'taken-over' || fact.fact === 'transferred')
        this.#asMember.delete(after.id);
    }
    const by = holder(after);
    // Who takes a finishing one up again himself, removed meanwhile, has it by his own hand.
    if (facts.some((fact) => fact.fact === 'resumed' && fact.by === by)) this.#asMember.delete(after.id);
    const got = facts.some(
      (fact) => fact.fact === 'accepted' || fact.fact === 'taken-over' || fact.fact === 'transferred',
    );
    const unpinned = facts.some((fact) => fact.fact === 'unpinned');
    const here = by !== null && availability(this.#world.people[by]!, this.#world.now, true).available;
    if (got) this.#gotGone.delete(after.id);
    if ((got || unpinned) && by !== null && !here) this.#gotGone.add(after.id);
    if (by !== null && got && this.#world.lines[after.lineId]!.crew.includes(by)) this.#asMember.add(after.id);
    if (after.state !== 'closed') {
      this.#open.set(after.id, after);
      return;
    }
    this.#open.delete(after.id);
    if (before?.state === 'closed') {
      this.#closed[this.#closed.findIndex((dialog) => dialog.id === after.id)] = after;
      return;
    }
    if (after.id >= planted) return;
    this.#closed.push(after);
    if (this.#closed.length > 20) this.#history.delete(this.#closed.shift()!.id);
  }

  /** A waiting dialog that has nothing to hope for looks in vain only now and then: that is what sweeps are for. */
  #setWake(dialog: Dialog): void {
    if (dialog.state === 'closed') return this.#wakes.set(dialog.id, null);
    const { now } = this.#world;
    let earliest = Infinity;
    for (const { deadline, at } of deadlines(dialog, now, this.#world.lines[dialog.lineId]!)) {
      const rests = dialog.state === 'waiting' && dialog.notBefore !== null;
      const seldom = deadline === 'looks-again' && !rests && !this.#chance.happens(0.1);
      earliest = Math.min(earliest, seldom ? at + 40 * sweepEvery : at);
    }
    if (earliest === Infinity) return this.#wakes.set(dialog.id, null);
    const lateness = this.#lateness === 0 ? 0 : this.#chance.below(this.#lateness);
    this.#wakes.set(dialog.id, earliest, Math.max(earliest, now) + lateness);
  }

  /**
   * After everything stirred has settled, nobody waits for what he could have, nobody who went keeps anything, and the
   * folded world is the true one.
   */
  #checkRest(): void {
    // Counting many dialogs anew at every step would be most of the work.
    if (this.#open.size > 30 && this.did.steps % 16 !== 0) return;
    const drift = worldDrift(this.#world, this.#open.values());
    if (drift !== null) this.#fail(`the world folded by advance is the one counted anew: ${drift}`);
    const kept = keptByWhoWent(this.#world, this.#open.values(), this.#asMember);
    if (kept !== null)
      this.#fail(`after dismissal or removal nobody keeps a dialog: ${kept.why}`, this.#history.get(kept.dialogId));
    // Of two who leave at one moment the second is about to be run.
    if ((this.#earliestPerson()?.at ?? Infinity) <= this.#world.now) return;
    const left = keptByWhoLeft(this.#world, this.#open.values(), this.#gotGone);
    if (left !== null)
      this.#fail(`who has left keeps nothing that goes back: ${left.why}`, this.#history.get(left.dialogId));
    for (const dialog of this.#open.values()) {
      if (dialog.state !== 'waiting' && dialog.state !== 'offered') continue;
      // Its own deadline has come and is about to be run; a department's people are looked for by the sweep.
      if (this.#wakes.isDue(dialog.id, this.#world.now) || dialog.departmentId !== null) continue;
      // Its rest after all declined is just over: the waker comes at once, or where a message came between, the sweep.
      if (dialog.state === 'waiting' && (dialog.notBefore ?? 0) > this.#world.now - sweepEvery - latestWake) continue;
      const decision = this.#decide(dialog, { event: 'try-waiting' }, this.#world);
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

/** How often each thing happens, beside the others. */
const weights = {
  opens: 3,
  writes: 7,
  'writes-again': 1.5,
  'writes-first': 0.5,
  accepts: 8,
  'accepts-any': 1,
  declines: 2,
  replies: 7,
  'replies-any': 0.3,
  echoes: 0.3,
  finishes: 4,
  'finishes-any': 0.3,
  resumes: 0.5,
  transfers: 1,
  moves: 0.6,
  'to-department': 0.6,
  'takes-over': 0.4,
  joins: 0.4,
  leaves: 0.2,
  pins: 0.8,
  votes: 1,
  marks: 0.3,
  consents: 1,
  'crm-answers': 1,
  'crm-silent': 0.2,
  'makes-record': 0.3,
  'bot-acts': 2.5,
  closes: 0.2,
  presence: 2,
  absence: 0.1,
  dismissal: 0.01,
  departments: 0.05,
  settings: 0.12,
  switches: 0.15,
  'clock-jumps': 0.05,
};
type Word = keyof typeof weights;
const withoutDialog: ReadonlySet<Word> = new Set<Word>([
  'opens',
  'writes-again',
  'writes-first',
  'accepts',
  'declines',
  'replies',
  'finishes',
  'resumes',
  'pins',
  'bot-acts',
  'presence',
  'absence',
  'dismissal',
  'departments',
  'settings',
  'switches',
  'clock-jumps',
]);

/** When the waker comes to each dialog: the earliest first, whatever was set before. */
class Wakes {
  readonly #heap: { id: DialogId; at: Instant }[] = [];
  readonly #due = new Map<DialogId, Instant>();
  readonly #at = new Map<DialogId, Instant>();

  /** The dialog is due at a moment, and the waker comes at another, which is not before it. Due again: unchanged. */
  set(id: DialogId, due: Instant | null, at: Instant = due ?? 0): void {
    if (due === null) {
      this.#due.delete(id);
      this.#at.delete(id);
      return;
    }
    if (this.#due.get(id) === due && this.#at.has(id)) return;
    this.#due.set(id, due);
    this.#at.set(id, at);
    this.#heap.push({ id, at });
    this.#up(this.#heap.length - 1);
  }

  isDue(id: DialogId, now: Instant): boolean {
    return (this.#due.get(id) ?? Infinity) <= now;
  }

  earliest(): { id: DialogId; at: Instant } | null {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined) return null;
      if (this.#at.get(top.id) === top.at) return top;
      this.#pop();
    }
  }

  /** The earliest is run now. */
  take(): void {
    const top = this.earliest();
    if (top === null) return;
    this.#pop();
    this.#at.delete(top.id);
    this.#due.delete(top.id);
  }

  #pop(): void {
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const least = right < this.#heap.length && this.#heap[right]!.at < this.#heap[left]!.at ? right : left;
      if (this.#heap[least]!.at >= this.#heap[at]!.at) return;
      this.#swap(least, at);
      at = least;
    }
  }

  #up(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (this.#heap[parent]!.at <= this.#heap[at]!.at) return;
      this.#swap(parent, at);
      at = parent;
    }
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function shuffled<T>(chance: Chance, list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
