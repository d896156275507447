import { reachOf } from '@switchboard/domain/access';

import type { Viewer } from '../../rpc/trpc.ts';

/**
 * The records that somebody sees, for lists and for each single one alike (product §7). $1 company, $2 he sees all of them,
 * $3 the people whose records he sees: those they are responsible for, and those of dialogs that they hold, held or joined, but not what a
 * dialog's client is only like.
 */
export const seenRecord = `($2::bool or r.responsible_id = any($3::uuid[]) or exists (
  select 1 from dialog_record x join dialog d on d.company_id = $1 and d.dialog_id = x.dialog_id
  where x.company_id = $1 and x.record_id = r.record_id and x.confidence <> 'asserted' and (d.operator_id = any($3::uuid[]) or d.joined && $3::uuid[])))`;

/** The values of that condition for this person: the first three of a statement. */
export function recordsSight(viewer: Viewer): [companyId: string, everything: boolean, people: readonly string[]] {
  const reach = reachOf(viewer.rights, 'crm');
  const everything = reach === 'any' || (reach === 'department' && viewer.colleagues === null);
  const people = reach === 'department' ? (viewer.colleagues ?? []) : reach === 'own' ? [viewer.employeeId] : [];
  return [viewer.companyId, everything, people];
}
