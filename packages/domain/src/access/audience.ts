import type { EmployeeId } from '../people/index.ts';

import { may, type Actor } from './may.ts';
import { reachOf, type Reach } from './rights.ts';

/** What a person's rights come down to when a dialog is shown: he sees it if one of his keys is among its keys. */
export type AudienceKey = 'everything' | `person:${EmployeeId}` | `queue:${string}` | `nobodys:${string}`;

/** A dialog as far as it decides who may see it. */
export type Shown = {
  lineId: string;
  /** Who holds it, or held it when it closed; null before anybody accepted. */
  holder: EmployeeId | null;
  /** On whose screens it stands as an offer. */
  offeredTo: readonly EmployeeId[];
  /** Those who joined it beside its holder. */
  joined?: readonly EmployeeId[];
  /** It is in its line's queue and nobody's. */
  waiting: boolean;
};

/** The keys a person carries, and the others he carries on lines for which a role of his names another reach. */
export type Keys = { general: ReadonlySet<AudienceKey>; lines: ReadonlyMap<string, ReadonlySet<AudienceKey>> };

/**
 * The keys that open this dialog: of those who see everything, of its holder, of those it is offered to or who joined it,
 * while it waits of everybody in its line's queue, and where it is nobody's of the departments in that queue. A live update
 * of it is written to the sockets that carry one of them.
 */
export function audienceKeys(dialog: Shown): AudienceKey[] {
  const { lineId, holder, offeredTo, joined = [], waiting } = dialog;
  const keys: AudienceKey[] = ['everything'];
  if (holder !== null) keys.push(`person:${holder}`);
  const others = new Set([...offeredTo, ...joined]);
  for (const employeeId of others) if (employeeId !== holder) keys.push(`person:${employeeId}`);
  if (waiting) keys.push(`queue:${lineId}`);
  if (holder === null && others.size === 0) keys.push(`nobodys:${lineId}`);
  return keys;
}

/** The keys this person carries. They change with his roles, with his departments and with queues. */
export function keysOf(person: Actor): Keys {
  const { rights } = person;
  const general = reachOf(rights, 'dialogsList');
  return {
    general: keysFor(person, general),
    lines: new Map(
      Object.keys(rights.lines).flatMap((lineId): [string, ReadonlySet<AudienceKey>][] => {
        const reach = reachOf(rights, 'dialogsList', lineId);
        return reach === general ? [] : [[lineId, keysFor(person, reach)]];
      }),
    ),
  };
}

/** Does one of these keys open this dialog? `of` are the dialog's own, where they were worked out already. */
export function opens(keys: Keys, dialog: Shown, of: readonly AudienceKey[] = audienceKeys(dialog)): boolean {
  const carried = keys.lines.get(dialog.lineId) ?? keys.general;
  return of.some((key) => carried.has(key));
}

/**
 * What this person sees of dialogs, for a query: the same answer as his keys give. The people and lines of `general` hold
 * wherever no line has a reach of its own.
 */
export type Sight = {
  /** Every dialog of the lines without a reach of their own. */
  everything: boolean;
  /** The people whose dialogs he sees there. */
  people: readonly EmployeeId[];
  /** The lines with a reach of their own. */
  exceptions: readonly string[];
  /** Of those: the lines of which he sees everything, his departments' dialogs, or his own. */
  whole: readonly string[];
  ofDepartment: readonly string[];
  own: readonly string[];
  colleagues: readonly EmployeeId[];
  /** The lines of which he sees what waits, and those of which he sees what is nobody's. */
  waiting: readonly string[];
  nobodys: readonly string[];
};

/** What this person sees of dialogs, in lists that a query can hold against rows. */
export function sightOf(person: Actor): Sight {
  const { rights, employeeId, lineIds } = person;
  const general = reachOf(rights, 'dialogsList');
  const reaching = (lineId: string): Reach => asSeen(person, reachOf(rights, 'dialogsList', lineId));
  const exceptions = Object.keys(rights.lines).filter((lineId) => reachOf(rights, 'dialogsList', lineId) !== general);
  const colleagues = person.colleagues ?? [employeeId];
  const departmentLines = (person.departmentLineIds ?? []).filter((lineId) => reaching(lineId) === 'department');
  const seen = asSeen(person, general);
  return {
    everything: seen === 'any',
    people: seen === 'department' ? colleagues : seen === 'own' ? [employeeId] : [],
    exceptions,
    whole: exceptions.filter((lineId) => reaching(lineId) === 'any'),
    ofDepartment: exceptions.filter((lineId) => reaching(lineId) === 'department'),
    own: exceptions.filter((lineId) => reaching(lineId) === 'own'),
    colleagues,
    waiting: [...departmentLines, ...lineIds.filter((lineId) => reaching(lineId) === 'own')],
    nobodys: departmentLines,
  };
}

/** Does this person see every dialog of the company, whichever line it is on and whoever holds it? */
export function seesEveryDialog(person: Actor): boolean {
  const { everything, exceptions, whole } = sightOf(person);
  return everything && exceptions.every((lineId) => whole.includes(lineId));
}

/**
 * May this person see this dialog in lists (product §7)? The same answer as comparing keys, and as `sightOf` gives a query.
 */
export function maySee(person: Actor, dialog: Shown): boolean {
  const { lineId, holder, offeredTo, joined = [], waiting } = dialog;
  return may(person, 'dialogsList', { lineId, holder, offeredTo, joined, waiting });
}

function keysFor(person: Actor, reach: Reach): ReadonlySet<AudienceKey> {
  const keys = new Set<AudienceKey>();
  switch (asSeen(person, reach)) {
    case 'none':
      break;
    case 'any':
      keys.add('everything');
      break;
    case 'department':
      for (const employeeId of person.colleagues ?? []) keys.add(`person:${employeeId}`);
      for (const lineId of person.departmentLineIds ?? []) keys.add(`queue:${lineId}`).add(`nobodys:${lineId}`);
      break;
    case 'own':
      keys.add(`person:${person.employeeId}`);
      for (const lineId of person.lineIds) keys.add(`queue:${lineId}`);
      break;
  }
  return keys;
}

/** The department of somebody who is in none is the whole company. */
function asSeen(person: Actor, reach: Reach): Reach {
  return reach === 'department' && person.colleagues === null ? 'any' : reach;
}
