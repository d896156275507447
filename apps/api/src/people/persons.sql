-- Employees as routing knows them. $1 company, $2 whom, or null for everybody, $3 the moment: absences over by then are left out.
-- Whoever keeps a working day and never began one has ended it before he came.
select e.employee_id as id, e.dismissed_at as "dismissedAt", e.away_since as "awaySince", e.connected_at as "connectedAt",
  e.used_at as "usedAt",
  case when coalesce(e.workday_tracked, c.workday_tracking) then jsonb_build_object(
    'state', coalesce(e.workday_state, 'ended'), 'since', extract(epoch from coalesce(e.workday_since, e.created_at)) * 1000
  ) end as workday,
  coalesce(coming.absences, '[]') as absences
from employee e
cross join (select workday_tracking from company where company_id = $1) c
left join lateral (
  select jsonb_agg(jsonb_build_object(
    'kind', kind, 'from', extract(epoch from from_at) * 1000, 'until', extract(epoch from until_at) * 1000) order by from_at) as absences
  from absence where company_id = $1 and employee_id = e.employee_id and until_at > $3 and cancelled_at is null
) coming on true
where e.company_id = $1 and ($2::uuid[] is null or e.employee_id = any($2))
