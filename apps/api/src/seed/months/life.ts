import {
  advance,
  deadlines,
  decide,
  fold,
  holder,
  inHandsOf,
  offeredTo,
  type Dialog,
  type DialogEvent,
  type Effect,
  type Fact,
  type World,
} from '@switchboard/domain/dialog';
import { textOf } from '@switchboard/domain/line';
import { availability, personWakeAt, type Person } from '@switchboard/domain/people';
import type { Language } from '@switchboard/domain/text';

import { Agenda } from './agenda.ts';
import { chanceOf, type Chance } from './chance.ts';
import type { FilledChannel, FilledCompany } from './company.ts';
import { aside, someTopic, worded, type Topic } from './words.ts';

/** A message of a story. `said`: a text of the line whose variables are filled in for each dialog. */
export type Told = {
  at: number;
  from: 'client' | 'operator' | 'system';
  employeeId: string | null;
  messageId: string;
  text: string;
  said: string | null;
};

/** A dialog from its opening to its end, as the rules made it of what its people did; a mark may follow days later. */
export type Story = {
  channel: FilledChannel;
  lineId: string;
  language: Language;
  /** His first contact with the company. */
  first: boolean;
  /** It was opened by us, in the chat of somebody who wrote before. */
  outgoing: boolean;
  dialogId: number;
  facts: Fact[];
  messages: Told[];
  mark: { by: string; stars: number; comment: string; at: number } | null;
};

/** When somebody was there to be offered dialogs, as the product notes it. */
export type Presence = { employeeId: string; at: number; available: boolean; because: string | null };

/** How many weeks clients write; some more pass until everything they began is over. */
export const weeksTold = 2;
const tail = 6;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const week = 7 * day;

