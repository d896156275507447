import { actions, type Action, type RoleRights } from '@switchboard/domain/access';

/** A role as it is being changed. */
export type Draft = { name: string; rights: RoleRights };

/** Where two versions of a role differ: its name, a right in general, or a right on one line. */
export type Difference = { action: Action | null; lineId: string | null };

export function differencesOf(one: Draft, other: Draft): Difference[] {
  const found: Difference[] = one.name === other.name ? [] : [{ action: null, lineId: null }];
  for (const action of actions)
    if (one.rights.general[action] !== other.rights.general[action]) found.push({ action, lineId: null });
  for (const lineId of new Set([...Object.keys(one.rights.lines), ...Object.keys(other.rights.lines)]))
    for (const action of actions)
      if (one.rights.lines[lineId]?.[action] !== other.rights.lines[lineId]?.[action]) found.push({ action, lineId });
  return found;
}

export function isSameRole(one: Draft, other: Draft): boolean {
  return differencesOf(one, other).length === 0;
}

/** The draft with the other version's value in one place. */
export function take(draft: Draft, theirs: Draft, { action, lineId }: Difference): Draft {
  if (action === null) return { ...draft, name: theirs.name };
  const { rights } = draft;
  if (lineId === null) {
    const general = { ...rights.general, [action]: theirs.rights.general[action] };
    return { ...draft, rights: { ...rights, general } };
  }
  const { [action]: _, ...others } = rights.lines[lineId] ?? {};
  const taken = theirs.rights.lines[lineId]?.[action];
  const line = taken === undefined ? others : { ...others, [action]: taken };
  const { [lineId]: __, ...lines } = rights.lines;
  return {
    ...draft,
    rights: { ...rights, lines: Object.keys(line).length === 0 ? lines : { ...lines, [lineId]: line } },
  };
}
