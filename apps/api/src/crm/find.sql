-- What the built-in CRM has on clients, and what is known of each: for every one that is asked for, his addresses, and the
-- records that are his already or have one of his addresses, those surely his first, then the newest.
-- $1 company, $2 [{key, clientId, addresses: [{kind, value, confidence}]}]
with asked as (
  select key, "clientId" as client_id, addresses
  from jsonb_to_recordset($2::jsonb) as x(key text, "clientId" uuid, addresses jsonb)
),
own as (
  select a.key, c.kind, c.value, c.confidence
  from asked a cross join lateral (
    select kind, value, confidence from client_address where company_id = $1 and client_id = a.client_id limit 100
  ) c
),
known as (
  select key, kind, value, bool_or(confidence = 'verified') as verified from (
    select * from own
    union all
    select a.key, g.kind, g.value, g.confidence
    from asked a cross join lateral jsonb_to_recordset(a.addresses) as g(kind text, value text, confidence text)
  ) each group by key, kind, value
),
his as (
  select a.key, l.record_id, l.confidence as by
  from asked a cross join lateral (
    select record_id, confidence from client_record where company_id = $1 and client_id = a.client_id limit 100
  ) l
  union all
  -- Sure is only what is sure on both sides: a number that somebody else wrote makes no record his.
  select k.key, r.record_id, case when k.verified and r.confidence = 'verified' then 'verified' else 'asserted' end
  from known k cross join lateral (
    select record_id, confidence from crm_record_address where company_id = $1 and kind = k.kind and value = k.value limit 20
  ) r
),
sure as (
  select distinct on (key, record_id) key, record_id, by from his
  order by key, record_id, case by when 'made' then 0 when 'by-hand' then 1 when 'verified' then 2 else 3 end
),
found as (
  select s.key, s.by, r.* from sure s cross join lateral (
    select record_id, kind, state, responsible_id, changed_at from crm_record
    where company_id = $1 and record_id = s.record_id and crm = 'built-in' and removed_at is null and merged_into is null limit 1
  ) r
),
deals as (
  select f.key, f.by, d.* from found f cross join lateral (
    select record_id, kind, state, responsible_id, changed_at from crm_record
    where company_id = $1 and contact_id = f.record_id and kind = 'deal' and state = 'open' and crm = 'built-in'
      and removed_at is null and merged_into is null
    order by changed_at desc limit 5
  ) d
  where f.kind = 'contact'
)
select key, 'address' as what, jsonb_build_object('kind', kind, 'value', value, 'confidence', confidence) as row from own
union all
select key, 'record', jsonb_build_object('recordId', record_id, 'kind', kind, 'by', by, 'open', state = 'open', 'responsible', responsible_id)
from (
  select *, row_number() over (partition by key order by (by = 'asserted'), changed_at desc, record_id) as place
  from (select * from found union select * from deals) each
) ranked where place <= 20