/** The chat of every story: whoever stamps it puts another in its place. */
export const storyChat = 'cccccccc-0000-4000-8000-000000000000';
const messageIdOf = (number: number): string => `dddddddd-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** How much is written in each hour of a day, and on each day from Monday. */
const hours = [2, 1, 1, 1, 1, 2, 6, 18, 45, 78, 92, 88, 62, 58, 80, 86, 82, 74, 58, 44, 34, 22, 12, 5];
const days = [1.3, 1.1, 1.05, 1.05, 0.95, 0.45, 0.3];

type Operator = { employeeId: string; speed: number; careless: number; shifts: { from: number; until: number }[] };
type Tale = Story & {
  dialog: Dialog | null;
  /** Grows with everything that happens, so that what was meant to follow is not done when something else came. */
  course: number;
  topic: Topic;
  turn: number;
  turns: number;
  spam: boolean;
  nudged: boolean;
  waitedSince: number | null;
  waited: number;
};

/**
 * Two weeks of a company's clients and operators, told by the product's own rules: so many dialogs, begun by the hours of
 * the day, from a Monday's midnight by the wall clock of the company on. Answers each with its history, and who was there.
 */
export function tellLife(
  company: FilledCompany,
  { seed, dialogs, monday }: { seed: number; dialogs: number; monday: number },
): { stories: Story[]; presence: Presence[] } {
  const life = new Life(company, seed, monday);
  life.begin(dialogs);
  return life.told();
}

class Life {
  readonly #company: FilledCompany;
  readonly #chance: Chance;
  readonly #monday: number;
  readonly #agenda = new Agenda();
  readonly #tales: Tale[] = [];
  readonly #open = new Map<number, Tale>();
  readonly #operators = new Map<string, Operator>();
  readonly #online = new Set<string>();
  readonly #wakes = new Map<string, number>();
  readonly #presence: Presence[] = [];
  readonly #weights: number[];
  #world: World;

  constructor(company: FilledCompany, seed: number, monday: number) {
    this.#company = company;
    this.#chance = chanceOf(seed);
    this.#monday = monday;
    this.#weights = company.channels.map((_, place) => 1 / (place + 1) ** 0.8);
    const people = company.people.map(({ employeeId, departmentId }): Person => ({
      id: employeeId,
      dismissedAt: null,
      awaySince: null,
      connectedAt: null,
      usedAt: null,
      absences: [],
      departmentId,
      workday: null,
    }));
    // Bots, agreements and the CRM are not part of these months: a line that has them is told as it was before it had.
    const lines = company.lines.map(({ lineId, version, settings, crew }) => ({
      ...settings,
      crm: { ...settings.crm, check: false, routeToResponsible: false },
      agreement: { ...settings.agreement, ask: false },
      bot: { ...settings.bot, first: false },
      id: lineId,
      active: true,
      pauses: [],
      version,
      crew,
      assignedAt: {},
      waiting: [],
    }));
    this.#world = {
      now: monday,
      lines: Object.fromEntries(lines.map((line) => [line.id, line])),
      people: Object.fromEntries(people.map((person) => [person.id, person])),
      departments: company.departments,
      held: {},
      bots: [],
      agreements: {},
    };
  }

  begin(dialogs: number): void {
    const crews = new Set(this.#company.lines.flatMap(({ crew }) => crew));
    let number = 0;
    for (const employeeId of crews) this.#hire(employeeId, number++);
    const slots = days.flatMap((ofDay) => hours.map((ofHour) => ofDay * ofHour));
    for (let count = 0; count < dialogs; count++) {
      const slot = this.#chance.weighted(slots);
      const at = this.#monday + (count % weeksTold) * week + slot * hour + this.#chance.below(hour);
      this.#agenda.note(at, () => this.#begins());
    }
    const last = this.#monday + (weeksTold + tail) * week;
    for (let next = this.#agenda.take(); next !== null && next.at < last; next = this.#agenda.take()) {
      this.#setClock(Math.max(this.#world.now, next.at));
      next.run();
    }
  }

  told(): { stories: Story[]; presence: Presence[] } {
    const stories = this.#tales.flatMap((tale) =>
      tale.dialog?.state === 'closed'
        ? [
            {
              channel: tale.channel,
              lineId: tale.lineId,
              language: tale.language,
              first: tale.first,
              outgoing: tale.outgoing,
              dialogId: tale.dialogId,
              facts: tale.facts,
              messages: tale.messages,
              mark: tale.mark,
            },
          ]
        : [],
    );
    return { stories, presence: this.#presence };
  }

  /** Five days a week, early or late, with a break in the middle; some on Saturdays and Sundays, too. */
  #hire(employeeId: string, number: number): void {
    const chance = this.#chance;
    const late = number % 3 === 1;
    const weekends = number % 4 === 2;
    const free = chance.below(5);
    const shifts: Operator['shifts'] = [];
    for (let on = 0; on < (weeksTold + tail) * 7; on++) {
      const weekday = on % 7;
      if (weekday > 4 ? !weekends : weekends && (weekday === free || weekday === (free + 1) % 5)) continue;
      // Now and then somebody is ill.
      if (chance.happens(0.04)) continue;
      const midnight = this.#monday + on * day;
      const from = midnight + (late ? 11 : 8.5) * hour + chance.below(25 * minute);
      const pause = from + (late ? 3.5 : 4) * hour + chance.below(40 * minute);
      const back = pause + (25 + chance.below(20)) * minute;
      const until = from + 8.5 * hour + chance.below(30 * minute);
      shifts.push({ from, until: pause }, { from: back, until });
    }
    const speed = 0.6 + chance.next() * 1.5;
    const operator = { employeeId, speed, careless: 0.03 + chance.next() * 0.12, shifts };
    this.#operators.set(employeeId, operator);
    for (const { from, until } of shifts) {
      this.#agenda.note(from, () => this.#comes(employeeId));
      this.#agenda.note(until, () => this.#goes(employeeId));
    }
  }

  #comes(employeeId: string): void {
    const was = availability(this.#person(employeeId), this.#world.now, true);
    this.#online.add(employeeId);
    this.#setClock(this.#world.now);
    if (!was.available) this.#presence.push({ employeeId, at: this.#world.now, available: true, because: null });
    this.#personChanged(employeeId);
    for (const tale of this.#open.values())
      if (tale.dialog !== null && holder(tale.dialog) === employeeId) this.#react(tale);
  }

  #goes(employeeId: string): void {
    this.#online.delete(employeeId);
    this.#personWakes(employeeId);
  }

  /** Time alone will have changed whether he is there: then what he holds looks again. */
  #personWakes(employeeId: string): void {
    const at = this.#online.has(employeeId) ? null : personWakeAt(this.#person(employeeId), this.#world.now);
    if (at === null) {
      this.#wakes.delete(employeeId);
      return;
    }
    this.#wakes.set(employeeId, at);
    this.#agenda.note(at, () => {
      if (this.#wakes.get(employeeId) !== at) return;
      const [was, is] = [at - 1, at].map((moment) => availability(this.#person(employeeId), moment, true));
      if (was?.available && is && !is.available)
        this.#presence.push({ employeeId, at, available: false, because: is.because });
      this.#personChanged(employeeId);
    });
  }

  #personChanged(employeeId: string): void {
    const tales = [...this.#open.values()];
    for (const tale of tales)
      if (
        tale.dialog !== null &&
        (inHandsOf(tale.dialog) === employeeId || offeredTo(tale.dialog).includes(employeeId))
      )
        this.#decided(tale, { event: 'time-passed' });
    this.#stir(this.#company.lines.filter(({ crew }) => crew.includes(employeeId)).map(({ lineId }) => lineId));
    this.#personWakes(employeeId);
  }

  #person(employeeId: string): Person {
    const person = this.#world.people[employeeId];
    if (!person) throw new Error(`Nobody is ${employeeId}`);
    return person;
  }

  #setClock(now: number): void {
    this.#world.now = now;
    for (const employeeId of this.#online) {
      const person = this.#person(employeeId);
      person.connectedAt = now;
      person.usedAt = now;
    }
  }

  /** Somebody writes, or now and then we do first. */
  #begins(): void {
    const chance = this.#chance;
    const channel = this.#company.channels[chance.weighted(this.#weights)]!;
    const other = this.#company.language === 'ru' ? 'en' : 'ru';
    const language = chance.happens(0.12) ? other : this.#company.language;
    const crew = this.#company.lines.find(({ lineId }) => lineId === channel.lineId)?.crew ?? [];
    const present = crew.filter((id) => this.#online.has(id));
    const outgoing = present.length > 0 && chance.happens(0.03);
    const tale: Tale = {
      channel,
      lineId: channel.lineId,
      language,
      first: !outgoing && chance.happens(0.4),
      outgoing,
      dialogId: this.#tales.length + 1,
      facts: [],
      messages: [],
      mark: null,
      dialog: null,
      course: 0,
      topic: someTopic(chance, language),
      turn: 0,
      turns: 1 + chance.below(4),
      spam: !outgoing && chance.happens(0.012),
      nudged: false,
      waitedSince: null,
      waited: 0,
    };
    this.#tales.push(tale);
    if (!outgoing) {
      const text = tale.spam ? aside(chance, language, 'spam') : worded(chance, tale.topic.opens);
      this.#clientWrites(tale, text);
      return;
    }
    const by = chance.one(present);
    const opens = this.#opening(tale);
    this.#run(tale, { event: 'write-first', by, opens });
    this.#writes(tale, by, aside(chance, language, 'first'));
  }

  #opening(tale: Tale) {
    const via = tale.channel.kind === 'live-chat' ? ('live-chat' as const) : ('buttons' as const);
    const { dialogId, channel, first } = tale;
    return { dialogId, chatId: storyChat, lineId: channel.lineId, via, firstContact: first };
  }

  #clientWrites(tale: Tale, text: string): void {
    const messageId = messageIdOf(tale.messages.length);
    const message: Told = { at: this.#world.now, from: 'client', employeeId: null, messageId, text, said: null };
    tale.messages.push(message);
    const means = { vote: null, callsPerson: false };
    this.#run(tale, { event: 'client-writes', messageId, opens: this.#opening(tale), means });
  }

  #writes(tale: Tale, by: string, text: string): boolean {
    const messageId = messageIdOf(tale.messages.length);
    tale.messages.push({ at: this.#world.now, from: 'operator', employeeId: by, messageId, text, said: null });
    const written = this.#run(tale, { event: 'operator-writes', by, messageId });
    if (!written) tale.messages.pop();
    return written;
  }

  /** An event with everything it stirs. */
  #run(tale: Tale, event: DialogEvent): boolean {
    const stirred = this.#decided(tale, event);
    if (stirred === null) return false;
    this.#stir(stirred);
    return true;
  }

  #stir(lines: readonly string[]): void {
    let stirred = new Set(lines);
    for (let round = 0; stirred.size > 0 && round < 100; round++) {
      const again = new Set<string>();
      for (const lineId of stirred)
        for (const tale of this.#looking(lineId))
          for (const next of this.#decided(tale, { event: 'try-waiting' }) ?? []) again.add(next);
      stirred = again;
    }
  }

  #looking(lineId: string): Tale[] {
    const line = this.#world.lines[lineId];
    const waiting = (line?.waiting ?? []).slice(0, 64).flatMap(({ dialogId }) => this.#open.get(dialogId) ?? []);
    if (line?.queue.distribution !== 'all') return waiting;
    const offered = [...this.#open.values()].filter(
      ({ dialog }) => dialog?.lineId === lineId && dialog.state === 'offered',
    );
    return [...waiting, ...offered];
  }

  /** Decides, folds and notes. Answers the lines it stirs; null where it was refused. */
  #decided(tale: Tale, event: DialogEvent): string[] | null {
    const before = tale.dialog;
    const decision = decide(before, event, this.#world);
    if ('refused' in decision) return null;
    const { facts, effects } = decision;
    if (facts.length === 0) return [];
    const after = fold(before, facts);
    if (after === null) throw new Error('A dialog that was never opened');
    this.#world = advance(this.#world, before, facts, after);
    tale.dialog = after;
    tale.facts.push(...facts);
    if (after.state === 'closed') this.#open.delete(after.id);
    else this.#open.set(after.id, tale);
    for (const effect of effects) if (effect.effect === 'say') this.#says(tale, after, effect);
    this.#noteWaiting(tale, after);
    this.#react(tale);
    return effects.flatMap((effect) => (effect.effect === 'stir' ? [effect.lineId] : []));
  }

  #says(tale: Tale, dialog: Dialog, { what, operatorId }: Extract<Effect, { effect: 'say' }>): void {
    const line = this.#company.lines.find(({ lineId }) => lineId === dialog.lineId);
    const text = line && textOf(line.settings, what, dialog.via);
    if (text == null) throw new Error(`The line has nothing to say as ${what}`);
    const messageId = messageIdOf(tale.messages.length);
    const { now: at } = this.#world;
    // The operator whom its variable names goes along.
    tale.messages.push({ at, from: 'system', employeeId: operatorId, messageId, text, said: what });
  }

  #noteWaiting(tale: Tale, { unansweredSince }: Dialog): void {
    if (tale.waitedSince !== null && unansweredSince === null)
      tale.waited = Math.max(tale.waited, this.#world.now - tale.waitedSince);
    tale.waitedSince = unansweredSince;
  }

  /** What its people do next, and the next deadline, unless something else happens to it before. */
  #react(tale: Tale): void {
    const course = ++tale.course;
    const { dialog } = tale;
    if (dialog === null) return;
    const then = (wait: number, run: () => void): void =>
      this.#agenda.note(this.#world.now + wait, () => {
        if (tale.course === course) run();
      });
    if (dialog.state === 'closed') {
      this.#marks(tale, dialog);
      return;
    }
    this.#willWake(tale, dialog, course);
    const chance = this.#chance;
    switch (dialog.state) {
      case 'waiting':
        if (!tale.nudged && chance.happens(0.12)) {
          tale.nudged = true;
          then(4 * minute + chance.wait(15 * minute), () =>
            this.#clientWrites(tale, aside(chance, tale.language, 'still')),
          );
        }
        return;
      case 'offered': {
        const asked = offeredTo(dialog).filter((id) => this.#online.has(id));
        if (asked.length === 0) return;
        const by = chance.one(asked);
        const { speed, careless } = this.#operators.get(by) ?? { speed: 1, careless: 0.05 };
        const what = chance.next();
        if (what < careless / 2)
          then(5 * second + chance.wait(20 * second), () => this.#run(tale, { event: 'decline', by }));
        else if (what > careless * 1.5 || dialog.to === 'all')
          then(3 * second + chance.wait(25 * second * speed), () => this.#run(tale, { event: 'accept', by }));
        return;
      }
      case 'accepted':
      case 'client-wrote':
        this.#willAnswer(tale, dialog, then);
        return;
      case 'answered':
        this.#afterAnswer(tale, dialog, then);
        return;
      case 'finishing':
        this.#whenFinished(tale, dialog, then);
        return;
      default:
        return;
    }
  }

  #willWake(tale: Tale, dialog: Dialog, course: number): void {
    const { now, lines } = this.#world;
    const line = lines[dialog.lineId];
    if (!line) return;
    let at = dialog.state === 'waiting' && dialog.notBefore !== null ? dialog.notBefore : Infinity;
    for (const one of deadlines(dialog, now, line)) if (one.deadline !== 'looks-again') at = Math.min(at, one.at);
    if (at === Infinity) return;
    this.#agenda.note(Math.max(at, now) + 1 + this.#chance.below(400), () => {
      if (tale.course !== course) return;
      this.#run(tale, { event: 'time-passed' });
      if (tale.course === course && tale.dialog !== null && at > now) this.#willWake(tale, tale.dialog, course);
    });
  }

  #willAnswer(tale: Tale, dialog: Dialog, then: (wait: number, run: () => void) => void): void {
    const chance = this.#chance;
    const by = holder(dialog);
    if (by === null || !this.#online.has(by)) return;
    const { speed } = this.#operators.get(by) ?? { speed: 1 };
    if (tale.spam) {
      then(5 * second + chance.wait(20 * second), () => this.#run(tale, { event: 'close', by, because: 'spam' }));
      return;
    }
    const what = chance.next();
    if (what < 0.035 && tale.turn < 3) {
      const to = this.#somebodyElse(by);
      if (to !== null) {
        then(20 * second + chance.wait(60 * second), () => {
          if (!this.#run(tale, { event: 'transfer', by, to })) this.#answers(tale, by);
        });
        return;
      }
    }
    const manager = this.#company.people.find(({ manages, employeeId }) => manages && this.#online.has(employeeId));
    if (what > 0.99 && manager && manager.employeeId !== by) {
      then(minute + chance.wait(3 * minute), () => this.#run(tale, { event: 'take-over', by: manager.employeeId }));
      return;
    }
    const long = chance.happens(0.07) ? 9 : 1;
    then((6 * second + chance.wait(50 * second)) * speed * long, () => this.#answers(tale, by));
  }

  #somebodyElse(by: string) {
    const chance = this.#chance;
    const { lines } = this.#company;
    if (lines.length > 1 && chance.happens(0.35)) return { lineId: chance.one(lines).lineId };
    const present = [...this.#online].filter((id) => id !== by);
    return present.length === 0 ? null : { employeeId: chance.one(present), evenIfUnavailable: false };
  }

  #answers(tale: Tale, by: string): void {
    if (!this.#online.has(by)) return;
    const [says] = tale.topic.turns[tale.turn % tale.topic.turns.length]!;
    const { course } = tale;
    if (!this.#writes(tale, by, worded(this.#chance, [says]))) return;
    if (tale.course === course || !this.#chance.happens(0.12)) return;
    this.#agenda.note(this.#world.now + 8 * second + this.#chance.wait(15 * second), () => {
      if (tale.dialog?.state === 'answered' && holder(tale.dialog) === by && this.#online.has(by))
        this.#writes(tale, by, aside(this.#chance, tale.language, 'more'));
    });
  }

  #afterAnswer(tale: Tale, dialog: Dialog, then: (wait: number, run: () => void) => void): void {
    const chance = this.#chance;
    const by = holder(dialog);
    const repliesLeft = tale.outgoing ? (tale.turn === 0 && chance.happens(0.7) ? 1 : 0) : tale.turns - tale.turn;
    if (repliesLeft > 0) {
      const wait = chance.happens(0.03) ? 2 * hour + chance.wait(3 * hour) : 8 * second + chance.wait(100 * second);
      then(wait, () => {
        const [, answer] = tale.topic.turns[tale.turn % tale.topic.turns.length]!;
        tale.turn++;
        const ending = tale.turn >= tale.turns;
        const kind = tale.outgoing ? 'reply' : ending ? 'thanks' : null;
        this.#clientWrites(tale, kind === null ? worded(chance, [answer]) : aside(chance, tale.language, kind));
      });
      return;
    }
    if (by === null || !this.#online.has(by) || chance.happens(0.08)) return;
    then(15 * second + chance.wait(90 * second), () => {
      if (!this.#online.has(by)) return;
      if (chance.happens(0.5) && !tale.outgoing) {
        tale.turn++;
        this.#writes(tale, by, worded(chance, tale.topic.ends));
        this.#agenda.note(this.#world.now + 5 * second + chance.below(20 * second), () => this.#finishes(tale, by));
      } else this.#finishes(tale, by);
    });
  }

  #finishes(tale: Tale, by: string): void {
    const { dialog } = tale;
    if (dialog !== null && dialog.state !== 'closed' && dialog.state !== 'finishing' && holder(dialog) === by)
      this.#run(tale, { event: 'finish', by });
  }

  #whenFinished(tale: Tale, dialog: Dialog, then: (wait: number, run: () => void) => void): void {
    const chance = this.#chance;
    if (dialog.rating === null || dialog.rating.vote !== null) return;
    if (chance.happens(0.32)) {
      const { speed } = this.#operators.get(holder(dialog) ?? '') ?? { speed: 1 };
      const bad = 0.03 + Math.min(0.4, tale.waited / (3 * hour)) + (speed - 0.6) * 0.05;
      const vote = chance.happens(bad) ? 'bad' : 'good';
      then(10 * second + chance.wait(3 * minute), () => this.#run(tale, { event: 'client-votes', vote }));
    } else if (chance.happens(0.04))
      then(minute + chance.wait(10 * minute), () => {
        tale.turns = tale.turn + 1;
        this.#clientWrites(tale, worded(chance, tale.topic.opens));
      });
  }

  /** A manager looks at some of what closed, some days later at most. */
  #marks(tale: Tale, dialog: Dialog): void {
    const chance = this.#chance;
    const managers = this.#company.people.filter(({ manages }) => manages);
    if (managers.length === 0 || holder(dialog) === null || tale.mark !== null || !chance.happens(0.06)) return;
    const by = chance.one(managers).employeeId;
    const wait = hour + chance.below(2 * day);
    const liked = tale.waited < 10 * minute ? [0, 1, 2, 5, 6] : [1, 3, 4, 3, 1];
    const stars = 1 + chance.weighted(liked);
    const comment = aside(chance, tale.language, 'marks');
    this.#agenda.note(this.#world.now + wait, () => {
      if (this.#run(tale, { event: 'mark', by, stars })) tale.mark = { by, stars, comment, at: this.#world.now };
    });
  }
}
