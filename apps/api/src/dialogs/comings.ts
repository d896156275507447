import type { Turn } from '@switchboard/db';
import { availability, departure, personWakeAt, type Availability, type Person } from '@switchboard/domain/people';

import type { PresenceNote, Rows } from './batch.types.ts';
import type { Rules } from './rules.ts';

/** What of a batch those who come and go need. */
type Of = {
  turn: Turn;
  rules: Rules;
  rows: Pick<Rows, 'people' | 'presence'>;
  people: () => Record<string, Person>;
  /** The line's waiting dialogs, and its offers to all, look again. */
  stir: (lineId: string) => void;
};

/** Who comes and who goes while a batch is decided. */
export class Comings {
  /** People who left or came back: what they hold is looked at again. */
  readonly moved = new Set<string>();
  /** When time alone was to change whether somebody is there, as it was stored. */
  readonly wakes = new Map<string, number>();
  readonly #turn: Turn;
  readonly #rules: Rules;
  readonly #rows: Of['rows'];
  readonly #people: Of['people'];
  readonly #stir: Of['stir'];

  constructor({ turn, rules, rows, people, stir }: Of) {
    this.#turn = turn;
    this.#rules = rules;
    this.#rows = rows;
    this.#people = people;
    this.#stir = stir;
  }

  /** He was heard of, or set his status. */
  heardOf(note: PresenceNote): void {
    const person = this.#people()[note.employeeId];
    if (!person) return;
    const now = this.#turn.now;
    const next: Person = {
      ...person,
      awaySince: note.away === undefined ? person.awaySince : note.away ? (person.awaySince ?? now) : null,
      connectedAt: note.connectedAt ? now : person.connectedAt,
      usedAt: note.usedAt ? now : person.usedAt,
    };
    this.#people()[note.employeeId] = next;
    this.#noteMissed(person);
    const [was, is] = [availability(person, now, true), availability(next, now, true)];
    const looked = was.available !== is.available || note.away !== undefined;
    this.#rows.people.push({
      employeeId: note.employeeId,
      away: note.away ?? null,
      connectedAt: note.connectedAt ? iso(now) : null,
      usedAt: note.usedAt ? iso(now) : null,
      wakeAt: iso(personWakeAt(next, now)),
      looked,
    });
    if (!looked) return;
    if (was.available !== is.available) this.#noteAvailability(note.employeeId, is);
    this.#comesOrGoes(next);
  }

  /** Time alone may have made him unavailable, or ended his absence; or he has been gone for long enough by now. */
  personDue(employeeId: string): void {
    const person = this.#people()[employeeId];
    if (!person) return;
    const now = this.#turn.now;
    this.#rows.people.push({
      employeeId,
      away: null,
      connectedAt: null,
      usedAt: null,
      wakeAt: iso(personWakeAt(person, now)),
      looked: true,
    });
    this.#noteMissed(person);
    this.#comesOrGoes(person);
  }

  #comesOrGoes(person: Person): void {
    this.#turn.announce({ change: 'presence', employeeId: person.id });
    this.#stirLinesOf(person.id);
    const departed = departure(person, this.#turn.now);
    if (departed !== null && departed.left !== 'out-of-reach') this.moved.add(person.id);
  }

  /** Changes of availability are facts too: who was there when somebody waited can be told later. */
  #noteAvailability(employeeId: string, is: Availability, at = this.#turn.now): void {
    this.#rows.presence.push({
      presenceFactId: this.#turn.id(),
      employeeId,
      at: iso(at),
      available: is.available,
      because: is.available ? null : is.because,
    });
  }

  /** Time alone changed it at the moment he was to be looked at, which may be a while ago. */
  #noteMissed(person: Person): void {
    const due = this.wakes.get(person.id) ?? null;
    if (due === null || due > this.#turn.now) return;
    this.wakes.delete(person.id);
    const [was, is] = [availability(person, due - 1, true), availability(person, this.#turn.now, true)];
    if (was.available !== is.available)
      this.#noteAvailability(person.id, is, is.available ? due : Math.max(due, is.since));
  }

  #stirLinesOf(employeeId: string): void {
    for (const line of this.#rules.lines.values()) {
      if (line.crew.includes(employeeId)) this.#stir(line.lineId);
    }
  }
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

type PersonRow = {
  employeeId: string;
  away: boolean | null;
  connectedAt: string | null;
  usedAt: string | null;
  wakeAt: string | null;
  /** What follows for his dialogs from where he stands now was done. */
  looked: boolean;
};

/** The last of each person, with what those before it said besides. */
export function mergedPeople(rows: readonly unknown[]): PersonRow[] {
  const merged = new Map<string, PersonRow>();
  for (const row of rows as PersonRow[]) {
    const known = merged.get(row.employeeId);
    merged.set(
      row.employeeId,
      known
        ? {
            ...row,
            away: row.away ?? known.away,
            connectedAt: row.connectedAt ?? known.connectedAt,
            usedAt: row.usedAt ?? known.usedAt,
            looked: row.looked || known.looked,
          }
        : row,
    );
  }
  return [...merged.values()];
}
