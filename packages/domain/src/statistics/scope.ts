import { reachOf, type Actor } from '../access/index.ts';

import type { FigureFilter } from './filter.ts';

/**
 * Whose dialogs figures are counted of: what the right to statistics reaches, narrowed by the filter; null where nothing
 * narrows. A dialog counts where every list that is there names it; those of `nobodys` lines that nobody ever had count
 * beside those of `departments`.
 */
export type Scope = {
  lines: string[] | null;
  channels: string[] | null;
  operators: string[] | null;
  departments: string[] | null;
  nobodys: string[];
};

/**
 * What somebody's right to statistics reaches (product §6, §7). Own: dialogs that are his. Department: those whose operator
 * was in one of his departments when he got them, and those that nobody ever had on lines in whose queue his people are.
 * Who is in no department has the company for his. `partsOf` answers a department with all its parts.
 */
export function scopeOf(
  viewer: Actor,
  ownDepartments: ReadonlySet<string> | null,
  filter: Pick<FigureFilter, 'lines' | 'channels' | 'operators' | 'departments'>,
  partsOf: (departmentIds: readonly string[]) => readonly string[],
): Scope {
  const scope: Scope = {
    lines: filter.lines ?? null,
    channels: filter.channels ?? null,
    operators: filter.operators ?? null,
    departments: filter.departments === undefined ? null : [...partsOf(filter.departments)],
    nobodys: [],
  };
  const reach = reachOf(viewer.rights, 'statistics');
  if (reach === 'any') return scope;
  if (reach === 'department' && ownDepartments === null) return scope;
  if (reach !== 'department')
    return { ...scope, operators: within(scope.operators, reach === 'own' ? [viewer.employeeId] : []) };
  const own = [...(ownDepartments ?? [])];
  const isOfPeople = scope.operators !== null || scope.departments !== null;
  return {
    ...scope,
    departments: within(scope.departments, own),
    nobodys: isOfPeople ? [] : [...(viewer.departmentLineIds ?? [])],
  };
}

function within(asked: readonly string[] | null, allowed: readonly string[]): string[] {
  return asked === null ? [...allowed] : asked.filter((id) => allowed.includes(id));
}
