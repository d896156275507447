-- Open dialogs as they stand, by line and by operator. $1 company, $2 lines, $3 operators; null: all of them. Of a line those
-- count that are in the hands or on the screens of these operators, and nobody's. What is only offered to somebody is no delay of his.
with open as (
  select d.line_id, d.operator_id, d.offered_to, d.state, d.unanswered_since, d.opened_at, d.overdue
  from dialog d where d.company_id = $1 and d.closed_at is null
),
shown as (
  select 'line' as by, line_id as of, o.* from open o where ($2::uuid[] is null or line_id = any($2))
    and ($3::uuid[] is null or operator_id = any($3) or offered_to && $3 or operator_id is null and offered_to = '{}')
  union all
  select 'operator', operator_id, o.* from open o where operator_id is not null and ($3::uuid[] is null or operator_id = any($3))
  union all
  select 'operator', asked.id, o.* from open o cross join lateral unnest(o.offered_to) asked(id)
  where o.state = 'offered' and ($3::uuid[] is null or asked.id = any($3))
)
select by, of,
  count(*) filter (where state = 'waiting')::int as waiting,
  (extract(epoch from min(coalesce(unanswered_since, opened_at)) filter (where state in ('waiting', 'offered'))) * 1000)::float8 as "waitingSince",
  count(*) filter (where state = 'offered')::int as offered,
  count(*) filter (where state in ('held', 'with-bot'))::int as "withBot",
  count(*) filter (where operator_id is not null)::int as held,
  count(*) filter (where operator_id is not null and unanswered_since is not null)::int as unanswered,
  (extract(epoch from min(unanswered_since) filter (where operator_id is not null)) * 1000)::float8 as "unansweredSince",
  count(*) filter (where overdue and (by = 'line' or operator_id is not null))::int as overdue
from shown group by by, of
