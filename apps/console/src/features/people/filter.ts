import type { Employee } from '../../rpc/shapes.ts';
import { withParts } from './tree.ts';

export const states = ['here', 'away', 'absent', 'dismissed'] as const;
type State = (typeof states)[number];
export type PeopleFilter = {
  search: string;
  state: State | null;
  /** A department with its parts, or `none`: those who are in none. */
  department: string | null;
  role: string | null;
};

/** The filter of the list as the address says it; what is not understood is left out. */
export function filterIn(search: URLSearchParams): PeopleFilter {
  return {
    search: search.get('search')?.trim().slice(0, 100) ?? '',
    state: states.find((one) => one === search.get('state')) ?? null,
    department: short(search.get('department')),
    role: short(search.get('role')),
  };
}

function short(value: string | null): string | null {
  return value === null || value === '' || value.length > 64 ? null : value;
}

/** The address of the same list with one thing of the filter changed; an empty value takes it away. */
export function withFilter(path: string, search: URLSearchParams, name: keyof PeopleFilter, value: string): string {
  const changed = new URLSearchParams(search);
  if (value.trim() === '') changed.delete(name);
  else changed.set(name, value);
  return changed.size === 0 ? path : `${path}?${changed}`;
}

/** Those whom the filter lets through. Whoever was dismissed is shown where he is asked for only. */
export function filtered(
  people: readonly Employee[],
  { search, state, department, role }: PeopleFilter,
  departments: readonly { departmentId: string; parentId: string | null; name: string }[],
): Employee[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const within = department === null || department === 'none' ? null : withParts(departments, department);
  return people.filter((person) => {
    const dismissed = person.dismissedAt !== null;
    if (state === null ? dismissed && words.length === 0 : stateOf(person) !== state) return false;
    if (department === 'none' && person.departmentId !== null) return false;
    if (within !== null && (person.departmentId === null || !within.has(person.departmentId))) return false;
    if (role !== null && !person.roleIds.includes(role)) return false;
    const text = `${person.name} ${person.surname} ${person.position} ${person.email}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function stateOf({ presence }: Employee): State {
  if (presence === 'available') return 'here';
  return presence === 'absent' || presence === 'dismissed' ? presence : 'away';
}
