-- The first unfinished row of each thread of an account that is due, as many as the rate bucket holds. A row whose lease
-- ran out had been sent or not: it comes back marked as expired. The account itself was taken before, in this transaction.
-- $1 company, $2 lane, $3 account, $4 most rows, $5 lease in milliseconds
with heads as (
  select distinct on (thread) outbox_id, due_at, lease_until, state from outbox
  where company_id = $1 and lane = $2 and account = $3 and done_at is null
  order by thread, outbox_id
),
taken as (
  select outbox_id, state from heads where due_at <= now() and (lease_until is null or lease_until < now())
  order by outbox_id limit $4
)
update outbox o set state = 'sending', attempts = o.attempts + 1, lease_until = now() + $5 * interval '1 millisecond'
from taken t
where o.company_id = $1 and o.outbox_id = t.outbox_id
returning o.outbox_id as "outboxId", o.thread, o.body, o.attempts, t.state = 'sending' as expired
