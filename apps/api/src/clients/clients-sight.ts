/**
 * The clients that somebody sees, for lists and for each single one alike (product §7): those whose dialogs he holds, held or
 * joined, and those whose records, surely theirs, he is responsible for; the same of his department's people. The values are those of
 * `recordsSight`: $1 company, $2 he sees all of them, $3 the people whose clients he sees.
 */
export const seenClient = `($2::bool
  or exists (select from dialog d where d.company_id = $1 and d.client_id = c.client_id and (d.operator_id = any($3::uuid[]) or d.joined && $3::uuid[]))
  or exists (select from client_record l join crm_record r on r.company_id = $1 and r.record_id = l.record_id
    where l.company_id = $1 and l.client_id = c.client_id and l.confidence <> 'asserted' and r.responsible_id = any($3::uuid[]) and r.removed_at is null))`;

/** The same clients as a set, for lists of them: found from the people, however many clients there are. */
export const seenClients = `($2::bool or c.client_id in (
  select d.client_id from dialog d where d.company_id = $1 and (d.operator_id = any($3::uuid[]) or d.joined && $3::uuid[])
  union select l.client_id from client_record l join crm_record r on r.company_id = $1 and r.record_id = l.record_id
  where l.company_id = $1 and l.confidence <> 'asserted' and r.responsible_id = any($3::uuid[]) and r.removed_at is null))`;
