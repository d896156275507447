import {
  actions,
  isAtMost,
  reachOf,
  rightsOf,
  type Action,
  type Reach,
  type RoleRights,
} from '@switchboard/domain/access';

/** What saving a role changes for the people who have it: of how many one right reaches further, or less far. */
export type Consequence = {
  action: Action;
  /** The line on which it changes; null: in general. */
  lineId: string | null;
  to: Reach;
  widens: number;
  narrows: number;
};

type Roles = ReadonlyMap<string, RoleRights>;

/**
 * What follows from giving a role other rights. Counted are people for whom it makes a difference: whoever has another role
 * that reaches as far keeps what he may.
 */
export function consequencesOf(
  roleId: string,
  after: RoleRights,
  roles: Roles,
  people: readonly { roleIds: readonly string[] }[],
): Consequence[] {
  const before = roles.get(roleId);
  if (before === undefined) return [];
  const having = people.filter((person) => person.roleIds.includes(roleId));
  const compiled = having.map(({ roleIds }) => {
    const of = (own: RoleRights) => rightsOf(roleIds.flatMap((id) => (id === roleId ? [own] : (roles.get(id) ?? []))));
    return { before: of(before), after: of(after) };
  });
  const lineIds = [null, ...new Set([...Object.keys(before.lines), ...Object.keys(after.lines)])];
  return lineIds.flatMap((lineId) =>
    actions.flatMap((action): Consequence[] => {
      const [was, to] = [before, after].map((rights) => reachOfRole(rights, action, lineId));
      // What changes on a line only because it changes in general is told once.
      const general = reachOfRole(before, action, null) === was && reachOfRole(after, action, null) === to;
      if (was === undefined || to === undefined || was === to || (lineId !== null && general)) return [];
      const on = lineId ?? undefined;
      const moved = compiled.map((rights) => [
        reachOf(rights.before, action, on),
        reachOf(rights.after, action, on),
      ]) as [Reach, Reach][];
      const widens = moved.filter(([one, other]) => !isAtMost(other, one)).length;
      const narrows = moved.filter(([one, other]) => !isAtMost(one, other)).length;
      return [{ action, lineId, to, widens, narrows }];
    }),
  );
}

function reachOfRole(rights: RoleRights, action: Action, lineId: string | null): Reach {
  return (lineId === null ? undefined : rights.lines[lineId]?.[action]) ?? rights.general[action];
}
