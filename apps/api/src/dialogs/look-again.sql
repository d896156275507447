-- Open dialogs that are to be decided on once more, though none of their deadlines has come: what decisions read has changed.
-- $1 company, $2 the clock, $3 employees in whose hands they are, $4 lines whose unaccepted ones, $5 departments to which
-- unaccepted ones were transferred, $6 lines of which all. Each is found by an index of open dialogs, however many have closed.
with found as materialized (
  select dialog_id from dialog where company_id = $1 and closed_at is null and operator_id = any($3::uuid[])
  union
  select dialog_id from dialog where company_id = $1 and state = 'offered' and offered_to && $3::uuid[]
  union
  select dialog_id from dialog
  where company_id = $1 and state = 'waiting' and (line_id = any($4::uuid[]) or body->>'departmentId' = any($5::text[]))
  union
  select dialog_id from dialog
  where company_id = $1 and state = 'offered' and (line_id = any($4::uuid[]) or body->>'departmentId' = any($5::text[]))
  union
  -- What is sealed may be held back no more.
  select dialog_id from (select dialog_id, line_id, state from dialog where company_id = $1 and closed_at is null offset 0) open
  where cardinality($4::uuid[]) > 0 and state = 'held' and line_id = any($4::uuid[])
  union
  select dialog_id from (select dialog_id, line_id from dialog where company_id = $1 and closed_at is null offset 0) open
  where cardinality($6::uuid[]) > 0 and line_id = any($6::uuid[])
)
update dialog d set wake_at = least(d.wake_at, $2::timestamptz)
where d.company_id = $1 and d.dialog_id = any(array(select dialog_id from found)) and d.closed_at is null
returning d.dialog_id as "dialogId"
