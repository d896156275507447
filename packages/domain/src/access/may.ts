import type { EmployeeId } from '../people/index.ts';

import { reachOf, reachesOf, type Action, type Rights } from './rights.ts';

/** A person as far as it decides what he may do. */
export type Actor = {
  employeeId: EmployeeId;
  rights: Rights;
  /**
   * The people of his departments, himself among them: of the one he belongs to and of those he leads, with all their
   * parts. Null: he is in no department and leads none, so he belongs to the company itself, whose department is everybody.
   */
  colleagues: readonly EmployeeId[] | null;
  /** The lines in whose queues he is. */
  lineIds: readonly string[];
  /** The lines in whose queues he or anybody of his departments is; null: every line, as with colleagues. */
  departmentLineIds: readonly string[] | null;
};

/** What the action is about, as far as it is known. Nothing given: may he do it whatever it is about? */
export type Subject = {
  lineId?: string;
  /** Who holds the dialog, or held it when it closed. */
  holder?: EmployeeId | null;
  /** On whose screens it stands as an offer. */
  offeredTo?: readonly EmployeeId[];
  /** Those who joined it beside the holder. */
  joined?: readonly EmployeeId[];
  /** The dialog is in its line's queue and nobody's: any of the line may take it. */
  waiting?: boolean;
  /** He holds, is offered or joined an open dialog of the same client. */
  serving?: boolean;
  /** The employee whom the action is about. */
  person?: EmployeeId;
  /** Who wrote the quick reply; null: a list or a section, which is nobody's own. */
  author?: EmployeeId | null;
};

/**
 * May this person do this (product §7)? The one place that answers for queries, calls and live updates.
 *
 * An own dialog is one he holds, joined or is offered; those that wait in a line whose queue he is in he may see and accept
 * as well, and serving a client opens the client's earlier dialogs. An own line is one in whose queue he is. A department's
 * dialogs are the own ones of its people, what waits in their lines, and what nobody ever took there; its lines are those
 * in whose queue one of them is. An own quick reply is one he wrote; a department's are all of them. Whoever is in no department belongs to the company itself: its department is everybody.
 */
export function may(person: Actor, action: Action, on: Subject): boolean {
  switch (reachOf(person.rights, action, on.lineId)) {
    case 'none':
      return false;
    case 'any':
      return true;
    case 'department':
      return isOwn(person, action, on) || isOfDepartment(person, action, on);
    case 'own':
      return isOwn(person, action, on);
  }
}

/** Does the right reach this dialog even where it is another's: by his departments, or because it reaches any? */
export function reachesOthers(person: Actor, action: Action, on: Subject): boolean {
  const reach = reachOf(person.rights, action, on.lineId);
  return reach === 'any' || (reach === 'department' && isOfDepartment(person, action, on));
}

/** Is there anything at all that this person may do it to? What it covers is asked where the object is known. */
export function mayAnywhere({ rights }: Pick<Actor, 'rights'>, action: Action): boolean {
  const reachesSome = (lineId?: string): boolean => {
    const reach = reachOf(rights, action, lineId);
    return reach !== 'none' && reachesOf(action).includes(reach);
  };
  return reachesSome() || Object.keys(rights.lines).some(reachesSome);
}

function isOwn(person: Actor, action: Action, on: Subject): boolean {
  const inQueue = on.lineId !== undefined && person.lineIds.includes(on.lineId);
  switch (action) {
    case 'linesView':
    case 'linesEdit':
    case 'channelsEdit':
    case 'startOutgoing':
      return inQueue;
    case 'dialogsList':
    case 'history':
      return isDialogOf([person.employeeId], on) || (on.waiting === true && inQueue) || on.serving === true;
    case 'accept':
      return isDialogOf([person.employeeId], on) || (on.waiting === true && inQueue);
    case 'reply':
    case 'takeOver':
    case 'join':
    case 'transfer':
    case 'finish':
    case 'block':
    case 'mark':
      return isDialogOf([person.employeeId], on);
    case 'quickReplies':
      return on.author === undefined || on.author === person.employeeId;
    case 'crm':
    case 'statistics':
      return true;
    case 'agreements':
    case 'erasure':
    case 'people':
    case 'api':
    case 'settings':
      return false;
  }
}

function isOfDepartment({ colleagues, departmentLineIds }: Actor, action: Action, on: Subject): boolean {
  const ofLine = departmentLineIds === null || (on.lineId !== undefined && departmentLineIds.includes(on.lineId));
  switch (action) {
    case 'linesView':
    case 'linesEdit':
    case 'channelsEdit':
    case 'startOutgoing':
      return ofLine;
    case 'dialogsList':
    case 'history':
    case 'accept':
    case 'reply':
    case 'takeOver':
    case 'join':
    case 'transfer':
    case 'finish':
    case 'block':
    case 'mark':
      return colleagues === null || isDialogOf(colleagues, on) || (ofLine && (on.waiting === true || isNobodys(on)));
    case 'people':
      return on.person !== undefined && (colleagues === null || colleagues.includes(on.person));
    case 'quickReplies':
    case 'crm':
    case 'statistics':
      return true;
    case 'agreements':
    case 'erasure':
    case 'api':
    case 'settings':
      return false;
  }
}

function isDialogOf(people: readonly EmployeeId[], { holder = null, offeredTo = [], joined = [] }: Subject): boolean {
  if (holder !== null && people.includes(holder)) return true;
  return offeredTo.some((one) => people.includes(one)) || joined.some((one) => people.includes(one));
}

/** A dialog that nobody has taken or is asked to take. Asked of no dialog at all, the answer is no. */
function isNobodys({ holder, offeredTo = [], joined = [] }: Subject): boolean {
  return holder === null && offeredTo.length === 0 && joined.length === 0;
}
