import type { EmployeeId } from '../people/index.ts';

/** What an employee is in the company (product §7). */
export const roles = ['administrator', 'supervisor', 'operator'] as const;
export type Role = (typeof roles)[number];

/**
 * What one may do, by right: look at and change lines, change channels; see dialogs in lists, read their history,
 * reply (pinning and resuming go with it), accept (declining goes with it), take over another's, join, transfer, finish
 * (closing by force goes with it), block a client, start outgoing dialogs, mark; write quick replies; write agreements;
 * erase a person; work with records of the CRM; manage people; read statistics and export; make API keys and outgoing
 * webhooks; change the company's own settings.
 */
export const actions = [
  'linesView',
  'linesEdit',
  'channelsEdit',
  'dialogsList',
  'history',
  'reply',
  'accept',
  'takeOver',
  'join',
  'transfer',
  'finish',
  'block',
  'startOutgoing',
  'mark',
  'quickReplies',
  'agreements',
  'erasure',
  'crm',
  'people',
  'statistics',
  'api',
  'settings',
] as const;
export type Action = (typeof actions)[number];

/** How far a right reaches. Wider reaches hold the narrower ones. */
export const reaches = ['none', 'own', 'department', 'any'] as const;
export type Reach = (typeof reaches)[number];

/**
 * The rights each role starts with (product §7). An operator's own lines are to be worked in, not to be changed:
 * settings, channels, people and the company are out of his reach, and so is marking, which is the manager's.
 */
export const defaultRights: Record<Role, Record<Action, Reach>> = {
  administrator: everything('any'),
  supervisor: { ...everything('department'), linesView: 'any' },
  operator: {
    ...everything('own'),
    linesEdit: 'none',
    channelsEdit: 'none',
    mark: 'none',
    agreements: 'none',
    erasure: 'none',
    people: 'none',
    api: 'none',
    settings: 'none',
  },
};

/** What the action is about, as far as it is known. Nothing given: may he do it whatever it is about? */
export type Subject = {
  lineId?: string;
  /** Who holds the dialog, or held it when it closed. */
  holder?: EmployeeId | null;
  /** On whose screens it stands as an offer. */
  offeredTo?: readonly EmployeeId[];
  /** The person is in the queue of the line the action is about. */
  inQueue?: boolean;
  /** Those who joined it beside the holder. */
  joined?: readonly EmployeeId[];
  /** The dialog is in its line's queue and nobody's: any of the line may take it. */
  waiting?: boolean;
};

/**
 * May this person do this (product §7)? The one place that answers for queries, calls and live updates.
 *
 * An own dialog is one he holds, joined or is offered; those that wait in a line whose queue he is in he may see and accept
 * as well. An own line is one in whose queue he is. Until a company has departments, the whole company is one:
 * `department` reaches every line and dialog. It never reaches people or the company, which are in no department.
 */
export function may(person: { employeeId: EmployeeId; role: Role }, action: Action, on: Subject): boolean {
  switch (defaultRights[person.role][action]) {
    case 'none':
      return false;
    case 'any':
      return true;
    case 'department':
      return !inside.some((one) => one === action);
    case 'own':
      return isOwn(person.employeeId, action, on);
  }
}

function isOwn(employeeId: EmployeeId, action: Action, on: Subject): boolean {
  switch (action) {
    case 'linesView':
    case 'linesEdit':
    case 'channelsEdit':
    case 'startOutgoing':
      return on.inQueue === true;
    case 'dialogsList':
    case 'history':
    case 'accept':
      return isOwnDialog(employeeId, on) || (on.waiting === true && on.inQueue === true);
    case 'reply':
    case 'takeOver':
    case 'join':
    case 'transfer':
    case 'finish':
    case 'block':
    case 'mark':
      return isOwnDialog(employeeId, on);
    case 'quickReplies':
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

/** What the company has once, so that no department reaches it. */
const inside = ['people', 'agreements', 'erasure', 'api', 'settings'] as const;

function isOwnDialog(employeeId: EmployeeId, on: Subject): boolean {
  if (on.holder === employeeId || on.offeredTo?.includes(employeeId) === true) return true;
  return on.joined?.includes(employeeId) === true;
}

function everything(reach: Reach): Record<Action, Reach> {
  return Object.fromEntries(actions.map((action) => [action, reach])) as Record<Action, Reach>;
}
