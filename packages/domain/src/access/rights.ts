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

/** A reach for each action. */
export type Reaches = Record<Action, Reach>;

/** What the company has once, so that it belongs to nobody and to no department. */
const once: readonly Action[] = ['agreements', 'erasure', 'api', 'settings'];

/** What is done to the company or to a person, so that no line can have another reach for it. */
const ofNoLine: readonly Action[] = [...once, 'people', 'quickReplies', 'crm', 'statistics'];

/**
 * The reaches that mean something for an action, the narrowest first: what the company has once is all or nothing, and
 * nobody manages himself.
 */
export function reachesOf(action: Action): readonly Reach[] {
  if (once.includes(action)) return ['none', 'any'];
  return action === 'people' ? ['none', 'department', 'any'] : reaches;
}

/** The actions for which a role may name another reach on a line: those that are done to a line or to its dialogs. */
export const actionsOfLines: readonly Action[] = actions.filter((action) => !ofNoLine.includes(action));

/** The rights of one role: a reach for each action, and where a line has another one, that one in place of the general. */
export type RoleRights = { general: Reaches; lines: Readonly<Record<string, Partial<Reaches>>> };

/**
 * What the roles of an employee come to (product §7): a reach for each action, and all the reaches anew for each line for
 * which one of his roles names another.
 */
export type Rights = { general: Reaches; lines: Readonly<Record<string, Reaches>> };

/** The most lines for which a role may name reaches of their own. */
export const mostLinesOfRole = 100;

/** The reach that is meant where one is given for an action: one that means nothing for it is the next narrower that does. */
export function asMeant(action: Action, given: Reach): Reach {
  return reachesOf(action).findLast((one) => isAtMost(one, given)) ?? 'none';
}

/**
 * The roles that every company has (product §7). The administrator's rights stand for ever, so that nobody can lock the
 * company out; those of the other two a company may change.
 */
export const builtInRoles = ['administrator', 'supervisor', 'operator'] as const;
export type BuiltInRole = (typeof builtInRoles)[number];

/** A role: one that every company has, by its name, or one of the company's own, by its id. */
export type RoleId = string;

export function isBuiltIn(roleId: RoleId): roleId is BuiltInRole {
  return (builtInRoles as readonly string[]).includes(roleId);
}

/**
 * The rights each role starts with (product §7). An operator's own lines are to be worked in, not to be changed:
 * settings, channels, people and the company are out of his reach, and so is marking, which is the manager's. What the
 * company has once is the administrator's alone.
 */
export const defaultRights: Record<BuiltInRole, RoleRights> = {
  administrator: withReaches('any'),
  supervisor: withReaches('department', { linesView: 'any' }),
  operator: withReaches('own', { linesEdit: 'none', channelsEdit: 'none', mark: 'none' }),
};

/** Rights with one reach for everything but what is named, on every line. */
export function withReaches(reachOfAll: Reach, but: Partial<Reaches> = {}): RoleRights {
  const general = Object.fromEntries(actions.map((action) => [action, asMeant(action, but[action] ?? reachOfAll)]));
  return { general: general as Reaches, lines: {} };
}

/** What several roles come to: the widest reach for each action, on each line that one of them names as in general. */
export function rightsOf(roles: readonly RoleRights[]): Rights {
  const widestOf = (reachOf: (role: RoleRights, action: Action) => Reach): Reaches =>
    Object.fromEntries(
      actions.map((action) => [action, widest(roles.map((role) => reachOf(role, action)))]),
    ) as Reaches;
  const named = new Set(roles.flatMap((role) => Object.keys(role.lines)));
  return {
    general: widestOf((role, action) => role.general[action]),
    lines: Object.fromEntries(
      [...named].map((lineId) => [
        lineId,
        widestOf((role, action) => role.lines[lineId]?.[action] ?? role.general[action]),
      ]),
    ),
  };
}

/** How far these rights reach for an action, on a line where one is named. */
export function reachOf(rights: Rights, action: Action, lineId?: string): Reach {
  return (lineId === undefined ? undefined : rights.lines[lineId]?.[action]) ?? rights.general[action];
}

/** Is there anything that the one may do and the other may not, by reach, in general or on a line that either names? */
export function isWider(one: Rights, than: Rights): boolean {
  const lines = [undefined, ...Object.keys(one.lines), ...Object.keys(than.lines)];
  return lines.some((lineId) =>
    actions.some((action) => !isAtMost(reachOf(one, action, lineId), reachOf(than, action, lineId))),
  );
}

/** The one reach does not go beyond the other. */
export function isAtMost(one: Reach, other: Reach): boolean {
  return reaches.indexOf(one) <= reaches.indexOf(other);
}

function widest(given: readonly Reach[]): Reach {
  return given.reduce<Reach>((widestSoFar, one) => (isAtMost(one, widestSoFar) ? widestSoFar : one), 'none');
}
