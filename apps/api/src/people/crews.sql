-- The company's tree and who stands in which line's queue. $1 company
-- People of a department are in the order of their names, departments in the order they were put in.
select
  (select coalesce(jsonb_agg(jsonb_build_object('id', d.department_id, 'parentId', d.parent_id, 'headId', d.head_id, 'name', d.name,
     'memberIds', coalesce(m.ids, '[]')) order by d.place, d.created_at, d.department_id), '[]')
   from department d
   left join (
     select department_id, jsonb_agg(employee_id order by surname, name, employee_id) as ids from employee
     where company_id = $1 and department_id is not null and dismissed_at is null group by department_id
   ) m on m.department_id = d.department_id
   where d.company_id = $1) as departments,
  (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.line_id, 'members', s.settings->'queue'->'members')), '[]')
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   where l.company_id = $1 and l.deleted_at is null) as lines
