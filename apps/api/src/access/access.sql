-- What decides who may do what in a company: its roles, its people, its tree, and who stands in which line's queue.
-- $1 company. Heads and members are told whoever they are; a queue is resolved as crews are.
select
  (select version from turn where company_id = $1) as version,
  (select coalesce(jsonb_agg(jsonb_build_object('roleId', role_id, 'rights', rights)), '[]') from role where company_id = $1) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('employeeId', employee_id, 'departmentId', department_id, 'roleIds', to_jsonb(role_ids),
     'dismissed', dismissed_at is not null) order by surname, name, employee_id), '[]')
   from employee where company_id = $1) as employees,
  (select coalesce(jsonb_agg(jsonb_build_object('id', department_id, 'parentId', parent_id, 'headId', head_id)
     order by place, created_at, department_id), '[]')
   from department where company_id = $1) as departments,
  (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.line_id, 'members', s.settings->'queue'->'members')), '[]')
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   where l.company_id = $1 and l.deleted_at is null) as lines
