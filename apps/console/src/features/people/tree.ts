import { departmentsOf, may, type Actor } from '@switchboard/domain/access';

type Node = { departmentId: string; parentId: string | null; name: string };

/** The parts of a department, or those at the top, in the order they were put in. */
export function partsOf<D extends Node>(departments: readonly D[], parentId: string | null): D[] {
  return departments.filter((one) => one.parentId === parentId);
}

/** A department and everything that is part of it. */
export function withParts(departments: readonly Node[], departmentId: string): Set<string> {
  const found = new Set([departmentId]);
  for (const id of found) for (const part of partsOf(departments, id)) found.add(part.departmentId);
  return found;
}

/** A department and those it is part of, the top first. */
export function pathTo<D extends Node>(departments: readonly D[], departmentId: string | null): D[] {
  const path: D[] = [];
  for (let id = departmentId; id !== null;) {
    const one = departments.find((department) => department.departmentId === id);
    if (one === undefined || path.includes(one)) break;
    path.unshift(one);
    id = one.parentId;
  }
  return path;
}

/**
 * The rows of the tree from top to bottom: parts follow what they are part of, unless that is folded. With words sought,
 * what they name stands open on its path, and the rest is left out.
 */
export function rowsOf<D extends Node>(
  departments: readonly D[],
  folded: ReadonlySet<string>,
  sought = '',
): { department: D; depth: number; parts: number; open: boolean }[] {
  const words = sought.trim().toLocaleLowerCase();
  const shown =
    words === ''
      ? null
      : new Set(
          departments
            .filter(({ name }) => name.toLocaleLowerCase().includes(words))
            .flatMap(({ departmentId }) => pathTo(departments, departmentId).map((one) => one.departmentId)),
        );
  const look = (parentId: string | null, depth: number): ReturnType<typeof rowsOf<D>> =>
    partsOf(departments, parentId).flatMap((department) => {
      if (shown !== null && !shown.has(department.departmentId)) return [];
      const parts = partsOf(departments, department.departmentId).length;
      const open = parts > 0 && (shown !== null || !folded.has(department.departmentId));
      return [{ department, depth, parts, open }, ...(open ? look(department.departmentId, depth + 1) : [])];
    });
  return look(null, 0);
}

/** Where a department may be moved to: another one that is no part of it, or the top. */
export function mayStandIn(departments: readonly Node[], departmentId: string, parentId: string | null): boolean {
  return parentId === null || !withParts(departments, departmentId).has(parentId);
}

export type Step = 'up' | 'down' | 'in' | 'out';
/** A department's new place: what it is part of, and how many stand before it there. */
export type Place = { parentId: string | null; place: number };

/** Where one step takes a department; null where there is nothing that way. */
export function stepOf(departments: readonly Node[], departmentId: string, step: Step): Place | null {
  const one = departments.find((department) => department.departmentId === departmentId);
  if (one === undefined) return null;
  const like = partsOf(departments, one.parentId);
  const at = like.indexOf(one);
  if (step === 'up') return at > 0 ? { parentId: one.parentId, place: at - 1 } : null;
  if (step === 'down') return at < like.length - 1 ? { parentId: one.parentId, place: at + 1 } : null;
  if (step === 'in') {
    const into = like[at - 1];
    return into ? { parentId: into.departmentId, place: partsOf(departments, into.departmentId).length } : null;
  }
  const parent = departments.find((department) => department.departmentId === one.parentId);
  if (parent === undefined) return null;
  return { parentId: parent.parentId, place: partsOf(departments, parent.parentId).indexOf(parent) + 1 };
}

/** The place before or after another department, or within it at the end, for one that is dropped there. */
export function placeAt(
  departments: readonly Node[],
  departmentId: string,
  target: Node,
  where: 'before' | 'within' | 'after',
): Place | null {
  const parentId = where === 'within' ? target.departmentId : target.parentId;
  if (departmentId === target.departmentId || !mayStandIn(departments, departmentId, parentId)) return null;
  const like = partsOf(departments, parentId).filter((one) => one.departmentId !== departmentId);
  if (where === 'within') return { parentId, place: like.length };
  const at = like.findIndex((one) => one.departmentId === target.departmentId);
  return { parentId, place: where === 'before' ? at : at + 1 };
}

/** The list as it is after a move, for showing it at once. */
export function afterMove<D extends Node>(
  departments: readonly D[],
  departmentId: string,
  { parentId, place }: Place,
): D[] {
  const one = departments.find((department) => department.departmentId === departmentId);
  if (one === undefined) return [...departments];
  const rest = departments.filter((department) => department !== one);
  const like = rest.filter((department) => department.parentId === parentId);
  like.splice(place, 0, { ...one, parentId });
  return [...rest.filter((department) => department.parentId !== parentId), ...like];
}

/** The departments into which this person may bring somebody; null: into any, and into none. */
export function placesOf(
  departments: readonly (Node & { headId: string | null; memberIds: readonly string[] })[],
  me: Actor,
): ReadonlySet<string> | null {
  if (may(me, 'people', {})) return null;
  const { employeeId } = me;
  const own = departments.find(({ memberIds }) => memberIds.includes(employeeId));
  return departmentsOf(
    departments.map(({ departmentId: id, parentId, headId }) => ({ id, parentId, headId })),
    { employeeId, departmentId: own?.departmentId ?? null },
  );
}
