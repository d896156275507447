import { crewOf, type Department } from '@switchboard/domain/people';
import type { QueueSettings } from '@switchboard/domain/queue';

export type QueueKey = keyof QueueSettings;

const keys: readonly QueueKey[] = [
  'members',
  'distribution',
  'offerMinutes',
  'checkAvailability',
  'limit',
  'notCounted',
  'operatorData',
  'replaced',
  'hidden',
  'nameInText',
];

/** The settings in which two versions of a queue differ, in the order of the form. */
export function differences(a: QueueSettings, b: QueueSettings): QueueKey[] {
  return keys.filter((key) => !same(a[key], b[key]));
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => same(value, b[index]));
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => same((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]));
  }
  return Object.is(a, b);
}

/** What saving moves among dialogs that are open already; the rest holds from the next dialog on. */
export type Consequence =
  | { consequence: 'offered-anew' }
  | { consequence: 'leaves'; employeeIds: string[] }
  | { consequence: 'deadlines-move' }
  | { consequence: 'looked-for-again' };

/** `departments`: the company's tree, which says for whom a department of the list stands. */
export function consequences(
  saved: QueueSettings,
  draft: QueueSettings,
  departments: readonly Department[] = [],
): Consequence[] {
  const changed = new Set(differences(saved, draft));
  const staying = new Set(crewOf(draft.members, departments));
  const removed = crewOf(saved.members, departments).filter((id) => !staying.has(id));
  const list: Consequence[] = [];
  if (changed.has('distribution')) list.push({ consequence: 'offered-anew' });
  if (removed.length > 0) list.push({ consequence: 'leaves', employeeIds: removed });
  if (changed.has('offerMinutes') && draft.distribution !== 'all') list.push({ consequence: 'deadlines-move' });
  if (
    !changed.has('distribution') &&
    (['members', 'checkAvailability', 'limit', 'notCounted'] as const).some((key) => changed.has(key))
  )
    list.push({ consequence: 'looked-for-again' });
  return list;
}
