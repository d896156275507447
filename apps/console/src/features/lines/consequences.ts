import type { LinePath, LineSettings } from '@switchboard/domain/line';
import { crewOf, type Department } from '@switchboard/domain/people';

/** What saving moves among dialogs that are open already; the rest holds from the next dialog on. */
export type Consequence =
  | { consequence: 'offered-anew' | 'deadlines-move' | 'looked-for-again' | 'clocks-move' | 'hours-move' | 'from-now' }
  | { consequence: 'leaves'; employeeIds: string[] };

const clocks: readonly LinePath[] = [
  'autoActions.unanswered.minutes',
  'autoActions.fullClosingMinutes',
  'autoActions.clientSilent.hours',
  'rating.limitDays',
  'kpi.first.seconds',
  'kpi.further.minutes',
];
const hours: readonly LinePath[] = ['hours.schedule', 'hours.timeZone', 'hours.week', 'hours.exceptions'];
const looking: readonly LinePath[] = ['queue.members', 'queue.checkAvailability', 'queue.limit', 'queue.notCounted'];

/**
 * What follows for open dialogs where these settings change from one document to another. `departments` is the company's
 * tree, which says for whom a department of the list stands.
 */
export function consequencesOf(
  changed: readonly LinePath[],
  from: LineSettings,
  to: LineSettings,
  departments: readonly Department[],
): Consequence[] {
  const list: Consequence[] = [];
  const anew = changed.includes('queue.distribution');
  if (anew) list.push({ consequence: 'offered-anew' });
  if (changed.includes('queue.members')) {
    const staying = new Set(crewOf(to.queue.members, departments));
    const employeeIds = crewOf(from.queue.members, departments).filter((id) => !staying.has(id));
    if (employeeIds.length > 0) list.push({ consequence: 'leaves', employeeIds });
  }
  if (changed.includes('queue.offerMinutes') && to.queue.distribution !== 'all')
    list.push({ consequence: 'deadlines-move' });
  if (!anew && changed.some((path) => looking.includes(path))) list.push({ consequence: 'looked-for-again' });
  if (changed.some((path) => clocks.includes(path))) list.push({ consequence: 'clocks-move' });
  if (changed.some((path) => hours.includes(path)) && (from.hours.schedule || to.hours.schedule))
    list.push({ consequence: 'hours-move' });
  return list.length > 0 ? list : [{ consequence: 'from-now' }];
}
