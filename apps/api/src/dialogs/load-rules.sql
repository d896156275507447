-- What a process keeps of a company while its version stands: lines with the settings in force, channels, employees.
-- $1 company
select
  (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.line_id, 'name', l.name, 'active', l.active, 'version', l.version, 'settings', s.settings)), '[]')
     from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
    where l.company_id = $1) as lines,
  (select coalesce(jsonb_agg(jsonb_build_object('channelId', channel_id, 'kind', kind, 'lineId', line_id, 'state', state, 'removed', removed_at is not null)), '[]')
     from channel where company_id = $1) as channels,
  (select coalesce(jsonb_agg(jsonb_build_object('employeeId', employee_id, 'role', role, 'name', name, 'surname', surname, 'position', position, 'photo', photo,
     'dismissedAt', extract(epoch from dismissed_at) * 1000)), '[]')
     from employee where company_id = $1) as employees
