-- How long each of these people was available in a period, in seconds. $1 company, $2 people, $3 to $4 the days, $5 the
-- company's time zone, $6 now: nobody is available in the future.
with period as (
  select ($3::date)::timestamp at time zone $5 as from_at, least(($4::date + 1)::timestamp at time zone $5, $6) as until_at
),
change as (
  -- How he stood when the period began, and each change in it.
  select e.employee_id, p.from_at as at, coalesce((
      select f.available from presence_fact f where f.company_id = $1 and f.employee_id = e.employee_id and f.at <= p.from_at
      order by f.at desc limit 1), false) as available
  from unnest($2::uuid[]) e(employee_id) cross join period p
  union all
  select f.employee_id, f.at, f.available from presence_fact f cross join period p
  where f.company_id = $1 and f.employee_id = any($2) and f.at > p.from_at and f.at < p.until_at
),
stretch as (
  select employee_id, available, at, lead(at, 1, (select greatest(from_at, until_at) from period)) over (partition by employee_id order by at) as until
  from change
)
select employee_id as "employeeId", floor(sum(extract(epoch from until - at)))::float8 as online from stretch where available group by 1
