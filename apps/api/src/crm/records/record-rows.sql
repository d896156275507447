-- Records as lists show them, in the order of their ids. $1 company, $2 and $3 the reader's sight, $4 their ids
select r.record_id as "recordId", r.crm, r.kind, r.title, r.name, r.surname, r.source, r.pipeline_id as "pipelineId",
  r.stage_id as "stageId", r.state, r.amount::float8 as amount, r.currency, r.created_at as "createdAt",
  r.changed_at as "changedAt", r.stage_at as "stageAt", r.version,
  case when e.employee_id is null then null
    else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as responsible,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'value', a.value) order by a.kind desc, a.value), '[]')
     from crm_record_address a where a.company_id = $1 and a.record_id = r.record_id) as addresses,
  (select jsonb_build_object('recordId', c.record_id, 'title', c.title, 'name', c.name, 'surname', c.surname,
     'addresses', (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'value', a.value) order by a.kind desc, a.value), '[]')
       from crm_record_address a where a.company_id = $1 and a.record_id = c.record_id))
     from crm_record c
     where c.company_id = $1 and c.record_id = r.contact_id and c.removed_at is null
       and ($2::bool or c.responsible_id = any($3::uuid[]) or exists (
         select 1 from dialog_record x join dialog d on d.company_id = $1 and d.dialog_id = x.dialog_id
         where x.company_id = $1 and x.record_id = c.record_id and x.confidence <> 'asserted' and (d.operator_id = any($3::uuid[]) or d.joined && $3::uuid[])))) as contact
from unnest($4::uuid[]) with ordinality as o(id, place)
  join crm_record r on r.company_id = $1 and r.record_id = o.id
  left join employee e on e.company_id = $1 and e.employee_id = r.responsible_id
order by o.place
