-- What employees did, straight from facts, without anything that statistics keep: a row for each employee. Of people who have
-- stayed in their departments. $1 company, $2 its time zone, $3 and $4 the days; lines, channels, operators and departments,
-- null for all: $5 to $8.
with opened as materialized (
  select dialog_id, operator_id from dialog
  where company_id = $1 and opened_at < ($4::date + 1)::timestamp at time zone $2 and ($6::uuid[] is null or channel_id = any($6))
),
told as (
  select f.dialog_id, f.number, f.fact, f.at, f.body, d.operator_id,
    right(max(case f.fact when 'opened' then lpad(f.number::text, 6, '0') || (f.body->>'lineId')
      when 'transferred' then lpad(f.number::text, 6, '0') || (f.body->'to'->>'lineId') end) over before, 36) as line_id,
    max(f.number * 2 + (f.fact = 'finished')::int) filter (where f.fact in ('finished', 'resumed', 'transferred', 'taken-over', 'accepted',
      'returned', 'offered', 'waits', 'answered')) over before % 2 = 1 as finishing,
    max(f.number) filter (where f.fact = 'voted') over whole = f.number as last_vote,
    max(f.number) filter (where f.fact = 'marked') over whole = f.number as last_mark
  from fact f join opened d on d.dialog_id = f.dialog_id where f.company_id = $1
  window whole as (partition by f.dialog_id),
    before as (partition by f.dialog_id order by f.number rows between unbounded preceding and 1 preceding)
),
act as (
  select t.dialog_id, (t.at at time zone $2)::date as day, t.line_id::uuid as line_id, a.act, a.employee_id::uuid as employee_id,
    case a.act when 'marked' then (t.body->>'stars')::int end as stars
  from told t
  cross join lateral (
    select 'assigned' as act, t.body->'to'->>'employeeId' as employee_id where t.fact = 'offered' and t.body->'to'->>'kind' = 'one'
    union all
    select 'assigned', jsonb_array_elements_text(t.body->'to'->'employeeIds') where t.fact = 'offered' and t.body->'to'->>'kind' = 'all'
    union all
    select case t.fact when 'offer-expired' then 'missed' when 'answered' then 'answers' else t.fact end, t.body->>'employeeId'
    where t.fact in ('offer-expired', 'declined', 'accepted', 'answered')
    union all
    select case t.fact when 'taken-over' then 'takenOver' when 'closed' then 'finished' else t.fact end, t.body->>'by'
    where t.fact in ('taken-over', 'transferred', 'finished') or (t.fact = 'closed' and t.finishing is not true)
    union all
    select t.body->>'vote', t.body->>'operatorId' where t.fact = 'voted' and t.last_vote
    union all
    select 'marked', t.operator_id::text where t.fact = 'marked' and t.last_mark
  ) a
  where a.employee_id is not null
),
-- A dialog counts as one he wrote in on the day, and the line, where he first did.
wrote as (
  select distinct on (dialog_id, employee_id) dialog_id, employee_id, day, line_id from act where act = 'answers'
  order by dialog_id, employee_id, day, line_id
)
select a.employee_id as "employeeId", :acts,
  coalesce(sum(a.stars), 0)::float8 as "stars", count(*) filter (where a.act = 'wrote')::float8 as "answered"
from (select employee_id, day, line_id, act, stars from act union all select employee_id, day, line_id, 'wrote', null from wrote) a
join employee e on e.company_id = $1 and e.employee_id = a.employee_id
where a.day between $3 and $4 and ($5::uuid[] is null or a.line_id = any($5)) and ($7::uuid[] is null or a.employee_id = any($7))
  and ($8::uuid[] is null or coalesce(e.department_id, '00000000-0000-0000-0000-000000000000') = any($8))
group by a.employee_id
