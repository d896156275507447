import { isOpen } from '@switchboard/domain/hours';
import { localTime } from '@switchboard/domain/statistics';

import type { Cast } from './cast.ts';
import { chanceOf, type Chance } from './chance.ts';
import type { FilledCompany } from './company.ts';
import { day, minute, week, weeksTold, type Story } from './life.ts';

/** Which story happens when, and in whose chat. */
export type Plan = {
  /** In the order of their opening. */
  count: number;
  story: Uint16Array;
  /** What is added to the moments of the story. */
  shift: Float64Array;
  /** Whose chat, by its number. */
  chat: Uint32Array;
  chats: number;
};

export type Period = {
  /** The Monday with which the stories begin, by the company's clock. */
  monday: number;
  from: number;
  until: number;
  /** So many dialogs are still open at the end. */
  open: number;
};

/** How a story can be moved: by the wall clock of its line, a little to and fro where no hour of the line is in the way. */
type Movable = { zone: string | null; playful: boolean };

/**
 * Spreads so many dialogs over the period, more of them towards its end: each is one of the stories, moved by whole weeks of
 * the wall clock. No two dialogs of a chat overlap, and who writes for the first time does.
 */
export function planMonths(
  company: FilledCompany,
  stories: readonly Story[],
  casts: readonly Cast[],
  { monday, from, until, open }: Period,
  dialogs: number,
  seed: number,
): Plan {
  const chance = chanceOf(seed ^ 0x5bd1e995);
  const movables = stories.map((story, place) => movableOf(company, story, casts[place]!));
  const byWeek: number[][] = Array.from({ length: weeksTold }, () => []);
  for (const [place, { openedAt }] of casts.entries())
    byWeek[Math.min(weeksTold - 1, Math.max(0, Math.floor((openedAt - monday) / week)))]!.push(place);
  const firsts = byWeek.map((places) => places.filter((place) => stories[place]!.first));
  const weeks = weeksOf(company.timeZone, monday, from, until);
  const moved = (place: number, weekNumber: number): number | null => {
    const { zone, playful } = movables[place]!;
    const cast = casts[place]!;
    const weeksOn = weekNumber - Math.min(weeksTold - 1, Math.max(0, Math.floor((cast.openedAt - monday) / week)));
    const play = playful ? chance.below(16 * minute) - 8 * minute + chance.below(1_000) : 0;
    const shift = wallShift(zone ?? company.timeZone, cast, weeksOn * week);
    if (shift === null) return null;
    const at = cast.openedAt + shift + play;
    if (at < from || cast.endsAt + shift + play > until) return null;
    return opensAsScheduled(company, stories[place]!, at) ? shift + play : null;
  };
  let chosen: { story: number; shift: number }[] = [];
  const choose = (places: readonly number[], weekNumber: number): boolean => {
    if (places.length === 0) return false;
    const place = chance.one(places);
    const shift = moved(place, weekNumber);
    if (shift === null) return false;
    chosen.push({ story: place, shift });
    return true;
  };
  const wanted = dialogs - Math.min(open, dialogs);
  const weights = weeks.map(
    ({ share }, place) => share * (1 + (0.5 * place) / Math.max(1, weeks.length)) * (0.92 + chance.next() * 0.16),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (const [place, { number }] of weeks.entries()) {
    const count = Math.round((wanted * weights[place]!) / sum);
    const places = byWeek[((number % weeksTold) + weeksTold) % weeksTold]!;
    // Each story once before any of them twice.
    for (let taken = 0, tries = 0; taken < count && tries < count * 3; tries++) {
      if (tries % places.length === 0) shuffle(chance, places);
      const one = places[tries % places.length];
      if (one !== undefined && choose([one], number)) taken++;
    }
  }
  while (chosen.length > wanted) chosen.splice(chance.below(chosen.length), 1);
  const someWeek = (): number => weeks[chance.weighted(weights)]!.number;
  const more = (places: number[][], count: number): void => {
    for (let added = 0, tries = 0; added < count && tries < 100 * count + 1_000; tries++) {
      const number = someWeek();
      if (choose(places[((number % weeksTold) + weeksTold) % weeksTold]!, number)) added++;
    }
  };
  more(byWeek, wanted - chosen.length);
  const period = { monday, from, until, open: Math.min(open, dialogs) };
  chosen.push(...unfinished(company, stories, casts, movables, period, chance));
  more(byWeek, dialogs - chosen.length);
  for (let round = 0; ; round++) {
    chosen.sort(
      (a, b) => casts[a.story]!.openedAt + a.shift - (casts[b.story]!.openedAt + b.shift) || a.story - b.story,
    );
    const { chats, lost, plan } = seated(stories, casts, chosen, chanceOf(seed + 1));
    if (lost.size === 0 || round === 50) return { ...plan, chats };
    // For whom there was no chat to come back to, somebody else writes for the first time.
    chosen = chosen.filter((_, place) => !lost.has(place));
    more(firsts, lost.size);
  }
}

/** Gives each dialog its chat. Answers those for which there was none. */
function seated(
  stories: readonly Story[],
  casts: readonly Cast[],
  chosen: readonly { story: number; shift: number }[],
  chance: Chance,
): { plan: Omit<Plan, 'chats'>; chats: number; lost: Set<number> } {
  const groups = new Map<string, number[]>();
  const busyUntil: number[] = [];
  const lost = new Set<number>();
  const plan = {
    count: chosen.length,
    story: new Uint16Array(chosen.length),
    shift: new Float64Array(chosen.length),
    chat: new Uint32Array(chosen.length),
  };
  for (const [place, { story, shift }] of chosen.entries()) {
    const { channel, language, first } = stories[story]!;
    const { openedAt, endsAt } = casts[story]!;
    const key = `${channel.channelId} ${language}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = []));
    let chat: number | null = null;
    if (first) group.push((chat = busyUntil.push(0) - 1));
    else
      for (let tries = 0; tries < 60 && chat === null && group.length > 0; tries++) {
        // Mostly those who wrote lately.
        const one = group[Math.floor(group.length * (1 - chance.next() ** 2) * 0.999_999)]!;
        if (busyUntil[one]! + minute < openedAt + shift) chat = one;
      }
    if (chat === null) lost.add(place);
    else busyUntil[chat] = endsAt + shift;
    plan.story[place] = story;
    plan.shift[place] = shift;
    plan.chat[place] = chat ?? 0;
  }
  return { plan, chats: busyUntil.length, lost };
}

/** A few that are not over when the period ends: of the same weekday, or of another where there are too few. */
function unfinished(
  company: FilledCompany,
  stories: readonly Story[],
  casts: readonly Cast[],
  movables: readonly Movable[],
  { from, until, open }: Period,
  chance: Chance,
): { story: number; shift: number }[] {
  const found: { story: number; shift: number }[] = [];
  const order = casts.map((_, place) => place);
  for (const step of [week, day]) {
    shuffle(chance, order);
    for (const story of order) {
      if (found.length >= open) return found;
      const cast = casts[story]!;
      const weeksOn = Math.floor((until - minute - cast.openedAt) / step) * step;
      const shift = wallShift(movables[story]!.zone ?? company.timeZone, cast, weeksOn);
      if (shift === null || found.some((one) => one.story === story)) continue;
      const at = cast.openedAt + shift;
      const runs = at > Math.max(from, until - 2 * day) && at < until - minute && cast.endsAt + shift > until + minute;
      if (runs && opensAsScheduled(company, stories[story]!, at)) found.push({ story, shift });
    }
  }
  return found;
}

/** Whether the line was open or closed then, where it keeps hours, as its story tells. */
function opensAsScheduled(company: FilledCompany, story: Story, at: number): boolean {
  const line = company.lines.find(({ lineId }) => lineId === story.lineId);
  return line?.settings.hours.schedule !== true || isOpen(line.settings.hours, at) !== isOutside(story);
}

/** What is added to a story's moments so that the wall clock shows the same, so many weeks on; null where it is changed meanwhile. */
function wallShift(zone: string, { openedAt, endsAt }: Cast, by: number): number | null {
  const shift = by - (offsetAt(zone, openedAt + by) - offsetAt(zone, openedAt));
  const [before, after] = [offsetAt(zone, openedAt + shift), offsetAt(zone, endsAt + shift)];
  return before === after && openedAt + before - offsetAt(zone, openedAt) + shift === openedAt + by ? shift : null;
}

const quarterHour = 15 * minute;
const offsets = new Map<string, Map<number, number>>();

/** What the wall clock of a place is ahead of UTC at this moment. Clocks are changed at whole quarters of an hour. */
export function offsetAt(zone: string, at: number): number {
  let known = offsets.get(zone);
  if (!known) offsets.set(zone, (known = new Map()));
  const number = Math.floor(at / quarterHour);
  let offset = known.get(number);
  if (offset === undefined) {
    const { day: local, quarter } = localTime(zone, number * quarterHour);
    known.set(number, (offset = dayNumber(local) * day + (quarter - number) * quarterHour));
  }
  return offset;
}

const dayNumbers = new Map<string, number>();

/** The number of a day from 1970-01-01. */
export function dayNumber(local: string): number {
  let number = dayNumbers.get(local);
  if (number === undefined) dayNumbers.set(local, (number = Date.parse(`${local}T00:00:00Z`) / day));
  return number;
}

function movableOf(company: FilledCompany, story: Story, { lineIds }: Cast): Movable {
  const lines = company.lines.filter(({ lineId }) => lineIds.includes(lineId));
  const own = lines.find(({ lineId }) => lineId === story.lineId)?.settings.hours;
  const scheduled = lines.some(({ settings }) => settings.hours.schedule);
  return { zone: own?.schedule ? own.timeZone : null, playful: !scheduled };
}

function isOutside({ facts: [opened] }: Story): boolean {
  return opened?.fact === 'opened' && opened.outsideHours === true;
}

/** The weeks that the period touches, from the first, with how much of each lies in it. */
function weeksOf(zone: string, monday: number, from: number, until: number): { number: number; share: number }[] {
  const weeks: { number: number; share: number }[] = [];
  const first = Math.floor((from - monday) / week) - 1;
  const last = Math.floor((until - monday) / week) + 1;
  for (let number = first; number <= last; number++) {
    const begins = monday + number * week - (offsetAt(zone, monday + number * week) - offsetAt(zone, monday));
    const share = (Math.min(until, begins + week) - Math.max(from, begins)) / week;
    if (share > 0) weeks.push({ number, share });
  }
  return weeks;
}

function shuffle(chance: Chance, of: number[]): void {
  for (let place = of.length - 1; place > 0; place--) {
    const other = chance.below(place + 1);
    [of[place], of[other]] = [of[other]!, of[place]!];
  }
}

/** A Monday's midnight by a place's clock, from which eight weeks pass without the clocks being changed, the last before `until`. */
export function steadyMonday(zones: readonly string[], zone: string, until: number): number {
  for (let back = 1; back < 80; back++) {
    const about = until - back * week;
    const weekday = (Math.floor((about + offsetAt(zone, about)) / day) + 3) % 7;
    const local = Math.floor((about + offsetAt(zone, about)) / day) - weekday;
    const monday = local * day - offsetAt(zone, local * day);
    const steady = zones.every((one) => offsetAt(one, monday) === offsetAt(one, monday + 8 * week));
    if (steady && offsetAt(zone, monday) === offsetAt(zone, local * day)) return monday;
  }
  throw new Error(`No eight weeks without a change of the clocks in ${zones.join(', ')}`);
}

/** The story's rows cast for this very moment, where those for all moments do not fit it. */
export function fits(company: FilledCompany, { lineIds }: Cast): boolean {
  return company.lines
    .filter(({ lineId }) => lineIds.includes(lineId))
    .every(({ pauses, settings }) => pauses.length === 0 && settings.hours.exceptions.length === 0);
}
