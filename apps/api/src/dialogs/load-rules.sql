-- What a process keeps of a company while its version stands: itself, lines with the settings in force, channels,
-- employees with their working day and coming absences (in the order of their names), departments, roles, the pipelines of its
-- CRM, and the agreements that can be asked for, in their newest version. $1 company, $2 the clock
select
  (select jsonb_build_object('name', name, 'language', language, 'timeZone', time_zone, 'plan', plan,
    'crm', coalesce((select crm from crm_connection where company_id = $1 and removed_at is null), 'built-in')) from company where company_id = $1) as company,
  (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.line_id, 'name', l.name, 'active', l.active, 'deleted', l.deleted_at is not null, 'version', l.version, 'pauses', l.pauses, 'settings', s.settings)), '[]')
     from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
    where l.company_id = $1 and (l.deleted_at is null or exists (select from dialog d where d.company_id = $1 and d.line_id = l.line_id and d.closed_at is null))) as lines,
  (select coalesce(jsonb_agg(jsonb_build_object('channelId', channel_id, 'kind', kind, 'name', name, 'lineId', line_id, 'state', state, 'removed', removed_at is not null)), '[]')
     from channel where company_id = $1) as channels,
  (select coalesce(jsonb_agg(jsonb_build_object('employeeId', employee_id, 'roleIds', to_jsonb(role_ids), 'name', name, 'surname', surname, 'position', position, 'photo', photo,
     'dismissedAt', extract(epoch from dismissed_at) * 1000,
     'departmentId', department_id,
     'workday', case when coalesce(workday_tracked, (select workday_tracking from company where company_id = $1)) then jsonb_build_object(
       'state', coalesce(workday_state, 'ended'), 'since', coalesce(extract(epoch from workday_since) * 1000, 0)) end,
     'absences', (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'from', extract(epoch from a.from_at) * 1000,
         'until', extract(epoch from a.until_at) * 1000) order by a.from_at), '[]')
       from absence a where a.company_id = $1 and a.employee_id = e.employee_id and a.cancelled_at is null and a.until_at > $2)
     ) order by surname, name, employee_id), '[]')
     from employee e where company_id = $1) as employees,
  (select coalesce(jsonb_agg(jsonb_build_object('id', department_id, 'parentId', parent_id, 'headId', head_id) order by place, created_at, department_id), '[]')
     from department where company_id = $1) as departments,
  (select coalesce(jsonb_agg(jsonb_build_object('roleId', role_id, 'rights', rights)), '[]') from role where company_id = $1) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('pipelineId', p.pipeline_id, 'kind', p.kind, 'crm', p.crm, 'place', p.place,
     'stages', (select coalesce(jsonb_agg(jsonb_build_object('stageId', s.stage_id, 'place', s.place, 'meaning', s.meaning) order by s.place), '[]')
       from crm_stage s where s.company_id = $1 and s.pipeline_id = p.pipeline_id and s.removed_at is null)) order by p.place), '[]')
     from crm_pipeline p where p.company_id = $1 and p.removed_at is null) as pipelines,
  (select coalesce(jsonb_agg(jsonb_build_object('agreementId', a.agreement_id, 'name', a.name, 'version', a.version, 'address', v.address,
     'texts', (select jsonb_agg(jsonb_build_object('language', t.language, 'title', t.title, 'hash', t.hash) order by t.language)
       from agreement_text t where t.company_id = $1 and t.agreement_id = a.agreement_id and t.version = a.version))), '[]')
     from agreement a join agreement_version v on v.company_id = $1 and v.agreement_id = a.agreement_id and v.version = a.version
     where a.company_id = $1 and a.removed_at is null) as agreements
