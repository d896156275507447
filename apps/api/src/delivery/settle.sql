-- What became of the rows of one claim. $1 company, $2 the clock, $3 rows, $4 milliseconds between two messages of a chat,
-- $5 lane, $6 account
with results as (
  select * from jsonb_to_recordset($3::jsonb) as x("outboxId" uuid, state text, "dueAt" timestamptz, error text, thread text)
),
rows as (
  update outbox o set state = r.state, error = r.error, lease_until = null,
    due_at = coalesce(r."dueAt", o.due_at), done_at = case when r.state = 'queued' then null else $2::timestamptz end
  from results r where o.company_id = $1 and o.outbox_id = r."outboxId"
)
update outbox o set due_at = greatest(o.due_at, $2::timestamptz + $4 * interval '1 millisecond')
from results r
where o.company_id = $1 and o.lane = $5 and o.account = $6 and o.thread = r.thread and o.done_at is null and o.outbox_id <> r."outboxId" and r.state = 'done'
