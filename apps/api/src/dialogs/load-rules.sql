-- What a process keeps of a company while its version stands: itself, lines with the settings in force, channels,
-- employees with their working day and coming absences (in the order of their names), departments, roles. $1 company, $2 the clock
select
  (select jsonb_build_object('name', name, 'language', language, 'timeZone', time_zone, 'plan', plan) from company where company_id = $1) as company,
  (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.line_id, 'name', l.name, 'active', l.active, 'deleted', l.deleted_at is not null, 'version', l.version, 'pauses', l.pauses, 'settings', s.settings)), '[]')
     from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
    where l.company_id = $1 and (l.deleted_at is null or exists (select from dialog d where d.company_id = $1 and d.line_id = l.line_id and d.closed_at is null))) as lines,
  (select coalesce(jsonb_agg(jsonb_build_object('channelId', channel_id, 'kind', kind, 'lineId', line_id, 'state', state, 'removed', removed_at is not null)), '[]')
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
  (select coalesce(jsonb_agg(jsonb_build_object('roleId', role_id, 'rights', rights)), '[]') from role where company_id = $1) as roles
